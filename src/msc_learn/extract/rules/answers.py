"""Questions of the document with a short answer; a longer answer becomes clozes."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.document.model import BlockKind
from msc_learn.document.segment import sentence_spans
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import Passage, source_of
from msc_learn.extract.sentence_context import heading_contexts

ANY_SENTENCE = True
_LONGEST = 15  # words
# The first sentence answers a double question only in part.
_ASKS_TWICE = re.compile(r"\b(?:and|or) (?:what|why|how|when|where|who|which|whom|whose)\b", re.IGNORECASE)
_YES = re.compile(r"(?:Yes|No)(?: \w+){0,3}[.,;] ")
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|these|that|those|he|she)\b", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the first sentence of a short answer, with the next after a bare yes or no."""
    block = passage.block
    if passage.start != 0 or passage.text.endswith(":"):
        return
    if block.kind is not BlockKind.ANSWER and not (_follows_heading(passage) and passage.question):
        return
    if _ASKS_TWICE.search(passage.question):
        return
    ends = [stop for _, stop in sentence_spans(block.text)]
    has_reason = len(ends) > 1 and _YES.match(block.text)
    end = ends[1] if has_reason else ends[0]
    if len(block.text[:end].split()) <= _LONGEST and (" " in block.text[:end] or end == len(block.text)):
        yield Fact(passage, ((0, end),), uses=((0, len(passage.text)),))


def _follows_heading(passage: Passage) -> bool:
    before = passage.document.blocks[passage.index - 1]
    return before.kind is BlockKind.HEADING and passage.block.kind is BlockKind.PARAGRAPH


def draft(fact: Fact) -> CardWording | None:
    """Use the question and the answer unchanged."""
    passage, (start, end) = fact.passage, fact.spans[0]
    if end <= start:
        return None
    context = next(heading_contexts(passage), "") if _PRONOUN.search(passage.question) else ""
    return CardWording(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, start, end),),
        question=escaped(f"{context}{passage.question}"),
        answer=escaped(passage.block.text[start:end]),
    )
