"""Tags and texts in their order, as headings, paragraphs, items and rows; knows no parser."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msc_learn.document.model import BlockKind
from msc_learn.document.readers.html_table import HtmlTable, TableCell
from msc_learn.document.readers.raw_blocks import RawBlock, paragraph, raised, with_term
from msc_learn.document.readers.whitespace import clean

_BOLD = frozenset(("b", "strong", "dfn"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd mark q ruby samp small span strong sub"
    " sup time tt u var wbr".split()
)
_CITATION = re.compile(r"\[?\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]?")
_BREAK = "\n"
_LONGEST_TERM = 12


@dataclass(frozen=True, slots=True)
class HtmlEvent:
    """A tag that opens (`p`) or closes (`/p`), or a text, which has no tag."""

    tag: str
    text: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    bold: bool


@dataclass(slots=True)
class _Flow:
    """What is open, and the words gathered since the last block ended."""

    parts: list[_Part] = field(default_factory=list)
    found: list[RawBlock] = field(default_factory=list)
    lists: list[bool] = field(default_factory=list)
    tables: list[HtmlTable] = field(default_factory=list)
    heading: int = 0
    bold: int = 0
    raised: int = 0
    fresh_item: bool = False
    term: str = ""
    explains: bool = False


def blocks_of(events: Iterable[HtmlEvent]) -> Iterator[RawBlock]:
    """Yield the blocks that a stream of tags and texts makes."""
    flow = _Flow()
    for event in events:
        if not event.tag:
            _add(flow, event.text)
        elif event.tag.lstrip("/") in _INLINE:
            _mark(flow, event.tag)
        else:
            _turn(flow, event)
        yield from flow.found
        flow.found.clear()
    _end(flow)
    yield from flow.found


def _add(flow: _Flow, text: str) -> None:
    text = text.replace("\n", " ")
    if flow.raised and flow.parts and _cites(flow.parts[-1].text, text):
        return
    shown = raised(text) if flow.raised else text
    flow.parts.append(_Part(shown, flow.bold > 0))


def _cites(before: str, text: str) -> bool:
    """Tell the number of a source, raised behind the end of a clause, from an exponent."""
    return before.endswith((".", ",", ";", "?", "”")) and _CITATION.fullmatch(text.strip()) is not None


def _mark(flow: _Flow, tag: str) -> None:
    step = -1 if tag.startswith("/") else 1
    name = tag.lstrip("/")
    flow.bold += step * (name in _BOLD)
    flow.raised += step * (name == "sup")


def _turn(flow: _Flow, event: HtmlEvent) -> None:
    """Act on a tag that is not part of a line; in a cell, all but the cell's own end is a blank."""
    name = event.tag.lstrip("/")
    table = flow.tables[-1] if flow.tables else None
    if table is not None and name == "caption":
        table.caption = table.caption or _text(flow.parts)
        flow.parts.clear()
    elif table is not None and name not in ("table", "tr", "td", "th", "thead"):
        flow.parts.append(_Part(" ", flow.bold > 0))
    elif name == "br":
        _line_break(flow, event.tag)
    elif name in ("td", "th", "tr", "thead") and table is not None:
        _in_table(flow, table, event)
    else:
        _take(flow, event.tag)
        _structure(flow, event.tag)


def _line_break(flow: _Flow, tag: str) -> None:
    if not tag.startswith("/"):
        flow.parts.append(_Part(_BREAK, flow.bold > 0))


def _in_table(flow: _Flow, table: HtmlTable, event: HtmlEvent) -> None:
    if event.tag in ("/td", "/th"):
        shown = _text(flow.parts)
        bold = bool(shown) and _leading_bold(flow.parts) == shown
        table.close_cell(shown, bold)
        flow.parts.clear()
    elif event.tag in ("td", "th"):
        flow.parts.clear()
        table.open_cell(TableCell(event.tag == "th", event.columns, event.rows))
    else:
        table.turn(event.tag)


