"""Exams on the study page: items, seals and marks as in the terminal, through reloads, windows and clocks."""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from look.reviewer import chromium
from look.shipped import ROOT
from look.studypage import DESKTOP, NARROW, PHONE, Study, compiled
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.course.model import Course
from msc_learn.errors import CardFileError
from msc_learn.exams.attempt import Attempt, End, Response, attempts_of
from msc_learn.exams.draw import draw, drawable, seed_of
from msc_learn.exams.error_bounds import interval
from msc_learn.exams.events import Item, seal_of
from msc_learn.exams.form import load_form
from msc_learn.exams.scoring import Scoring
from msc_learn.exams.standing import standing
from msc_learn.exams.store import exam_events
from msc_learn.history.jsonl import event_of_line, line_of
from msc_learn.history.store import History
from msc_learn.memory.days import day_of, months_from
from msc_learn.messages import message
from msc_learn.page import write
from msc_learn.page.assemble import data_in
from msc_learn.page.contents import contents_of
from msc_learn.reports.phrases import long_day
from msc_learn.terminal.exam import short_exam_warning

# What a computer may say of its zone: a name, an offset, and one that nobody knows.
ZONES = ("UTC", "Europe/Zurich", "Pacific/Auckland", "+05:30", "Nowhere/Land")
LEARNERS = ("me", "anna", "b-2", "Z_" * 20)
FORM = """\
title: Induction
blueprint: {cells: 4, factors: 2}
items: 6
minutes: 30
pass-mark: 50
rationale: A convention.
set-by: the test
attempts: 2
cool-down-days: 7
valid-months: 12
"""
COURSE = """\
title: Stromal cells
deck: Stromal cells
language: en-GB
topics: [cells, factors]
disclaimer: For education alone; it is not medical advice.
"""
CELLS = """\
topic: Cells
cards:
  - id: written
    question: What is the migration of cells called?
    answer: homing
    accept: [cell *homing*]
    reject: {swimming: cells do not swim}
  - id: gap
    cloze: Exosomes carry {{c1::proteins}} and {{c2::microRNAs::a kind of RNA}}.
  - id: one
    question: How do they chiefly act?
    answer: by releasing molecules
    distractors: [by becoming *new* tissue, by blocking <chemokines>]
    reject: {by becoming *new* tissue: that is what stem cells do}
  - id: several
    question: Which of these do they do?
    items: [enter cells, leave cells]
    distractors: [eat cells, sell cells]
  - id: draft
    question: What is not asked yet?
    answer: a draft
    status: draft
"""
FACTORS = """\
topic: Factors
cards:
  - id: listed
    question: Which three factors are named?
    items: [VEGF, HGF, IGF-1]
    need: 2
  - id: ordered
    question: In which order do they come?
    items: [first one, second one]
    ordered: true
  - id: amount
    question: How much of it?
    answer: 5 mg
"""
GENERATED = """\
title: Short test
blueprint: {growth-factors: 50 %, sources: 50 %}
items: 8
minutes: 5
pass-mark: 80
rationale: A convention.
attempts: 3
valid-months: 1
asks: [choice]
options: generated
"""
RIGHT = {
    "written": "homing",
    "gap": "proteins",
    "listed": "VEGF, HGF",
    "ordered": "first one, second one",
    "amount": "5 mg",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course with every kind of item, and its page."""
    (tmp_path / "exams").mkdir()
    files = {
        "course.yaml": COURSE,
        "cells.yaml": CELLS,
        "factors.yaml": FACTORS,
        "exams/induction.yaml": FORM,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return built(tmp_path)


def built(folder: Path, form: str = "") -> Path:
    """Write the page of a course, of which the form may have changed, and return its folder."""
    if form:
        (folder / "exams" / "induction.yaml").write_text(form, encoding="utf-8")
    write(compiled(folder), folder / "page.html")
    return folder


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped course with a second form, of borrowed options, and its page."""
    copy = tmp_path_factory.mktemp("msc")
    for file in (ROOT / "cards" / "msc").rglob("*"):
        if file.is_file() and file.suffix != ".lock":
            there = copy / file.relative_to(ROOT / "cards" / "msc")
            there.parent.mkdir(exist_ok=True, parents=True)
            there.write_bytes(file.read_bytes())
    (copy / "exams" / "short-test.yaml").write_text(GENERATED, encoding="utf-8")
    write(compiled(copy), copy / "page.html")
    return copy


@pytest.fixture(scope="module")
def study(browser: Browser, shipped: Path) -> Iterator[Study]:
    """The page of the shipped course, for what needs no screen."""
    with Study.open(browser, shipped / "page.html") as opened:
        yield opened


@pytest.fixture(scope="module")
def course(shipped: Path) -> Course:
    return load_course(shipped)


def plain(items: Sequence[Item]) -> Any:
    return json.loads(json.dumps([asdict(item) for item in items]))


@pytest.mark.parametrize("name", ["induction", "short-test"])
def test_the_same_items_are_drawn_as_in_the_terminal(study: Study, course: Course, name: str) -> None:
    form = load_form(course, name)
    whose = [(learner, number) for learner in LEARNERS for number in range(1, 5)]
    found = study.page.evaluate(
        """([name, whose]) => {
            const form = Course.exams.forms.find(one => one.name === name);
            return whose.map(([learner, number]) => ExamSession.beginning(form, learner, number));
        }""",
        [name, whose],
    )
    for (learner, number), drawn in zip(whose, found, strict=True):
        seed = seed_of(form, learner, number)
        assert (drawn["seed"], drawn["version"]) == (seed, form.version)
        assert drawn["items"] == plain(draw(form, course, seed))


def answers_to(item: Item, chance: Random) -> list[str]:
    """Return answers to an item: right ones, near ones, parts, and what has nothing to do with it."""
    known = [*item.key, *item.accept, *(wrong for wrong, _ in item.reject), *item.others, "", "no idea"]
    slip = chance.choice(item.key)
    place = chance.randrange(len(slip))
    parts = [", ".join(chance.sample(item.key, size)) for size in range(1, len(item.key) + 1)]
    lists = [f"{part}, {chance.choice(known)}" for part in parts]
    return [*known, *parts, *lists, slip[:place] + slip[place + 1 :], slip.upper(), f"{slip} or not"]


def picks_of(item: Item, chance: Random) -> list[list[str]]:
    sizes = range(1, len(item.options) + 1)
    return [chance.sample(item.options, size) for size in sizes] + [list(item.key)]


def test_every_answer_is_worth_what_it_is_in_the_terminal(study: Study, course: Course) -> None:
    chance = Random(2026)  # noqa: S311
    forms = [load_form(course, name) for name in ("induction", "short-test")]
    items = tuple(item for _, item in drawable(forms, course))
    marks = Scoring(items)
    rows: list[tuple[int, str, list[str]]] = []
    for number, item in enumerate(items):
        if item.options:
            rows += [(number, "; ".join(picks), picks) for picks in picks_of(item, chance)]
        else:
            rows += [(number, answer, []) for answer in answers_to(item, chance)]
    found = study.page.evaluate(
        """([items, rows]) => {
            const marks = ExamScoring.make(Course.tables, items);
            return rows.map(row => marks.score(...row));
        }""",
        [plain(items), rows],
    )
    apart = [
        (row, ours, theirs)
        for row, theirs in zip(rows, found, strict=True)
        if abs((ours := marks.score(*row)) - theirs) > 1e-9
    ]
    assert apart == []
    assert {0, 0.5, 1} <= set(found)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=30),
    st.lists(st.text(max_size=8), max_size=3),
    st.floats(0, 1) | st.sampled_from([0.0, 1.0, 1e-7, 1 / 3]),
    st.integers(0, 10**6),
)
def test_an_event_has_the_seal_and_the_line_it_has_in_the_terminal(
    study: Study, answer: str, picked: list[str], score: float, elapsed: int
) -> None:
    said = {
        "card": answer,
        "zone": "UTC",
        "at": 1_772_442_000_000 + elapsed,
        "attempt": answer,
        "item": elapsed,
    }
    event = {
        "kind": "examanswered",
        "id": "one",
        "learner": "me",
        "course": "msc",
        "before": "",
        "elapsed": elapsed,
    }
    found = study.page.evaluate(
        """said => {
            const event = { ...said, seal: ExamChain.sealOf(said) };
            const line = Jsonl.lineOf(event);
            return [event.seal, line, Jsonl.lineOf(Jsonl.eventOf(line))];
        }""",
        event | said | {"answer": answer, "picked": picked, "score": score},
    )
    read: Any = event_of_line(found[1])
    assert found == [seal_of(read), line_of(read), line_of(read)]


