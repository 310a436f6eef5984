"""From lines to blocks: headings by size and weight, items by marks, paragraphs by gaps and line ends."""

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
_CLOSED = re.compile(r"[.!?:;…][\"'”’)\]⁰¹²³⁴-⁹]*$")
_BROKEN = re.compile(r"([^\W_][\w-]*)-$")
_HIGHER, _WIDER, _WIDE, _LONGEST_HEADING = 1.12, 1.3, 0.7, 20


@dataclass(frozen=True, slots=True)
class _Look:
    """What the whole document says of a line: the body's size, the sizes of headings, the usual pitch."""

    body: float
    headings: tuple[float, ...]
    pitch: float
    bold: bool
    words: Counter[str] = field(compare=False)


def blocks_of(lines: Sequence[PdfLine]) -> tuple[list[RawBlock], list[int]]:
    """Return the blocks of a document and, for each of them, the page on which it begins."""
    look = _look(lines)
    found: list[RawBlock] = []
    pages: list[int] = []
    for group in _groups(lines, look):
        for one, page in _found(group, look):
            found.append(one)
            pages.append(page)
    return _nested(found), pages


def _look(lines: Sequence[PdfLine]) -> _Look:
    body = body_size(lines)
    sizes = {line.size for line in lines if line.size >= _HIGHER * body and _is_short(line)}
    gaps = [
        one.baseline - two.baseline
        for one, two in pairwise(lines)
        if one.size == two.size == body and 0 < one.baseline - two.baseline <= 3 * body
    ]
    pitch = median_low(gaps) if gaps else 1.2 * body
    bold = sum(len(line.text) for line in lines if line.bold) * 2 > sum(len(line.text) for line in lines)
    words = words_of(line.text for line in lines)
    return _Look(body, tuple(sorted(sizes, reverse=True)), pitch, bold, words)


def _is_short(line: PdfLine) -> bool:
    return len(line.text.split()) <= _LONGEST_HEADING and any(letter.isalpha() for letter in line.text)


def _level(line: PdfLine, look: _Look) -> int:
    """Return the level of a heading, or 0 for a line that is none."""
    if not _is_short(line) or len(line.cells) > 1 or line.text.endswith((".", ",", ";")):
        return 0
    if line.size in look.headings:
        return look.headings.index(line.size) + 1
    bold = line.bold and not look.bold and line.size >= 0.95 * look.body
    if not bold or line.text.endswith(":") or line.text[0].islower() or ROLE.match(line.text):
        return 0
    return max(len(look.headings), 1) + 1


def _groups(lines: Sequence[PdfLine], look: _Look) -> Iterator[list[PdfLine]]:
    """Yield the lines that make one block, or the rows of one table."""
    group: list[PdfLine] = []
    for line in lines:
        if group and not _goes_on(group, line, look):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: list[PdfLine], line: PdfLine, look: _Look) -> bool:
    previous = group[-1]
    if len(previous.cells) > 1 or len(line.cells) > 1:
        return len(previous.cells) == len(line.cells) and _is_below(previous, line, 3 * look.pitch)
    if abs(previous.size - line.size) > (_HIGHER - 1) * max(previous.size, line.size):
        return False
    level = _level(previous, look)
    if level or _level(line, look):
        return level == _level(line, look) and _is_below(previous, line, 1.6 * line.size)
    if ROLE.match(line.text) or _begins_item(line, group, look):
        return False
    return _continues(group, previous, line, look)


def _is_below(previous: PdfLine, line: PdfLine, most: float) -> bool:
    return previous.page == line.page and 0 < previous.baseline - line.baseline <= most


def _begins_item(line: PdfLine, group: list[PdfLine], look: _Look) -> bool:
    mark = _ITEM.match(line.text)
    if mark is None:
        return False
    # A dash or a number may also open a line in the midst of a sentence.
    before = group[-1]
    apart = before.baseline - line.baseline > _WIDER * look.pitch
    return bool(mark["mark"] or _ITEM.match(group[0].text) or apart or _CLOSED.search(before.text))


def _continues(group: list[PdfLine], previous: PdfLine, line: PdfLine, look: _Look) -> bool:
    """Tell whether a line goes on with the paragraph or item above it."""
    closed = _CLOSED.search(previous.text) is not None
    if (previous.page, previous.part) != (line.page, line.part):
        return not closed and (line.text[0].islower() or _is_full(previous, line))
    if not _is_below(previous, line, _WIDER * look.pitch):
        return False
    if _ITEM.match(group[0].text):
        return line.left > group[0].left + 2 or line.text[0].islower()
    if closed and line.left > previous.left + 0.8 * line.size:
        return False
    if line.text[0].islower() or _BROKEN.search(previous.text):
        return True
    # A sentence that has not ended goes on, unless its line was broken off early: then it is no sentence.
    wide = previous.right - previous.left >= _WIDE * (previous.margin - previous.left)
    return wide if not closed else _is_full(previous, line)


def _is_full(previous: PdfLine, line: PdfLine) -> bool:
    """Tell whether a line ended because the next word did not fit on it."""
    word = len(line.text.split(None, 1)[0]) + 1
    letter = (previous.right - previous.left) / max(len(previous.text), 1)
    return previous.right + word * letter >= previous.margin - 0.5 * line.size


def _found(group: list[PdfLine], look: _Look) -> Iterator[tuple[RawBlock, int]]:
    first = group[0]
    if len(first.cells) > 1:
        table = rows([line.cells for line in group], headed=first.bold and len(group) > 1)
        yield from zip(table, (line.page for line in group), strict=True)
        return
    text = _joined([line.text for line in group], look.words)
    level = _level(first, look)
    if level and len(text.split()) <= _LONGEST_HEADING:
        yield RawBlock(BlockKind.HEADING, text, level=level), first.page
    else:
        yield _body(text, first), first.page


def _body(text: str, first: PdfLine) -> RawBlock:
    mark = _ITEM.match(text)
    if mark is None:
        return paragraph(text)
    # The place of the mark stands for the level until all items of the list are known.
    return RawBlock(
        BlockKind.ITEM, text[mark.end() :], level=1 + round(first.left), ordered=mark["number"] is not None
    )


def _joined(texts: list[str], words: Counter[str]) -> str:
    """Return lines as one, words that were broken at the end of a line whole again."""
    text = texts[0]
    for line in texts[1:]:
        broken = _BROKEN.search(text)
        if broken is None or not line[0].isalnum():
            text = f"{text} {line}"
        elif line[0].islower() and not keeps_hyphen(broken[1], line, words):
            text = text[:-1] + line
        else:
            text += line
    return text


def _nested(found: Iterable[RawBlock]) -> list[RawBlock]:
    """Turn the places of items into levels, list by list."""
    nested: list[RawBlock] = []
    places: list[int] = []
    for one in found:
        if one.kind is not BlockKind.ITEM or CELL in one.text:
            places = []
            nested.append(one)
            continue
        places = [place for place in places if place < one.level - 3]
        places.append(one.level)
        nested.append(RawBlock(one.kind, one.text, one.term, len(places), one.ordered))
    return nested
