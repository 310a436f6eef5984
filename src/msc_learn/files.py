"""Files written whole or not at all."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msc_learn.errors import ExportError


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write beside the file and rename, so that a reader sees the old content or the new, never half.

    Raises `ExportError` where the folder or the disk refuses; the old file is then untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    if is_device(path):
        raise ExportError.at(path, "X101", "cannot be written: it is a device or a pipe, no file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise ExportError.at(path, "X101", f"cannot be written: {error.strerror or error}") from error


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open what takes the place of a file when all of it is written; raises `OSError` and leaves the old one.

    A file that was there keeps its rights, unless it is `private`, for its owner alone.
    """
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            os.chmod(beside, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask())
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def is_device(path: Path) -> bool:
    """Return whether a path is something to write to that a rename would put a file in the place of."""
    return path.exists() and not (path.is_file() or path.is_dir())


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises `ExportError` where there can be none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError.at(path, "X101", f"cannot be written: {error.strerror or error}") from error


def sweep(folder: Path, since: float) -> None:
    """Remove what a killed process left of a folder it was writing, beside it and in it.

    Nothing is removed that is older than `since`, in seconds since the epoch.
    """
    for place, name in ((folder.parent, re.escape(folder.name)), (folder, r".+\.\w+")):
        for path in place.iterdir() if place.is_dir() else ():
            if re.fullmatch(rf"\.{name}\.[a-z0-9_]{{8}}", path.name) and path.lstat().st_mtime >= since:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def umask() -> int:
    """Return the process's mask for the modes of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