def test_half_a_character_is_sealed_as_it_is_stored(study: Study) -> None:
    seal, line = study.page.evaluate(
        """() => {
            const event = { kind: "examended", id: "one", learner: "me", course: "msc", card: "", at: 0,
                zone: "UTC", before: "", attempt: "half \\ud83d", end: "time" };
            const seal = ExamChain.sealOf(event);
            return [seal, Jsonl.lineOf({ ...event, seal })];
        }"""
    )
    read: Any = event_of_line(line)
    assert (read.attempt, seal) == ("half ?", seal_of(read))


def test_figures_are_those_of_the_terminal(study: Study, course: Course) -> None:
    points = [(scored / 2, items) for items in (1, 8, 40) for scored in range(2 * items + 1)]
    found = study.page.evaluate("rows => rows.map(row => ExamSession.interval(...row))", points)
    for row, pair in zip(points, found, strict=True):
        assert pair == pytest.approx(interval(*row))
    form = load_form(course, "short-test")
    said = study.page.evaluate(
        "ExamPhrases.warning(Course.exams.forms.find(one => one.name === 'short-test'))"
    )
    assert said == short_exam_warning(form.items, form.pass_mark)
    for at in (datetime(2028, 2, 29, 9, tzinfo=UTC), datetime(2027, 2, 28, 23, 30, tzinfo=UTC)):
        for months, zone in itertools.product((1, 12, 13, 120), ZONES):
            attempt = {
                "begun": {"months": months, "pass_mark": 1, "items": [1], "zone": zone},
                "responses": [{"item": 0, "score": 1}],
                "ended": at.timestamp() * 1000,
            }
            until = datetime.fromtimestamp(study.page.evaluate("ExamSession.validUntil", attempt) / 1000, UTC)
            assert until.date() == months_from(day_of(at, zone), months)
            said = study.page.evaluate("([at, zone]) => ExamPhrases.day(at, zone)", [attempt["ended"], zone])
            assert said == long_day(day_of(at, zone))


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=5), st.integers(0, 60))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_learner_stands_where_they_stand_in_the_terminal(
    study: Study, course: Course, made: list[tuple[int, bool]], day: int
) -> None:
    form = load_form(course, "induction")
    begin_of_all = datetime(2026, 3, 1, tzinfo=UTC)
    item = draw(form, course, "any")[0]
    attempts = [
        Attempt(
            *("a", "me", "msc", form.name, "", "", begin_of_all, "UTC", 45, 80, 12, "", (item,)),
            (Response(0, "", (), float(passed), begin_of_all, 0),),
            begin_of_all + timedelta(days=ended),
            End.SUBMITTED,
        )
        for ended, passed in made
    ]
    now = begin_of_all + timedelta(days=day, seconds=1)
    ours = standing(form, attempts, now)
    theirs = study.page.evaluate(
        """([attempts, now]) => ExamSession.standing(Course.exams.forms[0], attempts.map(([ended, score]) => (
            { begun: { pass_mark: 80, items: [1] }, ended, responses: [{ item: 0, score }] })), now)""",
        [
            [
                [(begin_of_all + timedelta(days=ended)).timestamp() * 1000, float(passed)]
                for ended, passed in made
            ],
            now.timestamp() * 1000,
        ],
    )
    begins = ours.begins.timestamp() * 1000 if ours.begins else None
    assert (theirs["left"], theirs["begins"]) == (ours.left, begins)


