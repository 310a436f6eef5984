"""Answer leak check of titles: does the title above a question give the answer away?"""

import re
from functools import cache

from msc_learn.course.model import Kind, Note
from msc_learn.text import cloze

_WORD = re.compile(r"\w{4,}")


def gives_away(title: str, note: Note) -> bool:
    """Return whether a word of the title is in an answer of the note and not in its question."""
    stems = _stems(title)
    if note.kind is Kind.CLOZE:
        return _cloze_gives_away(stems, note.cloze)
    answer = _answer(note).casefold()
    if not (note.reverse or _holds_any(answer, stems)):  # the common case: the question is not needed
        return False
    question = note.question.casefold()
    return _is_only_in(answer, question, stems) or (note.reverse and _is_only_in(question, answer, stems))


def _answer(note: Note) -> str:
    if note.items or note.labels:
        return " ".join((note.answer, *note.items, *[label.text for label in note.labels]))
    return note.answer


@cache
def _stems(title: str) -> tuple[str, ...]:
    return tuple(word.rstrip("s") for word in _WORD.findall(title.casefold()))


def _holds_any(text: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110 - a generator is slower here than the whole loop
        if stem in text:
            return True
    return False


def _is_only_in(hidden: str, shown: str, stems: tuple[str, ...]) -> bool:
    return any(stem in hidden and stem not in shown for stem in stems)


def _cloze_gives_away(stems: tuple[str, ...], text: str) -> bool:
    if not _holds_any(text.casefold(), stems):
        return False
    parts = cloze.parse(text)
    return any(
        _is_only_in(
            " ".join(cloze.hidden(parts, number)).casefold(), cloze.front(parts, number).casefold(), stems
        )
        for number in cloze.numbers_of(parts)
    )
