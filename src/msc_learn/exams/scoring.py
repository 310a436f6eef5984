"""Scores exam answers with the frozen items alone.

A course that changed since, or is missing, changes no score. So an exam can be scored again anywhere.
"""

from collections.abc import Sequence
from functools import lru_cache

from msc_learn.constants import CLOSE_SCORE
from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.exams.events import Item
from msc_learn.grading.compare import Grade
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Mode, Verdict
from msc_learn.position import Position

# The learner cannot be asked whether a close answer was meant right, for that would show the right answer. So
# a close answer gets half a point, as half of a list does, and the result names it for a person to look at.


class Scoring:
    """Grades and scores the answers to the items of an attempt; items are numbered from 0."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._cards = tuple(Card(_note_of(item), 1) for item in items)
        # An answer to another card is neither a misspelling nor half of an answer here either.
        others = (_other(answer) for item in items for answer in item.others)
        self._marker = Marker([*(card.note for card in self._cards), *others])
        self._grades: dict[tuple[int, str, tuple[str, ...]], Grade] = {}

    def grade(self, number: int, answer: str, picked: Sequence[str] = ()) -> Grade:
        """Return the grade of the options picked, or of a typed answer; each is graded once."""
        key = (number, answer, tuple(picked))
        if key not in self._grades:
            self._grades[key] = self._graded(*key)
        return self._grades[key]

    def _graded(self, number: int, answer: str, picked: tuple[str, ...]) -> Grade:
        if self._items[number].mode is Mode.CHOICE:
            return self._marker.chosen(self._cards[number], picked)
        return self._marker.typed(self._cards[number], answer)

    def score(self, number: int, answer: str, picked: Sequence[str] = ()) -> float:
        """Return the score of an answer, from 0 to 1."""
        return score_of(self._items[number], self.grade(number, answer, picked))


@lru_cache(maxsize=1024)
def scoring_of(items: tuple[Item, ...]) -> Scoring:
    """Return the one scoring of these items: to answer, to check the answer and to show the result."""
    return Scoring(items)


def needed(item: Item) -> int:
    """Return how many answers an item requires."""
    return item.need or len(item.key)


def score_of(item: Item, grade: Grade) -> float:
    """Return the score of a grade: of a list, the share that was named, less wrong entries."""
    if grade.verdict is Verdict.RIGHT:
        return 1.0
    if len(item.key) == 1:
        return CLOSE_SCORE if grade.verdict is Verdict.CLOSE else 0.0
    if grade.verdict is Verdict.WRONG and not grade.missing:  # not a list: empty, or far too long
        return 0.0
    need = needed(item)
    hits = min(len(item.key) - len(grade.missing), need)
    share = (hits + CLOSE_SCORE * grade.near - len(grade.extra)) / need
    # Complete, but in another order, or with an entry that is close to one of them.
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
