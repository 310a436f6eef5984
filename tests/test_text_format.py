"""Corrections as text: what the files hold, and that the real Anki takes them and leaves the rest alone."""

import csv
import hashlib
import io
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest
from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_NEVER as NEVER
from hypothesis import given, settings
from hypothesis import strategies as st

from build_runs import edit, refused, run
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Media, Note, Status, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats import apkg
from msc_learn.deck.formats.text import differences, digest, summary, write
from msc_learn.deck.identity import guid_of
from msc_learn.deck.note_types import note_type
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.position import Position
from real_anki import counted, take

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

NOW = 1_700_000_000
PLACE = Position("renal.yaml", 3, 5)
HEAD_LINES = 7
NASTY = (
    "<CD34> on HLA-DR<low> at p < 0.05 & more",
    "a\ttab and a second\tone",
    "two\nlines\n\nand a fourth",
    'he said "yes"',
    '"quoted from the start',
    "#not a comment",
    "# tags: nor a head",
    "=1+1",
    "one; two, three | four: five",
    "  blanks at both ends  ",
    "tags:first",
    r"\(x^2\) and **bold** and [sound:a.mp3]",
    "ends in a backslash \\",
    "e\u0301 is two code points",
    "\u2028 line \u2029 ends \x85 of \x0b Unicode",
    "café, β-catenin, 細胞, 🧬",
    "x" * 65_536,
)
Collection = Any


def note(id_: str, kind: Kind = Kind.QUESTION, **values: Any) -> Note:
    values = {"question": f"What is {id_}?", "answer": f"answer-{id_}", **values}
    return Note(id_, kind, "kidney", PLACE, **values)


NOTES = (
    note("plain", extra="extra"),
    note("same", hint="hint"),
    note("gap", Kind.CLOZE, cloze="MSCs carry {{c1::microRNAs}} and {{c2::proteins}}."),
    note("named", Kind.LIST, items=("VEGF", "HGF")),
    note("chosen", Kind.CHOICE, distractors=("fever", "weight")),
)


def course(root: Path, *notes: Note, **values: Any) -> Course:
    for name in ("a.svg", "b.svg"):
        (root / name).write_text(f"<svg xmlns='http://www.w3.org/2000/svg' id='{name}'/>", encoding="utf-8")
    topics = (Topic("kidney", "Kidney", notes, PLACE),)
    return Course("renal", "Renal medicine", "Renal", "en-GB", topics, root, root / "renal", **values)


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[..., Release]:
    """Return a function that compiles notes after a lock, at a time."""

    def make(*notes: Note, lock: Lock | None = None, now: int = NOW) -> Release:
        return compile_course(course(tmp_path, *notes), lock or Lock(), now)

    return make


Compile = Callable[..., Release]


def changed(*notes: Note, **by_id: dict[str, Any]) -> tuple[Note, ...]:
    return tuple(replace(each, **by_id.get(each.id, {})) for each in notes)


