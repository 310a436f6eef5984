"""What something is done to achieve: "... to repair tissue"."""

from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import action_at

__all__ = ["draft", "find"]


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the verb behind each "to" with what belongs to it."""
    tagged = passage.tagged
    at = tagged.tags.find("TV")
    while at >= 0:
        if at and tagged.tags[at - 1] not in "BM":
            span = action_at(tagged, at + 1)
            if span:
                yield Fact(passage, (span,))
        at = tagged.tags.find("TV", at + 1)
