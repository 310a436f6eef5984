"""SQLite connection of a history: ownership and version checks, upgrades, transactions, error messages."""

import os
import shlex
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from msc_learn.errors import HistoryError, MscLearnError
from msc_learn.history.event_queries import insert
from msc_learn.history.events import Renamed
from msc_learn.history.location import is_a_file, is_cut_short, make_file, share_of, tighten
from msc_learn.history.schema import APPLICATION, SCHEMA, UPGRADES, VERSION
from msc_learn.memory.replay import Former
from msc_learn.memory.review import moment

LOCKED = "H105"
FULL = "H106"
MEMORY = ":memory:"


class HistoryFile:
    """An open history file; each of its three contexts turns SQLite's errors into a `HistoryError`."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self.path = path
        self._db = database
        self._is_writing = False

    def close(self) -> None:
        """Close the file; everything stored is on disk already."""
        self._db.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Run single statements."""
        with translating_sqlite_errors(self.path):
            yield self._db

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read from one state of the file; others may write meanwhile."""
        with translating_sqlite_errors(self.path):
            self._db.execute("BEGIN")
            try:
                yield self._db
            finally:
                # A reader that was given up half way may outlive the file's closing.
                with suppress(sqlite3.ProgrammingError):
                    self._db.rollback()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Store all or nothing, on disk when the outermost transaction ends; an inner one joins it."""
        if self._is_writing:
            yield self._db
            return
        self._is_writing = True
        try:
            with translating_sqlite_errors(self.path), transaction(self._db):
                yield self._db
        finally:
            self._is_writing = False


def connect(path: Path, *, create: bool, wait: float, former: Former) -> sqlite3.Connection:
    """Open a file as a history, upgraded; raises `HistoryError` and then leaves the file as it was."""
    # A relative name could be one that SQLite keeps in memory.
    name = os.path.abspath(path)
    is_there = is_a_file(path)
    if share := share_of(path):
        raise HistoryError.at(
            path,
            "H108",
            f"lies on a network share ({share}), where an answer can be lost; name a file on this computer"
            " with --db or MSC_LEARN_DB",
        )
    if not is_there:
        name = make_file(path) if create else MEMORY
    elif is_cut_short(path):
        raise damaged(path, "is cut short")
    elif create and not os.access(path, os.W_OK):
        # SQLite reports it at the first answer only, which would be lost.
        raise HistoryError.at(path, *_MESSAGES["SQLITE_READONLY"])
    else:
        _tighten(path)
    with translating_sqlite_errors(path):
        database = sqlite3.connect(name, timeout=wait, isolation_level=None)
    try:
        with translating_sqlite_errors(path):
            _prepare(path, database, wait, former)
    except BaseException:
        database.close()
        raise
    return database


def _tighten(path: Path) -> None:
    """Take a history that others may read away from them, with its log and its copies."""
    log = (path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))
    # Copies are searched for only where there is reason to: a history of many files opens as fast as one.
    loose = [file for file in (path, *log) if tighten(file)]
    if loose:
        from msc_learn.history.backups import backups_of, set_aside_of

        for copy in (*backups_of(path), *set_aside_of(path)):
            tighten(copy)


def damaged(
    path: Path, what: str, remedy: str = "restore a copy of it, or name another file"
) -> MscLearnError:
    """Return the error of a damaged history, with the command that restores the newest good backup."""
    from msc_learn.history.backups import newest_good

    if backup := newest_good(path):
        words = ["msc-learn", "progress", "restore", "--db", str(path), str(backup)]
        remedy = f"restore its newest good backup with: {shlex.join(words)}"
    return HistoryError.at(path, "H101", f"{what}; {remedy}")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Run statements all or none; they are on disk when the context ends."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    database.execute("COMMIT")


@contextmanager
def changeable(database: sqlite3.Connection) -> Iterator[None]:
    """Drop the triggers that keep the log unchanged, and create them again; within a transaction."""
    triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        database.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        database.execute(statement)


