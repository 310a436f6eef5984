"""A row of three or more in one sentence: name its members; a long row in parts."""

from collections.abc import Iterator

from msc_learn.extract.annotate import enumerations
from msc_learn.extract.card_wording import list_of
from msc_learn.extract.fact import CardText, Fact
from msc_learn.extract.passage import Passage

_MOST, _PART = 7, 5


def find(passage: Passage) -> Iterator[Fact]:
    """Yield each row, or its parts."""
    for row in enumerations(passage.tagged):
        size = len(row.items) if len(row.items) <= _MOST else _PART
        for first in range(0, len(row.items), size):
            part = row.items[first : first + size]
            yield Fact(passage, part, uses=((part[0][0], part[-1][1]),))


def draft(fact: Fact) -> CardText | None:
    """Hide the row in its sentence; what comes before a part of a row stays in sight."""
    return list_of(fact)
