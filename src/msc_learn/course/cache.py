"""Cache of parsed courses: a cached course opens without a YAML parser.

The file name is a digest of the bytes of all card files, so a changed file is read again, whatever its time
and size. The content is JSON with a checksum. If anything does not fit, the card files are read.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from msc_learn import __version__
from msc_learn.course.cache_format import course_of, rows_of
from msc_learn.course.locate import find_course
from msc_learn.course.model import Course
from msc_learn.document.decode import read_bytes
from msc_learn.errors import DocumentError
from msc_learn.gc_paused import gc_paused

# Increased if the format of the cache changes.
FORMAT = 2
MOST_CACHED = 16
# Folders of the package whose modules decide what is read from a card file.
READING = ("", "course", "text", "document")
_PACKAGE = Path(__file__).parents[1]
_NAME = re.compile(r"[0-9a-f]{64}(\.json|\.\w+\.new)")
# What reading a cache file can raise if it is cut short, damaged, or not a course.
_BAD_CACHE = (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError)

Save = Callable[[], object]
"""Writes a course that was read from its files to the cache; to be called when there is time."""


def open_course(where: str | Path, folder: Path | None) -> tuple[Course, Save]:
    """Return a course without problems, from the cache in `folder` or from its files.

    Its notes know their own positions, not those of their values. Without a folder nothing is cached. Raises
    `CardFileError` with all problems.
    """
    path = find_course(where)
    key = _cache_key(path) if folder else None
    if folder is None or key is None:
        return _read(path), lambda: None
    file = folder / f"{key}.json"
    if course := _cached(file, path):
        return course, lambda: None
    course = _read(path)
    return course, lambda: _save(file, course, key)


def _read(path: Path) -> Course:
    from msc_learn.course.load import (
        load_course,  # loads the YAML parser, which a cached course does not need
    )

    return load_course(path)


def _cache_key(path: Path) -> str | None:
    """Return the digest of all that decides what a course holds: the code, its name and its files."""
    digest = hashlib.sha256(f"{__version__} {FORMAT}\n".encode())
    digest.update(os.fsencode((path.resolve() if path.is_dir() else path).name))
    try:
        for stamp in _code_stamps():
            digest.update(stamp)
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            if not file.is_file():
                return None
            content = read_bytes(file)
            digest.update(b"\n%s %d\n" % (os.fsencode(file.name), len(content)))
            digest.update(content)
    except (OSError, DocumentError):
        return None
    return digest.hexdigest()


def _code_stamps() -> Iterator[bytes]:
    """Yield name, size and time of each file of code that takes part in reading.

    The version alone would not do: a checkout, or a wheel installed again, changes code and keeps it.
    """
    for folder in READING:
        with os.scandir(_PACKAGE / folder) as entries:
            files = sorted((each for each in entries if each.is_file()), key=lambda each: each.name)
        for file in files:
            status = file.stat()
            yield f"\n{folder}/{file.name} {status.st_size} {status.st_mtime_ns}".encode()


def _cached(file: Path, path: Path) -> Course | None:
    """Return the course of a cache file, or None if the file is not to be relied on."""
    try:
        if not _is_private(file.stat()):
            return None
        checksum, _, content = file.read_bytes().partition(b"\n")
        if checksum != _checksum(content):
            return None
        with gc_paused():
            course = course_of(json.loads(content), path)
        if not (_pictures_exist(course) and _document_exists(course)):
            return None
    except _BAD_CACHE:
        return None
    with suppress(OSError):
        os.utime(file)
    return course


def _is_private(status: os.stat_result) -> bool:
    """Return whether a file is the user's own, and nobody else may change which answers are right."""
    if not stat.S_ISREG(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _document_exists(course: Course) -> bool:
    if course.document is None:
        return True
    inside = course.path.is_file() or course.document.resolve().is_relative_to(course.root.resolve())
    return inside and course.document.is_file()


def _pictures_exist(course: Course) -> bool:
    paths = {course.root / note.media.path for note in course.notes if note.media}
    root = course.root.resolve() if paths else course.root
    return all(path.is_file() and path.resolve().is_relative_to(root) for path in paths)


def _save(file: Path, course: Course, key: str) -> None:
    """Write a course to the cache, if its files have not changed since before it was read."""
    with suppress(*_BAD_CACHE):
        content = json.dumps(rows_of(course), ensure_ascii=False, separators=(",", ":")).encode()
        if _cache_key(course.path) == key:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(file, _checksum(content) + b"\n" + content)
            _remove_oldest(file.parent)


def _write(file: Path, content: bytes) -> None:
    """Write a temporary file, readable by its owner alone, and rename it: all or nothing."""
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=f"{file.stem}.", suffix=".new", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        os.replace(temporary, file)
    except BaseException:
        os.unlink(temporary)
        raise


def _remove_oldest(folder: Path) -> None:
    """Remove the files used longest ago, and temporary files of killed processes, so that few files stay."""
    files = [entry for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
    for entry in sorted(files, key=lambda entry: entry.stat().st_mtime)[:-MOST_CACHED]:
        with suppress(OSError):
            os.unlink(entry.path)
