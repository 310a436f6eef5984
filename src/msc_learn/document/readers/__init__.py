"""Readers, one format a file, chosen by the suffix of the document and loaded on use."""

import re
from importlib import import_module
from pathlib import Path

from msc_learn.document.decode import read_bytes, read_text
from msc_learn.document.model import Document
from msc_learn.errors import DocumentError

# These read text, whose places are those of the file ...
READERS = {".txt": "plain_text", ".md": "markdown", ".markdown": "markdown"}
# ... and these read bytes, whose places are those of the plain text taken out of them.
FORMATS = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".epub": "epub"}
# The name of a document goes into its course, as a title and in comments, where these cannot stand.
_UNNAMEABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LIBRARIES = frozenset({"selectolax", "mammoth", "pypdfium2"})


def read_document(path: Path) -> Document:
    """Read a document by the reader of its suffix."""
    if _UNNAMEABLE.search(path.name):
        message = (
            "the name of the file holds a line end, a control character or bytes that are no UTF-8; rename it"
        )
        raise DocumentError.at(path, "D118", message)
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return _read_format(path, FORMATS[suffix])
    if suffix not in READERS and not path.is_dir():
        known = ", ".join((*READERS, *FORMATS))
        found = f"a {path.suffix} file" if path.suffix else "a file without a suffix"
        raise DocumentError.at(path, "D108", f"{found} cannot be read yet; documents are {known}")
    text = read_text(path)
    document: Document = import_module(f"{__name__}.{READERS[suffix]}").read(text, str(path))
    return document


def _read_format(path: Path, name: str) -> Document:
    """Read a document whose format needs a library that a plain install does not bring."""
    data = read_bytes(path)
    if not data.strip():
        raise DocumentError.at(path, "D104", "is empty")
    try:
        reader = import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _LIBRARIES:
            raise
        message = f"reading {path.suffix} files needs more: pip install 'msc-learn[formats]'"
        raise DocumentError.at(path, "D111", message) from error
    document: Document = reader.read(data, str(path))
    return document
