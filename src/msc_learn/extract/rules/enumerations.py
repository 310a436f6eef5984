"""Enumerations of three or more in one sentence: name the items; a long one in parts."""

from collections.abc import Iterator

from msc_learn.extract.annotate import enumerations
from msc_learn.extract.card_wording import list_of
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import Passage

_MOST, _PART = 7, 5


def find(passage: Passage) -> Iterator[Fact]:
    """Yield each enumeration, or its parts."""
    for enumeration in enumerations(passage.tagged):
        items = enumeration.items
        size = len(items) if len(items) <= _MOST else _PART
        for first in range(0, len(items), size):
            part = items[first : first + size]
            yield Fact(passage, part, uses=((part[0][0], part[-1][1]),))


def draft(fact: Fact) -> CardWording | None:
    """Hide the items in their sentence; the items before a part stay visible."""
    return list_of(fact)
