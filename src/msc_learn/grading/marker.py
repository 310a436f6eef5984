"""Grader of one course: options and grades, with the answers of all its cards in view."""

from collections.abc import Sequence
from functools import cached_property

from msc_learn.course.model import Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading import options
from msc_learn.grading.compare import Grade, spelled
from msc_learn.grading.grade import answer_keys, expected, grade, grade_picked, is_too_long
from msc_learn.text.normalise import answer_key, answer_words

# An answer with more words is shown, not typed.
TYPED_WORDS = 8


class Marker:
    """Grades answers of a course. What needs every card is computed once, on first use."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = notes

    @cached_property
    def _pool(self) -> options.Pool:
        return options.Pool.of(self._notes)

    @cached_property
    def _answers(self) -> frozenset[str]:
        return answer_keys(card for note in self._notes for card in cards_of(note))

    def options(self, card: Card, seed: str) -> tuple[str, ...] | None:
        """Return the options of a multiple-choice question, or None if there are no good ones."""
        return options.options(card, self._pool, seed)

    def is_typable(self, card: Card) -> bool:
        """Return whether the answer is short enough to type."""
        return all(len(answer_words(text)) <= TYPED_WORDS for text in expected(card))

    def answers(self, card: Card) -> int:
        """Return how many answers a card asks for."""
        return len(expected(card))

    def is_answer(self, card: Card, typed: str) -> bool:
        """Return whether a text is exactly an answer of the card."""
        return not is_too_long(card, typed) and answer_key(typed) in {
            answer_key(spelled(text)) for text in expected(card)
        }

    def typed(self, card: Card, text: str) -> Grade:
        """Return the grade of a typed answer."""
        return grade(card, text, self._answers)

    def chosen(self, card: Card, picked: Sequence[str]) -> Grade:
        """Return the grade of the chosen options, of which one or more are right."""
        return grade_picked(expected(card), picked, card.note.reject)
