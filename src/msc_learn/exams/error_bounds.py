"""How far a score can be relied on: the chance to pass, and the margin of error of a result."""

from math import comb

from msc_learn.memory.metrics import wilson_interval


def points_to_pass(items: int, pass_mark: int) -> int:
    """Return how many items of so many must be right for a pass mark in per cent."""
    return -(-items * pass_mark // 100)


def chance_to_pass(items: int, pass_mark: int, known: float) -> float:
    """Return the chance that someone who knows a share of all that could be asked passes an exam.

    The sum of C(n, k) p^k (1 - p)^(n - k) from the least k that passes to n: the binomial error model, in
    which each item is drawn from a large pool of like ones (F. M. Lord and M. R. Novick, Statistical
    Theories of Mental Test Scores, 1968, chapter 23).
    """
    least = points_to_pass(items, pass_mark)
    return sum(comb(items, k) * known**k * (1 - known) ** (items - k) for k in range(least, items + 1))


def interval(points: float, items: int) -> tuple[float, float]:
    """Return the shares between which what is known lies, with 95 % confidence, after such a score.

    The score interval of E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, Journal of the American Statistical Association 22 (1927), 209-212; it holds for few items
    and for scores near all or nothing. Points in parts are taken as so much of the items.
    """
    return wilson_interval(points, items)
