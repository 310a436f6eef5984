"""The study page: one HTML file that asks, grades, schedules and remembers in a browser, without network."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msc_learn.deck.compile import Compiled
from msc_learn.errors import ExportError
from msc_learn.files import write_atomically
from msc_learn.page.assemble import data_in, page_of
from msc_learn.page.contents import contents_of

reads_notes = True


def default_name(course: str) -> str:
    """Return what the page of a course is called where nobody says otherwise."""
    return f"{course}.html"


def summary(compiled: Compiled) -> str:
    """Return how much the page holds, in words."""
    return compiled.summary.replace("subdeck", "topic")


def write(compiled: Compiled, path: Path) -> str:
    """Write a compiled course as a page, whole or not at all, and return its digest."""
    page = to_bytes(compiled)
    write_atomically(path, page)
    return _digest(page)


def to_bytes(compiled: Compiled) -> bytes:
    """Return the bytes of the page."""
    return page_of(contents_of(compiled.course))


def digest(compiled: Compiled) -> str:
    """Return the digest of the page of a compiled course."""
    return _digest(to_bytes(compiled))


def differences(compiled: Compiled, path: Path) -> tuple[str, ...]:
    """Return the names of the cards, pictures and other parts of a page that are not as compiled."""
    try:
        old = path.read_bytes()
    except OSError as error:
        raise ExportError.at(path, "X204", f"cannot be read: {error.strerror or error}") from error
    new = to_bytes(compiled)
    if old == new:
        return ()
    before, after = (_parts(data_in(page) or {}) for page in (old, new))
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return tuple(names) or ("the page around the cards",)


def _digest(page: bytes) -> str:
    return f"sha256:{hashlib.sha256(page).hexdigest()}"


def _parts(data: Mapping[str, Any]) -> dict[str, object]:
    return dict(_named(data))


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in data.items():
        if name == "cards":
            yield from ((f"card {card['id']}", card) for card in value)
            yield "order of the cards", [card["id"] for card in value]
        elif name == "pictures":
            yield from ((f"picture {picture}", inlined) for picture, inlined in value.items())
        else:
            yield name, value