def corrected(compile_: Compile, **by_id: dict[str, Any]) -> tuple[Release, Release]:
    """Return a release of all notes, and the next one with some of them changed."""
    first = compile_(*NOTES)
    return first, compile_(*changed(*NOTES, **by_id), lock=first.lock, now=NOW + 9)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the notes of a file by the names of its columns."""
    lines = path.read_text(encoding="utf-8").split("\n")
    columns = lines[HEAD_LINES - 1].removeprefix("#columns:").split("\t")
    read = csv.reader(io.StringIO("\n".join(lines[HEAD_LINES:]), newline=""), "excel-tab")
    return [dict(zip(columns, row, strict=True)) for row in read]


# The files


def test_the_head_tells_anki_all_it_has_to_know(compiled: Compile, tmp_path: Path) -> None:
    write(corrected(compiled, plain={"answer": "fixed"})[1], tmp_path / "out")
    lines = (tmp_path / "out" / "renal-question.txt").read_text(encoding="utf-8").split("\n")
    assert lines[: HEAD_LINES - 1] == [
        "#separator:tab",
        "#html:true",
        "#if matches:update current",
        f"#notetype:{note_type('question').id}",
        "#guid column:2",
        "#deck column:3",
    ]
    assert lines[HEAD_LINES - 1].startswith("#columns:\tGUID\tDeck\tAnswer\t")
    assert len(lines) == HEAD_LINES + 2


def test_a_row_holds_the_guid_the_deck_and_the_fields(compiled: Compile, tmp_path: Path) -> None:
    write(corrected(compiled, plain={"answer": "p < 0.05"})[1], tmp_path / "out")
    (row,) = rows(tmp_path / "out" / "renal-question.txt")
    assert (row["GUID"], row["Deck"]) == (guid_of("renal", "plain"), "Renal::Kidney")
    assert (row["Question"], row["Answer"], row["Extra"]) == ("What is plain?", "p &lt; 0.05", "extra")
    assert (row["CardId"], row["Retired"], row[""]) == ("plain", "", "")


WORDED = tuple(kind for kind in Kind if kind is not Kind.OCCLUSION)


@pytest.mark.parametrize("kind", WORDED)
def test_the_columns_are_the_authors_text_with_the_first_field_last(
    kind: Kind, compiled: Compile, tmp_path: Path
) -> None:
    write(corrected(compiled, **{each.id: {"extra": "more"} for each in NOTES})[1], tmp_path / "out")
    fields = note_type(kind).fields
    (columns, *_) = map(list, rows(tmp_path / "out" / f"renal-{kind}.txt"))
    assert columns[:3] == ["", "GUID", "Deck"]
    assert columns[-1] == fields[0].name
    assert set(columns[3:]) == {field.name for field in fields if field.holds == "text"}
    assert not {"LearnerNotes", "Picture", "Spare1", "Spare4"} & set(columns)


def test_only_notes_that_changed_since_their_first_release_are_there(
    compiled: Compile, tmp_path: Path
) -> None:
    first = compiled(*NOTES)
    notes = changed(*NOTES, plain={"answer": "fixed"}, named={"items": ("VEGF", "IGF-1")})
    second = compiled(*notes, lock=first.lock, now=NOW + 9)
    third = compiled(*notes, note("new"), lock=second.lock, now=NOW + 20)
    assert summary(third) == "2 corrections in 2 files; new notes, pictures and tags come with the deck only"
    write(third, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "renal-list.txt",
        "renal-question.txt",
    ]
    assert [row["CardId"] for row in rows(tmp_path / "out" / "renal-question.txt")] == ["plain"]


def test_drafts_stay_out(tmp_path: Path) -> None:
    first = compile_course(course(tmp_path, *NOTES), Lock(), NOW)
    notes = (*changed(*NOTES, plain={"answer": "fixed"}), note("draft", status=Status.DRAFT))
    second = compile_course(course(tmp_path, *notes), first.lock, NOW + 9, drafts=True)
    write(second, tmp_path / "out")
    assert [row["CardId"] for row in rows(tmp_path / "out" / "renal-question.txt")] == ["plain"]


def with_lock_of(made: Release, id_: str, **values: Any) -> Release:
    """Return a compiled course whose lock says something else of one note."""
    notes = {**made.lock.notes, id_: replace(made.lock.notes[id_], **values)}
    return replace(made, lock=replace(made.lock, notes=notes))


def plain_retired(made: Release) -> Release:
    """Return a compiled course whose first note is withdrawn."""
    place = [field.name for field in note_type("question").fields].index("Retired")
    plain = made.notes[0]
    plain = replace(plain, fields=(*plain.fields[:place], "withdrawn", *plain.fields[place + 1 :]))
    return with_lock_of(replace(made, notes=(plain, *made.notes[1:])), "plain", retired=NOW + 9)


def test_a_retired_note_goes_out_with_its_reason(compiled: Compile, tmp_path: Path) -> None:
    write(plain_retired(compiled(*NOTES)), tmp_path / "out")
    assert [row["Retired"] for row in rows(tmp_path / "out" / "renal-question.txt")] == ["withdrawn"]


def test_a_note_keeps_the_guid_it_was_released_with(compiled: Compile, tmp_path: Path) -> None:
    second = corrected(compiled, plain={"answer": "fixed"})[1]
    write(with_lock_of(second, "plain", guid="#old,;guid"), tmp_path / "out")
    assert [row["GUID"] for row in rows(tmp_path / "out" / "renal-question.txt")] == ["#old,;guid"]


def test_a_course_without_corrections_is_refused(compiled: Compile, tmp_path: Path) -> None:
    for use in (digest, summary, lambda made: write(made, tmp_path / "out")):
        with pytest.raises(ExportError, match="X213 has no correction to write: no released note"):
            use(compiled(*NOTES))
    assert not (tmp_path / "out").exists()


def test_equal_courses_give_equal_bytes_at_any_time(compiled: Compile, tmp_path: Path) -> None:
    second = corrected(compiled, plain={"answer": "fixed"}, gap={"extra": "more"})[1]
    notes = changed(*NOTES, plain={"answer": "fixed"}, gap={"extra": "more"})
    later = compiled(*notes, lock=second.lock, now=NOW + 10**8)
    assert write(second, tmp_path / "a") == write(later, tmp_path / "b") == digest(second)
    one, other = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("a", "b")
    )
    assert one == other


def test_what_an_earlier_build_left_is_removed_and_nothing_else(compiled: Compile, tmp_path: Path) -> None:
    first = compiled(*NOTES)
    write(
        compiled(*changed(*NOTES, gap={"extra": "more"}), lock=first.lock, now=NOW + 9),
        tmp_path / "out",
    )
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    made = compiled(*changed(*NOTES, plain={"answer": "fixed"}), lock=first.lock, now=NOW + 9)
    assert differences(made, written(tmp_path / "other", made)) == ()
    (tmp_path / "out" / "renal-question.txt").write_text("", encoding="utf-8")
    assert "renal-cloze.txt" in differences(made, tmp_path / "out")
    write(made, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["mine.txt", "renal-question.txt"]


def test_a_folder_in_the_place_of_a_file_left_over_is_named(compiled: Compile, tmp_path: Path) -> None:
    (tmp_path / "out" / "renal-cloze.txt").mkdir(parents=True)
    with pytest.raises(ExportError, match=r"renal-cloze\.txt: X101 cannot be written"):
        write(corrected(compiled, plain={"answer": "fixed"})[1], tmp_path / "out")


def written(path: Path, made: Release) -> Path:
    write(made, path)
    return path


def test_differences_name_the_notes(compiled: Compile, tmp_path: Path) -> None:
    path = written(tmp_path / "out", corrected(compiled, plain={"answer": "b"}, same={"answer": "c"})[1])
    assert differences(corrected(compiled, plain={"answer": "b"}, same={"answer": "c"})[1], path) == ()
    other = corrected(compiled, plain={"answer": "B"}, same={"answer": "c"})[1]
    assert differences(other, path) == ("note plain",)
    fewer = corrected(compiled, plain={"answer": "b"})[1]
    assert differences(fewer, path) == ("note same",)


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda text: text.replace("#html:true", "#html:false"), ("renal-question.txt",)),
        (lambda text: text + "more\n", ("renal-question.txt",)),
        (lambda text: text + "\tstranger\tDeck\n", ("note stranger",)),
        (lambda text: text + text.split("\n")[-2] + "\n", ("renal-question.txt",)),
        (lambda text: text.replace("fixed", "fixe\udcffd"), ("note plain",)),
        (lambda text: "", ("note plain", "renal-question.txt")),
    ],
)
def test_differences_name_what_was_edited_by_hand(
    edit: Callable[[str], str], found: tuple[str, ...], compiled: Compile, tmp_path: Path
) -> None:
    made = corrected(compiled, plain={"answer": "fixed"})[1]
    file = written(tmp_path / "out", made) / "renal-question.txt"
    file.write_bytes(edit(file.read_text(encoding="utf-8")).encode(errors="surrogateescape"))
    assert differences(made, tmp_path / "out") == found


def test_a_folder_that_is_not_there_cannot_be_compared(compiled: Compile, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"renal-question\.txt: X204 cannot be read: No such file"):
        differences(corrected(compiled, plain={"answer": "fixed"})[1], tmp_path / "out")


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=60)
def test_any_note_is_one_line_and_reads_back(answer: str, extra: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = compile_course(course(Path(folder), *NOTES), Lock(), NOW)
        notes = changed(*NOTES, plain={"answer": f"fixed {answer}", "extra": extra})
        made = compile_course(course(Path(folder), *notes), first.lock, NOW + 9)
        write(made, Path(folder, "out"))
        lines = Path(folder, "out", "renal-question.txt").read_bytes().decode().split("\n")
        assert len(lines) == HEAD_LINES + 2
        (row,) = rows(Path(folder, "out", "renal-question.txt"))
        names = [field.name for field in note_type("question").fields]
        values = dict(zip(names, made.notes[0].fields, strict=True))
        assert {name: row[name] for name in names if name in row} == {
            name: value for name, value in values.items() if name in row
        }


# The command


@pytest.fixture
def corrected_course(course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course that was released and then corrected, in an empty folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    run(course_folder)
    edit(course_folder, "answer: pain", "answer: some pain")
    return course_folder


def test_the_command_writes_a_folder_and_says_what_is_in_it(corrected_course: Path) -> None:
    printed = run(corrected_course, "--format", "text").output.splitlines()
    folder = Path("decks", "stromal-corrections")
    assert printed[0] == (
        f"{folder}: 1 correction in 1 file; new notes, pictures and tags come with the deck only"
    )
    assert [row["Answer"] for row in rows(folder / "stromal-choice.txt")] == ["some pain"]
    made = json.loads(run(corrected_course, "--format", "text", "-o", "here", "--json").output)
    assert (made["path"], printed[1]) == ("here", f"content {made['digest']}")


def test_check_compares_the_folder_with_the_cards(
    corrected_course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "X204 cannot be read" in refused(capsys, corrected_course, "--format", "text", "--check")
    run(corrected_course, "--format", "text")
    run(corrected_course, "--format", "text", "--check")
    edit(corrected_course, "answer: some pain", "answer: much pain")
    said = refused(capsys, corrected_course, "--format", "text", "--check")
    assert said.endswith("X206 not up to date; these differ: note pain-choice\n")


def test_a_file_in_the_way_of_a_folder_or_a_folder_in_that_of_a_file_is_one_line(
    corrected_course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("", encoding="utf-8")
    Path("folder").mkdir()
    assert "X101 cannot be written" in refused(capsys, corrected_course, "--format", "text", "-o", "file")
    assert "X101 cannot be written" in refused(capsys, corrected_course, "-o", "folder")
    assert "cannot be read" in refused(capsys, corrected_course, "-o", "folder", "--check")


# The real Anki


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take_deck(collection: Collection, made: Release, path: Path, **options: Any) -> dict[str, int]:
    """Import a package, by default as a fresh profile would."""
    apkg.write(made, path)
    return take(collection, path, **options)


def take_text(collection: Collection, made: Release, path: Path) -> dict[str, int]:
    """Import each file of a folder with what Anki's dialog shows after reading its head."""
    write(made, path)
    total: dict[str, int] = {}
    for file in sorted(path.iterdir()):
        metadata = collection.get_csv_metadata(path=str(file), delimiter=None)
        log = collection.import_csv(anki.ImportCsvRequest(path=str(file), metadata=metadata)).log
        for name, count in counted(log).items():
            total[name] = total.get(name, 0) + count
    return total


