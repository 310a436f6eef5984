"""A picture with hidden labels as one SVG file, so that the masks cannot get lost."""

import base64
import hashlib
import re
from collections.abc import Iterable
from xml.etree import ElementTree

from msc_learn.course.model import Label
from msc_learn.deck.media import Picture

_TYPES = {
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}  # fmt: skip
_ROOT = re.compile(rb"<svg\b[^>]*>")
_BOX = re.compile(rb"""\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
_SIDES = tuple(
    re.compile(rb"""(?<![\w-])%b\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']""" % name)
    for name in (b"width", b"height")
)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG markers of segments that hold the size
_ASKED, _OTHER = "#c2410c", "#475569"


def masked(picture: Picture, labels: Iterable[Label], asked: int) -> Picture | None:
    """Return an SVG of the picture with all labels hidden; the one `asked` (from 1) has another colour.

    Returns None for a picture whose size cannot be read.
    """
    suffix = picture.name[picture.name.rfind(".") :]
    size = size_of(picture.data)
    if size is None or suffix not in _TYPES:
        return None
    width, height = size
    data = base64.b64encode(picture.data).decode()
    sides = {"width": f"{width:g}", "height": f"{height:g}"}
    box = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:g}"}
    root = ElementTree.Element("svg", box | sides)
    ElementTree.SubElement(root, "image", {"href": f"data:{_TYPES[suffix]};base64,{data}"} | sides)
    for number, label in enumerate(labels, start=1):
        places = zip(("x", "y", "width", "height"), label.at, (width, height) * 2, strict=True)
        mask = {name: f"{percent / 100 * side:.2f}" for name, percent, side in places}
        ElementTree.SubElement(root, "rect", mask | {"fill": _ASKED if number == asked else _OTHER})
    drawn = ElementTree.tostring(root)
    stem = picture.name[: -len(suffix)]
    return Picture(f"{stem}-{asked}-{hashlib.sha256(drawn).hexdigest()[:8]}.svg", drawn)


def size_of(data: bytes) -> tuple[float, float] | None:
    """Return the width and height of an SVG, PNG, GIF or JPEG in pixels; None for other formats."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return float(int.from_bytes(data[16:20], "big")), float(int.from_bytes(data[20:24], "big"))
    if data[:4] == b"GIF8" and len(data) >= 10:
        return float(int.from_bytes(data[6:8], "little")), float(int.from_bytes(data[8:10], "little"))
    if data.startswith(b"\xff\xd8"):
        return _size_of_jpeg(data)
    return _size_of_svg(data)


def _size_of_jpeg(data: bytes) -> tuple[float, float] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return float(int.from_bytes(width, "big")), float(int.from_bytes(height, "big"))
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _size_of_svg(data: bytes) -> tuple[float, float] | None:
    root = _ROOT.search(data)
    if root is None:
        return None
    box = _BOX.search(root[0])
    sides = box.groups() if box else tuple(side[1] for each in _SIDES if (side := each.search(root[0])))
    try:
        width, height = map(float, sides)
    except ValueError:
        return None
    return (width, height) if width > 0 < height else None
