"""Plain text: headings recognised by their form, items by their marks; wrapped lines are joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from msc_learn.document.model import BlockKind, Document
from msc_learn.document.readers.hyphens import keeps_hyphen, words_of
from msc_learn.document.readers.raw_blocks import CELL, rows
from msc_learn.document.readers.structure import ROLE, Piece, document_of
from msc_learn.document.readers.text_lines import TextLine, lines_of, width_of

_ITEM = re.compile(
    r"(?P<mark>[-*•‣◦▪●○–—·+](?=\s|$)|\(?\d{1,3}[.)](?=\s)|\(?(?:[a-z]|[ivx]{2,4})\)(?=\s)|[ivx]{1,4}\.(?=\s)"
    r"|o(?=\t))\s*"
)
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+(?=[^\W\d_])")
_HYPHENATED = re.compile(r"([^\W_][\w-]*)-\n(?=[a-z])")
# After these words a hyphen is suspended: "short- and long-term".
_SUSPENDED_HYPHEN = re.compile(r"(?:and|or|to)\b")
_CAPTION = re.compile(r"(?:Table|Figure|Fig\.?|Box|Chart|Panel)\s\d", re.IGNORECASE)
# Separates the two halves of a page header.
_WIDE_GAP = "    "
_RULE = re.compile(r"([=\-~_*])\1{2,}$")
_BOLD_ROLE = re.compile(r"\*{2}(?=(?:Question|Q|Answer|A)\s?\d{0,3}\s?[:.)])", re.IGNORECASE)
_LETTERED = re.compile(r"[a-z]\)\s+(?=[^\W\d_])")
_BULLET = re.compile(r"[-*•‣◦▪●○–—·+]\s")
_ARROW = re.compile(r"[-–—=]>|<[-–—=]|[←-⇿]")
_ENDS_IN_PUNCTUATION = re.compile(r"[.!?:;,…][\"'”’)\]]*$")
_LONGEST_HEADING, _MOST_HEADING_WORDS = 80, 12  # characters, words


def read(text: str, path: str) -> Document:
    """Read a plain-text document; its first line is the title if it looks like one."""
    lines = lines_of(text)
    return document_of(path, text, _dehyphenated(_pieces(lines, width_of(lines)), text))


def _dehyphenated(pieces: Iterable[Piece], text: str) -> Iterator[Piece]:
    """Yield the pieces with words that were hyphenated at the end of a line joined again."""
    words = words_of(text.splitlines()) if "-\n" in text else Counter[str]()
    for piece in pieces:
        yield _joined_words(piece, words) if "-\n" in piece.text else piece


def _joined_words(piece: Piece, words: Counter[str]) -> Piece:
    origins = piece.origins or tuple(range(piece.start, piece.end))
    text, kept, done = "", list[int](), 0
    for broken in _HYPHENATED.finditer(piece.text):
        rest = piece.text[broken.end() : broken.end() + 40]
        if _SUSPENDED_HYPHEN.match(rest):
            continue
        stop = broken.end() - (1 if keeps_hyphen(broken[1], rest, words) else 2)
        text += piece.text[done:stop]
        kept += origins[done:stop]
        done = broken.end()
    return replace(piece, text=text + piece.text[done:], origins=(*kept, *origins[done:]))


def _pieces(lines: list[TextLine], width: int) -> Iterator[Piece]:
    index = 0
    while index < len(lines):
        if (count := _table_length(lines, index)) > 1:
            yield from _table(lines[index : index + count])
            index += count
            continue
        piece, index = _piece(lines, index, width)
        if piece is not None:
            yield piece


def _table_length(lines: Sequence[TextLine], index: int) -> int:
    """Return how many consecutive lines from `index` on have the same number of tabs."""
    tabs, stop = lines[index].row.count("\t"), index + 1
    if not tabs or _ITEM.match(lines[index].text):
        return 0
    while stop < len(lines) and not lines[stop].after_blank and lines[stop].row.count("\t") == tabs:
        # A tab before the first line may mean an empty cell; before later lines it is an indent.
        if lines[stop].row.startswith("\t"):
            break
        stop += 1
    return stop - index


def _table(lines: Sequence[TextLine]) -> Iterator[Piece]:
    """Yield the rows of a table with tab-separated columns."""
    table = [[cell.strip() for cell in line.row.split("\t")] for line in lines]
    for line, row, block in zip(lines, table, rows(table, headed=False), strict=True):
        yield Piece(block.kind, block.text, line.start, line.end, _row_origins(line, row), level=block.level)


def _row_origins(line: TextLine, row: Sequence[str]) -> tuple[int, ...]:
    """Return the origin of each character of a row; bars and dashes of empty cells get that of their tab."""
    origins: list[int] = []
    line_start, cell_start = line.start - line.indent, 0
    for number, cell in enumerate(row):
        start = line_start + line.row.find(cell, cell_start)
        if number:
            origins += [line_start + cell_start - 1] * len(CELL)
        origins += range(start, start + len(cell)) if cell else [line_start + max(cell_start - 1, 0)]
        cell_start = line.row.find("\t", start - line_start + len(cell)) + 1
    return tuple(origins)


def _piece(lines: list[TextLine], index: int, width: int) -> tuple[Piece | None, int]:
    """Read one piece from the line at `index`; return it and the index of the next unread line."""
    line = lines[index]
    if _RULE.match(line.text):
        return None, index + 1
    heading = _heading(lines, index, width)
    if heading is not None:
        underlined = index + 1 < len(lines) and _RULE.match(lines[index + 1].text)
        return heading, index + (2 if underlined else 1)
    mark = _ITEM.match(line.text)
    if mark is None:
        line, bold = _without_bold_role(line)
        return _paragraph(lines, index, line, width, bold)
    return _item(lines, index, mark, width)


def _without_bold_role(line: TextLine) -> tuple[TextLine, bool]:
    """Remove the asterisks of `**Q: …**`."""
    mark = _BOLD_ROLE.match(line.text)
    if mark is None or not line.text.endswith("**") or len(line.text) < 6:
        return line, False
    return TextLine(line.text[2:-2], line.start + 2, line.end - 2, line.indent, line.after_blank), True


def _paragraph(
    lines: list[TextLine], index: int, first: TextLine, width: int, alone: bool
) -> tuple[Piece, int]:
    stop = index + 1
    while not alone and stop < len(lines) and _continues(lines, stop, width):
        stop += 1
    joined = [first, *lines[index + 1 : stop]]
    return _joined(BlockKind.PARAGRAPH, joined), stop


def _item(lines: list[TextLine], index: int, mark: re.Match[str], width: int) -> tuple[Piece | None, int]:
    line = lines[index]
    text = line.text[mark.end() :]
    level = 1 + sum(1 for indent in _open_indents(lines, index) if indent < line.indent)
    if not text:
        # The mark is on a line of its own; its text is the next line.
        if index + 1 == len(lines) or _ITEM.match(lines[index + 1].text):
            return None, index + 1
        first, stop = lines[index + 1], index + 2
    else:
        first, stop = replace(line, text=text, start=line.start + mark.end()), index + 1
    while stop < len(lines) and _continues(lines, stop, width, item=line):
        stop += 1
    joined = [first, *lines[index + (1 if text else 2) : stop]]
    ordered = mark["mark"].strip("().").isalnum() and mark["mark"] != "o"
    return replace(_joined(BlockKind.ITEM, joined), level=level, ordered=ordered), stop


def _open_indents(lines: list[TextLine], index: int) -> set[int]:
    """Return the smaller indents of the items above in the same list."""
    indents: set[int] = set()
    lowest = lines[index].indent
    for line in reversed(lines[max(0, index - 60) : index]):
        if lowest == 0 or not (_ITEM.match(line.text) or line.indent > 0):
            break
        if _ITEM.match(line.text) and line.indent < lowest:
            indents.add(line.indent)
            lowest = line.indent
    return indents


def _joined(kind: BlockKind, lines: list[TextLine]) -> Piece:
    start, end = lines[0].start, lines[-1].end
    if len(lines) == 1:
        return Piece(kind, lines[0].text, start, end)
    origins: list[int] = []
    for line in lines:
        origins.extend(range(line.start, line.end + 1))
    return Piece(kind, "\n".join(line.text for line in lines), start, end, tuple(origins[:-1]))


def _continues(lines: list[TextLine], index: int, width: int, item: TextLine | None = None) -> bool:
    """Tell whether a line continues the one before: it did not fit there, or starts in lower case."""
    line, previous = lines[index], lines[index - 1]
    if line.after_blank or _ITEM.match(line.text) or ROLE.match(line.text) or _RULE.match(line.text):
        return False
    if width and previous.indent + len(previous.text) + 1 + len(line.text.split(None, 1)[0]) > width:
        return True
    if item is not None and line.indent > item.indent:
        return True
    return line.text[0].islower() and not re.search(r"[.!?:][\"'”’)\]]*$", previous.text[-8:])


def _heading(lines: list[TextLine], index: int, width: int) -> Piece | None:
    line = lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else None
    hashes = _HASHES.match(line.text)
    if hashes:
        return _heading_piece(line, hashes.end(), len(hashes[1]))
    if following is None or not _looks_like_heading(line.text):
        return None
    if (rule := _RULE.match(following.text)) and not following.after_blank:
        return _heading_piece(line, 0, 1 if rule[1] == "=" and index == 0 else 2)
    if _ITEM.match(line.text) and not _is_numbered_heading(lines, index):
        return None
    goes_on = not following.after_blank and _continues(lines, index + 1, width)
    if goes_on or (index and not _stands_apart(lines, index, width)):
        return None
    number = _NUMBERED.match(line.text)
    level = 1 if index == 0 else 2 + (number[1].count(".") if number else 0)
    if _LETTERED.match(line.text):
        level = 3
    return _heading_piece(line, 0, level)


def _heading_piece(line: TextLine, skip: int, level: int) -> Piece:
    return Piece(BlockKind.HEADING, line.text[skip:], line.start + skip, line.end, level=level)


def _looks_like_heading(text: str) -> bool:
    if len(text) > _LONGEST_HEADING or len(text.split()) > _MOST_HEADING_WORDS or not (text[0].isalnum()):
        return False
    if not _LETTERED.match(text) and (text[0].islower() or ROLE.match(text)):
        return False
    if _CAPTION.match(text) or _WIDE_GAP in text or _ARROW.search(text):
        return False
    return text.endswith("?") or not _ENDS_IN_PUNCTUATION.search(text)


def _is_numbered_heading(lines: list[TextLine], index: int) -> bool:
    """Tell whether `1. Introduction` is a heading above its text and not the first item of a list."""
    line, following = lines[index], lines[index + 1]
    if _NUMBERED.match(line.text) or _LETTERED.match(line.text):
        # Lecture notes number their parts and put bullets or lettered parts below them at the same indent.
        below = following.text
        notes = (
            _BULLET.match(below)
            or _ARROW.search(below)
            or (line.text[0].isdigit() and _LETTERED.match(below))
        )
        apart = line.after_blank or (index and _NUMBERED.match(lines[index - 1].text))
        if notes and apart and not following.after_blank and following.indent == line.indent:
            return True
    return (
        _NUMBERED.match(line.text) is not None
        and not _ITEM.match(following.text)
        and following.indent <= line.indent
        and (
            _ENDS_IN_PUNCTUATION.search(following.text) is not None or len(following.text) > _LONGEST_HEADING
        )
    )


def _stands_apart(lines: list[TextLine], index: int, width: int) -> bool:
    """Tell whether a short line is separate from the lines before and after it, and above some text."""
    line, previous, following = lines[index], lines[index - 1], lines[index + 1]
    if not line.after_blank and (width and _continues(lines, index, width)):
        return False
    if line.after_blank and following.after_blank and not _looks_like_heading(following.text):
        return True
    above_text = not _looks_like_heading(following.text) or _ITEM.match(following.text) is not None
    return above_text or (line.after_blank and not previous.text.endswith(":"))
