"""FSRS-6 training, and predictions by given weights; the only door to `fsrs_rs_python`."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msc_learn.memory.evaluation_set import PastAnswer, ScoredReview
from msc_learn.memory.fsrs6 import clamped
from msc_learn.memory.parameters import DEFAULT

if TYPE_CHECKING:
    import fsrs_rs_python


def is_installed() -> bool:
    """Return whether the trainer is installed; it is an extra."""
    return find_spec("fsrs_rs_python") is not None


def train(scored: Sequence[ScoredReview]) -> tuple[float, ...]:
    """Return weights trained on these reviews, the same on every run; from few reviews, the default ones."""
    import fsrs_rs_python

    model = fsrs_rs_python.FSRS(list(DEFAULT.weights))
    return clamped(model.compute_parameters([_item(review.answers) for review in scored]))


def predictions(scored: Sequence[ScoredReview], weights: Sequence[float]) -> list[float]:
    """Return the probability of recall that weights predict for each review from the answers before it.

    The trainer's own metrics give newer reviews more weight; from these, each review can count the same.
    """
    import fsrs_rs_python

    model = fsrs_rs_python.FSRS(list(weights))
    states = model.memory_state_batch([_item(review.answers[:-1]) for review in scored])
    # The FSRS-6 forgetting curve: 90 % after as many days as the stability, whatever the last weight.
    factor = 0.9 ** (-1 / weights[-1]) - 1
    return [
        (1 + factor * review.answers[-1][1] / state.stability) ** -weights[-1]
        for review, state in zip(scored, states, strict=True)
    ]


def _item(answers: Sequence[PastAnswer]) -> "fsrs_rs_python.FSRSItem":
    import fsrs_rs_python

    return fsrs_rs_python.FSRSItem([fsrs_rs_python.FSRSReview(*answer) for answer in answers])
