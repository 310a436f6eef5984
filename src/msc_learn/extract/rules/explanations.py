"""Short explanations of a term: ask for the explanation."""

from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.rules import definitions
from msc_learn.extract.sentence_context import is_fragment, question_context

ANY_SENTENCE = True
_LONGEST, _LONGEST_OF_SEVERAL = 15, 8  # words


def find(passage: Passage) -> Iterator[Fact]:
    """Yield a short explanation, or its first sentence if more follow, unless it is a definition."""
    block, text = passage.block, passage.text
    if not block.term or not passage.is_first_in_block() or CELL in block.text:
        return
    alone = passage.end == len(block.text)
    longest = _LONGEST if alone else _LONGEST_OF_SEVERAL
    if len(text.split()) > longest or text.endswith((":", "?")) or "; " in text:
        return
    if (alone or is_fragment(passage)) and not any(definitions.find(passage)):
        yield Fact(passage, ((0, len(text)),))


def draft(fact: Fact) -> CardWording:
    """Ask for the explanation of the term."""
    passage = fact.passage
    return CardWording(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, 0, passage.end),),
        question=escaped(f"{question_context(passage)}{passage.block.term}: …?"),
        answer=escaped(passage.text),
    )
