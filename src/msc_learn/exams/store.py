"""Exam events in a history: stored in their hash chain, read, and checked when they are imported."""

from collections.abc import Iterator
from dataclasses import replace
from heapq import merge

from msc_learn.errors import HistoryError, Problem
from msc_learn.exams.attempt import Attempt, begun_by, folded, with_event
from msc_learn.exams.chain import flaw_of, sealed
from msc_learn.exams.events import KINDS, ExamBegun, ExamEnded, ExamEvent, attempt_of
from msc_learn.history.connection import HistoryFile
from msc_learn.history.event_queries import events_of_kinds
from msc_learn.history.events import name_of
from msc_learn.history.former_names import former_attempts
from msc_learn.history.store import History
from msc_learn.memory.review import milliseconds, moment
from msc_learn.messages import message
from msc_learn.position import Position

_KINDS = tuple(map(name_of, KINDS))
STALE = "H110"


def exam_events(
    history: HistoryFile, course: str | None = None, learner: str | None = None
) -> tuple[ExamEvent, ...]:
    """Return the exam events by time and id, of a course or learner if given.

    Those of a course include the attempts that 0.1.0 stored under its folder name.
    """
    return tuple(_stored(history, course, learner))


def attempts_under(history: HistoryFile, name: str) -> tuple[Attempt, ...]:
    """Return the exam attempts that are stored under exactly this name of a course."""
    return tuple(folded(_stored_as(history, name, None)).values())


def append_exam_event(history: History, event: ExamEvent) -> ExamEvent:
    """Store an event after the last one of its attempt, and return it as stored, with its seal.

    Raises `HistoryError` where it cannot follow: the attempt has ended, or another has begun.
    """
    event = replace(event, at=moment(milliseconds(event.at)))
    with history.transaction():
        if isinstance(event, ExamBegun):
            before, flaw = _end_before(history, event)
            event = sealed(event, before)
            flaw = flaw or flaw_of(event, None)
        else:
            attempt = _attempt_of(history, event)
            event = sealed(event, attempt.last if attempt else None)
            flaw = flaw_of(event, attempt)
        if flaw:
            raise HistoryError.at(history.path, STALE, f"nothing was stored of the exam: {flaw}")
        history.append_event(event)
    return event


def _end_before(history: HistoryFile, event: ExamBegun) -> tuple[ExamEvent | None, str]:
    """Return the event that ended the attempt before, and why no attempt may begin now."""
    attempts = folded(_stored(history, event.course, event.learner)).values()
    made = [attempt for attempt in attempts if attempt.form == event.form]
    if any(attempt.ended is None for attempt in made):
        return None, message("exam.under_way")
    if event.number != len(made) + 1:
        return None, message("exam.another_attempt")
    ends = (attempt.last for attempt in made if attempt.last)
    return max(ends, key=lambda end: end.at, default=None), ""


class ExamArrivals:
    """Checks the exam events of one import; reads what is stored of a learner and course at most once."""

    def __init__(self, history: HistoryFile) -> None:
        self._history = history
        self._open: dict[str, Attempt] = {}
        self._seals_of_ends: dict[str, set[str]] = {}

    def check(self, position: Position, event: ExamEvent) -> None:
        """Check an event against those before it; raises `HistoryError` with its position."""
        attempt = None if isinstance(event, ExamBegun) else self._attempt_of(event)
        flaw = flaw_of(event, attempt)
        if not flaw and isinstance(event, ExamBegun) and event.before not in ("", *self._ends_of(event)):
            flaw = message("exam.lost_end")
        if flaw:
            text = message("exam.does_not_fit", event=event.id, flaw=flaw)
            raise HistoryError([Problem(position, "H111", text)])
        self._follow(event, attempt)

    def _follow(self, event: ExamEvent, attempt: Attempt | None) -> None:
        if isinstance(event, ExamBegun):
            self._open[event.id] = begun_by(event)
        elif isinstance(event, ExamEnded):
            self._open.pop(event.attempt, None)
            self._seals_of_ends.get(event.learner, set()).add(event.seal)
        elif attempt:
            self._open[attempt.id] = with_event(attempt, event)

    def _attempt_of(self, event: ExamEvent) -> Attempt | None:
        return self._open.get(attempt_of(event)) or _attempt_of(self._history, event)

    def _ends_of(self, event: ExamEvent) -> set[str]:
        """Return the seals of the events that ended attempts of a learner, under any name of a course."""
        if event.learner not in self._seals_of_ends:
            stored = _stored_as(self._history, None, event.learner)
            self._seals_of_ends[event.learner] = {end.seal for end in stored if isinstance(end, ExamEnded)}
        return self._seals_of_ends[event.learner]


def _stored(history: HistoryFile, course: str | None, learner: str | None) -> Iterator[ExamEvent]:
    former = former_attempts(history, course) if course else frozenset[str]()
    if not former:
        return _stored_as(history, course, learner)
    of_former = (event for event in _stored_as(history, None, learner) if attempt_of(event) in former)
    return merge(_stored_as(history, course, learner), of_former, key=lambda event: (event.at, event.id))


def _stored_as(history: HistoryFile, course: str | None, learner: str | None) -> Iterator[ExamEvent]:
    with history.reading() as database:
        for event in events_of_kinds(database, _KINDS, course, learner):
            if isinstance(event, ExamEvent):
                yield event


def _attempt_of(history: HistoryFile, event: ExamEvent) -> Attempt | None:
    """Return the attempt of an event as far as it is stored, None where nothing is."""
    identity = attempt_of(event)
    with history.reading() as database:
        of_attempt = events_of_kinds(
            database, _KINDS, event.course, event.learner, key="attempt", part_of=identity
        )
        return folded(part for part in of_attempt if isinstance(part, ExamEvent)).get(identity)
