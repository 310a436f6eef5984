"""The courses studied with a history: the id of each, and the folder and notes it had when first studied.

They are no part of the log. By them a copy of a course that has become another course is noticed.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

from msc_learn.history.connection import HistoryFile


class StudiedCourse(NamedTuple):
    """The path of a course, and a digest of each of its notes, by note id."""

    path: str
    notes: Mapping[str, str]


def studied_course(history: HistoryFile, id_: str) -> StudiedCourse | None:
    """Return what is known of a course, None for one that was never studied with this history."""
    with history.reading() as database:
        row = database.execute("SELECT path, notes FROM course WHERE id = ?", (id_,)).fetchone()
        return StudiedCourse(row[0], json.loads(row[1])) if row else None


def remember(history: HistoryFile, id_: str, course: StudiedCourse) -> None:
    """Store the path and the notes of a course."""
    with history.transaction() as database:
        row = (id_, course.path, json.dumps(course.notes, separators=(",", ":")))
        database.execute("INSERT OR REPLACE INTO course VALUES (?, ?, ?)", row)


def remember_path(history: HistoryFile, id_: str, path: str) -> None:
    """Store the new path of a course that was moved."""
    with history.transaction() as database:
        database.execute("UPDATE course SET path = ? WHERE id = ?", (path, id_))
