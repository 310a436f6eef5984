"""What all files of questions share: written whole, digested, compared, counted."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from msc_learn.deck.compile import Compiled
from msc_learn.deck.media import Picture, pictures_of
from msc_learn.errors import ExportError
from msc_learn.files import write_atomically
from msc_learn.lms.make import made_of
from msc_learn.lms.model import Kind, Made, counted

_NAMES = {
    Kind.SHORT: "short answer",
    Kind.NUMERICAL: "number",
    Kind.CHOICE: "choice",
    Kind.MATCHING: "matching question",
    Kind.ESSAY: "essay to be marked by a person",
}


def made(compiled: Compiled, pictures: Mapping[str, Picture] | None = None) -> Made:
    """Return the questions of a compiled course; raise where there is none."""
    found = made_of(compiled.course, pictures)
    if not found.questions:
        message = "has no card that can be asked there: pictures go with --format moodle-xml or apkg"
        raise ExportError.at(compiled.course.path, "X220", message)
    return found


def pictures(compiled: Compiled) -> Mapping[str, Picture]:
    """Return the pictures of a compiled course by their path."""
    return pictures_of(compiled.course, compiled.course.notes)


def summary_of(found: Made) -> str:
    """Return how many questions there are, by kind, and what was left out."""
    kinds = Counter(question.kind for question in found.questions)
    said = counted([("question", len(found.questions))])
    said += f" ({', '.join(_said(kind, kinds[kind]) for kind in Kind if kinds[kind])})"
    return f"{said}; left out: {counted(found.left_out)}" if found.left_out else said


def _said(kind: Kind, count: int) -> str:
    first, *rest = _NAMES[kind].split(" to ")
    return " to ".join((counted([(first, count)]), *rest))


def digest_of(text: str) -> str:
    """Return the digest of a file's text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def written(text: str, path: Path) -> str:
    """Write a text, whole or not at all, and return its digest."""
    write_atomically(path, text)
    return digest_of(text)


def differing(path: Path, text: str, parts: Callable[[str], Mapping[str, str]]) -> tuple[str, ...]:
    """Return the names of the parts of an existing file that are not as in a text; `parts` are by name.

    Where no part differs and the whole does, it is the file that is named.
    """
    try:
        old = path.read_bytes().decode(errors="replace")
    except OSError as error:
        raise ExportError.at(path, "X204", f"cannot be read: {error.strerror or error}") from error
    if old == text:
        return ()
    before, after = parts(old), parts(text)
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return tuple(names) or (path.name,)
