"""A number with its unit."""

import re
from collections.abc import Iterator

from msc_learn.extract.annotate import numbers
from msc_learn.extract.fact import Fact
from msc_learn.extract.lexicon import UNITS
from msc_learn.extract.passage import Passage
from msc_learn.extract.wording import cloze_of as draft

__all__ = ["draft", "find"]
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(
    r"\b(?:fig(?:ure)?|table|section|chapter|step|no|page|ref|phase|grade|stage|type)s?\.? $", re.IGNORECASE
)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the numbers that measure or date something."""
    if not _DIGIT.search(passage.text):
        return
    for start, end in numbers(passage.tagged, UNITS):
        if not _COUNTED.search(passage.text[max(0, start - 12) : start]):
            yield Fact(passage, ((start, end),))