def of(collection: Collection, id_: str) -> Any:
    (found,) = collection.find_notes(f"CardId:{id_}")
    return collection.get_note(found)


def notes_of(collection: Collection) -> dict[str, tuple[Any, ...]]:
    """Return all Anki keeps of each note, by its name."""
    kept = collection.db.all("SELECT id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data FROM notes")
    return {collection.get_note(row[0])["CardId"]: tuple(row) for row in kept}


def cards_of(collection: Collection) -> tuple[list[Any], list[Any]]:
    return (
        collection.db.all("SELECT * FROM cards ORDER BY id"),
        collection.db.all("SELECT * FROM revlog ORDER BY id"),
    )


def live(collection: Collection) -> None:
    """Study, and make the notes one's own."""
    collection.decks.select(collection.decks.id_for_name("Renal"))
    for _ in range(5):
        collection.sched.answerCard(collection.sched.getCard(), 3)
    for id_ in ("plain", "gap", "named"):
        mine = of(collection, id_)
        mine["LearnerNotes"], mine["Spare2"] = f"mine on {id_}", "mine too"
        mine.tags += ["hard", "marked"]
        collection.update_note(mine)
    collection.sched.suspend_cards([of(collection, "gap").cards()[0].id])
    collection.set_user_flag_for_cards(3, [of(collection, "plain").cards()[0].id])
    collection.decks.rename(collection.decks.id_for_name("Renal"), "Mine")