def test_a_course_without_exams_embeds_and_shows_none(browser: Browser, folder: Path) -> None:
    (folder / "exams" / "induction.yaml").unlink()
    built(folder)
    assert "exams" not in (data_in((folder / "page.html").read_bytes()) or {})
    with Study.open(browser, folder / "page.html") as study:
        assert not study.page.get_by_role("link", name="Exams").count()
        assert study.complaints == []


def test_a_form_that_cannot_be_asked_stops_the_build_with_its_place(folder: Path) -> None:
    (folder / "exams" / "induction.yaml").write_text(FORM.replace("cells: 4", "nothing: 4"), encoding="utf-8")
    with pytest.raises(CardFileError, match=r"induction\.yaml:2:\d+: E102 no topic 'nothing'"):
        built(folder)


def test_no_draft_is_embedded_as_an_item(folder: Path) -> None:
    items = contents_of(load_course(folder))["exams"]["items"]
    assert {item["card"] for item in items}.isdisjoint({"draft#1"})
    assert len(items) == 8


def begin(study: Study) -> None:
    study.go("exams")
    study.page.get_by_role("button", name="Begin", exact=True).click()
    study.page.get_by_role("button", name="Begin now").click()
    study.page.locator("body[data-screen=exam] .asked").wait_for()


def tabbed_to(study: Study, name: str) -> bool:
    """Return whether so many presses of Tab lead to what has this name."""
    for _ in range(20):
        focused = study.page.evaluate("document.activeElement.innerText.trim()")
        if focused == name:
            return True
        study.press("Tab")
    return False


