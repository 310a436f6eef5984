"""The lock as witness of its course: it holds the id for ever, and refuses to serve another course.

GUIDs of new notes are made from the id. If it changed, or if a released course lost its lock, learners would
get notes that they have a second time.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msc_learn.course.assign_id import file_of_id
from msc_learn.course.course_id import legacy_id_of
from msc_learn.course.locate import CARD_FILE_SUFFIXES
from msc_learn.course.model import Course
from msc_learn.deck.identity import guid_of
from msc_learn.deck.release.lock import Lock, ReleasedNote
from msc_learn.deck.release.lock_file import lock_path_of, read_lock
from msc_learn.errors import ExportError

_SUFFIX = ".release.lock"


def lock_of(course: Course) -> Lock:
    """Return the lock of a course, empty before its first release.

    Raises `ExportError` if it is of another course, or was left behind when a card file was renamed.
    """
    path = lock_path_of(course)
    if course.path.is_file() and not path.exists():
        _refuse_lock_left_behind(course, path)
    lock = read_lock(path)
    if lock.course and lock.course != course.id:
        raise ExportError.at(path, "R112", _of_another(course, lock.course))
    return lock


def earlier_ids(course: Course, entries: Iterable[ReleasedNote]) -> Iterator[str]:
    """Yield the ids that 0.1.0 gave a course, as far as its name tells them and GUIDs prove them.

    An unpacked download has a folder such as `msc-main` or `msc-1.2`: the beginning of a name is tried too.
    """
    entries, words = tuple(entries), legacy_id_of(course.path).split("-")
    for count in range(len(words), 0, -1):
        id_ = "-".join(words[:count])
        if any(guid_of(id_, entry.first_id) == entry.guid for entry in entries):
            yield id_


def _of_another(course: Course, released: str) -> str:
    file = file_of_id(course).name
    now = f"{file} has the id {course.id}" if course.has_id else f"{file} has no id"
    return (
        f"this lock is of the course {released}, but {now}: write `id: {released}` in {file}; "
        "if this is a copy that is to be a course of its own, delete this lock"
    )


def _refuse_lock_left_behind(course: Course, path: Path) -> None:
    """Raise `ExportError` if a lock beside a card file without one is that of the file's earlier name."""
    for other in _orphans(path.parent):
        if _is_lock_of(course, other):
            message = (
                f"has no lock, and {other.name} has its cards but no card file: if {course.path.name} was "
                f"renamed, rename the lock too, or learners get all notes twice: mv {other.name} {path.name}"
            )
            raise ExportError.at(course.path, "R113", message)


def _orphans(folder: Path) -> Iterator[Path]:
    """Yield the locks of single card files that are gone."""
    for lock in sorted(folder.glob(f"?*{_SUFFIX}")):
        stem = lock.name.removesuffix(_SUFFIX)
        if not any((folder / f"{stem}{suffix}").exists() for suffix in CARD_FILE_SUFFIXES):
            yield lock


def _is_lock_of(course: Course, path: Path) -> bool:
    """Return whether a lock is of a course, by the id in it or by the GUIDs of at least half of its notes."""
    lock = read_lock(path)
    if lock.course and course.has_id:
        return lock.course == course.id
    legacy = legacy_id_of(path.with_name(path.name.removesuffix(_SUFFIX) + ".yaml"))
    ids = (lock.course or legacy, course.id)
    notes = course.notes
    entries = (lock.notes.get(note.id) or lock.notes.get(note.renamed_from) for note in notes)
    known = sum(any(guid_of(id_, entry.first_id) == entry.guid for id_ in ids) for entry in entries if entry)
    return 0 < len(notes) <= 2 * known
