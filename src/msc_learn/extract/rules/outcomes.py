"""Outcomes: hide the participle clause at the end of a sentence: "..., reducing damage"."""

import re
from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage

__all__ = ["draft", "find"]
_CUE = re.compile(r",(GR?[^,;:()SOMBV-]*)\.$")
_LONGEST = 10  # tokens


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the -ing clause after the last comma."""
    cue = _CUE.search(passage.tagged.tags)
    if cue and 2 <= len(cue[1]) <= _LONGEST:
        yield Fact(passage, (passage.tagged.span(cue.start(1), cue.end(1)),))
