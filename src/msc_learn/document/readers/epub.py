"""E-books: the chapters of an EPUB in spine order, each read as HTML.

`Document.text` is the plain text extracted from the book, and offsets of blocks count in it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

from msc_learn.document.model import BlockKind, Document
from msc_learn.document.readers.archive import (
    Archive,
    damaged,
    leads_outside,
    locked,
    open_archive,
    refuse_entities,
)
from msc_learn.document.readers.charset import text_of
from msc_learn.document.readers.html import content_of
from msc_learn.document.readers.raw_blocks import RawBlock, document_from
from msc_learn.document.readers.whitespace import normalised
from msc_learn.errors import DocumentError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"))
_VOID = "area base br col embed hr img input link meta param source track wbr"
_SELF_CLOSED = re.compile(
    rf"<(?!(?:{_VOID.replace(' ', '|')})\b)([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>", re.IGNORECASE
)


def read(data: bytes, path: str) -> Document:
    """Read a book."""
    archive = open_archive(data, path, "an .epub file")
    package = _package(archive)
    root = _xml(archive, package)
    chapters = list(_chapters(archive, root, dirname(package)))
    if not any(chapters):
        raise DocumentError.at(path, "D114", "contains no text")
    title = next((normalised(node.text or "") for node in _named(root, "title")), "")
    return document_from(path, _book(title, [block for chapter in chapters for block in chapter]), title)


def _package(archive: Archive) -> str:
    for node in _named(_xml(archive, _CONTAINER), "rootfile"):
        name = node.get("full-path") or ""
        if name and not leads_outside(name):
            return normpath(name)
    raise damaged(archive.path, "it does not name its package file")


def _xml(archive: Archive, name: str) -> ElementTree.Element:
    data = archive.read(name)
    refuse_entities(data, archive.path, name)
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - without entities nothing expands
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise damaged(archive.path, f"{name} in it is not XML") from error


def _named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Yield the elements of a name in any namespace."""
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == name:
            yield node


def _chapters(archive: Archive, root: ElementTree.Element, folder: str) -> Iterator[list[RawBlock]]:
    items = {node.get("id"): node for node in _named(root, "item")}
    encrypted = _encrypted(archive)
    for reference in _named(root, "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or "nav" in (item.get("properties") or "").split():
            continue
        if item.get("media-type") not in _PAGES:
            continue
        name = _path_in_archive(archive, folder, item.get("href") or "")
        if name in encrypted:
            raise locked(archive.path)
        yield _chapter(archive, name)


def _path_in_archive(archive: Archive, folder: str, href: str) -> str:
    name = normpath(join(folder, unquote(href.partition("#")[0])))
    if leads_outside(name):
        raise DocumentError.at(archive.path, "D115", f"names a file outside itself, {href[:80]!r}")
    return name


def _encrypted(archive: Archive) -> frozenset[str]:
    if not archive.has(_ENCRYPTION):
        return frozenset()
    nodes = _named(_xml(archive, _ENCRYPTION), "CipherReference")
    return frozenset(unquote(node.get("URI") or "") for node in nodes)


def _chapter(archive: Archive, name: str) -> list[RawBlock]:
    path = f"{archive.path}/{name}"
    text = text_of(archive.read(name), path)
    # In HTML, <title/> and <a/> are not closed and would swallow what follows.
    return content_of(_SELF_CLOSED.sub(r"<\1\2></\1>", text), path)[1]


def _book(title: str, blocks: list[RawBlock]) -> list[RawBlock]:
    """Put the title of the book above the headings of its chapters."""
    if not title:
        return blocks
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    if headings and headings[0].text.casefold() == title.casefold():
        blocks = [block for block in blocks if block is not headings[0]]
    lowered = (
        replace(block, level=block.level + 1) if block.kind is BlockKind.HEADING else block
        for block in blocks
    )
    return [RawBlock(BlockKind.HEADING, title, level=1), *lowered]
