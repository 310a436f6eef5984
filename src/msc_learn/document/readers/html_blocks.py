"""A stream of HTML tags and texts to blocks: headings, paragraphs, items, table rows; parser-independent."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msc_learn.document.model import BlockKind
from msc_learn.document.readers.html_table import HtmlTable, TableCell
from msc_learn.document.readers.raw_blocks import RawBlock, paragraph, superscript, with_term
from msc_learn.document.readers.whitespace import normalised

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
    """A start tag (`p`), an end tag (`/p`), or a text, which has no tag."""

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
    """The state of the conversion: open tags, and the text collected since the last block ended."""

    parts: list[_Part] = field(default_factory=list)
    blocks: list[RawBlock] = field(default_factory=list)
    lists: list[bool] = field(default_factory=list)
    tables: list[HtmlTable] = field(default_factory=list)
    heading: int = 0
    bold: int = 0
    superscript: int = 0
    fresh_item: bool = False
    term: str = ""
    in_explanation: bool = False


def blocks_of(events: Iterable[HtmlEvent]) -> Iterator[RawBlock]:
    """Yield the blocks of a stream of tags and texts."""
    flow = _Flow()
    for event in events:
        if not event.tag:
            _add_text(flow, event.text)
        elif event.tag.lstrip("/") in _INLINE:
            _inline_tag(flow, event.tag)
        else:
            _block_tag(flow, event)
        yield from flow.blocks
        flow.blocks.clear()
    _finish(flow)
    yield from flow.blocks


def _add_text(flow: _Flow, text: str) -> None:
    text = text.replace("\n", " ")
    if flow.superscript and flow.parts and _cites(flow.parts[-1].text, text):
        return
    flow.parts.append(_Part(superscript(text) if flow.superscript else text, flow.bold > 0))


def _cites(before: str, text: str) -> bool:
    """Tell whether a superscript is a citation after the end of a clause, not an exponent."""
    return before.endswith((".", ",", ";", "?", "”")) and _CITATION.fullmatch(text.strip()) is not None


def _inline_tag(flow: _Flow, tag: str) -> None:
    step = -1 if tag.startswith("/") else 1
    name = tag.lstrip("/")
    flow.bold += step * (name in _BOLD)
    flow.superscript += step * (name == "sup")


def _block_tag(flow: _Flow, event: HtmlEvent) -> None:
    """Handle a block-level tag; inside a table cell, other tags count as a space."""
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
        _end_block(flow, event.tag)
        _structure(flow, event.tag)


def _line_break(flow: _Flow, tag: str) -> None:
    if not tag.startswith("/"):
        flow.parts.append(_Part(_BREAK, flow.bold > 0))


def _in_table(flow: _Flow, table: HtmlTable, event: HtmlEvent) -> None:
    if event.tag in ("/td", "/th"):
        text = _text(flow.parts)
        table.close_cell(text, bold=bool(text) and _leading_bold(flow.parts) == text)
        flow.parts.clear()
    elif event.tag in ("td", "th"):
        flow.parts.clear()
        table.open_cell(TableCell(event.tag == "th", event.columns, event.rows))
    else:
        table.row_or_head(event.tag)


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
        flow.in_explanation = opens
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
        flow.blocks.extend(flow.tables.pop().blocks())


def _end_block(flow: _Flow, tag: str) -> None:
    """End the collected block, if any."""
    for parts in _lines(flow.parts) if not flow.heading else [flow.parts]:
        text = _text(parts)
        if text:
            _append_block(flow, text, _leading_bold(parts), tag)
    flow.parts = []


def _append_block(flow: _Flow, text: str, bold: str, tag: str) -> None:
    if tag == "/dt":
        flow.term = f"{flow.term}, {text}" if flow.term else text
    elif tag == "/summary" and not flow.heading:
        flow.blocks.append(paragraph(text, bold=text))
    elif flow.heading:
        flow.blocks.append(RawBlock(BlockKind.HEADING, text, level=flow.heading))
    elif flow.in_explanation and flow.term:
        flow.blocks.extend(_explained(flow, text))
    elif flow.fresh_item:
        flow.fresh_item = False
        ordered = bool(flow.lists and flow.lists[-1])
        item = RawBlock(BlockKind.ITEM, text, level=max(1, len(flow.lists)), ordered=ordered)
        flow.blocks.append(with_term(item, bold))
    else:
        flow.blocks.append(paragraph(text, bold))


def _explained(flow: _Flow, text: str) -> Iterator[RawBlock]:
    """Yield a term with its explanation as one item, or a question and its answer."""
    term, flow.term = flow.term.rstrip(" :"), ""
    if term.endswith("?") or len(term.split()) > _LONGEST_TERM:
        yield RawBlock(BlockKind.PARAGRAPH, term, asks=term.endswith("?"))
        yield RawBlock(BlockKind.PARAGRAPH, text)
    else:
        yield RawBlock(BlockKind.ITEM, f"{term}: {text}", term, level=len(flow.lists) + 1)


def _end_terms(flow: _Flow) -> None:
    if flow.term:
        flow.blocks.append(RawBlock(BlockKind.PARAGRAPH, flow.term))
    flow.term, flow.in_explanation = "", False


def _finish(flow: _Flow) -> None:
    """End everything that a truncated page leaves open."""
    _end_block(flow, "")
    while flow.tables:
        flow.blocks.extend(flow.tables.pop().blocks())
    _end_terms(flow)


def _lines(parts: list[_Part]) -> Iterator[list[_Part]]:
    """Split a block at a line break after a sentence, or at two line breaks in a row."""
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
            text = part.text.strip()
            last, broken = text or last, broken and not text
    yield line


def _text(parts: list[_Part]) -> str:
    return normalised("".join(part.text for part in parts))


def _leading_bold(parts: list[_Part]) -> str:
    """Return the bold text at the start of a block."""
    bold: list[str] = []
    for part in parts:
        if part.text.strip() and not part.bold:
            break
        bold.append(part.text)
    return normalised("".join(bold))
