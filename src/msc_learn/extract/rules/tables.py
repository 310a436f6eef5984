"""A row of a table: what a column says of what stands first in the row."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.document.model import Block, BlockKind
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardText, Fact
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.sentence_context import heading_contexts

ANY_SENTENCE = True
_LONGEST = 15
_NOTHING = " –—-"
_LONGEST_CAPTION = 12
_NUMBER = re.compile(r"(?:table|box|chart)\s\w{1,4}\s?[.:–—-]\s+", re.IGNORECASE)
_NAMED = re.compile(r"[^\W\d_]")


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the cells of a row behind the first, where the table has a head."""
    lead, text = passage.lead, passage.block.text
    if passage.start or lead is None or CELL not in lead.text or CELL not in text:
        return
    cells, at = f"{text} ".split(CELL), 0  # the last cell may be empty
    heads = lead.text.split(CELL)
    for index, cell in enumerate(cells):
        said = cell.strip(_NOTHING) and cells[0].strip(_NOTHING)
        if said and 0 < index < len(heads) and len(cell.split()) <= _LONGEST:
            label = f"{_row_name(cells[0], heads[0])}: {_small(heads[index])}"
            yield Fact(passage, ((at, at + len(cell.rstrip())),), label=label)
        at += len(cell) + len(CELL)


def draft(fact: Fact) -> CardText:
    """Ask by the first cell and the head of the column."""
    passage, (start, end) = fact.passage, fact.spans[0]
    text = passage.block.text
    captioned = _captioned(passage)
    caption = captioned[0].text[captioned[1] : captioned[2]] if captioned else ""
    above = (source_of(passage.document, *captioned),) if captioned else ()
    return CardText(
        Kind.QUESTION,
        (source_of(passage.document, passage.block, 0, len(text)), *above),
        question=escaped(f"{_place(passage, caption)}{fact.label}?"),
        answer=escaped(text[start:end].strip()),
        claims=f"{caption} {fact.label}: {text[start:end]}".lstrip(),
    )


def _place(passage: Passage, caption: str) -> str:
    """Return the name of the place of a table, with its caption where it has one."""
    place = next(heading_contexts(passage), "")
    if not caption:
        return place
    return f"{place.rstrip(' ]')} › {caption}] " if place else f"[{caption}] "


def _captioned(passage: Passage) -> tuple[Block, int, int] | None:
    """Return the line right above a table and what of it names the table, if it is no sentence."""
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
    """Return what a row is about: a figure alone, "> 30" or "2", with the head of its column before it."""
    return cell if _NAMED.match(cell) or not head.strip(_NOTHING) else f"{head} {cell}"


def _small(head: str) -> str:
    """Return the head of a column as it stands within a line: abbreviations keep their capitals."""
    return head[:1].lower() + head[1:] if head[1:2].islower() else head
