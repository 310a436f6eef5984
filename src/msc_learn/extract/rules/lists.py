"""Lists with a lead-in or only a heading: name the items, steps in order."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind, Source
from msc_learn.document.model import Block, BlockKind
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import CELL, Passage, limiting_heading, source_of
from msc_learn.extract.sentence_context import question_context, refers_back
from msc_learn.text.words import normalised_words

ANY_SENTENCE = True
_MOST, _PART = 7, 5
_LONGEST_ITEM, _LONGEST_STEP, _LONGEST_HEADED = 12, 15, 7  # words
_SHORT_LEAD = 4  # words; a lead-in this short needs its headings as context
# Questions that a list answers; "How do I take it?" needs more than names.
_ASKS_FOR_SOME = re.compile(r"(?:What|Which)\b", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield a list at its lead-in, or at its first item if it only has a heading."""
    items = list(_items(passage))
    texts = _texts([block for _, block in items])
    led_in = bool(items) and items[0][1].lead is not None
    led_in = led_in or bool(limiting_heading(passage.block) or passage.question)
    longest = _LONGEST_STEP if _are_steps(items) else _LONGEST_ITEM if led_in else _LONGEST_HEADED
    if not led_in and len({bool(block.term) for _, block in items}) > 1:
        return  # the text below a mere heading is of several kinds
    if len(items) < 2 or any(not text or len(text.split()) > longest for text in texts):
        return
    for first in range(0, len(items), len(items) if len(items) <= _MOST else _PART):
        stop = len(items) if len(items) <= _MOST else min(first + _PART, len(items))
        yield Fact(passage, ((first, stop),), uses=())


def _items(passage: Passage) -> Iterator[tuple[int, Block]]:
    """Yield the items of the list that a passage leads in or starts, each with its block index."""
    blocks, block = passage.document.blocks, passage.block
    if passage.end == len(block.text) and _leads_in(passage):
        lead, first = passage.index, passage.index + 1
    elif (
        block.kind is BlockKind.ITEM and block.lead is None and passage.is_first_in_block() and passage.index
    ):
        lead, first = None, passage.index
        asks_for_names = not passage.question or _ASKS_FOR_SOME.match(passage.question)
        if blocks[first - 1].kind is not BlockKind.HEADING or not asks_for_names:
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


def _leads_in(passage: Passage) -> bool:
    follows = passage.document.blocks[passage.index + 1 : passage.index + 2]
    return passage.text.endswith(":") or any(item.lead == passage.index for item in follows)


def _are_steps(items: list[tuple[int, Block]]) -> bool:
    return all(block.ordered for _, block in items)


def _texts(items: list[Block]) -> list[str]:
    """Return the name of each item: its term if all have one, otherwise the whole item if it is short."""
    return [_text(block.text[: _name_end(block, items)]) for block in items]


def _name_end(block: Block, items: list[Block]) -> int:
    whole = not all(other.term for other in items) and len(block.text.split()) <= _LONGEST_ITEM
    return len(block.text if whole else block.term or block.text)


def _text(text: str) -> str:
    if CELL in text:
        return ""
    return "" if text.endswith((":", "?")) or "; " in text else text.rstrip(".;,")


def draft(fact: Fact) -> CardWording | None:
    """Ask for the items by their lead-in; in a long list, also by the other items."""
    passage, (first, stop) = fact.passage, fact.spans[0]
    listed = list(_items(passage))
    items = [block for _, block in listed]
    texts = _texts(items)
    answers = texts[first:stop]
    steps = _are_steps(listed)
    question = _question(_stem(passage), texts, first, stop, steps)
    shown = normalised_words(question)
    if any(normalised_words(text) in shown for text in answers) or len(set(answers)) < len(answers):
        return None
    return CardWording(
        Kind.LIST,
        _sources(passage, items, first, stop),
        question=escaped(question),
        items=tuple(escaped(text) for text in answers),
        ordered=steps,
    )


def _question(stem: str, texts: list[str], first: int, stop: int, steps: bool) -> str:
    """Ask for all items or for a part: steps by the step before, other items by all the rest."""
    count, order = stop - first, ", in order" if steps else ""
    if count == len(texts):
        return f"{stem} Which {count}{order}?" if stem.endswith("?") else f"{stem}: which {count}{order}?"
    if steps:
        start = f"after “{texts[first - 1]}”" if first else "from the first"
        return f"{stem}, {start}: which {count}, in order?"
    shown = [*texts[:first], *texts[stop:]]
    return f"{stem}: {'; '.join(shown)}; and which {count} more?"


def _stem(passage: Passage) -> str:
    if not _leads_in(passage):
        title, section = passage.document.title, passage.block.section[-1:]
        return " ".join((f"[{title}]", *section)) if passage.document.titled else " ".join(section)
    text = passage.text.removesuffix(":").rstrip()
    return (
        f"{question_context(passage)}{text}"
        if len(text.split()) <= _SHORT_LEAD or refers_back(text)
        else text
    )


def _sources(passage: Passage, items: list[Block], first: int, stop: int) -> tuple[Source, ...]:
    document = passage.document
    lead = (passage.source(),) if _leads_in(passage) else ()
    return (
        *lead,
        *(source_of(document, block, 0, _name_end(block, items)) for block in items[first:stop]),
    )
