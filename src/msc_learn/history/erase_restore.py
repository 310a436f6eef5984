"""Daily backups, restoring one, and erasing all data of a learner from the file and its backups."""

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
from msc_learn.history.connection import LOCKED, HistoryFile, damaged, translating_sqlite_errors
from msc_learn.history.schema import VERSION


def back_up(history: HistoryFile, day: date) -> Path | None:
    """Make the backup of a learner's day and return it, None if it is there; only the newest are kept.

    Raises `HistoryError` where the history is damaged or no copy can be made.
    """
    target = backup_path(history.path, VERSION, day)
    if target.exists():
        return None
    with history.reading() as database:
        try:
            is_whole = copy_to(database, target)
        except OSError as error:
            raise HistoryError.at(target, "H104", f"cannot be created: {error.strerror or error}") from error
    if not is_whole:
        raise damaged(history.path, "is damaged")
    forget_old(history.path, target)
    return target


def restore(path: Path, backup: Path) -> Path | None:
    """Replace a history by a copy of a backup, and return the new path of the file that was there.

    Raises `HistoryError` for a damaged backup; nothing is changed then.
    """
    if path.exists() and path.samefile(backup):
        raise HistoryError.at(backup, "H104", "is the history itself; name a backup of it")
    if not is_good(backup):
        raise HistoryError.at(backup, "H101", "is damaged or not a history of msc-learn; name another backup")
    copy = path.with_name(path.name + ".restored")
    with translating_sqlite_errors(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with closing(read(backup)) as database:
                is_whole = copy_to(database, copy)
            if is_whole:
                return put_in_place(copy, path)
        except OSError as error:
            raise HistoryError.at(path, "H104", f"cannot be created: {error.strerror or error}") from error
    raise HistoryError.at(backup, "H106", "cannot be copied whole: the disk reports an error")


def erase(history: HistoryFile, learner: str) -> Mapping[str, int]:
    """Remove all data of a learner, backups too, and return how many rows of each table it was.

    The file is written anew, so that nothing stays in its unused pages or its log.
    """
    with history.transaction() as database:
        counts = delete_rows(database, learner)
    return counts | {"backup": vacuum(history)}


def delete_rows(database: sqlite3.Connection, learner: str) -> dict[str, int]:
    """Delete every row of a learner, and return how many it was of each table."""
    numbers = "(SELECT seq FROM review WHERE learner = ?)"
    counts: dict[str, int] = {}
    for table in ("recall", "void"):
        database.execute(f"DELETE FROM {table} WHERE seq IN {numbers}", (learner,))  # noqa: S608
    attempts = "(SELECT id FROM event WHERE learner = ?)"
    database.execute(f"DELETE FROM former_attempt WHERE attempt IN {attempts}", (learner,))  # noqa: S608
    for table in ("memory", "review", "event", "parameters"):
        deleted = database.execute(f"DELETE FROM {table} WHERE learner = ?", (learner,))  # noqa: S608
        counts[table] = deleted.rowcount
    return counts


def vacuum(history: HistoryFile) -> int:
    """Remove the backups, which hold deleted rows, and return their number; then write the file anew.

    Raises `HistoryError` where another program holds the log, in which deleted rows may stay.
    """
    # First, for a full disk or a locked log would leave them, and nobody would hear of them again.
    removed = remove_copies(history.path)
    with history.reading() as database:
        database.execute("VACUUM")
        busy, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise HistoryError.at(
            history.path,
            LOCKED,
            "is in use by another program, and what was removed may stay in its log until that is closed",
        )
    return removed
