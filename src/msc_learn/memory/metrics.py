"""How far what was foretold of reviews lies from what happened: log loss, and RMSE over bins."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from msc_learn.memory.evaluation_set import Answer, Scored

# A memory model is sure of nothing; the trainer draws the line at about the same place.
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Figures:
    """Two figures, of which less is better.

    `log_loss` is the mean over reviews; `rmse` sets, in bins of reviews with a like past, the mean chance
    foretold beside the share recalled, as the benchmark of FSRS does.
    """

    log_loss: float
    rmse: float


def figures_of(scored: Sequence[Scored], chances: Sequence[float]) -> Figures:
    """Return the figures of reviews and the chances foretold for them, one at least."""
    return Figures(fmean(losses(scored, chances)), _rmse(scored, chances))


def losses(scored: Iterable[Scored], chances: Iterable[float]) -> list[float]:
    """Return of each review how much it surprised: nothing where what was foretold for sure happened."""
    pairs = zip(scored, chances, strict=True)
    return [-math.log(max(chance if one.recalled else 1 - chance, _LEAST)) for one, chance in pairs]


def _rmse(scored: Iterable[Scored], chances: Iterable[float]) -> float:
    bins: dict[tuple[float, ...], list[float]] = defaultdict(list)
    for one, chance in zip(scored, chances, strict=True):
        bins[_bin(one.answers)].append(chance - one.recalled)
    squares = [len(errors) * fmean(errors) ** 2 for errors in bins.values()]
    return math.sqrt(math.fsum(squares) / sum(map(len, bins.values())))


def _bin(answers: Sequence[Answer]) -> tuple[float, ...]:
    """Return the bin: by days since the last answer, answers on later days, and lapses among them."""
    later = [rating for rating, days in answers[:-1] if days]
    lapses = later.count(1)
    days = _step(answers[-1][1], 3.62)
    return days, _step(len(later) + 2, 1.89), _step(lapses, 1.73) if lapses else -1


def _step(value: int, base: float) -> int:
    return math.floor(math.log(value, base))
