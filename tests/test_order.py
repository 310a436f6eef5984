"""The places of new cards: document order, and the cards of one note apart."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.order import APART, positions_of, spread
from msc_learn.position import Position

COUNTS = st.lists(st.integers(1, 6), max_size=60)


def note(id_: str, deck: str, cards: int) -> RenderedNote:
    numbers = tuple(range(1, cards + 1))
    return RenderedNote("renal", id_, "cloze", (), (), deck, numbers, Position("renal.yaml", 1, 1), "")


def places(counts: Sequence[int]) -> list[list[int]]:
    """Return the places of the cards of each note."""
    found: list[list[int]] = [[] for _ in counts]
    for place, number in enumerate(spread(counts)):
        found[number].append(place)
    return found


def between(counts: Sequence[int]) -> int:
    """Return how many cards stand between the two cards of one note that are nearest to each other."""
    return min(after - before - 1 for cards in places(counts) for before, after in pairwise(cards))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b c", "a b c"),
        ("a2 b c", "a1 b c a2"),
        ("a2 b2 c2", "a1 b1 c1 a2 b2 c2"),
        ("a b2", "a b1 b2"),
        ("a5 b c d e f g h i j k", "a1 b c d e a2 f g a3 h i a4 j k a5"),
        ("a5 b c d", "a1 b a2 c a3 d a4 a5"),
    ],
)
def test_the_cards_of_a_small_deck_are_spread_over_it(text: str, shown: str) -> None:
    notes = [(part[0], int(part[1:] or 1)) for part in text.split()]
    seen = dict.fromkeys((name for name, _ in notes), 0)
    said = []
    for name, cards in (notes[place] for place in spread([cards for _, cards in notes])):
        seen[name] += 1
        said.append(f"{name}{seen[name]}" if cards > 1 else name)
    assert " ".join(said) == shown


@pytest.mark.parametrize(
    ("counts", "apart"),
    [
        ([2, *[1] * 30], APART),
        ([4, *[1] * 50], APART),
        ([2] * 11, APART),
        ([2] * 300, APART),
        ([1, 4, 1, 2] * 40 + [1] * 40, APART),
        ([3] * 3, 2),
        ([2] * 5, 4),
    ],
)
def test_siblings_stand_so_many_cards_apart(counts: list[int], apart: int) -> None:
    assert between(counts) == apart if apart < APART else between(counts) >= apart


@given(COUNTS)
def test_each_card_has_one_place_and_first_cards_stand_in_document_order(counts: list[int]) -> None:
    found = places(counts)
    assert [len(cards) for cards in found] == counts
    assert sorted(place for cards in found for place in cards) == list(range(sum(counts)))
    assert [cards[0] for cards in found] == sorted(cards[0] for cards in found)


@given(COUNTS)
def test_siblings_stand_nearer_only_at_the_end_or_where_the_rest_is_too_short(counts: list[int]) -> None:
    found = places(counts)
    last_begins = max((cards[0] for cards in found), default=0)
    for cards in found:
        room = (sum(counts) - 1 - cards[0]) // max(1, len(cards) - 1)
        for before, after in pairwise(cards):
            assert after - before > APART or after > last_begins or after - before >= max(2, room)


def test_decks_follow_one_another_in_study_order() -> None:
    notes = (note("a", "2", 2), note("b", "2", 1), note("c", "1", 1), note("d", "2", 1), note("e", "1", 2))
    assert positions_of(notes) == ((1, 4), (2,), (5,), (3,), (6, 7))
    assert positions_of(()) == ()


@given(st.lists(st.tuples(st.sampled_from("pqr"), st.integers(1, 5)), max_size=40))
def test_positions_run_from_one_and_each_deck_is_placed_as_if_alone(made: list[tuple[str, int]]) -> None:
    notes = [note(f"n{n}", deck, cards) for n, (deck, cards) in enumerate(made)]
    found = positions_of(notes)
    assert sorted(place for cards in found for place in cards) == list(range(1, sum(n for _, n in made) + 1))
    for deck in {deck for deck, _ in made}:
        alone = positions_of([note for note in notes if note.deck == deck])
        within = [cards for note, cards in zip(notes, found, strict=True) if note.deck == deck]
        first = min(place for cards in within for place in cards) - 1
        assert [tuple(place - first for place in cards) for cards in within] == list(alone)
