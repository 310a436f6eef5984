"""Quantities and dates: hide a number with its unit."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msc_learn.extract.annotate import Span, numbering_end, numbers
from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.text.units import HIDDEN_WITH_NUMBER

__all__ = ["draft", "find"]
_REFERENCE = re.compile(
    r"\b(?:fig(?:ure)?|table|section|chapter|step|no|page|ref|phase|grade|stage|type)s?\.? $", re.IGNORECASE
)
_UP_TO = re.compile(r"\s*(?:to|until|up to|through|[-–—])\s*")
# "below 6.8 or above 7.8": two limits of one quantity.
_OR_BEYOND = re.compile(r"[^\d,;:]{0,12} (?:or|and) (?:above|below|over|under|more than|less than) ")
_OUT_OF = re.compile(r"\s*(?:in|out of)(?: every)?\s*")
_AND = re.compile(r"\s*and\s*")
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:[a-z]+\s+){0,4}$", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield quantities and dates; a range is one quantity."""
    text = passage.text
    if "X" not in passage.tagged.tags:
        return
    first = numbering_end(text)
    spans = [span for span in numbers(passage.tagged, HIDDEN_WITH_NUMBER) if span[0] >= first]
    quantities = [
        (start, end)
        for start, end in _joined_ranges(text, spans)
        if not _REFERENCE.search(text[max(0, start - 12) : start])
    ]
    for lower, upper in pairwise(quantities):
        if _OR_BEYOND.fullmatch(text[lower[1] : upper[0]]):
            yield Fact(passage, (lower, upper))
    for span in quantities:
        yield Fact(passage, (span,))


def _joined_ranges(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join the two ends of a range; to hide one end beside the other asks for almost nothing."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and _is_range(text, joined[-1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_range(text: str, before: Span, start: int) -> bool:
    between = text[before[1] : start]
    if _AND.fullmatch(between):
        return bool(_BETWEEN.search(text[: before[0]]))
    return bool(_UP_TO.fullmatch(between) or _OUT_OF.fullmatch(between))
