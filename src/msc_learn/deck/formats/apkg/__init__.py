"""Anki packages: the same bytes for the same course and lock, on any machine and at any time."""

import sqlite3
import tempfile
from pathlib import Path

from msc_learn.deck.compile import Release
from msc_learn.deck.formats.apkg.archive import zipped
from msc_learn.deck.formats.apkg.contents import contents_of, digest_of, read_contents
from msc_learn.deck.formats.apkg.description import description_of
from msc_learn.deck.formats.apkg.rows import Package
from msc_learn.deck.formats.base import Format, changed_names
from msc_learn.files import write_atomically

__all__ = ["FORMAT", "content_digest", "differences", "digest", "to_bytes", "write"]


def write(release: Release, path: Path) -> str:
    """Write a release as an Anki package, all or nothing, and return its digest."""
    data, content = _packed(release)
    write_atomically(path, data)
    return content


def to_bytes(release: Release) -> bytes:
    """Return the bytes of the package of a release."""
    return _packed(release)[0]


def _packed(release: Release) -> tuple[bytes, str]:
    """Return the bytes of a package and its content digest, which its description holds."""
    package = Package(release)
    content = digest_of(contents_of(package))
    package.description = description_of(release, content)
    with tempfile.TemporaryDirectory(prefix="msc-learn-") as folder:
        database = Path(folder) / "collection.anki2"
        _write_database(package, database)
        return zipped(database, package.pictures), content


def _write_database(package: Package, path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        # Nobody else uses the file, and a failed build drops it: no journal, no waiting for the disk.
        connection.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        package.write_to_db(connection.cursor(), 0, iter(()))
        connection.commit()
    finally:
        connection.close()


def digest(release: Release) -> str:
    """Return the content digest that the package of a release has."""
    return digest_of(contents_of(Package(release)))


def differences(release: Release, path: Path) -> tuple[str, ...]:
    """Return the names of the notes, decks, note types and pictures of a package that the release changes."""
    return changed_names(read_contents(path), contents_of(Package(release)))


def content_digest(path: Path) -> str:
    """Return the digest of what a package holds, whatever wrote or packed it.

    Raises `ExportError` for a file that is not a package.
    """
    return digest_of(read_contents(path))


FORMAT = Format(".apkg", lambda release: release.summary, write, digest, differences)
