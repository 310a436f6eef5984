"""What was kept too long goes for good: learners who left, and what the others typed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import paragraphs_with
from msc_learn.cli.main import cli
from msc_learn.history.erase_restore import back_up
from msc_learn.history.events import Flag
from msc_learn.history.jsonl import read_lines
from msc_learn.history.merge import import_events
from msc_learn.history.store import History
from msc_learn.memory.days import day_of, months_from
from msc_learn.memory.review import Mode, Rating, Review, Verdict

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Run = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a history of one who left, one who is still there, and one who only flagged a card lately."""
    path = tmp_path / "history.db"
    with History.open(path) as history:
        for name, learner, days in (("1", "gone", 800), ("2", "here", 800), ("3", "here", 10)):
            at = NOW - days * DAY
            typed = f"what {learner} typed {days} days ago"
            history.append(
                Review(
                    name,
                    learner,
                    "msc",
                    "a#1",
                    Rating.GOOD,
                    at,
                    answer=typed,
                    mode=Mode.TYPE,
                    verdict=Verdict.RIGHT,
                )
            )
        history.record(Flag("4", "here", "msc", "a#1", NOW - 790 * DAY, note="an old note of mine"))
        history.record(Flag("5", "late", "msc", "a#1", NOW - 5 * DAY, note="a new note of mine"))
        back_up(history, day_of(NOW - DAY, "UTC"))
    return path


@pytest.fixture
def run(runner: CliRunner, database: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr("msc_learn.cli.clock.now", lambda: NOW)

    def run(*arguments: str, typed: str = "") -> Result:
        return runner.invoke(cli, [*arguments, "--db", str(database)], input=typed, catch_exceptions=False)

    return run


def everything(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob("history.db*")))


def test_a_dry_run_says_what_would_go_and_changes_nothing(run: Run, database: Path) -> None:
    before = database.read_bytes()
    result = run("retention", "apply", "--months", "24", "--dry-run")
    assert re.findall(r"'gone'|2024-09-13|\b\d\b", result.output) == ["'gone'", "2024-09-13", "2"]
    assert result.output.splitlines() == snapshot(
        [
            "learner 'gone': would be deleted, last active on 2024-09-13",
            "2 texts of answers and flags would be blanked",
        ]
    )
    assert database.read_bytes() == before
    assert len(list(database.parent.glob("*.backup-*"))) == 1


def test_who_left_goes_whole_and_old_texts_of_others_are_blanked(run: Run, database: Path) -> None:
    with History.open(database) as history:
        known = history.memories("msc", "here")
    result = run("retention", "apply", "--months", "24", "--yes")
    assert re.findall(r"'gone'|2024-09-13|\b\d\b", result.output) == ["'gone'", "2024-09-13", "2", "1"]
    assert result.output.splitlines() == snapshot(
        [
            "learner 'gone': deleted, last active on 2024-09-13",
            "2 texts of answers and flags blanked",
            "1 backup deleted",
        ]
    )
    with History.open(database) as history:
        assert {review.learner: review.answer for review in history.reviews()} == {
            "here": "what here typed 10 days ago"
        }
        assert next(review.answer for review in history.reviews(learner="here")) == ""
        assert [flag.note for flag in history.flags("msc", "here")] == [""]
        assert [flag.note for flag in history.flags("msc", "late")] == ["a new note of mine"]
        assert history.memories("msc", "here") == known
        assert history.memories("msc", "gone") == {}
    left = everything(database)
    assert b"typed 800" not in left
    assert b"old note" not in left
    assert b"gone" not in left
    assert run("progress", "rebuild", "--check").output == "identical\n"


def test_it_is_asked_before_anything_goes(run: Run, database: Path) -> None:
    result = run("retention", "apply", "--months", "24", typed="n\n")
    assert result.exit_code == 1
    assert b"typed 800" in everything(database)
    asked = result.output.split(" [y/N]")[0]
    assert paragraphs_with(asked, "'gone'", database) == snapshot(
        [
            "learner 'gone': would be deleted, last active on 2024-09-13 2 texts of answers",
            "and flags would be blanked Permanently delete this from PATH, and delete its",
            "backups?",
        ]
    )


def test_files_put_aside_are_named_for_they_may_hold_it_still(run: Run, database: Path) -> None:
    aside = database.with_name("history.db.damaged-1")
    aside.write_bytes(b"typed 800")
    assert f"{aside}: set aside" in run("retention", "apply", "--months", "24", "--yes").output
    assert aside.exists()


def test_where_nothing_is_old_nothing_is_done(run: Run, database: Path) -> None:
    assert run("retention", "apply", "--months", "36", "--yes").output == snapshot(
        "nothing is older than 36 months\n"
    )
    assert len(list(database.parent.glob("*.backup-*"))) == 1


def test_events_stay_as_they_are_afterwards(run: Run, database: Path) -> None:
    run("retention", "apply", "--months", "24", "--yes")
    import sqlite3
    from contextlib import closing

    with (
        closing(sqlite3.connect(database)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        connection.execute("UPDATE review SET answer = 'x'")


def test_an_earlier_export_brings_no_blanked_text_back(run: Run, database: Path, tmp_path: Path) -> None:
    exported = tmp_path / "answers.jsonl"
    run("progress", "export", "-o", str(exported), "--learner", "here")
    run("retention", "apply", "--months", "24", "--yes")
    assert run("progress", "import", str(exported)).output == "0 new events, 3 already there\n"
    assert b"typed 800" not in everything(database)


def test_what_was_blanked_here_is_known_elsewhere_with_its_text(
    run: Run, database: Path, tmp_path: Path
) -> None:
    exported, elsewhere = tmp_path / "answers.jsonl", tmp_path / "elsewhere.db"
    elsewhere.write_bytes(database.read_bytes())
    run("retention", "apply", "--months", "24", "--yes")
    run("progress", "export", "-o", str(exported), "--learner", "here")
    with exported.open("rb") as lines, History.open(elsewhere) as history:
        assert import_events(history, read_lines(exported, lines)) == (0, 3)
        assert next(history.reviews(learner="here")).answer == "what here typed 800 days ago"


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2026, 11, 22), -12, date(2025, 11, 22)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(3, 1, 1), -50, date.min),
        (date(9999, 1, 1), 13, date.max),
    ],
)
def test_months_are_counted_as_calendars_do(day: date, months: int, there: date) -> None:
    assert months_from(day, months) == there
