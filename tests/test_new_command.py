"""A course of one's own, empty or as a copy; a shipped course is never written."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from msc_learn import files
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.course.new_course import write_copy
from msc_learn.deck.compile import compile_course
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.lint.course_check import check_course

ONE_CARD = "topic: T\ncards:\n  - id: a\n    question: q?\n    answer: b\n"
Content = dict[str, bytes]


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=typed)


def content(folder: Path) -> Content:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["renal", "Почки и печень", "C++"])
def test_an_empty_course_is_valid_and_has_an_id(tmp_path: Path, name: str) -> None:
    result = run("new", tmp_path / name)
    assert result.exit_code == 0, result.output
    course, problems = check_course(tmp_path / name)
    assert (problems, course.has_id, course.notes) == ((), True, ())
    assert course.id in result.output


def test_two_courses_of_one_name_have_two_ids(tmp_path: Path) -> None:
    for teacher in ("x", "y"):
        run("new", tmp_path / teacher / "bio", "--title", "Biology: cells")
    first, second = (load_course(tmp_path / teacher / "bio") for teacher in ("x", "y"))
    assert first.id != second.id
    assert first.title == "Biology: cells"


def test_a_copy_has_all_files_but_the_releases_and_guids_of_its_own(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine", "--from", "msc").exit_code == 0
    shipped, mine = load_course("msc"), load_course(tmp_path / "mine")
    before, after = content(shipped.path), content(mine.path)
    assert before.keys() - after.keys() == {"release.lock"}
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"course.yaml"}
    assert after["course.yaml"] == before["course.yaml"].replace(b"id: msc\n", f"id: {mine.id}\n".encode())
    guids = [{note.guid for note in compile_course(course, Lock(), 1).notes} for course in (shipped, mine)]
    assert len(guids[1]) == 154
    assert not guids[0] & guids[1]


@pytest.mark.parametrize("mark", ["", "'", '"'])
def test_an_id_in_quotes_is_replaced_too(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "course.yaml").write_text(f"title: T\nid: {mark}06-8249{mark}\ntopics: [t]\n", "utf-8")
    (tmp_path / "a" / "t.yaml").write_text(ONE_CARD, "utf-8")
    assert run("new", tmp_path / "b", "--from", tmp_path / "a").exit_code == 0
    text = (tmp_path / "b" / "course.yaml").read_text("utf-8")
    assert text == f"title: T\nid: {load_course(tmp_path / 'b').id}\ntopics: [t]\n"


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    run("new", tmp_path / "renal")
    before = content(tmp_path / "renal")
    for more in ([], ["--from", "msc"]):
        refused = run("new", tmp_path / "renal", *more)
        assert refused.exit_code == 1
        assert " X103 " in str(refused.exception)
    assert content(tmp_path / "renal") == before
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert " X103 " in str(run("new", tmp_path / "file").exception)


def test_a_single_card_file_is_no_course_to_copy(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"id: a-23456789\n{ONE_CARD}", encoding="utf-8")
    with pytest.raises(ExportError, match="X104"):
        write_copy(load_course(tmp_path / "a.yaml"), tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msc_learn.course.new_course.write_atomically", full)
    refused = run("new", tmp_path / "mine", "--from", "msc")
    assert "X101 cannot be written: No space left on device" in str(refused.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course in the installed package, as far as the program can see."""
    folder = tmp_path / "site-packages" / "msc_learn" / "courses" / "own"
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_text("id: own\ntitle: T\ntopics: [t]\n", encoding="utf-8")
    (folder / "t.yaml").write_text(ONE_CARD + "    status: draft\n", encoding="utf-8")
    monkeypatch.setattr(files, "_PACKAGE", tmp_path / "site-packages" / "msc_learn")
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))
    return folder


@pytest.mark.parametrize(
    "typed",
    [
        ["review", "{}"],
        ["build", "{}", "--drafts", "-o", "{}/deck.apkg"],
        ["extract", "{}/notes.md", "-o", "{}"],
    ],
)
def test_a_command_that_would_write_a_shipped_course_is_refused(
    shipped: Path, tmp_path: Path, typed: list[str]
) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(
        "# T\n\nInsulin is a hormone of the pancreas that lowers blood sugar.\n", encoding="utf-8"
    )
    before = content(shipped)
    words = [word.replace("{}/notes.md", str(notes)).replace("{}", str(shipped)) for word in typed]
    refused = run(*words, typed="a\n")
    assert refused.exit_code == 1
    assert "X105 is part of msc-learn and read-only" in str(refused.exception)
    assert "msc-learn new my-msc --from msc" in str(refused.exception)
    assert content(shipped) == before


def test_a_release_of_a_shipped_course_is_refused(shipped: Path) -> None:
    (shipped / "t.yaml").write_text(ONE_CARD, encoding="utf-8")
    refused = run("build", shipped, "-o", shipped.parents[3] / "deck.apkg")
    assert "X105" in str(refused.exception)
    assert not (shipped / "release.lock").exists()


def test_the_key_e_of_a_quiz_offers_a_copy(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    result = run("quiz", shipped, "--drafts", typed="\ne\nq\n")
    assert result.exit_code == 0
    assert "msc-learn new my-msc --from msc" in " ".join(result.output.split())
