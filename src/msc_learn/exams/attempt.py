"""An attempt at an exam: the fold of its events, with its responses, points, end and validity."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from msc_learn.exams.events import End as End
from msc_learn.exams.events import ExamAnswered, ExamBegun, ExamEnded, ExamEvent
from msc_learn.exams.events import Item as Item
from msc_learn.memory.days import day_of, months_from

_FROZEN = "id learner course form version title zone minutes pass_mark months seed items program".split()


@dataclass(frozen=True, slots=True)
class Response:
    """A typed answer, or the options picked, for the item numbered from 0; `score` is from 0 to 1.

    `elapsed` is in milliseconds. Of several responses to one item the last one counts.
    """

    item: int
    answer: str
    picked: tuple[str, ...]
    score: float
    at: datetime
    elapsed: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt under way or ended; `version` is the digest of the form when it began.

    `pass_mark` is in per cent, `minutes` and `months` are those of the form; times are in UTC. `program` is
    the version of msc-learn that scores, and `last` the last event, whose seal the next one names.
    """

    id: str
    learner: str
    course: str
    form: str
    version: str
    title: str
    begun: datetime
    zone: str
    minutes: int
    pass_mark: int
    months: int
    seed: str
    items: tuple[Item, ...]
    responses: tuple[Response, ...] = ()
    ended: datetime | None = None
    end: End | None = None
    program: str = ""
    last: ExamEvent | None = field(default=None, repr=False)

    @property
    def given(self) -> dict[int, Response]:
        """The response that counts for each item that has one, by the item's number."""
        return {response.item: response for response in self.responses}

    @property
    def points(self) -> float:
        """The sum of the scores, at most the number of items."""
        return sum(response.score for response in self.given.values())

    @property
    def score(self) -> float:
        """The share of all points, from 0 to 1; an item without a response counts 0."""
        return self.points / len(self.items)

    @property
    def passed(self) -> bool:
        """Whether an ended attempt reached the pass mark."""
        # In points, for a share of 0.8 and a mark of 80 need not be equal as binary fractions.
        return self.ended is not None and self.points * 100 >= self.pass_mark * len(self.items) - 1e-9

    @property
    def open_items(self) -> tuple[int, ...]:
        """The numbers, from 0, of the items without a response."""
        given = self.given
        return tuple(number for number in range(len(self.items)) if number not in given)

    @property
    def closes(self) -> datetime:
        """The time limit."""
        return self.begun + timedelta(minutes=self.minutes)

    @property
    def valid_until(self) -> date | None:
        """The last of the learner's days on which a pass is valid, None where there is no pass."""
        return months_from(day_of(self.ended, self.zone), self.months) if self.ended and self.passed else None

    def closed_by(self, now: datetime) -> "Attempt":
        """Return the attempt as it is at `now`: one out of time has ended, even without an event of it."""
        if self.ended or now < self.closes:
            return self
        return replace(self, ended=self.closes, end=End.TIME)


def begun_by(event: ExamBegun) -> Attempt:
    """Return the attempt that begins with an event."""
    frozen: dict[str, Any] = {name: getattr(event, name) for name in _FROZEN}
    return Attempt(**frozen, begun=event.at, last=event)


def with_event(attempt: Attempt, event: ExamEvent) -> Attempt:
    """Return an attempt after one more of its events."""
    if isinstance(event, ExamEnded):
        return replace(attempt, ended=event.at, end=event.end, last=event)
    if not isinstance(event, ExamAnswered):
        return attempt
    response = Response(event.item, event.answer, event.picked, event.score, event.at, event.elapsed)
    return replace(attempt, responses=(*attempt.responses, response), last=event)


def folded(events: Iterable[ExamEvent]) -> dict[str, Attempt]:
    """Fold events to the attempts they make up, by id and in order of beginning."""
    attempts: dict[str, Attempt] = {}
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        if isinstance(event, ExamBegun):
            attempts.setdefault(event.id, begun_by(event))
        elif isinstance(event, ExamAnswered | ExamEnded) and event.attempt in attempts:
            attempts[event.attempt] = with_event(attempts[event.attempt], event)
    return attempts


def attempts_of(events: Iterable[ExamEvent], now: datetime) -> tuple[Attempt, ...]:
    """Return the attempts that events make up, by when they began; one out of time by `now` has ended."""
    return tuple(attempt.closed_by(now) for attempt in folded(events).values())
