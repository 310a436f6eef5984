"""Split plain text into lines with their offsets and indents."""

import re
from dataclasses import dataclass
from itertools import pairwise

_PAGE_NUMBER = re.compile(r"(?:page\s)?[-–—]?\s?\d{1,4}\s?(?:of\s\d{1,4}|[-–—])?", re.IGNORECASE)
_QUOTED = re.compile(r"\s*(?:>\s?)+")
_NARROWEST, _WIDEST = 40, 130


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank: its text and offsets, its indent, and whether a blank line precedes it.

    `row` is the line with all its whitespace if it has tabs, otherwise empty.
    """

    text: str
    start: int
    end: int
    indent: int
    after_blank: bool
    row: str = ""


def lines_of(text: str) -> list[TextLine]:
    """Return the lines that are neither blank nor a page number, without quotation marks as in mail (`>`)."""
    lines, offset, blank, quoted = [], 0, True, False
    for raw, following in pairwise([*text.split("\n"), ""]):
        # A ">" on one line alone may be a greater-than sign.
        mark = _QUOTED.match(raw) if ">" in raw and (quoted or _QUOTED.match(following)) else None
        quoted = mark is not None
        content = raw[mark.end() if mark else 0 :]
        stripped = content.strip()
        if stripped:
            indent = len(content) - len(content.lstrip())
            start = offset + len(raw) - len(content) + indent
            row = content if "\t" in content else ""
            lines.append(TextLine(stripped, start, start + len(stripped), indent, blank, row))
        blank = not stripped
        offset += len(raw) + 1
    pairs = zip(lines, [*lines[1:], None], strict=False)
    return [line for line, following in pairs if not _is_page_number(line, following)]


def _is_page_number(line: TextLine, after: TextLine | None) -> bool:
    """Tell whether a line is a page number with blank lines around it."""
    alone = line.after_blank and (after is None or after.after_blank)
    return alone and _PAGE_NUMBER.fullmatch(line.text) is not None


def width_of(lines: list[TextLine]) -> int:
    """Return the width at which lines were wrapped, or 0 if each paragraph is one line."""
    lengths = sorted(line.indent + len(line.text) for line in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return width if _NARROWEST <= width <= _WIDEST else 0
