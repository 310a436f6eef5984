"""The attempts that were made at exams, rebuilt from what is stored, and whether another may begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msc_learn.exams.attempt import Attempt, End, Response
from msc_learn.exams.events import ExamAnswered, ExamBegun, ExamEnded, Examined
from msc_learn.exams.form import Form


def attempts_of(events: Iterable[Examined], now: datetime) -> tuple[Attempt, ...]:
    """Return the attempts that events amount to, by when they began; `History.exams` gives the events.

    An attempt whose time was over by `now` has ended then, though nobody came back to see it.
    """
    found: dict[str, Attempt] = {}
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        if isinstance(event, ExamBegun):
            found.setdefault(event.id, begun_by(event))
        elif isinstance(event, ExamAnswered | ExamEnded) and event.attempt in found:
            found[event.attempt] = with_event(found[event.attempt], event)
    return tuple(_closed(attempt, now) for attempt in found.values())


def begun_by(event: ExamBegun) -> Attempt:
    """Return the attempt that begins with an event."""
    return Attempt(
        event.id,
        event.learner,
        event.course,
        event.form,
        event.version,
        event.title,
        event.at,
        event.zone,
        event.minutes,
        event.pass_mark,
        event.months,
        event.seed,
        event.items,
    )


def with_event(attempt: Attempt, event: ExamAnswered | ExamEnded) -> Attempt:
    """Return an attempt after one more event of it."""
    if isinstance(event, ExamEnded):
        return replace(attempt, ended=event.at, end=event.end)
    response = Response(event.item, event.answer, event.picked, event.score, event.at, event.elapsed)
    return replace(attempt, responses=(*attempt.responses, response))


def _closed(attempt: Attempt, now: datetime) -> Attempt:
    if attempt.ended or now < attempt.closes:
        return attempt
    return replace(attempt, ended=attempt.closes, end=End.TIME)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands with a form: the attempts so far, how many are left, and from when.

    `under_way` is the attempt that has not ended; `begins` is when the next one may begin, None for now.
    """

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
    """Return where a learner stands by their attempts at a form, whatever version of it they were at.

    A pass starts the count anew, so that it can be renewed; the days between attempts hold after it too.
    """
    since_pass = 0
    for attempt in attempts:
        since_pass = 0 if attempt.passed else since_pass + 1
    ended = [attempt.ended for attempt in attempts if attempt.ended]
    begins = max(ended) + timedelta(days=form.cool_down_days) if ended else None
    waits = begins if begins and begins > now else None
    return Standing(tuple(attempts), max(form.attempts - since_pass, 0), waits)
