"""The work to come: what FSRS and a learner's habits let expect of the reviews, day by day, drawn by lot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from statistics import fmean

from msc_learn.memory.days import day_of
from msc_learn.memory.fsrs6 import chance, next_memory, retrievability
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.rating_habits import Habits
from msc_learn.memory.review import Memory, Rating, Review, State

# The lot is drawn so many times and the mean is told.
RUNS = 3
# A card that will not stay is left for the next day after so many answers.
_ANSWERS_A_DAY = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days in a row: how many, answers and minutes in all; and at their end cards met, cards learned,
    and the mean chance of recall of the cards met."""

    days: float
    answers: float
    minutes: float
    met: float
    learned: float
    recall: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: for how many days, told in stretches of how many, and how many new cards a day."""

    days: int
    stretch: int = 7
    new: int = 10


def simulate(
    memories: Mapping[str, Memory],
    new: Sequence[str],
    parameters: Parameters,
    habits: Habits,
    now: datetime,
    zone: str,
    plan: Plan,
) -> tuple[Stretch, ...]:
    """Return the work on cards with these memories and on new ones, from today on; the same on every run.

    All that is due is done each day. A card is recalled with the chance that the weights foretell, and
    rated as the learner's habits have it. Cards keep their luck whatever the retention aimed at, so that
    two simulations differ by that alone.
    """
    runs = [_Run(lot, memories, new, parameters, habits, now, zone).stretches(plan) for lot in range(RUNS)]
    return tuple(_mean(together) for together in zip(*runs, strict=True))


class _Run:
    """One drawing of the lot; its days are counted in UTC from the learner's today."""

    def __init__(
        self,
        lot: int,
        memories: Mapping[str, Memory],
        new: Sequence[str],
        parameters: Parameters,
        habits: Habits,
        now: datetime,
        zone: str,
    ) -> None:
        self.lot, self.parameters, self.habits = f"lot {lot}", parameters, habits
        self.memories, self.new = dict(memories), list(reversed(new))
        self.first = day_of(now, zone)
        self.draws: dict[str, int] = defaultdict(int)
        self.due: dict[date, list[str]] = defaultdict(list)
        for card, memory in memories.items():
            self.due[max(day_of(memory.due, zone), self.first)].append(card)

    def stretches(self, plan: Plan) -> list[Stretch]:
        """Return the stretches of a plan, the last one cut where the plan ends."""
        starts = range(0, plan.days, plan.stretch)
        return [self._stretch(start, min(start + plan.stretch, plan.days), plan.new) for start in starts]

    def _stretch(self, start: int, end: int, new: int) -> Stretch:
        ratings = [rating for day in range(start, end) for rating in self._day(day, new)]
        seconds = sum(self.habits.seconds[rating - 1] for rating in ratings)
        last = _noon(self.first + timedelta(days=end - 1))
        known = self.memories.values()
        chances = [retrievability(memory, last, parameters=self.parameters) for memory in known]
        learned = sum(memory.state is State.REVIEW for memory in known)
        recall = fmean(chances) if chances else 0.0
        return Stretch(end - start, len(ratings), seconds / 60, len(known), learned, recall)

    def _day(self, number: int, new: int) -> list[Rating]:
        day = self.first + timedelta(days=number)
        cards = self.due.pop(day, [])
        cards += [self.new.pop() for _ in range(min(new, len(self.new)))]
        return [rating for card in cards for rating in self._answers(card, day)]

    def _answers(self, card: str, day: date) -> list[Rating]:
        """Answer a card until it is done with for the day."""
        given: list[Rating] = []
        at, due = _noon(day), day
        while due <= day and len(given) < _ANSWERS_A_DAY:
            given.append(self._rating(card, at))
            review = Review("", self.lot, "", card, given[-1], at)
            memory = next_memory(self.memories.get(card), review, self.parameters)
            assert memory is not None  # noqa: S101  # practice always leaves a memory
            self.memories[card] = memory
            due = day_of(memory.due, "UTC")
        self.due[max(due, day + timedelta(days=1))].append(card)
        return given

    def _rating(self, card: str, at: datetime) -> Rating:
        memory = self.memories.get(card)
        if memory is None:
            return self._drawn(card, self.habits.first)
        if memory.day >= at.date().toordinal():
            return self._drawn(card, self.habits.same_day)
        if self._draw(card) >= retrievability(memory, at, parameters=self.parameters):
            return Rating.AGAIN
        return self._drawn(card, self.habits.recalled)

    def _drawn(self, card: str, shares: Sequence[float]) -> Rating:
        lot = self._draw(card) * sum(shares)
        # The last share ends at the sum, whatever was lost in adding up.
        return next(
            (rating for rating, end in zip(Rating, accumulate(shares), strict=True) if lot < end), Rating.EASY
        )

    def _draw(self, card: str) -> float:
        self.draws[card] += 1
        return chance(f"draw of {self.lot}", card, self.draws[card])


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _mean(together: Sequence[Stretch]) -> Stretch:
    return Stretch(*(fmean(getattr(one, field.name) for one in together) for field in fields(Stretch)))
