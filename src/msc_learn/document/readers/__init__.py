"""Readers, one format a file, chosen by the suffix of the document and loaded on use."""

from importlib import import_module
from pathlib import Path

from msc_learn.document.decode import read_text
from msc_learn.document.model import Document
from msc_learn.errors import DocumentError

READERS = {".txt": "text", ".md": "markdown", ".markdown": "markdown"}


def read_document(path: Path) -> Document:
    """Read a document by the reader of its suffix."""
    name = READERS.get(path.suffix.lower())
    if name is None and not path.is_dir():
        known = ", ".join(READERS)
        found = f"a {path.suffix} file" if path.suffix else "a file without a suffix"
        raise DocumentError.at(path, "D108", f"{found} cannot be read yet; documents are {known}")
    text = read_text(path)
    document: Document = import_module(f"msc_learn.document.readers.{name}").read(text, str(path))
    return document
