"""The study page's progress: durable, the same events as the terminal's, at ease with two pages and none."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Error, Page

from look.reviewer import chromium, chromium_path
from msc_learn.cli.main import cli
from msc_learn.history.events import Bury, Flag, Resume, Suspend, Unflag
from msc_learn.history.jsonl import Exported, event_of_line, line_of
from msc_learn.history.projection import adopt
from msc_learn.history.store import History
from msc_learn.memory.days import day_of
from msc_learn.memory.fsrs6 import next_memory
from msc_learn.memory.parameters import DEFAULT, Adoption, Parameters
from msc_learn.memory.replay import Former
from msc_learn.memory.review import Mode, Purpose, Rating, Review, Verdict, event_id, milliseconds
from msc_learn.page.assemble import shared_script
from pages import SCRIPTS, assert_same, with_scripts

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = (
    "async (whose) => { window.progress = await Progress.open({course: 'course', learner: 'me', ...whose}); }"
)
# What can be asked of an open progress, as plain values.
STATE = """day => ({
  memories: Object.fromEntries(progress.memories),
  suspended: [...progress.suspended].sort(),
  buried: [...progress.buried(day)].sort(),
  flags: Object.fromEntries(progress.flags),
  kind: progress.kind,
})"""

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with closing(browser.new_context()) as opened:
        yield opened


@pytest.fixture
def blank(tmp_path: Path) -> str:
    """A page of nothing, opened as learners open theirs: from a disk."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>page</title>")
    return page.as_uri()


@pytest.fixture
def opened(context: BrowserContext, blank: str) -> Opener:
    def open_page(script: str = "", **whose: object) -> Page:
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(blank)
        with_scripts(page).evaluate(OPEN, whose)
        return page

    return open_page


def state(page: Page, day: datetime = NOW) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STATE, day_of(day, "UTC").toordinal())
    return found


def answer(page: Page, card: str = "a#1", rating: int = 3, at: datetime = NOW, **rest: object) -> Any:
    review = {"card": card, "rating": rating, "at": milliseconds(at), "zone": "UTC", **rest}
    return page.evaluate("review => progress.append(review)", review)


def kept(page: Page) -> list[dict[str, Any]]:
    return [json.loads(line) for line in page.evaluate("progress.exported()").splitlines()]


def test_an_answer_is_there_after_the_page_is_loaded_again(opened: Opener, blank: str) -> None:
    page = opened()
    left = answer(page, elapsed=4321, mode="type", answer="TGF-β1 漢字", verdict="wrong", version="abc")
    before = page.evaluate("progress.exported()")
    page.goto(blank)
    with_scripts(page).evaluate(OPEN, {})
    assert state(page)["memories"] == {"a#1": left}
    assert page.evaluate("progress.exported()") == before
    assert state(page)["kind"] == "stored"


def test_an_answer_is_on_disk_when_the_page_has_been_told_so(opened: Opener) -> None:
    """A page that is closed at once, without a farewell, has kept it."""
    page = opened()
    answer(page)
    page.close(run_before_unload=False)
    assert [event["card"] for event in kept(opened())] == ["a#1"]


def test_what_was_said_of_an_answer_is_what_the_terminal_takes(
    opened: Opener, tmp_path: Path, runner: CliRunner
) -> None:
    page = opened()
    answer(page, elapsed=1234.5, mode="choice", answer="half \ud83d", verdict="close", version="abc")
    (tmp_path / "lines").write_text(page.evaluate("progress.exported()"), encoding="utf-8")
    db = tmp_path / "history.db"
    assert runner.invoke(cli, ["progress", "import", str(tmp_path / "lines"), "--db", str(db)]).exit_code == 0
    with History.open(db) as history:
        [review] = history.reviews()
    expected = Review("", "me", "course", "a#1", Rating.GOOD, NOW, elapsed=1235, mode=Mode.CHOICE)
    expected = replace(expected, answer="half ?", verdict=Verdict.CLOSE, version="abc")
    assert replace(review, id="") == expected


@given(st.integers(0, 2**45), st.binary(min_size=10, max_size=10))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_event_is_named_as_in_the_terminal(shared: Page, at: int, chance: bytes) -> None:
    named = shared.evaluate("([at, chance]) => Jsonl.eventId(at, new Uint8Array(chance))", [at, list(chance)])
    assert named == event_id(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at), chance)


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Page:
    """One page for what stores nothing: an opaque origin has no storage at all."""
    return with_scripts(browser.new_page())


