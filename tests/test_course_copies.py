"""One id, two folders: versions of a course go on, and a copy that has become another course is refused."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from msc_learn.cli.main import cli
from msc_learn.course.load import load_course

CARDS = {"a": "one", "b": "two", "c": "three"}


@pytest.fixture(autouse=True)
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))
    return tmp_path / "history.db"


def write(folder: Path, answers: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "course.yaml").write_text("id: renal-7k2m9qxd\ntitle: T\ntopics: [t]\n", encoding="utf-8")
    cards = "".join(
        f"  - id: {id_}\n    question: {id_}?\n    answer: {text}\n" for id_, text in answers.items()
    )
    (folder / "t.yaml").write_text(f"topic: T\ncards:\n{cards}", encoding="utf-8")
    return folder


def quiz(folder: Path) -> Result:
    return CliRunner().invoke(cli, ["quiz", str(folder)], input="\n3\nq\n")


def is_refused(result: Result) -> bool:
    return result.exit_code == 1 and " F220 " in str(result.exception)


def build(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["build", str(folder), "-o", str(folder.parent / "deck.apkg")])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (CARDS, CARDS),
        (CARDS | {"a": "edited"}, CARDS),
        (CARDS, CARDS | {"a": "edited", "d": "new"}),
        ({"a": "one"}, CARDS),
    ],
)
def test_a_second_checkout_goes_on(tmp_path: Path, here: dict[str, str], there: dict[str, str]) -> None:
    first, second = write(tmp_path / "first", CARDS), write(tmp_path / "second", there)
    assert quiz(first).exit_code == 0
    write(first, here)
    assert quiz(second).exit_code == 0
    assert quiz(first).exit_code == 0


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (CARDS | {"a": "edited here"}, CARDS | {"a": "edited there"}),
        (CARDS | {"d": "new here"}, CARDS | {"b": "edited there"}),
        (CARDS | {"a": "edited"}, {"x": "others", "y": "at all"}),
    ],
)
def test_a_copy_that_was_changed_apart_is_refused_with_both_paths(
    tmp_path: Path, here: dict[str, str], there: dict[str, str]
) -> None:
    first = write(tmp_path / "first", CARDS)
    quiz(first)
    second = tmp_path / "second"
    shutil.copytree(first, second)
    assert quiz(second).exit_code == 0
    write(first, here)
    write(second, there)
    refused = quiz(second)
    assert is_refused(refused)
    assert str(second) in str(refused.exception)
    assert str(first) in str(refused.exception)
    assert quiz(first).exit_code == 0


def test_the_way_out_of_the_message_works(tmp_path: Path) -> None:
    first = write(tmp_path / "first", CARDS)
    quiz(first)
    second = write(tmp_path / "second", {"a": "x"})
    write(first, CARDS | {"a": "edited"})
    assert is_refused(quiz(second))
    text = (second / "course.yaml").read_text(encoding="utf-8")
    (second / "course.yaml").write_text(text.replace("id: renal-7k2m9qxd\n", ""), encoding="utf-8")
    assert quiz(second).exit_code == 0
    assert load_course(second).id != load_course(first).id


def test_a_moved_course_goes_on(tmp_path: Path) -> None:
    first = write(tmp_path / "first", CARDS)
    quiz(first)
    first.rename(tmp_path / "moved")
    write(tmp_path / "moved", CARDS | {"d": "new"})
    assert quiz(tmp_path / "moved").exit_code == 0


def test_another_course_in_the_place_of_a_moved_one_is_refused(tmp_path: Path) -> None:
    first = write(tmp_path / "first", CARDS)
    quiz(first)
    shutil.rmtree(first)
    assert is_refused(quiz(write(tmp_path / "other", {"x": "1", "y": "2", "a": "one"})))


def test_an_older_and_a_newer_release_are_one_course_by_their_locks(tmp_path: Path) -> None:
    first = write(tmp_path / "first", CARDS)
    quiz(first)
    write(first, CARDS | {"a": "second edition"})
    build(first)
    older = tmp_path / "older"
    shutil.copytree(first, older)
    write(first, CARDS | {"a": "third edition"})
    build(first)
    assert quiz(older).exit_code == 0
    lock = json.loads((older / "release.lock").read_text(encoding="utf-8"))
    lock["notes"][0]["released"] += 1
    (older / "release.lock").write_text(json.dumps(lock), encoding="utf-8")
    assert is_refused(quiz(older))


@pytest.mark.parametrize("command", ["due", "stats", "report", "quiz"])
def test_every_command_on_a_history_refuses_the_copy(tmp_path: Path, command: str) -> None:
    first = write(tmp_path / "first", CARDS)
    quiz(first)
    second = write(tmp_path / "second", {"x": "1"})
    write(first, {"y": "2"})
    assert is_refused(CliRunner().invoke(cli, [command, str(second)]))
