"""Effects: hide what something may, can or should do; the modal stays visible."""

import re
from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import action_at
from msc_learn.text.negation_cues import NEGATIVE_WORDS

__all__ = ["draft", "find"]
_CUE = re.compile(r"M[RH]*V+|V[VW]")
_LIMITING = NEGATIVE_WORDS | {"only"}
_HELPS = frozenset({"help", "helps", "helped"})


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the verb phrase after each modal and after "help"."""
    tagged = passage.tagged
    for cue in _CUE.finditer(tagged.tags):
        first = cue.start() + (tagged.tags[cue.start()] == "M")
        if first == cue.start() and tagged.word(first) not in _HELPS:
            continue
        if any(tagged.word(index) in _LIMITING for index in range(first, cue.end())):
            continue
        while first < cue.end() - 1 and (tagged.tags[first] in "RH" or tagged.word(first) in _HELPS):
            first += 1
        if tagged.word(first) in _HELPS:
            first += 1
            first += tagged.tags[first : first + 1] == "T"
        span = action_at(tagged, first) if tagged.tags[first : first + 1] in ("V", "W") else None
        if span:
            yield Fact(passage, (span,))
