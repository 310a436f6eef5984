"""Weights of FSRS-6 trained on reviews, and how well weights foretell; the only door to `fsrs_rs_python`."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msc_learn.study.parameters import DEFAULT
from msc_learn.study.schedule import allowed
from msc_learn.study.scored import Scored

if TYPE_CHECKING:
    import fsrs_rs_python


@dataclass(frozen=True, slots=True)
class Figures:
    """How far what was foretold lies from what happened, less being better.

    `log_loss` is the mean over reviews; `rmse` compares, in groups of reviews with a like past, the mean
    chance foretold with the share recalled.
    """

    log_loss: float
    rmse: float


def is_installed() -> bool:
    """Return whether the trainer is there; it is an extra."""
    return find_spec("fsrs_rs_python") is not None


def figures(scored: Iterable[Scored], weights: Iterable[float]) -> Figures:
    """Return how well weights foretell these reviews, of which there must be one at least."""
    import fsrs_rs_python

    found = fsrs_rs_python.FSRS(list(weights)).evaluate([_item(one) for one in scored])
    return Figures(found.log_loss, found.rmse_bins)


def trained(scored: Iterable[Scored]) -> tuple[float, ...]:
    """Return the weights trained on these reviews, the same on every run; from a few, the default ones."""
    import fsrs_rs_python

    items = [_item(one) for one in scored]
    return allowed(fsrs_rs_python.FSRS(list(DEFAULT.weights)).compute_parameters(items))


def _item(scored: Scored) -> "fsrs_rs_python.FSRSItem":
    import fsrs_rs_python

    return fsrs_rs_python.FSRSItem([fsrs_rs_python.FSRSReview(*answer) for answer in scored.answers])
