"""A `Term: explanation` line whose explanation is short: the term from the explanation, or the other way."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import CELL, Passage, source_of
from msc_learn.extract.wording import escaped, is_fragment, places, stems

ANY_SENTENCE = True
_SHORT, _LONGEST = 15, 20
_DEFINES = re.compile(r"(?:an?|the|any|one|when|where|what)\s", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the explanation of a term where it is one short sentence, or its first sentence where that is."""
    if not passage.block.term or not passage.opens() or CELL in passage.block.text:
        return
    alone = len(passage.block.text) == passage.start + len(passage.text)
    words = len(passage.text.split())
    if words <= _LONGEST and not passage.text.endswith((":", "?")) and not passage.question:
        whole = ((0, len(passage.text)),)
        yield Fact(passage, whole, takes=whole if alone and words <= _SHORT else ())


def draft(fact: Fact) -> Wording | None:
    """Ask for the term of a definition, or for what is noted under a label."""
    passage, term = fact.passage, fact.passage.block.term
    place = next(places(passage), "")
    defines = _DEFINES.match(passage.text) or not is_fragment(passage)
    block = passage.block
    source = source_of(passage.document, block, 0, passage.start + len(passage.text))
    if defines and not stems(term) & stems(passage.text) and not stems(term) & stems(place):
        question = f"{place}Which term fits: {passage.text.rstrip('.')}?"
        return Wording(Kind.QUESTION, (source,), question=escaped(question), answer=escaped(term))
    if len(passage.text.split()) > _SHORT or fact.takes == ():
        return None
    return Wording(
        Kind.QUESTION, (source,), question=escaped(f"{place}{term}: …?"), answer=escaped(passage.text)
    )
