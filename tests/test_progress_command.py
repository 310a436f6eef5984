"""`msc-learn progress`: a history carried, checked, brought back and erased; and more than one learner."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from conftest import CARDS, WriteCourse, paragraphs_with
from msc_learn.cli.main import cli
from msc_learn.errors import HistoryError
from msc_learn.history.backups import backups_of
from msc_learn.history.erase_restore import back_up
from msc_learn.history.events import Bury, Flag, Renamed, Resume, Suspend, Undo, Unflag
from msc_learn.history.jsonl import event_of_line, line_of
from msc_learn.history.parameters import adoptions
from msc_learn.history.projection import adopt, differing
from msc_learn.history.schema import VERSION
from msc_learn.history.store import History
from msc_learn.memory.days import day_of
from msc_learn.memory.parameters import DEFAULT, Adoption, Parameters
from msc_learn.memory.review import Mode, Purpose, Rating, Review, Verdict, event_id, is_pseudonym

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OTHERS = Parameters((*DEFAULT.weights[:2], 3.5, *DEFAULT.weights[3:]), 0.9)
Progress = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def progress(runner: CliRunner, path: Path) -> Progress:
    def run(*arguments: str, db: Path = path, typed: str = "") -> Result:
        return runner.invoke(cli, ["progress", *arguments, "--db", str(db)], input=typed)

    return run


def review(at: datetime, **rest: object) -> Review:
    made = Review(event_id(at, os.urandom(10)), "me", "course", "a#1", Rating.GOOD, at)
    return replace(made, **rest)  # type: ignore[arg-type]


def fill(path: Path) -> None:
    """Write a history with events of every kind, of two learners and two courses, and what they adopted."""
    common = ("course", "a#1")
    with History.open(path, former={("course", "new#1"): "a#1"}) as history:
        history.append(review(NOW, answer="TGF-β1\x1b 漢字", verdict=Verdict.WRONG, mode=Mode.TYPE))
        history.append(review(NOW + DAY, zone="Asia/Kolkata", purpose=Purpose.CRAM, version="abc"))
        history.append(review(NOW + 3 * DAY, card="new#1", rating=Rating.EASY, elapsed=4321))
        history.append(review(NOW + 2 * DAY, learner="anna-7", card="b#1"))
        history.append(review(NOW + 2 * DAY, course="another"))
        history.undo("anna-7", "course", identity="u1", at=NOW + 4 * DAY)
        for name, learner in (("1", "me"), ("2", "anna-7")):
            at = NOW + 5 * DAY
            history.record(Suspend(f"s{name}", learner, *common, at))
            history.record(Flag(f"f{name}", learner, *common, at, note="sicher? ünsicher"))
            history.record(Bury(f"b{name}", learner, *common, at))
        history.record(Resume("r", "me", *common, NOW + 6 * DAY))
        history.record(Unflag("uf", "me", *common, NOW + 6 * DAY))
        adopt(history, Adoption(OTHERS, NOW, "course"))
        adopt(history, Adoption(Parameters(retention=0.8), NOW + DAY))
        adopt(history, Adoption(Parameters(retention=0.85), NOW, "course", "anna-7"))


def exported(progress: Progress, path: Path, *more: str) -> bytes:
    target = path.with_name(os.urandom(4).hex())
    result = progress("export", "-o", str(target), *more, db=path)
    assert result.exit_code == 0, result.output
    return target.read_bytes()


def test_an_export_holds_one_event_a_line_and_comes_back_the_same(
    progress: Progress, path: Path, tmp_path: Path
) -> None:
    fill(path)
    lines = exported(progress, path)
    assert all(file.stat().st_mode & 0o077 == 0 for file in path.parent.iterdir())
    kinds = {json.loads(line)["kind"] for line in lines.splitlines()}
    assert kinds == {"review", "undo", "suspend", "resume", "bury", "flag", "unflag", "renamed", "adoption"}
    (tmp_path / "lines").write_bytes(lines)
    other = tmp_path / "other.db"
    result = progress("import", str(tmp_path / "lines"), db=other)
    assert result.output == f"{len(lines.splitlines())} new events, 0 already there\n"
    assert exported(progress, other) == lines
    with History.open(path) as one, History.open(other) as two:
        for course, learner in (("course", "me"), ("course", "anna-7"), ("another", "me")):
            assert one.memories(course, learner) == two.memories(course, learner)
            assert one.parameters(course, learner) == two.parameters(course, learner) != DEFAULT
            assert one.put_off(course, learner, NOW.date()) == two.put_off(course, learner, NOW.date())
            assert one.flags(course, learner) == two.flags(course, learner)
        assert differing(two) == ()


def test_the_screen_shows_what_a_file_would_hold(progress: Progress, path: Path) -> None:
    fill(path)
    assert progress("export").stdout_bytes == exported(progress, path)


def test_the_screen_shows_an_answer_and_obeys_none(progress: Progress, path: Path) -> None:
    with History.open(path) as history:
        history.append(review(NOW, answer="a\u202eb\x9b31m\x7f", verdict=Verdict.WRONG, mode=Mode.TYPE))
    shown = progress("export").output
    assert shown.removesuffix("\n").isprintable()
    assert json.loads(shown) == json.loads(exported(progress, path))


@pytest.mark.parametrize(
    ("options", "learners", "courses"),
    [
        (("course",), {"me", "anna-7"}, {"course"}),
        (("--learner", "anna-7"), {"anna-7"}, {"course"}),
        (("another", "--learner", "me"), {"me"}, {"another"}),
        (("--learner", "nobody"), set(), set()),
    ],
)
def test_an_export_is_of_the_course_and_learner_named(
    progress: Progress, path: Path, options: tuple[str, ...], learners: set[str], courses: set[str]
) -> None:
    fill(path)
    events = [json.loads(line) for line in exported(progress, path, *options).splitlines()]
    assert {event["learner"] for event in events} == learners
    assert {event["course"] for event in events} == courses


def test_an_import_twice_changes_nothing(progress: Progress, path: Path, tmp_path: Path) -> None:
    fill(path)
    lines = exported(progress, path)
    (tmp_path / "lines").write_bytes(lines)
    result = progress("import", str(tmp_path / "lines"))
    assert result.output == f"0 new events, {len(lines.splitlines())} already there\n"
    assert exported(progress, path) == lines


def test_two_computers_that_exchange_their_answers_both_ways_agree(
    progress: Progress, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with History.open(path) as one, History.open(other) as two:
        for day in range(0, 20, 4):
            one.append(review(NOW + day * DAY, rating=Rating(day % 3 + 2)))
            two.append(review(NOW + (day + 1) * DAY, rating=Rating(day % 4 + 1)))
        two.undo("me", "course", identity="undo", at=NOW + 30 * DAY)
        # The newer one holds, wherever it was adopted first.
        adopt(one, Adoption(OTHERS, NOW + 2 * DAY, "course"))
        adopt(two, Adoption(Parameters(retention=0.8), NOW + DAY, "course"))
    for here, there in ((path, other), (other, path)):
        (tmp_path / "lines").write_bytes(exported(progress, here))
        assert progress("import", str(tmp_path / "lines"), db=there).exit_code == 0
    assert exported(progress, path) == exported(progress, other)
    with History.open(path) as one, History.open(other) as two:
        assert one.memories("course") == two.memories("course")
        assert one.memories("course")["a#1"].reps == 9
        # Weights are trained on these in their order, and the error of the model is computed from it.
        assert list(one.reviews()) == list(two.reviews())
        assert one.recalls("course") == two.recalls("course")
        assert one.parameters("course") == two.parameters("course") == OTHERS
        assert differing(one) == differing(two) == ()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(progress: Progress, tmp_path: Path, random: object) -> None:
    folder = tmp_path / os.urandom(8).hex()
    folder.mkdir()
    fill(folder / "one.db")
    lines = exported(progress, folder / "one.db").splitlines(keepends=True)
    random.shuffle(lines)  # type: ignore[attr-defined]
    (folder / "lines").write_bytes(b"".join(lines))
    assert progress("import", str(folder / "lines"), db=folder / "two.db").exit_code == 0
    with History.open(folder / "one.db") as one, History.open(folder / "two.db") as two:
        assert one.memories("course") == two.memories("course")
        assert set(one.recalls("course")) == set(two.recalls("course"))


GOOD_LINE = line_of(Review("good", "me", "course", "a#1", Rating.GOOD, NOW))


ADOPTED = line_of(Adoption(OTHERS, NOW, "course"))


def changed(line: str = GOOD_LINE, **values: object) -> str:
    return json.dumps(json.loads(line) | values)


def test_an_undo_that_names_another_card_takes_its_review_back_all_the_same(
    progress: Progress, path: Path, tmp_path: Path
) -> None:
    lines = tmp_path / "lines"
    for event in (review(NOW, id="r"), Undo("u", "me", "course", "b#1", NOW + DAY, review="r")):
        lines.write_text(line_of(event), encoding="utf-8")
        assert progress("import", str(lines)).exit_code == 0
    assert progress("rebuild", "--check").output == "identical\n"
    with History.open(path) as history:
        assert history.memories("course") == {}


BAD_LINES = {
    "not JSON": ("{", "is not JSON"),
    "a list": ("[1]", "is not a JSON object"),
    "deep": ("[" * 100_000, "is nested too deeply"),
    "no schema": ('{"kind": "review"}', "key 'schema' must be"),
    "a newer schema": (changed(schema=99), "was written by a newer msc-learn"),
    "an unknown kind": (changed(kind="dance"), "unknown kind of event: 'dance'"),
    "a kind that is a list": (changed(kind=[1]), "unknown kind of event: [1]"),
    "a key missing": ('{"schema": 2, "kind": "bury", "id": "x"}', "missing key 'learner'"),
    "a key too many": (changed(mood="bad"), "unknown key 'mood'"),
    "a rating of seven": (changed(rating=7), "invalid value for key 'rating': 7"),
    "a rating that is true": (changed(rating=True), "invalid value for key 'rating': True"),
    "a time without zone": (changed(at="2026-11-22T12:00:00"), "key 'at' must be an ISO 8601 time"),
    "no time": (changed(at=12), "key 'at' must be an ISO 8601 time"),
    "a time before all": (changed(at="0001-01-01T00:00:00+14:00"), "key 'at' must be an ISO 8601 time"),
    "a time too early for a day": (changed(at="0001-01-01T00:00:00Z"), "key 'at' must be an ISO 8601 time"),
    "a time too late to fall due": (changed(at="9999-12-25T00:00:00Z"), "key 'at' must be an ISO 8601 time"),
    "a negative time": (changed(elapsed=-1), "key 'elapsed' must be a number of milliseconds, not -1"),
    "a card that is no text": (changed(card=["a"]), "key 'card' must be text"),
    "an empty id": (changed(id=""), "key 'id' must not be empty"),
    "a full name": (changed(learner="Anna Muster"), "invalid learner name 'Anna Muster'"),
    "adopted by nobody": (changed(ADOPTED, learner=""), "invalid learner name ''"),
    "adopted for a number": (changed(ADOPTED, course=0), "key 'course' must be text"),
    "adopted, a key too many": (changed(ADOPTED, id="x"), "unknown key 'id'"),
    "adopted, a key missing": ('{"schema": 2, "kind": "adoption", "learner": "me"}', "missing key 'course'"),
    "two weights": (changed(ADOPTED, weights=[1, 2]), "invalid parameters: expected 21 finite weights"),
    "weights that are text": (changed(ADOPTED, weights="many"), "invalid value for key 'weights'"),
    "a weight that is true": (
        changed(ADOPTED, weights=[True] * 21),
        "invalid value for key 'weights'",
    ),
    "a weight beyond all": (
        changed(ADOPTED, weights=[10**400] * 21),
        "invalid value for key 'weights'",
    ),
    "a weight that is no number": (
        changed(ADOPTED, weights=[float("nan")] * 21),
        "invalid parameters: expected 21 finite weights",
    ),
    "a retention of two": (
        changed(ADOPTED, retention=2),
        "invalid parameters: expected a retention from 0.7 to 0.97, found 2",
    ),
    "a retention that is text": (
        changed(ADOPTED, retention="0.9"),
        "invalid value for key 'retention': '0.9'",
    ),
    "not UTF-8": ("\udcff", "is not UTF-8"),
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_file_with_a_bad_line_is_refused_as_a_whole_with_its_place(
    progress: Progress, path: Path, tmp_path: Path, kind: str
) -> None:
    bad, said = BAD_LINES[kind]
    file = tmp_path / "lines"
    file.write_bytes(f"{GOOD_LINE}\n\n{bad}\n{GOOD_LINE}\n".encode(errors="surrogateescape"))
    result = progress("import", str(file))
    assert isinstance(result.exception, HistoryError)
    [problem] = result.exception.problems
    assert str(problem).startswith(f"{file}:3: H109 {said}")
    with History.open(path) as history:
        assert list(history.log()) == []


def test_every_bad_line_is_told(progress: Progress, tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_text(f"no\n{GOOD_LINE}\nnor this\n")
    result = progress("import", str(file))
    assert isinstance(result.exception, HistoryError)
    assert [problem.position.line for problem in result.exception.problems] == [1, 3]


@pytest.mark.parametrize("kind", ["review", "flag"])
def test_an_event_that_is_there_with_other_content_is_refused(
    progress: Progress, path: Path, tmp_path: Path, kind: str
) -> None:
    fill(path)
    before = exported(progress, path)
    lines = [json.loads(line) for line in before.splitlines()]
    other = next(line for line in lines if line["kind"] == kind) | {"zone": "Asia/Tokyo"}
    file = tmp_path / "lines"
    file.write_text(f"{GOOD_LINE}\n{json.dumps(other)}\n")
    result = progress("import", str(file))
    assert isinstance(result.exception, HistoryError)
    assert str(result.exception).startswith(f"{file}:2: H109 event '{other['id']}' is stored already")
    assert exported(progress, path) == before


names = st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable())
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=UTC)
)
common = (names, st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True), names, names, moments, names)
ends = st.lists(names, max_size=3).map(tuple)
WEIGHTS = st.lists(
    st.floats(allow_nan=False, allow_infinity=False),
    min_size=len(DEFAULT.weights),
    max_size=len(DEFAULT.weights),
).map(tuple)
EVENTS = st.one_of(
    st.builds(Review, *common[:4], st.sampled_from(Rating), moments, names, st.integers(0, 10**9)),
    *(st.builds(kind, *common, names) for kind in (Undo, Flag, Renamed)),
    *(st.builds(kind, *common, ends) for kind in (Resume, Unflag)),
    *(st.builds(kind, *common) for kind in (Suspend, Bury)),
    st.builds(Adoption, st.builds(Parameters, WEIGHTS, st.floats(0.7, 0.97)), moments, names, common[1]),
    st.builds(Adoption, st.just(OTHERS), moments),
)


@given(EVENTS)
def test_an_event_comes_back_from_its_line(event: Review | Adoption) -> None:
    assert event_of_line(line_of(event)) == event
    assert "\n" not in line_of(event)


def test_what_was_adopted_is_taken_in_once_and_moves_what_is_remembered(
    progress: Progress, path: Path, tmp_path: Path
) -> None:
    with History.open(path) as history:
        for day in (0, 8, 40):
            history.append(review(NOW + day * DAY))
        before = history.memories("course")
    file = tmp_path / "lines"
    file.write_text(f"{ADOPTED}\n{ADOPTED}\n")
    assert progress("import", str(file)).output == "1 new event, 1 already there\n"
    assert progress("import", str(file)).output == "0 new events, 2 already there\n"
    with History.open(path) as history:
        assert list(adoptions(history)) == [Adoption(OTHERS, NOW, "course")]
        assert history.memories("course") != before
        assert differing(history) == ()


def test_what_is_adopted_holds_though_the_clock_was_set_back(path: Path) -> None:
    path.parent.mkdir()
    with History.open(path) as history:
        adopt(history, Adoption(OTHERS, NOW, "course"))
        adopt(history, Adoption(DEFAULT, NOW - 40 * DAY, "course"))
        assert history.parameters("course") == DEFAULT
        first, second = adoptions(history, "course", "me")
        assert (first.at, second.at) == (NOW, NOW + timedelta(milliseconds=1))


@pytest.mark.parametrize("none", [("nowhere",), ("--learner", "nobody")], ids=["course", "learner"])
def test_an_export_of_nothing_takes_the_place_of_none(
    progress: Progress, path: Path, tmp_path: Path, none: tuple[str, ...]
) -> None:
    fill(path)
    target = tmp_path / "lines"
    progress("export", "-o", str(target))
    before = target.read_bytes()
    result = progress("export", *none, "-o", str(target))
    assert (result.exit_code, target.read_bytes()) == (1, before)
    assert "H104 not overwritten" in str(result.exception)


def test_an_export_never_lands_on_the_history_itself(progress: Progress, path: Path) -> None:
    fill(path)
    before = path.read_bytes()
    assert progress("export", "-o", str(path)).exit_code == 2
    assert path.read_bytes() == before


def test_an_export_of_a_damaged_history_leaves_an_earlier_one_as_it_was(
    progress: Progress, path: Path, tmp_path: Path
) -> None:
    fill(path)
    earlier = tmp_path / "answers.jsonl"
    earlier.write_bytes(b"all of them")
    with History.open(path) as history:
        history._db.execute("DROP TRIGGER review_stays")
        history._db.execute("UPDATE review SET mode = 'sung' WHERE seq = (SELECT max(seq) FROM review)")
    assert isinstance(progress("export", "-o", str(earlier)).exception, HistoryError)
    assert earlier.read_bytes() == b"all of them"
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_an_export_that_finds_the_disk_full_says_so(progress: Progress, path: Path) -> None:
    with History.open(path) as history:
        for day in range(20):
            history.append(review(NOW + day * DAY, answer="long " * 1000))
    result = progress("export", "-o", "/dev/full")
    assert isinstance(result.exception, HistoryError)
    assert str(result.exception).startswith("/dev/full: H104 ")
    assert str(result.exception) == snapshot("/dev/full: H104 cannot be written: No space left on device")


def test_erasing_leaves_no_byte_of_the_name(progress: Progress, path: Path) -> None:
    fill(path)
    with History.open(path) as history:
        mine = history.memories("course")
        back_up(history, day_of(NOW, "UTC"))
    assert any(b"anna-7" in file.read_bytes() for file in path.parent.iterdir())
    result = progress("erase", "--learner", "anna-7", "--yes")
    assert result.exit_code == 0, result.output
    assert re.findall(r"\d+", result.output) == ["7", "1", "0", "4", "1"]
    assert result.output == snapshot(
        "erased 'anna-7': 1 answer on 0 cards, 4 other events; 1 backup deleted\n"
    )
    assert not any(b"anna-7" in file.read_bytes() for file in path.parent.iterdir())
    with History.open(path) as history:
        assert history.memories("course") == mine
        assert {one.learner for one in history.log()} == {"me"}
        assert {one.learner for one in adoptions(history)} == {"me"}
        assert differing(history) == ()


def test_erasing_names_the_files_it_leaves_alone(progress: Progress, path: Path) -> None:
    fill(path)
    with History.open(path) as history:
        backup = back_up(history, day_of(NOW, "UTC"))
    progress("restore", str(backup))
    result = progress("erase", "--learner", "anna-7", "--yes")
    assert f"{path}.damaged-1: " in result.output
    assert paragraphs_with(result.output, "damaged-1", path) == snapshot(
        [
            "erased 'anna-7': 1 answer on 0 cards, 4 other events; 1 backup deleted",
            "PATH.damaged-1: set aside when a backup was restored, may still hold 'anna-7':",
            "delete it",
        ]
    )


def test_erasing_asks_first(progress: Progress, path: Path) -> None:
    fill(path)
    before = exported(progress, path)
    result = progress("erase", "--learner", "me", typed="n\n")
    assert result.exit_code == 1
    assert "Permanently erase 'me'" in result.output
    assert exported(progress, path) == before


def test_erasing_says_so_while_another_program_reads_on(progress: Progress, path: Path) -> None:
    fill(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM review").fetchone()
    with History.open(path) as history:
        back_up(history, day_of(NOW, "UTC"))
    killed = path.with_name(f"{path.name}.backup-{VERSION}-2026-11-21.77.part")
    killed.touch()
    result = progress("erase", "--learner", "me", "--yes")
    other.close()
    assert isinstance(result.exception, HistoryError)
    assert "H105" in str(result.exception)
    # A second search finds nothing of the learner to erase, so no copy may be left by then.
    assert (backups_of(path), killed.exists()) == ((), False)


def test_a_check_names_the_cards_that_differ_and_a_rebuild_fixes_them(progress: Progress, path: Path) -> None:
    fill(path)
    assert progress("rebuild", "--check").output == "identical\n"
    database = sqlite3.connect(path)
    database.execute("UPDATE memory SET reps = reps + 1 WHERE course = 'another'")
    database.commit()
    database.close()
    result = progress("rebuild", "--check")
    assert result.exit_code == 1
    first = result.output.splitlines()[0]
    assert all(name in first for name in ("a#1", "another", "me"))
    assert first == snapshot("differs: a#1 of another, learner me")
    assert progress("rebuild").exit_code == 0
    assert progress("rebuild", "--check").output == "identical\n"


@pytest.mark.parametrize("table", ["recall", "void", "memory"])
def test_a_check_misses_nothing_that_was_lost(progress: Progress, path: Path, table: str) -> None:
    with History.open(path) as history:
        for day in (0, 30, 90):
            history.append(review(NOW + day * DAY, rating=Rating.EASY))
        history.append(review(NOW + 91 * DAY))
        history.undo("me", "course", identity="u", at=NOW + 92 * DAY)
        history._db.execute(f"DELETE FROM {table}")
    assert progress("rebuild", "--check").exit_code == 1


def damage(path: Path) -> bytes:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path.read_bytes()


def test_a_damaged_history_names_its_backup_and_comes_back_with_it(progress: Progress, path: Path) -> None:
    fill(path)
    lines = exported(progress, path)
    with History.open(path) as history:
        backup = back_up(history, day_of(NOW, "UTC"))
    assert backup is not None
    broken = damage(path)
    with pytest.raises(HistoryError) as told:
        History.open(path)
    command = f"msc-learn progress restore --db {path} {backup}"
    assert str(told.value).startswith(f"{path}: H101 ")
    assert str(told.value).endswith(f": {command}")
    assert paragraphs_with(str(told.value), "H101", backup, path) == snapshot(
        [
            "PATH: H101 is cut short; restore its newest good backup with: msc-learn progress",
            "restore --db PATH PATH",
        ]
    )
    result = progress("restore", str(backup))
    assert result.exit_code == 0, result.output
    assert exported(progress, path) == lines
    aside = path.with_name("history.db.damaged-1")
    assert str(aside) in result.output
    assert aside.read_bytes() == broken
    assert backup.exists()


def test_a_backup_made_while_the_clock_was_ahead_is_not_taken_for_the_newest(path: Path) -> None:
    with History.open(path) as history:
        history.append(review(NOW))
        back_up(history, day_of(NOW + 365 * DAY, "UTC"))
        history.append(review(NOW + DAY))
        newest = back_up(history, day_of(NOW + DAY, "UTC"))
        history.record(Flag("f", "me", "course", "a#1", NOW))
    damage(path)
    with pytest.raises(HistoryError, match=f" {newest}$"):
        History.open(path)


def test_a_backup_that_is_damaged_itself_is_not_offered(path: Path) -> None:
    fill(path)
    with History.open(path) as history:
        made = [back_up(history, day_of(NOW + day * DAY, "UTC")) for day in range(3)]
    assert all(made)
    damage(made[2])  # type: ignore[arg-type]
    damage(path)
    with pytest.raises(HistoryError, match=str(made[1])):
        History.open(path)


def test_a_history_is_brought_back_over_a_whole_one_only_by_renaming_that(
    progress: Progress, path: Path
) -> None:
    fill(path)
    with History.open(path) as history:
        backup = back_up(history, day_of(NOW, "UTC"))
        history.append(review(NOW + 50 * DAY))
    lines = exported(progress, path)
    for number in (1, 2):
        assert progress("restore", str(backup)).exit_code == 0
        assert len(list(path.parent.glob(f"history.db.damaged-{number}"))) == 1
    assert exported(progress, path.with_name("history.db.damaged-1")) == lines


@pytest.mark.parametrize("kind", ["text", "the history itself"])
def test_what_is_no_backup_is_not_brought_back(
    progress: Progress, path: Path, tmp_path: Path, kind: str
) -> None:
    fill(path)
    before = path.read_bytes()
    (tmp_path / "text").write_text("a letter")
    file = path if kind == "the history itself" else tmp_path / kind
    assert isinstance(progress("restore", str(file)).exception, HistoryError)
    assert path.read_bytes() == before


def test_a_copy_made_by_hand_with_its_log_is_brought_back_whole(progress: Progress, path: Path) -> None:
    with History.open(path) as history:
        history.append(review(NOW))
        copy = path.with_name("copy.db")
        for ending in ("", "-wal"):
            copy.with_name(copy.name + ending).write_bytes(path.with_name(path.name + ending).read_bytes())
    assert progress("restore", str(copy)).exit_code == 0
    with History.open(path) as history:
        assert len(list(history.reviews())) == 1


def test_one_backup_a_day_is_made_and_the_last_three_are_kept(path: Path) -> None:
    with History.open(path) as history:
        history.append(review(NOW))
        made = [back_up(history, day_of(NOW + hours * timedelta(hours=8), "UTC")) for hours in range(15)]
    days = [backup.name[-10:] for backup in made if backup]
    assert days == [f"2026-11-{day}" for day in range(22, 28)]
    assert [backup.name[-10:] for backup in backups_of(path)] == days[-3:]
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name
        assert not file.name.endswith(".part")


def test_what_a_killed_program_left_half_made_goes_the_next_day(path: Path) -> None:
    with History.open(path) as history:
        left, running = (
            path.with_name(f"history.db.backup-{VERSION}-2026-11-{day}.77.part") for day in (21, 22)
        )
        left.touch()
        running.touch()
        back_up(history, day_of(NOW, "UTC"))
    assert not left.exists()
    assert running.exists()


def test_a_clock_set_back_still_makes_its_backup(path: Path) -> None:
    with History.open(path) as history:
        for day in (9, 8, 7, 0):
            assert back_up(history, day_of(NOW + day * DAY, "UTC"))
        assert len(backups_of(path)) == 3


def test_a_sitting_makes_the_backup_of_its_day(runner: CliRunner, course_folder: Path, path: Path) -> None:
    arguments = ["quiz", str(course_folder), "--db", str(path)]
    for _ in range(2):
        assert runner.invoke(cli, arguments, input="\n4\nq\n").exit_code == 0
    assert len(backups_of(path)) == 1


def test_a_sitting_does_not_fail_for_want_of_a_backup(
    runner: CliRunner, course_folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msc_learn.history.erase_restore.copy_to", refuse)
    result = runner.invoke(cli, ["quiz", str(course_folder), "--db", str(path)], input="\n4\nq\n")
    assert result.exit_code == 0
    assert "No backup was made" in result.output
    with History.open(path) as history:
        assert len(list(history.reviews())) == 1


def test_learners_share_a_file_and_nothing_else(runner: CliRunner, course_folder: Path, path: Path) -> None:
    common = [str(course_folder), "--db", str(path)]
    assert runner.invoke(cli, ["quiz", *common, "--learner", "anna"], input="\n4\nq\n").exit_code == 0
    environment = {"MSC_LEARN_LEARNER": "ben-2"}
    assert runner.invoke(cli, ["quiz", *common], input="\n1\nq\n", env=environment).exit_code == 0
    with History.open(path) as history:
        assert {one.learner: one.rating for one in history.reviews()} == {
            "anna": Rating.EASY,
            "ben-2": Rating.AGAIN,
        }
    for learner, met in (("anna", 1), ("ben-2", 1), ("me", 0)):
        due = runner.invoke(cli, ["due", *common, "--learner", learner, "--json"])
        assert json.loads(due.output)["total"]["new"] == 5 - met
        stats = runner.invoke(cli, ["stats", *common, "--learner", learner, "--json"])
        assert json.loads(stats.output)["total"]["answers"] == met


def test_the_next_command_names_the_learner(runner: CliRunner, course_folder: Path, path: Path) -> None:
    result = runner.invoke(cli, ["due", str(course_folder), "--db", str(path), "--learner", "anna"])
    assert "--learner anna" in result.output


@pytest.mark.parametrize("name", ["Anna Muster", "a@b.ch", "", "é", "x" * 41, "a\n", "../me"])
def test_a_name_that_is_no_pseudonym_is_refused(runner: CliRunner, course_folder: Path, name: str) -> None:
    assert not is_pseudonym(name)
    for command in ("quiz", "due", "stats"):
        result = runner.invoke(cli, [command, str(course_folder), "--learner", name])
        assert result.exit_code == 2
        assert "invalid learner name" in result.output


def test_a_changed_fact_is_told_above_its_card_until_it_is_answered(
    runner: CliRunner, write_course: WriteCourse, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sitting(day: int, cards: str) -> str:
        monkeypatch.setattr("msc_learn.cli.clock.now", lambda: NOW + day * DAY)
        arguments = ["quiz", str(write_course(cards)), "--db", str(path), "--new", "1"]
        return runner.invoke(cli, arguments, input="\n4\nq\n").output

    told = "changed since you learned it"
    reworded = CARDS.replace("tags: [growth-factors]", "tags: [another]")
    edited = reworded.replace("answer: vascular endothelial", "answer: vascular epithelial")
    found = [sitting(1000 * day, cards) for day, cards in enumerate((CARDS, reworded, edited, edited))]
    assert [told in output for output in found] == [False, False, True, False]


def test_what_is_suspended_is_not_asked_and_does_not_wait(
    runner: CliRunner, course_folder: Path, path: Path
) -> None:
    with History.open(path) as history:
        history.record(Suspend("s", "me", "stromal", "vegf-name#1", NOW))
    common = [str(course_folder), "--db", str(path)]
    assert "What does VEGF stand for?" not in runner.invoke(cli, ["quiz", *common], input="q\n").output
    due = runner.invoke(cli, ["due", *common, "--json"])
    assert json.loads(due.output)["total"]["new"] == 4


def test_what_is_suspended_is_no_work_to_come(
    runner: CliRunner, course_folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msc_learn.cli.clock.now", lambda: NOW + 40 * DAY)
    with History.open(path) as history:
        history.append(review(NOW, course="stromal", card="vegf-name#1", rating=Rating.EASY))
        history.record(Suspend("s", "me", "stromal", "vegf-name#1", NOW))
    common = [str(course_folder), "--db", str(path), "--json"]
    coming = json.loads(runner.invoke(cli, ["stats", *common]).output)["forecast"]
    assert (coming["overdue"], sum(coming["days"])) == (0, 0)
    work = runner.invoke(cli, ["optimize", *common, "--simulate", "--days", "1", "--retention", "0.9"]).output
    assert json.loads(work)["retentions"][0]["stretches"][0]["met"] == 4
