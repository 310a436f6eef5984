"""Make the texts of cards from slices of a sentence: cloze deletions and lists."""

import re
from collections.abc import Sequence

from msc_learn.course.model import Kind
from msc_learn.extract.annotate import Span
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.sentence_context import context_for
from msc_learn.text.markup import may_be_marked, to_plain
from msc_learn.text.words import normalised_words

GAP = "[…]"
_MARKS = re.compile(r"[*~^\\]")


def escaped(text: str) -> str:
    """Escape a text so that card markup shows it unchanged."""
    if not may_be_marked(text) or to_plain(text) == text:
        return text
    return _MARKS.sub(r"\\\g<0>", text)


def cloze_of(fact: Fact) -> CardWording | None:
    """Return a cloze that hides the spans of a fact in its sentence, after the context it needs."""
    text = fact.passage.text
    hidden = [text[start:end] for start, end in fact.spans]
    if "{{" in text or "}}" in text or any(_breaks_cloze(part) for part in hidden):
        return None
    front = _replaced(text, fact.spans, [GAP] * len(hidden))
    context = context_for(fact.passage, front, hidden)
    if context is None or not normalised_words(context + front).strip():
        return None
    whole = _replaced(text, fact.spans, [f"{{{{c1::{part}}}}}" for part in hidden])
    return CardWording(
        Kind.CLOZE,
        (fact.passage.source(),),
        cloze=escaped(context + whole),
        recalled_text="; ".join(hidden),
        front=context + front,
    )


def list_of(fact: Fact) -> CardWording | None:
    """Return a question that shows the sentence with a gap for the items of a fact."""
    passage, text = fact.passage, fact.passage.text
    items = tuple(text[start:end] for start, end in fact.spans)
    before, after = text[: fact.spans[0][0]], text[fact.spans[-1][1] :]
    front = f"{before}{GAP}{after}"
    context = context_for(passage, front, list(items))
    if context is None:
        return None
    question = f"{context}{front} Which {len(items)}?"
    return CardWording(
        Kind.LIST,
        (passage.source(),),
        question=escaped(question),
        items=tuple(escaped(item) for item in items),
    )


def _replaced(text: str, spans: tuple[Span, ...], parts: Sequence[str]) -> str:
    """Return a text with each span replaced by a part."""
    result, done = "", 0
    for (start, end), part in zip(spans, parts, strict=True):
        result += text[done:start] + part
        done = end
    return result + text[done:]


def _breaks_cloze(part: str) -> bool:
    return "::" in part or part.startswith((":", "{")) or part.endswith((":", "}"))
