"""Passages: a sentence with its block, tokens and claim strength; the unit that rules read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from msc_learn.course.model import Source, Strength
from msc_learn.document.model import Block, BlockKind, Document, Sentence
from msc_learn.document.segment import explanation_start, lead_line, sentences_of
from msc_learn.evidence.hedging import Cue, cues_of, strength_in
from msc_learn.extract.pos_tagger import TaggedSentence, tag

Cues = tuple[Cue, ...]
_LONGEST = 450  # characters; a longer sentence does not fit on a card
CELL = " | "
_LIST_CONNECTOR = re.compile(r"[,;]\s*(?:and|or|and/or)?$|\s(?:and|or)$")
_SKIPPED_SECTIONS = re.compile(
    r"(?:references|bibliography|further reading|see also|external links|disclaimer|learning objectives"
    r"|(?:table of )?contents|acknowledge?ments|notes|about the authors?|sources)\W*",
    re.IGNORECASE,
)
# Sentences about the text itself and advice to its reader contain nothing to learn.
_TEXT = r"(?:section|article|chapter|guide|lecture|document|page|paper|review|overview|unit|module)"
_META = re.compile(
    r"\s*(?:(?:understanding|knowing|learning|exploring) (?:how|what|why|the|about|these|this)\b"
    rf"|(?:in|throughout) (?:this|the following|the next) {_TEXT}\b"
    rf"|this {_TEXT}\b|the (?:article|chapter|guide|lecture|document)\b"
    rf"|the {_TEXT} (?:reports?|describes?|says|explains?|covers?|summari[sz]es|does not)\b"
    r"|(?:i|let us|let's) |we (?:will|shall|now|have seen|saw|discuss|describe|review|explain|cover"
    r"|hope|summari[sz]e|look at|turn to)\b"
    r"|(?:see|note|recall|remember|click|read|visit|contact|consult|ask|talk)\b"
    r"|(?:for more|please|copyright|©|all rights|by the end of)\b"
    r"|(?:(?:last|next|medically|clinically) )?(?:reviewed|updated|published) (?:on|by|in)\b|last updated\b"
    r"|(?:next )?review (?:date|due)\b"
    r"|(?:however,? )?(?:it is|it's) (?:important|worth|useful|essential) (?:to )?"
    r"(?:not|acknowledg|remember|understand|recogni|consider|be aware)\w*\b)",
    re.IGNORECASE,
)
# Searched in lower-case text, which is faster than ignoring case.
_META_ANYWHERE = re.compile(
    r"\b(?:make (?:an )?informed decisions?|medical advice|(?:educational|informational) purposes"
    r"|substitute for professional|(?:discussed|described|mentioned|noted|shown|listed) (?:above|below)"
    r"|in the next section|your (?:doctor|physician|health(?:care)? (?:journey|provider)|clinician))\b"
)


@dataclass(frozen=True, eq=False)
class Passage:
    """A sentence: its block, tokens, offsets in the block's text, and the strength of it and its lead-in.

    `usable` is False for lead-ins, questions, table rows and sentences about the text itself: they may
    contain an abbreviation or lead in a list, but make no cloze. `cues` are the hedge cues that set
    `strength`, the strength of sentence and lead-in together.
    """

    document: Document
    block: Block
    index: int
    text: str
    tagged: TaggedSentence
    start: int
    end: int
    strength: Strength
    own_strength: Strength
    cues: tuple[str, ...]
    usable: bool

    @property
    def is_statement(self) -> bool:
        """Whether it is more than a line of names, without a verb and a full stop."""
        line = self.block.kind is BlockKind.PARAGRAPH and self.text[-1].isalnum() and not self.block.term
        return not line or any(letter in self.tagged.tags for letter in "VBMo")

    @property
    def lead(self) -> Block | None:
        """The block that leads in the list of this sentence, if any."""
        return None if self.block.lead is None else self.document.blocks[self.block.lead]

    @cached_property
    def lead_line(self) -> str:
        """The sentence that leads in the list of this sentence; empty if there is none."""
        return lead_line(self.document, self.block)

    @cached_property
    def question(self) -> str:
        """The question of the document that this sentence answers; empty if there is none."""
        if self.block.kind is BlockKind.ANSWER:
            question = self.document.blocks[self.index - 1].text
        else:
            heading = self.block.section[-1] if self.block.section else ""
            question = heading if heading.endswith("?") else ""
        return _QUESTION_NUMBER.sub("", question, count=1)

    def is_first_in_block(self) -> bool:
        """Tell whether this is the first sentence of its block."""
        return self.start <= explanation_start(self.block.text[:_LONGEST], self.block.term)

    def source(self) -> Source:
        """Return the evidence: the whole sentence and its offsets in the document."""
        return source_of(self.document, self.block, self.start, self.end)


def source_of(document: Document, block: Block, start: int, end: int) -> Source:
    """Return a span of a block's text as evidence."""
    first, last = block.offset_at(start), block.offset_at(end - 1)
    return Source(block.section, block.text[start:end], first, last + 1, document.short_digest)


