"""The options of a multiple choice: the author's own, else plausible, never right, always the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.load import load_course
from msc_learn.course.model import Kind, Label, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import spelled
from msc_learn.grading.grade import expected, grade
from msc_learn.grading.options import Pool, options
from msc_learn.memory.review import Verdict
from msc_learn.position import Position
from msc_learn.text.normalise import answer_key

HERE = Position("cards.yaml")


def question(identity: str, answer: str, topic: str = "t", **rest: object) -> Note:
    note = Note(identity, Kind.QUESTION, topic, HERE, question=f"What is {identity}?", answer=answer)
    return replace(note, **rest)  # type: ignore[arg-type]


MARROW = question("marrow", "bone marrow")
FACTORS = Note("factors", Kind.LIST, "t", HERE, question="Which factors?", items=("VEGF", "HGF", "IGF"))
POOL = (
    MARROW,
    question("cord", "umbilical cord"),
    question("fat", "adipose tissue"),
    question("pulp", "dental pulp"),
    question("marker", "CD105"),
    question("year", "2006"),
    question("far", "spinal cord", topic="far away"),
)


def test_the_authors_distractors_are_taken_as_they_stand() -> None:
    note = Note("a", Kind.CHOICE, "t", HERE, question="?", answer="yes", distractors=("no",))
    found = options(Card(note, 1), Pool.of(POOL), "seed")
    assert found is not None
    assert sorted(found) == ["no", "yes"]


def test_all_right_options_stand_among_the_authors_own() -> None:
    note = Note("a", Kind.CHOICE, "t", HERE, question="?", items=("yes", "surely"), distractors=("no",))
    found = options(Card(note, 1), Pool.of(POOL), "seed")
    assert found is not None
    assert sorted(found) == ["no", "surely", "yes"]


def test_siblings_of_the_same_kind_and_topic_are_borrowed() -> None:
    found = options(Card(MARROW, 1), Pool.of(POOL), "seed")
    assert found is not None
    assert sorted(found) == ["adipose tissue", "bone marrow", "dental pulp", "umbilical cord"]


def test_another_topic_lends_where_the_own_has_too_few() -> None:
    found = options(Card(MARROW, 1), Pool.of([note for note in POOL if note.id != "pulp"]), "seed")
    assert found is not None
    assert "spinal cord" in found


def test_too_few_options_are_none() -> None:
    assert options(Card(MARROW, 1), Pool.of(POOL[:3]), "seed") is None
    assert options(Card(POOL[4], 1), Pool.of(POOL), "seed") is None


def test_the_labels_of_a_picture_are_lent_to_no_other_card() -> None:
    labels = (Label("spinal nerves", (1, 2, 3, 4)), Label("sciatic nerve", (1, 8, 3, 4)))
    pictured = Note("p", Kind.OCCLUSION, "t", HERE, question="?", labels=labels)
    assert options(Card(MARROW, 1), Pool.of((*POOL[:3], pictured)), "seed") is None


def test_an_enumeration_has_no_options() -> None:
    assert options(Card(FACTORS, 1), Pool.of((*POOL, FACTORS)), "seed") is None


def test_the_order_hangs_on_the_seed_alone() -> None:
    pool = Pool.of(POOL)
    orders = [options(Card(MARROW, 1), pool, f"me:marrow#1:{n}") for n in range(12)]
    assert orders == [options(Card(MARROW, 1), Pool.of(POOL), f"me:marrow#1:{n}") for n in range(12)]
    assert len(set(orders)) > 3


def test_an_answer_the_card_accepts_is_never_an_option() -> None:
    note = replace(MARROW, accept=("dental pulp", "the umbilical cord"))
    extra = [
        question("five", "heart muscle"),
        question("six", "skin tissue"),
        question("seven", "tooth germ"),
    ]
    found = options(Card(note, 1), Pool.of([note, *POOL[1:], *extra]), "seed")
    assert found is not None
    assert not {"dental pulp", "umbilical cord"} & set(found)


def test_what_stands_in_the_question_is_never_an_option() -> None:
    note = replace(MARROW, question="Besides dental pulp, where are MSCs found?")
    found = options(Card(note, 1), Pool.of([note, *POOL[1:]]), "seed")
    assert found is not None
    assert "dental pulp" not in found


def test_another_item_of_an_enumeration_with_the_answer_is_never_an_option() -> None:
    asked = question("one", "VEGF")
    lone = [question(name, name) for name in ("BMP", "PDGF", "NGF")]
    found = options(Card(asked, 1), Pool.of([asked, FACTORS, *lone]), "seed")
    assert found is not None
    assert sorted(found) == ["BMP", "NGF", "PDGF", "VEGF"]


def test_two_items_of_one_enumeration_are_never_both_options() -> None:
    asked = question("one", "BMP")
    lone = [question(name, name) for name in ("PDGF", "NGF")]
    for seed in "abcdef":
        found = options(Card(asked, 1), Pool.of([asked, FACTORS, *lone]), seed)
        assert found is not None
        assert len({"VEGF", "HGF", "IGF"} & set(found)) == 1


def test_the_authors_near_misses_are_the_first_distractors() -> None:
    note = replace(MARROW, reject={"red marrow cells": "that is a part of it"})
    found = options(Card(note, 1), Pool.of([note, *POOL[1:]]), "seed")
    assert found is not None
    assert "red marrow cells" in found


@pytest.mark.parametrize("number", [1, 2])
def test_a_hidden_stretch_borrows_too_but_not_from_its_own_sentence(number: int) -> None:
    note = Note("c", Kind.CLOZE, "t", HERE, cloze="{{c1::Bone marrow}} and {{c2::dental pulp}} hold MSCs.")
    found = options(Card(note, number), Pool.of([note, *POOL]), "seed")
    assert found is not None
    assert len({"bone marrow", "dental pulp"} & {text.lower() for text in found}) == 1


SHIPPED = load_course("msc").studied(drafts=True)
SHIPPED_POOL = Pool.of(SHIPPED)
ASKED = [card for note in SHIPPED for card in cards_of(note) if len(expected(card)) == 1]


@given(st.sampled_from(ASKED), st.text(max_size=6))
def test_no_option_of_the_shipped_course_is_a_second_right_answer(card: Card, seed: str) -> None:
    found = options(card, SHIPPED_POOL, seed) or ()
    right = expected(card)
    wrong = [option for option in found if option not in right]
    assert {grade(card, spelled(option)).verdict for option in wrong} <= {Verdict.WRONG}
    assert not found or len(found) - len(wrong) == 1
    assert len(set(map(answer_key, found))) == len(found)


@given(st.sampled_from(ASKED), st.text(max_size=6))
def test_borrowed_options_of_the_shipped_course_are_of_the_answers_kind(card: Card, seed: str) -> None:
    answer = expected(card)[0]
    own = {answer, *card.note.distractors, *card.note.reject}
    for option in options(card, SHIPPED_POOL, seed) or ():
        if option not in own:
            assert option[0].isdigit() == answer[0].isdigit(), option
            assert (" " in option) == (" " in answer) or option[0].isdigit(), option
