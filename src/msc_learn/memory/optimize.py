"""FSRS weight optimization: train on a learner's reviews, adopt only what wins on held-out reviews."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from operator import sub
from statistics import fmean, stdev

from msc_learn.memory.evaluation_set import ScoredReview, time_splits
from msc_learn.memory.metrics import Metrics, log_losses, metrics_of
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.trainer import predictions, train

# On a real log, weights trained on fewer reviews did worse on the next ones as often as better.
MIN_REVIEWS_TO_ADOPT = 1500


class TrainingVerdict(StrEnum):
    """Whether trained weights are worth adopting, or why not."""

    BETTER = "better"
    FEW = "few"
    WORSE = "worse"
    WITHIN_ERROR = "chance"


@dataclass(frozen=True, slots=True)
class Split:
    """A split in time: the number of reviews trained on and held out, and the metrics on those held out."""

    trained_on: int
    held_out: int
    default: Metrics
    current: Metrics
    trained: Metrics

    @property
    def best(self) -> float:
        """The log loss to beat: the smaller one of the default and the current weights."""
        return min(self.default.log_loss, self.current.log_loss)


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """The result of training: scored reviews, splits with the newest last, verdict, and what to adopt.

    `gain` is how much the trained weights lower the mean log loss over all held-out reviews, `error` its
    standard error.
    """

    scored: int
    splits: tuple[Split, ...]
    gain: float
    error: float
    verdict: TrainingVerdict
    parameters: Parameters | None = None


def train_and_compare(scored: Sequence[ScoredReview], current: Parameters) -> TrainingResult:
    """Train on older reviews, compare on those held out, and if the trained weights win, train on all.

    They must win on the newest fifth, and over all held-out reviews by more than the standard error. The
    current weights may have been trained on held-out reviews, which favours them: so nothing is adopted
    again until enough reviews are added.
    """
    trials = [_trial(past, held_out, current) for past, held_out in time_splits(scored)]
    splits = tuple(split for split, _ in trials)
    gains = [gain for _, gains in trials for gain in gains]
    gain, error = (fmean(gains), stdev(gains) / sqrt(len(gains))) if len(gains) > 1 else (0.0, 0.0)
    verdict = _verdict(len(scored), splits, gain, error)
    fitted = replace(current, weights=train(scored)) if verdict is TrainingVerdict.BETTER else None
    return TrainingResult(len(scored), splits, gain, error, verdict, fitted)


def _trial(
    past: Sequence[ScoredReview], held_out: Sequence[ScoredReview], current: Parameters
) -> tuple[Split, list[float]]:
    """Return the metrics of a split, and the gain of the trained weights on each held-out review."""
    weight_sets = (DEFAULT.weights, current.weights, train(past))
    predicted = [predictions(held_out, weights) for weights in weight_sets]
    split = Split(len(past), len(held_out), *(metrics_of(held_out, each) for each in predicted))
    best = predicted[0 if split.default.log_loss <= split.current.log_loss else 1]
    return split, [*map(sub, log_losses(held_out, best), log_losses(held_out, predicted[2]))]


def _verdict(scored: int, splits: Sequence[Split], gain: float, error: float) -> TrainingVerdict:
    if scored < MIN_REVIEWS_TO_ADOPT:
        return TrainingVerdict.FEW
    if splits[-1].trained.log_loss >= splits[-1].best:
        return TrainingVerdict.WORSE
    return TrainingVerdict.BETTER if gain > error else TrainingVerdict.WITHIN_ERROR
