"""Boilerplate: sentences about the document or addressed to its reader, with nothing to learn in them.

Extraction skips more than this (`we found`, `it is important to note that`), because such a sentence makes a
bad cloze. Here a sentence that may make a claim is not boilerplate, so that an author gets to see it.
"""

import re

# Not "course", "site", "unit": a disease has a course, an injection a site.
_PAGE_NOUNS = r"(?:page|chapter|guide|handout|leaflet|brochure|website|lecture)"
_TEXT = rf"(?:{_PAGE_NOUNS}|section|module|document|article|paper|review|overview|summary|text)"
_TELLING_VERBS = (
    r"(?:restates|describes|covers|explains|reports|summari[sz]es|discusses|introduces|outlines|presents"
    r"|provides|contains|gives|is (?:not|for|meant|intended|designed|written|based)|was|does not|should not"
    r"|aims|looks at|will)"
)
_OPENINGS = re.compile(
    rf"\W*(?:this {_TEXT} {_TELLING_VERBS}\b(?! that\b)|the {_PAGE_NOUNS} {_TELLING_VERBS}\b(?! that\b)"
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
_PHRASES = re.compile(
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
    """Tell whether a sentence is about the text, addresses its reader, disclaims or only navigates."""
    if not any(character.isalnum() for character in sentence):
        return True
    if any(_SECTIONS.fullmatch(name) for name in section):
        return True
    return bool(_OPENINGS.match(sentence) or _PHRASES.search(sentence))
