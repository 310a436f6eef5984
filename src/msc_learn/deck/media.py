"""The pictures of a course, with names that no other deck uses and that change with the content."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category, normalize

from msc_learn.course.model import Course, Note
from msc_learn.errors import ExportError, Problem

# Formats that Anki shows on every device, and that its editor accepts for masks.
SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
LARGEST = 10_000_000  # bytes
_DIGITS = 12
_LONGEST_NAME = 120  # bytes; Anki cuts a longer name at its end, where the digest is
_KINDS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file: the name it has in Anki, its bytes, and their digest."""

    name: str
    data: bytes
    digest: str = ""


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
    digest = hashlib.sha256(data).hexdigest()[:_DIGITS]
    return Picture(_name(course.id, path, digest), data, digest)


def _name(course: str, path: str, digest: str) -> str:
    # Anki keeps a file that it has under a name, so a changed picture needs another name.
    stem, suffix = str(Path(path).with_suffix("")), Path(path).suffix.lower()
    end = f"-{digest}{suffix}"
    whole = f"msc-learn-{_safe(course)}-{_safe(stem).strip('-')}".encode()
    return whole[: _LONGEST_NAME - len(end)].decode(errors="ignore").rstrip("-") + end


def _safe(text: str) -> str:
    """Return a text in one Unicode form, a hyphen for each run of what is no letter, mark, digit or dot."""
    kept = (c if c == "." or category(c)[0] in "LMN" else "-" for c in normalize("NFC", text))
    return re.sub("-+", "-", "".join(kept))
