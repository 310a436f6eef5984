"""`msc-learn build` as a user meets it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from build_runs import edit, refused, run
from conftest import lines_with, paragraphs_with
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.deck.formats.apkg import content_digest
from msc_learn.deck.release import lock_file
from msc_learn.deck.release.lock_file import read_lock

WriteCourse = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the empty folder the command is run in."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def numbers(line: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", line)]


def counts(course: Path) -> list[int]:
    """Build a course, and return how many notes are new, changed, retired and unchanged."""
    return numbers(run(course).output.splitlines()[2])


def test_a_build_says_what_it_wrote(folder: Path, course_folder: Path) -> None:
    printed = run(course_folder).output.splitlines()
    assert printed[0].removeprefix(f"{Path('decks', 'stromal.apkg')}: ") == snapshot(
        "4 notes, 5 cards, 1 subdeck"
    )
    assert printed[1] == f"content {content_digest(folder / 'decks' / 'stromal.apkg')}"
    assert printed[2] == snapshot("4 new, 0 changed, 0 retired, 0 unchanged")
    assert (numbers(printed[0]), numbers(printed[2])) == ([4, 5, 1], [4, 0, 0, 0])


def test_a_second_build_changes_nothing(folder: Path, course_folder: Path) -> None:
    run(course_folder)
    lock, deck = course_folder / "release.lock", folder / "decks" / "stromal.apkg"
    before = (lock.read_bytes(), lock.stat().st_mtime_ns, deck.read_bytes())
    assert counts(course_folder) == [0, 0, 0, 4]
    assert (lock.read_bytes(), lock.stat().st_mtime_ns, deck.read_bytes()) == before


def test_a_build_as_json_is_for_scripts(folder: Path, course_folder: Path) -> None:
    made = json.loads(run(course_folder, "-o", "a.apkg", "--json").output)
    assert (made["path"], made["notes"], made["cards"], made["decks"]) == ("a.apkg", 4, 5, 1)
    assert made["digest"] == content_digest(folder / "a.apkg")
    assert made["new"] == ["vegf-name", "exosome-cargo", "exosome-cargo-list", "pain-choice"]


@pytest.mark.usefixtures("folder")
def test_locked_refuses_what_the_lock_does_not_know(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = course_folder / "release.lock"
    [said] = lines_with(refused(capsys, course_folder, "--locked"), "vegf-name")
    assert said.startswith(f"{lock}: R105 ")
    assert said.removeprefix(f"{lock}: ") == snapshot("R105 note vegf-name is new")
    assert not lock.exists()
    assert not Path("decks").exists()
    run(course_folder)
    run(course_folder, "--locked")
    edit(course_folder, "answer: pain", "answer: some pain")
    lines = refused(capsys, course_folder, "--locked").splitlines()
    assert lines[0].startswith(f"{lock}: R105 ")
    assert lines[0].removeprefix(f"{lock}: ") == snapshot("R105 note pain-choice has changed")
    assert len(lines) == 2


def test_check_writes_nothing_and_says_what_differs(
    folder: Path, course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "X204 cannot be read" in refused(capsys, course_folder, "--check")
    run(course_folder)
    lock, deck = course_folder / "release.lock", folder / "decks" / "stromal.apkg"
    before = (lock.read_bytes(), deck.read_bytes())
    run(course_folder, "--check")
    edit(course_folder, "answer: pain", "answer: some pain")
    said = refused(capsys, course_folder, "--check")
    assert said.startswith(f"{Path('decks', 'stromal.apkg')}: X206 ")
    assert said.removeprefix(f"{Path('decks', 'stromal.apkg')}: ") == snapshot(
        "X206 not up to date; these differ: note pain-choice\n"
    )
    assert (lock.read_bytes(), deck.read_bytes()) == before


@pytest.mark.usefixtures("folder")
def test_a_changed_note_gets_a_later_time_and_a_lost_one_is_retired(course_folder: Path) -> None:
    run(course_folder)
    lock = course_folder / "release.lock"
    first = read_lock(lock)
    edit(course_folder, "answer: pain", "answer: some pain")
    edit(course_folder, "id: vegf-name", "id: vegf-long-name")
    assert counts(course_folder) == [1, 1, 1, 2]
    second = read_lock(lock)
    assert second.notes["pain-choice"].modified > first.notes["pain-choice"].modified
    assert second.notes["exosome-cargo"] == first.notes["exosome-cargo"]
    assert second.notes["vegf-name"].retired is not None


@pytest.mark.usefixtures("folder")
def test_a_note_that_may_not_change_stops_the_build_before_anything_is_written(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(course_folder)
    before = (course_folder / "release.lock").read_bytes()
    edit(course_folder, " and {{c2::proteins}}", " and proteins")
    said = refused(capsys, course_folder)
    assert said.startswith(f"{course_folder / 'growth-factors.yaml'}:10:5: R104 ")
    assert paragraphs_with(said, "R104 ", course_folder / "growth-factors.yaml") == snapshot(
        [
            "PATH:10:5: R104 exosome-cargo was released with card c2, now gone; learners",
            "would keep a blank card: restore it, or give the note a new id (the old one is",
            "then retired)",
        ]
    )
    assert (course_folder / "release.lock").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_course_with_errors_is_not_built(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(course_folder, "answer: pain", "answr: pain")
    assert "growth-factors.yaml:" in refused(capsys, course_folder)
    assert not Path("decks").exists()


@pytest.mark.usefixtures("folder")
def test_drafts_are_left_out_unless_asked_for(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(course_folder, "id: pain-choice", "id: pain-choice\n    status: draft")
    assert run(course_folder).output.startswith(f"{Path('decks', 'stromal.apkg')}: 3 notes")
    assert run(course_folder, "--drafts").output.startswith(f"{Path('decks', 'stromal.apkg')}: 4 notes")
    assert "pain-choice" not in read_lock(course_folder / "release.lock").notes


@pytest.mark.usefixtures("folder")
def test_a_course_of_drafts_alone_is_refused_with_the_way_out(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(course_folder, "  - id:", "  - status: draft\n    id:")
    said = refused(capsys, course_folder)
    assert " X207 " in said
    assert paragraphs_with(said, "X207", course_folder) == snapshot(
        ["PATH: X207 has no card to build; drafts are built with --drafts"]
    )


@pytest.mark.usefixtures("folder")
def test_a_damaged_lock_stops_the_build(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course_folder / "release.lock").write_text("<<<<<<< ours\n", encoding="utf-8")
    said = refused(capsys, course_folder)
    assert "release.lock:1:1: R101 " in said
    assert paragraphs_with(said, "R101", course_folder / "release.lock") == snapshot(
        [
            "PATH:1:1: R101 lock is damaged (not JSON: expecting value): restore the last",
            "good one from version control",
        ]
    )
    assert (course_folder / "release.lock").read_text(encoding="utf-8") == "<<<<<<< ours\n"


@pytest.mark.usefixtures("folder")
def test_a_course_in_a_folder_that_cannot_be_written_builds_when_nothing_changed(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(course_folder)
    written: list[Path] = []
    monkeypatch.setattr(lock_file, "write_atomically", lambda path, _: written.append(path))
    run(course_folder, "-o", "a.apkg")
    assert written == []


@pytest.mark.usefixtures("folder")
def test_the_lock_is_written_before_the_deck(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("decks").write_text("a file where the folder should be", encoding="utf-8")
    assert "X101 cannot be written" in refused(capsys, course_folder)
    assert len(read_lock(course_folder / "release.lock").notes) == 4


@pytest.mark.usefixtures("folder")
def test_a_single_card_file_has_a_lock_of_its_own(course_folder: Path) -> None:
    run(course_folder)
    before = (course_folder / "release.lock").read_bytes()
    (course_folder / "topic.yaml").write_bytes((course_folder / "growth-factors.yaml").read_bytes())
    run(course_folder / "topic.yaml")
    assert (course_folder / "release.lock").read_bytes() == before
    assert len(read_lock(course_folder / "topic.release.lock").notes) == 4
    assert load_course(course_folder / "topic.yaml").id.startswith("topic-")


@pytest.mark.usefixtures("folder")
def test_an_update_withdraws_what_is_gone_in_a_file_of_its_own(course_folder: Path) -> None:
    run(course_folder)
    edit(course_folder, "id: vegf-name", "id: vegf-long-name")
    edit(course_folder, "cards:", "retired: {vegf-name: too long a name}\ncards:")
    printed = run(course_folder, "--update").output.splitlines()
    path = Path("decks", "stromal-update.apkg")
    assert numbers(printed[0]) == [4, 5, 1, 1]
    assert printed[0].removeprefix(f"{path}: ") == snapshot("4 notes, 5 cards, 1 subdeck, 1 withdrawn")
    assert printed[1] == f"content {content_digest(path)}"
    assert run(course_folder).output.splitlines()[1] != printed[1]
    said = json.loads(run(course_folder, "--update", "--check", "--json").output)
    assert (said["notes"], said["withdrawn"]) == (4, 1)


@pytest.mark.usefixtures("folder")
def test_a_renamed_card_is_counted_and_is_no_change(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(course_folder)
    edit(course_folder, "id: vegf-name", "id: vegf-long-name\n    renamed-from: vegf-name")
    lock = course_folder / "release.lock"
    assert f"{lock}: R105 note vegf-long-name is renamed" in refused(capsys, course_folder, "--locked")
    (line,) = run(course_folder).output.splitlines()[2:]
    assert numbers(line) == [0, 0, 1, 0, 4]
    assert line == snapshot("0 new, 0 changed (1 renamed), 0 retired, 4 unchanged")
    run(course_folder, "--locked")


@pytest.mark.usefixtures("folder")
def test_a_build_says_what_importing_it_replaces(course_folder: Path) -> None:
    assert json.loads(run(course_folder, "--json").output)["import"] == ""
    edit(course_folder, "answer: pain", "answer: some pain")
    *_, said = run(course_folder).output.splitlines()
    assert said == snapshot("importing it updates 1 note; a learner's own edits and tags on it are replaced")
    edit(course_folder, "What", "Which")
    made = json.loads(run(course_folder, "--json").output)
    assert len(made["changed"]) == 2
    assert made["import"] == snapshot(
        "importing it updates 2 notes; a learner's own edits and tags on these are replaced"
    )


@pytest.mark.usefixtures("folder")
def test_a_build_of_another_format_speaks_of_no_import(course_folder: Path) -> None:
    run(course_folder)
    edit(course_folder, "answer: pain", "answer: some pain")
    assert "importing" not in run(course_folder, "--format", "csv").output


@pytest.mark.usefixtures("folder")
def test_all_that_learners_could_not_be_given_is_said_at_once(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(course_folder)
    before = (course_folder / "release.lock").read_bytes()
    edit(course_folder, "{{c1::microRNAs}} and {{c2::proteins}}", "{{c2::microRNAs}} and {{c1::proteins}}")
    edit(course_folder, "id: pain-choice", "id: pain\n    renamed-from: pian-choice")
    edit(course_folder, "cards:", "retired:\n  vegf-nmae: too long a name\ncards:")
    said = refused(capsys, course_folder)
    file = course_folder / "growth-factors.yaml"
    places = [(4, 3, "R111"), (12, 5, "R106"), (22, 19, "R109")]
    found = [line.split()[:2] for line in said.splitlines()]
    assert found == [[f"{file}:{line}:{column}:", code] for line, column, code in places]
    assert (course_folder / "release.lock").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_locked_build_leaves_an_older_lock_as_it_is(course_folder: Path) -> None:
    run(course_folder)
    lock = course_folder / "release.lock"
    old = json.loads(lock.read_text(encoding="utf-8"))
    for entry in (*old["notes"], *old["note_types"]):
        entry.pop("hidden", None)
        entry.pop("schema", None)
    del old["course"]
    lock.write_text(json.dumps({**old, "schema": 1}), encoding="utf-8")
    before = lock.read_bytes()
    run(course_folder, "--locked")
    assert lock.read_bytes() == before
    assert counts(course_folder) == [0, 0, 0, 4]
    assert json.loads(lock.read_text(encoding="utf-8"))["schema"] == 3


def test_an_update_with_drafts_is_wrong_usage() -> None:
    result = CliRunner().invoke(cli, ["build", "--update", "--drafts"])
    assert result.exit_code == 2
    assert "leave out --drafts" in result.output


def test_help_shows_examples() -> None:
    assert "msc-learn build --locked" in run("--help").output


def test_an_unknown_format_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["build", "--format", "pdf"]).exit_code == 2


def test_a_build_warns_of_nothing(folder: Path, course_folder: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "msc_learn", "build", str(course_folder)]
    done = subprocess.run(command, cwd=folder, env=os.environ, capture_output=True, text=True, check=True)
    assert done.stderr == ""
