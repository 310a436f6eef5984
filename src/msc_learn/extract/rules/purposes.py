"""Purposes: hide what something is done for: "... to repair tissue"."""

from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import action_at

__all__ = ["draft", "find"]


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the verb phrase after each "to"."""
    tagged = passage.tagged
    index = tagged.tags.find("TV")
    while index >= 0:
        if index and tagged.tags[index - 1] not in "BM":
            span = action_at(tagged, index + 1)
            if span:
                yield Fact(passage, (span,))
        index = tagged.tags.find("TV", index + 1)
