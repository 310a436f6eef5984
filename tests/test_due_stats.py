"""`msc-learn due` and `stats`: what waits and how it goes, in words and as JSON."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from conftest import lines_with, paragraphs_with
from msc_learn.cli.main import cli
from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.history.store import History
from msc_learn.memory.review import Memory, Rating, Recall, Review, State, StudyTime, milliseconds
from msc_learn.position import Position
from msc_learn.study.due_counts import DueCounts, due_counts, forecast
from msc_learn.study.retention import Retention, retention, weakest_cards
from msc_learn.study.statistics import levels, streaks, work

HERE = Position("cards.yaml")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Run = Callable[..., str]


def card(identity: str, topic: str = "t") -> Card:
    return Card(Note(identity, Kind.QUESTION, topic, HERE, question="?", answer="!"), 1)


def memory(*, due: timedelta, state: State = State.REVIEW, stability: float = 10, lapses: int = 0) -> Memory:
    last = NOW - timedelta(days=5)
    return Memory(stability, 5, NOW + due, last, last, last.toordinal(), 3, lapses, state)


@pytest.mark.parametrize(
    ("known", "place"),
    [
        (None, "new"),
        (memory(due=timedelta(minutes=-1), state=State.LEARNING), "learning"),
        (memory(due=timedelta(minutes=9), state=State.RELEARNING), "learning"),
        (memory(due=timedelta(days=-40)), "due"),
        (memory(due=timedelta(0)), "due"),
        (memory(due=timedelta(hours=3)), "today"),
        (memory(due=timedelta(hours=15, minutes=59)), "today"),
        (memory(due=timedelta(hours=16)), "tomorrow"),
        (memory(due=timedelta(days=2)), "week"),
        (memory(due=timedelta(days=6)), "week"),
    ],
)
def test_a_card_waits_in_one_place(known: Memory | None, place: str) -> None:
    memories = {"a#1": known} if known else {}
    assert due_counts([card("a")], memories, NOW, "UTC") == DueCounts(**{place: 1})


def test_what_is_put_off_beyond_a_week_waits_nowhere() -> None:
    assert due_counts([card("a")], {"a#1": memory(due=timedelta(days=7))}, NOW, "UTC") == DueCounts()


@given(st.lists(st.integers(-40, 40), max_size=30))
def test_the_forecast_holds_every_card_due_within_thirty_days_once(days: list[int]) -> None:
    cards = [card(f"c{number}") for number in range(len(days))]
    memories = {one.id: memory(due=timedelta(days=day)) for one, day in zip(cards, days, strict=True)}
    found = forecast(cards, memories, NOW, "UTC").coming
    assert sum(found) == sum(day < 30 for day in days)
    assert found[0] == sum(day <= 0 for day in days)


def stretches(*days: str) -> list[StudyTime]:
    moments = [datetime.fromisoformat(f"{day}+00:00") for day in days]
    return [StudyTime(milliseconds(at) // 900_000, "UTC", 3, 60_000) for at in moments]


@pytest.mark.parametrize(
    ("days", "current", "longest"),
    [
        ([], 0, 0),
        (["2026-11-22T08:00"], 1, 1),
        (["2026-11-20T08:00", "2026-11-21T08:00"], 2, 2),
        (["2026-11-19T08:00", "2026-11-20T08:00"], 0, 2),
        (["2026-11-01T08:00", "2026-11-02T08:00", "2026-11-03T08:00", "2026-11-22T08:00"], 1, 3),
        (["2026-11-22T03:30", "2026-11-22T09:00"], 2, 2),
        (["2026-11-22T08:00", "2026-11-23T08:00"], 2, 2),
        (["2026-11-21T08:00", "2026-11-22T08:00", "2027-03-01T08:00"], 2, 2),
        (["2026-11-01T08:00", "2027-03-01T08:00"], 0, 1),
    ],
)
def test_a_streak_runs_to_today_or_to_yesterday(days: Sequence[str], current: int, longest: int) -> None:
    assert streaks(stretches(*days), date(2026, 11, 22)) == (current, longest)


def test_work_counts_answers_days_and_minutes() -> None:
    done = work(stretches("2026-11-21T08:00", "2026-11-22T08:00", "2026-11-22T09:00"))
    assert (done.answers, done.days, done.minutes) == (9, 2, 3.0)
    assert work(stretches("2026-11-21T08:00"), date(2026, 11, 22)).answers == 0


def test_retention_compares_the_share_recalled_with_the_share_predicted() -> None:
    recalls = [Recall(1000, "a#1", recalled, 0.9) for recalled in [True] * 24 + [False] * 8]
    found = retention(recalls)
    assert (found.reviews, found.recalled) == (32, 0.75)
    assert found.predicted == pytest.approx(0.9)
    assert retention(recalls).enough
    assert retention(recalls, NOW) == Retention()
    assert not retention(recalls[:29]).enough


def test_levels_part_the_cards() -> None:
    memories = {
        "a#1": memory(due=timedelta(1), stability=20),
        "b#1": memory(due=timedelta(1), stability=21),
        "c#1": memory(due=timedelta(0), state=State.LEARNING),
    }
    cards = [card(identity) for identity in "abcd"]
    assert levels(cards, memories) == {"new": 1, "learning": 1, "young": 1, "mature": 1}


def test_the_weakest_come_first() -> None:
    cards = [card("a", "one"), card("b", "two"), card("c", "two"), card("d", "three")]
    memories = {
        "a#1": memory(due=timedelta(1), stability=50),
        "b#1": memory(due=timedelta(1), stability=3),
        "c#1": memory(due=timedelta(1), stability=4, lapses=2),
    }

    def chance(known: Memory) -> float:
        return 0.99 if known.stability > 10 else known.stability / 10

    assert [weak.id for weak in weakest_cards(cards, memories, chance)] == ["c#1", "b#1"]


@pytest.fixture
def run(
    runner: CliRunner, course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> Run:
    """Return a function that runs a command on the small course at noon."""
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr("msc_learn.cli.clock.now", lambda: now)

    def invoke(command: str, *options: str) -> str:
        database = str(tmp_path / "history.db")
        result = runner.invoke(cli, [command, str(course_folder), "--db", database, *options])
        assert result.exit_code == 0, result.output
        return result.output

    return invoke


@pytest.fixture
def studied(tmp_path: Path, now: datetime) -> None:
    """Leave a history: one card due, one learned and once forgotten, one in its steps."""
    answers = [
        ("exosome-cargo-list#1", Rating.EASY, now - timedelta(days=30)),
        ("vegf-name#1", Rating.EASY, now - timedelta(days=12)),
        ("vegf-name#1", Rating.GOOD, now - timedelta(days=3)),
        ("vegf-name#1", Rating.AGAIN, now - timedelta(days=1)),
        ("vegf-name#1", Rating.GOOD, now - timedelta(hours=23)),
        ("exosome-cargo#1", Rating.GOOD, now - timedelta(minutes=5)),
    ]
    with History.open(tmp_path / "history.db") as history:
        for number, (name, rating, at) in enumerate(answers):
            history.append(Review(str(number), "me", "stromal", name, rating, at, elapsed=9000))


def test_due_counts_by_topic(run: Run, studied: None, course_folder: Path, tmp_path: Path) -> None:
    output = run("due")
    assert output.splitlines()[0].strip() == snapshot("New  Learning  Due  Today  Tomorrow  Week")
    assert [line.split() for line in output.splitlines() if line.startswith("All")] == [
        ["All", "2", "1", "1", "·", "·", "1"]
    ]
    assert paragraphs_with(output, "msc-learn quiz", course_folder, tmp_path / "history.db") == snapshot(
        [
            "1 card due, 2 new to learn: msc-learn quiz PATH --db PATH The next card is due",
            "at 12:05.",
        ]
    )


@pytest.mark.parametrize("command", ["due", "stats"])
def test_a_renamed_card_is_not_new(run: Run, studied: None, course_folder: Path, command: str) -> None:
    before = json.loads(run(command, "--json"))
    file = course_folder / "growth-factors.yaml"
    text = file.read_text(encoding="utf-8")
    new = "id: vegf-long-name\n    renamed-from: vegf-name\n"
    file.write_text(text.replace("id: vegf-name\n", new), encoding="utf-8")
    after = run(command, "--json").replace("vegf-long-name", "vegf-name")
    assert json.loads(after) == before


def test_due_fits_a_narrow_terminal(run: Run, studied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    output = run("due")
    assert lines_with(output, " · ")[0] == snapshot("  2 new · 1 learning · 1 due now ·")
    assert max(map(len, output.splitlines())) <= 40


def test_due_without_a_history_finds_everything_new_and_makes_no_file(run: Run, tmp_path: Path) -> None:
    assert "5 new to learn" in run("due")
    assert not (tmp_path / "history.db").exists()


def test_due_speaks_json(run: Run, studied: None) -> None:
    answer: dict[str, Any] = json.loads(run("due", "--json"))
    assert answer["course"] == "stromal"
    assert answer["total"] == {"new": 2, "learning": 1, "due": 1, "today": 0, "tomorrow": 0, "week": 1}
    assert [topic["id"] for topic in answer["topics"]] == ["growth-factors"]
    assert answer["next"] == "2026-11-22T12:05:00Z"


def test_stats_say_how_it_goes(run: Run, studied: None) -> None:
    output = run("stats")
    assert "6 answers on 5 days" in output
    assert "9 s per answer" in output
    assert "4 answers on 3 days" in output
    assert "2 new, 1 learning, 2 young, 0 mature" in output
    assert "50 % recalled (9–91 %)" in output
    assert "What does VEGF stand for?" in output
    assert output.splitlines()[2:14] == snapshot(
        [
            "Today    1 answer, under a minute",
            "Total    6 answers on 5 days, 1 min",
            "Time     9 s per answer, under a minute per day with answers",
            "Streak   2 days, longest 2 days",
            "Cards    2 new, 1 learning, 2 young, 0 mature",
            "Recall   50 % recalled (9–91 %), 94 % predicted (2 reviews, too few to be sure),",
            "         last 30 days",
            "         50 % recalled (9–91 %), 94 % predicted (2 reviews, too few to be sure),",
            "         total",
            "",
            "The last 6 weeks",
            "  from 16 Nov  4 answers on 3 days, 1 min",
        ]
    )


def test_stats_without_a_history_say_how_to_begin(run: Run, course_folder: Path, tmp_path: Path) -> None:
    assert paragraphs_with(
        run("stats"), "msc-learn quiz", course_folder, tmp_path / "history.db"
    ) == snapshot(["No answers yet. Start with: msc-learn quiz PATH --db PATH"])


@pytest.mark.parametrize("width", [20, 40])
def test_stats_fit_a_narrow_terminal(
    run: Run, studied: None, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(len, run("stats").splitlines())) <= width


def test_stats_speak_json(run: Run, studied: None) -> None:
    answer: dict[str, Any] = json.loads(run("stats", "--json"))
    assert answer["total"]["answers"] == 6
    assert answer["retention"]["reviews"] == 2
    assert answer["streak"] == 2
    assert len(answer["forecast"]["days"]) == 30
    assert answer["days"][-1] == {"day": "2026-11-22", "answers": 1, "minutes": 0.15}
    assert answer["weakest_cards"][0]["id"] == "vegf-name#1"


@pytest.mark.parametrize("command", ["due", "stats"])
def test_each_command_shows_an_example(runner: CliRunner, command: str) -> None:
    assert f"msc-learn {command} --topic safety --json" in runner.invoke(cli, [command, "--help"]).output


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["quiz"], "1 card ready now: "),
        (["due"], "1 new to learn: "),
        (["stats"], "No answers yet. Start with: "),
    ],
    ids=lambda value: str(value),
)
def test_the_command_to_go_on_with_names_the_course_and_options_given(
    course_folder: Path, tmp_path: Path, command: list[str], says: str
) -> None:
    cards = course_folder / "growth-factors.yaml"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text[: text.index("  - id: exosome-cargo")], encoding="utf-8")
    database = str(tmp_path / "a b.db")
    result = CliRunner().invoke(cli, [*command, str(course_folder), "--db", database], input="q\n")
    said = f"{says}msc-learn quiz {course_folder} --db '{database}'"
    assert "".join(said.split()) in "".join(result.output.split())
