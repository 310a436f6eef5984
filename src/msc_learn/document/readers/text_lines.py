"""The lines of a plain text: what is written on each, where, and how far in."""

import re
from dataclasses import dataclass
from itertools import pairwise

_PAGE_NUMBER = re.compile(r"(?:page\s)?[-–—]?\s?\d{1,4}\s?(?:of\s\d{1,4}|[-–—])?", re.IGNORECASE)
_QUOTED = re.compile(r"\s*(?:>\s?)+")
_NARROWEST, _WIDEST = 40, 130


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank: its text and place, its indent, and whether a blank line goes before.

    `row` is the line as it is written, blanks and all, where tabs part it.
    """

    text: str
    start: int
    end: int
    indent: int
    after_blank: bool
    row: str = ""


def lines_of(text: str) -> list[TextLine]:
    """Return the lines that are neither blank nor the number of a page, without the marks of a quotation."""
    found, at, blank, quoted = [], 0, True, False
    written = [*text.split("\n"), ""]
    for raw, following in pairwise(written):
        # As mail does; a lone sign may say that a number is greater.
        mark = _QUOTED.match(raw) if ">" in raw and (quoted or _QUOTED.match(following)) else None
        shift = mark.end() if mark else 0
        quoted = mark is not None
        shown = raw[shift:]
        stripped = shown.strip()
        if stripped:
            indent = len(shown) - len(shown.lstrip())
            start = at + shift + indent
            found.append(TextLine(stripped, start, start + len(stripped), indent, blank, _row(shown)))
        blank = not stripped
        at += len(raw) + 1
    return [line for line, after in zip(found, [*found[1:], None], strict=False) if not _is_page(line, after)]


def _row(shown: str) -> str:
    return shown if "\t" in shown else ""


def _is_page(line: TextLine, after: TextLine | None) -> bool:
    """Tell the number of a page: it stands alone, with blank lines around it."""
    alone = line.after_blank and (after is None or after.after_blank)
    return alone and _PAGE_NUMBER.fullmatch(line.text) is not None


def width_of(lines: list[TextLine]) -> int:
    """Return the width at which the lines were wrapped, or 0 where each paragraph is one line."""
    lengths = sorted(line.indent + len(line.text) for line in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return width if _NARROWEST <= width <= _WIDEST else 0
