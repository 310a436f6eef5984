"""Document readers, one format a file, chosen by file name suffix and imported on use.

To add a reader, add a file here and its suffix to `TEXT_READERS` or `BINARY_READERS`.
"""

import re
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from msc_learn.document.decode import read_bytes, read_text
from msc_learn.document.model import Document
from msc_learn.errors import DocumentError


class TextReader(Protocol):
    """A reader of a text format; offsets count in the text of the file."""

    def read(self, text: str, path: str) -> Document:
        """Return the document of a decoded file; `path` names it in the document and in errors."""


class BinaryReader(Protocol):
    """A reader of a packed format; offsets count in the plain text extracted from it."""

    def read(self, data: bytes, path: str) -> Document:
        """Return the document of a file; `path` names it in the document and in errors."""


TEXT_READERS = {".txt": "plain_text", ".md": "markdown", ".markdown": "markdown"}
BINARY_READERS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".epub": "epub"}
SUFFIXES = (*TEXT_READERS, *BINARY_READERS)
# The file name becomes the title of the course and part of comments, where these characters are not allowed.
_FORBIDDEN_IN_NAME = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LIBRARIES = frozenset({"selectolax", "mammoth", "pypdfium2"})


def read_document(path: Path) -> Document:
    """Read a document with the reader for its suffix; raises `DocumentError`."""
    if _FORBIDDEN_IN_NAME.search(path.name):
        message = "the file name contains a line break, a control character or invalid UTF-8; rename the file"
        raise DocumentError.at(path, "D118", message)
    suffix = path.suffix.lower()
    if suffix in BINARY_READERS:
        return _read_binary(path, BINARY_READERS[suffix])
    if suffix not in TEXT_READERS and not path.is_dir():
        kind = f"{path.suffix} files are" if path.suffix else "files without a suffix are"
        message = f"{kind} not supported; use one of {', '.join(SUFFIXES)}"
        raise DocumentError.at(path, "D108", message)
    text = read_text(path)
    reader = cast(TextReader, import_module(f"{__name__}.{TEXT_READERS[suffix]}"))
    return reader.read(text, str(path))


def _read_binary(path: Path, name: str) -> Document:
    """Read a document whose format needs a library that a plain install does not include."""
    data = read_bytes(path)
    if not data.strip():
        raise DocumentError.at(path, "D104", "is empty")
    try:
        reader = cast(BinaryReader, import_module(f"{__name__}.{name}"))
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _LIBRARIES:
            raise
        message = f"reading {path.suffix} files needs more: pip install 'msc-learn[formats]'"
        raise DocumentError.at(path, "D111", message) from error
    return reader.read(data, str(path))
