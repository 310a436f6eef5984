"""What readers of packed formats find, and the plain text they lay it out as."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msc_learn.document.model import BlockKind, Document
from msc_learn.document.readers.structure import Piece, document_of

CELL = " | "
# An empty cell would be lost at the end of a line, and those behind it would change their column.
EMPTY = "–"
_AFTER_TERM = re.compile(r"\s*[:–—]|\s+[-=]\s")
_HIGHEST_HEADING_WORDS, _DEEPEST = 12, 8
_MARK = re.compile(r"[•◦▪●○‣⁃∙■□➢➤✓]\s*")
_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A heading, paragraph or item as a reader found it, its text clean and on one line."""

    kind: BlockKind
    text: str
    term: str = ""
    level: int = 0
    ordered: bool = False
    asks: bool = False


def document_from(path: str, found: Sequence[RawBlock], title: str = "") -> Document:
    """Lay out what was found as plain text, which becomes `Document.text`, and place each block in it.

    Items are indented and marked as in a text file, so that the text reads well by itself.
    """
    text, starts = layout(found)
    pieces = [_piece(one, start) for one, start in zip(found, starts, strict=True)]
    return document_of(path, text, pieces, title)


def layout(found: Sequence[RawBlock]) -> tuple[str, list[int]]:
    """Return the plain text of what was found, and where in it each block begins."""
    lines: list[str] = []
    starts: list[int] = []
    at = 0
    for index, one in enumerate(found):
        before = _before(one, found[index - 1] if index else None)
        lines.append(before + one.text)
        starts.append(at + len(before))
        at += len(lines[-1])
    return "".join(lines) + "\n", starts


def _piece(one: RawBlock, start: int) -> Piece:
    end = start + len(one.text)
    return Piece(
        one.kind, one.text, start, end, term=one.term, level=one.level, ordered=one.ordered, asks=one.asks
    )


def _before(one: RawBlock, previous: RawBlock | None) -> str:
    """Return what stands between a block and the one before it."""
    if one.kind is not BlockKind.ITEM:
        return "\n\n" if previous else ""
    indent = "  " * min(one.level - 1, _DEEPEST) + "- "
    if previous is None:
        return indent
    return ("\n" if previous.kind is BlockKind.ITEM else "\n\n") + indent


def raised(text: str) -> str:
    """Return a text set above the line in characters that stay there, so that 10⁹ does not become 109."""
    shown = text.translate(_RAISED)
    return (
        text if any(one == two and not one.isspace() for one, two in zip(text, shown, strict=True)) else shown
    )


def paragraph(text: str, bold: str = "") -> RawBlock:
    """Return a paragraph, or what its bold words or its mark make of it."""
    mark = _MARK.match(text)
    if mark and mark.end() < len(text):
        return with_term(RawBlock(BlockKind.ITEM, text[mark.end() :], level=1), bold)
    if bold and bold == text:
        return _all_bold(text)
    return with_term(RawBlock(BlockKind.PARAGRAPH, text), bold)


def _all_bold(text: str) -> RawBlock:
    """Read a short paragraph of nothing but bold text as a question or as a heading below the others."""
    if text.endswith("?"):
        return RawBlock(BlockKind.PARAGRAPH, text, asks=True)
    if len(text.split()) <= _HIGHEST_HEADING_WORDS and not text.endswith((".", "!", ":", ",")):
        return RawBlock(BlockKind.HEADING, text, level=6)
    return RawBlock(BlockKind.PARAGRAPH, text)


def with_term(one: RawBlock, bold: str) -> RawBlock:
    """Take the bold words that a block begins with as its term, if a colon or dash follows them."""
    term = bold.rstrip(":–—").rstrip()
    if not term or term.endswith("?") or not one.text.startswith(term):
        return one
    if not _AFTER_TERM.match(one.text, len(term)):
        return one
    return RawBlock(one.kind, one.text, term, one.level, one.ordered)


def rows(table: Sequence[Sequence[str]], headed: bool) -> Iterable[RawBlock]:
    """Yield the rows of a table, cells parted by bars; the head, where there is one, leads in the others."""
    headed = headed or _is_headed(table)
    for index, row in enumerate(table):
        kind = BlockKind.ITEM if headed and index else BlockKind.PARAGRAPH
        text = CELL.join(cell.replace(CELL, " / ") or EMPTY for cell in row)
        yield RawBlock(kind, text, level=1 if kind is BlockKind.ITEM else 0)


def _is_headed(table: Sequence[Sequence[str]]) -> bool:
    """Tell a head that is not marked as one: in some column it alone of all cells holds no digit."""
    if len(table) < 3 or any(re.search(r"\d", cell) for cell in table[0]):
        return False
    columns = [[cell for cell in column if cell] for column in zip(*table[1:], strict=False)]
    return any(len(column) > 1 and all(re.search(r"\d", cell) for cell in column) for column in columns)
