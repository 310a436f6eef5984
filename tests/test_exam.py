"""An attempt at an exam: drawn and frozen, marked by what was frozen, chained, rebuilt from events."""

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import CARDS, WriteCourse
from examined import BEGUN, FORM, began, chained, right_answer, sat, stamp, write_form
from msc_learn.cli.main import cli
from msc_learn.constants import GATE_ITEMS
from msc_learn.course.load import load_course
from msc_learn.deck.cards import cards_of
from msc_learn.errors import HistoryError
from msc_learn.exams.attempt import End, attempts_of, begun_by
from msc_learn.exams.chain import flaw_of, sealed
from msc_learn.exams.draw import draw, seed_of
from msc_learn.exams.error_bounds import interval, pass_probability, points_to_pass
from msc_learn.exams.events import ExamAnswered, ExamBegun, ExamEnded, ExamEvent, Item, seal_of
from msc_learn.exams.form import load_form
from msc_learn.exams.scoring import Scoring, scoring_of
from msc_learn.exams.session import Exam
from msc_learn.exams.standing import standing
from msc_learn.exams.store import append_exam_event, exam_events
from msc_learn.grading.compare import Grade, spelled
from msc_learn.grading.grade import expected
from msc_learn.grading.marker import Marker
from msc_learn.history.backups import backups_of
from msc_learn.history.erase_restore import erase
from msc_learn.history.event_queries import events_of_kinds
from msc_learn.history.jsonl import line_of, read_lines
from msc_learn.history.merge import import_events
from msc_learn.history.projection import adopt, differing, rebuild
from msc_learn.history.store import History
from msc_learn.memory.parameters import DEFAULT, Adoption
from msc_learn.memory.review import Mode, Rating, Review
from msc_learn.messages import message

ROOT = Path(__file__).parents[1]
LATER = BEGUN + timedelta(days=30)


@pytest.fixture
def folder(course_folder: Path) -> Path:
    write_form(course_folder)
    return course_folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History.open(path) as opened:
        yield opened


def wrong(_: str) -> str:
    return "nonsense"


# What is drawn, and how it is frozen.


@pytest.fixture(scope="module")
def shipped() -> Callable[[str], tuple[Item, ...]]:
    course = load_course(ROOT / "cards" / "msc")
    form = load_form(course, "induction")
    return lambda learner: draw(form, course, seed_of(form, learner, 1))


def test_a_draw_follows_from_form_learner_and_attempt_alone(folder: Path) -> None:
    course = load_course(folder)
    form = load_form(course, "induction")
    first = seed_of(form, "anna", 1)
    assert first == seed_of(load_form(load_course(folder), "induction"), "anna", 1)
    others = {seed_of(form, "anna", 2), seed_of(form, "bert", 1), seed_of(replace(form, seed="a"), "anna", 1)}
    assert len(others - {first}) == 3
    assert draw(form, course, first) == draw(form, load_course(folder), first)
    orders = {tuple(item.card for item in draw(form, course, str(seed))) for seed in range(20)}
    assert len(orders) > 5


@pytest.mark.parametrize("learner", ["anna", "bert", "clara"])
def test_a_draw_keeps_to_the_blueprint_with_one_card_of_a_note(
    shipped: Callable[[str], tuple[Item, ...]], learner: str
) -> None:
    course = load_course(ROOT / "cards" / "msc")
    items = shipped(learner)
    counted = [
        sum(item.topic == topic for item in items) for topic, _ in load_form(course, "induction").blueprint
    ]
    assert counted == [count for _, count in load_form(course, "induction").blueprint]
    assert len({item.card.partition("#")[0] for item in items}) == len(items) == 40
    assert {item.mode for item in items} == {Mode.TYPE, Mode.CHOICE}


@pytest.mark.parametrize("learner", ["anna", "bert", "clara"])
def test_what_is_frozen_is_marked_right_by_its_own_key(
    shipped: Callable[[str], tuple[Item, ...]], learner: str
) -> None:
    items = shipped(learner)
    marks = Scoring(items)
    assert [marks.score(place, "; ".join(item.key), item.key) for place, item in enumerate(items)] == [
        1.0
    ] * 40


