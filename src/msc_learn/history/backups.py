"""Backup files beside a history: written atomically, checked before they count, rotated."""

import glob
import os
import re
import sqlite3
from contextlib import closing
from datetime import date
from itertools import chain, count
from pathlib import Path

from msc_learn.history.schema import APPLICATION, VERSION

# How many backups of the present schema version are kept.
KEPT = 3


def backup_path(path: Path, version: int, day: date) -> Path:
    """Return the path of the backup of a day, of a history with a schema version."""
    return path.with_name(f"{path.name}.backup-{version}-{day.isoformat()}")


def free_path(wanted: Path) -> Path:
    """Return a path that does not exist: the one wanted, or one with a number appended."""
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
    return next(path for path in chain([wanted], others) if not path.exists())


def backups_of(path: Path) -> tuple[Path, ...]:
    """Return the backups of a history, sorted by day, version and number."""
    name = re.compile(re.escape(path.name) + r"\.backup-(\d+)-(\d{4}-\d\d-\d\d)(?:-(\d+))?")
    try:
        matches = {file: match for file in path.parent.iterdir() if (match := name.fullmatch(file.name))}
    except OSError:
        return ()

    def age(file: Path) -> tuple[str, int, int]:
        version, day, number = matches[file].groups()
        return day, int(version), int(number or 1)

    return tuple(sorted(matches, key=age))


def newest_good(path: Path) -> Path | None:
    """Return the intact backup of a history with the most reviews, None where there is none.

    Its name is no guide: a backup made while the clock was ahead has the latest day and an early content.
    """
    good = (backup for backup in reversed(backups_of(path)) if is_good(backup))
    return max(good, key=_last_stored, default=None)


def _last_stored(path: Path) -> int:
    with closing(read(path)) as database:
        last: tuple[int] = database.execute("SELECT coalesce(max(seq), 0) FROM review").fetchone()
    return last[0]


def is_good(path: Path) -> bool:
    """Return whether a file that no program writes is an intact history that this version can read."""
    try:
        with closing(read(path)) as database:
            application, version = database.execute(
                "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version"
            ).fetchone()
            checked = database.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.Error:
        return False
    return application == APPLICATION and version <= VERSION and checked == [("ok",)]


def read(path: Path) -> sqlite3.Connection:
    """Open a copy of a history read-only; raises `sqlite3.Error`."""
    # Without a log the file is complete: it is read without a lock, and no file is left beside it.
    alone = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True)


def copy_to(database: sqlite3.Connection, target: Path) -> bool:
    """Copy an open history with its log to `target`, unless the copy turns out to be damaged.

    Returns whether it is intact. Raises `sqlite3.Error` and `OSError`.
    """
    # Two programs may make the backup of a day at once.
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(part)) as copy:
            database.backup(copy)
            # One regular file, which can be copied elsewhere as it is.
            copy.execute("PRAGMA journal_mode = DELETE")
        is_whole = is_good(part)
        if is_whole:
            part.replace(target)
            _sync_folder(target.parent)
        return is_whole
    finally:
        part.unlink(missing_ok=True)


def forget_old(path: Path, made: Path) -> None:
    """Remove all but the newest backups of the present schema, and unfinished copies of earlier days.

    The one just made always stays.
    """
    for part in path.parent.glob(f"{glob.escape(path.name)}.backup-*.part"):
        if not part.name.startswith(made.name):
            part.unlink(missing_ok=True)
    present = [file for file in backups_of(path) if f".backup-{VERSION}-" in file.name and file != made]
    for old in present[: -(KEPT - 1)]:
        old.unlink(missing_ok=True)


def remove_copies(path: Path) -> int:
    """Remove all backups of a history and unfinished copies, and return the number of backups."""
    backups = backups_of(path)
    for copy in (*backups, *path.parent.glob(f"{glob.escape(path.name)}.*.part")):
        copy.unlink(missing_ok=True)
    return len(backups)


def set_aside_of(path: Path) -> tuple[Path, ...]:
    """Return the files that were set aside when a backup replaced a history."""
    return tuple(sorted(path.parent.glob(f"{glob.escape(path.name)}.damaged-*")))


def put_in_place(replacement: Path, path: Path) -> Path | None:
    """Replace a history by another file, and return the new path of the file that was there."""
    # A log without its file would be taken for that of the new one.
    present = [path, path.with_name(path.name + "-wal")]
    aside = _set_aside(path) if any(file.exists() for file in present) else None
    replacement.replace(path)
    _sync_folder(path.parent)
    return aside


def _set_aside(path: Path) -> Path:
    """Rename a history with its log to a free name, and return it."""
    number = 1
    while any(path.parent.glob(f"{glob.escape(path.name)}.damaged-{number}*")):
        number += 1
    aside = path.with_name(f"{path.name}.damaged-{number}")
    try:
        # A hard link first, so that a history is at its path at every moment.
        os.link(path, aside)
    except FileNotFoundError:
        pass
    except OSError:
        path.rename(aside)
    for ending in ("-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _sync_folder(folder: Path) -> None:
    """Flush the folder to disk, so that a renamed file stays renamed; not every system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