# --- the same events, the same memories

CARDS = ("a#1", "a#2", "b#1", "new#1")
FORMER = {"new#1": "old#1"}


@dataclass(frozen=True)
class Move:
    """Something a learner does: an answer, or what the name says, so long after what was done before."""

    name: str
    card: str
    rating: Rating
    wait: timedelta
    zone: str
    purpose: Purpose


NAMES = ("review",) * 8 + ("undo", "undo a card", "suspend", "resume", "bury", "flag", "unflag")
MOVES = st.lists(
    st.builds(
        Move,
        st.sampled_from(NAMES),
        st.sampled_from((*CARDS, "old#1")),
        st.sampled_from(Rating),
        # A clock may be set back.
        st.integers(-90 * 60_000, 20 * 24 * 3_600_000).map(lambda ms: timedelta(milliseconds=ms)),
        st.sampled_from(["UTC", "Europe/Zurich", "-08:00"]),
        st.sampled_from((*(Purpose.PRACTICE,) * 4, Purpose.CRAM)),
    ),
    max_size=24,
)
PLAY = """async (moves) => {
  const does = {
    review: (move) => progress.append(move),
    undo: (move) => progress.undo("", move),
    "undo a card": (move) => progress.undo(move.card, move),
    flag: (move) => progress.flag(move.card, `look at ${move.card}`, move),
  };
  for (const move of moves) {
    if (does[move.name]) await does[move.name](move);
    else await progress[move.name](move.card, move);
  }
}"""


def moments(moves: list[Move]) -> list[datetime]:
    """Return when each is done: no two at one moment, for their names alone would order them."""
    at, found = NOW, []
    for number, move in enumerate(moves):
        at += move.wait
        found.append(at + timedelta(milliseconds=number))
    return found


def play_in_page(page: Page, moves: list[Move]) -> None:
    plain = [
        {
            "name": move.name,
            "card": move.card,
            "rating": int(move.rating),
            "at": milliseconds(at),
            "zone": move.zone,
            "purpose": move.purpose.value,
        }
        for move, at in zip(moves, moments(moves), strict=True)
    ]
    page.evaluate(PLAY, plain)


KINDS = {"suspend": Suspend, "resume": Resume, "bury": Bury, "unflag": Unflag}


def play_in_terminal(history: History, moves: list[Move], learner: str) -> None:
    for move, at in zip(moves, moments(moves), strict=True):
        name, common = event_id(at, os.urandom(10)), (learner, "course", move.card, at, move.zone)
        if move.name == "review":
            rated = Review(name, learner, "course", move.card, move.rating, at, move.zone)
            history.append(replace(rated, purpose=move.purpose))
        elif move.name.startswith("undo"):
            card = move.card if move.name == "undo a card" else ""
            history.undo(learner, "course", identity=name, at=at, zone=move.zone, card=card)
        elif move.name == "flag":
            history.record(Flag(name, *common, note=f"look at {move.card}"))
        else:
            history.record(KINDS[move.name](name, *common))


def assert_agree(page: Page, history: History, learner: str, day: datetime) -> None:
    found, memories = state(page, day), history.memories("course", learner)
    assert found["memories"].keys() == memories.keys()
    for card, memory in memories.items():
        assert_same(found["memories"][card], memory)
    assert found["suspended"] == sorted(history.suspended("course", learner))
    assert found["buried"] == sorted(history.buried("course", learner, day_of(day, "UTC")))
    assert found["flags"] == {flag.card: flag.note for flag in history.flags("course", learner)}


def fresh(page: Page, renamed: bool) -> tuple[str, Former]:
    """Open the progress of a learner nobody has met, and return the name, and what was renamed."""
    learner, former = f"me-{os.urandom(8).hex()}", FORMER if renamed else {}
    page.evaluate(OPEN, {"learner": learner, "former": former})
    return learner, {("course", new): old for new, old in former.items()}


def exported(runner: CliRunner, db: Path) -> str:
    result = runner.invoke(cli, ["progress", "export", "--db", str(db)])
    assert result.exit_code == 0, result.output
    return result.stdout


LAWS = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAWS
@given(moves=MOVES, renamed=st.booleans())
def test_what_is_done_in_the_page_comes_to_what_it_comes_to_in_the_terminal(
    shared: Page, tmp_path: Path, moves: list[Move], renamed: bool
) -> None:
    learner, former = fresh(shared, renamed)
    play_in_page(shared, moves)
    with History.open(tmp_path / "none.db", create=False, former=former) as history:
        play_in_terminal(history, moves, learner)
        assert_agree(shared, history, learner, moments(moves)[-1] if moves else NOW)


