"""Whether weights trained on a learner's reviews are worth adopting: only if they win on reviews held out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from operator import sub
from statistics import fmean, stdev

from msc_learn.memory.evaluation_set import Scored, fifths
from msc_learn.memory.metrics import Figures, figures_of, losses
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.trainer import chances, trained

# On a real log, weights trained on fewer reviews did worse on the next ones as often as better.
ENOUGH = 1500


class Verdict(StrEnum):
    """What became of the trained weights: worth adopting, or why not."""

    BETTER = "better"
    FEW = "few"
    WORSE = "worse"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True)
class Split:
    """Reviews cut in time: how many were trained on, how many held out, and the figures on these."""

    trained_on: int
    held_out: int
    default: Figures
    current: Figures
    trained: Figures

    @property
    def best(self) -> float:
        """The log loss to beat: that of the default weights or of the current ones, whichever is less."""
        return min(self.default.log_loss, self.current.log_loss)


@dataclass(frozen=True, slots=True)
class Finding:
    """What training found: scored reviews, splits with the newest last, a verdict, and what to adopt.

    `gain` is by how much the trained weights lower the log loss over all reviews held out, and `error` the
    standard error of that.
    """

    scored: int
    splits: tuple[Split, ...]
    gain: float
    error: float
    verdict: Verdict
    parameters: Parameters | None = None


def find(scored: Sequence[Scored], current: Parameters) -> Finding:
    """Train on the older reviews, compare on those held out, and where the trained weights win, fit them all.

    They must win on the newest fifth, and over all that was held out by more than the standard error. The
    current weights have an advantage on reviews they were trained on themselves, so nothing is adopted
    anew until enough has been added.
    """
    trials = [_trial(past, held, current) for past, held in fifths(scored)]
    splits = tuple(split for split, _ in trials)
    gains = [gain for _, gains in trials for gain in gains]
    gain, error = (fmean(gains), stdev(gains) / sqrt(len(gains))) if len(gains) > 1 else (0.0, 0.0)
    verdict = _verdict(len(scored), splits, gain, error)
    fitted = replace(current, weights=trained(scored)) if verdict is Verdict.BETTER else None
    return Finding(len(scored), splits, gain, error, verdict, fitted)


def _trial(past: Sequence[Scored], held: Sequence[Scored], current: Parameters) -> tuple[Split, list[float]]:
    """Return the figures of a split, and by how much the trained weights win on each review held out."""
    sets = (DEFAULT.weights, current.weights, trained(past))
    foretold = [chances(held, weights) for weights in sets]
    split = Split(len(past), len(held), *(figures_of(held, each) for each in foretold))
    best = foretold[0 if split.default.log_loss <= split.current.log_loss else 1]
    return split, [*map(sub, losses(held, best), losses(held, foretold[2]))]


def _verdict(scored: int, splits: Sequence[Split], gain: float, error: float) -> Verdict:
    if scored < ENOUGH:
        return Verdict.FEW
    if splits[-1].trained.log_loss >= splits[-1].best:
        return Verdict.WORSE
    return Verdict.BETTER if gain > error else Verdict.CHANCE
