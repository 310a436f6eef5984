"""Whether the name of a topic, which stands above the question, would give the answer away."""

import re
from collections.abc import Iterator
from functools import cache

from msc_learn.course import cloze
from msc_learn.course.model import Kind, Note

_WORD = re.compile(r"\w{4,}")


def gives_away(title: str, note: Note) -> bool:
    """Return whether a word of the title stands in an answer of the note and not in its question."""
    stems = _stems(title)
    return any(
        stem in answer and stem not in question for question, answer in _asked(note, stems) for stem in stems
    )


@cache
def _stems(title: str) -> tuple[str, ...]:
    return tuple(word.rstrip("s") for word in _WORD.findall(title.casefold()))


def _asked(note: Note, stems: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is shown and what is hidden, card by card."""
    if note.kind is not Kind.CLOZE:
        labels = [label.text for label in note.labels]
        shown, hidden = note.question.casefold(), " ".join((note.answer, *note.items, *labels)).casefold()
        yield shown, hidden
        if note.reverse:
            yield hidden, shown
    elif any(stem in note.cloze.casefold() for stem in stems):
        parts = cloze.parse(note.cloze)
        for number in cloze.numbers_of(parts):
            yield cloze.front(parts, number).casefold(), " ".join(cloze.hidden(parts, number)).casefold()
