"""The events of exams in a history: each stored after the one before it, and those from elsewhere checked."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from msc_learn.errors import HistoryError, Problem
from msc_learn.exams.chain import Chain, flaw_of, sealed
from msc_learn.exams.events import EXAM_KINDS, ExamBegun, ExamEnded, Examined, attempt_of
from msc_learn.history.connection import PUT_EVENT
from msc_learn.history.schema import EVENT, event_of, event_row
from msc_learn.memory.review import milliseconds, moment
from msc_learn.messages import message
from msc_learn.position import Position

_KINDS = json.dumps(list(EXAM_KINDS))
_OF_EXAMS = (
    f"SELECT {EVENT} FROM event WHERE kind IN (SELECT value FROM json_each(?1))"  # noqa: S608
    " AND (?2 IS NULL OR course = ?2) AND (?3 IS NULL OR learner = ?3)"
)
STALE = "H110"


def stored(database: sqlite3.Connection, course: str | None, learner: str | None) -> Iterator[Examined]:
    """Yield the events of exams by time and name, of a course or learner if named."""
    rows = database.execute(f"{_OF_EXAMS} ORDER BY at, id", (_KINDS, course, learner))
    return (event for event in map(event_of, rows) if isinstance(event, Examined))


def put(path: Path, database: sqlite3.Connection, event: Examined) -> Examined:
    """Store an event of this program's own after the last one of its exam, and return it as stored.

    Raises `HistoryError` where none may follow: the attempt has ended, or another has begun.
    """
    event = replace(event, at=moment(milliseconds(event.at)))
    if isinstance(event, ExamBegun):
        chain, before, flaw = None, *_before(database, event)
    else:
        chain = Chains(database).of(event)
        before, flaw = chain.last if chain else None, ""
    event = sealed(event, before)
    if flaw := flaw or flaw_of(event, chain):
        raise HistoryError.at(path, STALE, f"nothing was stored of the exam: {flaw}")
    database.execute(PUT_EVENT, event_row(event))
    return event


def _before(database: sqlite3.Connection, event: ExamBegun) -> tuple[Examined | None, str]:
    """Return the event that ended the attempt before, and why no attempt may begin now."""
    begun: set[str] = set()
    ended: dict[str, Examined] = {}
    for one in stored(database, event.course, event.learner):
        if isinstance(one, ExamBegun) and one.form == event.form:
            begun.add(one.id)
        elif isinstance(one, ExamEnded) and one.attempt in begun:
            ended[one.attempt] = one
    if begun - ended.keys():
        return None, message("exam.under_way")
    if event.number != len(begun) + 1:
        return None, message("exam.another_attempt")
    return max(ended.values(), key=lambda one: one.at, default=None), ""


class Chains:
    """The attempts that events arrive of, each as far as it is stored."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._open: dict[str, Chain] = {}

    def of(self, event: Examined) -> Chain | None:
        """Return the attempt of an event as far as it is stored, None where nothing is."""
        name = attempt_of(event)
        return self._open.get(name) or self._read(event, name)

    def take(self, position: Position, event: Examined) -> None:
        """Check an event from elsewhere against those before it; raises `HistoryError` with its place."""
        chain = self.of(event)
        flaw = flaw_of(event, chain)
        if not flaw and isinstance(event, ExamBegun) and event.before and not self._is_end(event):
            flaw = message("exam.lost_end")
        if flaw:
            raise HistoryError(
                [Problem(position, "H111", message("exam.does_not_fit", event=event.id, flaw=flaw))]
            )
        if isinstance(event, ExamEnded):
            self._open.pop(event.attempt, None)
        elif isinstance(event, ExamBegun):
            self._open[event.id] = Chain.of(event)
        elif chain:
            self._open[attempt_of(event)] = replace(chain, last=event)

    def _read(self, event: Examined, attempt: str) -> Chain | None:
        found = stored(self._database, event.course, event.learner)
        mine = [one for one in found if attempt_of(one) == attempt]
        return Chain.of(mine[0], mine[-1]) if mine and isinstance(mine[0], ExamBegun) else None

    def _is_end(self, event: ExamBegun) -> bool:
        ends = stored(self._database, event.course, event.learner)
        return any(isinstance(one, ExamEnded) and one.seal == event.before for one in ends)
