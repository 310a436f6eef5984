"""How the learning goes: what was done, what is kept, and what is weak."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from msc_learn.deck.cards import Card
from msc_learn.study.days import day_of
from msc_learn.study.history import Recall, Stretch
from msc_learn.study.reviews import Memory, State, milliseconds, moment

QUARTER = 900_000
RECENT = timedelta(days=30)
# Below so many reviews a share says more of chance than of memory.
ENOUGH = 20
# Anki calls a card mature from three weeks on.
MATURE = 21
WEAKEST = 5


@dataclass(frozen=True, slots=True)
class Work:
    """Answers given, the days they were given on, and the time they took."""

    answers: int
    days: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Retention:
    """Reviews of learned cards: how many, the share recalled, and the share the model had foretold."""

    reviews: int
    recalled: float | None
    foretold: float | None

    @property
    def enough(self) -> bool:
        """Whether there are enough reviews to speak of a share."""
        return self.reviews >= ENOUGH


@dataclass(frozen=True, slots=True)
class Weak:
    """A topic or card by its id: the chance of recall today (of a topic, the mean), and its lapses."""

    id: str
    recall: float
    lapses: int


def work(stretches: Iterable[Stretch], since: date | None = None) -> Work:
    """Return what was done since a day, or in all."""
    found = [(_day(stretch), stretch) for stretch in stretches]
    kept = [(day, stretch) for day, stretch in found if since is None or day >= since]
    spent = sum(stretch.elapsed for _, stretch in kept) / 60_000
    return Work(sum(stretch.answers for _, stretch in kept), len({day for day, _ in kept}), round(spent, 2))


def streaks(stretches: Iterable[Stretch], today: date) -> tuple[int, int]:
    """Return the days in a row up to today, or to yesterday while today is open, and the longest run."""
    days = sorted({_day(stretch) for stretch in stretches})
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    current = len(runs[-1]) if runs and (today - runs[-1][-1]).days <= 1 else 0
    return current, max(map(len, runs), default=0)


def retention(recalls: Iterable[Recall], since: datetime | None = None) -> Retention:
    """Return how much was recalled of what was learned, and how much should have been."""
    begin = milliseconds(since) if since else 0
    kept = [recall for recall in recalls if recall.at >= begin]
    if not kept:
        return Retention(0, None, None)
    recalled = sum(recall.recalled for recall in kept) / len(kept)
    return Retention(len(kept), recalled, sum(recall.chance for recall in kept) / len(kept))


def levels(cards: Sequence[Card], memories: Mapping[str, Memory]) -> Mapping[str, int]:
    """Return how many cards are new, in their steps, young, and mature: at home for three weeks."""
    counts = Counter(_level(memories.get(card.id)) for card in cards)
    return {level: counts[level] for level in ("new", "learning", "young", "mature")}


def weakest_topics(
    cards: Iterable[Card], memories: Mapping[str, Memory], chance: Callable[[Memory], float]
) -> tuple[Weak, ...]:
    """Return the topics whose cards are least likely to be recalled today, the weakest first."""
    met: dict[str, list[Memory]] = {}
    for card in cards:
        if memory := memories.get(card.id):
            met.setdefault(card.note.topic, []).append(memory)
    weak = (
        Weak(topic, sum(map(chance, known)) / len(known), sum(memory.lapses for memory in known))
        for topic, known in met.items()
    )
    doubtful = (one for one in weak if one.lapses or one.recall < 0.95)
    return tuple(sorted(doubtful, key=lambda one: (one.recall, -one.lapses)))[:WEAKEST]


def weakest_cards(
    cards: Iterable[Card], memories: Mapping[str, Memory], chance: Callable[[Memory], float]
) -> tuple[Weak, ...]:
    """Return the cards that lapsed most often, then those least likely to be recalled today."""
    met = ((card, memories.get(card.id)) for card in cards)
    weak = [Weak(card.id, chance(memory), memory.lapses) for card, memory in met if memory]
    doubtful = (one for one in weak if one.lapses or one.recall < 0.9)
    return tuple(sorted(doubtful, key=lambda one: (-one.lapses, one.recall)))[:WEAKEST]


def _day(stretch: Stretch) -> date:
    return day_of(moment(stretch.quarter * QUARTER), stretch.zone)


def _level(memory: Memory | None) -> str:
    if memory is None:
        return "new"
    if memory.state is not State.REVIEW:
        return "learning"
    return "mature" if memory.stability >= MATURE else "young"
