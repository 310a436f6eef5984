"""A question of the document and its answer, where the answer is short; a longer one becomes clozes."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.document.model import BlockKind
from msc_learn.document.segment import sentence_spans
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardText, Fact
from msc_learn.extract.passage import Passage, source_of
from msc_learn.extract.sentence_context import heading_contexts

ANY_SENTENCE = True
_LONGEST = 15
# The first sentence answers only a part of what asks for two things.
_ASKS_TWICE = re.compile(r"\b(?:and|or) (?:what|why|how|when|where|who|which|whom|whose)\b", re.IGNORECASE)
_YES = re.compile(r"(?:Yes|No)(?: \w+){0,3}[.,;] ")
_POINTS = re.compile(r"\b(?:it|its|they|them|their|this|these|that|those|he|she)\b", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the first sentence of an answer, and the next after a bare yes or no, where soon recalled."""
    block = passage.block
    if passage.start != 0 or passage.text.endswith(":"):
        return
    if block.kind is not BlockKind.ANSWER and not (_follows_heading(passage) and passage.question):
        return
    if _ASKS_TWICE.search(passage.question):
        return
    ends = [stop for _, stop in sentence_spans(block.text)]
    reasoned = len(ends) > 1 and _YES.match(block.text)
    end = ends[1] if reasoned else ends[0]
    if len(block.text[:end].split()) <= _LONGEST and (" " in block.text[:end] or end == len(block.text)):
        yield Fact(passage, ((0, end),), uses=((0, len(passage.text)),))


def _follows_heading(passage: Passage) -> bool:
    before = passage.document.blocks[passage.index - 1]
    return before.kind is BlockKind.HEADING and passage.block.kind is BlockKind.PARAGRAPH


def draft(fact: Fact) -> CardText | None:
    """Word the pair as it stands."""
    passage, (start, end) = fact.passage, fact.spans[0]
    if end <= start:
        return None
    place = next(heading_contexts(passage), "") if _POINTS.search(passage.question) else ""
    return CardText(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, start, end),),
        question=escaped(f"{place}{passage.question}"),
        answer=escaped(passage.block.text[start:end]),
    )
