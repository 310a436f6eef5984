"""Assembles the page as one file; its Content Security Policy allows only its own script and styles."""

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from msc_learn import constants, messages

_HERE = Path(__file__).parent
STYLES = ("base", "controls", "screens", "card", "browse", "exam", "print")
# In the order in which they need each other: each defines one global, and the last one starts the page.
SCRIPTS: tuple[str, ...] = tuple(json.loads((_HERE / "scripts.json").read_text(encoding="utf-8")))
# Where the data begin and end in a page.
_OPENING, _CLOSING = '<script type="application/json" id="data">', "</script>"


def page_of(data: Mapping[str, Any]) -> bytes:
    """Return the page of a course; equal data give equal bytes."""
    style = "\n".join(_read(f"style/{name}.css") for name in STYLES)
    script = "\n".join((shared_script(), *map(_script, SCRIPTS)))
    values = {
        # The page's own text is English; text of a course in another language is marked where it stands.
        "language": escape(data["language"]) if data["language"].startswith("en") else "en",
        "title": escape(data["title"]),
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "data": f"{_OPENING}{embedded(data)}{_CLOSING}",
    }
    return Template(_read("page.html")).substitute(values).encode("utf-8", "backslashreplace")


def shared_script() -> str:
    """Return the script that defines `SHARED`, the data files that Python reads too, by their names."""
    values = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (constants.PATH, messages.PATH)
    }
    return f"const SHARED = {embedded(values)};"


def embedded(data: Mapping[str, Any]) -> str:
    """Return data as JSON that is safe inside a script element, whatever a card contains."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def data_in(page: bytes) -> dict[str, Any] | None:
    """Return the data of a page, None if it holds none."""
    _, opening, rest = page.decode(errors="replace").partition(_OPENING)
    try:
        data = json.loads(rest.partition(_CLOSING)[0]) if opening else None
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _script(name: str) -> str:
    """Return a script; a third-party one comes with its licence, which must be in every copy."""
    text, licence = _read(name), Path(name).with_suffix(".LICENSE.txt")
    return f"/*\n{_read(str(licence))}*/\n{text}" if licence.parent.name == "vendor" else text


def _policy(style: str, script: str) -> str:
    """Return the Content Security Policy: this script and style, and pictures the page holds."""
    return (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
