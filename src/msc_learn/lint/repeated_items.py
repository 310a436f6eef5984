"""Items, options or labels that repeat, and labels whose masks overlap."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from msc_learn.course.model import Label, Note
from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts

CODES = {
    "L506": Code(
        "an item, option or label stands twice on one card",
        "Two equal options cannot be told apart, and of two equal items one is never asked.",
        "Take one of them out.",
        "items: [proteins, microRNAs, Proteins]",
        "items: [proteins, microRNAs]",
    ),
    "L511": Code(
        "the masks of two labels lie over each other",
        "Where one label is shown, the mask of the other hides part of it.",
        "Make the masks smaller or move them apart; or let one mask hide both words.",
        "labels: [{text: VEGF, at: [60, 20, 30, 10]}, {text: HGF, at: [60, 24, 30, 10]}]",
        "labels: [{text: VEGF, at: [60, 20, 30, 8]}, {text: HGF, at: [60, 30, 30, 8]}]",
    ),
}
_SLIVER = 0.1  # share of the smaller mask that may lie below the other


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each repeated item, option or label, and for each pair of overlapping masks."""
    note = texts.note
    if len(note.items) > 1:
        yield from _repeated(note, "items", note.items)
    if note.distractors:
        yield from _repeated(
            note, "distractors", (*dict.fromkeys(map(str.casefold, note.answers)), *note.distractors)
        )
    if note.labels:
        yield from _repeated(note, "labels", [label.text for label in note.labels])
        yield from _overlapping(note)


def _repeated(note: Note, key: str, some: Sequence[str]) -> Iterator[Problem]:
    same = [text.casefold() for text in some]
    for text in dict.fromkeys(text for text in same if same.count(text) > 1):
        yield Problem(note.position_of(key), "L506", f"{text!r} is there twice; remove one")


def _overlapping(note: Note) -> Iterator[Problem]:
    for (_, one), (index, other) in combinations(enumerate(note.labels), 2):
        if _shared(one, other) > _SLIVER * min(_area(one), _area(other)):
            message = f"the mask of {other.text!r} lies over that of {one.text!r}"
            yield Problem(note.position_of(f"labels.{index}"), "L511", message)


def _shared(one: Label, other: Label) -> float:
    """Return the area that two masks share."""
    width, height = (
        min(one.at[side] + one.at[side + 2], other.at[side] + other.at[side + 2])
        - max(one.at[side], other.at[side])
        for side in (0, 1)
    )
    return max(width, 0) * max(height, 0)


def _area(label: Label) -> float:
    return label.at[2] * label.at[3]
