"""Blocks of packed formats (HTML, PDF), and the plain text that they are laid out as."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msc_learn.document.model import BlockKind, Document
from msc_learn.document.readers.structure import Piece, document_of

CELL = " | "
# Written for an empty cell: left empty, the cells after it would move to other columns.
EMPTY = "–"
_AFTER_TERM = re.compile(r"\s*[:–—]|\s+[-=]\s")
_MOST_HEADING_WORDS, _DEEPEST = 12, 8
_BULLET = re.compile(r"[•◦▪●○‣⁃∙■□➢➤✓]\s*")
_SUPERSCRIPTS = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A heading, paragraph or item whose text is normalised but has no offsets yet."""

    kind: BlockKind
    text: str
    term: str = ""
    level: int = 0
    ordered: bool = False
    asks: bool = False


def document_from(path: str, blocks: Sequence[RawBlock], title: str = "") -> Document:
    """Lay out blocks as plain text, which becomes `Document.text`, and give each block its offsets there.

    Items are indented and marked as in a text file, so that the text reads well by itself.
    """
    text, starts = layout(blocks)
    pieces = [_piece(block, start) for block, start in zip(blocks, starts, strict=True)]
    return document_of(path, text, pieces, title)


def layout(blocks: Sequence[RawBlock]) -> tuple[str, list[int]]:
    """Return the plain text of some blocks, and where in it each block starts."""
    lines: list[str] = []
    starts: list[int] = []
    end = 0
    for index, block in enumerate(blocks):
        before = _separator(block, blocks[index - 1] if index else None)
        lines.append(before + block.text)
        starts.append(end + len(before))
        end += len(lines[-1])
    return "".join(lines) + "\n", starts


def _piece(block: RawBlock, start: int) -> Piece:
    return Piece(
        block.kind,
        block.text,
        start,
        start + len(block.text),
        term=block.term,
        level=block.level,
        ordered=block.ordered,
        asks=block.asks,
    )


def _separator(block: RawBlock, previous: RawBlock | None) -> str:
    """Return the text between a block and the one before it, with the indent and mark of an item."""
    if block.kind is not BlockKind.ITEM:
        return "\n\n" if previous else ""
    indent = "  " * min(block.level - 1, _DEEPEST) + "- "
    if previous is None:
        return indent
    return ("\n" if previous.kind is BlockKind.ITEM else "\n\n") + indent


def superscript(text: str) -> str:
    """Return a text in superscript characters if all have one, so that 10⁹ does not become 109."""
    raised = text.translate(_SUPERSCRIPTS)
    pairs = zip(text, raised, strict=True)
    return text if any(one == other and not one.isspace() for one, other in pairs) else raised


def paragraph(text: str, bold: str = "") -> RawBlock:
    """Return a paragraph, or the item, question or heading that its bullet or bold text makes of it."""
    mark = _BULLET.match(text)
    if mark and mark.end() < len(text):
        return with_term(RawBlock(BlockKind.ITEM, text[mark.end() :], level=1), bold)
    if bold and bold == text:
        return _all_bold(text)
    return with_term(RawBlock(BlockKind.PARAGRAPH, text), bold)


def _all_bold(text: str) -> RawBlock:
    """Read a short paragraph that is all bold as a question, or as a heading of the lowest level."""
    if text.endswith("?"):
        return RawBlock(BlockKind.PARAGRAPH, text, asks=True)
    if len(text.split()) <= _MOST_HEADING_WORDS and not text.endswith((".", "!", ":", ",")):
        return RawBlock(BlockKind.HEADING, text, level=6)
    return RawBlock(BlockKind.PARAGRAPH, text)


def with_term(block: RawBlock, bold: str) -> RawBlock:
    """Take the bold words at the start of a block as its term, if a colon or dash follows them."""
    term = bold.rstrip(":–—").rstrip()
    if not term or term.endswith("?") or not block.text.startswith(term):
        return block
    if not _AFTER_TERM.match(block.text, len(term)):
        return block
    return RawBlock(block.kind, block.text, term, block.level, block.ordered)


def rows(table: Sequence[Sequence[str]], headed: bool) -> Iterable[RawBlock]:
    """Yield the rows of a table, cells separated by bars; a header row leads in the others."""
    headed = headed or _is_headed(table)
    for index, row in enumerate(table):
        kind = BlockKind.ITEM if headed and index else BlockKind.PARAGRAPH
        text = CELL.join(cell.replace(CELL, " / ") or EMPTY for cell in row)
        yield RawBlock(kind, text, level=1 if kind is BlockKind.ITEM else 0)


def _is_headed(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row is an unmarked header: the only cell without a digit in some column."""
    if len(table) < 3 or any(re.search(r"\d", cell) for cell in table[0]):
        return False
    columns = [[cell for cell in column if cell] for column in zip(*table[1:], strict=False)]
    return any(len(column) > 1 and all(re.search(r"\d", cell) for cell in column) for column in columns)
