"""Contrasts "not X but Y": hide Y."""

from collections.abc import Iterator

from msc_learn.extract.candidates import clause_end, may_be_hidden
from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage

__all__ = ["draft", "find"]


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the clause after each "but" with a "not" before it."""
    if " but " not in passage.text or "not " not in passage.text:
        return
    tagged = passage.tagged
    words = [tagged.word(index) for index in range(len(tagged.tags))]
    for index in range(2, len(words) - 1):
        if words[index] == "but" and "not" in words[max(0, index - 10) : index]:
            first = index + 1
            while tagged.tags[first : first + 1] in ("H", "P", "D", "R", "T") and first < len(words) - 1:
                first += 1
            stop = clause_end(tagged, first)
            if may_be_hidden(tagged, first, stop):
                yield Fact(passage, (tagged.span(first, stop),))
