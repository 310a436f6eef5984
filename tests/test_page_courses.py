"""Pages of many courses in one browser: each has its own progress, also that of its page of version 0.1.0."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext

from look.reviewer import chromium
from look.studypage import DESKTOP, Study, compiled
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.deck.compile import compile_course
from msc_learn.deck.release.lock import Lock
from msc_learn.page import write
from msc_learn.page.contents import contents_of

pytestmark = pytest.mark.slow

EXAM = """\
title: Induction
blueprint: {t: 3}
items: 3
minutes: 30
pass-mark: 50
rationale: A convention.
set-by: the test
attempts: 5
valid-months: 12
"""
CARDS = {name: f"What is {name}?" for name in ("nucleus", "wall", "vesicle", "matrix")}
OTHERS = {name: f"What is {name}?" for name in ("mitosis", "meiosis", "spindle")}
# What a learner has answered, as the page counts it.
STATE = """() => ({
  reviews: App.progress.reviews.map(({card}) => card),
  due: Object.fromEntries([...App.progress.memories].map(([card, {due}]) => [card, due])),
  kind: App.progress.kind,
})"""
# The courses of the stored events that the page has read so far.
COUNTED = """
window.read = [];
for (const type of [IDBIndex, IDBObjectStore]) {
  const { getAll } = type.prototype;
  type.prototype.getAll = function (...rest) {
    const request = getAll.apply(this, rest);
    const courses = () => request.result.map(({ course }) => course);
    request.addEventListener("success", () => { window.read.push(...courses()); });
    return request;
  };
}
"""
STORED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("msc-learn");
  opening.onsuccess = () => {
    const request = opening.result.transaction("events").objectStore("events").getAll();
    request.onsuccess = () => { resolve(request.result); opening.result.close(); };
  };
})"""
QUESTION, YES, NO = ".earlier", "Yes, from this course", "No, from another"
REFUSAL = "This browser has answers from another course with the id '{}'."

Page = Callable[..., Path]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    width, height = DESKTOP
    with closing(browser.new_context(viewport={"width": width, "height": height}, offline=True)) as opened:
        yield opened


@pytest.fixture
def page_of(tmp_path: Path) -> Page:
    """Write a course and its page; without an id it stores as the page of 0.1.0 did.

    As in a folder, a build goes on from the lock of the one before.
    """
    locks: dict[str, Lock] = {}

    def write_page(
        folder: str,
        cards: Mapping[str, str] = CARDS,
        *,
        id_: str = "",
        file: str = "page",
        exam: bool = False,
        more: str = "",
        lock: Lock | None = None,
    ) -> Path:
        path = tmp_path / folder
        (path / "exams").mkdir(parents=True, exist_ok=True)
        key = f"id: {id_}\n" if id_ else ""
        (path / "course.yaml").write_text(
            f"title: Course {id_ or 'of 0.1.0'}\ndeck: D\nlanguage: en\ntopics: [t]\n{key}", encoding="utf-8"
        )
        entries = "".join(
            f"  - id: {name}\n    question: {json.dumps(asked)}\n    answer: the {name}\n"
            f"    source: {{section: S, quote: The {name}.}}\n"
            for name, asked in cards.items()
        )
        (path / "t.yaml").write_text(f"topic: T\n{more}cards:\n{entries}", encoding="utf-8")
        if exam:
            (path / "exams" / "induction.yaml").write_text(EXAM, encoding="utf-8")
        release = compile_course(load_course(str(path)), lock or locks.get(folder, Lock()), 1_800_000_000)
        locks[folder] = release.lock
        write(release, path / f"{file}.html")
        return path / f"{file}.html"

    return write_page


def study(context: BrowserContext, page: Path, *answers: str, rating: int = 3) -> Study:
    """Open a page and rate cards, each by its id."""
    opened = Study.among(context, page)
    for card in answers:
        opened.page.evaluate(
            "([id, rating]) => App.progress.append({card: id, rating, version: Course.byId.get(id).version})",
            [f"{card}#1", rating],
        )
    return opened


def state(opened: Study) -> dict[str, Any]:
    found: dict[str, Any] = opened.page.evaluate(STATE)
    return found


def answered(opened: Study) -> list[str]:
    return [card.removesuffix("#1") for card in state(opened)["reviews"]]


def lines(opened: Study) -> list[dict[str, Any]]:
    return [json.loads(line) for line in opened.exported().splitlines()]


