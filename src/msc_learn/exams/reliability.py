"""Reliability of exam scores: Cronbach's alpha, KR-20 or ICC(1,k), and the standard error of measurement."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import fmean, stdev, variance

# With fewer learners no mean is shown, for it would reveal single scores.
FEWEST = 5

Sheet = tuple[tuple[str, ...], tuple[float, ...]]
"""One learner's items by name, and the score of each from 0 to 1."""


class Coefficient(StrEnum):
    """Which coefficient of reliability was calculated."""

    KR_20 = "KR-20"
    ALPHA = "Cronbach's alpha"
    ONE_WAY = "one-way ICC(1,k)"


@dataclass(frozen=True, slots=True)
class Reliability:
    """The scores, from 0 to 1, of `learners` who had `items` items each; None where there are too few.

    `error` is the standard error of measurement: with 95 % probability a score lies within two standard
    errors of the learner's mean over many such exams.
    """

    learners: int
    items: int
    mean: float | None = None
    deviation: float | None = None
    coefficient: Coefficient | None = None
    value: float | None = None
    error: float | None = None


def reliability(sheets: Sequence[Sheet]) -> Reliability:
    """Return the reliability for the learners with the most frequent number of items.

    If all had the same items it is alpha (Cronbach 1951, doi 10.1007/BF02310555), which for scores of 0
    and 1 is KR-20 (Kuder and Richardson 1937, doi 10.1007/BF02288391). If each had a random draw of items,
    it is the one-way intraclass correlation of the mean of k items (Shrout and Fleiss 1979,
    doi 10.1037/0033-2909.86.2.420): there, that one draw is harder than another counts as error.
    """
    counts = Counter(len(scores) for _, scores in sheets)
    items = max(counts, key=lambda number: (counts[number], number), default=0)
    alike = [sheet for sheet in sheets if len(sheet[1]) == items]
    if len(alike) < FEWEST:
        return Reliability(len(alike), items)
    means = [fmean(scores) for _, scores in alike]
    mean, deviation = fmean(means), stdev(means)
    if not deviation or items < 2:
        return Reliability(len(alike), items, mean, deviation)
    same = len({tuple(sorted(names)) for names, _ in alike}) == 1
    coefficient, value, error = _crossed(alike, deviation) if same else _drawn(alike)
    return Reliability(len(alike), items, mean, deviation, coefficient, value, error)


def _crossed(sheets: Sequence[Sheet], deviation: float) -> tuple[Coefficient, float, float]:
    rows = [[score for _, score in sorted(zip(*sheet, strict=True))] for sheet in sheets]
    value = alpha(rows)
    is_binary = all(score in (0, 1) for row in rows for score in row)
    return Coefficient.KR_20 if is_binary else Coefficient.ALPHA, value, deviation * sqrt(1 - value)


def _drawn(sheets: Sequence[Sheet]) -> tuple[Coefficient, float, float]:
    rows = [scores for _, scores in sheets]
    within = fmean(variance(row) for row in rows)
    return Coefficient.ONE_WAY, one_way(rows), sqrt(within / len(rows[0]))


def alpha(rows: Sequence[Sequence[float]]) -> float:
    """Return Cronbach's alpha of the scores, a row a learner and a column an item; totals must vary."""
    items = len(rows[0])
    by_item = float(sum(variance(column) for column in zip(*rows, strict=True)))
    return items / (items - 1) * (1 - by_item / variance([sum(row) for row in rows]))


def one_way(rows: Sequence[Sequence[float]]) -> float:
    """Return ICC(1,k), a row a learner and a column any item; the means of the rows must vary."""
    between = len(rows[0]) * variance([fmean(row) for row in rows])
    within = fmean(variance(row) for row in rows)
    return 1 - within / between
