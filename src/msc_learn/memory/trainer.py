"""Weights trained on reviews, and what weights foretell of them; the only door to `fsrs_rs_python`."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msc_learn.memory.evaluation_set import Answer, Scored
from msc_learn.memory.fsrs6 import allowed
from msc_learn.memory.parameters import DEFAULT

if TYPE_CHECKING:
    import fsrs_rs_python


def is_installed() -> bool:
    """Return whether the trainer is there; it is an extra."""
    return find_spec("fsrs_rs_python") is not None


def trained(scored: Sequence[Scored]) -> tuple[float, ...]:
    """Return the weights trained on these reviews, the same on every run; from a few, the default ones."""
    import fsrs_rs_python

    model = fsrs_rs_python.FSRS(list(DEFAULT.weights))
    return allowed(model.compute_parameters([_item(one.answers) for one in scored]))


def chances(scored: Sequence[Scored], weights: Sequence[float]) -> list[float]:
    """Return the chance of recall that weights foretell for each review, from the answers before it.

    The trainer's own figures give newer reviews more weight; these let each count the same.
    """
    import fsrs_rs_python

    model = fsrs_rs_python.FSRS(list(weights))
    states = model.memory_state_batch([_item(one.answers[:-1]) for one in scored])
    # The forgetting curve: nine tenths after as many days as the stability, whatever the last weight.
    factor = 0.9 ** (-1 / weights[-1]) - 1
    return [
        (1 + factor * one.answers[-1][1] / state.stability) ** -weights[-1]
        for one, state in zip(scored, states, strict=True)
    ]


def _item(answers: Sequence[Answer]) -> "fsrs_rs_python.FSRSItem":
    import fsrs_rs_python

    return fsrs_rs_python.FSRSItem([fsrs_rs_python.FSRSReview(*answer) for answer in answers])