def wait_until(opened: Study, condition: str) -> None:
    """Wait by asking again and again: the page's policy lets nothing else wait within it."""
    for _ in range(100):
        if opened.page.evaluate(condition):
            return
        opened.page.wait_for_timeout(50)
    raise TimeoutError(f"{condition} did not come true")


def stored(opened: Study) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = opened.page.evaluate(STORED)
    return events


def asks(opened: Study) -> str:
    question = opened.page.locator(QUESTION)
    return question.locator("p").inner_text() if question.count() else ""


def reply(opened: Study, words: str) -> None:
    opened.page.get_by_role("button", name=words).click()
    opened.page.locator(QUESTION).wait_for(state="detached")


# --- each course its own progress


@pytest.mark.parametrize("names", [("Гигиена", "Переливание"), ("解剖学", "生理学"), ("C", "C++")])
def test_courses_that_had_one_id_share_nothing(
    context: BrowserContext, page_of: Page, names: tuple[str, str]
) -> None:
    one, two = (page_of(name, id_=f"{name.lower().strip('+')}-{n}aaaaaaa") for n, name in enumerate(names, 2))
    first = study(context, one, "nucleus", "wall")
    first.page.evaluate("Settings.set('learner', 'me'); Settings.set('theme', 'dark')")
    second = study(context, two)
    assert (answered(second), second.exported(), asks(second)) == ([], "", "")
    assert second.page.evaluate("Settings.get('theme')") == "auto"
    study(context, two, "nucleus")
    assert answered(study(context, one)) == ["nucleus", "wall"]
    assert {line["course"] for line in lines(first)} == {load_course(str(one.parent)).id}
    assert first.complaints == second.complaints == []


def test_an_answer_in_one_course_changes_nothing_in_an_open_page_of_another(
    context: BrowserContext, page_of: Page
) -> None:
    one, two = (study(context, page_of(name, id_=f"{name}-2aaaaaaa")) for name in ("а", "б"))
    two.page.evaluate("App.progress.addEventListener('change', () => { window.told = true; })")
    one.page.evaluate("App.progress.append({card: 'nucleus#1', rating: 3})")
    two.page.wait_for_timeout(300)
    assert two.page.evaluate("[App.progress.reviews.length, window.told ?? false]") == [0, False]


def test_a_second_window_of_a_course_keeps_in_step(context: BrowserContext, page_of: Page) -> None:
    old, page = page_of("bio", file="old"), page_of("bio", id_="bio-2aaaaaaa")
    study(context, old, "nucleus")
    one, two = Study.among(context, page), Study.among(context, page)
    one.page.evaluate("App.progress.append({card: 'wall#1', rating: 3})")
    wait_until(two, "App.progress.reviews.length === 2")
    assert state(two) == state(one)


def test_a_page_reads_no_event_of_another_course(context: BrowserContext, page_of: Page) -> None:
    other = study(context, page_of("other", OTHERS, id_="other-2aaaaaaa"))
    file = "".join(
        other.page.evaluate(
            """() => Array.from({length: 300}, (_, n) => Jsonl.lineOf({
                kind: "review", id: `e${n}`, learner: "me", course: Course.id, card: "mitosis#1", rating: 3,
                at: 1_790_000_000_000 + n * 86_400_000, zone: "UTC", elapsed: 0, mode: "flip", answer: "",
                verdict: null, purpose: "practice", scheduler: "", version: "",
            }) + "\\n")"""
        )
    )
    assert other.page.evaluate("file => App.progress.imported(file)", file)["new"] == 300
    context.add_init_script(COUNTED)
    page = study(context, page_of("bio", id_="bio-2aaaaaaa"), "nucleus")
    page.page.evaluate("App.progress.refresh()")
    assert {*page.page.evaluate("window.read")} <= {"bio-2aaaaaaa"}
    assert answered(page) == ["nucleus"]


# --- the progress that a page of 0.1.0 left


def test_the_page_of_a_course_goes_on_from_its_page_of_0_1_0(context: BrowserContext, page_of: Page) -> None:
    old = study(context, page_of("Гигиена", file="old"), "nucleus", "wall", "nucleus", "matrix")
    old.page.evaluate("App.progress.flag('wall#1', 'why?')")
    old.page.evaluate("App.progress.undo('matrix#1')")
    before, events = state(old), stored(old)
    assert {event["course"] for event in events} == {"course"}
    assert len(before["reviews"]) == 3
    page = study(context, page_of("Гигиена", id_="гигиена-2aaaaaaa"))
    assert (state(page), asks(page)) == (before, "")
    assert page.page.evaluate("App.progress.flags.get('wall#1')") == "why?"
    assert stored(page) == events
    written = lines(page)
    assert {line["course"] for line in written} == {"гигиена-2aaaaaaa"}
    assert [line["id"] for line in written] == [line["id"] for line in lines(old)]
    assert page.complaints == []


