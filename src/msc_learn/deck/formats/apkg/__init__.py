"""Anki packages: the same bytes for the same course and lock, on any machine and at any time."""

import sqlite3
import tempfile
from pathlib import Path

from msc_learn.deck.compile import Compiled
from msc_learn.deck.formats.apkg.archive import zipped
from msc_learn.deck.formats.apkg.contents import contents_of, difference, digest_of, read_contents
from msc_learn.deck.formats.apkg.description import description_of
from msc_learn.deck.formats.apkg.rows import Package
from msc_learn.files import write_atomically

__all__ = [
    "content_digest",
    "default_name",
    "differences",
    "digest",
    "reads_notes",
    "summary",
    "to_bytes",
    "write",
]

reads_notes = False


def default_name(course: str) -> str:
    """Return what the package of a course is called where nobody says otherwise."""
    return f"{course}.apkg"


def summary(compiled: Compiled) -> str:
    """Return how much the package holds, in words."""
    return compiled.summary


def write(compiled: Compiled, path: Path) -> str:
    """Write a compiled course as an Anki package, whole or not at all, and return its digest."""
    content = digest(compiled)
    write_atomically(path, to_bytes(compiled, content))
    return content


def to_bytes(compiled: Compiled, content: str = "") -> bytes:
    """Return the bytes of the package; `content` is its digest, where that is known already."""
    description = description_of(compiled, content or digest(compiled))
    with tempfile.TemporaryDirectory(prefix="msc-learn-") as folder:
        database = Path(folder) / "collection.anki2"
        _write_database(Package(compiled, description), database)
        return zipped(database, compiled.pictures)


def _write_database(package: Package, path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        # The file is ours alone and thrown away on failure: no journal, no waiting for the disk.
        connection.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        package.write_to_db(connection.cursor(), 0, iter(()))
        connection.commit()
    finally:
        connection.close()


def digest(compiled: Compiled) -> str:
    """Return the content digest the package of a compiled course has."""
    return digest_of(contents_of(compiled))


def differences(compiled: Compiled, path: Path) -> tuple[str, ...]:
    """Return the names of the notes, decks, note types and pictures of a package that are not as compiled."""
    return difference(read_contents(path), contents_of(compiled))


def content_digest(path: Path) -> str:
    """Return the digest of what a package holds, whatever wrote or packed it; refuse what is no package."""
    return digest_of(read_contents(path))
