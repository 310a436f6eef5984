"""The prediction against the fact: what was recalled of reviews with much the same foretold chance."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import floor, log, sqrt

from msc_learn.memory.review import Rating, Recall
from msc_learn.study.predicted_answers import Answer
from msc_learn.study.retention import wilson

_EDGES = tuple(step / 20 for step in range(21))
Group = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Bin:
    """Reviews whose foretold chance lay from `begin` to below `end`, and what was recalled of them.

    `foretold` is the mean chance, and `low` to `high` Wilson's interval at 95 % of the share recalled.
    """

    begin: float
    end: float
    reviews: int
    foretold: float
    recalled: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well the model foretells: its bins, what was recalled beyond the foretold, and its error.

    `difference` is the share recalled less the share foretold; `rmse_bins` as of `rmse_of_bins`.
    """

    bins: tuple[Bin, ...]
    difference: float | None
    rmse_bins: float | None


def calibration(recalls: Iterable[Recall], answers: Iterable[Answer]) -> Calibration:
    """Return prediction against fact; `answers` are all of the same cards, reviews of learned ones or not."""
    kept = tuple(recalls)
    surplus = sum(recall.recalled - recall.chance for recall in kept)
    return Calibration(tuple(_bins(kept)), surplus / len(kept) if kept else None, rmse_of_bins(answers))


def _bins(recalls: Iterable[Recall]) -> Iterator[Bin]:
    """Yield the bins of five percentage points that hold a review; certainty is in the last one."""
    found: defaultdict[int, list[Recall]] = defaultdict(list)
    for recall in recalls:
        found[min(bisect_right(_EDGES, recall.chance), 20) - 1].append(recall)
    for place, kept in sorted(found.items()):
        number, known = len(kept), sum(recall.recalled for recall in kept)
        foretold = sum(recall.chance for recall in kept) / number
        low, high = wilson(known, number)
        yield Bin(
            begin=_EDGES[place],
            end=_EDGES[place + 1],
            reviews=number,
            foretold=foretold,
            recalled=known / number,
            low=low,
            high=high,
        )


def rmse_of_bins(answers: Iterable[Answer]) -> float | None:
    """Return RMSE(bins), the measure by which the FSRS benchmark ranks models; 0 is a perfect one.

    Reviews are grouped by three things at once: days since the last review, how many reviews came before,
    and how many of those were lapses, each on a scale of powers. The root is taken of the mean, weighted by
    reviews, of the squared difference between the share recalled and the mean chance foretold in a group.
    Reviews on the day of the one before count for nothing. The groups are those of `rmse_matrix` in
    https://github.com/open-spaced-repetition/srs-benchmark (utils.py); the reviews are those of learned
    cards, so cards still in their learning steps are not among them.
    """
    groups: defaultdict[Group, list[float]] = defaultdict(lambda: [0, 0.0])
    for group, surplus in _grouped(answers):
        groups[group][0] += 1
        groups[group][1] += surplus
    reviews = sum(number for number, _ in groups.values())
    if not reviews:
        return None
    return sqrt(sum(surplus**2 / number for number, surplus in groups.values()) / reviews)


def _grouped(answers: Iterable[Answer]) -> Iterator[tuple[Group, float]]:
    """Yield the group of each review of a learned card, and what was recalled beyond the foretold."""
    seen: dict[str, tuple[int, int, int]] = {}
    for answer in answers:
        day = answer.day.toordinal()
        last, reviews, lapses = seen.get(answer.card, (day, 1, 0))
        again = answer.rating is Rating.AGAIN
        if day > last:
            reviews += 1
            if answer.chance is not None:
                yield _group(day - last, reviews, lapses), (not again) - answer.chance
            lapses += again
        seen[answer.card] = day, reviews, lapses


@cache
def _group(days: int, reviews: int, lapses: int) -> Group:
    return (
        round(_power(days, 2.48, 3.62), 2),
        round(_power(reviews, 1.99, 1.89)),
        round(_power(lapses, 1.65, 1.73)) if lapses else 0,
    )


def _power(number: int, factor: float, base: float) -> float:
    return float(factor * base ** floor(log(number) / log(base)))