@pytest.mark.parametrize("learner", ["anna", "bert"])
@pytest.mark.slow
def test_an_answer_to_another_card_is_marked_as_the_whole_course_would_mark_it(
    shipped: Callable[[str], tuple[Item, ...]], learner: str
) -> None:
    course = load_course(ROOT / "cards" / "msc")
    cards = {card.id: card for note in course.studied() for card in cards_of(note)}
    marker, items = Marker(course.studied()), shipped(learner)
    marks = Scoring(items)
    answers = sorted({spelled(text) for card in cards.values() for text in expected(card)})
    for number, item in enumerate(items):
        if item.mode is Mode.TYPE:
            by_course = [marker.typed(cards[item.card], text).verdict for text in answers]
            assert [marks.grade(number, text).verdict for text in answers] == by_course, item.card


def test_no_item_tells_the_answer_of_another_where_there_are_others(write_course: WriteCourse) -> None:
    asked = {
        "pear": ("What is it?", "a pear"),
        "teller": ("Which is no pear?", "the red one"),
        **{f"other-{n}": (f"What is number {n}?", f"word{n}") for n in range(4)},
    }
    rows = "".join(
        f"  - {{id: {name}, question: '{question}', answer: {answer}, strength: asserted}}\n"
        for name, (question, answer) in asked.items()
    )
    folder = write_course(f"topic: T\ncards:\n{rows}")
    course = load_course(folder)
    for wanted, together in ((3, False), (6, True)):
        write_form(folder, FORM.replace("4", str(wanted)))
        form = load_form(course, "induction")
        drawn = [{item.card for item in draw(form, course, str(seed))} for seed in range(30)]
        assert {len(cards) for cards in drawn} == {wanted}
        assert any({"pear#1", "teller#1"} <= cards for cards in drawn) is together


def test_drafts_and_pictures_are_not_drawn(write_course: WriteCourse) -> None:
    folder = write_course(CARDS.replace("    answer: vascular", "    status: draft\n    answer: vascular"))
    write_form(folder, FORM.replace("4", "3"))
    course = load_course(folder)
    form = load_form(course, "induction")
    drawn = {item.card for seed in range(20) for item in draw(form, course, str(seed))}
    assert drawn == {"exosome-cargo#1", "exosome-cargo#2", "exosome-cargo-list#1", "pain-choice#1"}


def test_a_beginning_freezes_all_that_is_shown_and_marks(folder: Path) -> None:
    begun = began(folder)
    frozen = {item.card: item for item in begun.items}
    vegf = frozen["vegf-name#1"]
    assert (vegf.question, vegf.key, vegf.accept) == (
        "What does VEGF stand for?",
        ("vascular endothelial growth factor",),
        ("vascular endothelial growth factors",),
    )
    assert vegf.sources == (("Growth factors", "MSCs release vascular endothelial growth factor (VEGF)."),)
    choice = frozen["pain-choice#1"]
    assert (choice.mode, sorted(choice.options)) == (Mode.CHOICE, ["fever", "pain", "sleep", "weight"])
    assert (begun.minutes, begun.pass_mark, begun.months, begun.number) == (30, 75, 12, 1)


# What an answer is worth.

TYPED = Item(
    "a#1",
    "v",
    "t",
    Mode.TYPE,
    "Which factor?",
    ("vascular endothelial growth factor",),
    reject=(("HGF", "no"),),
)
LIST = Item("b#1", "v", "t", Mode.TYPE, "Which four?", ("VEGF", "HGF", "IGF-1", "TGF-beta"))
SOME = replace(LIST, need=2)
ORDERED = Item("c#1", "v", "t", Mode.TYPE, "In order?", ("first step", "second step"), ordered=True)
ONE_OF = Item("d#1", "v", "t", Mode.CHOICE, "Which?", ("pain",), ("pain", "fever", "sleep"))
TWO_OF = Item("e#1", "v", "t", Mode.CHOICE, "Which?", ("pain", "fever"), ("pain", "fever", "sleep", "weight"))


