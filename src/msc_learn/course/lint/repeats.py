"""The items and options of a card differ."""

from collections.abc import Iterator, Sequence

from msc_learn.course.lint.texts import Texts
from msc_learn.course.model import Note
from msc_learn.errors import Code, Problem

CODES = {
    "L506": Code(
        "an item or option stands twice on one card",
        "Two equal options cannot be told apart, and of two equal items one is never asked.",
        "Take one of them out.",
        "items: [proteins, microRNAs, Proteins]",
        "items: [proteins, microRNAs]",
    )
}


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each repeated item or option."""
    note = texts.note
    if len(note.items) > 1:
        yield from _repeated(note, "items", note.items)
    if note.distractors:
        yield from _repeated(
            note, "distractors", (*dict.fromkeys(map(str.casefold, note.answers)), *note.distractors)
        )


def _repeated(note: Note, key: str, some: Sequence[str]) -> Iterator[Problem]:
    same = [text.casefold() for text in some]
    for text in dict.fromkeys(text for text in same if same.count(text) > 1):
        yield Problem(note.position_of(key), "L506", f"{text!r} stands twice")
