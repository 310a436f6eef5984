"""Predicted recall of a learner today: of many cards together, never of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from msc_learn.constants import Z_95
from msc_learn.memory.review import Memory

# The mean of fewer cards would show too much of single answers, which are the learner's own.
MIN_CARDS = 5


@dataclass(frozen=True, slots=True)
class PredictedRecall:
    """The share of the seen cards that would be recalled today, with its interval; None for too few cards.

    `met` of `cards` were seen in practice. Nothing is known of the others, which do not count.
    """

    cards: int
    met: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


def predicted_recall(
    cards: Sequence[str], memories: Mapping[str, Memory], predicted: Callable[[Memory], float]
) -> PredictedRecall:
    """Return the predicted recall of cards together, with a 95 % prediction interval.

    The number recalled follows a Poisson binomial distribution: a sum of independent trials with different
    probabilities. It is nearly normal, with variance the sum of p(1 - p) (Hong 2013, doi
    10.1016/j.csda.2012.10.006). Rounded to a hundredth, so that no single answer can be read from it.
    """
    shares = [predicted(memories[card]) for card in cards if card in memories]
    if len(shares) < MIN_CARDS:
        return PredictedRecall(len(cards), len(shares))
    mean = sum(shares) / len(shares)
    reach = Z_95 * sqrt(sum(share * (1 - share) for share in shares)) / len(shares)
    ends = (mean, max(mean - reach, 0.0), min(mean + reach, 1.0))
    return PredictedRecall(len(cards), len(shares), *(round(end, 2) for end in ends))
