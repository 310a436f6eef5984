"""Error bounds of an exam: the probability to pass, and the Wilson score interval of a result."""

from math import comb

from msc_learn.memory.metrics import wilson_interval


def points_to_pass(items: int, pass_mark: int) -> int:
    """Return how many of the items must be right to reach a pass mark in per cent."""
    return -(-items * pass_mark // 100)


def pass_probability(items: int, pass_mark: int, known: float) -> float:
    """Return the probability that someone who knows a share of the item pool passes an exam.

    The sum of C(n, k) p^k (1 - p)^(n - k) from the least k that passes to n: the binomial error model, in
    which each item is drawn from a large pool of like ones (F. M. Lord and M. R. Novick, Statistical
    Theories of Mental Test Scores, 1968, chapter 23).
    """
    least = points_to_pass(items, pass_mark)
    return sum(comb(items, k) * known**k * (1 - known) ** (items - k) for k in range(least, items + 1))


def interval(points: float, items: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of the share that is known, after a score of so many points.

    The score interval of E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, Journal of the American Statistical Association 22 (1927), 209-212. It holds for few items
    and for scores near 0 or 1. Half points count as half items.
    """
    return wilson_interval(points, items)