@pytest.mark.parametrize(
    ("item", "answer", "score"),
    [
        (TYPED, "Vascular endothelial growth factor", 1),
        (TYPED, "endothelial growth factor", 0.5),
        (TYPED, "HGF", 0),
        (TYPED, "", 0),
        (TYPED, "x" * 9000, 0),
        (LIST, "TGF-β; IGF1; HGF; VEGF", 1),
        (LIST, "VEGF, HGF", 0.5),
        (LIST, "VEGF", 0.25),
        (LIST, "VEGF, HGF, EGF", 0.25),
        (LIST, "EGF", 0),
        (LIST, "VEGF, EGF, PDGF, NGF", 0),
        (LIST, "", 0),
        (LIST, ", ".join("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 3), 0),
        (SOME, "HGF, VEGF", 1),
        (SOME, "HGF", 0.5),
        (ORDERED, "first step, second step", 1),
        (ORDERED, "second step, first step", 0.5),
    ],
)
def test_a_typed_answer_is_worth_its_share(item: Item, answer: str, score: float) -> None:
    assert Scoring([item]).score(0, answer) == score


@pytest.mark.parametrize(
    ("item", "picked", "score"),
    [
        (ONE_OF, ("pain",), 1),
        (ONE_OF, ("fever",), 0),
        (TWO_OF, ("fever", "pain"), 1),
        (TWO_OF, ("pain",), 0.5),
        (TWO_OF, ("pain", "sleep"), 0),
        (TWO_OF, ("pain", "fever", "sleep"), 0.5),
        (TWO_OF, ("pain", "fever", "sleep", "weight"), 0),
        (TWO_OF, ("sleep",), 0),
    ],
)
def test_options_picked_are_worth_their_share(item: Item, picked: tuple[str, ...], score: float) -> None:
    assert Scoring([item]).score(0, "", picked) == score


@given(st.sampled_from([TYPED, LIST, SOME, ORDERED]), st.text(max_size=60))
def test_whatever_is_typed_is_worth_nothing_to_one(item: Item, answer: str) -> None:
    assert 0 <= Scoring([item]).score(0, answer) <= 1


# Where an attempt stands.


def test_an_exam_goes_from_item_to_item_and_back(folder: Path) -> None:
    exam = Exam.of(begun_by(began(folder)))
    assert (exam.at, exam.to(-3).at, exam.to(99).at, exam.to(99).item) == (0, 0, 4, None)
    answered = exam.to(1).with_event(exam.to(1).answer(stamp(1), "proteins"))
    assert answered.to(0).to_open().at == 0
    assert answered.to_open().at == 2
    assert answered.attempt.open_items == (0, 2, 3)
    assert answered.to(4).to_open().item is None
    assert Exam.of(replace(answered.attempt, responses=())).at == 0


def test_an_answer_changed_counts_once(folder: Path) -> None:
    exam = Exam.of(begun_by(began(folder)))
    item = exam.attempt.items[0].card
    options = exam.attempt.items[0].options
    for minute, answer in enumerate(["fever" if options else "nonsense", right_answer(item)], start=1):
        exam = exam.with_event(exam.answer(stamp(minute), answer, (answer,) if options else ()))
    assert len(exam.attempt.responses) == 2
    assert exam.attempt.points == 1


def test_half_a_character_is_kept_as_it_can_be_stored(folder: Path, history: History) -> None:
    begun = append_exam_event(history, began(folder))
    assert isinstance(begun, ExamBegun)
    exam = Exam.of(begun_by(begun))
    typed = next(place for place, item in enumerate(begun.items) if item.mode is Mode.TYPE)
    stored = append_exam_event(history, exam.to(typed).answer(stamp(1), "half \udcff \x1b[31m 漢字"))
    assert exam_events(history)[1:] == (stored,)
    assert seal_of(exam_events(history)[1]) == stored.seal


# How sure a result is.


@pytest.mark.parametrize(
    ("items", "known", "chance"),
    [
        (20, 0.7, 0.24),
        (20, 0.8, 0.63),
        (20, 0.9, 0.957),
        (GATE_ITEMS, 0.7, 0.11),
        (GATE_ITEMS, 0.8, 0.59),
        (GATE_ITEMS, 0.9, 0.985),
        (60, 0.7, 0.06),
        (60, 0.9, 0.994),
    ],
)
def test_the_pass_probability_is_that_of_the_binomial_table(items: int, known: float, chance: float) -> None:
    assert pass_probability(items, 80, known) == pytest.approx(chance, abs=0.006)


@given(st.integers(1, 80), st.integers(1, 100))
def test_who_knows_all_passes_and_who_knows_nothing_does_not(items: int, mark: int) -> None:
    assert pass_probability(items, mark, 1.0) == 1
    assert pass_probability(items, mark, 0.0) == 0
    assert (points_to_pass(items, mark) - 1) * 100 < mark * items <= points_to_pass(items, mark) * 100


# The rows of Newcombe (Statistics in Medicine 17, 1998, 857-872), method 3, to four places.
@pytest.mark.parametrize(
    ("points", "items", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_wilson(points: int, items: int, low: float, high: float) -> None:
    assert interval(points, items) == pytest.approx((low, high), abs=5e-5)


# How it is kept.


def test_an_attempt_is_rebuilt_from_what_is_stored(folder: Path, history: History) -> None:
    events = sat(history, folder, right_answer)
    assert exam_events(history, "stromal", "anna") == events
    [attempt] = attempts_of(exam_events(history), LATER)
    assert (attempt.learner, attempt.course, attempt.form, attempt.title) == (
        "anna",
        "stromal",
        "induction",
        "Induction",
    )
    assert (attempt.points, attempt.passed, attempt.end) == (4, True, End.SUBMITTED)
    assert attempt.ended == BEGUN + timedelta(minutes=20)
    assert attempt.valid_until == date(2027, 3, 2)
    assert [response.elapsed for response in attempt.responses] == [1500] * 4
    assert exam_events(history, "another") == exam_events(history, "stromal", "bert") == ()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_attempts_are_the_same_in_whatever_order_events_are_given(
    folder: Path, tmp_path: Path, chance: random.Random
) -> None:
    with History.open(tmp_path / "none.db", create=False) as history:
        events = [*sat(history, folder, right_answer), *sat(history, folder, wrong, learner="bert")]
    expected = attempts_of(events, LATER)
    chance.shuffle(events)
    assert attempts_of(events, LATER) == expected


def test_an_attempt_nobody_came_back_to_ended_when_its_time_was_over(folder: Path, history: History) -> None:
    sat(history, folder, right_answer, end=None)
    [open_] = attempts_of(exam_events(history), BEGUN + timedelta(minutes=29))
    [over] = attempts_of(exam_events(history), BEGUN + timedelta(minutes=30))
    assert (open_.ended, open_.passed) == (None, False)
    assert (over.ended, over.end, over.passed) == (over.closes, End.TIME, True)


def test_an_exam_moves_no_memory_and_is_in_no_statistics(folder: Path, history: History) -> None:
    review = Review("r", "anna", "stromal", "vegf-name#1", Rating.GOOD, BEGUN - timedelta(days=3))
    history.append(review)

    def practised() -> tuple[object, ...]:
        return (
            history.memories("stromal", "anna"),
            history.recalls("stromal", "anna"),
            history.study_times("stromal", "anna"),
            list(history.reviews()),
            history.flags("stromal", "anna"),
        )

    before = practised()
    sat(history, folder, right_answer)
    assert practised() == before
    assert differing(history) == ()
    rebuild(history)
    assert practised() == before


def test_an_exam_is_erased_with_its_learner(folder: Path, history: History) -> None:
    sat(history, folder, right_answer)
    bert = sat(history, folder, wrong, learner="bert")
    assert erase(history, "anna")["event"] == 6
    assert exam_events(history) == bert


def test_each_event_bears_the_seal_of_the_one_before(folder: Path, history: History) -> None:
    events = [
        *sat(history, folder, wrong),
        *sat(history, folder, right_answer, number=2, minutes=60 * 24 * 7 + 60),
    ]
    assert events[0].before == ""
    assert all(later.before == earlier.seal for earlier, later in pairwise(events))
    assert all(event.seal == seal_of(event) for event in events)


def test_time_in_an_exam_never_runs_back(folder: Path, history: History) -> None:
    begun = append_exam_event(history, began(folder))
    assert isinstance(begun, ExamBegun)
    exam = Exam.of(begun_by(begun))
    set_back = append_exam_event(history, exam.answer(stamp(-60), "nonsense"))
    assert set_back.at == begun.at + timedelta(milliseconds=1)


LATE = [
    (
        "an answer after the time allowed",
        lambda exam: exam.answer(stamp(30), "x"),
        message("exam.time_was_over"),
    ),
    (
        "a hand-in after the time allowed",
        lambda exam: exam.ending(stamp(31), End.SUBMITTED),
        message("exam.time_was_over"),
    ),
]


@pytest.mark.parametrize(("event", "said"), [row[1:] for row in LATE], ids=[row[0] for row in LATE])
def test_what_comes_too_late_is_not_stored(
    folder: Path, history: History, event: Callable[[Exam], ExamAnswered], said: str
) -> None:
    begun = append_exam_event(history, began(folder))
    assert isinstance(begun, ExamBegun)
    with pytest.raises(HistoryError, match=f"H110 nothing was stored of the exam: {said}"):
        append_exam_event(history, event(Exam.of(begun_by(begun))))
    assert exam_events(history) == (begun,)


def test_nothing_follows_an_end(folder: Path, history: History) -> None:
    events = sat(history, folder, wrong)
    assert isinstance(events[0], ExamBegun)
    exam = Exam.of(begun_by(events[0]))
    for event in (exam.answer(stamp(25), "x"), exam.ending(stamp(25, "again"), End.SUBMITTED)):
        with pytest.raises(HistoryError, match=f"H110 .*{message('exam.had_ended')}"):
            append_exam_event(history, event)


@pytest.mark.parametrize(
    ("end", "number", "said"),
    [
        (None, 2, message("exam.under_way")),
        (End.SUBMITTED, 1, message("exam.another_attempt")),
    ],
)
def test_two_attempts_do_not_begin_as_one(
    folder: Path, history: History, end: End | None, number: int, said: str
) -> None:
    sat(history, folder, wrong, end=end)
    with pytest.raises(HistoryError, match=f"H110 .*{said}"):
        append_exam_event(history, replace(began(folder, number=number, minutes=60), id="another"))


TOGETHER = """\
import sys
from datetime import timedelta
from pathlib import Path
from examined import right_answer, stamp
from msc_learn.history.store import History
from msc_learn.exams.session import Exam
from msc_learn.exams.attempt import attempts_of
from msc_learn.exams.store import append_exam_event, exam_events
with History.open(Path(sys.argv[1])) as history:
    [attempt] = attempts_of(exam_events(history), stamp(1).at)
    exam = Exam.of(attempt)
    for turn in range(20):
        now = stamp(1 + turn / 100, sys.argv[2] + str(turn))
        item = exam.to(turn % 4)
        options = item.item.options
        append_exam_event(history, item.answer(now, f"{sys.argv[2]}-{turn}", options[:1]))
"""


def test_two_windows_on_one_attempt_lose_no_answer_and_count_none_twice(folder: Path, path: Path) -> None:
    with History.open(path) as history:
        append_exam_event(history, began(folder))
    there = f"{Path(__file__).parent}"
    code = f"import sys\nsys.path.insert(0, {there!r})\n{TOGETHER}"
    started = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in ("a", "b")]
    assert [one.wait(60) for one in started] == [0, 0]
    with History.open(path) as history:
        events = exam_events(history)
        [attempt] = attempts_of(events, stamp(5).at)
    assert len(attempt.responses) == 40
    assert {response.answer for response in attempt.responses} == {
        f"{n}-{t}" for n in "ab" for t in range(20)
    }
    assert len(attempt.given) == 4
    assert all(later.before == earlier.seal for earlier, later in pairwise(events))


# How it travels.


def exported(history: History, folder: Path) -> list[dict[str, Any]]:
    """Return the lines of an export of a history with one practised card and one exam."""
    history.append(Review("r", "anna", "stromal", "vegf-name#1", Rating.GOOD, BEGUN - timedelta(days=3)))
    sat(history, folder, lambda card: "nonsense" if card.startswith("vegf") else right_answer(card))
    return [json.loads(line_of(event)) for event in history.log()]


def taken(lines: list[dict[str, Any]], history: History) -> tuple[int, int]:
    data = [json.dumps(line).encode() for line in lines]
    return import_events(history, read_lines(Path("answers.jsonl"), data))


@pytest.fixture
def other(tmp_path: Path) -> Iterator[History]:
    with History.open(tmp_path / "other" / "history.db") as opened:
        yield opened


def test_an_export_comes_in_once_however_often_it_comes(
    folder: Path, history: History, other: History
) -> None:
    lines = exported(history, folder)
    assert taken(lines, other) == (7, 0)
    assert taken(lines, other) == (0, 7)
    assert exam_events(other) == exam_events(history)
    assert attempts_of(exam_events(other), LATER) == attempts_of(exam_events(history), LATER)
    assert [line_of(event) for event in other.log()] == [line_of(event) for event in history.log()]


def test_a_line_names_the_version_it_needs(folder: Path, history: History) -> None:
    assert [line["schema"] for line in exported(history, folder)] == [2, 3, 3, 3, 3, 3, 3]


def test_an_attempt_comes_in_half_and_then_whole(folder: Path, history: History, other: History) -> None:
    lines = exported(history, folder)
    assert taken(lines[:4], other) == (4, 0)
    assert attempts_of(exam_events(other), BEGUN)[0].ended is None
    assert taken(lines, other) == (3, 4)
    assert exam_events(other) == exam_events(history)


def scored(lines: list[dict[str, Any]], score: float) -> int:
    return next(
        n for n, line in enumerate(lines) if line["kind"] == "examanswered" and line["score"] == score
    )


def reseal(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Seal the lines of an exam anew, as someone would who knows how."""
    data = [json.dumps(line).encode() for line in lines]
    events = [event for _, event in read_lines(Path("x"), data)]
    exams = chained([event for event in events if isinstance(event, ExamEvent)])
    return [
        json.loads(line_of(event)) for event in (*(e for e in events if not isinstance(e, ExamEvent)), *exams)
    ]


def set_to(name: str, value: object, at: int) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    def change(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**line, name: value} if place == at else line for place, line in enumerate(lines)]

    return change


def moved(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*lines[:3], lines[4], lines[3], *lines[5:]]


def left_out(at: int) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda lines: [*lines[:at], *lines[at + 1 :]]


def after_the_end(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add a better answer behind the end, well sealed."""
    more = {**lines[scored(lines, 0)], "id": "more", "at": "2026-03-02T09:21:00.000Z"}
    return reseal([*lines, more])


def passed_by_hand(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return set_to("score", 1, scored(lines, 0))(lines)


def passed_and_sealed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return reseal(passed_by_hand(lines))


TAMPERED = [
    ("a score", passed_by_hand, f"H111 .*{message('exam.bad_seal')}"),
    ("a score, sealed anew", passed_and_sealed, f"H111 .*{message('exam.wrong_score', claimed=1, score=0)}"),
    ("an answer", set_to("answer", "pain", 3), f"H111 .*{message('exam.bad_seal')}"),
    ("the pass mark", set_to("pass_mark", 10, 1), f"H111 .*{message('exam.bad_seal')}"),
    ("the time", set_to("at", "2027-03-02T09:20:00Z", 6), f"H111 .*{message('exam.bad_seal')}"),
    ("the learner", set_to("learner", "bert", 1), f"H111 .*{message('exam.bad_seal')}"),
    ("a seal", set_to("seal", "0" * 64, 2), f"H111 .*{message('exam.bad_seal')}"),
    ("a line left out", left_out(3), f"H111 .*{message('exam.other_before')}"),
    ("two lines the other way round", moved, f"H111 .*{message('exam.other_before')}"),
    ("the beginning left out", left_out(1), f"H111 .*{message('exam.no_beginning')}"),
    ("an answer after the end", after_the_end, f"H111 .*{message('exam.had_ended')}"),
    ("a score of no number", set_to("score", "1", 3), "H109 invalid value for key 'score': '1'"),
    ("a score over 1", set_to("score", 1.5, 3), "H109 invalid value for key 'score'"),
    ("an item below 0", set_to("item", -1, 3), "H109 invalid value for key 'item'"),
    (
        "a truth for a number",
        set_to("minutes", True, 1),
        "H109 invalid value for key 'minutes'",
    ),
    (
        "minutes without end",
        set_to("minutes", 10**9, 1),
        "H109 invalid value for key 'minutes'",
    ),
    ("no items", set_to("items", [], 1), "H109 invalid value for key 'items'"),
    (
        "items of another kind",
        set_to("items", [{"card": "a#1"}], 1),
        "H109 invalid value for key 'items'",
    ),
    ("items that are texts", set_to("items", ["a"], 1), "H109 invalid value for key 'items'"),
    ("another end", set_to("end", "cheated", 6), "H109 invalid value for key 'end'"),
    ("picks that are a text", set_to("picked", "pain", 3), "H109 invalid value for key 'picked'"),
    ("an unknown key", set_to("note", "x", 3), "H109 unknown key 'note'"),
    ("a kind that is none", set_to("kind", "examcheated", 3), "H109 unknown kind of event"),
]


@pytest.mark.parametrize(("change", "said"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_a_result_changed_by_hand_is_told_and_nothing_is_taken(
    folder: Path,
    history: History,
    other: History,
    change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    said: str,
) -> None:
    lines = exported(history, folder)
    with pytest.raises(HistoryError, match=rf"^answers\.jsonl:\d+: {said}"):
        taken(change(lines), other)
    assert list(other.log()) == []


def test_a_line_that_is_there_with_another_answer_is_told(folder: Path, history: History) -> None:
    lines = exported(history, folder)
    with pytest.raises(HistoryError, match=r"H109 event '.*' is stored already with other content"):
        taken(set_to("answer", "better", 3)(lines), history)


def test_a_first_attempt_left_out_is_told_by_the_second(
    folder: Path, history: History, other: History
) -> None:
    sat(history, folder, wrong)
    sat(history, folder, right_answer, number=2, minutes=60 * 24 * 8)
    lines = [json.loads(line_of(event)) for event in history.log()]
    with pytest.raises(HistoryError, match=r"H111 .*the end of the attempt before it is missing"):
        taken(lines[6:], other)
    assert taken(lines, other) == (12, 0)


@pytest.mark.parametrize("attempts", [2, 8])
def test_an_import_reads_what_is_stored_of_a_learner_once(
    folder: Path, history: History, other: History, monkeypatch: pytest.MonkeyPatch, attempts: int
) -> None:
    for number in range(1, attempts + 1):
        sat(history, folder, wrong, number=number, minutes=number * 60 * 24 * 8)
    lines = [json.loads(line_of(event)) for event in history.log()]
    reads: list[object] = []

    def counted(*arguments: object, **named: object) -> object:
        reads.append(arguments)
        return events_of_kinds(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("msc_learn.exams.store.events_of_kinds", counted)
    assert taken(lines, other) == (6 * attempts, 0)
    assert len(reads) == 1


def test_an_answer_is_graded_once_however_often_it_is_scored(
    folder: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = append_exam_event(history, began(folder))
    assert isinstance(begun, ExamBegun)
    exam, graded = Exam.of(begun_by(begun)), Scoring._graded
    answers: list[str] = []

    def counted(scoring: Scoring, number: int, answer: str, picked: tuple[str, ...]) -> Grade:
        answers.append(answer)
        return graded(scoring, number, answer, picked)

    monkeypatch.setattr(Scoring, "_graded", counted)
    append_exam_event(history, exam.answer(stamp(1), "never typed before"))
    scoring_of(begun.items).grade(0, "never typed before")
    assert answers == ["never typed before"]


def test_marks_of_another_release_are_not_made_again_for_typed_answers(folder: Path) -> None:
    begun = sealed(replace(began(folder), program="0.0.9"), None)
    assert isinstance(begun, ExamBegun)
    exam = Exam.of(begun_by(begun))
    for number, item in enumerate(begun.items):
        event = replace(exam.to(number).answer(stamp(1), "x", item.options[:1]), score=0.25)
        flaw = flaw_of(sealed(event, begun), begun_by(begun))
        assert bool(flaw) is (item.mode is Mode.CHOICE)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"item": 99}, message("exam.unknown_item")),
        ({"card": "other#1"}, message("exam.unknown_item")),
        ({"picked": ("none",)}, "picks an option that the item does not have"),
        ({"at": BEGUN + timedelta(days=1)}, message("exam.time_was_over")),
        ({"learner": "bert"}, message("exam.other_learner")),
    ],
)
def test_an_answer_that_no_exam_has_is_told_though_it_is_sealed(
    folder: Path, change: dict[str, Any], said: str
) -> None:
    begun = sealed(began(folder), None)
    assert isinstance(begun, ExamBegun)
    event = replace(Exam.of(begun_by(begun)).answer(stamp(1), "x"), **change)
    assert said in flaw_of(sealed(event, begun), begun_by(begun))


def test_an_end_by_the_clock_lies_when_the_time_was_over(folder: Path) -> None:
    begun = sealed(began(folder), None)
    assert isinstance(begun, ExamBegun)
    ending = Exam.of(begun_by(begun)).ending(stamp(99), End.TIME)
    assert ending.at == begun.closes
    assert flaw_of(sealed(ending, begun), begun_by(begun)) == ""
    early = replace(ending, at=stamp(5).at)
    assert flaw_of(sealed(early, begun), begun_by(begun)) == message("exam.time_not_over")


def test_a_history_of_version_2_is_backed_up_and_goes_on(folder: Path, path: Path) -> None:
    with History.open(path) as history:
        history.append(Review("r", "anna", "stromal", "vegf-name#1", Rating.GOOD, BEGUN))
    database = sqlite3.connect(path)
    for table in ("course", "former_name", "former_attempt"):
        database.execute(f"DROP TABLE {table}")
    database.execute("PRAGMA user_version = 2")
    database.close()
    with History.open(path) as history:
        sat(history, folder, right_answer)
        assert [review.id for review in history.reviews()] == ["r"]
    [backup] = backups_of(path)
    assert ".backup-2-" in backup.name


# Whether another attempt may begin.


def made(folder: Path, *passes: bool) -> tuple[Any, ...]:
    """Return attempts that passed or not, a week apart."""
    with History.open(Path("none.db"), create=False) as history:
        for number, good in enumerate(passes, start=1):
            sat(
                history,
                folder,
                right_answer if good else wrong,
                number=number,
                minutes=(number - 1) * 7 * 24 * 60 + number * 60,
            )
        return attempts_of(exam_events(history), LATER + timedelta(days=99))


@pytest.mark.parametrize(
    ("passes", "left"),
    [
        ((), 2),
        ((False,), 1),
        ((False, False), 0),
        ((True,), 2),
        ((False, True), 2),
        ((False, True, False), 1),
    ],
)
def test_a_pass_starts_the_count_of_attempts_anew(folder: Path, passes: tuple[bool, ...], left: int) -> None:
    form = load_form(load_course(folder), "induction")
    assert standing(form, made(folder, *passes), LATER).left == left


def test_the_days_between_attempts_begin_when_the_last_one_ended(folder: Path) -> None:
    form = load_form(load_course(folder), "induction")
    attempts = made(folder, False)
    ended = attempts[0].ended
    free = ended + timedelta(days=7)
    assert standing(form, attempts, ended + timedelta(days=6)).begins == free
    assert standing(form, attempts, free).begins is None
    assert standing(form, (), ended).begins is None


def test_an_attempt_at_an_earlier_version_counts_too(folder: Path) -> None:
    attempts = made(folder, False)
    write_form(folder, FORM.replace("attempts: 2", "attempts: 3"))
    form = load_form(load_course(folder), "induction")
    assert form.version != attempts[0].version
    assert standing(form, attempts, LATER).left == 2


def test_the_kinds_of_events_are_those_that_are_stored(folder: Path, history: History) -> None:
    kinds = [type(event) for event in sat(history, folder, right_answer)]
    assert kinds == [ExamBegun, *[ExamAnswered] * 4, ExamEnded]


def test_an_export_of_exams_alone_holds_no_practice_and_is_taken_in_elsewhere(
    runner: CliRunner, course_folder: Path, tmp_path: Path
) -> None:
    write_form(course_folder)
    db, file = tmp_path / "here.db", tmp_path / "result.jsonl"
    with History.open(db) as history:
        for learner in ("anna", "ben"):
            sat(history, course_folder, right_answer, learner=learner)
        course = load_course(course_folder).id
        history.append(Review("r", "anna", course, "vegf-name#1", Rating.GOOD, BEGUN, "UTC", 900))
        adopt(history, Adoption(DEFAULT, BEGUN, course, "anna"))
        expected = attempts_of(exam_events(history, learner="anna"), BEGUN)
    export = ["progress", "export", "--exams", "--learner", "anna", "--db", str(db), "-o", str(file)]
    assert runner.invoke(cli, export).output == f"{file}: 6 events\n"
    kinds = {json.loads(line)["kind"] for line in file.read_text(encoding="utf-8").splitlines()}
    assert kinds == {"exambegun", "examanswered", "examended"}
    there = tmp_path / "there.db"
    taken = runner.invoke(cli, ["progress", "import", str(file), "--db", str(there)])
    assert taken.output == "6 new events, 0 already there\n"
    with History.open(there) as history:
        assert attempts_of(exam_events(history), BEGUN) == expected
        assert list(history.reviews()) == []
