"""Copies of a history beside it: made whole or not at all, checked before they count, three kept."""

import glob
import os
import re
import sqlite3
from contextlib import closing
from datetime import date
from itertools import chain, count
from pathlib import Path

from msc_learn.history.schema import APPLICATION, VERSION

KEPT = 3


def backup_path(path: Path, version: int, day: date) -> Path:
    """Return the place of the backup of a day, made of a history of a version of the tables."""
    return path.with_name(f"{path.name}.backup-{version}-{day.isoformat()}")


def free_path(wanted: Path) -> Path:
    """Return a path where nothing lies: the one wanted, or that with a number behind it."""
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
    return next(path for path in chain([wanted], others) if not path.exists())


def backups_of(path: Path) -> tuple[Path, ...]:
    """Return the backups that lie beside a history, the newest last."""
    name = re.compile(re.escape(path.name) + r"\.backup-(\d+)-(\d{4}-\d\d-\d\d)(?:-(\d+))?")
    try:
        found = [(match, file) for file in path.parent.iterdir() if (match := name.fullmatch(file.name))]
    except OSError:
        return ()
    return tuple(
        file for _, file in sorted(found, key=lambda one: (one[0][2], int(one[0][1]), int(one[0][3] or 1)))
    )


def newest_good(path: Path) -> Path | None:
    """Return the backup of a history that is whole and holds most of it, None where there is none.

    Its name does not tell: a backup made while the clock was ahead has the latest day and an early content.
    """
    good = (backup for backup in reversed(backups_of(path)) if is_good(backup))
    return max(good, key=_last_stored, default=None)


def _last_stored(path: Path) -> int:
    with closing(read(path)) as database:
        found: tuple[int] = database.execute("SELECT coalesce(max(seq), 0) FROM review").fetchone()
    return found[0]


def is_good(path: Path) -> bool:
    """Return whether a file that nobody writes is a whole history that this program can read."""
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
    """Open a copy of a history to read it alone; raises `sqlite3.Error`."""
    # Without a log the file is all there is: it is read without a lock, and nothing is left beside it.
    alone = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True)


def copy_to(database: sqlite3.Connection, target: Path) -> bool:
    """Copy an open history, its log too, to `target`; a copy that is not whole takes no name.

    Returns whether the copy is whole. Raises `sqlite3.Error` and `OSError`.
    """
    # Two programs may make the backup of a day at once.
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(part)) as copy:
            database.backup(copy)
            # One plain file, which can be carried elsewhere as it is.
            copy.execute("PRAGMA journal_mode = DELETE")
        whole = is_good(part)
        if whole:
            part.replace(target)
            _settle(target.parent)
        return whole
    finally:
        part.unlink(missing_ok=True)


def forget_old(path: Path, made: Path) -> None:
    """Remove all but the last backups of the tables as they are, and what earlier days left half made.

    The one just made stays in any case.
    """
    for part in path.parent.glob(f"{glob.escape(path.name)}.backup-*.part"):
        if not part.name.startswith(made.name):
            part.unlink(missing_ok=True)
    now = [one for one in backups_of(path) if f".backup-{VERSION}-" in one.name and one != made]
    for old in now[: -(KEPT - 1)]:
        old.unlink(missing_ok=True)


def remove_copies(path: Path) -> int:
    """Remove all backups of a history, and copies half made, and return how many backups it was."""
    backups = backups_of(path)
    for copy in (*backups, *path.parent.glob(f"{glob.escape(path.name)}.*.part")):
        copy.unlink(missing_ok=True)
    return len(backups)


def set_aside_of(path: Path) -> tuple[Path, ...]:
    """Return the files that were put aside when a backup took the place of a history."""
    return tuple(sorted(path.parent.glob(f"{glob.escape(path.name)}.damaged-*")))


def put_in_place(whole: Path, path: Path) -> Path | None:
    """Put a whole file in the place of a history, and return where the file that was there is now."""
    # A log without its file would be taken for that of the new one.
    left = [path, path.with_name(path.name + "-wal")]
    aside = _set_aside(path) if any(one.exists() for one in left) else None
    whole.replace(path)
    _settle(path.parent)
    return aside


def _set_aside(path: Path) -> Path:
    """Give a history, with its log, a name that is free besides its own."""
    number = 1
    while any(path.parent.glob(f"{glob.escape(path.name)}.damaged-{number}*")):
        number += 1
    aside = path.with_name(f"{path.name}.damaged-{number}")
    try:
        # With a second name for the file there is a history at the first one at every moment.
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


def _settle(folder: Path) -> None:
    """Have the folder itself on disk, so that a name taken stays taken; not every system can."""
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