def answer(study: Study, *, right: bool = True) -> None:
    """Answer the item on show by keys alone, and go to the next."""
    page = study.page
    if page.locator("#typed").count():
        asked = page.locator(".asked").inner_text()
        page.keyboard.type(typed_for(asked) if right else "no idea")
    else:
        options = page.locator(".option").all_inner_texts()
        wanted = (
            ("by releasing molecules", "enter cells", "leave cells")
            if right
            else ("eat cells", "by blocking")
        )
        for place, option in enumerate(options, start=1):
            if any(want in option for want in wanted):
                page.keyboard.press(str(place))
    study.press("Enter")
    page.wait_for_timeout(60)


def typed_for(asked: str) -> str:
    if "Exosomes" in asked:
        return "microRNAs" if "kind of RNA" in asked else "proteins"
    signs = {"migration": "written", "three factors": "listed", "order": "ordered", "How much": "amount"}
    return RIGHT[next(name for sign, name in signs.items() if sign in asked)]


def exams(study: Study) -> str:
    text: str = study.page.evaluate("App.progress.exportedExams()")
    return text


def events(study: Study) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exams(study).splitlines()]


def taken_in(folder: Path, text: str) -> tuple[tuple[Attempt, ...], str]:
    """Return the attempts in a result file as the terminal takes it in, and what the terminal says."""
    (folder / "result.jsonl").write_text(text, encoding="utf-8")
    db = folder / "history.db"
    done = CliRunner().invoke(cli, ["progress", "import", str(folder / "result.jsonl"), "--db", str(db)])
    with History.open(db) as history:
        return attempts_of(exam_events(history), datetime(2100, 1, 1, tzinfo=UTC)), done.stdout or str(
            done.exception
        )


@pytest.mark.parametrize("right", [True, False], ids=["passed", "failed"])
def test_a_whole_exam_by_keyboard_is_taken_in_by_the_terminal(
    browser: Browser, folder: Path, right: bool
) -> None:
    with Study.open(browser, folder / "page.html") as study:
        for name in ("Exams", "Begin", "Begin now"):
            assert tabbed_to(study, name)
            study.press("Enter")
        study.page.locator(".asked").wait_for()
        for _ in range(6):
            assert not study.page.locator(".verdict, .right").count(), "no word before the end"
            answer(study, right=right)
        assert study.page.locator("h1").inner_text() == "All items"
        study.press("h", "Enter")
        study.page.locator("body[data-screen=result]").wait_for()
        assert study.page.locator("h1").inner_text() == ("Passed" if right else "Not passed")
        assert study.page.locator(".missed > li").count() == (0 if right else 6)
        with study.page.expect_download() as download:
            study.page.get_by_role("button", name="Save result file").click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert re.fullmatch(r".+-me-exams-\d{4}-\d\d-\d\d\.jsonl", download.value.suggested_filename)
        assert study.complaints == []
    (attempt,), said = taken_in(folder, text)
    assert said == "8 new events, 0 already there\n"
    assert (attempt.passed, attempt.points, attempt.end) == (right, 6 if right else 0, End.SUBMITTED)
    lines = text.splitlines()
    assert [line_of(event_of_line(line)) for line in lines] == lines
    for line in lines:
        event: Any = event_of_line(line)
        assert event.seal == seal_of(event)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("you chose homing", ""),
        ("you chose homing: too far", ": too far"),
        ("not the answer", ": not the answer"),
    ],
)
def test_an_option_picked_is_named_once(study: Study, reason: str, said: str) -> None:
    grade = {"verdict": "wrong", "reason": reason}
    assert study.page.evaluate("grade => ExamPhrases.reason(grade, 'homing')", grade) == said


