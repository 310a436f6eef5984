"""Whether a learner may begin another attempt at a form: attempts left, and the waiting time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msc_learn.exams.attempt import Attempt
from msc_learn.exams.form import Form


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's attempts at a form and the number left; the next may begin at `begins`, None for now."""

    attempts: tuple[Attempt, ...]
    left: int
    begins: datetime | None = None

    @property
    def under_way(self) -> Attempt | None:
        """The attempt that has not ended, None where there is none."""
        return next((attempt for attempt in self.attempts if attempt.ended is None), None)

    @property
    def last(self) -> Attempt | None:
        """The attempt that began last, None before the first."""
        return self.attempts[-1] if self.attempts else None


def standing(form: Form, attempts: Sequence[Attempt], now: datetime) -> Standing:
    """Return the standing of a learner at a form; attempts at all its versions count.

    A pass starts the count again, so that it can be renewed. The cool-down days apply after a pass too.
    """
    since_pass = 0
    for attempt in attempts:
        since_pass = 0 if attempt.passed else since_pass + 1
    ended = [attempt.ended for attempt in attempts if attempt.ended]
    begins = max(ended) + timedelta(days=form.cool_down_days) if ended else None
    waits = begins if begins and begins > now else None
    return Standing(tuple(attempts), max(form.attempts - since_pass, 0), waits)
