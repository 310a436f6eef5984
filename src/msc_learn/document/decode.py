"""Bytes to text: UTF-8, or UTF-16 and UTF-32 with a byte order mark; all else is refused with a reason.

A file in Windows-1252 or Latin-1 is refused too: nearly any bytes can be read that way, so a guess would
put wrong letters on cards without a word. The message says how to convert the file.
"""

import codecs
import hashlib
import re
from pathlib import Path

from msc_learn.errors import DocumentError, MscLearnError, Problem
from msc_learn.position import Position

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# A form feed ends a page and the others a line; each is one character still, so that no place moves.
_BREAKS = {"\v": " ", "\f": " ", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
# No document is larger, and what a slip names (an image of a disk, a film) would fill the memory.
LARGEST = 512 * 2**20
# Bytes that no prose in a one-byte encoding holds; with one of them the file is not text at all.
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def read_text(path: Path) -> str:
    """Return the text of a file that must hold some; every failure is one line that names the file."""
    text = decode(read_bytes(path), str(path))
    if not text.strip():
        raise DocumentError.at(path, "D104", "is empty")
    return text


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or say why they cannot be had."""
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
    message = f"has {size / 2**20:,.0f} MB; a document has at most {LARGEST // 2**20}"
    return DocumentError.at(path, "D117", message)


def decode(data: bytes, path: str) -> str:
    r"""Return the text of `data` with `\n` line ends; `path` is named in the error."""
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(body, error, path) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found, meant in _BREAKS.items():
        text = text.replace(found, meant)
    # Most files print whole, which is told in a fraction of the search's time.
    if not text.replace("\n", " ").isprintable() and (control := _CONTROL.search(text)):
        raise _control_character(text, control, path)
    return text


def digest_of(text: str) -> str:
    """Return `sha256:` and the hexadecimal digest of the text in UTF-8."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _undecodable(body: bytes, error: UnicodeDecodeError, path: str) -> MscLearnError:
    if error.encoding != "utf-8":
        name = error.encoding.upper()[:6]
        message = f"begins with the mark of {name} but is not {name}; save it as UTF-8"
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
    message = f"holds the control character U+{ord(control[0]):04X}, so it is not plain text"
    return DocumentError([Problem(_position(text[: control.start()], path), "D105", message)])


def _position(before: str, path: str) -> Position:
    lines = re.split(r"\r\n|\r|\n", before)
    return Position(path, len(lines), len(lines[-1]) + 1)
