"""The grader of the study page, in Chromium: the same verdict, reason and options as the one in Python."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from msc_learn.course.load import load_course
from msc_learn.course.model import Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import Grade
from msc_learn.grading.grade import expected, grade
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Verdict
from msc_learn.messages import message
from msc_learn.page.grading import Lender, course_of, grading_of
from msc_learn.page.patterns import script_pattern
from msc_learn.page.tables import tables
from msc_learn.text.markup import spans
from msc_learn.text.normalise import answer_words
from pages import Rules, rules
from test_grade import ROWS, Row, enumeration, question

ROOT = Path(__file__).parents[1]
NOTES = load_course(ROOT / "cards" / "msc").studied()
CARDS = tuple(card for note in NOTES for card in cards_of(note))
MARKER = Marker(NOTES)
LENDER = Lender.of(NOTES)
NOBODY = Lender.of(())
TABLE: list[Row] = [param.values[0] for param in ROWS]
NONE = frozenset[str]()
ALLOWED = ("5 ± 0.5 mg", "5 mg ± 0.5", "5 ± 0.5", "5 mg +/- 500 µg", "4–6", "4000–6000 µg", "5 ± 1 mL", "± 5")
OTHERS = [
    Row(card, typed, Verdict.WRONG, "", NONE)
    for card, typed in (
        (question("5 mg", "5 ± 0.5 mg", "4–6 mg"), "5400 µg"),
        (question("5 mg", "5 ± 0.5 mg"), "5.4"),
        (question("5 mg", "5 +/- 0.5"), "0.0056 g"),
        (question("the TP53", case=True), "tp53"),
        (question("type II"), "type ı"),
        (question("constructor"), "__proto__"),
        (enumeration("a fat", "bone", ordered=True, need=1), "bone, a fat"),
        (enumeration("hop", "to", "it", "10"), "10 it hop to"),
    )
]

Told = tuple[str, str, int | None, tuple[str, ...], tuple[str, ...]]


@pytest.fixture(scope="module")
def page() -> Iterator[Rules]:
    with rules() as opened:
        given = json.dumps([tables(), course_of(NOTES), [grading_of(card, LENDER) for card in CARDS]])
        opened.evaluate(
            """given => {
                [window.tables, window.course, window.cards] = JSON.parse(given);
                window.marker = Grader.make(tables, course);
                window.told = grade =>
                    [grade.verdict, grade.reason, grade.rating, grade.missing, grade.extra];
                window.isOfWord = letter => new RegExp(`[${tables.unicode.WORD}]`, "u").test(letter);
                window.wording = Normalise.make(tables);
            }""",
            given,
        )
        yield opened


def told(grade: Grade) -> Told:
    return str(grade.verdict), grade.reason, grade.rating, grade.missing, grade.extra


def as_told(found: Sequence[Any]) -> list[Told]:
    return [(verdict, why, rating, tuple(less), tuple(more)) for verdict, why, rating, less, more in found]


def differences(asked: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    assert len(ours) == len(theirs) == len(asked)
    return [(what, one, other) for what, one, other in zip(asked, ours, theirs, strict=True) if one != other]


def rows_apart(page: Rules, rows: Sequence[Row]) -> list[Any]:
    """Return the rows on which the two graders differ, with what each says."""
    given = [(grading_of(row.card, NOBODY), row.typed, sorted(row.others)) for row in rows]
    found = page.evaluate(
        """rows => {
            const markers = new Map();
            const markerOf = answers => {
                const name = answers.join();
                if (!markers.has(name)) {
                    markers.set(name, Grader.make(tables, {answers, lent: []}));
                }
                return markers.get(name);
            };
            return JSON.parse(rows).map(([card, typed, answers]) =>
                told(markerOf(answers).typed(card, typed)));
        }""",
        json.dumps(given),
    )
    ours = [told(grade(row.card, row.typed, row.others)) for row in rows]
    return differences(rows, ours, as_told(found))


def test_the_script_agrees_on_every_row_of_the_table(page: Rules) -> None:
    assert rows_apart(page, TABLE) == []


@pytest.mark.parametrize("row", OTHERS)
def test_the_script_agrees_on_what_the_table_cannot_say(page: Rules, row: Row) -> None:
    assert rows_apart(page, [row]) == []


def test_the_script_agrees_on_amounts_and_what_is_allowed_around_them(page: Rules) -> None:
    asked = [question("5 mg", entry) for entry in ALLOWED] + [
        question("-2.5", "-2.5 ± 1"),
        question("30 min"),
    ]
    units = ("", " mg", " µg", "g", " mcg", " mL", " mg/kg", " %", " minutes", "h")
    numbers = (
        "5",
        "4.5",
        "0.005",
        "5000",
        "5,4",
        "4-6",
        "5-20",
        "-2",
        "five",
        "1/2",
        "30",
        "0.5",
        "5e3",
        "1,800",
    )
    rows = [
        Row(card, f"{number}{unit}", Verdict.WRONG, "", NONE)
        for card in asked
        for number in numbers
        for unit in units
    ]
    assert rows_apart(page, rows) == []


def typed_in_script(page: Rules, asked: Sequence[tuple[int, str]]) -> list[Told]:
    given = "asked => JSON.parse(asked).map(([card, text]) => told(marker.typed(cards[card], text)))"
    return as_told(page.evaluate(given, json.dumps(asked)))


def typed_in_python(asked: Sequence[tuple[int, str]]) -> list[Told]:
    return [told(MARKER.typed(CARDS[card], text)) for card, text in asked]


LETTERS = "aeioustrnlcdmyh"
PIECES = (
    *"not no or and the a non- hypo hyper anti per 10 0.5 % ± about twice first cells + -ve = 1,000".split(),
    *"( ) - – / ; < >= ' ’ α β ² ⁶ ß é İ ı µ ﬁ 𝛼 😀 \u00a0 \ufeff".split(" "),
    *("5 mg", "x 10^6", "type II"),
)


def mutated(text: str, other: str, random: Random) -> str:
    """Return a text with one slip, loss, exchange or addition."""
    parts = text.split(" ")
    at, place = random.randrange(len(text) + 1), random.randrange(len(parts))
    return random.choice(
        (
            lambda: text[:at] + random.choice(LETTERS) + text[at:],
            lambda: text[:at] + text[at + 1 :],
            lambda: text[:at] + random.choice(LETTERS) + text[at + 1 :],
            lambda: text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
            lambda: text[:at] + random.choice(PIECES) + text[at:],
            lambda: " ".join(parts[:place] + parts[place + 1 :]),
            lambda: " ".join((*parts[:place], random.choice(PIECES), *parts[place:])),
            lambda: " ".join(random.sample(parts, len(parts))),
            lambda: "".join(str(random.randrange(100)) if sign.isdigit() else sign for sign in text),
            lambda: f"{text}{random.choice((' or ', ', ', ' and ', ' '))}{other}",
            lambda: text.replace(" ", random.choice(("", "-", "  ", ", ", "\n"))),
            lambda: random.choice((text.upper(), text.title(), text.casefold())),
            lambda: text + random.choice(("s", "es", "e", " mg", " µg", " %", "-", "+", ".", "ing")),
        )
    )()


def answer_to(card: Card, random: Random) -> str:
    """Return an answer that is near to what a card asks for, in up to three steps away from it."""
    note = card.note
    wanted = list(expected(card))
    other = random.choice(expected(random.choice(CARDS)))
    if len(wanted) > 1:
        wanted = random.sample(wanted, random.randint(max(1, len(wanted) - 1), len(wanted)))
        text = random.choice((", ", "; ", " and ", "\n", " ")).join(wanted)
    else:
        text = random.choice((*wanted * 3, *note.accept, *note.reject, *note.distractors))
    return in_steps(text, other, random)


def in_steps(text: str, other: str, random: Random) -> str:
    for _ in range(random.randint(0, 3)):
        text = mutated(text, other, random)
    return text


# A browser may know characters that are newer than this Python.
ASSIGNED = st.characters(exclude_categories=["Cn"])
# A smaller seed is no simpler one.
generated = settings(max_examples=5, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@generated
@given(seed=st.integers(0, 2**32))
def test_the_script_agrees_on_answers_near_those_of_every_card(page: Rules, seed: int) -> None:
    random = Random(seed)  # noqa: S311  # it draws examples
    asked = [(place, answer_to(card, random)) for place, card in enumerate(CARDS) for _ in range(5)]
    assert differences(asked, typed_in_python(asked), typed_in_script(page, asked)) == []


@generated
@given(seed=st.integers(0, 2**32))
def test_the_script_agrees_on_answers_near_those_of_the_table(page: Rules, seed: int) -> None:
    random = Random(seed)  # noqa: S311  # it draws examples
    others = [row.typed for row in TABLE]
    rows = [row._replace(typed=in_steps(row.typed, random.choice(others), random)) for row in TABLE]
    assert rows_apart(page, rows) == []


@pytest.mark.parametrize("case", [False, True])
@given(texts=st.lists(st.text(ASSIGNED, max_size=30), min_size=20, max_size=40))
def test_the_one_form_of_any_text_is_the_same(page: Rules, case: bool, texts: list[str]) -> None:
    script = "([texts, cased]) => JSON.parse(texts).map(text => wording.words(text, cased))"
    found = page.evaluate(script, [json.dumps(texts), case])
    assert differences(texts, [list(answer_words(text, case=case)) for text in texts], found) == []


@pytest.mark.parametrize(
    ("of_python", "of_script"),
    [
        (str.casefold, "Unicode.casefold"),
        (str.isdigit, "wording.hasDigit"),
        (str.isalpha, "wording.isAlpha"),
        (str.isupper, "wording.isUpper"),
        (str.strip, "wording.strip"),
        (lambda letter: bool(re.match(r"\w", letter)), "isOfWord"),
    ],
    ids=["folding", "digits", "letters", "capitals", "blanks", "letters of words"],
)
def test_every_character_is_to_the_script_what_it_is_to_python(
    page: Rules, of_python: Callable[[str], object], of_script: str
) -> None:
    codes = [code for code in range(0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    script = (
        f"codes => JSON.stringify(JSON.parse(codes).map(code => {of_script}(String.fromCodePoint(code))))"
    )
    found = json.loads(page.evaluate(script, json.dumps(codes)))
    assert differences(codes, [of_python(chr(code)) for code in codes], found) == []


@pytest.mark.parametrize("length", [10_000, 200_000])
def test_a_text_far_too_long_is_not_read(page: Rules, length: int) -> None:
    asked = [(0, "hyper " * (length // 6)), (0, "1,000 " * (length // 6)), (0, " " * length)]
    found = typed_in_script(page, asked)
    assert {reason for _, reason, *_ in found} == {message("grading.too_long")}
    assert differences(asked, typed_in_python(asked), found) == []
    padded = expected(CARDS[0])[0] + " " * length
    assert not MARKER.is_answer(CARDS[0], padded)
    assert not page.evaluate("text => marker.isAnswer(cards[0], text)", padded)


def drawn_in_script(page: Rules, notes: Sequence[Note], seed: str) -> list[tuple[str, ...] | None]:
    """Return the options of every card in the script, which takes its digests from here."""
    lender = Lender.of(notes)
    cards = [grading_of(card, lender) for note in notes for card in cards_of(note)]
    texts = {text for note in notes for card in cards_of(note) for text in expected(card)}
    texts |= {text for note in notes for text in (*note.distractors, *note.reject)}
    salted = [f"{seed}\0{text}" for text in texts]
    digests = {text: hashlib.sha256(text.encode()).hexdigest() for text in salted}
    found = page.evaluate(
        """([course, cards, digests, seed]) => {
            const known = new Map(Object.entries(digests));
            const sha256 = text => known.get(text) ?? (() => { throw new Error(text); })();
            const marker = Grader.make(tables, course, sha256);
            return cards.map(card => marker.options(card, seed));
        }""",
        [course_of(notes), cards, digests, seed],
    )
    return [None if options is None else tuple(options) for options in found]


def drawn_in_python(notes: Sequence[Note], seed: str) -> list[tuple[str, ...] | None]:
    marker = Marker(notes)
    return [marker.options(card, seed) for note in notes for card in cards_of(note)]


@pytest.mark.parametrize("seed", ["", "a", "msc-name#1 2026-11-22", "ß"])
def test_every_card_is_asked_with_the_same_options_in_the_same_order(page: Rules, seed: str) -> None:
    assert differences(CARDS, drawn_in_python(NOTES, seed), drawn_in_script(page, NOTES, seed)) == []


@settings(max_examples=20)
@given(
    notes=st.lists(st.sampled_from(NOTES), min_size=1, max_size=40, unique_by=lambda note: note.id),
    seed=st.text("abc", max_size=3),
)
def test_few_cards_lend_each_other_the_same_options(page: Rules, notes: list[Note], seed: str) -> None:
    cards = [card for note in notes for card in cards_of(note)]
    assert differences(cards, drawn_in_python(notes, seed), drawn_in_script(page, notes, seed)) == []


def picks(card: Card) -> Iterator[tuple[str, ...]]:
    """Yield what may be picked: the right ones, all, none, and each wrong one alone and beside the right."""
    right, wrong = expected(card), (*card.note.distractors, *card.note.reject)
    yield from (right, (*right, *wrong), (), right[:1])
    yield from ((option,) for option in wrong)
    yield from ((*right, option) for option in wrong)


def test_picked_options_are_worth_the_same(page: Rules) -> None:
    asked = [(place, picked) for place, card in enumerate(CARDS) for picked in picks(card)]
    found = page.evaluate(
        "asked => asked.map(([card, picked]) => told(marker.chosen(cards[card], picked)))", asked
    )
    ours = [told(MARKER.chosen(CARDS[place], picked)) for place, picked in asked]
    assert differences(asked, ours, as_told(found)) == []


def test_the_script_knows_how_a_card_may_be_answered(page: Rules) -> None:
    script = (
        "cards.map(card => [marker.isTypable(card), marker.answers(card), marker.isAnswer(card, 'VEGF')])"
    )
    ours = [[MARKER.is_typable(card), MARKER.answers(card), MARKER.is_answer(card, "VEGF")] for card in CARDS]
    assert differences(CARDS, ours, page.evaluate(script)) == []


@given(texts=st.lists(st.text(r"ab *~^\\()[]" + "\n", max_size=20), min_size=20, max_size=40))
def test_the_small_markup_is_read_the_same(page: Rules, texts: list[str]) -> None:
    found = page.evaluate("texts => texts.map(text => marker.spans(text))", texts)
    assert differences(texts, [[list(span) for span in spans(text)] for text in texts], found) == []


def test_the_grader_cannot_be_changed(page: Rules) -> None:
    names = page.evaluate("[Unicode, Normalise, Quantities, Compare, Grader].map(Object.isFrozen)")
    assert names == [True] * 5


@pytest.mark.parametrize("pattern", [r"[\W\d]", r"\Aa", r"a\Z"])
def test_a_pattern_that_no_script_can_say_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="JavaScript is known"):
        script_pattern(re.compile(pattern))