@LAWS
@given(moves=MOVES, renamed=st.booleans())
def test_an_export_of_the_page_is_taken_by_the_terminal_as_it_is(
    shared: Page, tmp_path: Path, runner: CliRunner, moves: list[Move], renamed: bool
) -> None:
    learner, former = fresh(shared, renamed)
    play_in_page(shared, moves)
    lines = shared.evaluate("progress.exported()")
    file, db = tmp_path / "lines", tmp_path / f"{learner}.db"
    file.write_text(lines, encoding="utf-8")
    assert runner.invoke(cli, ["progress", "import", str(file), "--db", str(db)]).exit_code == 0
    assert exported(runner, db) == lines
    with History.open(db, former=former) as history:
        assert_agree(shared, history, learner, moments(moves)[-1] if moves else NOW)


@LAWS
@given(moves=MOVES, renamed=st.booleans(), random=st.randoms(use_true_random=False, note_method_calls=False))
def test_an_export_of_the_terminal_is_taken_by_the_page_in_whatever_order(
    shared: Page, tmp_path: Path, runner: CliRunner, moves: list[Move], renamed: bool, random: Any
) -> None:
    learner, former = fresh(shared, renamed)
    db = tmp_path / f"{learner}.db"
    with History.open(db, former=former) as history:
        play_in_terminal(history, moves, learner)
        lines = exported(runner, db)
        shuffled = lines.splitlines(keepends=True)
        random.shuffle(shuffled)
        half = len(shuffled) // 2
        for part in (shuffled[:half], shuffled[half:]):
            found = shared.evaluate("text => progress.imported(text)", "".join(part))
            assert found == {"new": len(part), "there": 0, "problems": []}
        assert shared.evaluate("progress.exported()") == lines
        assert_agree(shared, history, learner, moments(moves)[-1] if moves else NOW)


# --- import


def review(card: str = "a#1", at: datetime = NOW, **rest: Any) -> Review:
    made = Review(event_id(at, os.urandom(10)), "me", "course", card, Rating.GOOD, at)
    return replace(made, **rest)


def take(page: Page, text: str) -> Any:
    return page.evaluate("text => progress.imported(text)", text)


def lines_of(*events: Exported) -> str:
    return "".join(f"{line_of(event)}\n" for event in events)


def test_the_same_file_twice_changes_nothing(opened: Opener) -> None:
    page, file = opened(), lines_of(review(), review(at=NOW + DAY))
    assert take(page, file) == {"new": 2, "there": 0, "problems": []}
    before = state(page)
    assert take(page, file) == {"new": 0, "there": 2, "problems": []}
    assert state(page) == before
    assert state(opened()) == before


def test_events_of_others_are_kept_for_them(opened: Opener, context: BrowserContext) -> None:
    page = opened()
    other = (review(learner="anna-7"), review(course="another"))
    assert take(page, lines_of(review(), *other))["new"] == 3
    assert len(kept(page)) == 1
    assert len(kept(opened(learner="anna-7"))) == len(kept(opened(course="another"))) == 1
    assert take(page, lines_of(*other)) == {"new": 0, "there": 2, "problems": []}


GOOD_LINE = line_of(Review("good", "me", "course", "a#1", Rating.GOOD, NOW))


def changed(**values: object) -> str:
    return json.dumps(json.loads(GOOD_LINE) | values)


