"""A sitting in lines of JSON: what is told, what is obeyed, and what is refused without harm."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from msc_learn.cli.main import cli
from msc_learn.history.store import History
from msc_learn.memory.review import Mode, Rating, Review, Verdict
from msc_learn.terminal import quiz_json

ROOT = Path(__file__).parents[1]
Events = list[dict[str, Any]]
Talk = Callable[..., Events]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def talk(runner: CliRunner, database: Path, course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Return a function that hands in wishes, or lines as they are, and returns the events told."""
    monkeypatch.setenv("TZ", "UTC")

    def talk(*wishes: dict[str, Any] | str, options: tuple[str, ...] = ()) -> Events:
        lines = [wish if isinstance(wish, str) else json.dumps(wish) for wish in wishes]
        given = ["quiz", str(course_folder), "--json", "--db", str(database), *options]
        result = runner.invoke(cli, given, input="\n".join(lines) + "\n", catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.output.splitlines()]

    return talk


def reviews(database: Path) -> list[Review]:
    with History.open(database) as history:
        return list(history.reviews())


def names(events: Events) -> list[str]:
    return [event["event"] for event in events]


def the(events: Events, name: str) -> dict[str, Any]:
    return next(event for event in events if event["event"] == name)


def test_a_card_is_asked_shown_and_rated(talk: Talk, database: Path) -> None:
    events = talk({"do": "show"}, {"do": "rate", "rating": "good"}, {"do": "quit"})
    assert names(events) == ["sitting", "question", "answer", "rated", "question", "summary"]
    asked, shown = the(events, "question"), the(events, "answer")
    assert (asked["card"], asked["mode"], asked["state"]) == ("vegf-name#1", "flip", "new")
    assert asked["question"] == "What does VEGF stand for?"
    assert shown["answer"] == ["vascular endothelial growth factor"]
    assert list(shown["waits"]) == ["again", "hard", "good", "easy"]
    assert shown["sources"][0]["quote"]
    assert [(review.card, review.rating) for review in reviews(database)] == [("vegf-name#1", Rating.GOOD)]
    summary = events[-1]
    assert (summary["answers"], summary["new"], summary["ratings"]["good"]) == (1, 1, 1)


def test_a_cloze_says_what_was_asked_for(talk: Talk) -> None:
    events = talk({"do": "skip"}, {"do": "show"})
    assert the(events, "skipped")["card"] == "vegf-name#1"
    assert the(events, "answer")["asked"] == ["microRNAs"]


def test_a_typed_answer_is_graded_with_its_reason_and_may_be_overruled(talk: Talk, database: Path) -> None:
    events = talk({"do": "type", "answer": "something else"}, {"do": "rate", "rating": 3})
    shown = the(events, "answer")
    assert (shown["verdict"], shown["suggested"]) == ("wrong", "again")
    assert the(events, "rated")["overruled"] is True
    (review,) = reviews(database)
    assert (review.verdict, review.rating, review.answer) == (Verdict.WRONG, Rating.GOOD, "something else")


def test_options_are_chosen_by_their_numbers(talk: Talk, database: Path) -> None:
    events = talk(*[{"do": "skip"}] * 3, {"do": "choose", "options": [1]}, {"do": "rate", "rating": "again"})
    asked = [event for event in events if event["event"] == "question"][3]
    assert (asked["mode"], len(asked["options"])) == ("choice", 4)
    (review,) = reviews(database)
    assert (review.mode, review.answer) == (Mode.CHOICE, asked["options"][0])


def test_leaving_at_a_verdict_keeps_the_answer_and_leaving_at_an_open_one_does_not(
    talk: Talk, database: Path
) -> None:
    talk({"do": "type", "answer": "vascular endothelial growth factor"})
    talk({"do": "show"})
    assert [review.rating for review in reviews(database)] == [Rating.GOOD]


def test_what_was_answered_is_taken_back_and_asked_again(talk: Talk, database: Path) -> None:
    events = talk({"do": "show"}, {"do": "rate", "rating": 4}, {"do": "undo"})
    assert names(events)[-3:] == ["undone", "question", "summary"]
    assert events[-2]["card"] == "vegf-name#1"
    assert reviews(database) == []


@pytest.mark.parametrize(
    ("wish", "event"),
    [({"do": "bury"}, "buried"), ({"do": "suspend"}, "suspended"), ({"do": "skip"}, "skipped")],
)
def test_a_card_is_put_off(talk: Talk, wish: dict[str, Any], event: str) -> None:
    events = talk(wish)
    assert the(events, event)["card"] == "vegf-name#1"
    left = [one["left"] for one in events if one["event"] == "question"]
    assert left[1] == left[0] - (event != "skipped")
    asked = names(talk())
    assert asked == ["sitting", "question", "summary"]