_MESSAGES = {
    "SQLITE_BUSY": (LOCKED, "is in use by another program and stayed locked; close that and try again"),
    "SQLITE_READONLY": ("H104", "cannot be written: it is read-only"),
    "SQLITE_CANTOPEN": ("H104", "cannot be opened: no permission, or its folder is read-only"),
    "SQLITE_FULL": (FULL, "cannot be written: the disk is full"),
    "SQLITE_IOERR": (FULL, "cannot be written: the disk is full or reports an error"),
}


@contextmanager
def translating_sqlite_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors, and rows that are not valid, into a `HistoryError` of one line."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(path, error) from error
    except (ValueError, ArithmeticError) as error:  # a row that msc-learn never wrote
        raise damaged(path, f"is damaged: it holds {error}") from error


def _translated(path: Path, error: sqlite3.Error) -> MscLearnError:
    name = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
    if name == "SQLITE_NOTADB":
        return damaged(path, "is not a history of msc-learn", "name another file")
    # Python raises the latter itself for damaged text, without an error name.
    if name == "SQLITE_CORRUPT" or str(error).startswith("Could not decode to UTF-8"):
        return damaged(path, "is damaged")
    code, message = _MESSAGES.get(name, ("H107", f"cannot be used: {error}"))
    return HistoryError.at(path, code, message)


def _prepare(path: Path, database: sqlite3.Connection, wait: float, former: Former) -> None:
    """Check whose file this is before changing anything in it, then set it up."""
    version = _version(path, database)
    if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _write_ahead(database, wait)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    if version != VERSION:
        with transaction(database):
            # Another program may have set it up since we looked.
            _upgrade(path, database, _version(path, database), former)


def _upgrade(path: Path, database: sqlite3.Connection, version: int, former: Former) -> None:
    if version == 0:
        _run(database, SCHEMA)
        return
    if version < VERSION:
        _back_up_before(path, version)
    for step in range(version, VERSION):
        _run(database, UPGRADES[step])
        if step == 1:
            _keep_renames(database, former)


def _back_up_before(path: Path, version: int) -> None:
    """Copy a history of an earlier version to a backup beside it, before anything in it changes."""
    from msc_learn.history.backups import backup_path, copy_to, free_path

    target = free_path(backup_path(path, version, date.fromtimestamp(time.time())))
    try:
        # Our own connection holds the lock by now; a second one reads beside it.
        with closing(sqlite3.connect(path.absolute())) as reading:
            is_whole = copy_to(reading, target)
    except OSError as error:
        raise HistoryError.at(target, "H104", f"cannot be created: {error.strerror or error}") from error
    if not is_whole:
        raise damaged(path, "is damaged")


def _keep_renames(database: sqlite3.Connection, former: Former) -> None:
    """Store the renames that the memories of version 1 were made with; a replay needs them."""
    for (course, card), old in former.items():
        rows = database.execute(
            "SELECT learner, first FROM memory WHERE course = ? AND card = ?", (course, card)
        ).fetchall()
        for learner, first in rows:
            identity = f"renamed:{learner}:{course}:{card}"
            insert(database, Renamed(identity, learner, course, card, moment(first), former=old))


def _run(database: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        database.execute(statement)


def _write_ahead(database: sqlite3.Connection, wait: float) -> None:
    """Switch to write-ahead logging; a drive without shared memory keeps the rollback journal, safe too."""
    until = time.monotonic() + wait
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite's timeout does not cover this one statement while another program opens the file.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _version(path: Path, database: sqlite3.Connection) -> int:
    """Return the schema version, 0 for an empty file; raises `HistoryError` for files of others."""
    # One statement sees one state of the file, even if another program sets it up meanwhile.
    application, version, tables = database.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION:
        raise HistoryError.at(path, "H102", "is a database of another program; name another file")
    if version > VERSION:
        raise HistoryError.at(path, "H103", "was written by a newer msc-learn; upgrade msc-learn to use it")
    if version < 1:
        raise damaged(path, f"is damaged: it has the version {version}")
    return int(version)
