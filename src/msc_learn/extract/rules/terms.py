"""Terms of `Term: explanation` lines: ask for the term by its explanation."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.sentence_context import is_fragment, question_context, stems

ANY_SENTENCE = True
_LONGEST = 20  # words
# Labels of the parts of an abstract; the sentence after one does not explain it.
_LABELS = frozenset(
    "background introduction objective objectives aim aims purpose design setting participants patients"
    " methods measurements results findings interpretation discussion conclusion conclusions limitations"
    " importance significance relevance funding summary".split()
)
_DEFINES = re.compile(r"(?:an?|the|any|one|when|where|what)\s", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the explanation of a term if it defines the term without using its words."""
    if not passage.block.term or not passage.is_first_in_block() or CELL in passage.block.text:
        return
    if (
        len(passage.text.split()) <= _LONGEST
        and not passage.text.endswith((":", "?"))
        and _defines_term(passage)
    ):
        yield Fact(passage, ((0, len(passage.text)),), uses=())


def _defines_term(passage: Passage) -> bool:
    if passage.block.term.lower() in _LABELS:
        return False
    term = stems(passage.block.term)
    defines = _DEFINES.match(passage.text) or not is_fragment(passage)
    return bool(defines) and not term & stems(passage.text) and not term & stems(question_context(passage))


def draft(fact: Fact) -> CardWording:
    """Ask for the term."""
    passage = fact.passage
    question = f"{question_context(passage)}Which term fits: {passage.text.rstrip('.')}?"
    return CardWording(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, 0, passage.end),),
        question=escaped(question),
        answer=escaped(passage.block.term),
    )
