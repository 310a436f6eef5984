"""A history looked after: a backup a day, and one learner taken out of it without a trace."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from msc_learn.errors import HistoryError
from msc_learn.history.backups import (
    backup_path,
    copy_to,
    forget_old,
    is_good,
    put_in_place,
    read,
    remove_copies,
)
from msc_learn.history.connection import LOCKED, damaged, told, transaction
from msc_learn.history.schema import VERSION


def back_up(path: Path, database: sqlite3.Connection, day: date) -> Path | None:
    """Make the backup of a learner's day unless it is made, and return it; the last ones are kept.

    Raises `HistoryError` where the history turns out to be damaged or no copy can be made.
    """
    target = backup_path(path, VERSION, day)
    if target.exists():
        return None
    with told(path):
        try:
            whole = copy_to(database, target)
        except OSError as error:
            raise HistoryError.at(target, "H104", f"cannot be made: {error.strerror or error}") from error
    if not whole:
        raise damaged(path, "is damaged")
    forget_old(path, target)
    return target


def bring_back(path: Path, backup: Path) -> Path | None:
    """Put a copy of a backup in the place of a history, and return where the file that was there is now.

    Raises `HistoryError` for a backup that is not whole; nothing is changed then.
    """
    if path.exists() and path.samefile(backup):
        raise HistoryError.at(backup, "H104", "is the history itself; name a backup of it")
    if not is_good(backup):
        raise HistoryError.at(backup, "H101", "is damaged or no history of msc-learn; name another backup")
    whole = path.with_name(path.name + ".restored")
    with told(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(read(backup)) as database:
                copied = copy_to(database, whole)
            if copied:
                return put_in_place(whole, path)
        except OSError as error:
            raise HistoryError.at(path, "H104", f"cannot be made: {error.strerror or error}") from error
    raise HistoryError.at(backup, "H106", "cannot be copied whole: the disk reports an error")


def erase(path: Path, database: sqlite3.Connection, learner: str) -> Mapping[str, int]:
    """Remove all that is stored of a learner, backups too, and return how much of each kind it was.

    The file is written anew, so that nothing stays in its unused pages or its log.
    """
    with told(path), transaction(database):
        counts = forget(database, learner)
    return counts | {"backup": write_anew(path, database)}


def forget(database: sqlite3.Connection, learner: str) -> dict[str, int]:
    """Delete every row of a learner, and return how many it was of each kind."""
    numbers = "(SELECT seq FROM review WHERE learner = ?)"
    counts: dict[str, int] = {}
    for table in ("recall", "void"):
        database.execute(f"DELETE FROM {table} WHERE seq IN {numbers}", (learner,))  # noqa: S608
    for table in ("memory", "review", "event", "parameters"):
        gone = database.execute(f"DELETE FROM {table} WHERE learner = ?", (learner,))  # noqa: S608
        counts[table] = gone.rowcount
    return counts


def write_anew(path: Path, database: sqlite3.Connection) -> int:
    """Remove the backups that hold what was deleted, and count them; then write the file itself anew.

    Raises `HistoryError` where another program holds the log, in which it may stay.
    """
    # First, for a full disk or a log that is held would leave them, and nobody is told of them again.
    removed = remove_copies(path)
    with told(path):
        database.execute("VACUUM")
        busy, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise HistoryError.at(
            path,
            LOCKED,
            "is in use by another program, and what was removed may stay in its log until that is closed",
        )
    return removed