def test_an_earlier_page_still_works_and_both_go_on(context: BrowserContext, page_of: Page) -> None:
    before = page_of("bio", file="old")
    old = study(context, before, "nucleus")
    page = study(context, page_of("bio", id_="bio-2aaaaaaa"), "wall")
    old.page.evaluate("App.progress.append({card: 'vesicle#1', rating: 3})")
    wait_until(page, "App.progress.reviews.length === 3")
    assert answered(study(context, before)) == ["nucleus", "vesicle"]
    page.page.evaluate("App.progress.undo('nucleus#1')")
    page.page.evaluate("App.progress.append({card: 'matrix#1', rating: 3})")
    assert answered(study(context, page_of("bio", id_="bio-2aaaaaaa"))) == ["wall", "vesicle", "matrix"]
    again = study(context, page_of("bio", id_="bio-2aaaaaaa"))
    assert [again.page.evaluate("App.progress.undo()")["card"] for _ in "12"] == ["matrix#1", "vesicle#1"]


def test_renamed_removed_and_corrected_cards_are_still_those_of_the_course(
    context: BrowserContext, page_of: Page
) -> None:
    before = page_of("bio", file="old")
    lock = compiled(before.parent).lock
    study(context, before, *CARDS)
    changed = {name: asked for name, asked in CARDS.items() if name not in ("matrix", "wall")}
    changed["nucleus"] = "Which part holds the genome?"
    more = "retired: {vesicle: not true any more}\n"
    del changed["vesicle"]
    page = page_of("bio", {**changed, "cell-wall": CARDS["wall"]}, id_="bio-2aaaaaaa", more=more, lock=lock)
    text = (page.parent / "t.yaml").read_text(encoding="utf-8")
    text = text.replace("- id: cell-wall", "- id: cell-wall\n    renamed-from: wall").replace(
        "the cell-wall", "the wall"
    )
    (page.parent / "t.yaml").write_text(text, encoding="utf-8")
    write(compile_course(load_course(str(page.parent)), lock, 1_800_000_001), page)
    opened = study(context, page)
    # Of the two claims it can compare, one was corrected: the learner decides.
    assert (
        asks(opened)
        == "This browser has 4 answers from an earlier page named 'bio'. Are they from this course?"
    )
    reply(opened, YES)
    assert sorted(state(opened)["due"]) == ["cell-wall#1", "matrix#1", "nucleus#1", "vesicle#1"]


def test_the_ids_of_removed_and_renamed_notes_are_in_the_page(page_of: Page) -> None:
    before = page_of("bio", file="old")
    lock = compiled(before.parent).lock
    page_of("bio", {"wall": "?"}, id_="bio-2aaaaaaa", more="retired: {matrix: untrue}\n")
    found = contents_of(load_course(str(before.parent)), lock)
    assert found["removed"] == ["matrix", "nucleus", "vesicle"]
    assert found["legacy"] == ["bio"]


def test_a_course_that_kept_its_id_has_no_earlier_one() -> None:
    assert "legacy" not in contents_of(load_course("msc"))


@pytest.mark.parametrize("is_ours", [True, False], ids=["yes", "no"])
def test_two_folders_of_one_name_are_told_apart_by_the_learner(
    context: BrowserContext, page_of: Page, is_ours: bool
) -> None:
    study(context, page_of("x/bio", file="old"), "nucleus", "wall")
    study(context, page_of("y/bio", {**OTHERS, "nucleus": "Is it large?"}, file="old"), "mitosis")
    path = page_of("x/bio", id_="bio-2xxxxxxx")
    page = study(context, path)
    assert (
        asks(page)
        == "This browser has 3 answers from an earlier page named 'bio'. Are they from this course?"
    )
    assert answered(page) == []
    assert Axe().run(page.page).violations_count == 0
    window = Study.among(context, path)
    reply(page, YES if is_ours else NO)
    window.page.locator(QUESTION).wait_for(state="detached")
    taken = ["nucleus", "wall"] if is_ours else []
    assert answered(page) == answered(window) == answered(study(context, path)) == taken
    assert asks(study(context, path)) == ""
    assert [line["card"] for line in lines(page)] == [f"{card}#1" for card in taken]
    assert page.page.evaluate("document.activeElement.tagName") == "H1"
    assert page.complaints == []


