"""Cloze deletions, as Anki reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.text import cloze


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
        ("{{c0,3::a}}", (3,)),
        ("{{c501::a}}", (500,)),
        ("{{c65535::a}}", (500,)),
        ("{{c65536::a}}", ()),
        ("{{c1,65536::a}}", (1,)),
        ("{{c" + "9" * 5000 + "::a}}", ()),
        ("{{c007::a}}", (7,)),
        ("{{c,1::a}}", (1,)),
        ("{{c,::a}}", ()),
        ("{{c\u0661::a}}", ()),
        ("{{C1::a}}", ()),
        ("{{c1::}}", (1,)),
        ("{{c1::open", ()),
        ("{{c1::open {{c2::a}}", ()),
        ("{{c1::a}} {{c2::open {{c3::b}}", (1,)),
        ("{{c1::a {{c65536::b}} c", (1,)),
        ("".join(f"{{{{c{n}::a" for n in range(1, 13)) + "}}" * 12, tuple(range(1, 11))),
        ("closed}} {{c1::a}}", (1,)),
        ("none", ()),
        ("".join(f"{{{{c{n}::" for n in range(1, 12)) + "}}" * 11, tuple(range(1, 11))),
        ("{{c1::" * 5000 + "a" + "}}" * 5000, (1,)),
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


@pytest.mark.parametrize("count", range(1, 10))
def test_all_after_an_opening_that_never_closes_is_plain_text(count: int) -> None:
    text = "{{c1::a" * count + "{{c2::b}}"
    parts = cloze.parse(text)
    assert cloze.plain(parts) == text
    assert cloze.numbers_of(parts) == ()


@given(st.text(alphabet="a {}c12:,", max_size=60))
def test_any_text_can_be_read_and_nothing_is_lost_but_marks(text: str) -> None:
    parts = cloze.parse(text)
    shown = cloze.plain(parts)
    assert len(shown) <= len(text)
    if not cloze.numbers_of(parts) and "{{c" not in text:
        assert shown == text


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("{{c1::a {{c2::b}} c}} {{c2,3::d}}", ""),
        ("{{c500::a}} {{c0::b}} }} {{count}} {{c,::", ""),
        ("{{c1::open", "has a {{c…:: without its }}"),
        ("{{c1::a}} {{c2::open {{c3::b}}", "has a {{c…:: without its }}"),
        ("{{c1::a" * 10 + "}}" * 10, ""),
        ("{{c1::a" * 11 + "}}" * 11, "has a {{c…:: without its }}"),
        ("{{c1::a}} {{c501::b}}", "has the number 501"),
    ],
)
def test_what_anki_would_not_show_as_written_is_said(text: str, flaw: str) -> None:
    said = cloze.flaw_of(text, cloze.parse(text))
    assert said.startswith(flaw)
    assert bool(said) is bool(flaw)


def test_what_follows_an_opening_without_its_end_is_text() -> None:
    text = "{{c1::a}} {{c2::open {{c3::b}}"
    assert cloze.plain(cloze.parse(text)) == "a {{c2::open {{c3::b}}"