def passages_of(document: Document) -> Iterator[Passage]:
    """Yield the sentences of a document that may contain something to learn, in order."""
    leads: dict[int | None, Cues] = {None: ()}
    for sentence in sentences_of(document):
        block = document.blocks[sentence.block]
        text = _without_connector(sentence.text) if block.kind is BlockKind.ITEM else sentence.text
        if len(text) > _LONGEST or _is_skipped(block.section):
            continue
        own = cues_of(f"{block.term} {text}" if block.term else text)
        if block.lead is not None and block.lead not in leads:
            leads[block.lead] = cues_of(lead_line(document, block))
        inherited = (*cues_of(limiting_heading(block)), *leads[block.lead])
        strength = strength_in((*inherited, *own))
        yield Passage(
            document,
            block,
            sentence.block,
            text,
            tag(text),
            sentence.start,
            sentence.end,
            strength,
            strength_in(own),
            tuple(cue for of_cue, cue in (*inherited, *own) if of_cue is strength),
            _is_usable(text, block) and not _ends_in_list(document, sentence),
        )


# Headings that negate or limit the text below them: "Do not", "Foods to avoid", "Myths"; "You may".
_NEGATING_HEADING = re.compile(
    r"\b(?:not|never|avoid\w*|don['’]?ts?|myths?|misconceptions?|contra-?indicat\w*|wrong(?:ly)?)\b",
    re.IGNORECASE,
)
_UNFINISHED_HEADING = re.compile(r".*\b(?:you|may|can|might|should|must|will|if|to|when)", re.IGNORECASE)


def limiting_heading(block: Block) -> str:
    """Return the heading that changes what a sentence below it claims; empty if there is none."""
    for name in reversed(block.section):
        if _NEGATING_HEADING.search(name) and not name.endswith("?"):
            return name
    last = block.section[-1] if block.section else ""
    goes_on = block.kind is BlockKind.ITEM and block.lead is None and block.text[0].islower()
    return last if goes_on and _UNFINISHED_HEADING.fullmatch(last) else ""


def _without_connector(text: str) -> str:
    """Return an item without the connector to the next: "heat, or"."""
    return _LIST_CONNECTOR.sub("", text) if text[-1] in ",;dr" else text


def _is_skipped(section: tuple[str, ...]) -> bool:
    return any(_SKIPPED_SECTIONS.fullmatch(name) for name in section)


def _ends_in_list(document: Document, sentence: Sentence) -> bool:
    """Tell whether the items of the list below complete a sentence."""
    text = document.blocks[sentence.block].text
    follows = document.blocks[sentence.block + 1 : sentence.block + 2]
    return (
        sentence.end == len(text)
        and text[-1:].isalnum()
        and any(block.lead == sentence.block for block in follows)
        and CELL not in text
    )


# Starts of lines that contain nothing to learn: plans of a lecture, captions of pictures and tables.
_NOT_CONTENT = re.compile(
    r"(?:next|last) (?:week|lecture|time|session)|homework|reading|exam tip"
    r"|(?:fig(?:ure|\.)?|table|box|chart|plate)\s*(?:\d|[IVX]+\b)",
    re.IGNORECASE,
)
_QUESTION_NUMBER = re.compile(r"(?:Q?\d{1,3}[.):]|\(\d{1,3}\))\s+")


def _is_usable(text: str, block: Block) -> bool:
    if (
        _NOT_CONTENT.match(block.term or text)
        or block.kind is BlockKind.QUESTION
        or text.endswith(("?", ":"))
        or CELL in text
        or len(text) < 15
    ):
        return False
    return not (_META.match(text) or _META_ANYWHERE.search(text.lower()))
