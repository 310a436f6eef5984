"""Atomic file writes: all or nothing."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msc_learn.errors import ExportError

_PACKAGE = Path(__file__).resolve().parent
READ_ONLY = (
    "is part of msc-learn and read-only: make your own copy of the course, such as"
    " `msc-learn new my-msc --from msc`, and change that"
)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a temporary file and rename it, so that a reader sees the old content or the new, never half.

    Raises `ExportError` if the folder or the disk refuses; the old file is then untouched.
    """
    if is_part_of_program(path):
        raise ExportError.at(path, "X105", READ_ONLY)
    data = content.encode() if isinstance(content, str) else content
    if is_device(path):
        raise ExportError.at(
            path, "X101", "cannot be written: it is not a regular file, but a device or a pipe"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise ExportError.at(path, "X101", f"cannot be written: {error.strerror or error}") from error


def is_part_of_program(path: Path) -> bool:
    """Return whether a path is in the installed package, which is never written: a shipped course."""
    return path.resolve().is_relative_to(_PACKAGE)


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Open a temporary file that replaces a file at the end; on `OSError` the old one is untouched.

    The new file has the permissions of the old one. A `private` file is for its owner alone.
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
    """Return whether a path is a device or a pipe, which a rename would replace with a file."""
    return path.exists() and not (path.is_file() or path.is_dir())


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raises `ExportError` if that is not possible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError.at(path, "X101", f"cannot be written: {error.strerror or error}") from error


def sweep(folder: Path, since: float) -> None:
    """Remove temporary files that a killed process left in a folder and beside it.

    Files older than `since`, in Unix seconds, stay.
    """
    for parent, name in ((folder.parent, re.escape(folder.name)), (folder, r".+\.\w+")):
        for path in parent.iterdir() if parent.is_dir() else ():
            if re.fullmatch(rf"\.{name}\.[a-z0-9_]{{8}}", path.name) and path.lstat().st_mtime >= since:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def umask() -> int:
    """Return the umask of the process, the mask for the modes of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