BAD_LINES = {
    "not JSON": ("{", "is not JSON"),
    "a list": ("[1]", "is not a JSON object"),
    "deep": ("[" * 100_000, "is not JSON"),
    "no schema": ('{"kind": "review"}', "key 'schema' must be a version number, 2 now"),
    "a newer schema": (
        changed(schema=99),
        "was written by a newer msc-learn; build this page anew to take it",
    ),
    "an unknown kind": (changed(kind="dance"), "unknown kind of event: 'dance'"),
    "a key missing": ('{"schema": 2, "kind": "bury", "id": "x"}', "missing key 'learner'"),
    "a key too many": (changed(mood="bad"), "unknown key 'mood'"),
    "a rating of seven": (changed(rating=7), "invalid value for key 'rating': 7"),
    "a rating that is true": (changed(rating=True), "invalid value for key 'rating': true"),
    "a mode of none": (changed(mode=None), "invalid value for key 'mode': null"),
    "a time without zone": (changed(at="2026-11-22T12:00:00"), "key 'at' must be an ISO 8601 time"),
    "no time": (changed(at=12), "key 'at' must be an ISO 8601 time"),
    "no day of any year": (changed(at="2026-02-30T12:00:00Z"), "key 'at' must be an ISO 8601 time"),
    "a time before all": (changed(at="0001-01-01T00:00:00+14:00"), "key 'at' must be an ISO 8601 time"),
    "a time too early for a day": (changed(at="0001-01-01T00:00:00Z"), "key 'at' must be an ISO 8601 time"),
    "a time too late to fall due": (changed(at="9999-12-25T00:00:00Z"), "key 'at' must be an ISO 8601 time"),
    "a negative time": (changed(elapsed=-1), "key 'elapsed' must be a number of milliseconds, not -1"),
    "a card that is no text": (changed(card=["a"]), "key 'card' must be text"),
    "an empty id": (changed(id=""), "key 'id' must not be empty"),
    "a full name": (changed(learner="Anna Muster"), "invalid learner name"),
    "another of that name": (changed(rating=1), "event 'good' is stored already with other content"),
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_file_with_a_bad_line_is_refused_as_a_whole_with_its_line(opened: Opener, kind: str) -> None:
    bad, said = BAD_LINES[kind]
    page = opened()
    found = take(page, f"{GOOD_LINE}\n\n{bad}\n")
    [problem] = found.pop("problems")
    assert (problem["line"], problem["message"][: len(said)]) == (3, said)
    assert found == {"new": 0, "there": 0}
    assert kept(page) == kept(opened()) == []


def test_a_file_that_is_not_utf_8_says_at_which_line(opened: Opener) -> None:
    data = [*GOOD_LINE.encode(), 10, 0xFF, 10]
    found = opened().evaluate("data => progress.imported(new Uint8Array(data).buffer)", data)
    assert found["problems"] == [{"line": 2, "message": "is not UTF-8"}]


TIMES = [
    *("2026-11-22T12:00:00Z", "2026-11-22T12:00:00.123456+05:30", "2026-11-22 12:00:00-08:00"),
    *("2026-11-22T12:00Z", "1969-12-31T23:59:59.999Z", "2024-02-29T00:00:00.5+00:00", "0999-01-01T00:00:00Z"),
]


@pytest.mark.parametrize("at", TIMES)
def test_a_time_is_read_as_in_the_terminal(shared: Page, at: str) -> None:
    line = changed(at=at)
    event = event_of_line(line)
    assert shared.evaluate("line => Jsonl.eventOf(line).at", line) == milliseconds(event.at)
    assert shared.evaluate("line => Jsonl.lineOf(Jsonl.eventOf(line))", line) == line_of(event)


@settings(max_examples=30)
@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
def test_a_line_is_written_as_in_the_terminal(shared: Page, answer: str, card: str) -> None:
    event = Review("id", "me", "course", card, Rating.GOOD, NOW, answer=answer)
    written = shared.evaluate("line => Jsonl.lineOf(Jsonl.eventOf(line))", line_of(event))
    assert written == line_of(event_of_line(line_of(event)))


# --- what was adopted, and what was blanked


WEIGHTS = (*(1.0, 2.5, 10.0, 1e-05 * 100), *DEFAULT.weights[4:])
ADOPTED = (
    Adoption(Parameters(WEIGHTS, 0.8), NOW, "course", "me"),
    Adoption(Parameters(DEFAULT.weights, 0.85), NOW + DAY, "course", "me"),
    Adoption(Parameters(WEIGHTS, 0.95), NOW + 2 * DAY, "", "me"),
)


@pytest.mark.parametrize("adopted", [ADOPTED[:1], ADOPTED[:2], ADOPTED, ADOPTED[2:]])
def test_what_was_adopted_travels_along_and_moves_the_schedule(
    opened: Opener, runner: CliRunner, tmp_path: Path, adopted: tuple[Adoption, ...]
) -> None:
    page, db = opened(), tmp_path / "history.db"
    with History.open(db) as history:
        for day in (0, 1, 9):
            history.append(review(at=NOW + day * DAY))
        for one in adopted:
            adopt(history, one)
        lines = exported(runner, db)
        for part in reversed(lines.splitlines()):
            assert take(page, part)["new"] == 1
        assert take(page, lines) == {"new": 0, "there": 3 + len(adopted), "problems": []}
        assert_agree(page, history, "me", NOW)
        assert_agree(opened(), history, "me", NOW)
        result = runner.invoke(cli, ["progress", "export", "course", "--learner", "me", "--db", str(db)])
        assert page.evaluate("progress.exported()") == result.stdout
        answer(page, at=NOW + 40 * DAY)
        assert kept(page)[-1]["scheduler"] == history.parameters("course").name


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"weights": [1, 2]}, "has not 21 weights"),
        ({"weights": "many"}, "has not 21 weights"),
        ({"retention": 0.5}, "has no retention from 0.7 to 0.97: 0.5"),
        ({"retention": "0.9"}, "has no retention from 0.7 to 0.97: '0.9'"),
        ({"course": 3}, "key 'course' must be text, not 3"),
    ],
)
def test_what_nobody_can_adopt_is_refused(opened: Opener, changed: dict[str, object], said: str) -> None:
    line = json.dumps(json.loads(line_of(ADOPTED[0])) | changed)
    [problem] = take(opened(), line)["problems"]
    assert problem["message"].startswith(said)


