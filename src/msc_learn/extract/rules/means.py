"""Means: hide the agent or the way after "by", "via" or "through"."""

from collections.abc import Iterator

from msc_learn.extract.annotate import Span
from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import action_at, noun_phrase_at
from msc_learn.extract.pos_tagger import TaggedSentence

__all__ = ["draft", "find"]
_CUES = frozenset({"by", "via", "through"})


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the agent or the way after each cue."""
    tagged = passage.tagged
    if _CUES.isdisjoint(tagged.words):
        return
    for index, letter in enumerate(tagged.tags[:-1]):
        if letter == "P" and tagged.word(index) in _CUES:
            span = _way(tagged, index + 1)
            if span:
                yield Fact(passage, (span,))


def _way(tagged: TaggedSentence, first: int) -> Span | None:
    while tagged.tags[first : first + 1] == "R":
        first += 1
    return (
        action_at(tagged, first) if tagged.tags[first : first + 1] == "G" else noun_phrase_at(tagged, first)
    )