def test_one_answer_is_asked_about_in_the_singular(context: BrowserContext, page_of: Page) -> None:
    study(context, page_of("x/bio", {"nucleus": "Is it large?"}, file="old"), "nucleus")
    page_of("y/bio", file="old")
    page = study(context, page_of("y/bio", id_="bio-2aaaaaaa"))
    assert asks(page) == "This browser has 1 answer from an earlier page named 'bio'. Is it from this course?"


def test_progress_on_other_cards_alone_is_not_spoken_of(context: BrowserContext, page_of: Page) -> None:
    study(context, page_of("x/bio", OTHERS, file="old"), "mitosis", "meiosis")
    page = page_of("y/bio", id_="bio-2aaaaaaa")
    assert (asks(study(context, page)), answered(study(context, page))) == ("", [])
    context.add_init_script(COUNTED)
    assert Study.among(context, page).page.evaluate("window.read") == []


def test_the_name_and_the_choices_of_an_earlier_page_are_taken_along(
    context: BrowserContext, page_of: Page
) -> None:
    old = study(context, page_of("bio", file="old"))
    old.page.evaluate(
        "App.learn('anna').then(() => { Settings.set('fresh', 3); Settings.set('theme', 'dark'); })"
    )
    old.page.evaluate(
        "App.progress.append({card: 'wall#1', rating: 3, version: Course.byId.get('wall#1').version})"
    )
    path = page_of("bio", id_="bio-2aaaaaaa")
    page = study(context, path)
    assert answered(page) == ["wall"]
    assert page.page.evaluate("['learner', 'fresh', 'theme'].map(Settings.get)") == ["anna", 3, "dark"]
    page.page.evaluate("Settings.set('fresh', 7)")
    again = study(context, path)
    assert again.page.evaluate("['learner', 'fresh'].map(Settings.get)") == ["anna", 7]


def test_progress_of_one_learner_is_not_opened_for_another(context: BrowserContext, page_of: Page) -> None:
    old = study(context, page_of("bio", file="old"), "nucleus")
    old.page.evaluate("App.learn('anna')")
    page = study(context, page_of("bio", id_="bio-2aaaaaaa"))
    assert page.page.evaluate("Settings.get('learner')") == "me"
    page.page.evaluate("Settings.set('theme', 'dark')")
    page.opened_anew_until("Settings.get('theme') === 'dark'")
    assert (page.page.evaluate("Settings.get('learner')"), answered(page)) == ("me", ["nucleus"])


@pytest.mark.parametrize("kept", ["null", "[]", "half a", '{"bio me": null}', '{"bio me": {"answer": 3}}'])
def test_spoilt_answers_are_as_if_none_was_given(context: BrowserContext, page_of: Page, kept: str) -> None:
    study(context, page_of("bio", file="old"), "nucleus")
    page = study(context, page_of("bio", id_="bio-2aaaaaaa"))
    page.page.evaluate("kept => localStorage.setItem(`msc-learn:${Course.id}:legacy`, kept)", kept)
    page.page.reload()
    page.ready()
    assert (asks(page), answered(page), page.complaints) == ("", ["nucleus"], [])


def test_the_choices_of_another_course_are_not_taken_along(context: BrowserContext, page_of: Page) -> None:
    old = study(context, page_of("x/bio", OTHERS, file="old"))
    old.page.evaluate("App.learn('anna').then(() => Settings.set('without', ['t']))")
    old.page.evaluate("App.progress.append({card: 'mitosis#1', rating: 3})")
    page = study(context, page_of("y/bio", id_="bio-2aaaaaaa"))
    assert page.page.evaluate("['learner', 'without'].map(Settings.get)") == ["me", []]


def test_a_file_of_an_earlier_page_is_taken_over_and_comes_twice(
    browser: Browser, context: BrowserContext, page_of: Page
) -> None:
    old = study(context, page_of("bio", file="old"), "nucleus", "wall")
    file, path = old.exported(), page_of("bio", id_="bio-2aaaaaaa")
    with closing(browser.new_context()) as elsewhere:
        page = study(elsewhere, path)
        imported = "file => App.progress.imported(file)"
        assert page.page.evaluate(imported, file) == {"new": 2, "there": 0, "problems": []}
        assert answered(page) == ["nucleus", "wall"]
        assert page.page.evaluate(imported, file) == {"new": 0, "there": 2, "problems": []}
        assert page.page.evaluate(imported, page.exported()) == {"new": 0, "there": 2, "problems": []}
        assert answered(study(elsewhere, path)) == ["nucleus", "wall"]


