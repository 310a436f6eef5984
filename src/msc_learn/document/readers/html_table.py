"""An HTML table as rows, with row and column spans filled in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from msc_learn.document.model import BlockKind
from msc_learn.document.readers.raw_blocks import RawBlock, paragraph, rows

_WIDEST, _LONGEST = 60, 5000


@dataclass(frozen=True, slots=True)
class TableCell:
    """The start tag of a cell: whether it is a header, and how many columns and rows it spans."""

    is_header: bool
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class _Filled:
    text: str
    cell: TableCell
    strong: bool


@dataclass(slots=True)
class HtmlTable:
    """A table, filled tag by tag."""

    lines: list[list[_Filled]] = field(default_factory=list)
    open: TableCell = field(default_factory=lambda: TableCell(False))
    head_lines: int = 0
    caption: str = ""

    def row_or_head(self, tag: str) -> None:
        """Start a row, or enter or leave the table head."""
        if tag == "tr":
            self.lines.append([])
        elif tag in ("thead", "/thead"):
            self.head_lines = len(self.lines)

    def open_cell(self, cell: TableCell) -> None:
        """Start a cell."""
        self.open = cell

    def close_cell(self, text: str, bold: bool) -> None:
        """Add the open cell, with its text, to the last row."""
        if not self.lines:
            self.lines.append([])
        if len(self.lines) <= _LONGEST:
            self.lines[-1].append(_Filled(text, self.open, self.open.is_header or bold))

    def blocks(self) -> Iterable[RawBlock]:
        """Return the rows, or paragraphs if the table has only one column."""
        grid = self._grid()
        if all(len(row) == 1 for row in grid):
            return [paragraph(row[0]) for row in grid if row[0]]
        first = next((line for line in self.lines if line), [])
        strong = bool(first) and all(cell.strong or not cell.text for cell in first)
        heads = max(1 if strong else 0, self.head_lines, self._header_rows())
        if heads > 1:
            grid = [_merged(grid[:heads]), *grid[heads:]]
        filled = [row for row in grid if any(row)]
        named = [RawBlock(BlockKind.PARAGRAPH, self.caption)] if self.caption else []
        return [*named, *rows(filled, headed=heads > 0 and len(filled) > 1)]

    def _header_rows(self) -> int:
        """Return how many rows at the top hold headers that span rows or columns."""
        first = next((line for line in self.lines if line), [])
        spanned = any(filled.cell.rows > 1 or filled.cell.columns > 1 for filled in first)
        if not spanned or not all(filled.cell.is_header for filled in first):
            return 0
        depth = max(filled.cell.rows for filled in first)
        below = self.lines[1:depth]
        return depth if all(filled.cell.is_header for line in below for filled in line) else 1

    def _grid(self) -> list[list[str]]:
        """Return the texts row by row; a cell that spans rows or columns is repeated in each of them."""
        above: dict[int, tuple[int, str]] = {}
        grid: list[list[str]] = []
        for line in self.lines:
            row: list[str] = []
            for filled in line:
                _fill_from_above(row, above)
                for _ in range(min(filled.cell.columns, _WIDEST - len(row))):
                    above[len(row)] = (filled.cell.rows - 1, filled.text)
                    row.append(filled.text)
            _fill_from_above(row, above)
            if row:
                grid.append(row)
        return grid


def _fill_from_above(row: list[str], above: dict[int, tuple[int, str]]) -> None:
    while above.get(len(row), (0, ""))[0] > 0:
        left, text = above[len(row)]
        above[len(row)] = (left - 1, text)
        row.append(text)


def _merged(heads: list[list[str]]) -> list[str]:
    """Merge several header rows into one; upper headers come first."""
    width = max(len(row) for row in heads)
    columns = ([row[index] if index < len(row) else "" for row in heads] for index in range(width))
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in columns]
