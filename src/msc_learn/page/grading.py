"""What the page's grader needs of each card, and of the whole course."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading import options
from msc_learn.grading.grade import answer_keys, expected
from msc_learn.grading.marker import Marker


@dataclass(frozen=True, slots=True)
class Lender:
    """The cards that lend their answers as wrong options, and the index of each answer in one list."""

    marker: Marker
    pool: options.Pool
    indexes: dict[str, int]

    @classmethod
    def of(cls, notes: Sequence[Note]) -> "Lender":
        """Read the notes of a course."""
        texts = sorted({text for note in notes for card in cards_of(note) for text in expected(card)})
        indexes = {text: index for index, text in enumerate(texts)}
        return cls(Marker(notes), options.Pool.of(notes), indexes)


def course_of(notes: Sequence[Note]) -> dict[str, Any]:
    """Return what grading needs of the whole course.

    `answers` holds the normalised answers, so that a typing error never passes as another card's answer;
    `lent` holds the answers themselves, which `grading_of` names by index.
    """
    answers = answer_keys(card for note in notes for card in cards_of(note))
    return {"answers": sorted(answers), "lent": list(Lender.of(notes).indexes)}


def grading_of(card: Card, lender: Lender) -> dict[str, Any]:
    """Return what grading needs of one card; what is empty is left out.

    `options` are the author's wrong options as texts, or what `borrowed` returns.
    """
    note, wanted = card.note, expected(card)
    is_list = note.kind is Kind.LIST or len(wanted) > 1
    accepted = note.accept if is_list or card.number == 1 or note.kind is Kind.CLOZE else ()
    values = {
        "expected": list(wanted),
        "accept": list(accepted),
        "reject": [list(pair) for pair in note.reject.items()],
        "distractors": list(note.distractors),
        "list": is_list,
        "need": (note.need or 0) if note.kind is Kind.LIST else 0,
        "ordered": note.ordered,
        "case": note.case,
        "typable": lender.marker.is_typable(card),
        "choice": note.kind is Kind.CHOICE and bool(note.distractors),
        "borrowed": borrowed(card, lender),
    }
    return {name: value for name, value in values.items() if value}


def borrowed(card: Card, lender: Lender) -> dict[str, Any]:
    """Return the indexes of the wrong options that a card may borrow, whatever the draw.

    `rejected` are texts and come first, then `near`, then `far` if the near ones may not be enough.
    `clash` holds pairs that must not be shown together, numbered through all three.
    """
    answer = options.asked(card)
    if answer is None or (card.note.kind is Kind.CHOICE and card.note.distractors):
        return {}
    rejected, lent = options.rejected(card), options.candidates(card, answer, lender.pool)
    near = next(lent) if len(rejected) < options.WRONG_OPTIONS else []
    clash = _clash((*rejected, *near), lender.pool.groups)
    far = next(lent) if _may_run_out(len(rejected), len(near), clash) else []
    if len(rejected) + len(near) + len(far) < options.WRONG_OPTIONS:
        return {}
    values = {
        "rejected": rejected,
        "near": [lender.indexes[text] for text in near],
        "far": [lender.indexes[text] for text in far],
        "clash": [list(pair) for pair in _clash((*rejected, *near, *far), lender.pool.groups)],
    }
    return {name: value for name, value in values.items() if value}


def _clash(texts: Sequence[str], groups: options.Groups) -> list[tuple[int, int]]:
    pairs = combinations(range(len(texts)), 2)
    return [
        (first, second) for first, second in pairs if options.clashes(texts[second], (texts[first],), groups)
    ]


def _may_run_out(rejected: int, near: int, clash: Iterable[tuple[int, int]]) -> bool:
    """Return whether some draw yields too few options, because those drawn exclude all the rest."""
    excluded = frozenset(clash)
    first, rest = tuple(range(rejected)), range(rejected, rejected + near)
    for size in range(options.WRONG_OPTIONS - rejected):
        for taken in combinations(rest, size):
            together = (*first, *taken)
            if all(
                text in taken
                or any((other, text) in excluded or (text, other) in excluded for other in together)
                for text in rest
            ):
                return True
    return False
