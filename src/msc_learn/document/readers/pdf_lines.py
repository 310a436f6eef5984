"""PDF text runs to lines in reading order: columns, rows and cells, without running heads."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from msc_learn.document.readers.raw_blocks import CELL, superscript
from msc_learn.document.readers.whitespace import normalised

_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\uf0b7": "•",
        "\uf0a7": "•",
    }
)
_BULLET_ONLY = re.compile(r"(?:[^\w\s]|\uf0d8|o|\(?(?:\d{1,3}|[a-z])[.)])$")
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—|]?\s*(?:\d{1,4}|[ivx]{1,5})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE
)
_DOT_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+$")
_CELL_GAP, _WORD_GAP = 1.5, 0.15  # in em
_FEWEST_ROWS, _COLUMN_WORDS = 5, 18


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive characters on one line in one size; coordinates in points, rotation in quarter `turns`."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The runs of a page in file order, rotated so that the text is upright."""

    number: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line in reading order; `part` is the number of its column and `margin` its column's right edge."""

    cells: tuple[str, ...]
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    page: int
    part: int = 0
    margin: float = 0

    @property
    def text(self) -> str:
        """The text of the line, its cells separated by bars."""
        return CELL.join(self.cells)


def lines_of(pages: Sequence[Page]) -> list[PdfLine]:
    """Return the lines of all pages in reading order, without running heads, page numbers and dot leaders."""
    kept = _without_running_heads([_lines(page) for page in pages])
    return [line for lines in kept for line in lines if not _DOT_LEADERS.search(line.text)]


def _lines(page: Page) -> list[PdfLine]:
    lines: list[PdfLine] = []
    for number, part in enumerate(_parts(page.runs)):
        column = [line for row in _rows(part) if (line := _line(row, page.number))]
        margin = max((line.right for line in column), default=0)
        lines.extend(replace(line, part=number, margin=margin) for line in column)
    return lines


def _parts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield the runs in reading order: the page in horizontal bands, each band column by column."""
    gutter = _gutter(runs)
    if gutter is None:
        yield list(runs)
        return
    across = sorted((run for run in runs if run.left < gutter < run.right), key=lambda run: -run.baseline)
    rest = [run for run in runs if not run.left < gutter < run.right]
    for band, edge in _bands(across):
        yield [run for run in rest if edge < run.baseline and run.right <= gutter]
        yield [run for run in rest if edge < run.baseline and run.left >= gutter]
        yield band
        rest = [run for run in rest if run.baseline <= edge]


def _bands(across: list[Run]) -> Iterator[tuple[list[Run], float]]:
    """Yield groups of adjacent runs that cross both columns, each with its upper edge."""
    band: list[Run] = []
    for run in across:
        if band and band[-1].baseline - run.baseline > 2 * max(run.size, band[-1].size):
            yield band, band[0].baseline
            band = []
        band.append(run)
    if band:
        yield band, band[0].baseline
    yield [], float("-inf")


def _gutter(runs: Sequence[Run]) -> float | None:
    """Return the x coordinate between two columns of running text, or None if there is one column."""
    if len(runs) < 2 * _FEWEST_ROWS:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    candidates = [left + (right - left) * step / 100 for step in range(35, 66)]
    crossings = [sum(run.left < x < run.right for run in runs) for x in candidates]
    fewest = min(crossings)
    best = [x for x, count in zip(candidates, crossings, strict=True) if count == fewest]
    gutter = best[len(best) // 2]
    sides = [run for run in runs if run.right <= gutter], [run for run in runs if run.left >= gutter]
    return gutter if fewest <= len(runs) / 4 and all(_is_column(side) for side in sides) else None


def _is_column(runs: Sequence[Run]) -> bool:
    """Tell whether some runs are a column of running text, not a column of a table."""
    if len({round(run.baseline) for run in runs}) < _FEWEST_ROWS:
        return False
    return sum(len(run.text) for run in runs) / _segments(runs) >= _COLUMN_WORDS


def _segments(runs: Sequence[Run]) -> int:
    """Count the segments between wide gaps; in justified lines each word may be a run of its own."""
    ordered = sorted(runs, key=lambda run: (round(run.baseline), run.left))
    near = sum(
        round(one.baseline) == round(two.baseline) and two.left - one.right <= _CELL_GAP * two.size
        for one, two in pairwise(ordered)
    )
    return len(ordered) - near


def _rows(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield the runs of each line, including superscripts and subscripts."""
    row: list[Run] = []
    base = 0.0
    for run in sorted(runs, key=lambda run: (-run.baseline, run.left)):
        if row and base - run.baseline > 0.45 * max(other.size for other in (*row, run)):
            yield row
            row = []
        row.append(run)
        base = max(row, key=lambda other: (other.size, len(other.text))).baseline
    if row:
        yield row


