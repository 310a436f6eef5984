"""Names of decks: in study order, and never changed once released."""

from dataclasses import replace
from pathlib import Path

import pytest

from msc_learn.course.model import Course, Topic
from msc_learn.deck.decks import deck_names, root_name
from msc_learn.position import Position


def course(*titles: str, deck: str = "Renal") -> Course:
    place = Position("renal.yaml", 1, 1)
    topics = tuple(Topic(title.casefold(), title, (), place) for title in titles)
    return Course("renal", "Renal", deck, "en", topics, Path(), Path())


def names(made: Course, released: dict[str, str] | None = None) -> list[str]:
    return list(deck_names(made, released or {}).values())


@pytest.mark.parametrize(
    ("deck", "titles", "expected"),
    [
        ("Renal", ["Loop", "Glomerulus"], ["Renal::01 Loop", "Renal::02 Glomerulus"]),
        ("Renal", ["Loop"], ["Renal::Loop"]),
        ("Renal", ["Renal"], ["Renal"]),
        ("Medicine::Renal", ["Renal"], ["Medicine::Renal"]),
        ("Medicine::Renal", ["Renal", "Loop"], ["Medicine::Renal::01 Renal", "Medicine::Renal::02 Loop"]),
        ("Renal", ["GFR::normal"], ["Renal::GFR: normal"]),
        ("Renal", ['The  "loop"'], ["Renal::The 'loop'"]),
        (":: ", ["Loop"], ["Cards::Loop"]),
    ],
)
def test_subdecks_sort_in_study_order(deck: str, titles: list[str], expected: list[str]) -> None:
    assert names(course(*titles, deck=deck)) == expected


def test_a_released_deck_keeps_its_name_whatever_the_author_renames_or_reorders() -> None:
    first = deck_names(course("Loop", "Glomerulus"), {})
    later = course("Glomerulus", "Loop", deck="Kidney")
    renamed = replace(later, topics=tuple(replace(topic, title="New") for topic in later.topics))
    assert deck_names(renamed, first) == first


def test_a_topic_added_later_takes_the_next_number_and_moves_no_other() -> None:
    first = deck_names(course("Loop", "Glomerulus"), {})
    assert names(course("Loop", "Tubule", "Glomerulus"), first)[-1] == "Renal::03 Tubule"
    assert set(first.values()) < set(names(course("Loop", "Tubule", "Glomerulus"), first))


def test_a_second_topic_leaves_the_first_its_name_without_a_number() -> None:
    first = deck_names(course("Loop"), {})
    assert names(course("Loop", "Tubule"), first) == ["Renal::Loop", "Renal::02 Tubule"]


def test_a_course_s_own_deck_may_lie_below_others() -> None:
    assert root_name(" Medicine :: Renal ") == "Medicine::Renal"