EDITS: dict[str, dict[str, Any]] = {
    "plain": {"question": "What is it <now>?", "answer": 'a "fixed"\tanswer', "extra": ""},
    "gap": {"cloze": "MSCs carry {{c1::**microRNAs**}} and {{c2::more proteins}}."},
    "named": {"items": ("VEGF", "HGF", "IGF-1")},
}


@pytest.mark.parametrize("fsrs", [False, True], ids=["sm2", "fsrs"])
def test_corrections_arrive_and_all_that_is_the_learners_stays(
    fsrs: bool, collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    collection.set_config("fsrs", fsrs)
    first, second = corrected(compiled, **EDITS)
    take_deck(collection, first, tmp_path / "a.apkg")
    live(collection)
    before, notes = cards_of(collection), notes_of(collection)
    schema = collection.db.scalar("SELECT scm FROM col")

    assert take_text(collection, second, tmp_path / "out") == {"updated": 3}
    assert cards_of(collection) == before
    assert collection.db.scalar("SELECT scm FROM col") == schema  # no full sync
    assert len(before[1]) == 5
    for rendered in second.notes:
        mine = of(collection, rendered.id)
        fields = note_type(rendered.kind).fields
        for field, value in zip(fields, rendered.fields, strict=True):
            assert field.holds != "text" or mine[field.name] == value
    for id_ in EDITS:
        mine = of(collection, id_)
        assert (mine["LearnerNotes"], mine["Spare2"]) == (f"mine on {id_}", "mine too")
        assert {"hard", "marked", "renal::kidney"} <= set(mine.tags)
        assert notes_of(collection)[id_][5] == notes[id_][5]
    for id_ in ("same", "chosen"):
        assert notes_of(collection)[id_] == notes[id_]
    assert {collection.decks.name(card[2]) for card in before[0]} == {"Mine::Kidney"}
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_the_same_text_again_touches_no_note(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first, second = corrected(compiled, **EDITS)
    take_deck(collection, first, tmp_path / "a.apkg")
    take_text(collection, second, tmp_path / "out")
    collection.db.execute("UPDATE notes SET mod = mod - 1000")
    before = notes_of(collection)
    assert take_text(collection, second, tmp_path / "out") == {"duplicate": 3}
    assert notes_of(collection) == before


def test_one_undo_takes_a_file_back(collection: Collection, compiled: Compile, tmp_path: Path) -> None:
    first, second = corrected(compiled, plain={"answer": "fixed"})
    take_deck(collection, first, tmp_path / "a.apkg")
    take_text(collection, second, tmp_path / "out")
    collection.undo()
    assert of(collection, "plain")["Answer"] == "answer-plain"


@pytest.mark.parametrize(
    ("id_", "edit", "ords"),
    [
        ("gap", {"cloze": "{{c1::a}} {{c2::b}} {{c3::c}}"}, [0, 1, 2]),
        ("plain", {"reverse": True}, [0, 1]),
    ],
)
def test_an_added_card_comes_into_the_deck_of_its_siblings(
    id_: str,
    edit: dict[str, Any],
    ords: list[int],
    collection: Collection,
    compiled: Compile,
    tmp_path: Path,
) -> None:
    first, second = corrected(compiled, **{id_: edit})
    take_deck(collection, first, tmp_path / "a.apkg")
    live(collection)
    before, reviews = cards_of(collection)
    take_text(collection, second, tmp_path / "out")
    assert [card.ord for card in of(collection, id_).cards()] == ords
    assert {collection.decks.name(card.did) for card in of(collection, id_).cards()} == {"Mine::Kidney"}
    assert cards_of(collection)[0][: len(before)] == before
    assert cards_of(collection)[1] == reviews


def test_a_text_updates_whatever_the_learner_chose_for_the_last_one(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first, second = corrected(compiled, plain={"answer": "fixed"})
    take_deck(collection, first, tmp_path / "a.apkg")
    (tmp_path / "other.txt").write_text("#if matches:keep current\nx\ty\n", encoding="utf-8")
    metadata = collection.get_csv_metadata(path=str(tmp_path / "other.txt"), delimiter=None)
    metadata.match_scope = 1
    collection.import_csv(anki.ImportCsvRequest(path=str(tmp_path / "other.txt"), metadata=metadata))
    assert take_text(collection, second, tmp_path / "out") == {"updated": 1}


def test_a_renamed_note_type_takes_corrections(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first, second = corrected(compiled, plain={"answer": "fixed"})
    take_deck(collection, first, tmp_path / "a.apkg")
    kind = collection.models.get(note_type("question").id)
    kind["name"] = "Mine"
    kind["flds"].reverse()
    kind["sortf"] = 0
    kind["flds"].sort(key=lambda field: field["name"] != "Question")
    collection.models.update_dict(kind)
    assert take_text(collection, second, tmp_path / "out") == {"updated": 1}
    assert (of(collection, "plain")["Question"], of(collection, "plain")["Answer"]) == (
        "What is plain?",
        "fixed",
    )


def test_a_note_type_with_fields_missing_keeps_its_tags(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first, second = corrected(compiled, plain={"answer": "fixed"})
    take_deck(collection, first, tmp_path / "a.apkg")
    kind = collection.models.get(note_type("question").id)
    kind["flds"] = [field for field in kind["flds"] if field["name"] not in ("Language", "Retired")]
    for template in kind["tmpls"]:
        template["qfmt"], template["afmt"] = "{{Question}}", "{{Answer}}"
    kind["tmpls"] = kind["tmpls"][:1]
    collection.models.update_dict(kind)
    tags = of(collection, "plain").tags
    assert take_text(collection, second, tmp_path / "out") == {"updated": 1}
    assert (of(collection, "plain")["Answer"], of(collection, "plain").tags) == ("fixed", tags)


def test_a_renamed_first_field_is_left_alone(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first, second = corrected(compiled, plain={"question": "Fixed?"})
    take_deck(collection, first, tmp_path / "a.apkg")
    kind = collection.models.get(note_type("question").id)
    kind["flds"][0]["name"] = "Frage"
    collection.models.update_dict(kind)
    before = notes_of(collection)
    assert take_text(collection, second, tmp_path / "out") == {"empty_first_field": 1}
    assert notes_of(collection) == before


def test_a_collection_without_the_deck_takes_nothing(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    _, second = corrected(compiled, plain=EDITS["plain"], named=EDITS["named"])
    assert take_text(collection, second, tmp_path / "out") == {"empty_first_field": 2}
    assert collection.note_count() == 0
    assert [deck.name for deck in collection.decks.all_names_and_ids()] == ["Default"]


def test_a_retired_note_is_offered_for_deletion_with_the_learners_notes_in_it(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first = compiled(*NOTES)
    take_deck(collection, first, tmp_path / "a.apkg")
    live(collection)
    assert take_text(collection, plain_retired(first), tmp_path / "out") == {"updated": 1}
    (offered,) = collection.get_empty_cards().notes
    assert offered.note_id == of(collection, "plain").id
    assert of(collection, "plain")["LearnerNotes"] == "mine on plain"


def test_a_corrected_note_the_learner_lacks_comes_into_its_own_deck(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first = compiled(NOTES[1])
    take_deck(collection, first, tmp_path / "a.apkg")
    _, second = corrected(compiled, plain={"answer": "fixed"})
    assert take_text(collection, second, tmp_path / "out") == {"new": 1}
    (card,) = of(collection, "plain").cards()
    assert (collection.decks.name(card.did), of(collection, "plain").tags) == ("Renal::Kidney", [])


def test_after_a_text_a_deck_corrects_a_note_only_if_it_is_newer(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first, second = corrected(compiled, plain={"answer": "fixed"})
    take_deck(collection, first, tmp_path / "a.apkg")
    take_text(collection, second, tmp_path / "out")
    assert take_deck(collection, second, tmp_path / "b.apkg") == {"duplicate": len(NOTES)}
    notes = changed(*NOTES, plain={"answer": "fixed twice"})
    third = compiled(*notes, lock=second.lock, now=int(time.time()) + 100)
    assert take_deck(collection, third, tmp_path / "c.apkg") == {"updated": 1, "duplicate": len(NOTES) - 1}
    assert of(collection, "plain")["Answer"] == "fixed twice"


def test_a_deck_that_updates_nothing_brings_new_cards_and_the_text_corrects_the_others(
    collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    first = compiled(*NOTES)
    take_deck(collection, first, tmp_path / "a.apkg")
    live(collection)
    notes = (*changed(*NOTES, **EDITS), note("new", tags=("t",), media=Media("b.svg", "B")))
    second = compiled(*notes, lock=first.lock, now=NOW + 9)
    before = notes_of(collection)
    assert take_deck(collection, second, tmp_path / "b.apkg", update_notes=NEVER) == {
        "new": 1,
        "duplicate": len(NOTES),
    }
    assert {name: row for name, row in notes_of(collection).items() if name != "new"} == before
    assert "renal::t" in of(collection, "new").tags
    assert len(list(Path(collection.media.dir()).iterdir())) == 1
    assert take_text(collection, second, tmp_path / "out") == {"updated": 3}
    assert of(collection, "plain")["LearnerNotes"] == "mine on plain"


def test_a_picture_stays_as_it_was(collection: Collection, compiled: Compile, tmp_path: Path) -> None:
    first = compiled(note("plain", media=Media("a.svg", "A")))
    take_deck(collection, first, tmp_path / "a.apkg")
    shown = of(collection, "plain")["Picture"]
    second = compiled(note("plain", answer="fixed", media=Media("b.svg", "B")), lock=first.lock, now=NOW + 9)
    assert take_text(collection, second, tmp_path / "out") == {"updated": 1}
    assert (of(collection, "plain")["Answer"], of(collection, "plain")["Picture"]) == ("fixed", shown)


@pytest.mark.parametrize("guid", ["#begins", '"quoted"', '"', "tags:a", "a,b;c|d:e", "=1", "<b>&amp;", "%\\"])
def test_a_guid_of_any_characters_finds_its_note(
    guid: str, collection: Collection, compiled: Compile, tmp_path: Path
) -> None:
    releases = corrected(compiled, plain={"answer": "fixed"})
    first, second = (with_lock_of(made, "plain", guid=guid) for made in releases)
    take_deck(collection, first, tmp_path / "a.apkg")
    assert take_text(collection, second, tmp_path / "out") == {"updated": 1}
    assert of(collection, "plain").guid == guid


@pytest.fixture(scope="module")
def two_learners() -> Iterator[tuple[Collection, Collection, Path]]:
    """Return two collections that hold the first release; one is to take decks, the other texts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        first = compile_course(course(root, *NOTES), Lock(), NOW)
        opened = [anki.Collection(str(root / f"{name}.anki2")) for name in ("decks", "texts")]
        for one in opened:
            take_deck(one, first, root / "first.apkg")
        yield opened[0], opened[1], root
        for one in opened:
            one.close()


def as_both_bring_it(
    learners: tuple[Collection, Collection, Path], **by_id: dict[str, Any]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the fields of the notes after a correction by deck, and after the same one by text."""
    by_deck, by_text, root = learners
    first = compile_course(course(root, *NOTES), Lock(), NOW)
    now = by_deck.db.scalar("SELECT max(mod) FROM notes") + 1
    made = compile_course(course(root, *changed(*NOTES, **by_id)), first.lock, now)
    take_deck(by_deck, made, root / "next.apkg")
    name = hashlib.sha256(repr(by_id).encode()).hexdigest()
    take_text(by_text, made, root / name)
    return tuple({id_: of(one, id_).fields for id_ in by_id} for one in (by_deck, by_text))  # type: ignore[return-value]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:20].encode("unicode_escape").decode())
def test_a_nasty_text_arrives_as_the_deck_brings_it(
    text: str, two_learners: tuple[Collection, Collection, Path]
) -> None:
    deck, texts = as_both_bring_it(
        two_learners,
        plain={"question": text, "answer": text, "extra": text},
        gap={"cloze": f"{text} {{{{c1::{text}}}}} and {{{{c2::b}}}}"},
        named={"question": text, "items": (text, "b")},
        chosen={"question": text, "answer": text},
    )
    assert texts == deck


@given(*(st.text(max_size=200) for _ in range(4)))
@settings(max_examples=30)
def test_any_text_arrives_as_the_deck_brings_it(
    two_learners: tuple[Collection, Collection, Path], asked: str, answer: str, hint: str, cloze: str
) -> None:
    deck, texts = as_both_bring_it(
        two_learners,
        plain={"question": f"?{asked}", "answer": answer, "hint": hint},
        gap={"cloze": f"{cloze.replace('{', '').replace('}', '')}{{{{c1::a}}}} {{{{c2::b}}}}"},
    )
    assert texts == deck


def test_the_corrections_of_the_shipped_course_arrive(collection: Collection, tmp_path: Path) -> None:
    shipped = load_course("msc")
    first = compile_course(shipped, Lock(), NOW)
    take_deck(collection, first, tmp_path / "a.apkg")
    old = {id_: replace(each, digest="other") for id_, each in first.lock.notes.items()}
    second = compile_course(shipped, replace(first.lock, notes=old), NOW + 9)
    before = notes_of(collection)
    worded = [each for each in first.notes if each.kind != Kind.OCCLUSION]
    assert 0 < len(worded) < len(first.notes)
    assert take_text(collection, second, tmp_path / "out") == {"duplicate": len(worded)}
    assert notes_of(collection) == before
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == sorted(f"msc-{kind}.txt" for kind in WORDED)
    cells = [cell for file in files for row in rows(file) for cell in row.values()]
    assert not [cell for cell in cells if "<img" in cell or "[sound:" in cell]
