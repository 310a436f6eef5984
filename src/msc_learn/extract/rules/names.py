"""Names: hide what something is called."""

import re
from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import noun_phrase_at, token_at

__all__ = ["draft", "find"]
_CUE = re.compile(
    r"\b(?:(?:also |often |commonly |usually |sometimes )?(?:called|termed|named|dubbed)"
    r"|known as|referred to as|defined as|abbreviated(?: as| to)?)\s+(?:an? |the )?(?!after\b|by\b|for\b)",
    re.IGNORECASE,
)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the name after "called", "known as" and the like."""
    if "K" not in passage.tagged.tags and " as " not in passage.text:
        return
    for cue in _CUE.finditer(passage.text):
        span = noun_phrase_at(passage.tagged, token_at(passage.tagged, cue.end()))
        if span:
            yield Fact(passage, (span,))
