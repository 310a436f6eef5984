"""The study page in a real browser: every kind of card asked and rated, by thumb, by keyboard, by anybody."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from look.reviewer import chromium
from look.studypage import DESKTOP, NARROW, PHONE, Study, compiled
from msc_learn.cli.main import cli
from msc_learn.history.jsonl import event_of_line
from msc_learn.history.store import History
from msc_learn.memory.review import milliseconds
from msc_learn.page import write

HOSTILE = "</script><b>not bold</b> <!-- <img src=x onerror=alert(1)> & HLA-DR<low>"
PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200">
<rect width="400" height="200" fill="#e9eff4"/>
<text x="40" y="60">nucleus</text><text x="240" y="140">wall</text></svg>
"""
COURSE = """\
title: Stromal cells
deck: Stromal cells
language: en-GB
topics: [cells, factors]
disclaimer: For education alone; it is not medical advice.
"""
CELLS = f"""\
topic: Cells
cards:
  - id: flip
    question: What do stromal cells release?
    answer: growth **factors**
    hint: two words
    extra: They release 10^6^ of them.
    reject: {{hormones: those come from glands}}
    strength: hedged
  - id: both
    question: What does VEGF stand for?
    answer: vascular endothelial growth factor
    reverse: true
  - id: written
    question: What is the migration of cells called?
    answer: homing
    typed: true
  - id: gap
    cloze: Exosomes carry {{{{c1::proteins}}}} and {{{{c2::microRNAs::a kind of RNA}}}}.
  - id: hostile
    question: {json.dumps(HOSTILE)}
    answer: {json.dumps(HOSTILE)}
"""
FACTORS = """\
topic: Factors
cards:
  - id: listed
    question: Which three factors are named?
    items: [VEGF, HGF, IGF-1]
  - id: steps
    question: In which order do they come?
    items: [first one, second one]
    ordered: true
  - id: one
    question: How do they chiefly act?
    answer: by releasing molecules
    distractors: [by becoming *new* tissue, by blocking chemokines]
    reject: {by becoming *new* tissue: that is what stem cells do}
  - id: several
    question: Which of these do they do?
    items: [enter cells, leave cells]
    distractors: [eat cells, sell cells]
  - id: drawn
    question: What is drawn here?
    media: {file: cell.svg, alt: A cell with two parts}
    labels:
      - {text: nucleus, at: [8, 18, 30, 20]}
      - {text: wall, at: [55, 58, 25, 20]}
"""
# What is remembered of a card that was forgotten nine times, and said something else then.
FORGOTTEN = {
    "stability": 3,
    "difficulty": 5,
    "due": 1_750_000_000_000,
    "first": 1_740_000_000_000,
    "last": 1_749_700_000_000,
    "day": 739_000,
    "reps": 20,
    "lapses": 9,
    "state": "review",
    "step": None,
    "version": "000000000000",
}
LEAVING = """() => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
}"""
# Controls too small for a thumb; a box is as large as the label around it.
SMALL = """() => {
    const controls = "button, summary, select, main a, nav a, input:not(.unseen), label:has(input)";
    const isOwn = one => !(one.matches("input[type=checkbox]") && one.closest("label"));
    const isSmall = ({ width, height }) => height < 43.5 || width < 43.5;
    return [...document.querySelectorAll(controls)]
        .filter(one => one.offsetParent && isOwn(one) && isSmall(one.getBoundingClientRect()))
        .map(one => one.outerHTML.slice(0, 80));
}"""
# One card of each kind, and what must be seen of its answer.
KINDS = {
    "flip#1": "growth factors",
    "both#2": "What does VEGF stand for?",
    "written#1": "homing",
    "gap#1": "Exosomes carry proteins and",
    "listed#1": "IGF-1",
    "steps#1": "second one",
    "one#1": "by releasing molecules",
    "several#1": "leave cells",
    "drawn#2": "wall",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the page of a course that has every kind of card."""
    folder = tmp_path_factory.mktemp("stromal")
    for name, text in {
        "course.yaml": COURSE,
        "cells.yaml": CELLS,
        "factors.yaml": FACTORS,
        "cell.svg": PICTURE,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    write(compiled(folder), folder / "page.html")
    return folder / "page.html"


def answer(page: Page) -> None:
    """Answer the open card by keys alone, somehow, and leave its back on show."""
    if page.locator("#typed").count():
        page.keyboard.type("homing")
        page.keyboard.press("Enter")
    elif page.locator("button.option").count():
        several = page.locator(".actions .main").count()
        for key in ("1", "2", "Enter")[: 3 if several else 1]:
            page.keyboard.press(key)
    else:
        page.keyboard.press("Space")
    page.locator(".back").wait_for()


def is_readable(study: Study) -> None:
    """Fail where axe finds anything, or one must scroll sideways."""
    report = Axe().run(study.page)
    assert report.violations_count == 0, report.generate_report()
    assert not study.is_too_wide()


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
def test_every_screen_can_be_read_by_everybody(
    browser: Browser, path: Path, size: tuple[int, int], night: bool
) -> None:
    with Study.open(browser, path, size=size, night=night) as study:
        is_readable(study)
        study.page.get_by_text("How you study").click()
        is_readable(study)
        for card in KINDS:
            study.ask(card, "flip#1", "hostile#1")
            is_readable(study)
            answer(study.page)
            is_readable(study)
        study.page.get_by_role("button", name="More: undo").click()
        is_readable(study)
        study.page.locator(".moves button").last.click()
        is_readable(study)
        study.page.get_by_role("button", name="Cancel").click()
        for screen, rest in (("summary", ""), ("browse", ""), ("card", "drawn#1"), ("progress", "")):
            study.go(screen, rest)
            is_readable(study)
        assert study.complaints == []


@pytest.mark.parametrize(("card", "seen"), KINDS.items(), ids=list(KINDS))
def test_each_kind_of_card_is_asked_answered_and_rated(
    browser: Browser, path: Path, card: str, seen: str
) -> None:
    with Study.open(browser, path, size=PHONE) as study:
        study.ask(card, "hostile#1")
        asked = study.page.locator(".asked").inner_text()
        assert seen not in asked
        answer(study.page)
        assert seen in study.page.locator(".card").inner_text().replace("\n", " ")
        study.page.locator(".actions button").last.click()
        study.page.get_by_text("not bold").first.wait_for()
        (event,) = [json.loads(line) for line in study.exported().splitlines()]
        assert (event["card"], event["kind"]) == (card, "review")
        assert study.complaints == []


def test_a_sitting_is_done_by_keyboard_alone(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.press("Enter")
        assert study.screen() == "sitting"
        asked = []
        for _ in range(60):
            asked.append(study.page.locator(".asked").inner_text())
            answer(study.page)
            verdict = (
                study.page.locator(".verdict").get_attribute("class")
                if study.page.locator(".verdict").count()
                else ""
            )
            study.press("4" if "wrong" not in (verdict or "") else "3")
            if study.screen() == "summary":
                break
        assert study.page.locator("h1").inner_text() == "Done"
        assert len(study.exported().splitlines()) == len(asked)
        assert len(set(asked)) == 10, "one card of each note, but of no note two"
        study.press("Enter")
        assert study.screen() == "home"
        assert study.complaints == []


def test_keys_do_what_they_say(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("flip#1", "both#1", "listed#1")
        study.press("h")
        assert study.page.get_by_text("two words").is_visible()
        study.press("s")
        assert study.page.locator(".asked").inner_text() == "What does VEGF stand for?"
        study.press("Space", "3", "n", "n")
        assert study.page.locator(".answer li").all_inner_texts() == ["VEGF", "HGF"]
        study.press("n")
        assert study.page.locator(".back .answer li").count() == 3
        study.press("u")
        assert study.page.locator(".asked").inner_text() == "What does VEGF stand for?"
        study.press("b", "x")
        assert study.page.locator(".asked").inner_text() == "What do stromal cells release?"
        study.press("f")
        study.page.keyboard.type("says too much, s u b x")
        study.press("Enter")
        kinds = [json.loads(line)["kind"] for line in study.exported().splitlines()]
        assert kinds == ["review", "undo", "bury", "suspend", "flag"]
        study.press("Escape")
        assert study.screen() == "summary"
        assert study.complaints == []


def test_a_key_that_ends_the_writing_of_a_character_leaves_no_screen(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("written#1")
        study.page.locator("#typed").evaluate(
            "one => one.dispatchEvent(new KeyboardEvent('keydown',"
            " { key: 'Escape', bubbles: true, cancelable: true, isComposing: true }))"
        )
        study.settle()
        assert study.screen() == "sitting"


def test_single_keys_can_be_switched_off(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.go("progress")
        study.page.get_by_label("Keyboard shortcuts").uncheck()
        study.ask("flip#1")
        study.press("s", "x", "b", "Space", "3")
        assert study.page.locator(".rating").count() == 4
        assert study.exported() == ""


def test_the_first_link_skips_to_the_content_of_the_screen_on_show(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.go("browse")
        study.page.locator(".skip").focus()
        study.press("Enter")
        assert study.screen() == "browse"
        assert study.page.evaluate("document.activeElement.id") == "main"
        study.press("Tab")
        assert study.page.evaluate("document.activeElement.id") == "search"


def test_the_focus_goes_with_the_card_and_the_verdict_is_said(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        focused = "document.activeElement.className + ' ' + document.activeElement.id"
        study.ask("written#1", "flip#1")
        assert study.page.evaluate(focused) == " typed"
        study.page.keyboard.type("homing")
        study.press("Enter")
        assert study.page.evaluate(focused) == "back "
        study.page.locator("#said", has_text="Right").wait_for(state="attached")
        study.press("Enter")
        assert study.page.evaluate(focused) == "asked "


@pytest.mark.parametrize(
    ("card", "act", "verdict", "name"),
    [
        ("written#1", lambda page: type_in(page, "homing"), "Right", "Good"),
        ("written#1", lambda page: type_in(page, "swimming"), "Wrong", "I was right"),
        ("one#1", lambda page: page.get_by_role("button", name="by releasing").click(), "Right", "Good"),
        (
            "one#1",
            lambda page: page.get_by_role("button", name="by becoming").click(),
            "Wrong",
            "I was right",
        ),
        ("several#1", lambda page: pick(page, "enter cells", "leave cells"), "Right", "Good"),
        ("several#1", lambda page: pick(page, "enter cells"), "Close", "It was right"),
        ("several#1", lambda page: pick(page, "eat cells"), "Wrong", "I was right"),
    ],
)
def test_an_answer_is_graded_and_may_be_overruled(
    browser: Browser, path: Path, card: str, act: Callable[[Page], None], verdict: str, name: str
) -> None:
    with Study.open(browser, path, size=PHONE) as study:
        study.ask(card, "flip#1")
        act(study.page)
        assert study.page.locator(".verdict").inner_text().strip("✓✗≈ ").startswith(verdict)
        study.page.get_by_role("button", name=name).click()
        study.page.get_by_text("What do stromal cells").wait_for()
        event = json.loads(study.exported())
        assert (event["rating"], event["verdict"]) == (3, verdict.lower())


def type_in(page: Page, text: str) -> None:
    page.get_by_label("Type the answer").fill(text)
    page.get_by_role("button", name="Check").click()


def pick(page: Page, *options: str) -> None:
    for option in options:
        page.get_by_role("button", name=option).click()
    page.get_by_role("button", name="Check").click()


def test_an_option_may_be_any_word(browser: Browser, tmp_path: Path) -> None:
    card = "{id: made, question: What makes one?, answer: constructor, distractors: [toString, valueOf]}"
    (tmp_path / "course.yaml").write_text(COURSE.replace(", factors", ""), encoding="utf-8")
    (tmp_path / "cells.yaml").write_text(f"topic: Cells\ncards:\n  - {card}\n", encoding="utf-8")
    write(compiled(tmp_path), tmp_path / "page.html")
    with Study.open(browser, tmp_path / "page.html") as study:
        study.ask("made#1")
        study.press("1")
        assert study.page.locator(".marked .right").inner_text().startswith("constructor")
        assert study.complaints == []


def test_a_list_is_typed_in_any_order_with_part_of_it_counted(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("listed#1", "flip#1")
        study.press("t")
        study.page.keyboard.type("igf-1, vegf")
        study.press("Enter")
        assert "missing: HGF" in study.page.locator(".verdict").inner_text()
        assert study.page.locator(".verdict.close").count() == 1


def test_texts_are_shown_as_they_are_written(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("hostile#1")
        assert study.page.locator(".asked").inner_text() == HOSTILE
        study.press("Space")
        assert study.page.locator(".answer").inner_text() == HOSTILE
        study.ask("flip#1")
        study.press("Space")
        assert study.page.locator(".answer strong").inner_text() == "factors"
        assert study.page.locator(".extra sup").inner_text() == "6"
        assert study.page.locator(".strength").inner_text() == "hedged: may or might, not established"
        assert "those come from glands" in study.page.locator(".confusable").inner_text()
        assert study.complaints == []


def test_labels_of_a_picture_are_covered_until_the_answer(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("drawn#1", "flip#1")
        masks = study.page.locator(".mask")
        assert masks.count() == 2
        frame, mask = (study.page.locator(one).first.bounding_box() for one in (".frame", ".mask.wanted"))
        assert frame
        assert mask
        shares = [(mask["x"] - frame["x"]) / frame["width"], (mask["y"] - frame["y"]) / frame["height"]]
        assert [round(100 * share) for share in shares] == [8, 18]
        covered = "element => getComputedStyle(element).backgroundColor"
        assert masks.nth(0).evaluate(covered) != masks.nth(1).evaluate(covered) != "rgba(0, 0, 0, 0)"
        study.press("Space")
        assert masks.nth(0).evaluate(covered) == "rgba(0, 0, 0, 0)"
        assert masks.nth(1).evaluate(covered) != "rgba(0, 0, 0, 0)"
        study.page.get_by_role("button", name="Show all labels").click()
        assert not masks.nth(1).is_visible()


def test_the_disclaimer_is_seen_before_the_first_study(browser: Browser, path: Path) -> None:
    with Study.open(browser, path, size=PHONE) as study:
        before = study.page.get_by_role("heading", name="Before you begin")
        assert before.is_visible()
        assert study.page.locator(".disclaimer").inner_text().endswith("it is not medical advice.")
        study.ask("flip#1")
        study.press("Space", "3")
        study.go("home")
        assert not before.is_visible()


def test_topics_can_be_left_out(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.get_by_role("checkbox", name="Cells").uncheck()
        assert study.page.locator(".number.new dd").inner_text() == "5"
        study.opened_anew_until("Settings.get('without').length === 1")
        assert not study.page.get_by_role("checkbox", name="Cells").is_checked()
        study.page.get_by_role("button", name="Choose all").click()
        study.page.get_by_text("How you study").click()
        study.page.get_by_label("New cards per day").fill("3")
        study.press("Tab")
        assert study.page.locator(".number.new dd").inner_text() == "3"


def test_cramming_leaves_the_schedule_alone(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.press("c")
        assert study.screen() == "sitting"
        answer(study.page)
        assert study.page.locator(".rating small").count() == 0
        study.press("3")
        assert json.loads(study.exported())["purpose"] == "cram"
        assert study.page.evaluate("App.progress.memories.size") == 0


def test_what_changed_since_and_what_is_forgotten_often_is_said(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.evaluate("memory => App.progress.memories.set('flip#1', memory)", FORGOTTEN)
        study.ask("flip#1")
        tags = study.page.locator(".tags").inner_text()
        assert "changed since you learned it" in tags
        assert "leech: 9 lapses" in tags


def test_progress_stays_in_the_browser_and_travels_in_a_file(
    browser: Browser, path: Path, tmp_path: Path
) -> None:
    context = browser.new_context(offline=True)
    study = Study.among(context, path)
    study.ask("flip#1", "written#1", "both#1")
    study.press("Space", "3")
    answer(study.page)
    study.press("Enter", "x")
    study.go("progress")
    with study.page.expect_download() as download:
        study.page.get_by_role("button", name="Save progress file").first.click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len([event_of_line(line) for line in lines]) == 3
    study.page.reload()
    study.ready()
    assert study.exported().splitlines() == lines
    assert study.page.evaluate("[...App.progress.memories.keys()].sort()") == ["flip#1", "written#1"]
    context.close()
    with Study.open(browser, path) as other:
        other.go("progress")
        for said in ("3 new events, 0 already there", "0 new events, 3 already there"):
            other.page.locator("#file").set_input_files(file)
            other.page.get_by_text(said).wait_for()
        assert other.exported().splitlines() == lines
        other.page.locator("#file").set_input_files(
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"{}"}
        )
        other.page.get_by_text("The file was not imported").wait_for()
        assert other.exported().splitlines() == lines
        assert other.complaints == []


def test_what_is_said_of_progress_is_that_of_the_file_and_of_the_name(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("flip#1")
        study.press("Space", "4")
        lines = study.exported().encode()
    with Study.open(browser, path) as study:
        study.go("progress")
        lead = study.page.locator(".lead")
        none = lead.inner_text()
        study.page.locator("#file").set_input_files(
            {"name": "a.jsonl", "mimeType": "text/plain", "buffer": lines}
        )
        study.page.get_by_text("1 new event").wait_for()
        assert none.startswith("0 of ")
        assert lead.inner_text().startswith("1 of ")
        study.page.get_by_label("Name in the progress file").fill("anna")
        study.press("Enter")
        study.page.get_by_text("You now study as anna").wait_for()
        assert lead.inner_text() == none


def test_a_file_that_cannot_be_read_is_said_to_be(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.go("progress")
        study.page.evaluate(
            """() => {
                Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone"));
            }"""
        )
        study.page.locator("#file").set_input_files(
            {"name": "a.jsonl", "mimeType": "text/plain", "buffer": b""}
        )
        study.page.get_by_text("The file could not be read: gone").wait_for()
        assert study.complaints == []


def test_a_saved_file_bears_the_day_of_the_learner(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.clock.set_fixed_time(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
        study.go("progress")
        with study.page.expect_download() as download:
            study.page.get_by_role("button", name="Save progress file").first.click()
        assert download.value.suggested_filename.endswith("-me-2026-11-23.jsonl")


def test_the_days_to_come_are_seven_though_the_clocks_change(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.clock.set_fixed_time(datetime(2026, 10, 24, 2, 30, tzinfo=UTC))
        study.go("browse")
        study.go("home")
        names = study.page.locator(".days .day").all_inner_texts()
        assert names == ["Today", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"]


def test_a_page_left_open_shows_what_has_come_due_meanwhile(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.clock.set_fixed_time(datetime(2026, 11, 22, 12, tzinfo=UTC))
        study.ask("flip#1")
        study.press("Space", "4")
        study.go("home")
        due = study.page.locator(".number.due dd")
        assert due.inner_text() == "0"
        study.page.clock.set_fixed_time(datetime(2026, 12, 22, 12, tzinfo=UTC))
        study.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert due.inner_text() == "1"


LATER = """() => {
    const { now } = Date;
    Date.now = () => now() + 120000;
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.mark.parametrize(
    "held", ["#topic-factors", ".choices summary", "#limit-fresh", ".study", "#all-topics"]
)
def test_a_page_left_open_is_as_it_was_when_the_learner_comes_back(
    browser: Browser, path: Path, held: str
) -> None:
    with Study.open(browser, path, size=NARROW) as study:
        study.page.locator(".choices summary").click()
        study.page.locator(held).focus()
        study.page.evaluate("scrollTo(0, 200)")
        study.page.evaluate("document.querySelector('.hero').dataset.old = ''")
        study.page.evaluate(LATER)
        assert not study.page.locator(".hero[data-old]").count()
        assert study.page.evaluate("held => document.activeElement.matches(held)", held)
        assert study.page.locator(".choices").get_attribute("open") is not None
        assert study.page.evaluate("scrollY") == 200


def test_a_number_half_typed_is_left_as_it_is(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.locator(".choices summary").click()
        study.page.locator("#limit-fresh").fill("2")
        study.page.evaluate(LATER)
        assert study.page.locator("#limit-fresh").input_value() == "2"
        study.press("5", "Enter")
        assert study.page.evaluate("Settings.get('fresh')") == 25
        assert study.page.evaluate("document.activeElement.id") == "limit-fresh"


def test_the_screen_asked_for_last_is_shown_though_an_answer_is_slow_to_keep(
    browser: Browser, path: Path
) -> None:
    with Study.open(browser, path) as study:
        study.ask("written#1", "flip#1")
        study.page.get_by_label("Type the answer").fill("homing")
        study.press("Enter")
        study.page.evaluate(
            """() => {
                const { progress } = App, append = progress.append.bind(progress);
                progress.append = async review => {
                    await new Promise(resolve => setTimeout(resolve, 300));
                    return append(review);
                };
            }"""
        )
        study.page.evaluate("App.go('browse')")
        study.settle()
        study.page.evaluate("App.go('progress')")
        study.page.wait_for_timeout(600)
        assert study.page.evaluate("App.progress.reviews.length") == 1
        assert study.screen() == "progress"
        assert study.page.locator("h1").inner_text() == "Progress"
        study.press("x")
        assert study.page.evaluate("App.progress.suspended.size") == 0


def test_the_terminal_takes_the_file_of_the_page_and_the_page_takes_it_back(
    browser: Browser, path: Path, tmp_path: Path, runner: CliRunner
) -> None:
    db, file = str(tmp_path / "history.db"), tmp_path / "page.jsonl"
    with Study.open(browser, path) as study:
        study.ask("flip#1", "both#1")
        study.press("Space", "3", "f", "Enter", "Space", "1", "u", "x")
        file.write_text(study.exported(), encoding="utf-8")
        remembered = study.page.evaluate("App.progress.memories.get('flip#1').due")
    taken = runner.invoke(cli, ["progress", "import", str(file), "--db", db])
    assert taken.output == "5 new events, 0 already there\n"
    with History.open(Path(db)) as history:
        memory = history.memory(path.parent.name, "flip#1", "me")
        assert memory
        assert milliseconds(memory.due) == remembered
    exported = runner.invoke(cli, ["progress", "export", "--db", db]).output
    with Study.open(browser, path) as other:
        other.go("progress")
        other.page.get_by_text("No files on this device?").click()
        other.page.get_by_label("Progress as text").fill(exported)
        other.page.get_by_role("button", name="Import this text").click()
        other.page.get_by_text("5 new events, 0 already there").wait_for()
        assert sorted(other.exported().splitlines()) == sorted(exported.splitlines())
        assert other.page.evaluate("App.progress.memories.get('flip#1').due") == remembered


def test_the_last_answer_of_a_sitting_can_be_taken_back(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("flip#1")
        study.press("Space", "4")
        assert study.page.locator("h1").inner_text() == "Done"
        assert study.page.get_by_text("1 card learned, next review: 1 on ").is_visible()
        study.press("u")
        assert study.page.locator("h1.asked").inner_text() == "What do stromal cells release?"
        assert study.page.evaluate("App.progress.memories.size") == 0


def test_a_sitting_that_was_left_goes_on_where_it_stood(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("flip#1", "written#1", "both#1")
        study.press("Space", "4")
        study.page.keyboard.type("homing")
        study.press("Enter", "Escape")
        assert study.page.locator("h1").inner_text() == "To be continued"
        ratings = [json.loads(line)["rating"] for line in study.exported().splitlines()]
        assert ratings == [4, 3], "what was graded counts by its verdict"
        study.press("Enter")
        assert study.page.locator(".asked").inner_text() == "What does VEGF stand for?"


def test_a_phone_that_forgets_is_told_of_after_a_sitting(browser: Browser, path: Path) -> None:
    context = browser.new_context(
        offline=True, user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
    )
    study = Study.among(context, path)
    study.ask("flip#1")
    study.press("Space", "4")
    assert study.page.get_by_text("after about seven days without a visit").is_visible()
    context.close()


def test_cards_in_another_language_are_said_to_be(
    browser: Browser, write_course: Callable[..., Path]
) -> None:
    folder = write_course(course="title: Zellen\ndeck: Zellen\nlanguage: de\ntopics: [growth-factors]\n")
    write(compiled(folder), folder / "page.html")
    with Study.open(browser, folder / "page.html") as study:
        assert study.page.locator("html").get_attribute("lang") == "en"
        study.ask("vegf-name#1")
        study.press("Space")
        parts = study.page.locator(".asked, .answer, blockquote, .topic").all()
        assert [part.get_attribute("lang") for part in parts] == ["de"] * 4


def test_each_name_has_progress_of_its_own(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.ask("flip#1")
        study.press("Space", "3")
        study.go("progress")
        name = study.page.get_by_label("Name in the progress file")
        name.fill("Anna Müller")
        study.press("Enter")
        assert study.page.get_by_text("Use 1-40 letters").is_visible()
        name.fill("anna-m")
        study.press("Enter")
        study.page.get_by_text("You now study as anna-m").wait_for()
        assert study.exported() == ""
        assert study.page.evaluate("App.progress.memories.size") == 0


def test_a_browser_that_keeps_nothing_says_so_and_asks_before_it_closes(browser: Browser, path: Path) -> None:
    with Study.open(browser, path, size=PHONE, denied=True) as study:
        assert study.page.get_by_text("This browser stores nothing").is_visible()
        is_readable(study)
        study.ask("flip#1", "hostile#1")
        study.press("Space", "3")
        study.page.locator(".asked", has_text="not bold").wait_for()
        assert study.page.evaluate(LEAVING)
        study.go("progress")
        with study.page.expect_download():
            study.page.get_by_role("button", name="Save progress file").first.click()
        assert not study.page.evaluate(LEAVING)
        assert len(study.exported().splitlines()) == 1
        assert study.complaints == []


def test_saving_the_file_of_one_name_does_not_forget_the_answers_of_another(
    browser: Browser, path: Path
) -> None:
    with Study.open(browser, path, denied=True) as study:
        study.ask("flip#1", "hostile#1")
        study.press("Space", "3")
        study.page.locator(".asked", has_text="not bold").wait_for()
        study.page.evaluate("App.learn('anna')")
        study.go("progress")
        with study.page.expect_download():
            study.page.get_by_role("button", name="Save progress file").first.click()
        assert study.page.evaluate(LEAVING)


def test_cards_are_found_by_words_topic_and_state(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.evaluate("App.progress.flag('one#1', 'which?')")
        study.go("browse")
        found = study.page.locator(".results .q")
        assert found.count() == 13
        study.page.get_by_label("Search").fill("VASCULAR stand")
        study.page.get_by_text("2 cards", exact=True).wait_for()
        study.page.get_by_label("Search").fill("")
        study.page.get_by_label("Topic").select_option("factors")
        study.page.get_by_label("State").select_option("flagged")
        study.page.get_by_text("1 card", exact=True).wait_for()
        found.first.click()
        assert study.page.locator("h1").inner_text() == "How do they chiefly act?"
        assert study.page.get_by_text("which?").is_visible()
        study.page.get_by_role("button", name="Remove the flag").click()
        study.page.get_by_role("button", name="Flag", exact=True).wait_for()
        study.page.get_by_role("button", name="Suspend").click()
        study.page.get_by_role("button", name="Resume").wait_for()
        assert study.page.evaluate("App.progress.suspended.has('one#1')")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("TGF-β1", "tgf-beta1"),
        ("TGF-beta1", "tgf-Β1"),
        ("TGF-β1", "TGFβ1"),
        ("graft\u2011versus\u2011host", "graft-versus-host"),
        ("5 µg", "5 \u03bcg"),
        ("Sjögren’s disease", "disease sjogren's"),
        ("Straße", "STRASSE"),
        ("CO₂", "co2"),
        ("immuno\u00adtherapy", "immunotherapy"),
    ],
)
def test_words_are_found_however_they_are_written(
    browser: Browser, path: Path, text: str, words: str
) -> None:
    with Study.open(browser, path) as study:
        study.page.evaluate("text => { Course.cards[3].extra = text; }", text)
        assert study.page.evaluate("words => Course.search(words).map(card => card.id)", words) == [
            "written#1"
        ]


def test_what_is_done_with_a_card_brings_nobody_back_who_left_it(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.evaluate(
            """() => {
                const { progress } = App, suspend = progress.suspend.bind(progress);
                progress.suspend = async card => {
                    await new Promise(resolve => setTimeout(resolve, 300));
                    return suspend(card);
                };
            }"""
        )
        study.go("card", "flip#1")
        study.page.get_by_role("button", name="Suspend").click()
        study.go("browse")
        study.page.wait_for_timeout(500)
        assert study.page.evaluate("App.progress.suspended.has('flip#1')")
        assert study.page.locator("h1").inner_text() == "Cards"


def test_light_and_dark_can_be_switched_and_stay_so(browser: Browser, path: Path) -> None:
    with Study.open(browser, path, night=True) as study:
        ground = "getComputedStyle(document.body).backgroundColor"
        dark = study.page.evaluate(ground)
        study.page.get_by_role("button", name="Dark colours").click()
        light = study.page.evaluate(ground)
        assert light != dark
        study.opened_anew_until("document.documentElement.dataset.theme === 'light'")
        assert study.page.evaluate(ground) == light
        assert study.page.get_by_role("button", name="Dark colours").get_attribute("aria-pressed") == "false"


def test_two_windows_keep_the_choices_of_both(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        other = Study.among(study.page.context, path)
        study.page.evaluate("Settings.set('theme', 'dark')")
        other.page.evaluate("Settings.set('fresh', 3)")
        study.opened_anew_until("Settings.get('theme') === 'dark' && Settings.get('fresh') === 3")


def test_opening_the_page_writes_no_choice(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.page.evaluate("Settings.set('fresh', 10)")
        assert study.page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("kept", ["null", "[]", "half a", '{"theme": 3, "without": null, "fresh": {}}'])
def test_spoilt_settings_are_as_if_there_were_none(browser: Browser, path: Path, kept: str) -> None:
    with Study.open(browser, path) as study:
        study.page.evaluate("kept => localStorage.setItem(`msc-learn:${Course.id}:settings`, kept)", kept)
        study.page.reload()
        study.ready()
        chosen = study.page.evaluate("['theme', 'without', 'fresh'].map(Settings.get)")
        assert chosen == ["auto", [], 10]


def test_paper_has_the_cards_and_nothing_to_press(browser: Browser, path: Path) -> None:
    with Study.open(browser, path) as study:
        study.go("browse")
        study.page.emulate_media(media="print")
        assert study.page.locator(".results li").first.is_visible()
        assert [button.is_visible() for button in study.page.get_by_role("button").all()].count(True) == 0


@pytest.mark.parametrize(("screen", "rest"), [("progress", ""), ("card", "drawn#1")])
def test_what_is_printed_at_night_is_dark_on_white(
    browser: Browser, path: Path, screen: str, rest: str
) -> None:
    with Study.open(browser, path, night=True, denied=True) as study:
        study.go(screen, rest)
        study.page.emulate_media(media="print")
        assert [button.is_visible() for button in study.page.locator("button").all()].count(True) == 0
        is_readable(study)
        ground = "getComputedStyle(document.querySelector('.notice, .strength')).backgroundColor"
        assert min(map(int, re.findall(r"\d+", study.page.evaluate(ground))[:3])) > 200


def test_every_control_is_large_enough_for_a_thumb(browser: Browser, path: Path) -> None:
    with Study.open(browser, path, size=PHONE) as study:
        for screen, rest in (("home", ""), ("browse", ""), ("card", "one#1"), ("progress", "")):
            study.go(screen, rest)
            assert study.page.evaluate(SMALL) == []
        for card in KINDS:
            study.ask(card)
            assert study.page.evaluate(SMALL) == []
            answer(study.page)
            assert study.page.evaluate(SMALL) == []


@pytest.mark.wide
def test_ten_thousand_cards_open_and_are_searched(
    browser: Browser, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    topics = [f"topic-{number}" for number in range(20)]
    (tmp_path / "course.yaml").write_text(
        f"title: Many\ndeck: Many\nlanguage: en\ntopics: [{', '.join(topics)}]\n", encoding="utf-8"
    )
    for topic in topics:
        cards = "".join(
            f"  - id: {topic}-{number}\n    question: What is fact {number} of {topic}?\n"
            f"    answer: the finding {number} on {topic}\n"
            for number in range(500)
        )
        (tmp_path / f"{topic}.yaml").write_text(f"topic: {topic}\ncards:\n{cards}", encoding="utf-8")
    write(compiled(tmp_path), tmp_path / "many.html")
    with Study.open(browser, tmp_path / "many.html", size=PHONE) as study:
        record_property("milliseconds_to_ready", study.ready())
        record_property("kilobytes", (tmp_path / "many.html").stat().st_size // 1000)
        assert study.page.locator(".number.new dd").inner_text() == "10"
        study.go("browse")
        assert study.page.locator(".found-count").inner_text() == "10,000 cards"
        assert study.page.locator(".results li").count() == 50
        study.page.get_by_role("button", name="Show 50 more of 9,950").click()
        assert study.page.locator(".results li").count() == 100
        study.page.get_by_label("Search").fill("finding 499 topic-19")
        study.page.get_by_text("1 card", exact=True).wait_for()
        study.ask("topic-0-0#1")
        study.press("Space", "3")
        assert study.complaints == []
