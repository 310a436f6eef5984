"""A list with a line that leads in to it, or with a heading alone: name its items."""

from collections.abc import Iterator

from msc_learn.course.model import Kind, Source
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.wording import escaped, folded, places

ANY_SENTENCE = True
_MOST, _PART = 7, 5
_LONGEST_ITEM, _LONGEST_HEADED = 12, 7
_BARE_LEAD = 4


def find(passage: Passage) -> Iterator[Fact]:
    """Yield a list at the line that leads in to it, or at its first item where a heading does."""
    items = list(_items(passage))
    texts = [_text(block) for _, block in items]
    longest = _LONGEST_ITEM if passage.text.endswith(":") else _LONGEST_HEADED
    if len(items) < 2 or any(not text or len(text.split()) > longest for text in texts):
        return
    for first in range(0, len(items), len(items) if len(items) <= _MOST else _PART):
        stop = len(items) if len(items) <= _MOST else min(first + _PART, len(items))
        yield Fact(passage, ((first, stop),), takes=())


def _items(passage: Passage) -> Iterator[tuple[int, Block]]:
    """Yield the items of the list that a passage leads in, each with its index."""
    blocks, block = passage.document.blocks, passage.block
    if block.text.endswith(":") and passage.start + len(passage.text) == len(block.text):
        lead, first = passage.index, passage.index + 1
    elif block.kind is BlockKind.ITEM and block.lead is None and passage.opens() and passage.index:
        lead, first = None, passage.index
        if blocks[first - 1].kind is not BlockKind.HEADING or passage.question:
            return
    else:
        return
    level = blocks[first].level if first < len(blocks) else 0
    for index in range(first, len(blocks)):
        item = blocks[index]
        if item.kind is not BlockKind.ITEM or item.level < level:
            return
        if item.level == level and item.lead == lead:
            yield index, item


def _text(block: Block) -> str:
    if CELL in block.text:
        return ""
    text = block.term or block.text
    return "" if text.endswith((":", "?")) else text.rstrip(".;,")


def draft(fact: Fact) -> Wording | None:
    """Ask for the items by the words that lead in to them; of a long list, by the other items too."""
    passage, (first, stop) = fact.passage, fact.spans[0]
    items = [block for _, block in _items(passage)]
    wanted = [_text(block) for block in items[first:stop]]
    shown = [_text(block) for block in (*items[:first], *items[stop:])]
    stem = _stem(passage)
    question = f"{stem}: which {len(wanted)}?"
    if shown:
        question = f"{stem}: {'; '.join(shown)}; and which {len(wanted)} more?"
    seen = folded(question)
    if any(folded(text) in seen for text in wanted) or len(set(wanted)) < len(wanted):
        return None
    return Wording(
        Kind.LIST,
        _sources(passage, items[first:stop]),
        question=escaped(question),
        items=tuple(escaped(text) for text in wanted),
        claims=" ".join([passage.text, *(_sentence(block) for block in items[first:stop])]),
    )


def _stem(passage: Passage) -> str:
    if not passage.text.endswith(":"):
        title, section = passage.document.title, passage.block.section
        return f"[{title}] {section[-1]}" if section else f"[{title}]"
    text = passage.text[:-1].rstrip()
    return f"{next(places(passage), '')}{text}" if len(text.split()) <= _BARE_LEAD else text


def _sources(passage: Passage, items: list[Block]) -> tuple[Source, ...]:
    document = passage.document
    lead = (passage.source(),) if passage.text.endswith(":") else ()
    return (*lead, *(_item_source(document, block) for block in items))


def _item_source(document: Document, block: Block) -> Source:
    return source_of(document, block, 0, len(block.term or block.text))


def _sentence(block: Block) -> str:
    """Return what an item claims: its term names and no more, else its text."""
    return block.term or block.text
