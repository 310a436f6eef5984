"""Anki packages: what is in the zip and the database, and that equal input gives equal bytes."""

import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Media, Note, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats.apkg import content_digest, differences, digest, to_bytes, write
from msc_learn.deck.formats.apkg.archive import clear_free_space
from msc_learn.deck.identity import deck_id_of, guid_of, preset_id_of
from msc_learn.deck.note_types import note_type
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.position import Position

NOW = 1_800_000_000
PLACE = Position("renal.yaml", 3, 5)
WriteCourse = Callable[..., Path]
Row = tuple[Any, ...]


def question(id_: str = "gfr", **values: Any) -> Note:
    values = {"question": "Normal GFR?", "answer": "90–120 mL/min", **values}
    return Note(id_, Kind.QUESTION, "kidney", PLACE, **values)


def cloze(id_: str, text: str) -> Note:
    return Note(id_, Kind.CLOZE, "kidney", PLACE, cloze=text)


def course(*notes: Note, root: Path = Path(), **values: Any) -> Course:
    topic = Topic("kidney", "Kidney", notes, PLACE)
    return Course("renal", "Renal medicine", "Renal", "en-GB", (topic,), root, root, **values)


def compiled(*notes: Note, lock: Lock | None = None, now: int = NOW, root: Path = Path()) -> Release:
    return compile_course(course(*notes, root=root), lock or Lock(), now)


