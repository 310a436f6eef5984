"""Words as the checks compare them."""

import pytest

from msc_learn.text.greek import spell_greek
from msc_learn.text.words import (
    content_words,
    entities,
    has_form,
    missing_from,
    numbers,
    plain_words,
    same,
    vocabulary_of,
    words,
)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("signals", "signalling", True),
        ("inflammation", "inflammatory", True),
        ("regenerate", "regeneration", True),
        ("therapy", "therapies", True),
        ("carried", "carry", True),
        ("tumour", "tumor", True),
        ("standardisation", "standardization", True),
        ("cell", "cells", True),
        ("osteoblast", "osteoclast", False),
        ("microrna", "microrna", True),
        ("hypoxia", "hyperoxia", False),
        ("cd105", "cd106", False),
        ("10", "100", False),
        ("m1", "m2", False),
        ("vegf", "hgf", False),
        ("pro", "anti", False),
        ("cell", "cello", False),
        ("approved", "approval", True),
    ],
)
def test_words_are_the_same_but_for_their_endings(one: str, other: str, alike: bool) -> None:
    assert same(one, other) is alike
    assert same(other, one) is alike


def test_words_fold_case_hyphens_and_possessives() -> None:
    assert words("Crohn’s pro-inflammatory STATE (M1)") == ["crohn", "pro", "inflammatory", "state", "m1"]


def test_content_words_leave_out_function_words_and_write_numbers_as_digits() -> None:
    assert content_words("the four factors of 1,000 are not in it") == ["4", "factors", "1", "000"]


def test_what_no_offered_word_covers_is_missing_once() -> None:
    assert missing_from(["signal", "bone", "bone", "marrow"], ["signalling", "marrows"]) == ["bone"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More than 1,000 trials", ["1000"]),
        ("4.3 or 1,5 of 3,000,000", ["4.3", "1,5", "3000000"]),
        ("90–120 mL of 5mg", ["90", "120", "5"]),
        ("Which four of IGF-1?", ["1", "4"]),
        ("M1, CD34 and B27", []),
        ("none", []),
    ],
)
def test_numbers_are_found_whole_and_spelt_ones_as_digits(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What does IGF-1 stand for?", ["IGF-1"]),
        ("In Crohn’s disease, TGF-β and iPSCs act.", ["Crohn", "TGF-β", "iPSCs"]),
        ("[Kidney › Nephron] Blood enters. Then vitamin A.", ["A"]),
        ("A drug; α and M1", ["α", "M1"]),
        ("Which cells heal?", []),
    ],
)
def test_names_are_known_by_capitals_figures_and_greek_letters(text: str, found: list[str]) -> None:
    assert entities(text) == found


def test_greek_letters_are_written_out() -> None:
    assert spell_greek("TGF-β") == "TGF-beta"
    assert {"tgf", "β", "beta", "two", "2"} <= vocabulary_of("two TGF-β")


def test_plain_words_keep_negations() -> None:
    assert plain_words("The cells do not form bone") == ["cells", "not", "form", "bone"]


def test_a_form_of_a_word_is_found_among_others() -> None:
    assert has_form("signal", ["bone", "signalling"])
    assert not has_form("signal", ["bone", "sign"])
