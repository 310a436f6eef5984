"""Monte Carlo workload simulation: the reviews to come, day by day, from FSRS and a learner's habits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from statistics import fmean

from msc_learn.memory.days import day_of
from msc_learn.memory.fsrs6 import next_memory, retrievability, seeded_uniform
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.rating_habits import Habits
from msc_learn.memory.review import Memory, Rating, Review, State

# The result is the mean of so many runs.
RUNS = 3
# A card that is still not learned after so many answers is left for the next day.
_ANSWERS_A_DAY = 12


@dataclass(frozen=True, slots=True)
class WorkPeriod:
    """Some days in a row: their number, answers and minutes; at their end, cards seen, cards learned, and
    the mean predicted recall of the cards seen."""

    days: float
    answers: float
    minutes: float
    met: float
    learned: float
    recall: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: how many days, summed up by periods of how many, and how many new cards a day."""

    days: int
    period: int = 7
    new: int = 10


def simulate(
    memories: Mapping[str, Memory],
    new: Sequence[str],
    parameters: Parameters,
    habits: Habits,
    now: datetime,
    zone: str,
    plan: Plan,
) -> tuple[WorkPeriod, ...]:
    """Simulate the work on cards with these memories and on new ones, from today on; the same on every run.

    All due cards are done each day. A card is recalled with its predicted probability and rated by the
    learner's habits. Common random numbers: a draw depends on the card and its count alone, so two
    simulations with other retentions differ by these only.
    """
    runs = [
        _Simulation(seed, memories, new, parameters, habits, now, zone).periods(plan) for seed in range(RUNS)
    ]
    return tuple(_mean(together) for together in zip(*runs, strict=True))


class _Simulation:
    """One run of the simulation; its days are counted in UTC from the learner's today."""

    def __init__(
        self,
        seed: int,
        memories: Mapping[str, Memory],
        new: Sequence[str],
        parameters: Parameters,
        habits: Habits,
        now: datetime,
        zone: str,
    ) -> None:
        # Another text would give other draws, and so other numbers than people have seen.
        self.seed, self.parameters, self.habits = f"lot {seed}", parameters, habits
        self.memories, self.new = dict(memories), list(reversed(new))
        self.first = day_of(now, zone)
        self.draws: dict[str, int] = defaultdict(int)
        self.due: dict[date, list[str]] = defaultdict(list)
        for card, memory in memories.items():
            self.due[max(day_of(memory.due, zone), self.first)].append(card)

    def periods(self, plan: Plan) -> list[WorkPeriod]:
        """Return the periods of a plan; the last one may be shorter."""
        starts = range(0, plan.days, plan.period)
        return [self._period(start, min(start + plan.period, plan.days), plan.new) for start in starts]

    def _period(self, start: int, end: int, new: int) -> WorkPeriod:
        ratings = [rating for day in range(start, end) for rating in self._day(day, new)]
        seconds = sum(self.habits.seconds[rating - 1] for rating in ratings)
        last = _noon(self.first + timedelta(days=end - 1))
        known = self.memories.values()
        predicted = [retrievability(memory, last, parameters=self.parameters) for memory in known]
        learned = sum(memory.state is State.REVIEW for memory in known)
        recall = fmean(predicted) if predicted else 0.0
        return WorkPeriod(end - start, len(ratings), seconds / 60, len(known), learned, recall)

    def _day(self, number: int, new: int) -> list[Rating]:
        day = self.first + timedelta(days=number)
        cards = self.due.pop(day, [])
        cards += [self.new.pop() for _ in range(min(new, len(self.new)))]
        return [rating for card in cards for rating in self._answers(card, day)]

    def _answers(self, card: str, day: date) -> list[Rating]:
        """Answer a card until it is done for the day."""
        given: list[Rating] = []
        at, due = _noon(day), day
        while due <= day and len(given) < _ANSWERS_A_DAY:
            given.append(self._rating(card, at))
            review = Review("", self.seed, "", card, given[-1], at)
            memory = next_memory(self.memories.get(card), review, self.parameters)
            assert memory is not None  # noqa: S101  # practice always gives a memory
            self.memories[card] = memory
            due = day_of(memory.due, "UTC")
        self.due[max(due, day + timedelta(days=1))].append(card)
        return given

    def _rating(self, card: str, at: datetime) -> Rating:
        memory = self.memories.get(card)
        if memory is None:
            return self._drawn_rating(card, self.habits.first)
        if memory.day >= at.date().toordinal():
            return self._drawn_rating(card, self.habits.same_day)
        if self._draw(card) >= retrievability(memory, at, parameters=self.parameters):
            return Rating.AGAIN
        return self._drawn_rating(card, self.habits.recalled)

    def _drawn_rating(self, card: str, shares: Sequence[float]) -> Rating:
        draw = self._draw(card) * sum(shares)
        ends = zip(Rating, accumulate(shares), strict=True)
        # By rounding, the last share may end just below the sum.
        return next((rating for rating, end in ends if draw < end), Rating.EASY)

    def _draw(self, card: str) -> float:
        self.draws[card] += 1
        return seeded_uniform(f"draw of {self.seed}", card, self.draws[card])


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _mean(runs: Sequence[WorkPeriod]) -> WorkPeriod:
    return WorkPeriod(*(fmean(getattr(run, field.name) for run in runs) for field in fields(WorkPeriod)))
