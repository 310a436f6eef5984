"""Metrics of predicted recall: log loss, RMSE(bins), and the Wilson score interval of a share."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import fmean

from msc_learn.constants import Z_95
from msc_learn.memory.evaluation_set import PastAnswer, ScoredReview

# A memory model is never sure; the trainer limits the loss of one review at about the same probability.
_LEAST = 1e-4


class Population(Enum):
    """The reviews that RMSE(bins) covers: the same predictions give another figure over another population.

    `LATER_DAYS` is the first answer to a card on each later day, as in the FSRS benchmark. `LEARNED_CARDS`
    leaves out those to cards that were still in their learning steps.
    """

    LATER_DAYS = "later days"
    LEARNED_CARDS = "learned cards"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Mean log loss and RMSE(bins) over reviews; less is better."""

    log_loss: float
    rmse: float


def metrics_of(scored: Sequence[ScoredReview], predicted: Sequence[float]) -> Metrics:
    """Return the metrics of at least one review, each with its predicted recall."""
    rmse = rmse_bins(scored, predicted, Population.LATER_DAYS)
    return Metrics(fmean(log_losses(scored, predicted)), rmse or 0.0)


def log_losses(scored: Iterable[ScoredReview], predicted: Iterable[float]) -> list[float]:
    """Return the log loss of each review: 0 where the model was sure and right."""
    pairs = zip(scored, predicted, strict=True)
    return [-math.log(max(share if review.recalled else 1 - share, _LEAST)) for review, share in pairs]


def rmse_bins(
    scored: Iterable[ScoredReview], predicted: Iterable[float], population: Population
) -> float | None:
    """RMSE(bins), the measure by which the FSRS benchmark ranks models; 0 is perfect, None without reviews.

    Reviews with a similar past share a bin. The result is the root of the mean, weighted by reviews, of the
    squared difference between the share recalled and the mean prediction of each bin. The bins are those of
    `rmse_matrix` in https://github.com/open-spaced-repetition/srs-benchmark (utils.py). Predictions of
    reviews outside the population are not read.
    """
    bins: dict[tuple[float, ...], list[float]] = defaultdict(list)
    for review, share in zip(scored, predicted, strict=True):
        if population is Population.LATER_DAYS or review.learned:
            bins[_bin(review.answers)].append(share - review.recalled)
    squares = [len(errors) * fmean(errors) ** 2 for errors in bins.values()]
    return math.sqrt(math.fsum(squares) / sum(map(len, bins.values()))) if bins else None


def _bin(answers: Sequence[PastAnswer]) -> tuple[float, ...]:
    """Return the bin: days since the last answer, answers on later days, and lapses, on log scales."""
    later = [rating for rating, days in answers[:-1] if days]
    lapses = later.count(1)
    days = _log_step(answers[-1][1], 3.62)
    return days, _log_step(len(later) + 2, 1.89), _log_step(lapses, 1.73) if lapses else -1


def _log_step(value: int, base: float) -> int:
    return math.floor(math.log(value, base))


def wilson_interval(hits: float, trials: int) -> tuple[float, float]:
    """Wilson score interval of a share at 95 % confidence; `trials` is at least 1."""
    share, spread = hits / trials, Z_95**2 / trials
    middle = (share + spread / 2) / (1 + spread)
    reach = Z_95 * math.sqrt(share * (1 - share) / trials + spread / trials / 4) / (1 + spread)
    # Rounding may put a share of 0 or 1 just outside its own interval.
    return max(min(middle - reach, share), 0.0), min(max(middle + reach, share), 1.0)
