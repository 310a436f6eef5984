"""Cloze deletions, as Anki reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course import cloze


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("{{c1::a}}", (1,)),
        ("{{c1::a}} {{c2::b}}", (1, 2)),
        ("{{c1::a}} {{c1::b}}", (1,)),
        ("{{c2::b}} {{c1::a}}", (1, 2)),
        ("{{c1::a {{c2::b}} c}}", (1, 2)),
        ("{{c1,2::m}}", (1, 2)),
        ("{{c0::a}}", ()),
        ("{{c501::a}}", ()),
        ("{{c1::open", ()),
        ("closed}} {{c1::a}}", (1,)),
        ("none", ()),
    ],
)
def test_each_number_makes_one_card(text: str, numbers: tuple[int, ...]) -> None:
    assert cloze.numbers_of(cloze.parse(text)) == numbers


@pytest.mark.parametrize(
    ("text", "number", "front", "hidden"),
    [
        ("a {{c1::b}} c", 1, "a […] c", ("b",)),
        ("a {{c1::b::hint}} c", 1, "a [hint] c", ("b",)),
        ("{{c1::a}} {{c2::b}}", 2, "a […]", ("b",)),
        ("{{c1::a {{c2::b}} c}}", 1, "[…]", ("a b c",)),
        ("{{c1::a {{c2::b}} c}}", 2, "a […] c", ("b",)),
        ("{{c1::a}} and {{c1::b}}", 1, "[…] and […]", ("a", "b")),
    ],
)
def test_a_card_hides_the_deletions_of_its_number(
    text: str, number: int, front: str, hidden: tuple[str, ...]
) -> None:
    parts = cloze.parse(text)
    assert cloze.front(parts, number) == front
    assert cloze.hidden(parts, number) == hidden


@given(st.text(alphabet="a {}c12:,", max_size=60))
def test_any_text_can_be_read_and_nothing_is_lost_but_marks(text: str) -> None:
    parts = cloze.parse(text)
    shown = cloze.plain(parts)
    assert len(shown) <= len(text)
    if not cloze.numbers_of(parts) and "{{c" not in text:
        assert shown == text
