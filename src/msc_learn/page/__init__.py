"""The study page: one HTML file with quiz, grading, scheduling and exams for a browser, without network."""

from collections.abc import Iterator, Mapping
from typing import Any

from msc_learn.deck.compile import Release
from msc_learn.deck.formats.base import single_file
from msc_learn.page.assemble import data_in, page_of
from msc_learn.page.contents import contents_of


def to_bytes(release: Release) -> bytes:
    """Return the bytes of the page."""
    return page_of(contents_of(release.course, release.lock))


def _parts(page: bytes) -> Mapping[str, object]:
    """Return the cards, pictures and other parts of a page by name."""
    return dict(_named(data_in(page) or {}))


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in data.items():
        if name == "cards":
            yield from ((f"card {card['id']}", card) for card in value)
            yield "order of the cards", [card["id"] for card in value]
        elif name == "pictures":
            yield from ((f"picture {picture}", inlined) for picture, inlined in value.items())
        else:
            yield name, value


FORMAT = single_file(
    ".html",
    to_bytes,
    _parts,
    lambda release: release.summary.replace("subdeck", "topic"),
    rest="the page around the cards",
)
write, digest, differences = FORMAT.write, FORMAT.digest, FORMAT.differences
