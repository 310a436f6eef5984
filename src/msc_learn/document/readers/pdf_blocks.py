"""PDF lines to blocks: headings by size and weight, items by marks, paragraphs by gaps and line ends."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from msc_learn.document.model import BlockKind
from msc_learn.document.readers.hyphens import keeps_hyphen, words_of
from msc_learn.document.readers.pdf_lines import PdfLine, body_size
from msc_learn.document.readers.raw_blocks import CELL, RawBlock, paragraph, rows
from msc_learn.document.readers.structure import ROLE

_ITEM = re.compile(
    r"(?:(?P<mark>[•◦▪●○‣⁃·∙■□➢➤✓\uf0d8]|o(?=\s))|[-–—*]|(?P<number>\(?(?:\d{1,2}[.)]|(?:[a-z]|[ivx]{2,4})\))))\s+(?=\S)"
)
_ENDS_IN_PUNCTUATION = re.compile(r"[.!?:;…][\"'”’)\]⁰¹²³⁴-⁹]*$")
_HYPHENATED = re.compile(r"([^\W_][\w-]*)-$")
# Ratios: of a heading's size to the body's, of a paragraph gap to the pitch, of a full line to its column.
_LARGER, _WIDER, _FULL = 1.12, 1.3, 0.7
_LONGEST_HEADING = 20  # words


@dataclass(frozen=True, slots=True)
class _Typography:
    """The typography of a document: body size, heading sizes and usual line pitch in points."""

    body: float
    headings: tuple[float, ...]
    pitch: float
    bold: bool
    words: Counter[str] = field(compare=False)


def blocks_of(lines: Sequence[PdfLine]) -> tuple[list[RawBlock], list[int]]:
    """Return the blocks of a document and, for each block, the page on which it starts."""
    style = _typography(lines)
    blocks: list[RawBlock] = []
    pages: list[int] = []
    for group in _groups(lines, style):
        for block, page in _blocks(group, style):
            blocks.append(block)
            pages.append(page)
    return _nested(blocks), pages


def _typography(lines: Sequence[PdfLine]) -> _Typography:
    body = body_size(lines)
    sizes = {line.size for line in lines if line.size >= _LARGER * body and _is_short(line)}
    gaps = [
        upper.baseline - lower.baseline
        for upper, lower in pairwise(lines)
        if upper.size == lower.size == body and 0 < upper.baseline - lower.baseline <= 3 * body
    ]
    pitch = median_low(gaps) if gaps else 1.2 * body
    bold = sum(len(line.text) for line in lines if line.bold) * 2 > sum(len(line.text) for line in lines)
    words = words_of(line.text for line in lines)
    return _Typography(body, tuple(sorted(sizes, reverse=True)), pitch, bold, words)


def _is_short(line: PdfLine) -> bool:
    return len(line.text.split()) <= _LONGEST_HEADING and any(letter.isalpha() for letter in line.text)


def _level(line: PdfLine, style: _Typography) -> int:
    """Return the level of a heading, or 0 for any other line."""
    if not _is_short(line) or len(line.cells) > 1 or line.text.endswith((".", ",", ";")):
        return 0
    if line.size in style.headings:
        return style.headings.index(line.size) + 1
    bold = line.bold and not style.bold and line.size >= 0.95 * style.body
    if not bold or line.text.endswith(":") or line.text[0].islower() or ROLE.match(line.text):
        return 0
    return max(len(style.headings), 1) + 1


def _groups(lines: Sequence[PdfLine], style: _Typography) -> Iterator[list[PdfLine]]:
    """Yield the lines of each block, or the rows of each table."""
    group: list[PdfLine] = []
    for line in lines:
        if group and not _goes_on(group, line, style):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: list[PdfLine], line: PdfLine, style: _Typography) -> bool:
    previous = group[-1]
    if len(previous.cells) > 1 or len(line.cells) > 1:
        return len(previous.cells) == len(line.cells) and _is_below(previous, line, 3 * style.pitch)
    if abs(previous.size - line.size) > (_LARGER - 1) * max(previous.size, line.size):
        return False
    level = _level(previous, style)
    if level or _level(line, style):
        return level == _level(line, style) and _is_below(previous, line, 1.6 * line.size)
    if ROLE.match(line.text) or _begins_item(line, group, style):
        return False
    return _continues(group, previous, line, style)


def _is_below(previous: PdfLine, line: PdfLine, most: float) -> bool:
    return previous.page == line.page and 0 < previous.baseline - line.baseline <= most


def _begins_item(line: PdfLine, group: list[PdfLine], style: _Typography) -> bool:
    mark = _ITEM.match(line.text)
    if mark is None:
        return False
    # A dash or a number may also start a line in the middle of a sentence.
    before = group[-1]
    apart = before.baseline - line.baseline > _WIDER * style.pitch
    return bool(
        mark["mark"] or _ITEM.match(group[0].text) or apart or _ENDS_IN_PUNCTUATION.search(before.text)
    )


def _continues(group: list[PdfLine], previous: PdfLine, line: PdfLine, style: _Typography) -> bool:
    """Tell whether a line continues the paragraph or item above it."""
    closed = _ENDS_IN_PUNCTUATION.search(previous.text) is not None
    if (previous.page, previous.part) != (line.page, line.part):
        return not closed and (line.text[0].islower() or _is_full(previous, line))
    if not _is_below(previous, line, _WIDER * style.pitch):
        return False
    if _ITEM.match(group[0].text):
        return line.left > group[0].left + 2 or line.text[0].islower()
    if closed and line.left > previous.left + 0.8 * line.size:
        return False
    if line.text[0].islower() or _HYPHENATED.search(previous.text):
        return True
    # An unfinished sentence continues, unless its line ends early: then it is not a sentence.
    wide = previous.right - previous.left >= _FULL * (previous.margin - previous.left)
    return wide if not closed else _is_full(previous, line)


def _is_full(previous: PdfLine, line: PdfLine) -> bool:
    """Tell whether a line ends because the next word did not fit on it."""
    word = len(line.text.split(None, 1)[0]) + 1
    letter = (previous.right - previous.left) / max(len(previous.text), 1)
    return previous.right + word * letter >= previous.margin - 0.5 * line.size


def _blocks(group: list[PdfLine], style: _Typography) -> Iterator[tuple[RawBlock, int]]:
    first = group[0]
    if len(first.cells) > 1:
        table = rows([line.cells for line in group], headed=first.bold and len(group) > 1)
        yield from zip(table, (line.page for line in group), strict=True)
        return
    text = _joined([line.text for line in group], style.words)
    level = _level(first, style)
    if level and len(text.split()) <= _LONGEST_HEADING:
        yield RawBlock(BlockKind.HEADING, text, level=level), first.page
    else:
        yield _body(text, first), first.page


def _body(text: str, first: PdfLine) -> RawBlock:
    mark = _ITEM.match(text)
    if mark is None:
        return paragraph(text)
    # The left edge stands for the level until all items of the list are known; see `_nested`.
    return RawBlock(
        BlockKind.ITEM, text[mark.end() :], level=1 + round(first.left), ordered=mark["number"] is not None
    )


def _joined(texts: list[str], words: Counter[str]) -> str:
    """Join lines, and words that were hyphenated at the end of a line."""
    text = texts[0]
    for line in texts[1:]:
        broken = _HYPHENATED.search(text)
        if broken is None or not line[0].isalnum():
            text = f"{text} {line}"
        elif line[0].islower() and not keeps_hyphen(broken[1], line, words):
            text = text[:-1] + line
        else:
            text += line
    return text


def _nested(blocks: Iterable[RawBlock]) -> list[RawBlock]:
    """Turn the left edges of items into levels, list by list."""
    nested: list[RawBlock] = []
    edges: list[int] = []
    for block in blocks:
        if block.kind is not BlockKind.ITEM or CELL in block.text:
            edges = []
            nested.append(block)
            continue
        edges = [edge for edge in edges if edge < block.level - 3]
        edges.append(block.level)
        nested.append(RawBlock(block.kind, block.text, block.term, len(edges), block.ordered))
    return nested
