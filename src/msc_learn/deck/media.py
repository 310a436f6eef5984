"""The pictures of a course, with names that no other deck uses and that change with the content."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msc_learn.course.model import Course, Note
from msc_learn.errors import ExportError, Problem

# Formats that Anki shows on every device, and that its editor accepts for masks.
SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
LARGEST = 10_000_000  # bytes
_KINDS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file: the name it has in Anki, and its bytes."""

    name: str
    data: bytes


def pictures_of(course: Course, notes: Iterable[Note]) -> Mapping[str, Picture]:
    """Return the pictures of the notes, by their path in the course.

    Raises `ExportError` with a problem for each picture that cannot be used.
    """
    pictures: dict[str, Picture] = {}
    problems: list[Problem] = []
    for note in notes:
        if note.media is None or note.media.path in pictures:
            continue
        read = _read(course, note, note.media.path)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            pictures[note.media.path] = read
    if problems:
        raise ExportError(problems)
    return pictures


def _read(course: Course, note: Note, path: str) -> Picture | Problem:
    file = course.root / path
    position = note.position_of("media.file")
    if not file.resolve().is_relative_to(course.root.resolve()):
        return Problem(position, "X202", f"picture {path} is outside the course folder: copy it there")
    if file.suffix.lower() not in SUFFIXES:
        return Problem(position, "X201", f"Anki cannot show picture {path}: save it as {_KINDS}")
    try:
        if (size := file.stat().st_size) > LARGEST:
            too_large = f"picture {path} has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}"
            return Problem(position, "X212", f"{too_large}: save it smaller, at most 2,000 pixels across")
        data = file.read_bytes()
    except OSError as error:
        return Problem(position, "X201", f"picture {path} cannot be read: {error.strerror or error}")
    if not data:
        return Problem(position, "X201", f"picture {path} is empty: save it again")
    return Picture(_name(course.id, path, data), data)


def _name(course: str, path: str, data: bytes) -> str:
    # Anki takes a new picture only with a changed note. The digest in the name changes the note.
    stem, suffix = str(Path(path).with_suffix("")), Path(path).suffix.lower()
    digest = hashlib.sha256(data).hexdigest()[:12]
    return f"msc-learn-{_UNSAFE.sub('-', course)}-{_UNSAFE.sub('-', stem).strip('-')}-{digest}{suffix}"
