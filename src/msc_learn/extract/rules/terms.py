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
    """Yield a term that its explanation can be asked by, or a short explanation; `label` says which."""
    if not passage.block.term or not passage.opens() or CELL in passage.block.text:
        return
    if passage.text.endswith((":", "?")) or passage.question:
        return
    words, whole = len(passage.text.split()), ((0, len(passage.text)),)
    if words <= _LONGEST and _names_it(passage):
        yield Fact(passage, whole, takes=(), label="term")
    elif words <= _SHORT and "; " not in passage.text and len(passage.block.text) == passage.end:
        yield Fact(passage, whole, label="explanation")


def _names_it(passage: Passage) -> bool:
    """Tell whether the explanation says what the term is, without a word of it."""
    term = stems(passage.block.term)
    defines = _DEFINES.match(passage.text) or not is_fragment(passage)
    return bool(defines) and not term & stems(passage.text) and not term & stems(next(places(passage), ""))


def draft(fact: Fact) -> Wording:
    """Ask for the term of a definition, or for what is noted under a label."""
    passage, term = fact.passage, fact.passage.block.term
    place = next(places(passage), "")
    source = source_of(passage.document, passage.block, 0, passage.end)
    if fact.label == "term":
        question = f"{place}Which term fits: {passage.text.rstrip('.')}?"
        return Wording(Kind.QUESTION, (source,), question=escaped(question), answer=escaped(term))
    return Wording(
        Kind.QUESTION, (source,), question=escaped(f"{place}{term}: …?"), answer=escaped(passage.text)
    )
