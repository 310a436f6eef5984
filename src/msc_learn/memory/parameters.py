"""FSRS-6 parameters: the weights and the desired retention, and which ones are in force."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from msc_learn.constants import HIGHEST_RETENTION, LOWEST_RETENTION, RETENTION, SCHEDULER, WEIGHTS
from msc_learn.memory.review import LEARNER

_MODEL = " ".join(SCHEDULER.split()[:2])


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of FSRS-6 and the desired retention; raises `ValueError` if one is not valid."""

    weights: tuple[float, ...] = WEIGHTS
    retention: float = RETENTION

    def __post_init__(self) -> None:
        if len(self.weights) != len(WEIGHTS) or not all(math.isfinite(weight) for weight in self.weights):
            raise ValueError(f"expected {len(WEIGHTS)} finite weights, found {self.weights}")
        if not LOWEST_RETENTION <= self.retention <= HIGHEST_RETENTION:
            limits = f"{LOWEST_RETENTION} to {HIGHEST_RETENTION}"
            raise ValueError(f"expected a retention from {limits}, found {self.retention}")

    @property
    def name(self) -> str:
        """The scheduler of a review: the model, its release, its weights, the desired retention."""
        return f"{_MODEL} {self._digest()} {self.retention:g}"

    def _digest(self) -> str:
        if self.weights == WEIGHTS:
            return "default"
        import hashlib

        return hashlib.sha256(repr(self.weights).encode()).hexdigest()[:8]


DEFAULT = Parameters()


@dataclass(frozen=True, slots=True)
class Adoption:
    """An event: a learner's cards are scheduled by these parameters from now on; no course means all."""

    parameters: Parameters
    at: datetime
    course: str = ""
    learner: str = LEARNER


def in_force(adoptions: Iterable[Adoption], course: str) -> Parameters:
    """Return the parameters of a course from one learner's adoptions in their order.

    The newest for the course itself wins over the newest for all courses. Without either, the defaults hold.
    """
    newest = {adoption.course: adoption.parameters for adoption in adoptions}
    return newest.get(course) or newest.get("") or DEFAULT
