"""A history's file opened: whose it is, its log, its version, and SQLite's complaints in plain words."""

import os
import shlex
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from msc_learn.errors import HistoryError, MscLearnError
from msc_learn.history.events import Renamed
from msc_learn.history.location import is_a_file, is_cut_short, make_file, share_of
from msc_learn.history.schema import APPLICATION, EVENT, REVIEW, SCHEMA, UPGRADES, VERSION, event_row
from msc_learn.memory.replay import Former
from msc_learn.memory.review import moment

LOCKED = "H105"
FULL = "H106"
PUT_REVIEW = f"INSERT INTO review ({REVIEW}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608
PUT_EVENT = f"INSERT INTO event ({EVENT}) VALUES (?,?,?,?,?,?,?,?)"  # noqa: S608


def connect(path: Path, *, create: bool, wait: float, former: Former) -> sqlite3.Connection:
    """Open a file as a history, brought up to date; raises `HistoryError` and leaves the file as it was."""
    place = str(path)
    is_there = is_a_file(path)
    if share := share_of(path):
        raise HistoryError.at(
            path,
            "H108",
            f"lies on a network share ({share}), where an answer can be lost; name a file on this computer"
            " with --db or MSC_LEARN_DB",
        )
    if not is_there:
        place = make_file(path) if create else ":memory:"
    elif is_cut_short(path):
        raise damaged(path, "is cut short")
    elif create and not os.access(path, os.W_OK):
        # SQLite says so at the first answer only, which would be lost.
        raise HistoryError.at(path, *_SAID["SQLITE_READONLY"])
    with told(path):
        database = sqlite3.connect(place, timeout=wait, isolation_level=None)
    try:
        with told(path):
            _prepare(path, database, wait, former)
    except BaseException:
        database.close()
        raise
    return database


def damaged(
    path: Path, what: str, remedy: str = "bring back a copy of it, or name another file"
) -> MscLearnError:
    """Make the error of a damaged history; it names the newest good backup and how to bring it back."""
    from msc_learn.history.backups import newest_good

    if backup := newest_good(path):
        words = ["msc-learn", "progress", "restore", "--db", str(path), str(backup)]
        remedy = f"its newest good backup comes back with: {shlex.join(words)}"
    return HistoryError.at(path, "H101", f"{what}; {remedy}")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Do all that is within, on disk when it ends, or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    database.execute("COMMIT")


@contextmanager
def snapshot(database: sqlite3.Connection) -> Iterator[None]:
    """Read all that is within from one state of the file; others may write meanwhile."""
    database.execute("BEGIN")
    try:
        yield
    finally:
        # A reader that was given up half way may outlive the file's closing.
        with suppress(sqlite3.ProgrammingError):
            database.rollback()


_SAID = {
    "SQLITE_BUSY": (LOCKED, "is in use by another program and stayed locked; close that and try again"),
    "SQLITE_READONLY": ("H104", "cannot be written: it is read-only"),
    "SQLITE_CANTOPEN": ("H104", "cannot be opened: no permission, or its folder is read-only"),
    "SQLITE_FULL": (FULL, "cannot be written: the disk is full"),
    "SQLITE_IOERR": (FULL, "cannot be written: the disk is full or reports an error"),
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in one line what SQLite says in its own words."""
    try:
        yield
    except sqlite3.Error as error:
        raise _said(path, error) from error
    except (ValueError, ArithmeticError) as error:  # a row that none of ours would be
        raise damaged(path, f"is damaged: it holds {error}") from error


def _said(path: Path, error: sqlite3.Error) -> MscLearnError:
    name = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
    if name == "SQLITE_NOTADB":
        return damaged(path, "is not a history of msc-learn", "name another file")
    # Python says the latter itself of text that no longer is any, and gives no name to it.
    if name == "SQLITE_CORRUPT" or str(error).startswith("Could not decode to UTF-8"):
        return damaged(path, "is damaged")
    code, message = _SAID.get(name, ("H107", f"cannot be used: {error}"))
    return HistoryError.at(path, code, message)


def _prepare(path: Path, database: sqlite3.Connection, wait: float, former: Former) -> None:
    """Check whose file this is before anything in it is touched, then set it up."""
    version = _version(path, database)
    if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _write_ahead(database, wait)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    if version != VERSION:
        with transaction(database):
            # Another sitting may have set it up since we looked.
            _bring_up_to_date(path, database, _version(path, database), former)


def _bring_up_to_date(path: Path, database: sqlite3.Connection, version: int, former: Former) -> None:
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
    """Make a copy of a history of an earlier version, beside it, before anything in it changes."""
    from msc_learn.history.backups import backup_path, copy_to, free_path

    target = free_path(backup_path(path, version, date.fromtimestamp(time.time())))
    try:
        # Our own connection holds the lock by now; a second one reads beside it.
        with closing(sqlite3.connect(path)) as reading:
            whole = copy_to(reading, target)
    except OSError as error:
        raise HistoryError.at(target, "H104", f"cannot be made: {error.strerror or error}") from error
    if not whole:
        raise damaged(path, "is damaged")


def _keep_renames(database: sqlite3.Connection, former: Former) -> None:
    """Store the renames that the memories of version 1 went by, which a replay must know."""
    for (course, card), old in former.items():
        rows = database.execute(
            "SELECT learner, first FROM memory WHERE course = ? AND card = ?", (course, card)
        ).fetchall()
        for learner, first in rows:
            name = f"renamed:{learner}:{course}:{card}"
            database.execute(
                PUT_EVENT, event_row(Renamed(name, learner, course, card, moment(first), former=old))
            )


def _run(database: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        database.execute(statement)


def _write_ahead(database: sqlite3.Connection, wait: float) -> None:
    """Switch to a write-ahead log; where a drive cannot share memory the old journal stays, safe too."""
    until = time.monotonic() + wait
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # For this one change SQLite does not wait by itself while another program opens the file.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _version(path: Path, database: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 for an empty file; refuse what is not ours to touch."""
    # One statement sees one state of the file, though another program sets it up meanwhile.
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
    return int(version)
