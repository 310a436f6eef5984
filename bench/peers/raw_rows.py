"""The limit: rows that are ready made, into SQLite and a zip, and nothing else.

`take` makes the rows ready before anything is timed, from a package of the older format.
"""

import marshal
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

_FILLED = ("col", "notes", "cards")


def take(package: str, path: str) -> None:
    """Write the tables of a package, their rows and indexes to `path`."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package) as archive:
        database = archive.extract("collection.anki2", folder)
        with closing(sqlite3.connect(database)) as connection:
            made = connection.execute("SELECT type, sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
            rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in _FILLED}  # noqa: S608
    tables = [sql for type_, sql in made if type_ == "table"]
    indexes = [sql for type_, sql in made if type_ == "index"]
    Path(path).write_bytes(marshal.dumps((tables, rows, indexes)))


def build(rows: str, level: str, output: str) -> None:
    """Build `output` from what `take` wrote; `level` is that of deflate, 0 to store."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "collection.anki2"
        _write_database(database, *marshal.loads(Path(rows).read_bytes()))  # noqa: S302 - the bench wrote it
        method = zipfile.ZIP_DEFLATED if int(level) else zipfile.ZIP_STORED
        with zipfile.ZipFile(output, "w", method, compresslevel=int(level)) as archive:
            archive.write(database, "collection.anki2")
            archive.writestr("media", "{}")


def _write_database(path: Path, tables: list[str], rows: dict[str, list[Any]], indexes: list[str]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        for sql in tables:
            connection.execute(sql)
        for name, values in rows.items():
            marks = ",".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {name} VALUES({marks})", values)
        # An index over all rows at once is faster than one kept up row by row.
        for sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")


if __name__ == "__main__":
    (take if sys.argv[1] == "take" else build)(*sys.argv[2:])