@settings(max_examples=50)
@given(st.floats(allow_nan=False, allow_infinity=False).filter(bool))
def test_a_number_is_written_as_in_the_terminal(shared: Page, number: float) -> None:
    assert shared.evaluate("number => Jsonl.numeral(number)", number) == repr(number)


def test_what_was_blanked_meanwhile_is_there_already(opened: Opener) -> None:
    page = opened()
    typed = review(answer="osteoclast", mode=Mode.TYPE)
    noted = Flag("f", "me", "course", "a#1", NOW, note="sure?")
    assert take(page, lines_of(replace(typed, answer=""), replace(noted, note="")))["new"] == 2
    assert take(page, lines_of(typed, noted)) == {"new": 0, "there": 2, "problems": []}
    [problem] = take(page, lines_of(replace(typed, rating=Rating.AGAIN)))["problems"]
    assert problem["message"].endswith("is stored already with other content")


# --- two pages, and storage that fails


def test_two_pages_at_once_lose_nothing_and_count_nothing_twice(opened: Opener) -> None:
    one, two = opened(), opened()
    for number in range(6):
        answer((one, two)[number % 2], at=NOW + number * DAY)
    assert answer(two, at=NOW + 9 * DAY)["reps"] == 7
    wait_for(one, "progress.memories.get('a#1').reps === 7")
    assert state(one) == state(two) == state(opened())
    assert len(kept(one)) == 7


def test_a_page_tells_that_another_has_written(opened: Opener) -> None:
    one, two = opened(), opened()
    one.evaluate("progress.addEventListener('change', () => { window.told = progress.memories.size; })")
    answer(two)
    wait_for(one, "window.told === 1")


def test_where_pages_cannot_tell_each_other_one_looks_when_it_is_looked_at(opened: Opener) -> None:
    one, two = opened("delete window.BroadcastChannel"), opened("delete window.BroadcastChannel")
    answer(two)
    assert state(one)["memories"] == {}
    one.evaluate("dispatchEvent(new Event('focus'))")
    wait_for(one, "progress.memories.size === 1")


def test_what_another_page_stored_last_is_what_is_taken_back(opened: Opener) -> None:
    one, two = opened("delete window.BroadcastChannel"), opened("delete window.BroadcastChannel")
    answer(one, "a#1")
    answer(two, "b#1")
    assert one.evaluate("progress.undo()")["card"] == "b#1"
    assert two.evaluate("progress.undo()")["card"] == "a#1"
    assert two.evaluate("progress.undo()") is None
    assert state(two)["memories"] == {}


def wait_for(page: Page, what: str) -> None:
    page.wait_for_function(what, timeout=10_000)


_REFUSE = "throw new DOMException('denied', 'SecurityError')"
DENIED = {
    "asking is denied": f"Object.defineProperty(window, 'indexedDB', {{ get() {{ {_REFUSE}; }} }})",
    "there is none": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "opening is denied": f"IDBFactory.prototype.open = () => {{ {_REFUSE}; }}",
    "opening fails": """IDBFactory.prototype.open = () => {
        const request = new EventTarget();
        setTimeout(() => request.onerror(new Event('error')));
        return request;
    }""",
    "opening never answers": "IDBFactory.prototype.open = () => new EventTarget()",
}


