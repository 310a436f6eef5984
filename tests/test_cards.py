"""The cards a note makes."""

import pytest

from msc_learn.course.model import Kind, Label, Note
from msc_learn.deck.cards import cards_of, hidden_of
from msc_learn.position import Position

PLACE = Position("renal.yaml", 3, 5)


def cloze(text: str) -> Note:
    return Note("cargo", Kind.CLOZE, "renal", PLACE, cloze=text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("{{c1::a}}", [1]),
        ("{{c1::a}} {{c2::b}}", [1, 2]),
        ("{{c1::a}} {{c1::b}}", [1]),
        ("{{c2::b}} {{c1::a}}", [1, 2]),
        ("{{c1::a {{c2::b}} c}}", [1, 2]),
        ("{{c1,3::a}}", [1, 3]),
        ("{{c0::a}}", []),
        ("{{c501::a}}", [500]),
        ("{{c1::a", []),
        ("a", []),
    ],
)
def test_each_cloze_number_makes_one_card(text: str, numbers: list[int]) -> None:
    assert [card.number for card in cards_of(cloze(text))] == numbers


def test_each_label_of_a_picture_makes_one_card() -> None:
    labels = tuple(Label(text, (1, 2, 3, 4)) for text in "abc")
    note = Note("a", Kind.OCCLUSION, "renal", PLACE, labels=labels)
    assert [card.id for card in cards_of(note)] == ["a#1", "a#2", "a#3"]


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.LIST, Kind.CHOICE])
def test_every_other_kind_makes_one_card(kind: Kind) -> None:
    assert [card.number for card in cards_of(Note("a", kind, "renal", PLACE))] == [1]


def test_a_reversed_question_makes_two_cards() -> None:
    note = Note("a", Kind.QUESTION, "renal", PLACE, reverse=True)
    assert [card.number for card in cards_of(note)] == [1, 2]


def test_a_card_is_named_after_its_note_and_number() -> None:
    assert [card.id for card in cards_of(cloze("{{c1::a}} {{c2::b}}"))] == ["cargo#1", "cargo#2"]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("{{c1::a}} {{c2::b::hint}}", ["a", "b"]),
        ("{{c2::b}} {{c1::a}}", ["a", "b"]),
        ("{{c1::a}} and {{c1::b}}", ["a … b"]),
        ("{{c1::a {{c2::b}} c}}", ["a b c", "b"]),
        ("{{c1,3::a}}", ["a", "a"]),
    ],
)
def test_a_cloze_card_hides_the_stretches_of_its_number(text: str, hidden: list[str]) -> None:
    note = cloze(text)
    assert [*hidden_of(note, [card.number for card in cards_of(note)])] == hidden


def test_a_card_of_a_picture_hides_its_label() -> None:
    labels = tuple(Label(text, (0, 0, 1, 1)) for text in ("VEGF", "HGF"))
    note = Note("a", Kind.OCCLUSION, "renal", PLACE, labels=labels)
    assert hidden_of(note, (1, 2)) == ("VEGF", "HGF")


def test_cards_that_no_author_numbers_hide_nothing_by_number() -> None:
    assert hidden_of(Note("a", Kind.QUESTION, "renal", PLACE, answer="b", reverse=True), (1, 2)) == ()
