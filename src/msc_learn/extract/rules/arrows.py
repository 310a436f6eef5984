"""Arrows in lecture notes: hide what the arrow leads to, as in "PTH -> osteoclasts up"."""

import re
from collections.abc import Iterator

from msc_learn.extract.card_wording import cloze_of as draft
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage

__all__ = ["draft", "find"]
_ARROW = re.compile(r"\s*(?:-+>|=+>|[→⇒⟶])\s*")
_LONGEST = 10  # words


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the text after each arrow, up to the next arrow or punctuation."""
    text = passage.text
    if ">" not in text and "→" not in text and "⇒" not in text and "⟶" not in text:
        return
    for arrow in _ARROW.finditer(text):
        rest = re.split(r"\s*(?:-+>|=+>|[→⇒⟶;()]|\.(?:\s|$))", text[arrow.end() :], maxsplit=1)[0]
        if 1 <= len(rest.split()) <= _LONGEST and any(letter.isalnum() for letter in rest):
            yield Fact(passage, ((arrow.end(), arrow.end() + len(rest)),))
