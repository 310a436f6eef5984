"""What FSRS-6 is told of a learner: its weights and the retention aimed at, and which of them hold."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msc_learn.memory.review import LEARNER, SCHEDULER, milliseconds, moment

# The weights that FSRS's authors found over many learners; fsrs 6.3.2 holds the same.
_WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
RETENTION = 0.9
# Below, most reviews fail; above, there is no end of reviews. Anki draws the line at the same places.
LOWEST_RETENTION, HIGHEST_RETENTION = 0.70, 0.97
_MODEL = " ".join(SCHEDULER.split()[:2])


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of FSRS-6 and the desired retention; raises `ValueError` for what can be neither."""

    weights: tuple[float, ...] = _WEIGHTS
    retention: float = RETENTION

    def __post_init__(self) -> None:
        if len(self.weights) != len(_WEIGHTS) or not all(math.isfinite(weight) for weight in self.weights):
            raise ValueError(f"not {len(_WEIGHTS)} weights: {self.weights}")
        if not LOWEST_RETENTION <= self.retention <= HIGHEST_RETENTION:
            raise ValueError(f"no retention from {LOWEST_RETENTION} to {HIGHEST_RETENTION}: {self.retention}")

    @property
    def name(self) -> str:
        """Say by what a review was scheduled: the model, its release, its weights, the aim."""
        return f"{_MODEL} {self._digest()} {self.retention:g}"

    def _digest(self) -> str:
        if self.weights == _WEIGHTS:
            return "default"
        import hashlib

        return hashlib.sha256(repr(self.weights).encode()).hexdigest()[:8]


DEFAULT = Parameters()


@dataclass(frozen=True, slots=True)
class Adoption:
    """An event: from a moment on, a learner's cards go by these parameters; no course means all courses."""

    parameters: Parameters
    at: datetime
    course: str = ""
    learner: str = LEARNER


def in_force(adoptions: Iterable[Adoption], course: str) -> Parameters:
    """Return the parameters that hold for a course, of one learner's adoptions in their order.

    The newest for the course itself goes before the newest for all courses; FSRS's own hold where there
    is neither.
    """
    newest = {one.course: one.parameters for one in adoptions}
    return newest.get(course) or newest.get("") or DEFAULT


def adoption_row(adoption: Adoption) -> tuple[Any, ...]:
    """Return an adoption as the values of its row."""
    import json

    weights = json.dumps(adoption.parameters.weights)
    at = milliseconds(adoption.at)
    return adoption.learner, adoption.course, at, weights, adoption.parameters.retention


def adoption_of(row: Iterable[Any]) -> Adoption:
    """Return the adoption of a row; raises `ValueError` where it holds no parameters."""
    import json

    learner, course, at, weights, retention = row
    found = json.loads(weights)
    if not isinstance(found, list) or not all(isinstance(weight, int | float) for weight in found):
        raise ValueError(f"not weights: {weights}")
    return Adoption(Parameters(tuple(found), retention), moment(at), course, learner)