def test_a_file_of_the_course_says_whose_the_earlier_progress_is(
    browser: Browser, context: BrowserContext, page_of: Page
) -> None:
    old, path = page_of("bio", file="old"), page_of("bio", id_="bio-2aaaaaaa")
    study(context, old, "nucleus")
    file = study(context, path).exported()
    study(context, page_of("y/bio", {**OTHERS, "nucleus": "Is it large?"}, file="old"), "mitosis")
    page = study(context, path)
    page.page.evaluate("localStorage.clear()")
    page.opened_anew_until("App.progress.question !== null")
    assert answered(page) == []
    assert page.page.evaluate("file => App.progress.imported(file)", file)["there"] == 1
    assert (asks(page), answered(page)) == ("", ["nucleus"])


# --- exams


def sit(opened: Study, *, until: int, begin: bool = True) -> None:
    """Begin an attempt, and answer its items up to a number."""
    opened.page.evaluate(
        """async ([until, begin]) => {
            const form = Course.exams.forms[0], zone = App.zone, now = () => Date.now();
            const attempts = () => ExamSession.attemptsOf(App.progress.exams, now());
            if (begin) {
                const number = attempts().length + 1;
                const begun = ExamSession.beginning(form, Settings.get("learner"), number);
                await App.progress.sit({ ...begun, at: now(), zone });
            }
            for (;;) {
                const attempt = attempts().at(-1), [item] = ExamSession.openItems(attempt);
                if (item === undefined || item >= until) return;
                const answer = { answer: attempt.begun.items[item].key[0], elapsed: 1 };
                await App.progress.sit({ ...ExamSession.answering(attempt, item, answer), at: now(), zone });
            }
        }""",
        [until, begin],
    )


def test_an_attempt_under_the_earlier_id_is_finished_and_the_next_is_begun_under_the_present_one(
    context: BrowserContext, page_of: Page, tmp_path: Path, runner: CliRunner
) -> None:
    old = study(context, page_of("bio", file="old", exam=True))
    sit(old, until=1)
    page = study(context, page_of("bio", id_="bio-2aaaaaaa", exam=True))
    page.go("exams")
    page.page.get_by_role("button", name="Go on").click()
    page.page.get_by_text("1 of 3 items answered").wait_for()
    sit(page, until=3, begin=False)
    page.go("exam", "induction")
    page.press("o", "h", "Enter")
    page.page.locator(".verdict").wait_for()
    assert "3 of 3 points" in page.page.locator(".verdict").inner_text()
    sit(page, until=1)
    page.go("exams")
    assert page.page.get_by_text("Attempt 1").is_visible()
    assert page.page.get_by_text("Under way").is_visible()
    sealed = [json.loads(line) for line in page.page.evaluate("App.progress.exportedExams()").splitlines()]
    assert [event["course"] for event in sealed] == ["bio"] * 5 + ["bio-2aaaaaaa"] * 2
    assert (sealed[5]["number"], sealed[5]["before"]) == (2, sealed[4]["seal"])
    file, db = tmp_path / "exams.jsonl", tmp_path / "history.db"
    file.write_text(page.exported(), encoding="utf-8")
    taken = runner.invoke(cli, ["progress", "import", str(file), "--db", str(db)])
    assert taken.output == "7 new events, 0 already there\n"
    assert page.complaints == []


# --- another course of the same id


def test_a_copy_with_other_cards_mixes_nothing_with_the_progress_of_the_original(
    context: BrowserContext, page_of: Page
) -> None:
    original, copied = page_of("bio", id_="bio-2aaaaaaa"), page_of("copy", OTHERS, id_="bio-2aaaaaaa")
    events = stored(study(context, original, "nucleus", "wall", "nucleus"))
    copy = study(context, copied, "mitosis", "meiosis")
    assert copy.page.get_by_text(REFUSAL.format("bio-2aaaaaaa")).is_visible()
    assert copy.page.get_by_text("delete the line 'id' from its course.yaml and build it again").is_visible()
    assert (answered(copy), state(copy)["kind"], stored(copy)) == (["mitosis", "meiosis"], "memory", events)
    copy.page.evaluate("App.learn('anna')")
    copy.page.evaluate("App.progress.append({card: 'spindle#1', rating: 3})")
    wait_until(copy, "App.progress.kind === 'stored'")
    assert [event["card"] for event in stored(copy)[len(events) :]] == ["spindle#1"]
    copy.page.evaluate("App.learn('me')")
    assert answered(copy) == ["mitosis", "meiosis"]
    assert answered(study(context, original)) == ["nucleus", "wall", "nucleus"]
    assert copy.complaints == []


