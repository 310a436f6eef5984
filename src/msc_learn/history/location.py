"""Where the history and the kept courses lie, and what can be told of its file before SQLite opens it."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from msc_learn.errors import HistoryError

VARIABLE = "MSC_LEARN_DB"
CACHE_VARIABLE = "MSC_LEARN_CACHE"
_SHARES = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs 9p afs ncpfs fuse.sshfs fuse.smbnetfs fuse.davfs davfs".split()
)
_MAGIC = b"SQLite format 3\0"
_OCTAL = re.compile(r"\\([0-7]{3})")


def history_path(named: str | Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the place of the history: the one named, else that of MSC_LEARN_DB, else the user's own."""
    if place := named or environment.get(VARIABLE):
        return Path(place).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("msc-learn", appauthor=False)) / "history.db"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder of kept courses: MSC_LEARN_CACHE, else the user's own; None where it is off."""
    named = environment.get(CACHE_VARIABLE)
    if named:
        return None if named == "off" else Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("msc-learn", appauthor=False))


def is_a_file(path: Path) -> bool:
    """Return whether a history lies at a path; raises `HistoryError` for a folder and other things there."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise HistoryError.at(path, "H104", f"cannot be opened: {error.strerror or error}") from error
    if stat.S_ISDIR(mode):
        raise HistoryError.at(path, "H104", "is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        # To open a pipe would wait for ever.
        raise HistoryError.at(path, "H104", "is no plain file; name another one")
    return True


def make_file(path: Path) -> str:
    """Make the empty file of a new history, readable by its owner alone, and return its path."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # What someone knows and does not know is theirs alone to read.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.parent.is_dir():
            return str(path)
        raise HistoryError.at(path, "H104", "cannot be made: its folder is a file") from None
    except OSError as error:
        raise HistoryError.at(path, "H104", f"cannot be made: {error.strerror or error}") from error
    return str(path)


def is_cut_short(path: Path) -> bool:
    """Return whether a file is shorter than its header says; SQLite notices only at a page that is gone."""
    if path.with_name(path.name + "-wal").exists():
        return False
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise HistoryError.at(path, "H104", f"cannot be read: {error.strerror or error}") from error
    if not header.startswith(_MAGIC) or len(header) < 100:
        # A single byte SQLite takes for an empty file.
        return 0 < len(header) < len(_MAGIC) and _MAGIC.startswith(header)
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    return int.from_bytes(header[28:32], "big") * page > size


def share_of(path: Path, mounts: str | None = None) -> str:
    """Return the kind of network share a path lies on, empty where it lies on none that can be told.

    The log that keeps a history whole is shared in memory, which programs on two computers cannot.
    """
    if os.name == "nt" and str(path.absolute()).startswith("\\\\"):
        return "UNC"
    listed = _mounts() if mounts is None else mounts
    place, found = Path(os.path.realpath(path)), (-1, "")
    for line in listed.splitlines():
        _, where, kind, *_ = [*line.split(" "), "", "", ""]
        # The kernel writes blanks and their like as three octal digits.
        folder = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), where))
        if where and place.is_relative_to(folder) and len(folder.parts) >= found[0]:
            found = (len(folder.parts), kind)
    return found[1] if found[1] in _SHARES else ""


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