def _line(row: list[Run], page: int) -> PdfLine | None:
    row = sorted(row, key=lambda run: run.left)
    main = _main(row)
    cells = tuple(cell for cell in (normalised(cell) for cell in _cells(row, main)) if cell)
    if not cells:
        return None
    bold = all(run.bold for run in row)
    return PdfLine(cells, row[0].left, max(run.right for run in row), main.baseline, main.size, bold, page)


def _main(row: list[Run]) -> Run:
    """Return the run that sets the size of the line: the largest size that a good part of the line has."""
    length = sum(len(run.text) for run in row)
    sizes = Counter[float]()
    for run in row:
        sizes[run.size] += len(run.text)
    size = max(size for size, count in sizes.items() if count * len(sizes) * 2 >= length)
    return max((run for run in row if run.size == size), key=lambda run: len(run.text))


def _cells(row: list[Run], main: Run) -> Iterator[str]:
    """Yield the parts of a line between wide gaps; a superscript belongs to the text before it."""
    cell = ""
    for index, run in enumerate(row):
        text = run.text.translate(_LIGATURES)
        gap = run.left - row[index - 1].right if index else 0.0
        if gap > _CELL_GAP * main.size and not _BULLET_ONLY.match(cell.strip()):
            yield cell
            cell = text
        elif index and _is_superscript(run, main):
            cell += superscript(text.strip()) + (" " if text.endswith(" ") else "")
        else:
            cell += (" " if gap > _WORD_GAP * main.size else "") + text
    yield cell


def _is_superscript(run: Run, main: Run) -> bool:
    return run.size < 0.85 * main.size and run.baseline > main.baseline + 0.1 * main.size


def _without_running_heads(pages: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Remove running heads, which repeat at the same height of many pages, and page numbers."""
    edges = [_edges(lines) for lines in pages]
    seen = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = 2 if len(pages) < 5 else 3
    body = body_size(line for lines in pages for line in lines)
    kept = []
    for lines, edge in zip(pages, edges, strict=True):
        running = {id(line) for line in edge if seen[_key(line)] >= often and line.size <= 1.15 * body}
        rest = [line for line in lines if id(line) not in running]
        kept.append(_without_number(rest))
    return kept


def _edges(lines: list[PdfLine]) -> list[PdfLine]:
    """Return the two highest and the two lowest lines of a page."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    return ordered if len(ordered) < 4 else [*ordered[:2], *ordered[-2:]]


def _key(line: PdfLine) -> tuple[str, int]:
    """Return what running heads have in common; next to a page number each may name its chapter."""
    if len(line.cells) > 1 and any(_PAGE_NUMBER.fullmatch(cell) for cell in (line.cells[0], line.cells[-1])):
        return "#", round(line.baseline / 4)
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.baseline / 4)


def _without_number(lines: list[PdfLine]) -> list[PdfLine]:
    if not lines:
        return lines
    outermost = (max(lines, key=lambda line: line.baseline), min(lines, key=lambda line: line.baseline))
    return [line for line in lines if line not in outermost or not _PAGE_NUMBER.fullmatch(line.text)]


def body_size(lines: Iterable[PdfLine]) -> float:
    """Return the size of most of the text, in points."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
