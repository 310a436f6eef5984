"""Safe unpacking of untrusted packages: limited in size, and only into a temporary folder."""

import json
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msc_learn.document.readers.archive import leads_outside
from msc_learn.errors import ExportError

try:
    from lzma import LZMAError
except ImportError:  # a Python without the library cannot read such a zip either
    LZMAError = EOFError  # type: ignore[assignment,misc]

# What reading a damaged zip, database or JSON can raise.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    sqlite3.Error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    ArithmeticError,
    LZMAError,
)
# A package may unpack to this many bytes, and this many times its own size. Normal ones stay far below.
_LARGEST = 256 * 2**20
_TIMES = 20
_MOST_FILES = 200_000
_NEWER = "collection.anki21b"
# The newer database first: beside it, the older one holds only a note that asks to upgrade Anki.
_DATABASES = ("collection.anki21", "collection.anki2")


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, sqlite3.Connection]]:
    """Open a package and its database, and remove temporary files at the end.

    Raises `ExportError` if that is not possible, or if damaged content raises an error in the `with` block.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            raise ExportError.at(path, "X204", "cannot be read: it is a folder, a pipe or a device")
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="msc-learn-") as folder:
            _refuse_harm(path, archive, status.st_size)
            with closing(_connected(_unpacked(path, archive, Path(folder)))) as connection:
                yield archive, connection
    except OSError as error:
        raise ExportError.at(path, "X204", f"cannot be read: {error.strerror or error}") from error
    except zipfile.BadZipFile as error:
        message = "is not an Anki package: it is not a zip, or it is cut short"
        raise ExportError.at(path, "X205", message) from error
    except BROKEN as error:
        raise ExportError.at(path, "X205", "is not an Anki package: its content is damaged") from error


def media_of(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the names of the media files, each with the name it has in the zip."""
    named: dict[str, Any] = json.loads(archive.read("media")) if "media" in archive.NameToInfo else {}
    return {str(name): at for at, name in named.items()}


def _refuse_harm(path: Path, archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    for entry in entries:
        # Only the database is unpacked, under a name of our own. But no honest program makes such a name.
        if leads_outside(entry.filename):
            raise ExportError.at(path, "X208", f"holds a file outside itself, {entry.filename[:80]!r}")
    total = sum(entry.file_size for entry in entries)
    if total > _LARGEST + _TIMES * size or len(entries) > _MOST_FILES:
        sizes = f"{total / 2**20:,.0f} MB in {len(entries):,} files, from {size / 2**20:,.1f} MB"
        raise ExportError.at(path, "X208", f"unpacks to too much: {sizes}")


def _unpacked(path: Path, archive: zipfile.ZipFile, folder: Path) -> Path:
    """Unpack the database that Anki itself would read."""
    if _NEWER in archive.NameToInfo:
        message = (
            "is in Anki's newer format, whose compression (Zstandard) is not supported here: "
            "export it again with “Support older Anki versions” ticked"
        )
        raise ExportError.at(path, "X205", message)
    name = next((name for name in _DATABASES if name in archive.NameToInfo), None)
    if name is None:
        raise ExportError.at(path, "X205", "is not an Anki package: there is no collection in it")
    database = folder / "collection"
    with archive.open(name) as packed, database.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return database


def _connected(database: Path) -> sqlite3.Connection:
    """Open a database for reading; text that is not UTF-8 is shown with replacement characters."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.text_factory = lambda data: data.decode(errors="replace")
    # A view could run for ever, or do more than read. Anki's own tables have a root page.
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name IN (?, ?, ?)"
    try:
        if connection.execute(query, ("col", "notes", "cards")).fetchone() != (3,):
            raise ValueError
    except BaseException:
        connection.close()
        raise
    return connection
