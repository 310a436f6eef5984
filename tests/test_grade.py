"""The grader: what is the same in other words passes, what one letter turns does not, nothing in silence."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import Grade, spelled
from msc_learn.grading.grade import answer_keys, grade, grade_picked, grade_text
from msc_learn.grading.opposites import opposed
from msc_learn.memory.review import Rating, Verdict
from msc_learn.messages import message
from msc_learn.position import Position
from msc_learn.text.confusables import GROUPS
from msc_learn.text.normalise import answer_key, answer_words
from msc_learn.text.plurals import differ_in_number

HERE = Position("cards.yaml")


def question(answer: str, *accept: str, reject: Mapping[str, str] | None = None, case: bool = False) -> Card:
    note = Note(
        "a",
        Kind.QUESTION,
        "t",
        HERE,
        question="?",
        answer=answer,
        accept=accept,
        reject=reject or {},
        case=case,
    )
    return Card(note, 1)


def enumeration(
    *items: str, ordered: bool = False, need: int | None = None, accept: tuple[str, ...] = ()
) -> Card:
    note = Note(
        "a", Kind.LIST, "t", HERE, question="?", items=items, ordered=ordered, need=need, accept=accept
    )
    return Card(note, 1)


def cloze(text: str, number: int = 1, accept: tuple[str, ...] = ()) -> Card:
    return Card(Note("a", Kind.CLOZE, "t", HERE, cloze=text, accept=accept), number)


TABLE: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "data" / "grading.yaml").read_text(encoding="utf-8"),
    yaml.BaseLoader,  # noqa: S506  # it makes texts of all values, and nothing else
)


class Row(NamedTuple):
    """A row of the table: a card, what is typed, and what that is worth for which reason."""

    card: Card
    typed: str
    verdict: Verdict
    reason: str
    others: frozenset[str]


def rows() -> Iterator[Any]:
    for group in TABLE:
        keys = group.get("with", {})
        others = answer_keys(question(text) for text in keys.get("others", ()))
        for expected, typed, verdict, *reason in group["rows"]:
            row = Row(card_of(expected, keys), typed, Verdict(verdict), "".join(reason), others)
            yield pytest.param(row, id=f"{group['what']}: {expected} | {typed}")


def card_of(expected: str | list[str], keys: Mapping[str, Any]) -> Card:
    accept = tuple(keys.get("accept", ()))
    if isinstance(expected, list):
        need = int(keys["need"]) if "need" in keys else None
        return enumeration(*expected, ordered="ordered" in keys, need=need, accept=accept)
    return question(expected, *accept, reject=keys.get("reject"), case="case" in keys)


ROWS = list(rows())
PAIRS = [
    param
    for param in ROWS
    if param.values[0].card.note.kind is Kind.QUESTION and param.values[0].typed.strip()
]
PLAIN = [
    param
    for param in PAIRS
    if not (param.values[0].card.note.accept or param.values[0].card.note.case or param.values[0].others)
]


@pytest.mark.parametrize("row", ROWS)
def test_a_typed_answer_is_worth_what_medicine_says(row: Row) -> None:
    found = grade(row.card, row.typed, row.others)
    assert (found.verdict, row.reason) == (row.verdict, row.reason if row.reason in found.reason else found)
    assert found.reason
    assert "\n" not in found.reason


@pytest.mark.parametrize("row", [param for param in PLAIN if param.values[0].verdict is Verdict.WRONG])
def test_what_is_wrong_is_not_right_the_other_way_round(row: Row) -> None:
    assert grade(question(row.typed), row.card.note.answer, row.others).verdict is not Verdict.RIGHT


@pytest.mark.parametrize("row", PAIRS)
@pytest.mark.slow
def test_an_answer_is_right_against_itself(row: Row) -> None:
    assert grade(row.card, row.card.note.answer, row.others).verdict is Verdict.RIGHT


@pytest.mark.parametrize("row", [param for param in ROWS if param.values[0].verdict is Verdict.RIGHT])
@pytest.mark.parametrize(
    "written",
    [
        lambda text: f"  {text}\t",
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: text.replace("'", "’"),
        lambda text: text.replace("’", "'"),
    ],
    ids=["outer blanks", "decomposed", "composed", "curly quotes", "straight quotes"],
)
@pytest.mark.slow
def test_what_is_right_stays_right_however_it_is_written(row: Row, written: Callable[[str], str]) -> None:
    assert grade(row.card, written(row.typed), row.others).verdict is Verdict.RIGHT


@pytest.mark.parametrize("typed", ["fibroblasts", "fibroblast"])
def test_a_slip_that_gives_the_answer_of_another_card_is_wrong(typed: str) -> None:
    others = answer_keys([question("fibroblasts"), question("fibroblast")])
    found = grade(question("fibroplast"), typed, others)
    assert found == Grade(Verdict.WRONG, message("grading.another_card"))
    assert grade(question("fibroplast"), "fibroplasst", others).verdict is Verdict.RIGHT


def test_an_accepted_answer_is_right_and_shows_the_cards_own() -> None:
    found = grade(question("growth of new blood vessels", "angiogenesis"), "Angiogenesis")
    assert found == Grade(Verdict.RIGHT, "accepted; the card says growth of new blood vessels")


def test_a_rejected_answer_is_wrong_for_the_reason_its_author_gives() -> None:
    card = question("new blood vessels", reject={"less inflammation": "that is the shift of macrophages"})
    assert grade(card, "Less  inflammation.") == Grade(Verdict.WRONG, "that is the shift of macrophages")


def test_a_wrong_option_of_a_choice_is_wrong_when_typed_too() -> None:
    note = Note(
        "a", Kind.CHOICE, "t", HERE, question="?", answer="bone and fat", distractors=("fat and bone",)
    )
    assert grade(Card(note, 1), "fat and bone").verdict is Verdict.WRONG
    assert grade(Card(note, 1), "Bone and fat").verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("TP53", Verdict.RIGHT), ("Trp53", Verdict.WRONG), ("tp53", Verdict.CLOSE)],
)
def test_capitals_count_where_the_author_says_so(typed: str, verdict: Verdict) -> None:
    assert grade(question("TP53", case=True), typed).verdict is verdict


@pytest.mark.parametrize(
    ("typed", "verdict", "reason"),
    [
        ("VEGF, HGF, IGF-1, TGF-beta", Verdict.RIGHT, "4 of 4"),
        ("tgf-β; igf1; hgf; vegf", Verdict.RIGHT, "4 of 4"),
        ("vegf and hgf and igf-1 & TGFβ", Verdict.RIGHT, "4 of 4"),
        ("VEGF\nHGF\nIGF-1\nTGF-beta", Verdict.RIGHT, "4 of 4"),
        ("VEGF HGF IGF-1 TGF-beta", Verdict.RIGHT, "4 of 4"),
        ("VEGF, VEGF, HGF, IGF-1, TGF-beta", Verdict.RIGHT, "4 of 4"),
        ("VEGF, HGF", Verdict.CLOSE, "2 of 4; missing: IGF-1, TGF-beta"),
        ("VEGF", Verdict.WRONG, "1 of 4; missing: HGF, IGF-1, TGF-beta"),
        ("VEGF, HGF, IGF-1, TGF-beta, EGF", Verdict.CLOSE, "4 of 4; does not belong: EGF"),
        ("VEGF, HGF, IGF-2, TGF-beta", Verdict.CLOSE, "3 of 4; missing: IGF-1; does not belong: IGF-2"),
        (
            "nothing of it",
            Verdict.WRONG,
            "0 of 4; missing: VEGF, HGF, IGF-1, TGF-beta; does not belong: nothing of it",
        ),
    ],
)
def test_a_list_is_taken_in_any_order_and_says_what_is_missing(
    typed: str, verdict: Verdict, reason: str
) -> None:
    found = grade(enumeration("VEGF", "HGF", "IGF-1", "TGF-beta"), typed)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_an_item_may_hold_an_and() -> None:
    card = enumeration("skin and bone", "fat")
    assert grade(card, "fat, skin and bone").verdict is Verdict.RIGHT
    assert grade(card, "fat; bone").verdict is not Verdict.RIGHT


def test_some_items_are_enough_where_the_author_says_so() -> None:
    card = enumeration("VEGF", "HGF", "IGF-1", need=2)
    assert grade(card, "HGF, VEGF") == Grade(Verdict.RIGHT, "2 of 2", missing=("IGF-1",))


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("one, two, three", Verdict.RIGHT), ("two, one, three", Verdict.CLOSE), ("one, three", Verdict.CLOSE)],
)
def test_the_order_counts_where_the_author_says_so(typed: str, verdict: Verdict) -> None:
    card = enumeration("one", "two", "three", ordered=True)
    assert grade(card, typed).verdict is verdict


def test_a_synonym_of_an_item_is_not_held_against_the_learner() -> None:
    card = enumeration("TGF-beta (transforming growth factor)", "HGF", accept=("hepatocyte growth factor",))
    assert grade(card, "transforming growth factor, HGF").verdict is Verdict.RIGHT
    assert grade(card, "TGF-beta, HGF, hepatocyte growth factor").verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("text", "number", "typed", "verdict"),
    [
        ("MSCs carry {{c1::microRNAs}} and {{c2::proteins}}.", 1, "micro-RNAs", Verdict.RIGHT),
        ("MSCs carry {{c1::microRNAs}} and {{c2::proteins}}.", 2, "microRNAs", Verdict.WRONG),
        ("{{c1::VEGF}} and {{c1::HGF}} are released.", 1, "HGF, VEGF", Verdict.RIGHT),
        ("{{c1::VEGF}} and {{c1::HGF}} are released.", 1, "HGF", Verdict.CLOSE),
        ("{{c1::MSCs}} act; {{c1::MSCs}} migrate.", 1, "mscs", Verdict.RIGHT),
        ("The {{c1::a {{c2::nested}} stretch}}.", 1, "nested stretch", Verdict.RIGHT),
    ],
)
def test_each_hidden_stretch_of_a_cloze_is_asked_for(
    text: str, number: int, typed: str, verdict: Verdict
) -> None:
    assert grade(cloze(text, number), typed).verdict is verdict


# Of a, b, c and d, three or two right: each wrong option picked takes away a right one.
@pytest.mark.parametrize(
    ("right", "picked", "verdict", "reason"),
    [
        ("abc", "abc", Verdict.RIGHT, "3 of 3"),
        ("abc", "cba", Verdict.RIGHT, "3 of 3"),
        ("abc", "ab", Verdict.CLOSE, "2 of 3; missing: c"),
        ("abc", "abcd", Verdict.CLOSE, "3 of 3; not right: d"),
        ("abc", "abd", Verdict.WRONG, "2 of 3; missing: c; not right: d"),
        ("abc", "a", Verdict.WRONG, "1 of 3; missing: b, c"),
        ("ab", "a", Verdict.CLOSE, "1 of 2; missing: b"),
        ("ab", "abx", Verdict.CLOSE, "2 of 2; not right: x (a letter too far)"),
        ("ab", "abcx", Verdict.WRONG, "2 of 2; not right: c, x (a letter too far)"),
        ("ab", "cx", Verdict.WRONG, "0 of 2; missing: a, b; not right: c, x (a letter too far)"),
        ("a", "a", Verdict.RIGHT, ""),
        ("a", "b", Verdict.WRONG, "you chose b"),
        ("a", "x", Verdict.WRONG, "you chose x: a letter too far"),
    ],
)
def test_picked_options_are_right_close_or_wrong_with_the_reason(
    right: str, picked: str, verdict: Verdict, reason: str
) -> None:
    found = grade_picked(tuple(right), tuple(picked), {"x": "a letter too far"})
    assert (found.verdict, found.reason) == (verdict, reason)


@given(st.integers(2, 6), st.integers(1, 6))
def test_to_pick_every_option_never_passes_for_knowing(right: int, wrong: int) -> None:
    options = tuple(map(str, range(right + wrong)))
    assert grade_picked(options[:right], options, {}).verdict is not Verdict.RIGHT
    if wrong * 2 > right:
        assert grade_picked(options[:right], options, {}).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("fever and pain", Verdict.RIGHT), ("pain", Verdict.CLOSE), ("sleep", Verdict.WRONG)],
)
def test_several_right_options_are_typed_as_a_list(typed: str, verdict: Verdict) -> None:
    note = Note("a", Kind.CHOICE, "t", HERE, question="?", items=("pain", "fever"), distractors=("sleep",))
    assert grade(Card(note, 1), typed).verdict is verdict


def test_the_other_way_round_the_question_is_the_answer() -> None:
    note = Note(
        "a", Kind.QUESTION, "t", HERE, question="VEGF", answer="a factor", accept=("x",), reverse=True
    )
    assert grade(cards_of(note)[1], "vegf").verdict is Verdict.RIGHT
    assert grade(cards_of(note)[1], "x").verdict is Verdict.WRONG


@pytest.mark.parametrize(("verdict", "rating"), [(Verdict.RIGHT, Rating.GOOD), (Verdict.WRONG, Rating.AGAIN)])
def test_a_clear_verdict_is_a_rating(verdict: Verdict, rating: Rating) -> None:
    assert Grade(verdict).rating is rating


ANSWERS = sorted({param.values[0].card.note.answer for param in PLAIN})
NUMBERS = [answer for answer in ANSWERS if any(character in "123456789" for character in answer)]
LONG_WORDS = sorted(
    {word for answer in ANSWERS for word in answer.split() if len(word) > 8 and word.isalpha()}
)
# What a learner could mean, and what an expression could stumble over.
STUFF = (
    st.text("ab1,.-+/ ()±×^e\n'µα0%<>→;and", max_size=60) | st.text(max_size=60) | st.sampled_from(ANSWERS)
)


@given(STUFF, STUFF)
def test_any_text_gets_a_verdict_with_its_reason_in_one_line(answer: str, typed: str) -> None:
    found = grade_text((answer,), typed)
    assert found.reason
    assert found.verdict in Verdict


@given(STUFF)
def test_any_answer_is_right_against_itself(answer: str) -> None:
    found = grade(question(answer), spelled(answer))
    assert found.verdict is (Verdict.RIGHT if answer_words(spelled(answer)) else Verdict.WRONG)


@pytest.mark.parametrize(
    "unit",
    [
        *"a|1| |a |1 |1,|a,|a-|(|()|10^|x10^6 |not |and |per |±|1-2 |α|hyper|blast".split("|"),
        *"1. a |or |a/|one hundred |type ii |é".split("|"),
    ],
)
@pytest.mark.parametrize("answer", ["osteoblast", "1 × 10^6 cells/kg", "a" * 10_000, "not in vivo (NIV)"])
@pytest.mark.slow
def test_ten_thousand_characters_are_graded_too(unit: str, answer: str) -> None:
    typed = (unit * 10_000)[:10_000]
    assert grade_text((answer,), typed).reason
    assert grade(question(answer), typed).reason
    assert grade(enumeration(answer, "another one"), typed).reason


@given(st.sampled_from(NUMBERS), st.data())
def test_no_answer_with_another_digit_is_right(answer: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at, sign in enumerate(answer) if sign in "0123456789"]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != answer[place]]))
    typed = answer[:place] + other + answer[place + 1 :]
    assert grade(question(answer), typed).verdict is not Verdict.RIGHT


@given(st.sampled_from(LONG_WORDS), st.data())
def test_no_slip_makes_the_answer_of_another_card_right(answer: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(answer) - 1))
    typed = answer[:place] + data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz")) + answer[place + 1 :]
    if answer_key(typed) != answer_key(answer):
        others = answer_keys([question(typed), question(answer)])
        verdict = grade(question(answer), typed, others).verdict
        assert verdict is not Verdict.RIGHT or differ_in_number(answer_key(typed), answer_key(answer))


@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
@pytest.mark.slow
def test_parts_that_exclude_each_other_make_no_slip(group: tuple[str, ...]) -> None:
    for one, other in permutations(group, 2):
        for word in ("hem{}orium", "{}"):
            found = grade(question(word.format(one)), word.format(other))
            assert found.verdict is Verdict.WRONG, found


@given(st.text(max_size=60))
def test_the_one_form_of_a_text_is_the_same_in_capitals_and_decomposed(text: str) -> None:
    assert answer_key(text) == answer_key(f"  {text}  ")


@given(st.text(max_size=30), st.text(max_size=30))
def test_opposites_are_mutual(one: str, other: str) -> None:
    assert opposed(one, other) == opposed(other, one)