def rows(package: bytes, sql: str) -> list[Row]:
    """Ask SQLite about the collection of a package."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            path = archive.extract("collection.anki2", folder)
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(sql).fetchall()


def column(package: bytes, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rows(package, f"SELECT {name} FROM col")[0][0])
    return found


def test_the_zip_is_deflated_sorted_and_dateless(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg/>")
    package = to_bytes(compiled(question(media=Media("a.svg", "A")), root=tmp_path))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        members = archive.infolist()
    assert [member.filename for member in members] == ["0", "collection.anki2", "media"]
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.compress_type for member in members} == {zipfile.ZIP_DEFLATED}
    assert {(member.create_system, member.external_attr) for member in members} == {(3, 0o644 << 16)}


def test_the_database_is_sound() -> None:
    package = to_bytes(compiled(*(question(f"n{n}", extra="x" * n) for n in range(2000))))
    assert rows(package, "PRAGMA integrity_check") == [("ok",)]
    assert rows(package, "SELECT count(*), count(DISTINCT guid) FROM notes") == [(2000, 2000)]


def test_a_note_is_written_with_its_guid_type_time_tags_and_fields() -> None:
    package = to_bytes(compiled(question(tags=("b",), answer="p < 0.05")))
    ((guid, type_id, modified, tags, fields),) = rows(package, "SELECT guid, mid, mod, tags, flds FROM notes")
    assert (guid, type_id, modified) == (guid_of("renal", "gfr"), note_type("question").id, NOW)
    assert tags == " renal::b renal::kidney renal::strength::asserted "
    assert fields.split("\x1f")[:2] == ["Normal GFR?", "p &lt; 0.05"]
    assert len(fields.split("\x1f")) == len(note_type("question").fields)


def test_note_types_are_written_with_stable_ids() -> None:
    (model,) = column(to_bytes(compiled(question())), "models").values()
    kind = note_type("question")
    assert [(field["name"], field["id"]) for field in model["flds"]] == [(f.name, f.id) for f in kind.fields]
    assert [(t["name"], t["id"]) for t in model["tmpls"]] == [(t.name, t.id) for t in kind.templates]
    assert (model["id"], model["name"], model["mod"]) == (str(kind.id), kind.title, NOW)
    assert model["req"] == [[0, "all", [0]], [1, "all", [2]]]


def test_a_topic_is_a_subdeck_and_the_course_describes_itself() -> None:
    about = course(question(), disclaimer="Not <advice>.", licence="CC BY 4.0", document=Path("renal.md"))
    made = compile_course(about, Lock(), NOW)
    decks = column(to_bytes(made), "decks")
    assert sorted(deck["name"] for deck in decks.values()) == ["Default", "Renal", "Renal::Kidney"]
    described = decks[str(deck_id_of("Renal"))]["desc"]
    for part in (
        "Renal medicine",
        "Not &lt;advice&gt;.",
        "CC BY 4.0",
        "renal.md",
        "1 note, 1 card, 1 subdeck",
        digest(made),
    ):
        assert part in described


def test_cards_stand_in_study_order_and_siblings_apart() -> None:
    package = to_bytes(
        compiled(question("b", reverse=True), question("a"), cloze("c", "{{c2::x}} {{c1::y}}"))
    )
    found = rows(package, "SELECT due, guid, ord FROM cards JOIN notes ON nid = notes.id ORDER BY due")
    names = {guid_of("renal", name): name for name in "abc"}
    assert [(due, f"{names[guid]}#{ord_ + 1}") for due, guid, ord_ in found] == [
        (1, "b#1"),
        (2, "a#1"),
        (3, "c#1"),
        (4, "b#2"),
        (5, "c#2"),
    ]


def test_the_preset_is_that_of_all_decks_and_is_named_by_the_course() -> None:
    package = to_bytes(compiled(question()))
    offered = {id_: preset for id_, preset in column(package, "dconf").items() if id_ != "1"}
    id_ = preset_id_of("renal")
    assert {key: preset["name"] for key, preset in offered.items()} == {str(id_): "msc-learn: Renal medicine"}
    decks = {deck["name"]: deck["conf"] for deck in column(package, "decks").values()}
    assert decks == {"Default": 1, "Renal": id_, "Renal::Kidney": id_}
    assert "“msc-learn: Renal medicine”" in column(package, "decks")[str(deck_id_of("Renal"))]["desc"]


@pytest.mark.parametrize(
    ("text", "ords"),
    [
        ("{{c1::a {{c2::b}} c}}", [0, 1]),
        ("{{c1,2::m}}", [0, 1]),
        ("{{c12::a}} {{c3::b}} {{c7::c}}", [2, 6, 11]),
        ("{{c500::a}}", [499]),
        ("{{c1::p < 0.05}}", [0]),
        ("{{c1::two\nlines}}", [0]),
    ],
)
def test_cloze_cards_are_those_our_own_rules_say(text: str, ords: list[int]) -> None:
    package = to_bytes(compiled(cloze("a", text)))
    assert [ord_ for (ord_,) in rows(package, "SELECT ord FROM cards ORDER BY id")] == ords


def test_ids_are_times_of_first_release_and_all_differ() -> None:
    first = compiled(question("a"), question("b", reverse=True))
    second = compiled(
        question("c"), question("b", reverse=True), question("a"), lock=first.lock, now=NOW + 50
    )
    ids = rows(to_bytes(second), "SELECT notes.id, guid FROM notes ORDER BY notes.id")
    assert [guid for _, guid in ids] == [guid_of("renal", name) for name in "bac"]
    assert ids[0][0] == NOW * 1000
    assert ids[2][0] == (NOW + 50) * 1000
    assert rows(to_bytes(second), "SELECT count(DISTINCT id) FROM cards") == [(4,)]


def test_only_a_changed_note_gets_a_later_time() -> None:
    first = compiled(question("a"), question("b"))
    second = compiled(question("a"), question("b", answer="more"), lock=first.lock, now=NOW + 9)
    times: dict[str, int] = dict(rows(to_bytes(second), "SELECT guid, mod FROM notes"))
    assert times == {guid_of("renal", "a"): NOW, guid_of("renal", "b"): NOW + 9}


def test_pictures_are_packed_once_under_their_own_names(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        (tmp_path / name).write_bytes(name.encode())
    notes = [
        question(f"n{n}", media=Media(name, "Alt")) for n, name in enumerate(["b.svg", "a.svg", "b.svg"])
    ]
    package = to_bytes(compiled(*notes, root=tmp_path))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = json.loads(archive.read("media"))
        packed = {names[place]: archive.read(place) for place in names}
    assert sorted(packed.values()) == [b"a.svg", b"b.svg"]
    fields = " ".join(row[0] for row in rows(package, "SELECT flds FROM notes"))
    assert all(f'<img src="{name}" alt="Alt">' in fields for name in packed)


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    to_bytes(compiled(question()))
    assert list(tmp_path.iterdir()) == []


def test_equal_courses_give_equal_bytes_at_any_time() -> None:
    notes = (question("a"), cloze("b", "{{c9::a}} {{c10::b}} {{c2::c}}"), question("c", reverse=True))
    lock = compiled(*notes).lock
    assert to_bytes(compiled(*notes, lock=lock, now=NOW + 1)) == to_bytes(
        compiled(*notes, lock=lock, now=NOW + 9**9)
    )


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=3000)), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_texts_give_equal_bytes_and_the_digest_that_was_promised(texts: list[tuple[str, str]]) -> None:
    notes = [
        question(f"n{n}", question=f"{asked}?", answer=answer) for n, (asked, answer) in enumerate(texts)
    ]
    package = to_bytes(compiled(*notes))
    assert package == to_bytes(compiled(*notes))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.apkg")
        path.write_bytes(package)
        assert content_digest(path) == digest(compiled(*notes))


def test_builds_in_other_places_and_with_other_hash_seeds_are_equal(
    course_folder: Path, tmp_path: Path
) -> None:
    packages = []
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4242", "America/Lima")):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "TMPDIR": str(folder)}
        arguments = ["build", str(course_folder), "-o", "made.apkg"]
        subprocess.run(
            [sys.executable, "-m", "msc_learn", *arguments], cwd=folder, env=environment, check=True
        )
        packages.append((folder / "made.apkg").read_bytes())
    assert len(set(packages)) == 1


@pytest.mark.parametrize("seed", range(5))
def test_free_space_is_cleared_and_the_content_stays(seed: int, tmp_path: Path) -> None:
    chance, path = random.Random(seed), tmp_path / "a.db"  # noqa: S311 - not for secrets
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA page_size=4096; CREATE TABLE t(a, b); CREATE INDEX i ON t(a);")
        for n in range(400):
            connection.execute("INSERT INTO t VALUES(?, ?)", (n, "secret" * chance.randrange(200)))
        connection.execute("DELETE FROM t WHERE a % 3 = 0")
        connection.commit()
        before = connection.execute("SELECT * FROM t").fetchall()
    data = bytearray(path.read_bytes())
    for page in range(0, len(data), 4096):
        clear_free_space(data, page, 100 if page == 0 else 0)
    assert data != path.read_bytes()
    path.write_bytes(data)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT * FROM t").fetchall() == before


def written(tmp_path: Path, made: Release) -> Path:
    write(made, tmp_path / "decks" / "made.apkg")
    return tmp_path / "decks" / "made.apkg"


def test_the_digest_does_not_depend_on_how_the_package_was_packed(tmp_path: Path) -> None:
    path = written(tmp_path, compiled(question("a"), question("b")))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    (tmp_path / "collection.anki2").write_bytes(members["collection.anki2"])
    with closing(sqlite3.connect(tmp_path / "collection.anki2")) as connection:
        connection.execute("VACUUM")
    members["collection.anki2"] = (tmp_path / "collection.anki2").read_bytes()
    with zipfile.ZipFile(tmp_path / "other.apkg", "w", zipfile.ZIP_STORED) as archive:
        for name in reversed(members):
            archive.writestr(name, members[name])
    assert content_digest(tmp_path / "other.apkg") == content_digest(path)


def test_the_digest_says_nothing_of_times() -> None:
    one, other = compiled(question()), compiled(question(), now=NOW + 77)
    assert digest(one) == digest(other)


def test_differences_name_the_notes(tmp_path: Path) -> None:
    path = written(tmp_path, compiled(question("a"), question("b"), question("c")))
    assert differences(compiled(question("a"), question("b"), question("c")), path) == ()
    other = compiled(question("a"), question("b", hint="x"), question("d"))
    assert differences(other, path) == ("note b", "note c", "note d", "order of the cards")
    moved = compiled(question("b"), question("a"), question("c"))
    assert differences(moved, path) == ("order of the cards",)


def changed(path: Path, sql: str, *values: object) -> None:
    """Change the collection of a package as another program would."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    database = path.with_suffix(".db")
    database.write_bytes(members["collection.anki2"])
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(sql, values)
        connection.commit()
    members["collection.anki2"] = database.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_differences_name_the_place_of_any_card(tmp_path: Path) -> None:
    made = compiled(question("a", reverse=True), question("b"), question("c"))
    path = written(tmp_path, made)
    changed(path, "UPDATE cards SET due = 5 WHERE ord = 1")
    assert differences(made, path) == ("order of the cards",)


