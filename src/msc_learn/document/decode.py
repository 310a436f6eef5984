"""Decode bytes to text: UTF-8, or UTF-16 and UTF-32 with a byte order mark; anything else is an error.

A file in Windows-1252 or Latin-1 is refused too. Nearly any bytes can be read that way, so a guess would
silently put wrong letters on cards. The message says how to convert the file.
"""

import codecs
import hashlib
import re
from pathlib import Path

from msc_learn.errors import DocumentError, MscLearnError, Problem
from msc_learn.position import Position

# UTF-32 before UTF-16: its mark starts with the mark of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Page and line breaks; each stays one character, so that no offset moves.
_BREAKS = {"\v": " ", "\f": " ", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
# Bytes. No document is larger; a disk image or a film named by mistake would fill the memory.
LARGEST = 512 * 2**20
# Bytes that no text in a single-byte encoding contains.
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def read_text(path: Path) -> str:
    """Return the text of a file; raises `DocumentError` if it is empty, unreadable or not text."""
    text = decode(read_bytes(path), str(path))
    if not text.strip():
        raise DocumentError.at(path, "D104", "is empty")
    return text


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raises `DocumentError` if it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(path, size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError.at(path, "D101", "no such file") from error
    except IsADirectoryError as error:
        raise DocumentError.at(path, "D102", "is a folder; name a file in it") from error
    except OSError as error:
        raise DocumentError.at(path, "D103", f"cannot be read: {error.strerror or error}") from error


def _too_large(path: Path, size: int) -> MscLearnError:
    message = f"is too large: {size / 2**20:,.0f} MB, at most {LARGEST // 2**20} MB are read; split it"
    return DocumentError.at(path, "D117", message)


def decode(data: bytes, path: str) -> str:
    r"""Return the text of `data` with `\n` line ends; `path` names the file in `DocumentError`."""
    mark, encoding = byte_order_mark(data)
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(body, error, path) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character, meaning in _BREAKS.items():
        text = text.replace(character, meaning)
    # Most texts are printable, and this check is much faster than the search.
    if not text.replace("\n", " ").isprintable() and (control := _CONTROL.search(text)):
        raise _control_character(text, control, path)
    return text


def byte_order_mark(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark of a text file, empty if it has none, and the encoding of what follows."""
    return next((pair for pair in _BYTE_ORDER_MARKS if data.startswith(pair[0])), (b"", "utf-8"))


def digest_of(text: str) -> str:
    """Return `sha256:` and the hexadecimal digest of the text in UTF-8."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _undecodable(body: bytes, error: UnicodeDecodeError, path: str) -> MscLearnError:
    if error.encoding != "utf-8":
        name = error.encoding.upper()[:6]
        message = f"starts with a {name} byte order mark but is not {name}; save it as UTF-8"
        return DocumentError.at(path, "D107", message)
    if _BINARY.search(body):
        return DocumentError.at(path, "D105", "is not a text file")
    before = body[: error.start].decode()
    message = (
        f"byte 0x{body[error.start]:02X} is not UTF-8; if the file is in Windows-1252 or Latin-1, save it as"
        " UTF-8 (iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW)"
    )
    return DocumentError([Problem(_position(before, path), "D106", message)])


def _control_character(text: str, control: re.Match[str], path: str) -> DocumentError:
    message = f"contains the control character U+{ord(control[0]):04X}, so it is not plain text"
    return DocumentError([Problem(_position(text[: control.start()], path), "D105", message)])


def _position(before: str, path: str) -> Position:
    lines = re.split(r"\r\n|\r|\n", before)
    return Position(path, len(lines), len(lines[-1]) + 1)
