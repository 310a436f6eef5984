"""What 0.1.0 stored under a folder name goes to the course whose cards it is of, or the program refuses."""

import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import TESTS
from examined import sat
from msc_learn.cli.main import cli
from msc_learn.course.course_id import legacy_id_of
from msc_learn.course.load import load_course
from msc_learn.course.model import Course
from msc_learn.deck.cards import cards_of
from msc_learn.exams.attempt import End
from msc_learn.history.backups import backups_of
from msc_learn.history.projection import adopt, differing
from msc_learn.history.store import History
from msc_learn.memory.parameters import DEFAULT, Adoption
from msc_learn.memory.review import Rating, Review
from msc_learn.study.claim_digest import version_of

DATA = TESTS / "data" / "identity"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TABLES = ("course", "former_name", "former_attempt")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "history.db"
    monkeypatch.setenv("MSC_LEARN_DB", str(path))
    return path


def run(*arguments: object, typed: str = "q\n") -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=typed)


def written(folder: Path, answers: dict[str, str], course: str = "title: Renal\ntopics: [t]\n") -> Path:
    """Write a course of one question for each card id, without an id of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.yaml").write_text(course, encoding="utf-8")
    cards = "".join(
        f"  - id: {id_}\n    question: {id_}?\n    answer: {text}\n" for id_, text in answers.items()
    )
    (folder / "t.yaml").write_text(f"topic: T\ncards:\n{cards}", encoding="utf-8")
    return folder


def studied(
    db: Path, course: Course, times: int = 1, *, since: int = 0, ids: Iterable[str] | None = None
) -> None:
    """Store answers to a course as 0.1.0 did: under its folder name, in a history of version 3."""
    wanted = None if ids is None else {*ids}
    with History.open(db) as history:
        for number in range(times):
            for note in course.notes:
                if wanted is None or note.id in wanted:
                    [card] = cards_of(note)
                    name = f"{course.path}/{card.id}/{since + number}"
                    at = START + timedelta(days=since + 3 * number)
                    review = Review(name, "me", legacy_id_of(course.path), card.id, Rating.GOOD, at)
                    history.append(replace(review, version=version_of(card)))
    as_version_3(db)


def as_version_3(db: Path) -> None:
    database = sqlite3.connect(db)
    for table in TABLES:
        database.execute(f"DROP TABLE IF EXISTS {table}")
    database.execute("PRAGMA user_version = 3")
    database.close()


def reviews_by_course(db: Path) -> dict[str, int]:
    with History.open(db, create=False) as history:
        assert differing(history) == ()
        counts: dict[str, int] = {}
        for review in history.reviews():
            counts[review.course] = counts.get(review.course, 0) + 1
    return counts


@pytest.mark.parametrize("name", ["renal", "nephrology", "Почки", "renal-main"])
def test_a_course_that_was_renamed_since_keeps_its_history(tmp_path: Path, db: Path, name: str) -> None:
    folder = written(tmp_path / "renal", {"a": "blood", "b": "behind", "c": "urine"})
    studied(db, load_course(folder), 2)
    now = tmp_path / name
    folder.rename(now)
    run("quiz", now)
    id_ = load_course(now).id
    assert reviews_by_course(db) == {id_: 6}
    assert [".backup-3-" in path.name for path in backups_of(db)] == [True]
    with History.open(db, create=False) as history:
        assert len(history.memories(id_, "me")) == 3


def test_two_teachers_with_a_folder_of_one_name_keep_their_answers_apart(tmp_path: Path, db: Path) -> None:
    shutil.copytree(DATA / "two-courses", tmp_path / "courses")
    x, y = (tmp_path / "courses" / teacher / "bio" for teacher in "xy")
    studied(db, load_course(x), 2)
    for folder in (y, x):
        run("quiz", folder)
    assert load_course(x).id != load_course(y).id
    assert reviews_by_course(db) == {load_course(x).id: 2}
    assert "1 new to learn" in run("due", y).output
    assert "new to learn" not in run("due", x).output


def test_answers_of_two_courses_under_one_name_are_refused_until_somebody_decides(
    tmp_path: Path, db: Path
) -> None:
    shutil.copytree(DATA / "two-courses", tmp_path / "courses")
    x, y = (tmp_path / "courses" / teacher / "bio" for teacher in "xy")
    studied(db, load_course(x), 2)
    studied(db, load_course(y), 1, since=1)
    refused = run("quiz", x)
    assert refused.exit_code == 1
    assert f"H112 3 answers stored as 'bio' by an earlier version may be of {x}" in str(refused.exception)
    assert f"msc-learn progress claim {x} --from bio" in str(refused.exception)
    assert "warning" in run("due", x).stderr
    assert reviews_by_course(db) == {"bio": 3}
    left = run("progress", "claim", y, "--from", "bio", "--leave")
    assert left.exit_code == 0, left.output
    assert run("quiz", y).exit_code == 0
    taken = run("progress", "claim", x, "--from", "bio")
    assert taken.output.startswith("3 answers and 0 exam attempts taken over")
    assert run("quiz", x).exit_code == 0
    assert reviews_by_course(db) == {load_course(x).id: 3}


def test_answers_to_cards_of_another_course_are_never_taken(tmp_path: Path, db: Path) -> None:
    mine = written(tmp_path / "a" / "bio", {"a": "one", "b": "two"})
    other = written(tmp_path / "b" / "bio", {"c": "three"})
    studied(db, load_course(mine), 3)
    studied(db, load_course(other), 1)
    assert run("quiz", mine).exit_code == 1
    run("progress", "claim", mine, "--from", "bio")
    assert run("quiz", mine).exit_code == 0
    assert run("quiz", other).exit_code == 0
    assert reviews_by_course(db) == {load_course(mine).id: 6, load_course(other).id: 1}


def test_a_course_without_an_id_shows_nothing_of_another_one(tmp_path: Path, db: Path) -> None:
    mine = written(tmp_path / "Анатомия", {"a": "one"})
    other = written(tmp_path / "解剖学", {"a": "other"})
    studied(db, load_course(mine))
    assert "1 new to learn" in run("due", other).output
    assert "left out" in run("due", other).stderr
    assert "new to learn" not in run("due", mine).output
    assert not load_course(other).has_id


def test_an_edited_course_keeps_its_history(tmp_path: Path, db: Path) -> None:
    before = {"a": "blood", "b": "behind", "c": "urine", "d": "salt"}
    folder = written(tmp_path / "renal", before)
    studied(db, load_course(folder), 2)
    written(folder, before | {"c": "primary urine"})
    studied(db, load_course(folder), 1, since=10, ids=["c"])
    assert run("quiz", folder).exit_code == 0
    assert reviews_by_course(db) == {load_course(folder).id: 9}


def test_a_card_that_was_renamed_or_retired_is_still_of_its_course(tmp_path: Path, db: Path) -> None:
    folder = written(tmp_path / "renal", {"a": "blood", "b": "behind", "c": "urine"})
    studied(db, load_course(folder), 2)
    (folder / "t.yaml").write_text(
        "topic: T\nretired: {c: it was wrong}\ncards:\n  - id: a2\n    renamed-from: a\n    question: a?\n"
        "    answer: blood\n  - id: b\n    question: b?\n    answer: behind\n",
        encoding="utf-8",
    )
    assert run("quiz", folder).exit_code == 0
    assert reviews_by_course(db) == {load_course(folder).id: 6}
    with History.open(db, create=False) as history:
        assert {card.partition("#")[0] for card in history.memories(load_course(folder).id, "me")} >= {
            "a",
            "b",
        }


def test_what_is_imported_later_under_the_old_name_is_taken_over_too(tmp_path: Path, db: Path) -> None:
    folder = written(tmp_path / "renal", {"a": "blood", "b": "behind"})
    elsewhere = tmp_path / "elsewhere.db"
    studied(elsewhere, load_course(folder), 2)
    lines = tmp_path / "lines.jsonl"
    assert run("progress", "export", "-o", lines, "--db", elsewhere).exit_code == 0
    studied(db, load_course(folder), 1, ids=["a"])
    run("quiz", folder)
    assert reviews_by_course(db) == {load_course(folder).id: 1}
    imported = run("progress", "import", lines)
    assert imported.exit_code == 0, imported.output
    run("quiz", folder)
    assert reviews_by_course(db) == {load_course(folder).id: 4}
    assert run("progress", "import", lines).output.startswith("0 new events, 4")


def test_parameters_adopted_for_the_old_name_go_with_the_answers(tmp_path: Path, db: Path) -> None:
    folder = written(tmp_path / "renal", {"a": "blood"})
    studied(db, load_course(folder), 2)
    with History.open(db) as history:
        adopt(history, Adoption(replace(DEFAULT, retention=0.8), START, "renal", "me"))
    as_version_3(db)
    run("quiz", folder)
    with History.open(db, create=False) as history:
        assert history.parameters(load_course(folder).id, "me").retention == 0.8


def two_exams(tmp_path: Path) -> tuple[Path, Path]:
    """Return two courses that 0.1.0 both called `course`, each with its exam."""
    shutil.copytree(DATA / "two-exams", tmp_path / "exams")
    hygiene, transfusion = tmp_path / "exams" / "Гигиена", tmp_path / "exams" / "Переливание"
    (tmp_path / "exams" / "a").rename(hygiene)
    (tmp_path / "exams" / "b").rename(transfusion)
    return hygiene, transfusion


def test_a_pass_in_one_course_is_none_in_another_of_the_same_old_name(tmp_path: Path, db: Path) -> None:
    hygiene, transfusion = two_exams(tmp_path)
    assert legacy_id_of(hygiene) == legacy_id_of(transfusion) == "course"
    with History.open(db) as history:
        sat(history, hygiene, lambda card: "да", end=End.TIME)
    as_version_3(db)
    reports = {
        folder: run("report", folder, "--people", DATA / "two-exams" / "staff.csv", "--as-of", "2026-04-01")
        for folder in (transfusion, hygiene)
    }
    assert all(report.exit_code == 0 for report in reports.values())
    assert "Competence Переливание  never passed" in reports[transfusion].output
    assert "Competence Гигиена  current" in reports[hygiene].output


def test_a_result_that_arrives_under_the_old_name_counts_for_its_course(tmp_path: Path, db: Path) -> None:
    hygiene, transfusion = two_exams(tmp_path)
    elsewhere, lines = tmp_path / "elsewhere.db", tmp_path / "result.jsonl"
    with History.open(elsewhere) as history:
        sat(history, hygiene, lambda card: "да", end=End.TIME)
    run("progress", "export", "--exams", "-o", lines, "--db", elsewhere)
    for folder in (hygiene, transfusion):
        run("report", folder, "--role", "nurse")
    assert run("progress", "import", lines).exit_code == 0
    current = {
        folder: "current" in run("report", folder, "--as-of", "2026-04-01").output
        for folder in (hygiene, transfusion)
    }
    assert current == {hygiene: True, transfusion: False}


def test_an_attempt_left_open_by_the_old_version_goes_on(tmp_path: Path, db: Path) -> None:
    hygiene, _ = two_exams(tmp_path)
    with History.open(db) as history:
        sat(history, hygiene, lambda card: "да", end=None)
    as_version_3(db)
    last = run("exam", "induction", "--course", hygiene, "--learner", "anna", typed="")
    # Its time was over long ago, so the result stands there.
    assert last.exit_code == 0, last.output
    assert load_course(hygiene).has_id
    again = run("exam", "induction", "--course", hygiene, "--learner", "anna", "--last", typed="")
    assert "100 %" in again.output


def test_the_next_attempt_is_counted_after_those_of_the_old_version(tmp_path: Path, db: Path) -> None:
    hygiene, _ = two_exams(tmp_path)
    with History.open(db) as history:
        for number in (1, 2):
            sat(history, hygiene, lambda card: "нет", number=number, minutes=60.0 * number, end=End.TIME)
    as_version_3(db)
    refused = run("exam", "induction", "--course", hygiene, "--learner", "anna", typed="")
    assert "attempts" in str(refused.exception)
    assert refused.exit_code == 1
