"""Histories for tests of what is made of them: they live in memory and are made without chance."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msc_learn.history.store import History
from msc_learn.memory import fsrs6
from msc_learn.memory.review import LEARNER, Memory, Rating, Recall, Review
from msc_learn.study.report import StudyRecord, record_of

START = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def told(found: Sequence[Review]) -> tuple[StudyRecord, Sequence[Recall]]:
    """Return what a history holds after these reviews; it lives in memory."""
    with History.open(Path("none.db"), create=False) as history:
        for review in found:
            history.append(review)
        return record_of(history, "course", LEARNER, {}), history.recalls("course")


def two_years(cards: Iterable[str], step: Callable[[int], Rating]) -> list[Review]:
    """Return daily study for two years: a card is asked when due, and rated by its number."""
    found: list[Review] = []
    known: dict[str, Memory | None] = dict.fromkeys(cards)
    for day in range(730):
        at = START + timedelta(days=day)
        for name, before in known.items():
            if before is None or before.due <= at:
                rating = step(len(found))
                found.append(Review(str(len(found)), "me", "course", name, rating, at, elapsed=5000))
                known[name] = fsrs6.next_memory(before, found[-1])
    return found
