"""The history: append-only, durable, quick to open, rebuilt from its reviews, plain about what is wrong."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc_learn.errors import HistoryError
from msc_learn.history.backups import backups_of, is_good
from msc_learn.history.events import Flag
from msc_learn.history.location import history_path, share_of
from msc_learn.history.projection import differing, rebuild
from msc_learn.history.schema import VERSION
from msc_learn.history.store import History
from msc_learn.memory.fsrs6 import remember
from msc_learn.memory.review import Mode, Purpose, Rating, Review, Verdict, event_id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History.open(path) as opened:
        yield opened


def review(at: datetime, *, card: str = "a#1", rating: Rating = Rating.GOOD, **rest: object) -> Review:
    made = Review(event_id(at, os.urandom(10)), "me", "course", card, rating, at)
    return replace(made, **rest)  # type: ignore[arg-type]


def columns_of(path: Path, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(path)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_what_is_appended_comes_back_whole(path: Path, now: datetime) -> None:
    given_answer = review(
        now + timedelta(microseconds=123_000),
        zone="Europe/Zurich",
        elapsed=4321,
        mode=Mode.TYPE,
        answer="TGF-β1\x1b[31m 漢字",
        verdict=Verdict.WRONG,
        purpose=Purpose.CRAM,
    )
    with History.open(path) as history:
        history.append(given_answer)
    with History.open(path) as history:
        assert list(history.reviews()) == [given_answer]


def test_half_a_character_is_stored_as_a_question_mark(history: History, now: datetime) -> None:
    history.append(review(now, answer="a\udcff"))
    assert [one.answer for one in history.reviews()] == ["a?"]


def test_the_memory_after_an_answer_is_the_one_that_is_kept(history: History, now: datetime) -> None:
    memory = history.append(review(now))
    assert memory is not None
    assert history.memories("course") == {"a#1": memory}
    assert history.memories("another course") == {}
    assert history.memories("course", learner="you") == {}


def test_cramming_is_kept_and_moves_no_memory(history: History, now: datetime) -> None:
    assert history.append(review(now, purpose=Purpose.CRAM)) is None
    assert history.memories("course") == {}
    assert len(list(history.reviews())) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a#1", "a#2", "b#1"]),
            st.sampled_from(Rating),
            st.integers(0, 40 * 24 * 60 * 60 * 1000),
            st.sampled_from(Purpose),
            st.sampled_from(["UTC", "Asia/Kolkata", "-08:00"]),
        ),
        max_size=25,
    )
)
def test_a_rebuild_gives_the_memories_that_were_kept(
    tmp_path: Path, now: datetime, answers: list[tuple[str, Rating, int, Purpose, str]]
) -> None:
    path = tmp_path / os.urandom(8).hex()
    at, given_answers = now, []
    with History.open(path) as history:
        for card, rating, gap, purpose, zone in answers:
            at += timedelta(milliseconds=gap)
            given_answers.append(review(at, card=card, rating=rating, purpose=purpose, zone=zone))
            history.append(given_answers[-1])
        kept, recalls = history.memories("course"), history.recalls("course")
        assert rebuild(history) == len(kept)
        assert (history.memories("course"), history.recalls("course")) == (kept, recalls)
    # Two answers of one millisecond are replayed in the order of their ids.
    given_answers.sort(key=lambda one: (one.at, one.id))
    for card, memory in kept.items():
        assert remember(one for one in given_answers if one.card == card) == memory


def test_a_review_is_never_changed(history: History, path: Path, now: datetime) -> None:
    history.append(review(now))
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        database.execute("UPDATE review SET rating = 4")
    database.close()


def test_the_same_event_twice_is_refused_and_changes_nothing(history: History, now: datetime) -> None:
    one = review(now)
    kept = history.append(one)
    with pytest.raises(HistoryError):
        history.append(one)
    assert history.memories("course") == {"a#1": kept}


def test_only_the_learner_may_read_the_file(history: History, path: Path, now: datetime) -> None:
    history.append(review(now))
    for file in path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file.name


def test_the_file_says_whose_it_is_and_writes_durably(history: History, path: Path) -> None:
    assert columns_of(path, "PRAGMA user_version") == [(VERSION,)]
    assert columns_of(path, "PRAGMA journal_mode") == [("wal",)]
    assert history._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert history._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert all(
        strict
        for *_, strict in columns_of(
            path,
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
        )
    )


def test_two_sittings_at_once_lose_nothing(path: Path, now: datetime) -> None:
    with History.open(path) as one, History.open(path) as other:
        for step in range(10):
            one.append(review(now + timedelta(minutes=2 * step)))
            other.append(review(now + timedelta(minutes=2 * step + 1)))
        kept = one.memories("course")
        assert kept["a#1"].reps == 20
        rebuild(one)
        assert other.memories("course") == kept


def test_programs_that_start_together_make_one_history(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from msc_learn.history.store import History\n"
        "from msc_learn.memory.review import Rating, Review\n"
        "with History.open(Path(sys.argv[1])) as history:\n"
        "    for n in range(20):\n"
        "        name, now = sys.argv[2] + str(-n), datetime.now(UTC)\n"
        "        history.append(Review(name, 'me', 'c', 'a#1', Rating.GOOD, now))\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(path), str(n)]) for n in range(4)]
    assert [one.wait(60) for one in started] == [0] * 4
    with History.open(path) as history:
        assert len(list(history.reviews())) == 80


BROKEN = {
    "text": (b"not a database, but a letter\n" * 40, "H101"),
    "short": (b"hi", "H101"),
    "random": (bytes(range(256)) * 64, "H101"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_no_history_is_refused_in_one_line_and_left_as_it_is(
    tmp_path: Path, kind: str
) -> None:
    content, code = BROKEN[kind]
    path = tmp_path / "history.db"
    path.write_bytes(content)
    with pytest.raises(HistoryError) as caught:
        History.open(path)
    assert str(caught.value).startswith(f"{path}: {code} ")
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", 10**18),
        ("at", -(10**15)),
        ("kind", "flog"),
        ("data", "[1]"),
        ("data", '{"nose":""}'),
        ("data", "{"),
    ],
)
def test_a_row_that_is_no_event_is_told_as_damage(
    path: Path, now: datetime, column: str, value: str | int
) -> None:
    with History.open(path) as history:
        history.record(Flag("f", "me", "course", "a#1", now, "UTC", "?"))
        history._db.execute("DROP TRIGGER event_stays")
        history._db.execute(f"UPDATE event SET {column} = ?", (value,))
        with pytest.raises(HistoryError, match="H101 is damaged: it holds "):
            list(history.log())


@pytest.mark.parametrize(
    ("column", "value"), [("stability", 0.0), ("stability", -4.0), ("day", 10**9), ("day", 0)]
)
def test_a_memory_that_cannot_be_is_told_as_damage_and_rebuilt(
    path: Path, now: datetime, column: str, value: float
) -> None:
    with History.open(path) as history:
        kept = history.append(review(now))
        history._db.execute(f"UPDATE memory SET {column} = ?", (value,))
        with pytest.raises(HistoryError, match="H101 is damaged: it holds a memory of "):
            history.memories("course")
        with pytest.raises(HistoryError, match="H101 is damaged: it holds a memory of "):
            history.memory("course", "a#1")
        rebuild(history)
        assert list(history.memories("course").values()) == [kept]


def test_text_that_is_none_any_more_is_told_as_damage(path: Path, now: datetime) -> None:
    with History.open(path) as history:
        history.append(review(now))
        history._db.execute("DROP TRIGGER review_stays")
        history._db.execute("UPDATE review SET answer = CAST(x'ff1b5b' AS TEXT)")
        with pytest.raises(HistoryError, match="H101 is damaged; restore"):
            list(history.reviews())


@pytest.mark.parametrize("damage", ["cut in half", "cut to its header", "scrambled"])
def test_a_damaged_history_is_told_and_left_as_it_is(path: Path, now: datetime, damage: str) -> None:
    with History.open(path) as history:
        for n in range(200):
            history.append(review(now + timedelta(minutes=n), card=f"card-{n}#1"))
    whole = path.read_bytes()
    content = {
        "cut in half": whole[: len(whole) // 2],
        "cut to its header": whole[:100],
        "scrambled": whole[:100] + b"\xa5" * (len(whole) - 100),
    }[damage]
    path.write_bytes(content)
    with pytest.raises(HistoryError, match="H101"), History.open(path) as history:
        history.memories("course")
    assert path.read_bytes() == content


def test_a_history_cut_at_any_length_is_told_and_left_as_it_is(path: Path, now: datetime) -> None:
    with History.open(path) as history:
        history.append(review(now))
    whole = path.read_bytes()
    pages = range(4096, len(whole), 4096)
    for length in (1, 15, 16, 99, 100, 4095, 4097, *pages, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(HistoryError, match="H101"):
            History.open(path)
        assert path.read_bytes() == whole[:length]


def test_an_empty_file_becomes_a_history(path: Path, now: datetime) -> None:
    path.parent.mkdir()
    path.touch()
    with History.open(path) as history:
        assert history.append(review(now)) is not None


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE cards (id)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="H102 is a database of another program"):
        History.open(path)
    assert path.read_bytes() == before


def test_a_history_of_a_newer_release_is_refused(history: History, path: Path) -> None:
    history._db.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(HistoryError, match="H103 was written by a newer msc-learn"):
        History.open(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="H104 is a folder"):
        History.open(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(HistoryError, match="H104 is not a regular file"):
        History.open(tmp_path / "pipe")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="H104 cannot be opened: File name too long"):
        History.open(tmp_path / ("long" * 100))


def test_a_file_that_may_only_be_read_is_refused_before_the_first_question_and_can_be_looked_at(
    path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with History.open(path) as history:
        history.append(review(now))
    # The tests may run as a user who may write everything.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(HistoryError, match="H104 cannot be written: it is read-only"):
        History.open(path)
    with History.open(path, create=False) as history:
        assert len(list(history.reviews())) == 1


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HistoryError, match="H104 cannot be created"):
        History.open(tmp_path / "file" / "history.db")


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(HistoryError, match="H104 cannot be created: Permission denied"):
        History.open(tmp_path / "history.db")


def test_a_locked_history_is_told_and_loses_nothing(history: History, path: Path, now: datetime) -> None:
    history.append(review(now))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with History.open(path, wait=0.05) as waiting:
        with pytest.raises(HistoryError, match="H105 is in use by another program"):
            waiting.append(review(now + timedelta(minutes=1)))
        other.execute("ROLLBACK")
        other.close()
        assert len(list(waiting.reviews())) == 1
        waiting.append(review(now + timedelta(minutes=2)))
        assert len(list(waiting.reviews())) == 2


def test_a_failed_answer_leaves_no_half(
    history: History, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("msc_learn.memory.fsrs6.next_memory", fail)
    with pytest.raises(KeyboardInterrupt):
        history.append(review(now))
    assert list(history.reviews()) == []


def test_looking_does_not_make_a_file(path: Path) -> None:
    with History.open(path, create=False) as history:
        assert history.memories("course") == {}
    assert not path.exists()
    assert not path.parent.exists()


def test_what_is_remembered_is_had_without_reading_the_reviews(path: Path, now: datetime) -> None:
    with History.open(path) as history:
        row = "me,course,c{n}#1,3,{at},UTC,9000,flip,,,practice,x,"
        rows = [(str(n), *row.format(n=n % 50, at=n).split(",")) for n in range(100_000)]
        history._db.execute("BEGIN")
        history._db.executemany("INSERT INTO review VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
        history._db.execute("COMMIT")
    steps: list[None] = []
    with History.open(path) as history:
        # SQLite calls this after every thousand steps; reading the reviews would take a million and more.
        history._db.set_progress_handler(lambda: steps.append(None), 1000)
        history.memories("course")
    assert len(steps) < 10


@pytest.mark.parametrize(
    ("named", "environment", "place"),
    [
        ("a.db", {"MSC_LEARN_DB": "b.db"}, "a.db"),
        (None, {"MSC_LEARN_DB": "b.db"}, "b.db"),
        ("~/a.db", {}, str(Path.home() / "a.db")),
    ],
)
def test_the_place_named_wins_over_the_environment(
    named: str | None, environment: dict[str, str], place: str
) -> None:
    assert history_path(named, environment) == Path(place).resolve()


def test_the_users_own_place_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    place = history_path(None, {})
    assert place.name == "history.db"
    assert "msc-learn" in place.parts[-2]


def test_recalls_hold_the_predicted_recall_of_learned_cards(history: History, now: datetime) -> None:
    history.append(review(now, rating=Rating.EASY))
    memory = history.memories("course")["a#1"]
    history.append(review(now + timedelta(hours=1)))
    history.append(review(memory.due + timedelta(days=3), rating=Rating.AGAIN))
    [only] = history.recalls("course")
    assert (only.card, only.recalled) == ("a#1", False)
    assert 0.5 < only.predicted < 0.95


def test_study_times_count_a_long_pause_as_two_minutes(history: History, now: datetime) -> None:
    history.append(review(now, elapsed=3_600_000))
    history.append(review(now + timedelta(seconds=30), elapsed=5_000))
    [only] = history.study_times("course")
    assert (only.answers, only.elapsed) == (2, 125_000)


FORMER = {("course", "new#1"): "old#1"}


def test_a_renamed_card_goes_on_from_the_reviews_of_its_former_id(path: Path, now: datetime) -> None:
    answers = [review(now + timedelta(days=day), card="old#1") for day in (0, 3, 9)]
    later = review(now + timedelta(days=30), card="new#1")
    with History.open(path) as history:
        kept = [history.append(answer) for answer in answers][-1]
        recalls = history.recalls("course")
    with History.open(path, former=FORMER) as history:
        assert history.memories("course") == {"new#1": kept}
        assert history.memory("course", "new#1") == kept
        assert [(recall.at, recall.card) for recall in history.recalls("course")] == [
            (recall.at, "new#1") for recall in recalls
        ]
        after = history.append(later)
        assert after is not None
        assert (after.reps, after.first) == (4, now)
        assert history.memories("course") == {"new#1": after}
        assert [one.card for one in history.reviews()] == ["old#1"] * 3 + ["new#1"]


def test_a_renamed_card_that_was_answered_since_keeps_its_reviews_when_the_key_is_gone(
    path: Path, now: datetime
) -> None:
    with History.open(path, former=FORMER) as history:
        history.append(review(now, card="old#1"))
        after = history.append(review(now + timedelta(days=3), card="new#1"))
    with History.open(path) as history:
        assert history.memories("course")["new#1"] == after


def test_a_rebuild_knows_of_renamed_cards(path: Path, now: datetime) -> None:
    with History.open(path, former=FORMER) as history:
        for day, card in enumerate(["old#1", "old#1", "new#1", "new#1"]):
            history.append(review(now + timedelta(days=5 * day), card=card))
        kept, recalls = history.memories("course"), history.recalls("course")
        rebuild(history)
        assert (history.memories("course"), history.recalls("course")) == (kept, recalls)


def test_a_card_of_another_course_is_not_taken_for_the_renamed_one(path: Path, now: datetime) -> None:
    with History.open(path, former=FORMER) as history:
        history.append(review(now, card="old#1", course="another"))
        assert set(history.memories("another")) == {"old#1"}
        assert history.memory("course", "new#1") is None


# Written by the release that had version 1: two learners, a renamed card, every kind of review.
VERSION_1 = Path(__file__).parent / "data" / "history-1.sql"
RENAMED = {("stromal", "cargo#1"): "cargo-old#1"}


@pytest.fixture
def old_path(path: Path) -> Path:
    path.parent.mkdir()
    database = sqlite3.connect(path)
    database.executescript(VERSION_1.read_text(encoding="utf-8"))
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    return path


def shape_of(path: Path) -> list[tuple[object, ...]]:
    return columns_of(
        path,
        'SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk'
        " FROM pragma_table_list t JOIN pragma_table_info(t.name) c WHERE t.schema = 'main'"
        " ORDER BY 1, c.cid",
    )


def test_a_history_of_version_1_goes_on_as_it_was(old_path: Path, tmp_path: Path, now: datetime) -> None:
    reviews = columns_of(old_path, "SELECT * FROM review")
    memories = columns_of(old_path, "SELECT * FROM memory")
    recalls = columns_of(old_path, "SELECT * FROM recall")
    with History.open(old_path, former=RENAMED) as history:
        assert [one.id for one in history.reviews()] == [row[1] for row in reviews]
        assert columns_of(old_path, "SELECT * FROM memory") == [(*row, "") for row in memories]
        assert columns_of(old_path, "SELECT * FROM recall") == recalls
        assert history.append(review(now, card="vegf-name#1", course="stromal", version="v")) is not None
        assert differing(history) == ()
    with History.open(tmp_path / "new.db"):
        assert shape_of(old_path) == shape_of(tmp_path / "new.db")


def test_a_history_of_version_1_is_backed_up_with_its_log_before_anything_changes(old_path: Path) -> None:
    writing = sqlite3.connect(old_path, isolation_level=None)
    writing.execute("PRAGMA wal_autocheckpoint = 0")
    writing.execute("UPDATE memory SET reps = 77 WHERE learner = 'anna'")
    with History.open(old_path) as history:
        assert history.memories("stromal", "anna")["vegf-name#1"].reps == 77
    writing.close()
    [backup] = backups_of(old_path)
    assert backup.name.startswith("history.db.backup-1-")
    assert is_good(backup)
    assert columns_of(backup, "PRAGMA user_version") == [(1,)]
    assert columns_of(backup, "SELECT reps FROM memory WHERE learner = 'anna'") == [(77,)]


def test_a_second_upgrade_on_a_day_makes_a_backup_of_its_own(old_path: Path) -> None:
    first = old_path.read_bytes()
    for _ in range(2):
        History.open(old_path).close()
        old_path.write_bytes(first)
    assert len(backups_of(old_path)) == 2


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    old_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    before = shape_of(old_path)
    with monkeypatch.context() as patched:
        patched.setattr("msc_learn.history.connection._keep_renames", fail)
        with pytest.raises(KeyboardInterrupt):
            History.open(old_path)
    assert shape_of(old_path) == before
    assert columns_of(old_path, "PRAGMA user_version") == [(1,)]
    with History.open(old_path) as history:
        assert len(list(history.reviews())) == 20


def test_an_upgrade_is_not_begun_where_no_backup_can_be_made(
    old_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msc_learn.history.backups.copy_to", refuse)
    with pytest.raises(HistoryError, match="H104 cannot be created: No space left on device"):
        History.open(old_path)
    assert columns_of(old_path, "PRAGMA user_version") == [(1,)]


def test_programs_that_upgrade_together_do_it_once(old_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\nfrom msc_learn.history.store import History\n"
        "with History.open(Path(sys.argv[1])) as history:\n    assert len(list(history.reviews())) == 20\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(old_path)]) for _ in range(3)]
    assert [one.wait(60) for one in started] == [0] * 3
    assert len(backups_of(old_path)) == 1


def test_a_disk_that_is_full_is_told_and_keeps_what_was_stored(history: History, now: datetime) -> None:
    history.append(review(now))
    [pages] = history._db.execute("PRAGMA page_count").fetchone()
    history._db.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(1000):
            history.append(review(now, card=f"card-{number}#1", answer="long " * 1000))

    with pytest.raises(HistoryError, match="H106 cannot be written: the disk is full"):
        fill()
    stored = len(list(history.reviews()))
    assert differing(history) == ()
    history._db.execute("PRAGMA max_page_count = 100000")
    history.append(review(now + timedelta(days=1)))
    assert len(list(history.reviews())) == stored + 1


def test_a_history_that_may_only_be_read_is_told(
    path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with History.open(path) as history:
        history.append(review(now))
        history._db.execute("PRAGMA query_only = ON")
        with pytest.raises(HistoryError, match="H104 cannot be written: it is read-only"):
            history.append(review(now + timedelta(days=1)))
        assert len(list(history.reviews())) == 1


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//server/share /mnt/my\\040files cifs rw 0 0
me@host: /mnt/far fuse.sshfs rw 0 0
nas /mnt/twice nfs rw 0 0
/dev/sdc1 /mnt/twice ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "share"),
    [
        ("/var/history.db", ""),
        ("/home/anna/history.db", "nfs4"),
        ("/home/local/history.db", ""),
        ("/homework/history.db", ""),
        ("/mnt/my files/history.db", "cifs"),
        ("/mnt/far/deep/down/history.db", "fuse.sshfs"),
        ("/mnt/twice/history.db", ""),
    ],
)
def test_a_network_share_is_told_from_a_disk(place: str, share: str) -> None:
    assert share_of(Path(place), MOUNTS) == share


def test_a_link_to_a_network_share_is_one(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")
    mounts = f"/dev/sda1 / ext4 rw 0 0\nnas {tmp_path.resolve()}/far nfs rw 0 0\n"
    assert share_of(tmp_path / "near" / "history.db", mounts) == "nfs"


def test_a_history_on_a_network_share_is_refused_and_not_made(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msc_learn.history.location._mounts", lambda: "nas / nfs rw 0 0\n")
    with pytest.raises(HistoryError, match=r"H108 lies on a network share \(nfs\)"):
        History.open(path)
    assert not path.exists()
