"""Causes and effects: hide what follows "because", "due to", "leads to" and the like."""

import re
from collections.abc import Iterator

from msc_learn.extract.annotate import Span
from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import noun_phrase_at, token_at
from msc_learn.extract.pos_tagger import TaggedSentence

__all__ = ["draft", "find"]
_CUE = re.compile(
    r"\b(?:due to|owing to|because of|caused by|triggered by|as a result of|results? (?:from|in)"
    r"|resulting (?:from|in)|leads? to|leading to|led to|arises? from|stems from|responsible for"
    r"|attributed to|gives? rise to)\s+"
    r"|\b(?P<clause>because)\s+(?!of\b)",
    re.IGNORECASE,
)
# A search for these parts of words is ten times faster than the pattern, and mostly finds none.
_HINTS = (" to", "ecause", "aused by", "riggered by", " result", "esulting", "rise", "tems from", "ible for")
_LONGEST_CLAUSE = 12  # tokens


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the cause or the effect after each cue."""
    if not any(map(passage.text.__contains__, _HINTS)):
        return
    for cue in _CUE.finditer(passage.text):
        first = token_at(passage.tagged, cue.end())
        span = _clause(passage.tagged, first) if cue["clause"] else noun_phrase_at(passage.tagged, first)
        if span:
            yield Fact(passage, (span,))


def _clause(tagged: TaggedSentence, first: int) -> Span | None:
    """Return a reason at the end of its sentence; at the start it would name the topic of the rest."""
    stop = len(tagged.tags) - 1
    inside = tagged.tags[first:stop]
    if first < 3 or not 3 <= len(inside) <= _LONGEST_CLAUSE or any(mark in inside for mark in ",;:("):
        return None
    return tagged.span(first, stop)