def test_the_result_shows_what_was_given_what_is_right_and_how_sure_it_is(
    browser: Browser, folder: Path
) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study, right=False)
        study.press("Escape")
        study.page.get_by_role("button", name="Go on").click()
        study.page.locator(".asked, .numbered").first.wait_for()
        study.page.evaluate("document.activeElement.blur()")
        study.press("h")
        assert "5 items are open" in study.page.locator(".exam .notice").inner_text()
        study.page.get_by_role("button", name="Yes, hand in").click()
        result = study.page.locator(".result")
        result.wait_for()
        text = result.inner_text()
        assert "0 of 6 points, 0 %; the pass mark is 50 %" in text
        assert message("exam.margin_clear", low=0, high=39) in text
        assert text.count("left open") == 5
        assert re.search(r"by releasing molecules|homing|VEGF", text)
        study.press("Escape")
        assert "not passed" in study.page.locator(".past").inner_text()
        assert "The next attempt may begin on" in study.page.locator(".exams").inner_text()
        assert not study.page.get_by_role("button", name="Begin", exact=True).count()


def test_a_reload_goes_on_at_the_same_item(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study)
        answer(study)
        tag = study.page.locator(".tags .topic").inner_text()
        assert tag == "Item 3 of 6"
        study.page.reload()
        study.ready()
        study.page.locator(".asked").wait_for()
        assert study.page.locator(".tags .topic").inner_text() == tag
        assert "2 of 6 items answered, 30 min left." in study.page.locator(".notice").inner_text()
        assert study.page.get_by_label("Items answered").get_attribute("value") == "2"
        study.page.get_by_role("button", name="Back").click()
        assert study.page.locator(".tags").inner_text().endswith("answered")
        assert len(events(study)) == 3


def test_items_are_visited_freely_and_the_last_answer_counts(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study, right=False)
        study.page.get_by_role("button", name="All items").click()
        assert "5 items open: 2–6." in study.page.locator(".exam").inner_text()
        study.page.get_by_role("button", name="Item 1, answered").click()
        if study.page.locator("#typed").count():
            assert study.page.locator("#typed").input_value() == "no idea"
            study.page.locator("#typed").fill("")
        answer(study)
        assert study.page.locator(".tags .topic").inner_text() == "Item 2 of 6"
        assert [event.get("item") for event in events(study)] == [None, 0, 0]
        assert [event["score"] for event in events(study)[1:]] == [0, 1]


def test_an_answer_that_is_slow_to_keep_does_not_bring_a_learner_back_who_left(
    browser: Browser, folder: Path
) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        study.page.evaluate(
            """() => {
                const { progress } = App, sit = progress.sit.bind(progress);
                progress.sit = async event => {
                    await new Promise(resolve => setTimeout(resolve, 300));
                    return sit(event);
                };
            }"""
        )
        answer(study)
        study.page.evaluate("App.go('browse')")
        study.page.wait_for_timeout(600)
        assert study.screen() == "browse"
        assert study.page.evaluate("location.hash") == "#browse"
        assert len(events(study)) == 2


