"""Copies of a course: versions of one course share a history, two courses with one id are refused.

An edited course, an older or newer release, a moved folder and a second checkout are versions of one course.
A copy becomes another course when both folders have been changed apart since they were equal.
"""

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msc_learn.course.model import Course, Note
from msc_learn.errors import CardFileError, ExportError, MscLearnError, Problem
from msc_learn.history.courses import StudiedCourse, remember, remember_path, studied_course
from msc_learn.history.store import History
from msc_learn.position import Position

if TYPE_CHECKING:
    from msc_learn.deck.release.lock import Lock


def check_copy(history: History, course: Course, *, stores: bool = False) -> None:
    """Raise `CardFileError` if the history is of another course with the same id.

    If the command `stores` something, the course is remembered in the history.
    """
    if not course.has_id:
        return
    here, known = str(course.path.resolve()), studied_course(history, course.id)
    if known and known.path == here:
        return
    if known is None:
        if stores:
            remember(history, course.id, StudiedCourse(here, digests(course)))
        return
    other = _course_at(known.path, course.id)
    if other is None and _share_notes(known.notes, digests(course)):
        if stores:
            remember_path(history, course.id, here)
    elif other is None or _are_apart(other, course, known.notes):
        raise _refusal(course, known.path)


def digests(course: Course) -> dict[str, str]:
    """Return a digest of what each note says, by its id."""
    return {note.id: _digest(note) for note in course.notes}


def _digest(note: Note) -> str:
    content = (note.question, note.answer, note.cloze, note.items, note.distractors)
    return f"{zlib.crc32(repr(content).encode(errors='replace')):08x}"


def _course_at(path: str, id_: str) -> Course | None:
    """Return the course that is at a path now, None if there is none with this id."""
    from msc_learn.course.load import read_course  # loads the YAML parser

    try:
        course, _ = read_course(Path(path))
    except (MscLearnError, OSError):
        return None
    return course if course.has_id and course.id == id_ else None


def _share_notes(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Return whether a course that is now elsewhere has at least half of its notes still."""
    return 2 * len(before.keys() & now.keys()) >= min(len(before), len(now))


def _are_apart(one: Course, other: Course, before: Mapping[str, str]) -> bool:
    """Return whether two courses have both changed since they were one; `before` are the notes then."""
    first, second = digests(one), digests(other)
    if first in (second, before) or second == before:
        return False
    return not _is_release_of(_lock(one), _lock(other)) and not _is_release_of(_lock(other), _lock(one))


def _lock(course: Course) -> "Lock":
    from msc_learn.deck.release.lock import Lock
    from msc_learn.deck.release.lock_file import lock_path_of, read_lock

    try:
        return read_lock(lock_path_of(course))
    except ExportError:
        return Lock()


def _is_release_of(old: "Lock", new: "Lock") -> bool:
    """Return whether a lock comes before another one: all its releases are in the other, none undone."""
    later = {id_: entry for entry in new.notes.values() for id_ in (entry.id, *entry.former)}
    return bool(old.notes) and all(
        (entry := later.get(id_)) is not None
        and (entry.guid, entry.released) == (note.guid, note.released)
        and entry.modified >= note.modified
        for id_, note in old.notes.items()
    )


def _refusal(course: Course, path: str) -> MscLearnError:
    from msc_learn.course.assign_id import file_of_id

    message = (
        f"id {course.id!r} is also that of {path}, and the two are different courses by now: give this one an"
        " id of its own by deleting this line (and its release.lock)"
    )
    return CardFileError([Problem(Position(str(file_of_id(course)), 1, 1), "F220", message)])
