"""What is noted in a few words behind a term."""

from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.rules import definitions
from msc_learn.extract.wording import escaped, is_fragment, place_of

ANY_SENTENCE = True
_LONGEST, _LONGEST_OF_SEVERAL = 15, 8


def find(passage: Passage) -> Iterator[Fact]:
    """Yield an explanation that is short, or its first words where more follow; definitions aside."""
    block, text = passage.block, passage.text
    if not block.term or not passage.opens() or CELL in block.text:
        return
    alone = passage.end == len(block.text)
    longest = _LONGEST if alone else _LONGEST_OF_SEVERAL
    if len(text.split()) > longest or text.endswith((":", "?")) or "; " in text:
        return
    if (alone or is_fragment(passage)) and not any(definitions.find(passage)):
        yield Fact(passage, ((0, len(text)),))


def draft(fact: Fact) -> Wording:
    """Ask for what is noted under the term."""
    passage = fact.passage
    return Wording(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, 0, passage.end),),
        question=escaped(f"{place_of(passage)}{passage.block.term}: …?"),
        answer=escaped(passage.text),
    )
