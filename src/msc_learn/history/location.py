"""Paths of the history and the course cache, and checks of the file before SQLite opens it."""

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
    """Return the real path of the history: the one given, else that of MSC_LEARN_DB, else the user's own.

    Backups lie beside the real file, so symbolic links are resolved here, once. Raises `HistoryError` for a
    name that is not that of a file.
    """
    if named is not None or environment.get(VARIABLE):
        return real_path(_checked(str(environment[VARIABLE] if named is None else named)))
    import platformdirs

    return real_path(Path(platformdirs.user_data_dir("msc-learn", appauthor=False)) / "history.db")


def real_path(path: Path) -> Path:
    """Return the absolute path of the file that a path leads to, without symbolic links."""
    return Path(os.path.realpath(path))


def _checked(name: str) -> Path:
    """Return the path of a name that a user gave; raises `HistoryError` for names with another meaning."""
    if not name.strip():
        raise HistoryError.at("--db", "H104", "is empty: name the file of the history")
    if name.startswith(":") or name.lower().startswith("file:"):
        # SQLite would keep the answers in memory, and they would be lost.
        remedy = f"name a file, or write ./{name} for a file of that name"
        raise HistoryError.at(name, "H104", f"names a database in memory or a URI, not a file; {remedy}")
    if name.startswith("-"):
        raise HistoryError.at(
            name, "H104", f"looks like an option, not a file; write ./{name} for a file of that name"
        )
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise HistoryError.at(name, "H104", "is in the home folder of an unknown user") from None


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder of cached courses: MSC_LEARN_CACHE, else the user's own; None where it is off."""
    named = environment.get(CACHE_VARIABLE)
    if named:
        return None if named == "off" else Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("msc-learn", appauthor=False))


def is_a_file(path: Path) -> bool:
    """Return whether a file is at a path; raises `HistoryError` for a folder, a pipe or a device."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise HistoryError.at(path, "H104", f"cannot be opened: {error.strerror or error}") from error
    if stat.S_ISDIR(mode):
        raise HistoryError.at(path, "H104", "is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        # Opening a pipe would wait for ever.
        raise HistoryError.at(path, "H104", "is not a regular file (it is a pipe or a device); name another")
    return True


def make_file(path: Path) -> str:
    """Create the empty file of a new history, readable by its owner alone, and return its path."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # What a learner knows is private.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if path.parent.is_dir():
            return str(path)
        raise HistoryError.at(path, "H104", "cannot be created: its folder is a file") from None
    except OSError as error:
        raise HistoryError.at(path, "H104", f"cannot be created: {error.strerror or error}") from error
    return str(path)


def tighten(path: Path) -> bool:
    """Take a file away from all but its owner, and return whether others had access to it."""
    try:
        mode = path.stat().st_mode
        if os.name == "nt" or not mode & 0o077:
            return False
        path.chmod(stat.S_IMODE(mode) & ~0o077)
    except OSError:
        # It is of somebody else, or on a medium that cannot be written.
        return False
    return True


def is_cut_short(path: Path) -> bool:
    """Return whether a file is shorter than its header says; SQLite notices only at a missing page."""
    if path.with_name(path.name + "-wal").exists():
        return False
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise HistoryError.at(path, "H104", f"cannot be read: {error.strerror or error}") from error
    if not header.startswith(_MAGIC) or len(header) < 100:
        # SQLite takes a single byte for an empty file.
        return 0 < len(header) < len(_MAGIC) and _MAGIC.startswith(header)
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    return int.from_bytes(header[28:32], "big") * page > size


def share_of(path: Path, mounts: str | None = None) -> str:
    """Return the file system type of the network share a path lies on, empty if none is detected.

    SQLite's write-ahead log needs shared memory, which programs on two computers do not have.
    """
    if os.name == "nt" and str(path.absolute()).startswith("\\\\"):
        return "UNC"
    listed = _mounts() if mounts is None else mounts
    real, (depth, share) = Path(os.path.realpath(path)), (-1, "")
    for line in listed.splitlines():
        _, where, kind, *_ = [*line.split(" "), "", "", ""]
        # The kernel writes whitespace as three octal digits.
        folder = Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), where))
        if where and real.is_relative_to(folder) and len(folder.parts) >= depth:
            depth, share = len(folder.parts), kind
    return share if share in _SHARES else ""


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