def _structure(flow: _Flow, tag: str) -> None:
    name = tag.lstrip("/")
    opens = not tag.startswith("/")
    if name in _HEADINGS:
        flow.heading = int(name[1]) if opens else 0
    elif name in _LISTS:
        _list(flow, opens, name == "ol")
    elif name == "li":
        flow.fresh_item = opens
    elif name == "table":
        _table(flow, opens)
    elif name == "dd":
        flow.explains = opens
    elif name == "dl":
        _end_terms(flow)


def _list(flow: _Flow, opens: bool, ordered: bool) -> None:
    if opens:
        flow.lists.append(ordered)
        flow.fresh_item = False
    elif flow.lists:
        flow.lists.pop()


def _table(flow: _Flow, opens: bool) -> None:
    if opens:
        flow.tables.append(HtmlTable())
    elif flow.tables:
        flow.found.extend(flow.tables.pop().found())


def _take(flow: _Flow, tag: str) -> None:
    """End the block that was gathered, if any."""
    for parts in _lines(flow.parts) if not flow.heading else [flow.parts]:
        text = _text(parts)
        if text:
            _finish(flow, text, _leading_bold(parts), tag)
    flow.parts = []


def _finish(flow: _Flow, text: str, bold: str, tag: str) -> None:
    if tag == "/dt":
        flow.term = f"{flow.term}, {text}" if flow.term else text
    elif tag == "/summary" and not flow.heading:
        flow.found.append(paragraph(text, bold=text))
    elif flow.heading:
        flow.found.append(RawBlock(BlockKind.HEADING, text, level=flow.heading))
    elif flow.explains and flow.term:
        flow.found.extend(_explained(flow, text))
    elif flow.fresh_item:
        flow.fresh_item = False
        ordered = bool(flow.lists and flow.lists[-1])
        item = RawBlock(BlockKind.ITEM, text, level=max(1, len(flow.lists)), ordered=ordered)
        flow.found.append(with_term(item, bold))
    else:
        flow.found.append(paragraph(text, bold))


def _explained(flow: _Flow, text: str) -> Iterator[RawBlock]:
    """Yield a term with its explanation on one line, or a question and then its answer."""
    term, flow.term = flow.term.rstrip(" :"), ""
    if term.endswith("?") or len(term.split()) > _LONGEST_TERM:
        yield RawBlock(BlockKind.PARAGRAPH, term, asks=term.endswith("?"))
        yield RawBlock(BlockKind.PARAGRAPH, text)
    else:
        yield RawBlock(BlockKind.ITEM, f"{term}: {text}", term, level=len(flow.lists) + 1)


def _end_terms(flow: _Flow) -> None:
    if flow.term:
        flow.found.append(RawBlock(BlockKind.PARAGRAPH, flow.term))
    flow.term, flow.explains = "", False


def _end(flow: _Flow) -> None:
    """End what a page that breaks off leaves open."""
    _take(flow, "")
    while flow.tables:
        flow.found.extend(flow.tables.pop().found())
    _end_terms(flow)


def _lines(parts: list[_Part]) -> Iterator[list[_Part]]:
    """Part a block where a line break ends a sentence or where two stand together."""
    line: list[_Part] = []
    last, broken = "", False
    for part in parts:
        if part.text == _BREAK:
            if broken or last.endswith((".", ":", "?", "!")):
                yield line
                line, last = [], ""
            else:
                line.append(_Part(" ", part.bold))
            broken = True
        else:
            line.append(part)
            shown = part.text.strip()
            last, broken = shown or last, broken and not shown
    yield line


def _text(parts: list[_Part]) -> str:
    return clean("".join(part.text for part in parts))


def _leading_bold(parts: list[_Part]) -> str:
    """Return the bold words that a block begins with."""
    bold: list[str] = []
    for part in parts:
        if part.text.strip() and not part.bold:
            break
        bold.append(part.text)
    return clean("".join(bold))
