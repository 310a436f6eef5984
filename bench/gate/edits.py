"""Small edits of a card: another answer, another text, the first text that can be changed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar
from zlib import crc32

from msc_learn.course.model import Kind, Note

T = TypeVar("T")
OPENING = re.compile(r"\{\{c\d+::")
_DELETION = re.compile(r"(\{\{c\d+::)(.*?)((?:::[^{}]*)?\}\})")


def pick(some: Sequence[T], note: Note, salt: str) -> T:
    """Return one of several, by the card's id."""
    return some[crc32(f"{salt} {note.id}".encode()) % len(some)]


def with_answer(note: Note, answer: str) -> Note:
    """Give a card another answer: the first item of several, deletion of a cloze or label of a picture."""
    if note.kind is Kind.CLOZE:
        return replace(note, cloze=_DELETION.sub(lambda m: f"{m[1]}{answer}{m[3]}", note.cloze, count=1))
    if note.items:
        return replace(note, items=(answer, *note.items[1:]))
    if note.kind is Kind.OCCLUSION:
        return replace(note, labels=(replace(note.labels[0], text=answer), *note.labels[1:]))
    return replace(note, answer=answer)


def with_text(note: Note, key: str, text: str) -> Note:
    """Give a card another question, cloze or answer."""
    if key == "cloze":
        return replace(note, cloze=text)
    return replace(note, question=text) if key == "question" else replace(note, answer=text)


def changed(note: Note, change: Callable[[str], str]) -> Note | None:
    """Change every text of a card; None where none changes."""
    changed = replace(
        note,
        question=change(note.question),
        answer=change(note.answer),
        cloze=change(note.cloze),
        items=tuple(map(change, note.items)),
        labels=tuple(replace(label, text=change(label.text)) for label in note.labels),
    )
    return changed if changed != note else None


def first(note: Note, change: Callable[[str], str]) -> Note | None:
    """Change the first text of a card that can be changed so; marks of a cloze stay."""
    for key in ("question", "cloze", "answer"):
        text = getattr(note, key)
        changed = change(text) if text else text
        if changed and changed != text and OPENING.findall(changed) == OPENING.findall(text):
            return with_text(note, key, changed)
    return None