def test_differences_name_the_preset_and_the_decks_that_have_it(tmp_path: Path) -> None:
    made = compiled(question("a"))
    presets, path = column(to_bytes(made), "dconf"), written(tmp_path, made)
    presets[str(preset_id_of("renal"))]["new"]["perDay"] = 99
    changed(path, "UPDATE col SET dconf = ?", json.dumps(presets))
    assert differences(made, path) == ("preset msc-learn: Renal medicine",)
    decks, path = column(to_bytes(made), "decks"), written(tmp_path, made)
    decks[str(deck_id_of("Renal::Kidney"))]["conf"] = 1
    changed(path, "UPDATE col SET decks = ?", json.dumps(decks))
    assert differences(made, path) == ("deck Renal::Kidney",)


def test_differences_name_pictures_and_decks(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"one")
    note = question("a", media=Media("a.svg", "Alt"))
    path = written(tmp_path, compiled(note, root=tmp_path))
    (tmp_path / "a.svg").write_bytes(b"two")
    names = differences(compiled(note, root=tmp_path), path)
    assert [name.rpartition("-")[0] for name in names] == [
        "",
        "picture msc-learn-renal-a",
        "picture msc-learn-renal-a",
    ]
    about = compile_course(course(question("a"), disclaimer="New"), Lock(), NOW)
    assert differences(about, written(tmp_path, compiled(question("a")))) == ("deck Renal",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "X204 cannot be read: No such file or directory"),
        (b"no zip", "X205 is not an Anki package"),
        ({"readme.txt": b"hello"}, "X205 is not an Anki package"),
        ({"media": b"{}", "collection.anki2": b"no database"}, "X205 is not an Anki package"),
        ({"media": b"{", "collection.anki2": b""}, "X205 is not an Anki package"),
        ({"media": b"[]", "collection.anki2": b""}, "X205 is not an Anki package"),
        ({"media": b"{}", "collection.anki2": b""}, "X205 is not an Anki package"),
        ({"collection.anki21b": b"x"}, "X205 is in Anki's newer format"),
    ],
)
def test_what_is_no_package_is_refused_in_one_line(
    content: bytes | dict[str, bytes] | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.apkg"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
    with pytest.raises(ExportError) as error:
        content_digest(path)
    assert str(error.value).startswith(f"{path}: {says}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("seed", range(100))
def test_a_damaged_package_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    chance, path = random.Random(seed), tmp_path / "a.apkg"  # noqa: S311 - not for secrets
    data = bytearray(to_bytes(compiled(question())))
    for _ in range(chance.choice([1, 3, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
    try:
        content_digest(path)
    except ExportError as error:
        assert len(error.problems) == 1  # noqa: PT017 - either outcome is right


def test_a_note_without_a_card_stops_the_build() -> None:
    with pytest.raises(ExportError, match=r"renal.yaml:3:5: X203 bare makes no card"):
        compiled(question(), cloze("bare", "nothing hidden"))


@pytest.mark.parametrize("text", ["", " \n", "\x01"])
@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.LIST, Kind.CHOICE])
def test_a_note_with_a_blank_question_stops_the_build(kind: Kind, text: str) -> None:
    with pytest.raises(ExportError, match=r"renal.yaml:3:5: X203 bare makes no card: its question is blank"):
        compiled(replace(question("bare", question=text), kind=kind))


def test_drafts_are_built_when_asked_and_never_recorded(write_course: WriteCourse) -> None:
    loaded = load_course(write_course())
    (topic,) = loaded.topics
    notes = (replace(topic.notes[0], status=type(topic.notes[0].status)("draft")), *topic.notes[1:])
    drafted = replace(loaded, topics=(replace(topic, notes=notes),))
    without, with_drafts = (compile_course(drafted, Lock(), NOW, drafts=drafts) for drafts in (False, True))
    assert (len(without.notes), len(with_drafts.notes)) == (3, 4)
    assert without.lock == with_drafts.lock
    assert set(without.lock.notes) == {note.id for note in notes[1:]}
    later = compile_course(drafted, without.lock, NOW + 9, drafts=True)
    times: dict[str, int] = dict(rows(to_bytes(later), "SELECT guid, mod FROM notes"))
    assert times[guid_of(loaded.id, notes[0].id)] == NOW + 9
    assert sorted(times.values()) == [NOW, NOW, NOW, NOW + 9]
    assert rows(to_bytes(later), "SELECT count(*) FROM notes WHERE tags LIKE '% stromal::draft %'") == [(1,)]
