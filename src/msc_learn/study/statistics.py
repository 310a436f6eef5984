"""How much is done and how it goes: answers, days, streaks, time, and how far the cards have come."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from msc_learn.deck.cards import Card
from msc_learn.memory.review import Memory, State, Stretch
from msc_learn.study.predicted_answers import Answer, quarter_day

# Anki calls a card mature from three weeks on.
MATURE = 21
# A heat map shows this week and as many before it as a year has.
WEEKS = 53
SLOWEST = 5
_DAY = timedelta(days=1)
# Where one class of stability ends and the next begins, in days: a day, a week, three, a season, a year.
STABILITIES = (1, 7, MATURE, 90, 365)


@dataclass(frozen=True, slots=True)
class Work:
    """Answers given, the days they were given on, and the time they took."""

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
    """A card by its id, how often it was answered, and the seconds an answer took on average."""

    id: str
    answers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The time an answer takes, the time of a day with answers, and the cards that take longest."""

    seconds_an_answer: float | None
    minutes_a_day: float | None
    slowest_cards: tuple[Slow, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """How many cards have a stability from `low` to below `high` days; no `high` is no end."""

    low: int
    high: int | None
    cards: int


def work(stretches: Iterable[Stretch], since: date = date.min, until: date = date.max) -> Work:
    """Return what was done from one day to another, both counted, or in all."""
    kept = days(stretches, since, until)
    spent = sum(day.minutes for day in kept)
    return Work(sum(day.answers for day in kept), len(kept), round(spent, 2))


def days(stretches: Iterable[Stretch], since: date = date.min, until: date = date.max) -> tuple[Day, ...]:
    """Return the days with answers from one day to another, or all of them, in their order."""
    answers: defaultdict[date, int] = defaultdict(int)
    spent: defaultdict[date, int] = defaultdict(int)
    for stretch in stretches:
        day = quarter_day(stretch.quarter, stretch.zone)
        answers[day] += stretch.answers
        spent[day] += stretch.elapsed
    return tuple(
        Day(day, answers[day], round(spent[day] / 60_000, 2))
        for day in sorted(answers)
        if since <= day <= until
    )


def first_day(today: date, weeks: int = WEEKS) -> date:
    """Return the Monday on which the last weeks begin, this one counted."""
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def cuts(found: Iterable[Day]) -> tuple[int, ...]:
    """Return the most answers that a day of the first, second, third and fourth quarter has.

    They part days with answers into four shades; days that are alike have one shade.
    """
    counts = sorted(day.answers for day in found)
    return tuple(counts[-(-len(counts) * part // 4) - 1] for part in range(1, 5)) if counts else ()


def shade(answers: int, limits: Sequence[int]) -> int:
    """Return the shade of a day, 0 for one without answers, 4 for the busiest."""
    return 1 + sum(answers > limit for limit in limits[:3]) if answers else 0


def streaks(stretches: Iterable[Stretch], today: date) -> tuple[int, int]:
    """Return the days in a row up to today, or to yesterday while today is open, and the longest run.

    Who travels west may have a tomorrow with answers; days beyond it came of a clock that was wrong.
    """
    runs: list[list[date]] = []
    for found in days(stretches):
        if runs and found.day - runs[-1][-1] == _DAY:
            runs[-1].append(found.day)
        else:
            runs.append([found.day])
    near = (len(run) for run in runs if run[-1] - today >= -_DAY and run[0] - today <= _DAY)
    return next(near, 0), max(map(len, runs), default=0)


def pace(answers: Iterable[Answer], done: Work) -> Pace:
    """Return the time that answers of practice take; a day's is that of all answers, as in `done`."""
    spent: defaultdict[str, list[int]] = defaultdict(list)
    for answer in answers:
        spent[answer.card].append(answer.elapsed)
    total, number = sum(map(sum, spent.values())), sum(map(len, spent.values()))
    slow = sorted(
        (Slow(card, len(times), sum(times) / len(times) / 1000) for card, times in spent.items()),
        key=lambda one: (-one.seconds, one.id),
    )
    return Pace(
        total / number / 1000 if number else None,
        done.minutes / done.days if done.days else None,
        tuple(slow[:SLOWEST]),
    )


def levels(cards: Sequence[Card], memories: Mapping[str, Memory]) -> Mapping[str, int]:
    """Return how many cards are new, in their steps, young, and mature: at home for three weeks."""
    counts = Counter(_level(memories.get(card.id)) for card in cards)
    return {level: counts[level] for level in ("new", "learning", "young", "mature")}


def stabilities(cards: Iterable[Card], memories: Mapping[str, Memory]) -> tuple[Stability, ...]:
    """Return how many cards met so far have a stability of a day, a week, three weeks and so on."""
    known = [memories[card.id].stability for card in cards if card.id in memories]
    counts = Counter(sum(stability >= end for end in STABILITIES) for stability in known)
    edges = (0, *STABILITIES, None)
    return tuple(
        Stability(low or 0, high, counts[place]) for place, (low, high) in enumerate(pairwise(edges))
    )


def _level(memory: Memory | None) -> str:
    if memory is None:
        return "new"
    if memory.state is not State.REVIEW:
        return "learning"
    return "mature" if memory.stability >= MATURE else "young"
