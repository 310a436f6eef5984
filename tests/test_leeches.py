"""Leeches: cards forgotten eight times and more, told at the eighth lapse and every fourth from there."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from conftest import lines_with
from msc_learn.cli.main import cli
from msc_learn.history.store import History
from msc_learn.memory.review import Memory, Rating, Review, State
from msc_learn.study.leeches import is_announced, is_leech, leeches


def memory(at: datetime, lapses: int) -> Memory:
    return Memory(1, 5, at, at, at, at.toordinal(), 20, lapses, State.REVIEW)


@pytest.mark.parametrize(
    ("lapses", "leech", "told"),
    [
        *((0, False, False), (7, False, False), (8, True, True), (9, True, False), (11, True, False)),
        *((12, True, True), (13, True, False), (16, True, True), (20, True, True)),
    ],
)
def test_a_leech_by_its_lapses(lapses: int, leech: bool, told: bool) -> None:
    assert (is_leech(lapses), is_announced(lapses)) == (leech, told)


def test_the_most_forgotten_leech_comes_first(now: datetime) -> None:
    memories = {"a": memory(now, 8), "b": memory(now, 30), "c": memory(now, 7), "d": memory(now, 9)}
    assert leeches(["a", "b", "c", "new"], memories) == ("b", "a")


@pytest.fixture
def forgotten(tmp_path: Path, course_folder: Path, now: datetime) -> Path:
    """A history in which one card was learned and lapsed seven times, and is due."""
    path = tmp_path / "history.db"
    with History.open(path) as history:
        at = now
        for number in range(8):
            for rating in (Rating.AGAIN, Rating.EASY) if number else (Rating.EASY,):
                review = Review(f"{number}{rating}", "me", "stromal", "vegf-name#1", rating, at)
                kept = history.append(review)
                assert kept is not None
                at = kept.due
        assert history.memories("stromal")["vegf-name#1"].lapses == 7
    return path


def test_a_leech_is_marked_at_its_heading_told_when_it_becomes_one_and_listed(
    runner: CliRunner, forgotten: Path, course_folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with History.open(forgotten) as history:
        due = history.memories("stromal")["vegf-name#1"].due
    monkeypatch.setattr("msc_learn.cli.clock.now", lambda: due)
    monkeypatch.setattr("msc_learn.cli.clock.zone", lambda: "UTC")

    def run(command: str, *more: str, typed: str = "") -> str:
        arguments = [command, str(course_folder), "--db", str(forgotten), *more]
        result = runner.invoke(cli, arguments, input=typed, catch_exceptions=False)
        assert result.exit_code == 0
        return result.output

    assert "forgotten" not in run("due")
    said = run("quiz", "--mode", "flip", "--new", "0", typed="\n1\nq\n")
    assert "Forgotten 8 times: a leech." in said
    assert "again · leech: 8 lapses · " in said.split("Forgotten 8 times")[1]
    assert "leech: " not in said.split("Forgotten 8 times")[0]
    assert lines_with(run("due"), "vegf-name#1") == snapshot(
        ["1 leech, forgotten 8 times or more: vegf-name#1"]
    )
    assert '"leeches": [\n  "vegf-name#1"\n ]' in run("due", "--json")