def test_the_clock_ends_the_attempt_and_says_when_it_is_near(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        study.page.clock.install(time=datetime(2026, 11, 23, 9, tzinfo=UTC))
        study.page.reload()
        study.ready()
        begin(study)
        answer(study)
        said = study.page.locator("#said")
        for minutes, words in ((20, "10 minutes left."), (5, "5 minutes left."), (4, "1 minute left.")):
            study.page.clock.fast_forward(minutes * 60_000)
            study.page.clock.run_for(2_000)
            assert words in said.inner_text()
        if study.page.locator("#typed").count():
            study.page.keyboard.type("too late")
        study.page.clock.fast_forward(60_000)
        study.page.clock.run_for(2_000)
        study.page.locator("body[data-screen=result]").wait_for()
        assert message("exam.time_over") in study.page.locator(".result").inner_text()
        text = exams(study)
    (attempt,), said_by_terminal = taken_in(folder, text)
    assert said_by_terminal.startswith("3 new events")
    assert (attempt.end, attempt.ended, attempt.points) == (End.TIME, attempt.closes, 1)


def test_time_passes_while_the_page_is_closed(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study)
        closes = study.page.evaluate("ExamChain.closes(App.progress.exams[0])")
        study.page.clock.set_fixed_time(closes + 1000)
        study.page.reload()
        study.ready()
        study.page.locator("body[data-screen=result]").wait_for()
        end = events(study)[-1]
        assert (end["kind"], end["end"]) == ("examended", "time")


def test_a_clock_set_ahead_shows_no_result_of_an_attempt_that_goes_on(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        study.page.clock.set_fixed_time(study.page.evaluate("Date.now() + 86400000"))
        study.page.evaluate("App.go('result', App.progress.exams[0].id)")
        study.page.get_by_role("link", name="Attempt 1").wait_for()
        assert study.screen() == "exams"
        assert events(study)[-1]["kind"] == "examended"


def test_a_clock_set_back_gives_no_time(study: Study) -> None:
    found = study.page.evaluate(
        """() => {
            let clock = 1000000, passed = 0;
            const now = ExamSession.timer(1005000, () => clock, () => passed);
            const seen = [now()];
            clock = 0; passed = 60000; seen.push(now());
            clock = 2000000; seen.push(now());
            return seen;
        }"""
    )
    assert found == [1_005_000, 1_065_000, 2_000_000]


def test_two_windows_at_one_attempt_lose_and_double_nothing(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as one:
        begin(one)
        other = Study.among(one.page.context, folder / "page.html")
        other.go("exams")
        other.page.get_by_role("button", name="Go on").click()
        other.page.locator(".asked").wait_for()
        answer(one)
        one.page.wait_for_timeout(200)
        assert message("exam.open_elsewhere") in other.page.locator(".notice").inner_text()
        assert other.page.get_by_label("Items answered").get_attribute("value") == "1"
        answer(other, right=False)
        answer(one)
        one.page.wait_for_timeout(200)
        assert exams(one) == exams(other)
        assert [event.get("item") for event in events(one)] == [None, 0, 0, 1]
        other.page.get_by_role("button", name="All items").click()
        other.page.get_by_role("button", name="Hand in").click()
        other.page.get_by_role("button", name="Yes, hand in").click()
        one.page.locator("body[data-screen=result]").wait_for()
        text = exams(one)
        assert one.complaints == other.complaints == []
    (attempt,), said = taken_in(folder, text)
    assert said.startswith("5 new events")
    assert len(attempt.given) == 2


def test_two_windows_begin_one_attempt(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as one:
        other = Study.among(one.page.context, folder / "page.html")
        start = """() => {
            const event = ExamSession.beginning(Course.exams.forms[0], "me", 1);
            const sit = () => App.progress.sit({ ...event, at: Date.now(), zone: "UTC" });
            window.begun = Promise.all([sit(), sit()]).then(all => all.map(({ flaw }) => flaw));
        }"""
        one.page.evaluate(start)
        other.page.evaluate(start)
        flaws = one.page.evaluate("begun") + other.page.evaluate("begun")
        assert sorted(flaws) == ["", *[message("exam.under_way")] * 3]
        one.go("exams")
        one.page.get_by_role("button", name="Go on").wait_for()
        assert len(events(one)) == 1


def test_a_double_press_begins_an_exam_and_shows_it(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        study.go("exams")
        study.page.get_by_role("button", name="Begin", exact=True).click()
        study.page.get_by_role("button", name="Begin now").dblclick()
        study.page.wait_for_timeout(300)
        assert study.page.locator(".exam .asked").is_visible()
        assert len(events(study)) == 1


def test_a_learner_may_look_elsewhere_before_an_exam(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        study.go("exams")
        study.page.get_by_role("button", name="Begin", exact=True).click()
        study.page.evaluate(
            """() => {
                const { now } = Date;
                document.querySelector(".exams").dataset.old = "";
                Date.now = () => now() + 120000;
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        assert not study.page.locator(".exams[data-old]").count()
        assert study.page.evaluate("document.activeElement.innerText") == "Begin now"


def test_an_edited_form_leaves_the_attempt_as_it_began(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study)
        built(folder, FORM.replace("items: 6", "items: 3").replace("{cells: 4, factors: 2}", "{cells: 3}"))
        study.page.reload()
        study.ready()
        study.page.locator(".asked").wait_for()
        assert message("exam.form_changed") in study.page.locator(".notice").inner_text()
        assert study.page.locator(".tags .topic").inner_text() == "Item 2 of 6"


def test_attempts_run_out(browser: Browser, folder: Path) -> None:
    built(folder, FORM.replace("cool-down-days: 7\n", ""))
    with Study.open(browser, folder / "page.html") as study:
        for _ in range(2):
            begin(study)
            study.page.get_by_role("button", name="All items").click()
            study.page.get_by_role("button", name="Hand in").click()
            study.page.get_by_role("button", name="Yes, hand in").click()
            study.page.locator("body[data-screen=result]").wait_for()
        study.go("exams")
        assert "No attempts left: you made 2 of 2" in study.page.locator(".exams").inner_text()
        assert not study.page.get_by_role("button", name="Begin", exact=True).count()
        first, _, second, _ = found = events(study)
        assert (first["number"], second["number"], second["before"]) == (1, 2, found[1]["seal"])
        text = exams(study)
    attempts, said = taken_in(folder, text)
    assert (len(attempts), said) == (2, "4 new events, 0 already there\n")


def test_a_browser_that_keeps_nothing_still_gives_the_result_file(browser: Browser, folder: Path) -> None:
    with Study.open(browser, folder / "page.html", denied=True, size=PHONE) as study:
        study.go("exams")
        assert "This browser stores nothing" in study.page.locator(".exams").inner_text()
        begin(study)
        for _ in range(6):
            answer(study)
        study.page.get_by_role("button", name="Hand in").click()
        study.page.get_by_role("button", name="Yes, hand in").click()
        study.page.locator("body[data-screen=result]").wait_for()
        text = exams(study)
        assert study.complaints == []
    (attempt,), _ = taken_in(folder, text)
    assert attempt.passed


def test_practice_knows_nothing_of_an_exam_and_the_result_file_nothing_of_practice(
    browser: Browser, folder: Path
) -> None:
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study)
        study.ask("written#1")
        study.page.evaluate("App.progress.append({card: 'written#1', rating: 3})")
        assert study.page.evaluate("[...App.progress.memories.keys()]") == ["written#1"]
        assert {event["kind"] for event in events(study)} == {"exambegun", "examanswered"}
        kinds = [json.loads(line)["kind"] for line in study.exported().splitlines()]
        assert sorted(kinds) == ["examanswered", "exambegun", "review"]


@pytest.fixture(scope="module")
def handed_in(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The page of a course, and a result file of it."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "exams").mkdir()
    for name, text in {"course.yaml": COURSE, "cells.yaml": CELLS, "factors.yaml": FACTORS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    built(folder, FORM)
    with Study.open(browser, folder / "page.html") as study:
        begin(study)
        answer(study, right=False)
        answer(study)
        study.press("h" if not study.page.locator("#typed").count() else "Escape")
        study.page.evaluate(
            """async () => {
                const [attempt] = ExamSession.attemptsOf(App.progress.exams, Date.now());
                const end = ExamSession.ending(attempt, "submitted", Date.now());
                await App.progress.sit({ ...end, zone: App.zone });
            }"""
        )
        return folder, exams(study)


def edited(line: str, **values: object) -> str:
    return json.dumps(json.loads(line) | values, ensure_ascii=False)


def resealed(line: str, **changes: Any) -> str:
    event: Any = replace(event_of_line(line), **changes)
    return line_of(replace(event, seal=seal_of(event)))


Edit = Callable[[list[str]], list[str]]
EDITS: dict[str, tuple[Edit, str]] = {
    "a score": (lambda lines: [lines[0], edited(lines[1], score=1.0), *lines[2:]], message("exam.bad_seal")),
    "a score, sealed anew": (
        lambda lines: [lines[0], resealed(lines[1], score=1.0), *lines[2:]],
        message("exam.wrong_score", claimed=1, score=0),
    ),
    "a pass mark": (lambda lines: [edited(lines[0], pass_mark=1), *lines[1:]], message("exam.bad_seal")),
    "left out": (lambda lines: [lines[0], *lines[2:]], message("exam.other_before")),
    "moved": (lambda lines: [lines[0], lines[2], lines[1], lines[3]], message("exam.other_before")),
    "no beginning": (lambda lines: lines[1:], message("exam.no_beginning")),
    "no items": (lambda lines: [edited(lines[0], items=[]), *lines[1:]], "invalid value for key 'items'"),
    "a wrong end": (lambda lines: [*lines[:3], edited(lines[3], end="now")], "invalid value for key 'end'"),
    "after the end": (lambda lines: [*lines, resealed(lines[2], id="x")], message("exam.had_ended")),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_result_file_is_refused_by_page_and_terminal_alike(
    browser: Browser, handed_in: tuple[Path, str], tmp_path: Path, name: str
) -> None:
    folder, text = handed_in
    edit, said = EDITS[name]
    bad = "\n".join(edit(text.splitlines())) + "\n"
    attempts, by_terminal = taken_in(tmp_path, bad)
    assert said in " ".join(by_terminal.split())
    assert attempts == ()
    with Study.open(browser, folder / "page.html") as study:
        found = study.page.evaluate("text => App.progress.imported(text)", bad)
        assert said in found["problems"][0]["message"]
        assert exams(study) == ""


def test_a_result_file_is_taken_in_by_the_page_once(browser: Browser, handed_in: tuple[Path, str]) -> None:
    folder, text = handed_in
    with Study.open(browser, folder / "page.html") as study:
        for fresh in (4, 0):
            found = study.page.evaluate("text => App.progress.imported(text)", text)
            assert found == {"new": fresh, "there": 4 - fresh, "problems": []}
        assert exams(study) == text
        study.go("exams")
        study.page.get_by_role("link", name="Attempt 1").click()
        assert study.page.locator("h1").inner_text() == "Not passed"


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
def test_every_screen_of_an_exam_can_be_read_by_everybody(
    browser: Browser, folder: Path, size: tuple[int, int], night: bool
) -> None:
    with Study.open(browser, folder / "page.html", size=size, night=night) as study:
        study.go("exams")
        is_readable(study)
        study.page.get_by_role("button", name="Begin", exact=True).click()
        is_readable(study)
        study.page.get_by_role("button", name="Begin now").click()
        for _ in range(6):
            study.page.locator(".asked").wait_for()
            is_readable(study)
            answer(study, right=False)
        is_readable(study)
        study.page.get_by_role("button", name="Hand in").click()
        is_readable(study)
        study.page.get_by_role("button", name="Yes, hand in").click()
        study.page.locator("body[data-screen=result]").wait_for()
        is_readable(study)
        study.go("exams")
        is_readable(study)
        assert study.complaints == []


def is_readable(study: Study) -> None:
    """Fail where axe finds anything, one must scroll sideways, or a control is too small for a thumb."""
    report = Axe().run(study.page)
    assert report.violations_count == 0, report.generate_report()
    assert not study.is_too_wide()
    assert small(study.page) == []


def test_names_of_screens_and_days_stand_on_one_line_on_a_narrow_phone(
    browser: Browser, folder: Path
) -> None:
    with Study.open(browser, folder / "page.html", size=NARROW) as study:
        lines = study.page.evaluate(
            """() => [...document.querySelectorAll("nav a, .days .day")].map(one => {
                const range = document.createRange();
                range.selectNodeContents(one);
                return [one.textContent, range.getClientRects().length];
            })"""
        )
        assert len(lines) == 4 + 7
        assert [name for name, number in lines if number != 1] == []
        assert not study.is_too_wide()


def small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, main .option, input")]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    return found
