"""Zip archives: read in memory, never unpacked to disk, and refused if they could do harm (zip bombs)."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath

from msc_learn.errors import DocumentError, MscLearnError

_MOST_FILES = 20_000
_LARGEST_FILE = 32 * 2**20  # bytes
_LARGEST_TOTAL = 128 * 2**20  # bytes
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class Archive:
    """An open archive; `left` is how many bytes may still be unpacked."""

    path: str
    zip: zipfile.ZipFile
    left: int = _LARGEST_TOTAL

    def read(self, name: str) -> bytes:
        """Return the bytes of a file in the archive; raises `DocumentError`."""
        try:
            entry = self.zip.getinfo(name)
        except KeyError as error:
            raise damaged(self.path, f"{name} is missing in it") from error
        self.left -= entry.file_size
        if entry.file_size > _LARGEST_FILE or self.left < 0:
            message = f"unpacks to too much data: {name} has {_size(entry.file_size)}"
            raise DocumentError.at(self.path, "D115", message)
        if entry.flag_bits & 1:
            raise locked(self.path)
        try:
            return self.zip.read(entry)
        except Exception as error:
            # zipfile documents no error type: one wrong byte raises any of a dozen.
            raise damaged(self.path, f"{name} in it cannot be unpacked") from error

    def has(self, name: str) -> bool:
        """Tell whether the archive has a file of this name."""
        return name in self.zip.NameToInfo


def open_archive(data: bytes, path: str, what: str) -> Archive:
    """Open an archive; `what` names the format in `DocumentError`."""
    if data.startswith(_OLE_SIGNATURE):
        message = f"has a password or an older format; save it without password as {what}"
        raise DocumentError.at(path, "D112", message)
    try:
        opened = zipfile.ZipFile(BytesIO(data))
    except Exception as error:
        raise damaged(path, f"{what} is a zip archive, but this is not one or is truncated") from error
    _refuse_harm(opened, path)
    return Archive(path, opened)


def _refuse_harm(opened: zipfile.ZipFile, path: str) -> None:
    entries = opened.infolist()
    if len(entries) > _MOST_FILES:
        raise DocumentError.at(path, "D115", f"contains {len(entries)} files, more than any document needs")
    for entry in entries:
        # Nothing is written to disk, so this is harmless here; but no honest program makes it.
        if leads_outside(entry.filename):
            raise DocumentError.at(path, "D115", f"names a file outside itself, {entry.filename[:80]!r}")


def leads_outside(name: str) -> bool:
    """Tell whether a path leads out of the archive (path traversal)."""
    path = normpath(name.replace("\\", "/"))
    return path.startswith(("/", "../")) or path == ".." or path[1:2] == ":"


def refuse_entities(data: bytes, path: str, name: str) -> None:
    """Refuse XML that defines entities: a few lines can expand to gigabytes (billion laughs)."""
    if any("<!ENTITY".encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise DocumentError.at(path, "D115", f"{name} in it defines entities")


def damaged(path: str, why: str) -> MscLearnError:
    """Return the error for a file whose content does not match its suffix."""
    return DocumentError.at(path, "D113", f"is damaged: {why}")


def locked(path: str) -> MscLearnError:
    """Return the error for a file that needs a password."""
    message = "has a password; save a copy without password or copy protection"
    return DocumentError.at(path, "D112", message)


def _size(count: int) -> str:
    return f"{count / 2**20:,.0f} MB"
