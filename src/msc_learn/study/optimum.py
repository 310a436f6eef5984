"""Whether weights trained on a learner's reviews are worth adopting: only if they win on reviews held out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean

from msc_learn.study import trainer
from msc_learn.study.parameters import DEFAULT, Parameters
from msc_learn.study.scored import Scored, fifths
from msc_learn.study.trainer import Figures

# On a real log, weights trained on fewer reviews did worse on the next ones as often as better.
ENOUGH = 1500


class Verdict(StrEnum):
    """What became of the trained weights: worth adopting, or why not."""

    BETTER = "better"
    FEW = "few"
    WORSE = "worse"
    UNSTEADY = "unsteady"


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
    """What training found: scored reviews, splits with the newest last, a verdict, and what to adopt."""

    scored: int
    splits: tuple[Split, ...]
    verdict: Verdict
    parameters: Parameters | None = None


def find(scored: Sequence[Scored], current: Parameters) -> Finding:
    """Train on the older reviews, compare on those held out, and where the trained weights win, fit them all.

    They must win on the newest fifth and on the mean of all splits. Current weights that were trained on
    reviews now held out have an advantage there, so nothing is adopted anew until enough has been added.
    """
    splits = tuple(_split(past, held, current) for past, held in fifths(scored))
    verdict = _verdict(len(scored), splits)
    if verdict is not Verdict.BETTER:
        return Finding(len(scored), splits, verdict)
    fitted = replace(current, weights=trainer.trained(scored))
    return Finding(len(scored), splits, verdict, fitted)


def _split(past: Sequence[Scored], held: Sequence[Scored], current: Parameters) -> Split:
    sets = (DEFAULT.weights, current.weights, trainer.trained(past))
    return Split(len(past), len(held), *(trainer.figures(held, weights) for weights in sets))


def _verdict(scored: int, splits: Sequence[Split]) -> Verdict:
    if scored < ENOUGH:
        return Verdict.FEW
    if splits[-1].trained.log_loss >= splits[-1].best:
        return Verdict.WORSE
    gain = fmean(split.best - split.trained.log_loss for split in splits)
    return Verdict.BETTER if gain > 0 else Verdict.UNSTEADY
