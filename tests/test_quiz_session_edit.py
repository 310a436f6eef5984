"""A card edited in the middle of a sitting, and its source looked up in the document."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from msc_learn.cli.main import cli
from msc_learn.study.practice import Practice

Run = Callable[..., Result]


@pytest.fixture
def quiz(runner: CliRunner, tmp_path: Path, course_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that takes a sitting with lines of input, and with what the editor does to a text."""
    monkeypatch.setenv("TZ", "UTC")

    def quiz(*lines: str, edit: Callable[[str], str | None] = lambda text: None) -> Result:
        monkeypatch.setattr("click.edit", lambda text, **_: edit(text))
        given = ["quiz", str(course_folder), "--db", str(tmp_path / "history.db")]
        return runner.invoke(cli, given, input="".join(f"{line}\n" for line in lines), catch_exceptions=False)

    return quiz


def file_with(folder: Path, text: str) -> Path:
    return next(path for path in sorted(folder.glob("*.yaml")) if text in path.read_text(encoding="utf-8"))


def test_a_card_is_edited_where_it_is_written_and_asked_anew(quiz: Run, course_folder: Path) -> None:
    output = quiz(
        "e",
        "",
        "3",
        "q",
        edit=lambda text: text.replace("What does VEGF stand for", "VEGF is short for what"),
    ).output
    assert "VEGF is short for what" in file_with(course_folder, "vegf-name").read_text(encoding="utf-8")
    assert output.index("What does VEGF stand for?") < output.index("VEGF is short for what?")
    assert "The card is saved" in output
    assert "1 answer, 1 recalled" in output


def test_a_card_is_edited_after_its_answer_too(quiz: Run) -> None:
    output = quiz("", "e", "", "4", "q", edit=lambda text: text.replace("stand for", "mean")).output
    assert output.count("vascular endothelial growth factor") >= 2
    assert "1 card (1 new)" in output


def test_what_the_checks_find_in_an_edited_card_is_said(quiz: Run) -> None:
    output = quiz("e", "q", edit=lambda text: text.replace("vascular endothelial", "vast endless")).output
    assert "! G" in output


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (lambda text: None, "nothing changed"),
        (lambda text: text, "nothing changed"),
        (lambda text: text.replace("question:", "qestion:"), "unknown key"),
    ],
)
def test_an_edit_that_is_none_leaves_file_and_question_as_they_were(
    quiz: Run, course_folder: Path, after: Callable[[str], str | None], said: str
) -> None:
    path = file_with(course_folder, "vegf-name")
    before = path.read_bytes()
    output = quiz("e", "d", "", "3", "q", edit=after).output
    assert said in output
    assert path.read_bytes() == before


def test_where_the_disk_refuses_an_edit_the_words_are_kept_for_another_try(
    quiz: Run, course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def fixed(text: str) -> str:
        seen.append(text)
        return text.replace("stand for", "mean")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msc_learn.files.tempfile.mkstemp", full)
    path = file_with(course_folder, "vegf-name")
    before = path.read_bytes()
    result = quiz("e", "e", "d", "", "3", "q", edit=fixed)
    assert "No space left on device" in result.output
    assert "stand for" in seen[0]
    assert "VEGF mean" in seen[1]
    assert path.read_bytes() == before
    assert "1 answer" in result.output


def test_a_card_another_program_took_away_is_left_to_be_changed_by_hand(
    quiz: Run, course_folder: Path
) -> None:
    path = file_with(course_folder, "vegf-name")

    def removed(text: str) -> str:
        path.write_text(path.read_text(encoding="utf-8").replace("vegf-name", "vegf-other"), encoding="utf-8")
        return text.replace("stand for", "mean")

    output = quiz("e", "d", "e", "", "3", "q", edit=removed).output
    assert "another program has changed" in output
    assert "cannot be edited here" in output
    assert "1 answer" in output


def test_a_file_that_became_wrong_meanwhile_is_one_line_and_the_sitting_goes_on(
    quiz: Run, course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_with(course_folder, "vegf-name")
    open_question = Practice.open

    def broken(self: Practice) -> object:
        path.write_text("cards: [", encoding="utf-8")
        return open_question(self)

    monkeypatch.setattr(Practice, "open", broken)
    result = quiz("e", "", "3", "q")
    assert f"{path.name}:2:1:Y101" in "".join(result.output.split())
    assert "1 answer" in result.output


def test_the_source_is_seen_in_its_paragraph_once_the_answer_is(quiz: Run) -> None:
    output = quiz("v", "", "v", "3", "q").output
    assert "Answer first" in output
    after = output[output.index("Answer first") :]
    assert "document.md:" in after