def test_a_card_is_flagged_with_a_note_and_stays_open(talk: Talk, database: Path) -> None:
    events = talk({"do": "flag", "note": " is this so? "}, {"do": "show"})
    assert names(events) == ["sitting", "question", "flagged", "answer", "summary"]
    with History.open(database) as history:
        course = events[0]["course"]
        assert [flag.note for flag in history.flags(course)] == ["is this so?"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "the line is not JSON"),
        ("[" * 100_000, "the line is not JSON"),
        ("[]", "write an object such as"),
        ('{"do": "dance"}', "one of show, type, choose, rate"),
        ('{"do": "rate", "rating": 3}', "answer first"),
        ('{"do": "choose", "options": [1]}', "this card has no options"),
        ('{"do": "type"}', "answer must be a text"),
        ('{"do": "flag", "note": 3}', "note must be a text"),
        ('{"do": "undo"}', "no answer to undo"),
    ],
)
def test_a_line_that_cannot_be_obeyed_is_refused_and_the_question_stays(
    talk: Talk, line: str, message: str
) -> None:
    events = talk(line, "", {"do": "show"})
    assert names(events) == ["sitting", "question", "error", "answer", "summary"]
    assert message in events[2]["message"]


@pytest.mark.parametrize("rating", [0, 5, True, "fine", None, [3], 2.5])
def test_a_rating_that_is_none_is_refused(talk: Talk, database: Path, rating: object) -> None:
    events = talk({"do": "show"}, {"do": "rate", "rating": rating}, {"do": "show"})
    assert [event["message"] for event in events if event["event"] == "error"] == snapshot(
        ["rating must be again, hard, good or easy, or 1 to 4", "the answer is shown: rate it"]
    )
    assert reviews(database) == []


@pytest.mark.parametrize("options", [[], [0], [5], [True], ["1"], 1, None])
def test_options_that_no_card_has_are_refused(talk: Talk, options: object) -> None:
    events = talk(*[{"do": "skip"}] * 3, {"do": "choose", "options": options})
    assert the(events, "error")["message"] == snapshot("options must be a list of numbers from 1 to 4")


def test_half_a_character_is_taken_without_harm(talk: Talk, database: Path) -> None:
    talk('{"do": "type", "answer": "\\ud800"}', {"do": "rate", "rating": 1})
    assert [review.answer for review in reviews(database)] == ["?"]


def test_what_turns_or_steers_a_terminal_is_escaped(
    talk: Talk, runner: CliRunner, course_folder: Path
) -> None:
    wish = json.dumps({"do": "type", "answer": "a\u202eb\x9b31m"})
    talk(wish)
    given = ["quiz", str(course_folder), "--json", "--cram", "--db", str(course_folder.parent / "other.db")]
    output = runner.invoke(cli, given, input=wish + "\n").output
    assert "\u202e" not in output
    assert "\x9b" not in output


def test_where_nothing_is_due_the_summary_alone_is_told(talk: Talk) -> None:
    events = talk(options=("--new", "0"))
    assert names(events) == ["sitting", "summary"]
    assert (events[1]["left"], events[1]["answers"]) == (0, 0)


def test_a_history_held_by_another_program_keeps_the_answer_on_show(
    talk: Talk, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msc_learn.errors import HistoryError
    from msc_learn.history.connection import LOCKED

    store, held = History.append, [True]

    def append(self: History, review: Review) -> object:
        if held.pop() if held else False:
            raise HistoryError.at(database, LOCKED, "is in use by another program")
        return store(self, review)

    monkeypatch.setattr(History, "append", append)
    events = talk({"do": "show"}, *[{"do": "rate", "rating": 3}] * 2)
    assert names(events)[2:5] == ["answer", "error", "rated"]
    assert len(reviews(database)) == 1


def test_the_page_on_lines_names_every_wish_and_every_event() -> None:
    page = (ROOT / "docs" / "quiz-lines.md").read_text(encoding="utf-8")
    wishes, told = (part.split("\n## ")[0] for part in page.split("## What is ")[1:])
    assert set(re.findall(r"^\| `(\w+)` \|", wishes, re.MULTILINE)) - {"do"} == set(quiz_json._REQUESTS)
    events = {
        name for row in re.findall(r"^\| (`.*?`) \|", told, re.MULTILINE) for name in re.findall(r"\w+", row)
    }
    source = Path(quiz_json.__file__).read_text(encoding="utf-8")
    written = set(re.findall(r'(?:send|_left_out)\(\s*"(\w+)"', source))
    assert events - {"event"} == written
