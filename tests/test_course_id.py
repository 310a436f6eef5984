"""The id of a course: made once, written once, and the same wherever the files are."""

import shutil
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner

from conftest import CARDS
from msc_learn.cli.main import cli
from msc_learn.course import assign_id
from msc_learn.course.assign_id import with_id
from msc_learn.course.card_writer import scalar
from msc_learn.course.course_id import flaw_of, legacy_id_of, name_of, new_course_id
from msc_learn.course.load import load_course, read_course
from msc_learn.deck.release.lock_file import read_lock
from msc_learn.errors import CardFileError, ExportError

CARD = "topic: T\ncards:\n  - id: a\n    question: q?\n    answer: b\n"


def folder_of(root: Path, name: str, course: str = "title: T\ntopics: [t]\n") -> Path:
    """Write a course without an id and return its folder."""
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "course.yaml").write_bytes(course.encode())
    (folder / "t.yaml").write_text(CARD, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("renal", "renal-"),
        ("06", "06-"),
        ("Анатомия", "анатомия-"),
        ("解剖学", "解剖学-"),
        ("C++", "c-"),
        ("C#", "c-"),
        ("जीव विज्ञान", "जीव-विज्ञान-"),
        ("***", "course-"),
        ("a" * 300, "a" * 40 + "-"),
    ],
)
def test_an_id_is_the_name_and_eight_random_letters(name: str, start: str) -> None:
    ids = {new_course_id(name, bytes([first] * 8)) for first in range(200)}
    assert len(ids) == 200
    for id_ in ids:
        assert id_.startswith(start)
        assert len(id_) == len(start) + 8
        assert flaw_of(id_) == ""
        assert scalar(id_) == id_  # needs no quotes in YAML


def test_a_name_is_the_same_in_both_unicode_forms(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, "Zelläre Übung") for form in ("NFC", "NFD")]
    assert [name_of(folder_of(tmp_path / str(i), name)) for i, name in enumerate(names)] == [
        "Zelläre-Übung"
    ] * 2


@pytest.mark.parametrize(
    "id_", ["Renal", "a b", "a--b", "-a", "a_b", "a/b", "re\u0301nal", "x" * 65, "a:b", "..", "кУрс"]
)
def test_an_id_that_is_not_valid_is_reported_at_its_line(tmp_path: Path, id_: str) -> None:
    folder = folder_of(tmp_path, "c", f"title: T\nid: {id_!r}\ntopics: [t]\n")
    course, problems = read_course(folder)
    assert [(problem.code, problem.position.line, problem.position.column) for problem in problems] == [
        ("F205", 2, 5)
    ]
    assert not course.has_id


def test_an_empty_id_is_reported(tmp_path: Path) -> None:
    _, problems = read_course(folder_of(tmp_path, "c", "title: T\nid:\ntopics: [t]\n"))
    assert [problem.code for problem in problems] == ["F204"]


def test_a_card_file_in_a_course_has_no_id_of_its_own(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "c")
    (folder / "t.yaml").write_text("id: t\n" + CARD, encoding="utf-8")
    assert [problem.code for problem in read_course(folder)[1]] == ["F207"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\ntopics: [t]\n", "id: {}\ntitle: T\ntopics: [t]\n"),
        ("title: T\r\ntopics: [t]\r\n", "id: {}\r\ntitle: T\r\ntopics: [t]\r\n"),
        ("title: T\rtopics: [t]\r", "id: {}\rtitle: T\rtopics: [t]\r"),
        ("# A course\n\ntitle: T # ours\ntopics: [t]", "# A course\n\nid: {}\ntitle: T # ours\ntopics: [t]"),
        ("---\ntitle: T\ntopics: [t]\n", "---\nid: {}\ntitle: T\ntopics: [t]\n"),
        ("  title: T\n  topics: [t]\n", "  id: {}\n  title: T\n  topics: [t]\n"),
        ("{title: T, topics: [t]}\n", "{{id: {}, title: T, topics: [t]}}\n"),
        ("\ufefftitle: T\ntopics: [t]\n", "\ufeffid: {}\ntitle: T\ntopics: [t]\n"),
        ("title: A\u2028B\ntopics: [t]\n", None),
    ],
)
def test_an_id_is_written_once_and_no_other_byte_changes(
    tmp_path: Path, before: str, after: str | None
) -> None:
    folder = folder_of(tmp_path, "renal", before)
    course, problems = read_course(folder)
    if after is None:
        assert problems
        return
    named = with_id(course)
    assert named.has_id
    assert named.id.startswith("renal-")
    assert (folder / "course.yaml").read_bytes().decode() == after.format(named.id)
    assert with_id(load_course(folder)).id == named.id
    assert sorted(path.name for path in folder.iterdir()) == ["course.yaml", "t.yaml"]


