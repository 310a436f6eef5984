"""What the grader in the browser needs of each card, and of the whole course."""

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
    """The cards that lend their answers as wrong options, and the place of each answer in one list."""

    marker: Marker
    pool: options.Pool
    places: dict[str, int]

    @classmethod
    def of(cls, notes: Sequence[Note]) -> "Lender":
        """Read the notes of a course."""
        texts = sorted({text for note in notes for card in cards_of(note) for text in expected(card)})
        named = {text: place for place, text in enumerate(texts)}
        return cls(Marker(notes), options.Pool.of(notes), named)


def course_of(notes: Sequence[Note]) -> dict[str, Any]:
    """Return what grading needs of the whole course.

    `answers` holds the keys of all answers, so that a slip is never another card's answer; `lent` the
    answers themselves, of which `grading_of` gives the places.
    """
    answers = answer_keys(card for note in notes for card in cards_of(note))
    return {"answers": sorted(answers), "lent": list(Lender.of(notes).places)}


def grading_of(card: Card, lender: Lender) -> dict[str, Any]:
    """Return what grading needs of one card; what is empty is left out.

    `options` are the author's wrong options as texts, or what `borrowed` returns.
    """
    note, wanted = card.note, expected(card)
    is_list = note.kind is Kind.LIST or len(wanted) > 1
    accepted = note.accept if is_list or card.number == 1 or note.kind is Kind.CLOZE else ()
    found = {
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
    return {name: value for name, value in found.items() if value}


def borrowed(card: Card, lender: Lender) -> dict[str, Any]:
    """Return the places of the wrong options that a card may borrow, however they are drawn.

    `rejected` are texts and stand first; then come `near` and, where those may not do, `far`. `clash`
    holds pairs that never stand together, counted through all three.
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
    found = {
        "rejected": rejected,
        "near": [lender.places[text] for text in near],
        "far": [lender.places[text] for text in far],
        "clash": [list(pair) for pair in _clash((*rejected, *near, *far), lender.pool.groups)],
    }
    return {name: value for name, value in found.items() if value}


def _clash(texts: Sequence[str], groups: options.Groups) -> list[tuple[int, int]]:
    pairs = combinations(range(len(texts)), 2)
    return [(one, two) for one, two in pairs if options.clashes(texts[two], (texts[one],), groups)]


def _may_run_out(rejected: int, near: int, clash: Iterable[tuple[int, int]]) -> bool:
    """Return whether some order of drawing takes too few: what it takes shuts out all the rest."""
    barred = frozenset(clash)
    first, rest = tuple(range(rejected)), range(rejected, rejected + near)
    for size in range(options.WRONG_OPTIONS - rejected):
        for taken in combinations(rest, size):
            together = (*first, *taken)
            if all(
                text in taken or any((one, text) in barred or (text, one) in barred for one in together)
                for text in rest
            ):
                return True
    return False
