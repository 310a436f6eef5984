"""Study statistics: answers, days, streaks, time per answer, and how well the cards are known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from msc_learn.deck.cards import Card
from msc_learn.memory.review import Memory, State, StudyTime, day_of_quarter

# A card, by its id, and the milliseconds that an answer to it took.
AnswerTime = tuple[str, int]
# In days of stability: Anki calls a card mature from three weeks on.
MATURE = 21
# A heat map shows this week and the 52 before it.
WEEKS = 53
SLOWEST = 5
_DAY = timedelta(days=1)
# The bounds of the classes of stability, in days.
STABILITIES = (1, 7, MATURE, 90, 365)


@dataclass(frozen=True, slots=True)
class Work:
    """The number of answers, of days with answers, and the minutes they took."""

    answers: int
    days: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Day:
    """The answers of one of the learner's days, and the minutes they took."""

    day: date
    answers: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Slow:
    """A card by its id, its number of answers, and the mean seconds of an answer."""

    id: str
    answers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Mean seconds per answer, mean minutes per day with answers, and the slowest cards."""

    seconds_an_answer: float | None
    minutes_a_day: float | None
    slowest_cards: tuple[Slow, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """The number of cards with a stability from `low` to below `high` days; None is no upper bound."""

    low: int
    high: int | None
    cards: int


def work(study_times: Iterable[StudyTime], since: date = date.min, until: date = date.max) -> Work:
    """Return the work from one day to another, both included, or in all."""
    worked = days(study_times, since, until)
    minutes = sum(day.minutes for day in worked)
    return Work(sum(day.answers for day in worked), len(worked), round(minutes, 2))


def days(study_times: Iterable[StudyTime], since: date = date.min, until: date = date.max) -> tuple[Day, ...]:
    """Return the days with answers from one day to another, or all of them, in their order."""
    answers: defaultdict[date, int] = defaultdict(int)
    spent: defaultdict[date, int] = defaultdict(int)
    for study_time in study_times:
        day = day_of_quarter(study_time.quarter, study_time.zone)
        answers[day] += study_time.answers
        spent[day] += study_time.elapsed
    return tuple(
        Day(day, answers[day], round(spent[day] / 60_000, 2))
        for day in sorted(answers)
        if since <= day <= until
    )


def first_day(today: date, weeks: int = WEEKS) -> date:
    """Return the Monday on which the last weeks begin, this week included."""
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def quartiles(worked: Iterable[Day]) -> tuple[int, ...]:
    """Return the quartiles of answers per day, which divide the days into four shades of a heat map."""
    counts = sorted(day.answers for day in worked)
    return tuple(counts[-(-len(counts) * part // 4) - 1] for part in range(1, 5)) if counts else ()


def shade(answers: int, limits: Sequence[int]) -> int:
    """Return the shade of a day in the heat map: 0 without answers, 4 for the busiest."""
    return 1 + sum(answers > limit for limit in limits[:3]) if answers else 0


def streaks(study_times: Iterable[StudyTime], today: date) -> tuple[int, int]:
    """Return the current streak in days, up to today or yesterday, and the longest streak.

    After travelling west, tomorrow may have answers; days after it come from a wrong clock.
    """
    runs: list[list[date]] = []
    for worked in days(study_times):
        if runs and worked.day - runs[-1][-1] == _DAY:
            runs[-1].append(worked.day)
        else:
            runs.append([worked.day])
    near = (len(run) for run in runs if run[-1] - today >= -_DAY and run[0] - today <= _DAY)
    return next(near, 0), max(map(len, runs), default=0)


def pace(answer_times: Iterable[AnswerTime], done: Work) -> Pace:
    """Return how long answers take; minutes a day are of all answers, as in `done`."""
    spent: defaultdict[str, list[int]] = defaultdict(list)
    for card, elapsed in answer_times:
        spent[card].append(elapsed)
    total, number = sum(map(sum, spent.values())), sum(map(len, spent.values()))
    slow = sorted(
        (Slow(card, len(times), sum(times) / len(times) / 1000) for card, times in spent.items()),
        key=lambda card: (-card.seconds, card.id),
    )
    return Pace(
        total / number / 1000 if number else None,
        done.minutes / done.days if done.days else None,
        tuple(slow[:SLOWEST]),
    )


def levels(cards: Sequence[Card], memories: Mapping[str, Memory]) -> Mapping[str, int]:
    """Return how many cards are new, learning, young and mature, as in Anki but by stability."""
    counts = Counter(_level(memories.get(card.id)) for card in cards)
    return {level: counts[level] for level in ("new", "learning", "young", "mature")}


def stabilities(cards: Iterable[Card], memories: Mapping[str, Memory]) -> tuple[Stability, ...]:
    """Return how many of the cards seen are in each class of stability."""
    known = [memories[card.id].stability for card in cards if card.id in memories]
    counts = Counter(sum(stability >= end for end in STABILITIES) for stability in known)
    edges = (0, *STABILITIES, None)
    return tuple(
        Stability(low or 0, high, counts[index]) for index, (low, high) in enumerate(pairwise(edges))
    )


def _level(memory: Memory | None) -> str:
    if memory is None:
        return "new"
    if memory.state is not State.REVIEW:
        return "learning"
    return "mature" if memory.stability >= MATURE else "young"
