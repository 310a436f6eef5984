"""PDF: characters with their coordinates become lines, and lines become blocks with page numbers.

`Document.text` is the plain text extracted from the pages, and offsets of blocks count in it.
"""

import ctypes
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from msc_learn.document.model import Document
from msc_learn.document.readers.archive import damaged, locked
from msc_learn.document.readers.pdf_blocks import blocks_of
from msc_learn.document.readers.pdf_lines import Page, Run, lines_of
from msc_learn.document.readers.raw_blocks import document_from, layout
from msc_learn.errors import DocumentError, MscLearnError

_LINE_ENDS = frozenset((0x0A, 0x0D))
# PDFium's character for a hyphen at the end of a line, in older and in newer releases.
_HYPHENS = frozenset((0x02, 0xFFFE))
_WIDEST_GAP, _HIGHEST_STEP = 1.5, 0.12  # in em: between characters of one run, between their baselines
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi", "cmbx")
_TAIL_BYTES = 2048


def read(data: bytes, path: str) -> Document:
    """Read a PDF."""
    pages = _pages(data, path)
    raw_blocks, numbers = blocks_of(lines_of(pages))
    if not raw_blocks:
        count = "its page is" if len(pages) == 1 else f"its {len(pages):,} pages are"
        message = f"contains no text: {count} empty or a scan; run text recognition first (ocrmypdf)"
        raise DocumentError.at(path, "D114", message)
    return _numbered(document_from(path, raw_blocks), layout(raw_blocks)[1], numbers)


def _numbered(document: Document, starts: list[int], numbers: list[int]) -> Document:
    """Give each block the page on which it starts."""
    pages = (numbers[bisect_right(starts, block.start) - 1] for block in document.blocks)
    blocks = tuple(replace(block, page=page) for block, page in zip(document.blocks, pages, strict=True))
    return replace(document, blocks=blocks)


def _pages(data: bytes, path: str) -> list[Page]:
    if b"%%EOF" not in data.rstrip(b"\0 \r\n\t")[-_TAIL_BYTES:]:
        # PDFium reads what is left of a truncated file, and nobody would notice what is missing.
        raise damaged(path, "it is not a PDF, or its end is missing")
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(error, path) from error
    try:
        return [_page(opened, index) for index in range(len(opened))]
    except pypdfium2.PdfiumError as error:
        raise damaged(path, "one of its pages cannot be read") from error
    finally:
        opened.close()


def _unopened(error: Exception, path: str) -> MscLearnError:
    if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return locked(path)
    return damaged(path, "it is not a PDF, or parts of it are missing")


def _page(opened: pypdfium2.PdfDocument, index: int) -> Page:
    page = opened[index]
    text = page.get_textpage()
    try:
        runs = list(_runs(text))
    finally:
        text.close()
        page.close()
    # Text rotated against most of the page is a stamp in the margin or the label of an axis.
    rotations = Counter[int]()
    for run in runs:
        rotations[run.turns] += len(run.text)
    usual = rotations.most_common(1)[0][0] if rotations else 0
    return Page(index + 1, tuple(run for run in runs if run.turns == usual))


@dataclass(frozen=True, slots=True)
class _Char:
    code: int
    index: int
    turns: int
    left: float
    right: float
    baseline: float
    height: float


def _runs(text: pypdfium2.PdfTextPage) -> Iterator[Run]:
    """Yield the text runs of a page: consecutive characters on one line in one size."""
    run: list[_Char] = []
    for char in _chars(text):
        if char is None or (run and not _follows(run[-1], char)):
            if run:
                yield _run(text, run)
            run = []
        if char is not None and (run or char.code != 0x20):
            run.append(char)
    if run:
        yield _run(text, run)


def _chars(text: pypdfium2.PdfTextPage) -> Iterator[_Char | None]:
    """Yield each character with its coordinates, and None where PDFium ends a line."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _LINE_ENDS:
            yield None
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        turns = round(raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4
        left, low = _turned(box.left, box.bottom, turns)
        right, high = _turned(box.right, box.top, turns)
        baseline = _turned(x.value, y.value, turns)[1]
        hyphen = code in _HYPHENS
        code = 0x2D if hyphen else code
        yield _Char(code, index, turns, min(left, right), max(left, right), baseline, abs(high - low))
        if hyphen:
            yield None


def _turned(x: float, y: float, turns: int) -> tuple[float, float]:
    """Return coordinates rotated by quarter turns, so that the text is upright."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turns]


def _follows(before: _Char, char: _Char) -> bool:
    if char.code == 0x20:
        return True
    em = max(before.height, char.height) / 1.2
    if char.turns != before.turns:
        return False
    near = before.left - 0.3 * em <= char.left <= before.right + _WIDEST_GAP * em
    level = abs(before.baseline - char.baseline) <= _HIGHEST_STEP * em
    return near and level and abs(before.height - char.height) <= 0.15 * em


def _run(text: pypdfium2.PdfTextPage, chars: list[_Char]) -> Run:
    while chars[-1].code == 0x20 and len(chars) > 1:
        chars.pop()
    units = b"".join(_utf_16(char.code) for char in chars)
    first, last = chars[0], chars[-1]
    return Run(
        text=units.decode("utf-16-le", "replace"),
        left=min(char.left for char in chars),
        right=max(char.right for char in chars),
        baseline=first.baseline,
        size=_size(text, first),
        bold=_is_bold(text, first.index) and _is_bold(text, last.index),
        turns=first.turns,
    )


def _utf_16(code: int) -> bytes:
    return chr(code).encode("utf-16-le", "surrogatepass") if code <= 0x10FFFF else b""


def _size(text: pypdfium2.PdfTextPage, char: _Char) -> float:
    """Return the size of a character in points: the font size scaled by the text matrix."""
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(text, char.index))
    if raw.FPDFText_GetMatrix(text, char.index, matrix):
        size *= float((matrix.c**2 + matrix.d**2) ** 0.5)
    return round(size * 2) / 2 or char.height


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text, index) >= 600:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 128, flags)
    return any(word in name.value.decode("utf-8", "replace").lower() for word in _BOLD_NAMES)
