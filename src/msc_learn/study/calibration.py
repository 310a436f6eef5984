"""Calibration: predicted recall against observed recall, in bins of similar predictions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import nan

from msc_learn.memory.evaluation_set import ScoredReview
from msc_learn.memory.metrics import Population, rmse_bins, wilson_interval
from msc_learn.memory.review import Recall, milliseconds

_EDGES = tuple(step / 20 for step in range(21))


@dataclass(frozen=True, slots=True)
class Bin:
    """Reviews with a predicted recall from `begin` to below `end`, and the share recalled.

    `predicted` is the mean prediction; `low` to `high` is the 95 % Wilson interval of the share recalled.
    """

    begin: float
    end: float
    reviews: int
    predicted: float
    recalled: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well predictions fit: bins, the share recalled less the share predicted, and RMSE(bins).

    All of it covers the reviews of learned cards (`Population.LEARNED_CARDS`).
    """

    bins: tuple[Bin, ...]
    difference: float | None
    rmse_bins: float | None


def calibration(recalls: Sequence[Recall], scored: Sequence[ScoredReview]) -> Calibration:
    """Return the calibration of predictions; `scored` are the scored reviews of the same cards."""
    surplus = sum(recall.recalled - recall.predicted for recall in recalls)
    predictions = {(recall.at, recall.card): recall.predicted for recall in recalls}
    predicted = [predictions.get((milliseconds(review.at), review.card), nan) for review in scored]
    return Calibration(
        tuple(_bins(recalls)),
        surplus / len(recalls) if recalls else None,
        rmse_bins(scored, predicted, Population.LEARNED_CARDS),
    )


def _bins(recalls: Iterable[Recall]) -> Iterator[Bin]:
    """Yield the bins of five percentage points that hold a review; 100 % belongs to the last one."""
    by_bin: defaultdict[int, list[Recall]] = defaultdict(list)
    for recall in recalls:
        by_bin[min(bisect_right(_EDGES, recall.predicted), 20) - 1].append(recall)
    for index, in_bin in sorted(by_bin.items()):
        number, known = len(in_bin), sum(recall.recalled for recall in in_bin)
        low, high = wilson_interval(known, number)
        yield Bin(
            begin=_EDGES[index],
            end=_EDGES[index + 1],
            reviews=number,
            predicted=sum(recall.predicted for recall in in_bin) / number,
            recalled=known / number,
            low=low,
            high=high,
        )