def test_a_file_in_utf_16_keeps_its_encoding(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "renal")
    (folder / "course.yaml").write_bytes("title: T\ntopics: [t]\n".encode("utf-16"))
    named = with_id(load_course(folder))
    assert (folder / "course.yaml").read_bytes().decode(
        "utf-16"
    ) == f"id: {named.id}\ntitle: T\ntopics: [t]\n"


def test_a_single_card_file_gets_an_id_too(tmp_path: Path) -> None:
    file = tmp_path / "heart.yaml"
    file.write_text(CARD, encoding="utf-8")
    named = with_id(load_course(file))
    assert file.read_text(encoding="utf-8") == f"id: {named.id}\n{CARD}"


def test_programs_that_start_together_give_one_id(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "renal")
    course = load_course(folder)
    with ThreadPoolExecutor(8) as pool:
        ids = {named.id for named in pool.map(with_id, [course] * 16)}
    assert ids == {load_course(folder).id}


def test_a_folder_that_cannot_be_written_is_told_with_the_line_to_add(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, "renal")

    def refuse(path: Path, content: bytes) -> None:
        raise ExportError.at(path, "X101", "cannot be written: Permission denied")

    monkeypatch.setattr(assign_id, "write_atomically", refuse)
    before = (folder / "course.yaml").read_bytes()
    with pytest.raises(CardFileError, match=r"course.yaml:1:1: F219 .*add the line `id: renal-\w{8}`"):
        with_id(load_course(folder))
    assert (folder / "course.yaml").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["course.yaml", "t.yaml"]


@pytest.mark.parametrize("typed", [["quiz"], ["exam", "short"], ["review"], ["report"]])
def test_a_command_that_stores_something_adds_the_id_and_says_so(
    tmp_path: Path, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))
    folder = folder_of(tmp_path, "renal")
    place = ["--course", str(folder)] if typed[0] == "exam" else [str(folder)]
    result = CliRunner().invoke(cli, [*typed, *place], input="q\n")
    assert load_course(folder).has_id
    assert f"added the id {load_course(folder).id}" in result.stderr


@pytest.mark.parametrize("typed", [["due"], ["stats"], ["coverage"], ["check"]])
def test_a_command_that_stores_nothing_changes_no_file(
    tmp_path: Path, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))
    folder = folder_of(tmp_path, "renal")
    result = CliRunner().invoke(cli, [*typed, str(folder)])
    assert not load_course(folder).has_id
    assert ("warning: the course has no id" in result.stderr) is (typed == ["check"])


def test_the_same_course_in_any_folder(tmp_path: Path, course_folder: Path) -> None:
    moved = tmp_path / "stromal-main"
    shutil.copytree(course_folder, moved)
    assert load_course(moved).id == load_course(course_folder).id == "stromal"
    assert legacy_id_of(moved) == "stromal-main"
    assert CARDS in (moved / "growth-factors.yaml").read_text(encoding="utf-8")


def test_two_card_files_of_one_name_are_two_courses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))
    weeks = [tmp_path / week / "cards.yaml" for week in ("week1", "week2")]
    for number, file in enumerate(weeks):
        file.parent.mkdir()
        file.write_text(CARD.replace("q?", f"question {number}?"), encoding="utf-8")
    CliRunner().invoke(cli, ["quiz", str(weeks[0])], input="\n3\nq\n")
    assert "1 new to learn" in CliRunner().invoke(cli, ["due", str(weeks[1])]).output
    guids = []
    for file in weeks:
        CliRunner().invoke(cli, ["build", str(file), "-o", str(file.with_name("deck.apkg"))])
        [entry] = read_lock(file.with_name("cards.release.lock")).notes.values()
        guids.append(entry.guid)
    assert guids[0] != guids[1]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_folder_in_either_unicode_form_is_the_same_course(
    tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    folder = folder_of(tmp_path, unicodedata.normalize(form, "Zelläre Übung"))
    id_ = with_id(load_course(folder)).id
    assert id_.startswith(unicodedata.normalize("NFC", "zelläre-übung-"))
    moved = folder.rename(tmp_path / "moved")
    assert load_course(moved).id == id_
