"""What waits to be reviewed, now and over the coming days."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msc_learn.deck.cards import Card
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Memory, State

DAYS = 7
AHEAD = 30


@dataclass(frozen=True, slots=True)
class Outlook:
    """Cards by when they wait: never met, within their steps, due now, later today, tomorrow, this week."""

    new: int = 0
    learning: int = 0
    due: int = 0
    today: int = 0
    tomorrow: int = 0
    week: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Cards that fell due before today, and those that fall due on each day from today on."""

    overdue: int
    days: tuple[int, ...]

    @property
    def coming(self) -> tuple[int, ...]:
        """The cards of each day, those of earlier days counted today."""
        return self.overdue + self.days[0], *self.days[1:]


def outlook(cards: Iterable[Card], memories: Mapping[str, Memory], now: datetime, zone: str) -> Outlook:
    """Return how many of the cards wait, and for when; those put off beyond a week are in none."""
    places = Counter(_place(memories.get(card.id), now, zone) for card in cards)
    return Outlook(
        places["new"],
        places["learning"],
        places["due"],
        places["today"],
        places["tomorrow"],
        places["week"],
    )


def forecast(cards: Iterable[Card], memories: Mapping[str, Memory], now: datetime, zone: str) -> Forecast:
    """Return how many cards met so far fall due on each of the next thirty days."""
    today = day_of(now, zone)
    known = (memories.get(card.id) for card in cards)
    due = Counter((day_of(memory.due, zone) - today).days for memory in known if memory)
    overdue = sum(number for day, number in due.items() if day < 0)
    return Forecast(overdue, tuple(due[day] for day in range(AHEAD)))


def coming(cards: Iterable[Card], memories: Mapping[str, Memory], now: datetime) -> Sequence[datetime]:
    """Return the moments at which cards fall due, the next one first."""
    known = (memories.get(card.id) for card in cards)
    return sorted(memory.due for memory in known if memory and memory.due > now)


def days_until(due: datetime, now: datetime, zone: str) -> int:
    """Return how many of the learner's days lie between now and a moment, 0 for one that is past."""
    return max((day_of(due, zone) - day_of(now, zone)).days, 0)


def _place(memory: Memory | None, now: datetime, zone: str) -> str:
    if memory is None:
        return "new"
    if memory.state is not State.REVIEW:
        return "learning"
    if memory.is_due(now):
        return "due"
    days = days_until(memory.due, now, zone)
    return ("today", "tomorrow")[days] if days < 2 else "week" if days < DAYS else "later"
