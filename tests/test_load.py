"""Courses from folders, by name and from single card files."""

import shutil
from pathlib import Path

import pytest

from conftest import COURSE, WriteCourse
from msc_learn.course.load import load_course, read_course
from msc_learn.course.locate import find_course, shipped_courses
from msc_learn.errors import MscLearnError


def codes(where: Path) -> list[str]:
    return [problem.code for problem in read_course(where)[1]]


def test_a_folder_is_read_in_study_order(course_folder: Path) -> None:
    course = load_course(course_folder)
    assert (course.id, course.deck, course.language) == ("stromal", "Stromal cells", "en-GB")
    assert [topic.title for topic in course.topics] == ["Growth factors"]
    assert [note.kind for note in course.notes] == ["question", "cloze", "list", "choice"]
    assert course.document == course_folder / "document.md"
    assert course.notes[0].tags == ("growth-factors",)


def test_a_shipped_course_is_found_by_its_name() -> None:
    assert "msc" in shipped_courses()
    assert find_course("msc").name == "msc"


def test_a_single_card_file_is_a_course_of_one_topic(course_folder: Path) -> None:
    course = load_course(course_folder / "growth-factors.yaml")
    assert (course.id, course.title, course.document) == ("growth-factors", "Growth factors", None)


def test_a_single_card_file_names_its_document(course_folder: Path) -> None:
    file = course_folder / "growth-factors.yaml"
    file.write_text("document: document.md\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_course(file).document == course_folder / "document.md"
    assert codes(course_folder) == ["F207"]


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("missing", "F213 no such course: give a folder, a card file or msc"),
        ("missing.yaml", "missing.yaml: D101"),
        ("folder", "is not a course"),
        ("notes.txt", "is not a card file"),
    ],
)
def test_what_is_no_course_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("a", encoding="utf-8")
    with pytest.raises(MscLearnError, match=r"^[^\n]+$") as caught:
        load_course(where)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("course", "code"),
    [
        (COURSE.replace("[growth-factors]", "[growth-factors, other]"), "D101"),
        (COURSE.replace("[growth-factors]", "[]"), "F204"),
        (COURSE.replace("[growth-factors]", "[growth-factors, growth-factors]"), "F206"),
        (COURSE.replace("[growth-factors]", "[growth-factors, ../stromal/growth-factors]"), "F209"),
        (COURSE.replace("document.md", "../document.md"), "F209"),
        (COURSE.replace("document.md", "other.md"), "F212"),
        (COURSE + "colour: red\n", "F201"),
        (COURSE.replace("title: Stromal cells\n", ""), "F203"),
        ("title: [\n", "Y101"),
        ("- a\n", "F202"),
    ],
)
def test_what_is_wrong_in_course_yaml_is_told(write_course: WriteCourse, course: str, code: str) -> None:
    folder = write_course(course=course)
    problems = read_course(folder)[1]
    assert code in [problem.code for problem in problems]
    assert all(str(folder) in problem.position.path for problem in problems)


def test_a_card_file_that_no_topic_names_is_told(course_folder: Path) -> None:
    shutil.copy(course_folder / "growth-factors.yaml", course_folder / "extra.yaml")
    assert codes(course_folder) == ["F212"]


def test_problems_of_all_files_come_in_one_pass(write_course: WriteCourse) -> None:
    folder = write_course(course=COURSE.replace("[growth-factors]", "[growth-factors, second]"))
    (folder / "growth-factors.yaml").write_text("topic: 'open\n", encoding="utf-8")
    (folder / "second.yaml").write_text("topic: Second\ncards:\n  - id: A\n", encoding="utf-8")
    paths = [problem.position.path for problem in read_course(folder)[1]]
    assert {Path(path).name for path in paths} == {"growth-factors.yaml", "second.yaml"}


def test_an_id_that_stands_twice_in_a_course_is_told_with_both_places(write_course: WriteCourse) -> None:
    folder = write_course(course=COURSE.replace("[growth-factors]", "[growth-factors, second]"))
    (folder / "second.yaml").write_text(
        "topic: Second\ncards:\n  - id: vegf-name\n    question: q\n    answer: a\n", encoding="utf-8"
    )
    (problem,) = read_course(folder)[1]
    assert problem.code == "F206"
    assert str(folder / "second.yaml:3:9") in str(problem)
    assert str(folder / "growth-factors.yaml:4:9") in problem.message


def test_a_picture_must_exist_inside_the_course(write_course: WriteCourse, tmp_path: Path) -> None:
    card = "topic: T\ncards:\n  - id: a\n    question: q\n    answer: b\n    media: {{file: {}, alt: x}}\n"
    (tmp_path / "outside.svg").write_text("<svg/>", encoding="utf-8")
    assert codes(write_course(card.format("media/missing.svg"))) == ["F212"]
    for path in ("/etc/passwd", "../outside.svg", "media/../../outside.svg", "C:/x.svg", "~/x.svg"):
        assert codes(write_course(card.format(path))) == ["F209"], path
    folder = write_course(card.format("link.svg"))
    (folder / "link.svg").symlink_to(tmp_path / "outside.svg")
    assert codes(folder) == ["F209"]


def test_a_document_linked_from_outside_the_course_is_refused(course_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("# Outside\n", encoding="utf-8")
    (course_folder / "document.md").unlink()
    (course_folder / "document.md").symlink_to(tmp_path / "outside.md")
    assert codes(course_folder) == ["F209"]
