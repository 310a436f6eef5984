"""Reproducible zip of a package: without what differs between machines, clocks and SQLite builds."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msc_learn.deck.media import Picture

_PAGE = 4096
_BTREE_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}  # by type, the length of the header
_VERSION_STAMP = slice(96, 100)
_LEVEL = 2  # takes a quarter of the time of level 6, for 12 % more bytes


def zipped(database: Path, pictures: Sequence[Picture]) -> bytes:
    """Return the zip of a database and its pictures, page by page, so that memory stays flat."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for index, picture in enumerate(pictures):
            _add(archive, str(index), (picture.data,))
        _add(archive, "collection.anki2", _canonical_chunks(database))
        names = {str(index): picture.name for index, picture in enumerate(pictures)}
        _add(archive, "media", (json.dumps(names).encode(),))
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterator[bytes] | tuple[bytes, ...]) -> None:
    # A member opened by name gets the earliest date of the zip format, not the clock.
    with archive.open(name, "w") as member:
        for chunk in chunks:
            member.write(chunk)
    info = archive.getinfo(name)
    info.create_system, info.external_attr = 3, 0o644 << 16


def _canonical_chunks(database: Path) -> Iterator[bytes]:
    start = 100  # the header of the file comes before that of the first page
    with database.open("rb") as file:
        while chunk := bytearray(file.read(_PAGE * 64)):
            if start:
                chunk[_VERSION_STAMP] = bytes(4)
            for at in range(0, len(chunk), _PAGE):
                clear_free_space(chunk, at, start)
                start = 0
            yield bytes(chunk)


def clear_free_space(data: bytearray, page: int, start: int) -> None:
    """Zero the leftover bytes between the cells of the SQLite b-tree page at offset `page`.

    `start` is 100 for the first page, else 0. Overflow pages begin with the number of the next one, whose
    first byte is 0, so they are left alone.
    """
    head = page + start
    length = _BTREE_PAGES.get(data[head])
    if length is None:
        return
    cells = int.from_bytes(data[head + 3 : head + 5], "big")
    pointers_end = head + length + 2 * cells
    content = page + (int.from_bytes(data[head + 5 : head + 7], "big") or 65536)
    data[pointers_end:content] = bytes(content - pointers_end)
    free = int.from_bytes(data[head + 1 : head + 3], "big")
    while free:
        at = page + free
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        data[at + 4 : at + size] = bytes(size - 4)
        free = int.from_bytes(data[at : at + 2], "big")
