"""Metadata is not content: what a build of the same cards under other titles, names and ids leaves alone."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from build_runs import edit, refused, run
from conftest import COURSE, WriteCourse
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.deck.formats.apkg.reader import read_package
from msc_learn.deck.release.lock_file import read_lock

SHIPPED = Path(__file__).parents[1] / "cards" / "msc"
RELEASED = Path(__file__).parent / "data" / "released" / "renal"
UNCHANGED = {"unchanged": 4}
ALL_UNCHANGED = {"unchanged": 7}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the empty folder the command is run in."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def counts(course: Path, *arguments: str) -> dict[str, int]:
    """Return how many notes of a build are new, changed, renamed, retired and unchanged, without zeros."""
    line = run(course, "-o", "a.apkg", *arguments).stdout.splitlines()[2]
    return {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", line) if number != "0"}


def fields_of(package: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each note of a package, by name."""
    read = read_package(Path(package))
    for note in read.notes.values():
        names = (field.name for field in read.note_types[note.type_id].fields)
        yield dict(zip(names, note.fields, strict=True))


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


Change = Callable[[Path], None]


def in_course(old: str, new: str) -> Change:
    return lambda course: replace_in(course / "course.yaml", old, new)


def in_cards(old: str, new: str) -> Change:
    return lambda course: edit(course, old, new)


def rename_document(course: Path) -> None:
    (course / "document.md").rename(course / "cells.md")
    replace_in(course / "course.yaml", "document.md", "cells.md")


def rename_section(course: Path) -> None:
    replace_in(course / "document.md", "## Growth factors", "## Factors of growth")
    edit(course, "section: Growth factors", "section: Factors of growth")


@pytest.mark.parametrize(
    "change",
    [
        in_course("title: Stromal cells", "title: Stromal cell"),
        in_course("deck: Stromal cells", "deck: Cells"),
        in_course("language: en-GB", "language: en-US"),
        in_course("id: stromal", "id: stromal\nlicence: MIT\ndisclaimer: Ask a physician."),
        in_cards("topic: Growth factors", "topic: Growth factor"),
        in_cards("tags: [growth-factors]", "tags: [growth, factors]"),
        rename_document,
        rename_section,
    ],
    ids=["title", "deck", "language", "licence", "topic", "tags", "document", "section"],
)
def test_other_metadata_changes_no_note(course_folder: Path, change: Change) -> None:
    run(course_folder, "-o", "a.apkg")
    lock = (course_folder / "release.lock").read_bytes()
    change(course_folder)
    assert counts(course_folder, "--locked") == UNCHANGED
    assert counts(course_folder) == UNCHANGED
    assert (course_folder / "release.lock").read_bytes() == lock


def test_a_fresh_import_has_the_present_metadata(course_folder: Path) -> None:
    run(course_folder, "-o", "a.apkg")
    replace_in(course_folder / "course.yaml", "title: Stromal cells", "title: Stromal cell")
    rename_section(course_folder)
    assert counts(course_folder) == UNCHANGED
    assert {fields["Document"] for fields in fields_of("a.apkg")} == {"Stromal cell"}
    assert {fields["Source"] for fields in fields_of("a.apkg")} == {"Factors of growth", "Exosomes"}


def test_a_diff_tells_metadata_from_content(course_folder: Path) -> None:
    run(course_folder, "-o", "old.apkg")
    replace_in(course_folder / "course.yaml", "title: Stromal cells", "title: Stromal cell")
    edit(course_folder, "answer: pain", "answer: some pain")
    said = json.loads(run(course_folder, "-o", "new.apkg", "--json").output)
    assert said["changed"] == ["pain-choice"]
    found = json.loads(compared("old.apkg", "new.apkg", "--json"))
    rules = {effect["rule"]: effect["names"] for effect in found["delivery"]}
    assert rules["updated"] == ["pain-choice"]
    assert sorted(rules["metadata"]) == ["exosome-cargo", "exosome-cargo-list", "vegf-name"]
    assert "stale" not in rules
    lines = compared("old.apkg", "new.apkg").splitlines()
    assert lines[2] == snapshot("0 new, 4 changed (3 metadata only), 0 retired, 0 unchanged")


