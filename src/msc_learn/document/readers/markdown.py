"""Markdown: CommonMark blocks, their text without markup, and the origin of each character."""

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
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")
_TASK = re.compile(r"^([ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+)(\[[ xX]\])(?=[ \t])", re.MULTILINE)
_INVISIBLE = "\u2060"
# Lines after a term that explain it start with a colon.
_EXPLANATION_LINE = re.compile(r"\n:[ \t]+")
_AFTER_TERM = re.compile(r"\s*[:–—]|\s+[-=]\s")
# Text between these tags is code.
_CODE_TAG = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)
_RUN_IN = re.compile(r"((?:[^\s.:?!,;]+ ){0,3}[^\s.:?!,;]+)\.")
_MOST_HEADING_WORDS = 12


def read(text: str, path: str) -> Document:
    """Read a Markdown document without code, comments and front matter."""
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[0]) if front else None
    masked = _masked(text)
    body = "\n" * front[0].count("\n") + masked[front.end() :] if front else masked
    return document_of(path, text, _pieces(masked, _parser().parse(body)), title[1] if title else "")


def _masked(text: str) -> str:
    """Replace footnotes and the boxes of task lists by invisible characters, so that no offset moves."""
    footnotes = {match[1] for match in _FOOTNOTE.finditer(text)}
    if footnotes:
        text = _FOOTNOTE.sub(_mask, text)
        text = _FOOTNOTE_MARK.sub(lambda mark: _mask(mark) if mark[1] in footnotes else mark[0], text)
    return _TASK.sub(lambda task: task[1] + _mask(task, 2), text)


def _mask(match: re.Match[str], group: int = 0) -> str:
    return re.sub(r"[^\n]", _INVISIBLE, match[group])


def _parser() -> MarkdownIt:
    # Escapes and entities stay separate tokens, so that each decoded character has an origin.
    return MarkdownIt("commonmark").enable("table").disable("text_join")


@dataclass(slots=True)
class _Chars:
    """The characters of a block with their offsets in the document; `position` is the next to read."""

    text: str
    position: int
    end: int
    kept: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def add(self, shown: str, source: str = "") -> None:
        """Add the next text of the document, written there as `source` and shown as `shown`."""
        start = self.text.find(source or shown, self.position, self.end)
        if start < 0 and " " in shown:
            # Code over two lines is shown on one.
            rest = self.text[self.position : self.end].replace("\n", " ").find(shown)
            start = self.position + rest if rest >= 0 else rest
        start = start if start >= 0 else self.position
        self.kept.append(shown)
        if source and source != shown:
            self.origins.extend([start] * len(shown))
        else:
            self.origins.extend(range(start, start + len(shown)))
        self.position = start + len(source or shown)

    def insert(self, shown: str) -> None:
        """Add text that is not in the document."""
        self.kept.append(shown)
        self.origins.extend([max(self.position - 1, 0)] * len(shown))

    def skip(self, mark: str) -> None:
        """Skip to the end of the next occurrence of some markup."""
        start = self.text.find(mark, self.position, self.end)
        if start >= 0:
            self.position = start + len(mark)


@dataclass(slots=True)
class _State:
    """The parser state: open lists, heading, item and table row."""

    ordered: list[bool] = field(default_factory=list)
    heading: int = 0
    fresh_item: bool = False
    head_row: bool = False
    row: list[Token] | None = None

    def enter(self, token: Token) -> None:
        """Update the state for a token that opens or closes a block."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.ordered.append(token.type.startswith("ordered"))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.ordered.pop()
        elif token.type in ("list_item_open", "list_item_close"):
            # An item may be empty; what follows it is not an item.
            self.fresh_item = token.type == "list_item_open"
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])
        elif token.type in ("thead_open", "tbody_open"):
            self.head_row = token.type == "thead_open"
        elif token.type == "tr_open":
            self.row = [token]

    def kind(self) -> tuple[BlockKind, int, bool]:
        """Return the kind, level and order of the next text, and reset the state for it."""
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
    _collect(chars, token.children or [])
    piece = _piece(kind, chars, level=level, ordered=ordered)
    if piece is None:
        return
    if kind is BlockKind.PARAGRAPH and (mark := _EXPLANATION_LINE.search(piece.text)):
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
    chars.position = max(starts[first], text.find(opening, starts[first], end))
    return chars


def _collect(chars: _Chars, children: Sequence[Token]) -> None:
    code_tag = ""
    for child in children:
        if child.type == "html_inline" and (tag := _CODE_TAG.match(child.content)):
            code_tag = "" if tag[1] else tag[2].lower()
        if code_tag:
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
    """Skip the rest of a link from its closing bracket on."""
    chars.skip("]")
    opening = chars.text[chars.position : chars.position + 1]
    if opening == "[":
        chars.skip("]")
    elif opening == "(":
        depth = 0
        for index in range(chars.position, chars.end):
            depth += {"(": 1, ")": -1}.get(chars.text[index], 0)
            if depth == 0:
                chars.position = index + 1
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
    """Join a term and the lines below it that start with a colon into one line."""
    origins = piece.origins or tuple(range(piece.start, piece.end))
    term, rest = piece.text[:end], piece.text[end + 1 :]
    kept = [*origins[:end], *origins[end + 1 :]]
    for mark in reversed([*_EXPLANATION_LINE.finditer(rest)]):
        rest = f"{rest[: mark.start()]} {rest[mark.end() :]}"
        del kept[end + mark.start() + 1 : end + mark.end()]
    short = term if "\n" not in term and len(term.split()) <= _MOST_HEADING_WORDS else ""
    return replace(piece, text=term + rest, origins=tuple(kept), term=short)


def _leading_bold(children: Sequence[Token]) -> str:
    """Return the bold text at the start of a block."""
    visible = [child for child in children if child.content or child.type != "text"]
    if not visible or visible[0].type != "strong_open":
        return ""
    close = next(index for index, child in enumerate(visible) if child.type == "strong_close")
    return "".join(child.content for child in visible[1:close])


def _all_bold(piece: Piece) -> Piece:
    """Read a short paragraph that is all bold as a question, or as a heading of the lowest level."""
    if piece.text.endswith("?"):
        return Piece(piece.kind, piece.text, piece.start, piece.end, piece.origins, asks=True)
    short = len(piece.text.split()) <= _MOST_HEADING_WORDS and not piece.text.endswith((".", "!", ":", ","))
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
    """Read a table row as one line, cells separated by bars; the header row leads in the others."""
    first, stop = row[0].map or [0, 0]
    chars = _Chars(text, starts[first], starts[stop] - 1)
    for number, cell in enumerate(row[1:]):
        if number:
            chars.insert(CELL)
        chars.skip("|") if number or text[chars.position : chars.end].lstrip().startswith("|") else None
        first_part = len(chars.kept)
        _collect(chars, cell.children or [])
        chars.kept[first_part:] = [part.replace(CELL, " / ") for part in chars.kept[first_part:]]
        if (head or not number) and not "".join(chars.kept[first_part:]).strip():
            chars.insert(EMPTY)
    piece = _piece(BlockKind.PARAGRAPH if head else BlockKind.ITEM, chars, level=0 if head else 1)
    if piece is not None:
        yield piece
