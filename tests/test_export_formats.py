"""What holds for every export format, and that each module holds what the registries promise."""

import json
from pathlib import Path
from typing import Any

import pytest

from msc_learn import page
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Note, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats import FORMATS, apkg, format_named, text
from msc_learn.deck.formats.base import Format, FormatModule
from msc_learn.deck.note_types import NOTE_TYPES, choice, cloze, note_type, occlusion, question
from msc_learn.deck.note_types import list as list_
from msc_learn.deck.note_types.base import NoteType, NoteTypeModule
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.lms import csv_table, gift, moodle_xml
from msc_learn.position import Position

# mypy reads these: a module without its FORMAT or NOTE_TYPE is an error here.
FORMAT_MODULES: tuple[FormatModule, ...] = (apkg, text, page, gift, moodle_xml, csv_table)
NOTE_TYPE_MODULES: tuple[NoteTypeModule, ...] = (question, cloze, list_, choice, occlusion)
NOT_A_FORMAT: FormatModule = json  # type: ignore[assignment]
NOT_A_NOTE_TYPE: NoteTypeModule = json  # type: ignore[assignment]
NOW = 1_800_000_000
PLACE = Position("renal.yaml", 3, 5)


def course(*answers: str) -> Course:
    """Return a course of one topic with a question for each answer."""
    notes = tuple(
        Note(f"n{n}", Kind.QUESTION, "renal", PLACE, question=f"What is {n}?", answer=answer)
        for n, answer in enumerate(answers)
    )
    topics = (Topic("renal", "Kidney", notes, PLACE),)
    return Course("renal", "Renal medicine", "Renal", "en-GB", topics, Path(), Path())


def release(*answers: str) -> Release:
    """Return a release of corrected notes, so that the text of corrections has something to write."""
    first = compile_course(course(*(f"old {answer}" for answer in answers)), Lock(), NOW)
    return compile_course(course(*answers), first.lock, NOW + 9)


@pytest.fixture(params=FORMATS)
def form(request: pytest.FixtureRequest) -> Format:
    return format_named(request.param)


def test_the_checked_modules_are_those_of_the_registries() -> None:
    assert [format_named(name) for name in FORMATS] == [module.FORMAT for module in FORMAT_MODULES]
    assert [note_type(name) for name in NOTE_TYPES] == [module.NOTE_TYPE for module in NOTE_TYPE_MODULES]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_a_format(name: str) -> None:
    assert isinstance(format_named(name), Format)


@pytest.mark.parametrize("name", NOTE_TYPES)
def test_a_note_type_is_a_note_type(name: str) -> None:
    assert isinstance(note_type(name), NoteType)


def test_a_module_without_a_format_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(dict_of_formats(), "json", "json")
    with pytest.raises(AttributeError, match="FORMAT"):
        format_named("json")


def dict_of_formats() -> Any:
    return FORMATS


def test_no_two_formats_write_to_the_same_file() -> None:
    suffixes = [format_named(name).suffix for name in FORMATS]
    assert len(set(suffixes)) == len(suffixes)


def test_writing_returns_the_digest_and_leaves_no_difference(form: Format, tmp_path: Path) -> None:
    made = release("a", "b")
    assert form.write(made, tmp_path / "out") == form.digest(made)
    assert form.differences(made, tmp_path / "out") == ()
    assert form.summary(made)


def test_a_changed_answer_changes_the_digest_and_is_named(form: Format, tmp_path: Path) -> None:
    made, changed = release("a", "b"), release("a", "c")
    form.write(made, tmp_path / "out")
    assert form.digest(changed) != form.digest(made)
    assert any("n1" in name for name in form.differences(changed, tmp_path / "out"))


def test_the_same_course_gives_the_same_bytes_at_any_time(form: Format, tmp_path: Path) -> None:
    lock = release("a", "b").lock
    for name, now in (("one", NOW + 20), ("other", NOW + 10**7)):
        form.write(compile_course(course("a", "b"), lock, now), tmp_path / name / "out")
    one, other = (files_in(tmp_path / name) for name in ("one", "other"))
    assert one == other


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_that_is_missing_is_named(form: Format, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="X204 cannot be read"):
        form.differences(release("a"), tmp_path / "none")


def test_a_release_holds_the_notes_to_study_alone() -> None:
    shipped = load_course("msc")
    made = compile_course(shipped, Lock(), NOW)
    assert made.course.notes == shipped.studied()
    assert [note.id for note in made.notes] == [note.id for note in shipped.studied()]
