"""What a history does for exams; the work itself loads when an exam is sat or read."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from msc_learn.history.connection import told, transaction

if TYPE_CHECKING:
    from msc_learn.exams.events import Examined


class Sat:
    """The exams in a history."""

    path: Path
    _db: sqlite3.Connection

    def sit(self, event: "Examined") -> "Examined":
        """Store an event of an exam after the one before it; raises `HistoryError` where none may follow."""
        from msc_learn.exams import store

        with told(self.path), transaction(self._db):
            return store.put(self.path, self._db, event)

    def exams(self, course: str | None = None, learner: str | None = None) -> "tuple[Examined, ...]":
        """Return the events of exams by time, of a course or learner if named."""
        from msc_learn.exams import store

        with told(self.path):
            return tuple(store.stored(self._db, course, learner))
