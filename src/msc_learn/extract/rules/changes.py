"""Changes and ranges "from ... to ...": both ends in one card."""

import re
from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import noun_phrase_at, token_at

__all__ = ["draft", "find"]
_CUE = re.compile(r"\bfrom\s+(?=\S)(?:an? |the )?([^,;:.]{3,80}?)\s(?:in)?to\s+(?:an? |the )?", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the two ends of "from ... to ..."."""
    if "from " not in passage.text:
        return
    for cue in _CUE.finditer(passage.text):
        before = noun_phrase_at(passage.tagged, token_at(passage.tagged, cue.start(1)))
        after = noun_phrase_at(passage.tagged, token_at(passage.tagged, cue.end()))
        if before and after and before[1] <= after[0]:
            yield Fact(passage, (before, after))
