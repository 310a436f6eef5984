"""Due counts and due forecast: the cards to review now and over the coming days."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from msc_learn.deck.cards import Card
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Memory, State

_WEEK = 7
FORECAST_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueCounts:
    """The number of cards that are new, learning, due now, later today, tomorrow, or later this week."""

    new: int = 0
    learning: int = 0
    due: int = 0
    today: int = 0
    tomorrow: int = 0
    week: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """The number of cards due before today, and due on each day from today on."""

    overdue: int
    days: tuple[int, ...]

    @property
    def coming(self) -> tuple[int, ...]:
        """The cards of each day; overdue ones count today."""
        return self.overdue + self.days[0], *self.days[1:]


def due_counts(cards: Iterable[Card], memories: Mapping[str, Memory], now: datetime, zone: str) -> DueCounts:
    """Return the due counts of cards; those due after a week are in none."""
    counts = Counter(_group(memories.get(card.id), now, zone) for card in cards)
    return DueCounts(*(counts[field.name] for field in fields(DueCounts)))


def forecast(cards: Iterable[Card], memories: Mapping[str, Memory], now: datetime, zone: str) -> Forecast:
    """Return how many of the cards seen are due on each of the next thirty days."""
    today = day_of(now, zone)
    known = (memories.get(card.id) for card in cards)
    due = Counter((day_of(memory.due, zone) - today).days for memory in known if memory)
    overdue = sum(number for day, number in due.items() if day < 0)
    return Forecast(overdue, tuple(due[day] for day in range(FORECAST_DAYS)))


def next_due_times(
    cards: Iterable[Card], memories: Mapping[str, Memory], now: datetime
) -> Sequence[datetime]:
    """Return the future due times of cards, the next one first."""
    known = (memories.get(card.id) for card in cards)
    return sorted(memory.due for memory in known if memory and memory.due > now)


def days_until(due: datetime, now: datetime, zone: str) -> int:
    """Return the number of the learner's days until a time, 0 if it is past."""
    return max((day_of(due, zone) - day_of(now, zone)).days, 0)


def _group(memory: Memory | None, now: datetime, zone: str) -> str:
    if memory is None:
        return "new"
    if memory.state is not State.REVIEW:
        return "learning"
    if memory.is_due(now):
        return "due"
    days = days_until(memory.due, now, zone)
    return ("today", "tomorrow")[days] if days < 2 else "week" if days < _WEEK else "later"
