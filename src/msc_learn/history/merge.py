"""Idempotent import of events and adoptions from another history: each once, all or none."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from msc_learn.errors import HistoryError, Problem
from msc_learn.history.connection import HistoryFile
from msc_learn.history.event_queries import insert, stored
from msc_learn.history.events import ArrivalCheck, Event, Flag, LogEntry, Undo, imported
from msc_learn.history.former_names import has_taken
from msc_learn.history.parameters import insert as insert_adoption
from msc_learn.history.projection import family, rebuild, replay_family, void_undone
from msc_learn.memory.parameters import Adoption
from msc_learn.memory.replay import CardKey
from msc_learn.memory.review import Review
from msc_learn.messages import message
from msc_learn.position import Position

if TYPE_CHECKING:
    from msc_learn.history.jsonl import Exported, PositionedEvent


def import_events(history: HistoryFile, events: "Iterable[PositionedEvent]") -> tuple[int, int]:
    """Store the events that are not stored yet, and return how many were new and how many known.

    Imported parameters may be in force for reviews already stored, so then all reviews are replayed.
    Raises `HistoryError` for an event whose id is stored with other content, or that its kind refuses.
    """
    with history.transaction() as database:
        arrivals = _Arrivals(history, database)
        new = known = 0
        for position, event in events:
            is_new = arrivals.take(position, event)
            new, known = new + is_new, known + (not is_new)
        arrivals.project()
    return new, known


class _Arrivals:
    """One import under way: the checks of its event kinds, and what must be replayed at its end."""

    def __init__(self, history: HistoryFile, database: sqlite3.Connection) -> None:
        self._history, self._database = history, database
        self._checks: dict[str, ArrivalCheck] = {}
        self._cards: set[CardKey] = set()
        self._adopted = False

    def take(self, position: Position, event: "Exported") -> bool:
        """Store an event or adoption unless it is stored, and return whether it was new."""
        if isinstance(event, Adoption):
            is_new = insert_adoption(self._database, event)
            self._adopted |= is_new
            return is_new
        if known := stored(self._database, event):
            if _is_same(known, self._under_id(event, known)):
                return False
            raise HistoryError([Problem(position, "H109", message("event.other_content", event=event.id))])
        if isinstance(event, Event) and event.ARRIVAL_CHECK:
            self._check_of(event.ARRIVAL_CHECK).check(position, event)
        else:
            self._cards |= {(event.learner, event.course, event.card), *_undone(self._database, event)}
        insert(self._database, event)
        return True

    def _under_id(self, event: LogEntry, known: LogEntry) -> LogEntry:
        """Return an event of 0.1.0 under the id of the course that has taken over its name."""
        if event.course == known.course or not has_taken(self._database, event.course, known.course):
            return event
        return replace(event, course=known.course)

    def _check_of(self, path: str) -> ArrivalCheck:
        if path not in self._checks:
            self._checks[path] = imported(path)(self._history)
        return self._checks[path]

    def project(self) -> None:
        """Bring the projection up to date, for the cards of the new events alone if nothing was adopted."""
        if self._adopted:
            rebuild(self._history)
            return
        void_undone(self._database)
        while self._cards:
            key = self._cards.pop()
            former = family(self._database, key)
            self._cards -= {(*key[:2], card) for card in (*former, *former.values())}
            replay_family(self._database, key, former)


def _undone(database: sqlite3.Connection, event: LogEntry) -> list[CardKey]:
    """Return the card of the review that an event undoes; a file may name another card beside it."""
    if not isinstance(event, Undo):
        return []
    return database.execute(
        "SELECT learner, course, card FROM review WHERE id = ?", (event.review,)
    ).fetchall()


def _is_same(known: LogEntry, event: LogEntry) -> bool:
    """Return whether two events are equal, but for a typed text that expiry blanked in one of them."""
    blank = _blanked(known)
    return event == known or (_blanked(event) == blank and blank in (known, event))


def _blanked(event: LogEntry) -> LogEntry:
    if isinstance(event, Review):
        return replace(event, answer="")
    return replace(event, note="") if isinstance(event, Flag) else event
