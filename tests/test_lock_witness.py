"""The lock as witness of its course: another id, a renamed card file, and a course without an id."""

import re
import shutil
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from build_runs import edit, refused, run
from conftest import paragraphs_with
from msc_learn.course.course_id import flaw_of
from msc_learn.deck.release.lock_file import read_lock
from msc_learn.errors import ExportError

CARDS = """\
topic: Heart
cards:
  - {id: pulse, question: Pulse?, answer: 70}
  - {id: beat, question: Beat?, answer: a}
"""
WITH_ID = f"id: heart-k3m8pq2w\n{CARDS}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def heart(text: str = WITH_ID) -> Path:
    path = Path("heart.yaml")
    path.write_text(text, encoding="utf-8")
    return path


def test_the_lock_holds_the_id_of_its_course(course_folder: Path) -> None:
    run(course_folder)
    assert read_lock(course_folder / "release.lock").course == "stromal"


def test_another_id_than_the_released_one_is_refused_with_one_line(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(course_folder)
    lock, course = course_folder / "release.lock", course_folder / "course.yaml"
    before = lock.read_bytes()
    course.write_text(
        course.read_text(encoding="utf-8").replace("id: stromal", "id: other"), encoding="utf-8"
    )
    edit(course_folder, "answer: pain", "answer: some pain")
    said = {
        refused(capsys, course_folder, *arguments)
        for arguments in ((), ("--locked",), ("--check",), ("--format", "csv"))
    }
    (only,) = said
    assert only.startswith(f"{lock}: R112 ")
    assert paragraphs_with(only, "R112", lock) == snapshot(
        [
            "PATH: R112 this lock is of the course stromal, but course.yaml has the id other:",
            "write `id: stromal` in course.yaml; if this is a copy that is to be a course of",
            "its own, delete this lock",
        ]
    )
    assert lock.read_bytes() == before
    lock.unlink()
    assert run(course_folder).output.splitlines()[2].startswith("4 new")


def test_an_id_that_was_deleted_is_named(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(course_folder)
    course = course_folder / "course.yaml"
    course.write_text(course.read_text(encoding="utf-8").replace("id: stromal\n", ""), encoding="utf-8")
    renamed = course_folder.rename(course_folder.with_name("other"))
    assert (
        "R112 this lock is of the course stromal, but course.yaml has no id: write `id: stromal`"
        in refused(capsys, renamed)
    )
    renamed.rename(course_folder)
    said = refused(capsys, course_folder, "--locked")
    assert said.startswith(f"{course}:1:1: F219 ")
    assert "add the line `id: stromal` above" in said


def test_a_locked_build_of_a_course_without_an_id_names_the_line_to_add(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = heart(CARDS)
    said = refused(capsys, path, "--locked")
    assert said.startswith("heart.yaml:1:1: F219 ")
    found = re.search(r"add the line `id: (heart-\w{8})`", said)
    assert found
    assert flaw_of(found[1]) == ""
    assert said != refused(capsys, path, "--locked")
    assert "id:" not in path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"id: {found[1]}\n{CARDS}", encoding="utf-8")
    run(path)
    run(path, "--locked")
    assert read_lock(Path("heart.release.lock")).course == found[1]


@pytest.mark.parametrize("text", [WITH_ID, CARDS], ids=["with an id", "without one"])
def test_a_renamed_card_file_is_refused_until_its_lock_is_renamed(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = heart(text)
    run(path)
    cardio = path.rename("cardio.yaml")
    said = refused(capsys, cardio)
    assert said.startswith("cardio.yaml: R113 ")
    assert paragraphs_with(said, "R113", cardio) == snapshot(
        [
            "PATH: R113 has no lock, and heart.release.lock has its cards but no card file:",
            "if PATH was renamed, rename the lock too, or learners get all notes twice: mv",
            "heart.release.lock cardio.release.lock",
        ]
    )
    assert not Path("cardio.release.lock").exists()
    shutil.move("heart.release.lock", "cardio.release.lock")
    assert run(cardio).output.splitlines()[2].endswith(" 2 unchanged")


def test_a_card_file_that_lost_name_and_id_is_known_by_its_guids(capsys: pytest.CaptureFixture[str]) -> None:
    path = heart()
    run(path)
    path.write_text(CARDS, encoding="utf-8")
    cardio = path.rename("cardio.yaml")
    assert "R113" in refused(capsys, cardio)
    shutil.move("heart.release.lock", "cardio.release.lock")
    assert "write `id: heart-k3m8pq2w` in cardio.yaml" in refused(capsys, cardio)


def test_half_of_the_notes_are_enough_to_know_the_lock_of_a_card_file_without_an_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = heart(CARDS)
    run(path)
    path.write_text(CARDS.replace("id: beat", "id: rhythm"), encoding="utf-8")
    assert "R113" in refused(capsys, path.rename("cardio.yaml"))


@pytest.mark.parametrize(
    "text",
    [CARDS.replace("id: ", "id: x-"), WITH_ID.replace("k3m8pq2w", "other")],
    ids=["other cards", "another id"],
)
def test_the_lock_of_another_card_file_that_is_gone_is_no_hindrance(text: str) -> None:
    path = heart()
    run(path)
    path.unlink()
    other = Path("cardio.yaml")
    other.write_text(text, encoding="utf-8")
    assert run(other).stdout.splitlines()[2].startswith("2 new")


def test_a_copy_beside_the_card_file_is_a_file_of_its_own() -> None:
    path = heart(CARDS)
    run(path)
    copy = Path(shutil.copy(path, "cardio.yaml"))
    assert run(copy).stdout.splitlines()[2].startswith("2 new")


def test_a_damaged_lock_whose_card_file_is_gone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("heart.release.lock").write_text("<<<<<<< ours\n", encoding="utf-8")
    Path("cardio.yaml").write_text(CARDS, encoding="utf-8")
    assert "heart.release.lock:1:1: R101" in refused(capsys, "cardio.yaml")


def test_a_lock_without_its_course_is_damaged(course_folder: Path) -> None:
    run(course_folder)
    lock = course_folder / "release.lock"
    lock.write_text(lock.read_text(encoding="utf-8").replace('"course": "stromal",\n', ""), encoding="utf-8")
    with pytest.raises(ExportError, match=r"R101 lock is damaged \(no course id"):
        read_lock(lock)
