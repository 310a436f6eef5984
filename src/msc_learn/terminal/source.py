"""The sources of a card in full: each quote in its paragraph, with its position in the document."""

from pathlib import Path

from msc_learn.course.model import Course, Source
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.errors import DocumentError
from msc_learn.evidence.quote_index import QuoteIndex
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.screen import Piece, Terminal


def show_sources(terminal: Terminal, course: Course, sources: tuple[Source, ...]) -> None:
    """Print each source in its paragraph, or the quotes alone if the document cannot be read."""
    document = None
    try:
        document = read_document(course.document) if course.document else None
    except DocumentError as error:
        terminal.say((str(error), "bad"), indent=INDENT)
    if not sources:
        terminal.say(("This card has no source.", "dim"), indent=INDENT)
    quotations = QuoteIndex(document) if document else None
    for source in sources:
        _show(terminal, document, quotations, source)
        terminal.blank()


def _show(
    terminal: Terminal, document: Document | None, quotations: QuoteIndex | None, source: Source
) -> None:
    match = quotations.find(source) if quotations else None
    quote: Piece = (f"“{' '.join(source.quote.split())}”", "strong")
    if document is None or quotations is None or match is None:
        terminal.say(quote, indent=INDENT)
        where = " › ".join(source.section)
        terminal.say((f"not found in the document · {where}" if document else where, "dim"), indent=INDENT)
        return
    block, text = document.blocks[match.block], quotations.texts[match.block]
    if block.lead is not None:
        terminal.say((document.blocks[block.lead].text, "dim"), indent=INDENT)
    quoted = (f"“{text[match.start : match.end]}”", "strong")
    terminal.say((text[: match.start], "dim"), quoted, (text[match.end :], "dim"), indent=INDENT)
    line = document.position_at(block.offset_at(0)).line
    page = f", page {block.page}" if block.page else ""
    terminal.say(
        (f"{Path(document.path).name}:{line}{page} · {' › '.join(block.section)}", "dim"), indent=INDENT
    )