@pytest.mark.parametrize("how", DENIED)
def test_without_storage_all_works_in_memory(opened: Opener, how: str) -> None:
    page = opened(DENIED[how])
    assert answer(page)["reps"] == 1
    assert answer(page, "b#1")["reps"] == 1
    page.evaluate("progress.suspend('a#1')")
    assert page.evaluate("progress.undo()")["card"] == "b#1"
    assert take(page, lines_of(review("c#1")))["new"] == 1
    found = state(page)
    assert (sorted(found["memories"]), found["suspended"], found["kind"]) == (
        ["a#1", "c#1"],
        ["a#1"],
        "memory",
    )
    assert len(kept(page)) == 5


def test_where_the_origin_has_no_storage_all_works_in_memory(browser: Browser) -> None:
    with closing(browser.new_page()) as page:
        page.set_content("<iframe sandbox='allow-scripts' srcdoc='<p>page</p>'></iframe>")
        frame = page.frames[1]
        frame.add_script_tag(content=shared_script())
        for script in SCRIPTS:
            frame.add_script_tag(path=script)
        frame.evaluate(OPEN, {})
        frame.evaluate("progress.append({card: 'a#1', rating: 3})")
        assert frame.evaluate("[progress.kind, progress.memories.size]") == ["memory", 1]


def test_a_change_of_learner_without_storage_loses_nothing(opened: Opener) -> None:
    page = opened(DENIED["there is none"])
    answer(page)
    page.evaluate(OPEN, {"learner": "anna-7"})
    assert state(page)["memories"] == {}
    page.evaluate(OPEN, {})
    assert list(state(page)["memories"]) == ["a#1"]


def test_where_the_browser_is_set_to_keep_nothing_all_works_in_memory(
    browser: Browser, blank: str, tmp_path: Path
) -> None:
    preferences = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(preferences))
    path = chromium_path()
    with closing(
        browser.browser_type.launch_persistent_context(profile, executable_path=path, args=["--no-sandbox"])
    ) as blocked:
        page = blocked.new_page()
        page.goto(blank)
        with pytest.raises(Error, match="Access is denied"):
            page.evaluate("localStorage.length")
        with_scripts(page).evaluate(OPEN, {})
        assert (answer(page)["reps"], state(page)["kind"]) == (1, "memory")


def test_what_a_full_disk_refused_is_written_once_there_is_room(context: BrowserContext) -> None:
    """A browser gives quotas to sites, not to files; one reached in the clear has no SHA-256 of its own."""
    site = "http://page.example"
    context.route("**/*", lambda route: route.fulfill(body="<title>page</title>", content_type="text/html"))
    one, two = context.new_page(), context.new_page()
    one.goto(site)
    quota = context.new_cdp_session(one)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": 1000})
    with_scripts(one).evaluate(OPEN, {})
    one.evaluate("progress.addEventListener('change', () => { window.told = progress.kind; })")
    assert answer(one, "a#1")["reps"] == answer(one, "b#1")["reps"] == 1
    assert (state(one)["kind"], len(kept(one))) == ("memory", 2)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": site})
    answer(one, "c#1")
    assert (state(one)["kind"], one.evaluate("window.told")) == ("stored", "stored")
    two.goto(site)
    with_scripts(two).evaluate(OPEN, {})
    assert kept(two) == kept(one)
    assert len(kept(two)) == 3


WATCHED = """const open = IDBFactory.prototype.open;
window.databases = [];
IDBFactory.prototype.open = function (...rest) {
  const request = open.apply(this, rest);
  request.addEventListener("success", () => window.databases.push(request.result));
  return request;
};"""


def test_a_database_that_was_let_go_is_opened_again(opened: Opener) -> None:
    """As a phone does to pages in the background."""
    page = opened(WATCHED)
    answer(page, "a#1")
    page.evaluate("window.databases.forEach((database) => database.close())")
    answer(page, "b#1")
    assert (state(page)["kind"], len(kept(opened()))) == ("stored", 2)


def test_a_long_history_is_opened_whole(opened: Opener) -> None:
    page = opened()
    events = [review(f"card-{n % 800}#1", NOW + n * timedelta(minutes=20)) for n in range(20_000)]
    assert take(page, lines_of(*events))["new"] == 20_000
    found = opened()
    assert state(found)["memories"] == state(page)["memories"]
    memory = None
    for one in events[::800]:
        memory = next_memory(memory, one)
    assert_same(state(found)["memories"]["card-0#1"], memory)