def compared(*arguments: str) -> str:
    """Return what `msc-learn diff` prints."""
    return CliRunner().invoke(cli, ["diff", *arguments], catch_exceptions=False).output


def test_a_renamed_picture_changes_no_note_and_another_picture_does(course_folder: Path) -> None:
    (course_folder / "a.svg").write_text("<svg/>", encoding="utf-8")
    (course_folder / "b.svg").write_text("<svg/>", encoding="utf-8")
    edit(course_folder, "answer: pain", "answer: pain\n    media: {file: a.svg, alt: A cell}")
    run(course_folder, "-o", "a.apkg")
    edit(course_folder, "file: a.svg", "file: b.svg")
    assert counts(course_folder) == UNCHANGED
    (course_folder / "b.svg").write_text("<svg> </svg>", encoding="utf-8")
    assert counts(course_folder) == {"changed": 1, "unchanged": 3}
    edit(course_folder, "alt: A cell", "alt: A stromal cell")
    assert counts(course_folder) == {"changed": 1, "unchanged": 3}


def test_a_note_that_moves_to_a_new_topic_is_unchanged_and_the_topic_is_no_secret(
    course_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(course_folder, "-o", "a.apkg")
    file = course_folder / "growth-factors.yaml"
    head, sign, last = file.read_text(encoding="utf-8").partition("  - id: pain-choice")
    file.write_text(head, encoding="utf-8")
    (course_folder / "pain.yaml").write_text(f"topic: Pain\ncards:\n{sign}{last}", encoding="utf-8")
    replace_in(course_folder / "course.yaml", "[growth-factors]", "[growth-factors, pain]")
    assert "R105 topic pain has a new deck" in refused(capsys, course_folder, "--locked")
    assert counts(course_folder) == UNCHANGED


def test_the_unpacked_download_of_a_course_is_the_same_course(tmp_path: Path) -> None:
    made: list[bytes] = []
    for name in ("msc", "msc-main"):
        shutil.copytree(SHIPPED, tmp_path / name)
        assert set(counts(tmp_path / name, "--locked")) == {"unchanged"}
        made.append(Path("a.apkg").read_bytes())
    assert made[0] == made[1]


def test_the_lock_of_the_shipped_course_knows_its_course() -> None:
    lock = read_lock(SHIPPED / "release.lock")
    assert (lock.schema, lock.course) == (3, "msc")


def test_a_deck_is_named_after_the_folder_or_card_file(course_folder: Path, tmp_path: Path) -> None:
    course_folder.rename(tmp_path / "Стволовые клетки")
    assert run(tmp_path / "Стволовые клетки").stdout.startswith(str(Path("decks", "Стволовые-клетки.apkg: ")))
    (tmp_path / "C++.yaml").write_text(
        "topic: C++\ncards: [{id: a, question: Why?, answer: so}]", encoding="utf-8"
    )
    assert run(tmp_path / "C++.yaml").stdout.startswith(str(Path("decks", "C.apkg: ")))


def test_courses_with_ids_of_their_own_share_no_guid(write_course: WriteCourse) -> None:
    guids = {}
    for number, name in enumerate(["C", "C++", "C#", "Анатомия", "Физиология", "解剖学"]):
        course = write_course(course=COURSE.replace("id: stromal", f"id: x-{number}"), name=name)
        run(course, "-o", f"{number}.apkg")
        guids[name] = set(read_package(Path(f"{number}.apkg")).notes)
    assert {len(each) for each in guids.values()} == {4}
    assert not any(one & other for one, other in combinations(guids.values(), 2))


def test_tags_and_pictures_keep_the_letters_of_every_script(write_course: WriteCourse) -> None:
    course = write_course(course=COURSE.replace("id: stromal", "id: анатомия-k3m8"))
    (course / "Größe 1.svg").write_text("<svg/>", encoding="utf-8")
    edit(course, "answer: pain", "answer: pain\n    media: {file: Größe 1.svg, alt: A cell}")
    edit(course, "tags: [growth-factors]", "tags: [Größe]")
    run(course, "-o", "a.apkg")
    read = read_package(Path("a.apkg"))
    assert {tag for note in read.notes.values() for tag in note.tags} >= {"анатомия-k3m8::Größe"}
    (name,) = read.media
    assert re.fullmatch(r"msc-learn-анатомия-k3m8-Größe-1-[0-9a-f]{12}\.svg", name)


# A course that 0.1.0 released: it has no id, and its lock has schema 2.


@pytest.fixture
def released(tmp_path: Path) -> Path:
    shutil.copytree(RELEASED, tmp_path / "renal")
    return tmp_path / "renal"


def upgraded(course: Path) -> tuple[dict[str, int], bool]:
    """Return what a build counts, and whether every note kept its times."""
    before = read_lock(course / "release.lock")
    said = counts(course)
    after = read_lock(course / "release.lock")
    assert (before.schema, after.schema) == (2, 3)
    return said, {note.modified for note in after.notes.values()} == {
        n.modified for n in before.notes.values()
    }


def in_kidney(old: str, new: str) -> Change:
    return lambda course: replace_in(course / "kidney.yaml", old, new)


def in_renal(old: str, new: str) -> Change:
    return lambda course: replace_in(course / "course.yaml", old, new)


def several(*changes: Change) -> Change:
    def all_of_them(course: Path) -> None:
        for change in changes:
            change(course)

    return all_of_them


RENAMED = in_kidney("id: pick", "id: pick-renin\n    renamed-from: pick")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (several(), ALL_UNCHANGED),
        (in_renal("Renal medicine", "Renal medecine"), ALL_UNCHANGED),
        (in_kidney("topic: The kidney", "topic: Kidneys"), ALL_UNCHANGED),
        (
            in_renal("title: Renal", "id: renal-k3m8pq2w\ntitle: Renal"),
            ALL_UNCHANGED,
        ),
        (RENAMED, {"renamed": 1, "unchanged": 7}),
        (
            several(RENAMED, in_renal("Renal medicine", "Renal"), in_kidney("The kidney", "Kidneys")),
            {"renamed": 1, "unchanged": 7},
        ),
    ],
    ids=["nothing", "title", "topic", "id given", "renamed", "renamed and titles"],
)
def test_an_older_lock_is_upgraded_without_a_change(
    released: Path, change: Change, says: dict[str, int]
) -> None:
    change(released)
    assert upgraded(released) == (says, True)


