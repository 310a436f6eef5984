"""Markdown: blocks as CommonMark says, their text without marks, and for each character its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from msc_learn.document.model import BlockKind, Document
from msc_learn.document.readers.raw_blocks import CELL, EMPTY
from msc_learn.document.readers.structure import Piece, document_of

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:.*(?:\n(?: {2,}|\t).*)*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_TASK = re.compile(r"^([ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+)(\[[ xX]\])(?=[ \t])", re.MULTILINE)
_UNSEEN = "\u2060"
# The second line of a term and its explanation, and those after it.
_EXPLAINS = re.compile(r"\n:[ \t]+")
_AFTER_TERM = re.compile(r"\s*[:–—]|\s+[-=]\s")
# What stands between these tags is not for reading.
_PROGRAM = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)
_RUN_IN = re.compile(r"((?:[^\s.:?!,;]+ ){0,3}[^\s.:?!,;]+)\.")
_HIGHEST_HEADING_WORDS = 12


def read(text: str, path: str) -> Document:
    """Read a Markdown document; code, comments and front matter are left out."""
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[0]) if front else None
    plain = _veiled(text)
    body = "\n" * front[0].count("\n") + plain[front.end() :] if front else plain
    return document_of(path, text, _pieces(plain, _parser().parse(body)), title[1] if title else "")


def _veiled(text: str) -> str:
    """Put what nobody sees in the place of footnotes and of the boxes of a task list."""
    noted = {match[1] for match in _FOOTNOTE.finditer(text)}
    if noted:
        text = _FOOTNOTE.sub(_veil, text)
        text = _NOTE_MARK.sub(lambda mark: _veil(mark) if mark[1] in noted else mark[0], text)
    return _TASK.sub(lambda task: task[1] + _veil(task, 2), text)


def _veil(match: re.Match[str], group: int = 0) -> str:
    return re.sub(r"[^\n]", _UNSEEN, match[group])


def _parser() -> MarkdownIt:
    # Escapes and entities stay tokens of their own, so that what each one stands for has a place.
    return MarkdownIt("commonmark").enable("table").disable("text_join")


@dataclass(slots=True)
class _Chars:
    """The characters of a block as they are gathered, each with its offset in the document."""

    text: str
    at: int
    end: int
    kept: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def add(self, shown: str, written: str = "") -> None:
        """Take over what stands next in the document as `written` and reads as `shown`."""
        found = self.text.find(written or shown, self.at, self.end)
        if found < 0 and " " in shown:
            # Code over two lines reads as one.
            rest = self.text[self.at : self.end].replace("\n", " ").find(shown)
            found = self.at + rest if rest >= 0 else rest
        start = found if found >= 0 else self.at
        self.kept.append(shown)
        if written and written != shown:
            self.origins.extend([start] * len(shown))
        else:
            self.origins.extend(range(start, start + len(shown)))
        self.at = start + len(written or shown)

    def put(self, shown: str) -> None:
        """Add what does not stand in the document."""
        self.kept.append(shown)
        self.origins.extend([max(self.at - 1, 0)] * len(shown))

    def skip(self, mark: str) -> None:
        """Pass over a mark."""
        found = self.text.find(mark, self.at, self.end)
        if found >= 0:
            self.at = found + len(mark)


@dataclass(slots=True)
class _State:
    """Where in the document's structure the tokens stand."""

    ordered: list[bool] = field(default_factory=list)
    heading: int = 0
    fresh_item: bool = False
    head_row: bool = False
    row: list[Token] | None = None

    def enter(self, token: Token) -> None:
        """Take note of a token that opens or closes something."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.ordered.append(token.type.startswith("ordered"))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.ordered.pop()
        elif token.type in ("list_item_open", "list_item_close"):
            # An item may be empty: what follows it is none.
            self.fresh_item = token.type == "list_item_open"
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type in ("thead_open", "tbody_open"):
            self.head_row = token.type == "thead_open"
        elif token.type == "tr_open":
            self.row = [token]

    def kind(self) -> tuple[BlockKind, int, bool]:
        """Return the kind, level and order of the text that comes now, and forget what it has used."""
        heading, fresh = self.heading, self.fresh_item
        self.heading, self.fresh_item = 0, False
        if heading:
            return BlockKind.HEADING, heading, False
        if fresh:
            return BlockKind.ITEM, len(self.ordered), self.ordered[-1]
        return BlockKind.PARAGRAPH, 0, False


def _pieces(text: str, tokens: Sequence[Token]) -> Iterator[Piece]:
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
    state = _State()
    for token in tokens:
        if token.type == "tr_close" and state.row:
            yield from _row(text, starts, state.row, state.head_row)
            state.row = None
        elif token.type != "inline":
            state.enter(token)
        elif state.row:
            state.row.append(token)
        else:
            yield from _block(text, starts, token, *state.kind())


def _block(
    text: str, starts: list[int], token: Token, kind: BlockKind, level: int, ordered: bool
) -> Iterator[Piece]:
    chars = _chars(text, starts, token)
    _gather(chars, token.children or [])
    piece = _piece(kind, chars, level=level, ordered=ordered)
    if piece is None:
        return
    if kind is BlockKind.PARAGRAPH and (mark := _EXPLAINS.search(piece.text)):
        yield _explained(piece, mark.start())
        return
    bold = _leading_bold(token.children or [])
    if kind is BlockKind.PARAGRAPH and bold.strip() == piece.text:
        yield _all_bold(piece)
    else:
        yield _with_term(piece, bold)


def _chars(text: str, starts: list[int], token: Token) -> _Chars:
    first, stop = token.map or [0, 0]
    end = starts[min(stop, len(starts) - 1)] - 1
    chars = _Chars(text, starts[first], end)
    opening = token.content.split("\n", 1)[0]
    chars.at = max(starts[first], text.find(opening, starts[first], end))
    return chars


def _gather(chars: _Chars, children: Sequence[Token]) -> None:
    program = ""
    for child in children:
        if child.type == "html_inline" and (tag := _PROGRAM.match(child.content)):
            program = "" if tag[1] else tag[2].lower()
        if program:
            chars.skip(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            chars.add("\n")
        elif child.type in ("text", "code_inline") and child.content:
            chars.add(child.content)
        elif child.type == "text_special":
            chars.add(child.content, child.markup)
        elif child.type == "html_inline":
            chars.skip(child.content)
        elif child.type == "image":
            chars.skip("![")
            _skip_link(chars)
        elif child.type == "link_close" and child.markup != "autolink":
            _skip_link(chars)
        elif child.type.endswith(("_open", "_close")) and child.markup not in ("", "autolink"):
            chars.skip(child.markup)


def _skip_link(chars: _Chars) -> None:
    """Pass over the rest of a link from its closing bracket on."""
    chars.skip("]")
    opening = chars.text[chars.at : chars.at + 1]
    if opening == "[":
        chars.skip("]")
    elif opening == "(":
        depth = 0
        for index in range(chars.at, chars.end):
            depth += {"(": 1, ")": -1}.get(chars.text[index], 0)
            if depth == 0:
                chars.at = index + 1
                return


def _piece(kind: BlockKind, chars: _Chars, *, level: int = 0, ordered: bool = False) -> Piece | None:
    text = "".join(chars.kept)
    left = len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return None
    origins = tuple(chars.origins[left : left + len(text)])
    start, end = origins[0], origins[-1] + 1
    plain = chars.text[start:end] == text
    return Piece(kind, text, start, end, None if plain else origins, level=level, ordered=ordered)


def _explained(piece: Piece, end: int) -> Piece:
    """Read a line and those under it that begin with a colon as a term and its explanation on one line."""
    origins = piece.origins or tuple(range(piece.start, piece.end))
    term, rest = piece.text[:end], piece.text[end + 1 :]
    places = [*origins[:end], *origins[end + 1 :]]
    for mark in reversed([*_EXPLAINS.finditer(rest)]):
        rest = f"{rest[: mark.start()]} {rest[mark.end() :]}"
        del places[end + mark.start() + 1 : end + mark.end()]
    known = term if "\n" not in term and len(term.split()) <= _HIGHEST_HEADING_WORDS else ""
    return replace(piece, text=term + rest, origins=tuple(places), term=known)


def _leading_bold(children: Sequence[Token]) -> str:
    """Return the bold text that a block begins with."""
    shown = [child for child in children if child.content or child.type != "text"]
    if not shown or shown[0].type != "strong_open":
        return ""
    close = next(index for index, child in enumerate(shown) if child.type == "strong_close")
    return "".join(child.content for child in shown[1:close])


def _all_bold(piece: Piece) -> Piece:
    """Read a short paragraph of nothing but bold text as a question or as a heading below the others."""
    if piece.text.endswith("?"):
        return Piece(piece.kind, piece.text, piece.start, piece.end, piece.origins, asks=True)
    short = len(piece.text.split()) <= _HIGHEST_HEADING_WORDS and not piece.text.endswith(
        (".", "!", ":", ",")
    )
    kind = BlockKind.HEADING if short else piece.kind
    return Piece(kind, piece.text, piece.start, piece.end, piece.origins, level=6 if short else 0)


def _with_term(piece: Piece, bold: str) -> Piece:
    term = bold.strip().rstrip(":–—").rstrip()
    if run_in := _RUN_IN.fullmatch(term):
        # **Term.** Explanation
        follows = piece.text[len(term) :].lstrip()
        return replace(piece, term=run_in[1]) if follows[:1].isupper() else piece
    if not term or not _AFTER_TERM.match(piece.text, len(term)) or term.endswith("?"):
        return piece
    return replace(piece, term=term)


def _row(text: str, starts: list[int], row: list[Token], head: bool) -> Iterator[Piece]:
    """Read a row of a table as one line, its cells parted by bars; the head row leads in the others."""
    first, stop = row[0].map or [0, 0]
    chars = _Chars(text, starts[first], starts[stop] - 1)
    for number, cell in enumerate(row[1:]):
        if number:
            chars.put(CELL)
        chars.skip("|") if number or text[chars.at : chars.end].lstrip().startswith("|") else None
        gathered = len(chars.kept)
        _gather(chars, cell.children or [])
        chars.kept[gathered:] = [part.replace(CELL, " / ") for part in chars.kept[gathered:]]
        if (head or not number) and not "".join(chars.kept[gathered:]).strip():
            chars.put(EMPTY)
    piece = _piece(BlockKind.PARAGRAPH if head else BlockKind.ITEM, chars, level=0 if head else 1)
    if piece is not None:
        yield piece
