"""Zip archives that hold a document: read in memory, never unpacked, and refused where they do harm."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath

from msc_learn.errors import DocumentError, MscLearnError

_MOST_FILES = 20_000
_LARGEST_FILE = 32 * 2**20
_LARGEST_SUM = 128 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class Archive:
    """The files of an archive that were asked for; `left` is how many bytes may still be read."""

    path: str
    zip: zipfile.ZipFile
    left: int = _LARGEST_SUM

    def read(self, name: str) -> bytes:
        """Return the bytes of a file, or say why they cannot be had."""
        try:
            entry = self.zip.getinfo(name)
        except KeyError as error:
            raise damaged(self.path, f"{name} is missing in it") from error
        self.left -= entry.file_size
        if entry.file_size > _LARGEST_FILE or self.left < 0:
            raise DocumentError.at(
                self.path, "D115", f"unpacks to too much: {name} has {_size(entry.file_size)}"
            )
        if entry.flag_bits & 1:
            raise locked(self.path)
        try:
            return self.zip.read(entry)
        except Exception as error:
            # The library promises no kind of error: a wrong byte in the file comes out as any of a dozen.
            raise damaged(self.path, f"{name} in it cannot be unpacked") from error

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        return name in self.zip.NameToInfo


def open_archive(data: bytes, path: str, what: str) -> Archive:
    """Open an archive; `what` is the name of the format for the error."""
    if data.startswith(_OLE):
        message = f"is locked with a password, or of an older format; save it unlocked as {what}"
        raise DocumentError.at(path, "D112", message)
    try:
        opened = zipfile.ZipFile(BytesIO(data))
    except Exception as error:
        raise damaged(path, f"{what} is a zip archive, and this is none or is cut short") from error
    _refuse_harm(opened, path)
    return Archive(path, opened)


def _refuse_harm(opened: zipfile.ZipFile, path: str) -> None:
    entries = opened.infolist()
    if len(entries) > _MOST_FILES:
        raise DocumentError.at(path, "D115", f"holds {len(entries)} files, more than any document has")
    for entry in entries:
        # Nothing is written to disk, so this could do no harm here; but no honest program makes it.
        if leaves(entry.filename):
            raise DocumentError.at(path, "D115", f"holds a file outside itself, {entry.filename[:80]!r}")


def leaves(name: str) -> bool:
    """Tell whether a name leads out of the archive."""
    there = normpath(name.replace("\\", "/"))
    return there.startswith(("/", "../")) or there == ".." or there[1:2] == ":"


def refuse_entities(data: bytes, path: str, name: str) -> None:
    """Refuse XML that defines entities: no document needs its own, and few lines can unfold to gigabytes."""
    if any("<!ENTITY".encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
        raise DocumentError.at(path, "D115", f"{name} in it defines entities")


def damaged(path: str, why: str) -> MscLearnError:
    """Return the error of a file that is not what its name says."""
    return DocumentError.at(path, "D113", f"is damaged: {why}")


def locked(path: str) -> MscLearnError:
    """Return the error of a file that only a password opens."""
    message = "is locked; save a copy without password or copy protection"
    return DocumentError.at(path, "D112", message)


def _size(count: int) -> str:
    return f"{count / 2**20:,.0f} MB"
