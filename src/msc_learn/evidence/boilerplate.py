"""Remarks: sentences about the document or to its reader, which hold nothing to be learnt.

Extraction leaves out more (`we found`, `it is important to note that`), for such a sentence makes a bad
cloze; here a sentence that may hold a claim is no remark, so that an author gets to see it.
"""

import re

# Not "course", "site", "unit": a disease has a course, an injection a site.
_PAGE = r"(?:page|chapter|guide|handout|leaflet|brochure|website|lecture)"
_TEXT = rf"(?:{_PAGE}|section|module|document|article|paper|review|overview|summary|text)"
_TELLS = (
    r"(?:restates|describes|covers|explains|reports|summari[sz]es|discusses|introduces|outlines|presents"
    r"|provides|contains|gives|is (?:not|for|meant|intended|designed|written|based)|was|does not|should not"
    r"|aims|looks at|will)"
)
_BEGINS = re.compile(
    rf"\W*(?:this {_TEXT} {_TELLS}\b(?! that\b)|the {_PAGE} {_TELLS}\b(?! that\b)"
    rf"|(?:in|throughout) (?:this|the (?:following|next|previous)) {_TEXT},? (?:we|you|i)\b"
    rf"|(?:by|at) the end of this {_TEXT}\b|after (?:reading|studying|completing) this\b"
    r"|(?:talk|speak) (?:to|with) (?:a|your)\b|(?:ask|consult|contact|see) (?:a|your|us)\b"
    r"|you should (?:ask|consult|contact|see|talk|speak)\b|(?:we|i) hope\b"
    r"|see (?:also|below|above|section|chapter|table|figure|fig|page|the)\b"
    r"|(?:for|find|read|learn) more(?:\W*$| (?:information|details|about|on|at|here|in)\b)"
    r"|for (?:further|additional) (?:information|details|reading)\b|please\b|click\b|subscribe\b|share this\b"
    r"|(?:skip|back|return|go) to (?:the )?(?:main )?(?:top|content|contents|start|home|index)\b"
    r"|(?:next|previous|home|contents|table of contents|menu|index)\s*(?:[:|›>«»←→]|$)"
    r"|copyright\b|©|all rights\b|(?:last )?(?:updated|reviewed|modified|published)(?: on|:| \d)|page \d+\b"
    r"|(?:https?://|www\.)\S+\W*$)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"\b(?:(?:not|no|as|replace|constitute|for) (?:professional )?medical advice|for education(?:al)? only"
    r"|(?:educational|informational|information|education) purposes|substitute for (?:professional|medical)"
    r"|make (?:an )?informed (?:decisions?|choices?)|(?:no|any) (?:liability|warrant(?:y|ies))"
    r"|your (?:own )?(?:doctor|physician|clinician|health(?:care)? (?:journey|provider|team)))\b",
    re.IGNORECASE,
)
_SECTIONS = re.compile(
    r"(?:references|bibliography|further reading|see also|external links|disclaimer|learning objectives"
    r"|(?:table of )?contents|acknowledge?ments|about the authors?|about this (?:page|document|guide))\W*",
    re.IGNORECASE,
)


def is_boilerplate(sentence: str, section: tuple[str, ...]) -> bool:
    """Tell whether a sentence speaks of the text or to its reader, disclaims, or only shows the way."""
    if not any(character.isalnum() for character in sentence):
        return True
    if any(_SECTIONS.fullmatch(name) for name in section):
        return True
    return bool(_BEGINS.match(sentence) or _ANYWHERE.search(sentence))