@pytest.mark.parametrize("name", ["renal-main", "renal-1.0.2"])
def test_an_older_lock_of_an_unpacked_download_is_upgraded_without_a_change(
    released: Path, name: str
) -> None:
    course = released.rename(released.with_name(name))
    assert upgraded(course) == (ALL_UNCHANGED, True)


def test_what_an_older_lock_cannot_tell_from_content_counts_as_changed_once(released: Path) -> None:
    replace_in(released / "kidney.yaml", "tags: [organ]", "tags: [organs]")
    replace_in(released / "heart.yaml", "60 to 90", "60 to 100")
    assert upgraded(released) == ({"changed": 6, "unchanged": 1}, False)
    replace_in(released / "kidney.yaml", "tags: [organs]", "tags: [organ]")
    assert counts(released) == ALL_UNCHANGED


def test_a_locked_build_takes_an_older_lock_of_the_same_content(released: Path) -> None:
    replace_in(released / "course.yaml", "title:", "id: renal-k3m8pq2w\ntitle:")
    before = (released / "release.lock").read_bytes()
    counts(released, "--locked")
    locked = Path("a.apkg").read_bytes()
    assert (released / "release.lock").read_bytes() == before
    counts(released)
    assert Path("a.apkg").read_bytes() == locked


def test_notes_released_without_an_id_keep_their_guids_and_new_ones_get_those_of_the_id(
    released: Path,
) -> None:
    counts(released)
    before = read_lock(released / "release.lock")
    replace_in(released / "heart.yaml", "cards:", "cards:\n  - {id: rate, question: Rate?, answer: 70}")
    assert counts(released) == {"new": 1, "unchanged": 7}
    after = read_lock(released / "release.lock")
    assert after.course == load_course(released).id
    assert after.course.startswith("renal-")
    assert {n.id: n.guid for n in before.notes.values()}.items() <= {
        n.id: n.guid for n in after.notes.values()
    }.items()


def test_json_has_the_topics_whose_deck_is_new(course_folder: Path) -> None:
    assert json.loads(run(course_folder, "--json").output)["topics"] == ["growth-factors"]
    assert json.loads(run(course_folder, "--json").output)["topics"] == []
