"""Table rows: ask for a cell by the first cell of its row and the header of its column."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.document.model import Block, BlockKind
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.sentence_context import heading_contexts

ANY_SENTENCE = True
_LONGEST, _LONGEST_CAPTION = 15, 12  # words
_EMPTY = " –—-"
_NUMBER = re.compile(r"(?:table|box|chart)\s\w{1,4}\s?[.:–—-]\s+", re.IGNORECASE)
_NAMED = re.compile(r"[^\W\d_]")


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the cells of a row after the first, if the table has a header."""
    lead, text = passage.lead, passage.block.text
    if passage.start or lead is None or CELL not in lead.text or CELL not in text:
        return
    cells, start = f"{text} ".split(CELL), 0  # the last cell may be empty
    heads = lead.text.split(CELL)
    for index, cell in enumerate(cells):
        has_content = cell.strip(_EMPTY) and cells[0].strip(_EMPTY)
        if has_content and 0 < index < len(heads) and len(cell.split()) <= _LONGEST:
            label = f"{_row_name(cells[0], heads[0])}: {_uncapitalised(heads[index])}"
            yield Fact(passage, ((start, start + len(cell.rstrip())),), label=label)
        start += len(cell) + len(CELL)


def draft(fact: Fact) -> CardWording:
    """Ask by the first cell of the row and the header of the column."""
    passage, (start, end) = fact.passage, fact.spans[0]
    text = passage.block.text
    captioned = _caption_span(passage)
    caption = captioned[0].text[captioned[1] : captioned[2]] if captioned else ""
    above = (source_of(passage.document, *captioned),) if captioned else ()
    return CardWording(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, 0, len(text)), *above),
        question=escaped(f"{_context(passage, caption)}{fact.label}?"),
        answer=escaped(text[start:end].strip()),
        claims=f"{caption} {fact.label}: {text[start:end]}".lstrip(),
    )


def _context(passage: Passage, caption: str) -> str:
    """Return the headings of a table as context, with its caption if it has one."""
    context = next(heading_contexts(passage), "")
    if not caption:
        return context
    return f"{context.rstrip(' ]')} › {caption}] " if context else f"[{caption}] "


def _caption_span(passage: Passage) -> tuple[Block, int, int] | None:
    """Return the block above a table and the span of the caption in it, or None if it is a sentence."""
    index = (passage.block.lead or 0) - 1
    above = passage.document.blocks[index] if index >= 0 else None
    if above is None or above.kind is not BlockKind.PARAGRAPH or CELL in above.text:
        return None
    numbered = _NUMBER.match(above.text)
    start, stop = numbered.end() if numbered else 0, len(above.text.rstrip(":."))
    named = numbered is not None or above.text[-1:] not in ".!?"
    return (
        (above, start, stop)
        if named and 0 < len(above.text[start:stop].split()) <= _LONGEST_CAPTION
        else None
    )


def _row_name(cell: str, head: str) -> str:
    """Return the topic of a row: its first cell; a bare number such as "> 30" with its column header."""
    return cell if _NAMED.match(cell) or not head.strip(_EMPTY) else f"{head} {cell}"


def _uncapitalised(head: str) -> str:
    """Return a column header with a lower-case initial; abbreviations keep their capitals."""
    return head[:1].lower() + head[1:] if head[1:2].islower() else head
