"""What an answer in an exam is worth, by what was frozen when it began and by nothing else.

A course that has changed since, or is not there, changes no mark; so an exam can be marked again anywhere.
"""

from collections.abc import Sequence

from msc_learn.constants import CLOSE_SCORE
from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.exams.events import Item
from msc_learn.grading.compare import Grade
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Mode, Verdict
from msc_learn.position import Position

# Nobody can be asked whether a close answer was meant right, for that would tell what is right. A full point
# would pass what a person may refuse, none would fail what a person may pass; so it is half a point, as half
# of a list is, and the result names it for a person to look at.


class Marks:
    """Marks the answers to the items of an attempt, each by its number from 0."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._cards = tuple(Card(_note_of(item), 1) for item in items)
        # What answers other cards is no slip of the pen, and no half of an answer, here either.
        others = (_other(text) for item in items for text in item.others)
        self._marker = Marker([*(card.note for card in self._cards), *others])

    def grade(self, number: int, answer: str, picked: Sequence[str] = ()) -> Grade:
        """Return the grade of an answer: of the options picked, or of what was typed."""
        if self._items[number].mode is Mode.CHOICE:
            return self._marker.chosen(self._cards[number], picked)
        return self._marker.typed(self._cards[number], answer)

    def score(self, number: int, answer: str, picked: Sequence[str] = ()) -> float:
        """Return what an answer is worth, from 0 to 1."""
        return worth(self._items[number], self.grade(number, answer, picked))


def needed(item: Item) -> int:
    """Return how many answers an item asks for."""
    return item.need or len(item.key)


def worth(item: Item, grade: Grade) -> float:
    """Return what a grade is worth: of a list, the share that was named, less what does not belong."""
    if grade.verdict is Verdict.RIGHT:
        return 1.0
    if len(item.key) == 1:
        return CLOSE_SCORE if grade.verdict is Verdict.CLOSE else 0.0
    if grade.verdict is Verdict.WRONG and not grade.missing:  # no list at all: nothing, or far too much
        return 0.0
    need = needed(item)
    hits = min(len(item.key) - len(grade.missing), need)
    share = (hits + CLOSE_SCORE * grade.near - len(grade.extra)) / need
    # All is there, but in another order, or with something beside it that is near to one of them.
    return CLOSE_SCORE if share >= 1 else max(share, 0.0)


def _other(answer: str) -> Note:
    return Note("", Kind.QUESTION, "", Position(""), answer=answer)


def _note_of(item: Item) -> Note:
    """Return a note that asks what an item asks."""
    several = len(item.key) > 1
    return Note(
        item.card,
        Kind.LIST if several else Kind.QUESTION,
        item.topic,
        Position(""),
        question=item.question,
        answer="" if several else item.key[0],
        items=item.key if several else (),
        accept=item.accept,
        reject=dict(item.reject),
        need=item.need or None,
        ordered=item.ordered,
        case=item.case,
    )
