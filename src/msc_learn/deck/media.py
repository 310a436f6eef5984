"""The pictures of a course, under names that no other deck uses and that change with their content."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msc_learn.course.model import Course, Note
from msc_learn.errors import ExportError, Problem

# What Anki shows on every device, and its editor takes for masks.
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
    """Read the pictures of the notes, by their path in the course; raise all problems at once."""
    found: dict[str, Picture] = {}
    problems: list[Problem] = []
    for note in notes:
        if note.media is None or note.media.path in found:
            continue
        read = _read(course, note, note.media.path)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found[note.media.path] = read
    if problems:
        raise ExportError(problems)
    return found


def _read(course: Course, note: Note, path: str) -> Picture | Problem:
    file = course.root / path
    where = note.position_of("media.file")
    if not file.resolve().is_relative_to(course.root.resolve()):
        return Problem(where, "X202", f"picture {path} lies outside the course folder")
    if file.suffix.lower() not in SUFFIXES:
        return Problem(where, "X201", f"picture {path} is of no kind Anki shows; write {_KINDS}")
    try:
        if (size := file.stat().st_size) > LARGEST:
            said = f"picture {path} has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}"
            return Problem(where, "X212", f"{said}; save it smaller, 2,000 pixels across are plenty")
        data = file.read_bytes()
    except OSError as error:
        return Problem(where, "X201", f"picture {path} cannot be read: {error.strerror or error}")
    if not data:
        return Problem(where, "X201", f"picture {path} is empty")
    return Picture(_name(course.id, path, data), data)


def _name(course: str, path: str, data: bytes) -> str:
    # A learner's Anki takes a new picture only with a note that changed: the digest in the name changes it.
    stem, suffix = str(Path(path).with_suffix("")), Path(path).suffix.lower()
    digest = hashlib.sha256(data).hexdigest()[:12]
    return f"msc-learn-{_UNSAFE.sub('-', course)}-{_UNSAFE.sub('-', stem).strip('-')}-{digest}{suffix}"