def test_a_copy_that_got_its_own_id_stores_again(context: BrowserContext, page_of: Page) -> None:
    study(context, page_of("bio", id_="bio-2aaaaaaa"), "nucleus", "wall")
    copy = study(context, page_of("copy", OTHERS, id_="copy-2aaaaaaa"), "mitosis")
    assert (state(copy)["kind"], answered(copy)) == ("stored", ["mitosis"])
    assert copy.page.locator(".notice.bad").count() == 0


def test_every_screen_of_a_copy_says_that_nothing_is_stored(context: BrowserContext, page_of: Page) -> None:
    study(context, page_of("bio", id_="bio-2aaaaaaa", exam=True), "nucleus")
    copy = study(context, page_of("copy", OTHERS, id_="bio-2aaaaaaa", exam=True))
    said = copy.page.get_by_text(REFUSAL.format("bio-2aaaaaaa"))
    for screen in ("home", "progress", "exams"):
        copy.go(screen)
        assert said.first.is_visible()
        assert copy.page.get_by_text("This browser stores nothing").count() == 0
        assert Axe().run(copy.page).violations_count == 0
    copy.ask("mitosis#1")
    copy.press("Space", "4")
    assert said.first.is_visible()


def test_an_open_page_of_a_copy_stops_storing_once_the_original_is_studied(
    context: BrowserContext, page_of: Page
) -> None:
    original, copied = page_of("bio", id_="bio-2aaaaaaa"), page_of("copy", OTHERS, id_="bio-2aaaaaaa")
    copy = study(context, copied)
    assert state(copy)["kind"] == "stored"
    study(context, original, "nucleus")
    wait_until(copy, "App.progress.isRefused")
    copy.page.evaluate("App.progress.append({card: 'mitosis#1', rating: 3})")
    assert copy.page.get_by_text(REFUSAL.format("bio-2aaaaaaa")).is_visible()
    assert [event["card"] for event in stored(copy)] == ["nucleus#1"]


@pytest.mark.parametrize(
    "edited",
    [
        {"nucleus": "Which part holds the genome?", "wall": "Which part is stiff?", **OTHERS},
        {**CARDS, **OTHERS},
        {"wall": "Which part is stiff?", **OTHERS},
    ],
    ids=["rewritten", "grown", "half of the answered cards gone"],
)
def test_an_edited_course_goes_on(context: BrowserContext, page_of: Page, edited: Mapping[str, str]) -> None:
    path = page_of("bio", id_="bio-2aaaaaaa")
    study(context, path, "nucleus", "wall")
    newer = page_of("bio", edited, id_="bio-2aaaaaaa", file="newer")
    page = study(context, newer, "mitosis")
    assert (state(page)["kind"], answered(page)) == ("stored", ["nucleus", "wall", "mitosis"])
    older = study(context, path, "matrix")
    assert (state(older)["kind"], len(answered(older))) == ("stored", 4)


def test_a_course_whose_released_cards_were_all_replaced_goes_on(
    context: BrowserContext, page_of: Page
) -> None:
    before = page_of("bio", id_="bio-2aaaaaaa")
    study(context, before, "nucleus", "wall")
    newer = page_of("bio", OTHERS, id_="bio-2aaaaaaa", file="newer", lock=compiled(before.parent).lock)
    assert answered(study(context, newer, "mitosis")) == ["nucleus", "wall", "mitosis"]


def test_a_file_of_a_copy_is_refused_as_a_whole(context: BrowserContext, page_of: Page) -> None:
    page = study(context, page_of("bio", id_="bio-2aaaaaaa"), "nucleus")
    copied = page_of("copy", OTHERS, id_="bio-2aaaaaaa")
    file = study(context, copied, "mitosis", "meiosis").exported()
    found = page.page.evaluate("file => App.progress.imported(file)", file)
    [problem] = found["problems"]
    assert problem["line"] == 1
    assert problem["message"].startswith("these answers are from another course with the id 'bio-2aaaaaaa'")
    assert (found["new"], answered(page)) == (0, ["nucleus"])
