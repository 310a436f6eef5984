"""Whether the name of a topic, which stands above the question, would give the answer away."""

import re
from functools import cache

from msc_learn.course import cloze
from msc_learn.course.model import Kind, Note

_WORD = re.compile(r"\w{4,}")


def gives_away(title: str, note: Note) -> bool:
    """Return whether a word of the title stands in an answer of the note and not in its question."""
    stems = _stems(title)
    if note.kind is Kind.CLOZE:
        return _cloze_gives_away(stems, note.cloze)
    labels = [label.text for label in note.labels]
    question, answer = note.question.casefold(), " ".join((note.answer, *note.items, *labels)).casefold()
    return _stands_only_in(answer, question, stems) or (
        note.reverse and _stands_only_in(question, answer, stems)
    )


@cache
def _stems(title: str) -> tuple[str, ...]:
    return tuple(word.rstrip("s") for word in _WORD.findall(title.casefold()))


def _stands_only_in(hidden: str, shown: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110 - a generator would cost more than all it asks
        if stem in hidden and stem not in shown:
            return True
    return False


def _cloze_gives_away(stems: tuple[str, ...], text: str) -> bool:
    folded = text.casefold()
    if not any(stem in folded for stem in stems):
        return False
    parts = cloze.parse(text)
    return any(
        _stands_only_in(
            " ".join(cloze.hidden(parts, number)).casefold(), cloze.front(parts, number).casefold(), stems
        )
        for number in cloze.numbers_of(parts)
    )
