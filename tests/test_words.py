"""Words as the checks compare them."""

import pytest

from msc_learn.course.words import content_words, missing_from, negations, same, words


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


def test_negations_are_found_in_full_and_in_short() -> None:
    assert negations("It doesn't, and cannot, and is not") == ["doesn't", "cannot", "not"]


def test_what_no_offered_word_covers_is_missing_once() -> None:
    assert missing_from(["signal", "bone", "bone", "marrow"], ["signalling", "marrows"]) == ["bone"]
