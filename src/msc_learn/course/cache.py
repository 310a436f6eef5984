"""Courses kept as they were read, for the commands that ask cards: a kept one opens without a YAML parser.

A course is kept under the digest of the bytes of all its card files, so that a changed one is read anew
whatever its time and size say. What is kept is data alone, JSON with a digest of its own: whatever does not
fit is passed over, and the card files are read.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msc_learn import __version__
from msc_learn.course.cache_format import course_of, rows_of
from msc_learn.course.locate import find_course
from msc_learn.course.model import Course
from msc_learn.document.decode import read_bytes
from msc_learn.errors import DocumentError
from msc_learn.gc_paused import collector_paused

# Raised when a kept course would be written in another way.
FORMAT = 1
KEPT = 16
_NAME = re.compile(r"[0-9a-f]{64}(\.json|\.\w+\.new)")
# What a kept course may fail with that is cut short, damaged, or no course at all.
_UNFIT = (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError)

Keep = Callable[[], object]
"""Keeps a course that was read from its files; to be called when there is time."""


def open_course(where: str | Path, folder: Path | None) -> tuple[Course, Keep]:
    """Return a course without problems, as it was kept in `folder` or else read; raises `CardFileError`.

    Its notes know their own places, not those of their values. Without a folder nothing is kept.
    """
    path = find_course(where)
    key = _key(path) if folder else None
    if folder is None or key is None:
        return _read(path), lambda: None
    kept = folder / f"{key}.json"
    if course := _kept(kept, path):
        return course, lambda: None
    course = _read(path)
    return course, lambda: _keep(kept, course, key)


def _read(path: Path) -> Course:
    from msc_learn.course.load import load_course  # with its parser, which a kept course does without

    return load_course(path)


def _key(path: Path) -> str | None:
    """Return the digest of all that a course follows from: what reads it, its name, and its files."""
    digest = hashlib.sha256(f"{__version__} {FORMAT}\n".encode())
    digest.update(os.fsencode((path.resolve() if path.is_dir() else path).name))
    try:
        for module in sorted(Path(__file__).parent.glob("*.py")):
            found = module.stat()
            digest.update(f"\n{module.name} {found.st_size} {found.st_mtime_ns}".encode())
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            if not file.is_file():
                return None
            content = read_bytes(file)
            digest.update(b"\n%s %d\n" % (os.fsencode(file.name), len(content)))
            digest.update(content)
    except (OSError, DocumentError):
        return None
    return digest.hexdigest()


def _kept(kept: Path, path: Path) -> Course | None:
    """Return the course of a kept file, None where there is none that can be relied on."""
    try:
        if not _is_ours(kept.stat()):
            return None
        seal, _, content = kept.read_bytes().partition(b"\n")
        if seal != _seal(content):
            return None
        with collector_paused():
            course = course_of(json.loads(content), path)
        if not (_pictures_are_there(course) and _document_is_there(course)):
            return None
    except _UNFIT:
        return None
    with suppress(OSError):
        os.utime(kept)
    return course


def _is_ours(found: os.stat_result) -> bool:
    """Say whether a file is the user's own, which nobody else may write: it says which answers are right."""
    if not stat.S_ISREG(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)


def _seal(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _document_is_there(course: Course) -> bool:
    if course.document is None:
        return True
    inside = course.path.is_file() or course.document.resolve().is_relative_to(course.root.resolve())
    return inside and course.document.is_file()


def _pictures_are_there(course: Course) -> bool:
    paths = {course.root / note.media.path for note in course.notes if note.media}
    root = course.root.resolve() if paths else course.root
    return all(path.is_file() and path.resolve().is_relative_to(root) for path in paths)


def _keep(kept: Path, course: Course, key: str) -> None:
    """Keep a course, if its files are still as they were before it was read."""
    with suppress(*_UNFIT):
        content = json.dumps(rows_of(course), ensure_ascii=False, separators=(",", ":")).encode()
        if _key(course.path) == key:
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(kept, _seal(content) + b"\n" + content)
            _sweep(kept.parent)


def _write(kept: Path, content: bytes) -> None:
    """Write beside the file, readable by its owner alone, and rename: it is there whole or not at all."""
    import tempfile

    handle, beside = tempfile.mkstemp(prefix=f"{kept.stem}.", suffix=".new", dir=kept.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(beside, kept)
    except BaseException:
        os.unlink(beside)
        raise


def _sweep(folder: Path) -> None:
    """Remove what was used longest ago, and what a killed process left, so that few files stay."""
    files = [entry for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
    for entry in sorted(files, key=lambda entry: entry.stat().st_mtime)[:-KEPT]:
        with suppress(OSError):
            os.unlink(entry.path)
