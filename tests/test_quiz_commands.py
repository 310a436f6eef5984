"""Beside answering: an answer taken back, a card asked later, put off, set aside, flagged; each is kept."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from msc_learn.cli.main import cli
from msc_learn.history.store import History
from msc_learn.memory.review import Review

Run = Callable[..., Result]
FIRST, SECOND = "What does VEGF stand for?", "MSC exosomes carry"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def run(runner: CliRunner, database: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on the history, with lines of input."""
    monkeypatch.setenv("TZ", "UTC")

    def run(*arguments: object, lines: tuple[str, ...] = ()) -> Result:
        typed = "".join(f"{line}\n" for line in lines)
        given = [*map(str, arguments), "--db", str(database)]
        result = runner.invoke(cli, given, input=typed, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result

    return run


def reviews(database: Path) -> list[Review]:
    with History.open(database) as history:
        return list(history.reviews())


def test_the_last_answer_is_taken_back_and_its_card_asked_again(
    run: Run, database: Path, course_folder: Path
) -> None:
    output = run("quiz", course_folder, lines=("", "4", "u", "", "3", "q")).output
    assert output.count(FIRST) == 2
    assert "Undone." in output
    assert [review.rating for review in reviews(database)] == [3]
    assert run("progress", "rebuild", "--check").output == "identical\n"


def test_as_many_answers_as_the_sitting_had_are_taken_back_and_no_more(
    run: Run, database: Path, course_folder: Path
) -> None:
    run("quiz", course_folder, lines=("", "4", "q"))
    output = run("quiz", course_folder, lines=("", "3", "u", "u", "q")).output
    assert "no answer to undo" in output
    assert [review.card for review in reviews(database)] == ["vegf-name#1"]


def test_an_answer_of_another_sitting_is_not_taken_back(
    run: Run, database: Path, course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = History.append

    def append(self: History, review: Review) -> object:
        """Store a review, and at once one of another card, as a second sitting would."""
        kept = store(self, review)
        store(self, replace(review, id=f"{review.id}-other", card="pain-choice#1"))
        return kept

    monkeypatch.setattr(History, "append", append)
    run("quiz", course_folder, lines=("", "4", "u", "q"))
    assert [review.card for review in reviews(database)] == ["pain-choice#1"]


def test_a_skipped_card_is_asked_after_the_others(run: Run, database: Path, course_folder: Path) -> None:
    output = run("quiz", course_folder, lines=("s", "", "4", "q")).output
    assert "Later." in output
    assert output.index(FIRST) < output.index(SECOND)
    assert [review.card for review in reviews(database)] == ["exosome-cargo#1"]
    assert "4 left" in output.split("Later.")[1]


def test_a_buried_card_is_not_asked_again_that_day(run: Run, course_folder: Path) -> None:
    output = run("quiz", course_folder, lines=("b", "q")).output
    assert "3 left" in output.split("Not again today.")[1]
    assert FIRST not in run("quiz", course_folder, lines=("q",)).output


def test_a_suspended_card_comes_back_when_it_is_resumed(run: Run, course_folder: Path) -> None:
    run("quiz", course_folder, lines=("x", "q"))
    assert FIRST not in run("quiz", course_folder, lines=("q",)).output
    assert "1 suspended card: vegf-name#1" in run("due", course_folder).output
    said = run("progress", "resume", "stromal", "vegf-name#1", "none#1").output
    assert said == "vegf-name#1: no longer suspended\nnone#1: was not suspended\n"
    assert FIRST in run("quiz", course_folder, lines=("q",)).output


def test_a_flag_keeps_its_note_and_the_card_stays_open(run: Run, course_folder: Path) -> None:
    output = run("quiz", course_folder, lines=("f", "the E is \x1b[31mwrong", "", "4", "q")).output
    assert "Flagged" in output
    assert output.count(FIRST) == 1
    due = run("due", course_folder).output
    assert "flagged: vegf-name#1: the E is" in due
    assert "\x1b" not in due
    (flag,) = json.loads(run("due", course_folder, "--json").output)["flags"]
    assert (flag["card"], flag["note"]) == ("vegf-name#1", "the E is \x1b[31mwrong")
    assert run("progress", "unflag", "stromal", "vegf-name#1").output == "vegf-name#1: no longer flagged\n"
    assert "flagged" not in run("due", course_folder).output


@pytest.mark.parametrize("lines", [("?", "q"), ("", "?", "q")], ids=["question", "answer"])
def test_the_keys_are_told_when_asked_for(run: Run, course_folder: Path, lines: tuple[str, ...]) -> None:
    output = run("quiz", course_folder, lines=lines).output
    for said in ("undo the last answer", "ask this card later", "not again today", "flag it"):
        assert said in output


def test_a_word_is_the_key_beside_it_and_no_other(run: Run, database: Path, course_folder: Path) -> None:
    """`easy` rates and does not edit, `suspend` is not s for skip, and 12 is not 1, though `3 good` is 3."""
    lines = ("suspend", "easy", "answer", "12", "suspend", "Easy", "", "3 good", "quit")
    said = run("quiz", course_folder, lines=lines)
    assert [int(review.rating) for review in reviews(database)] == [4, 3]
    assert "Later." not in said.output
    assert said.output.count(FIRST) == 1


def test_moves_are_obeyed_while_an_answer_is_on_show(run: Run, database: Path, course_folder: Path) -> None:
    run("quiz", course_folder, lines=("", "b", "", "3", "", "u", "q"))
    assert reviews(database) == []
    assert run("progress", "rebuild", "--check").output == "identical\n"
