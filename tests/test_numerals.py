"""Numbers in one form, and amounts of one unit in another."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.text.numerals import numbered, plain
from msc_learn.text.quantities import amount, holds, tolerance


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("twenty one", "21"),
        ("twenty one hundred", "2100"),
        ("two hundred and five cells", "205 cells"),
        ("five hundred million", "500e6"),
        ("a thousand", "1e3"),
        ("a cell", "a cell"),
        ("twenty twelve", "20 12"),
        ("one two", "1 2"),
        ("hundred", "hundred"),
        ("type iv and ix", "type 4 and 9"),
        ("vitamin v", "vitamin v"),
        ("class iix", "class iix"),
        ("factor xiia", "factor 12a"),
        ("twice", "2 times"),
    ],
)
def test_numbers_in_words_and_classes_in_roman_numerals_become_digits(text: str, found: str) -> None:
    assert numbered(text.split()) == found.split()


@given(st.from_regex(r"-?[0-9]{1,40}(\.[0-9]{1,40})?(e-?[0-9]{1,2})?", fullmatch=True))
def test_the_plain_form_of_a_number_is_its_value_to_the_last_digit(number: str) -> None:
    found = plain(number)
    assert Fraction(Decimal(found)) == Fraction(Decimal(number))
    assert plain(found) == found


@pytest.mark.parametrize("text", ["", "mg", "5 mg 6", "grade 5", "<5", "5 a b c d e", "CD34", "5-6-7"])
def test_what_is_no_number_with_a_unit_measures_nothing(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("entry", "answer", "typed", "held"),
    [
        ("5 ± 0.5", "5 mg", "5.5 mg", True),
        ("5 mg ± 0.5", "5 mg", "5400 µg", True),
        ("5 ± 0.5 mg", "5 mg", "4.4 mg", False),
        ("5 ± 0.5 mg", "5 mg", "4.9", None),
        ("5 mg +/- 500 µg", "5 mg", "5.4 mg", True),
        ("4–6", "5", "4", True),
        ("4–6", "5", "4-5", True),
        ("4–6", "5", "3-5", False),
        ("4–6 mg", "5 mg", "5 mL", False),
        ("4–6 mg", "5 mg", "five or so", False),
    ],
)
def test_a_tolerance_holds_what_lies_in_it_in_its_unit(
    entry: str, answer: str, typed: str, held: bool | None
) -> None:
    allowed = tolerance(entry, answer)
    assert allowed is not None
    assert holds(allowed, typed) is held


@pytest.mark.parametrize(
    ("entry", "answer"),
    [("5 mg", "5 mg"), ("4–6", "3–7"), ("some", "5"), ("4–6", "some"), ("5 mg ± 1 mL", "5 mg"), ("± 5", "5")],
)
def test_other_texts_are_no_tolerance(entry: str, answer: str) -> None:
    assert tolerance(entry, answer) is None


def test_a_dotless_i_is_no_roman_numeral() -> None:
    assert numbered(["type", "ı"]) == ["type", "ı"]
