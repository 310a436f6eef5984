"""Retired cards: what an update holds for them, and what an author may say of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from msc_learn.course.model import Course, Kind, Note, Retired, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats import apkg
from msc_learn.deck.formats.apkg.reader import read_package
from msc_learn.deck.note_types import NOTE_TYPES, note_type
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.position import Position

NOW = 1_800_000_000  # 2027-01-15 in UTC
DAY = 86_400
PLACE = Position("renal.yaml", 4, 5)
NOTES = (
    Note("why", Kind.QUESTION, "kidney", PLACE, "Why?", "so", reverse=True),
    Note("gap", Kind.CLOZE, "kidney", PLACE, cloze="{{c1::a}} and {{c3::b}}"),
    Note("which", Kind.LIST, "kidney", PLACE, "Which?", items=("x", "y")),
    Note("pick", Kind.CHOICE, "kidney", PLACE, "Pick?", "x", distractors=("y", "z")),
    Note("kept", Kind.QUESTION, "kidney", PLACE, "Kept?", "yes"),
)
KEPT = NOTES[-1:]


def course(*notes: Note, **reasons: str) -> Course:
    retired = tuple(
        Retired(id_, reason, Position("renal.yaml", line, 3))
        for line, (id_, reason) in enumerate(reasons.items(), start=2)
    )
    topics = (Topic("kidney", "Kidney", notes, Position("renal.yaml", 1, 1), retired),)
    return Course("renal", "Renal", "Renal medicine", "en-GB", topics, Path("renal"), Path("renal"))


def update(lock: Lock, *notes: Note, now: int, **reasons: str) -> Release:
    return compile_course(course(*notes, **reasons), lock, now, update=True)


FIRST = compile_course(course(*NOTES), Lock(), NOW)
SECOND = update(FIRST.lock, *KEPT, now=NOW + DAY, why="said twice: see <kept>")


def fields_of(made: Release, id_: str) -> dict[str, str]:
    (note,) = (note for note in made.notes if note.id == id_)
    names = (field.name for field in note_type(note.kind).fields)
    return dict(zip(names, note.fields, strict=True))


@pytest.mark.parametrize("id_", [note.id for note in NOTES if note not in KEPT])
def test_a_retired_note_stands_in_an_update_and_says_no_more_than_that(id_: str) -> None:
    filled = {name: text for name, text in fields_of(SECOND, id_).items() if text}
    first, *names = filled
    assert filled[first] == f"Withdrawn: {id_}. Tools &gt; Empty Cards takes this card away."
    assert names == ["CardId", "Language", "Retired"]
    assert (filled["CardId"], filled["Language"]) == (id_, "en-GB")
    reason = ": said twice: see &lt;kept&gt;" if id_ == "why" else ""
    assert filled["Retired"] == f"Withdrawn on 2027-01-16{reason}"


@pytest.mark.parametrize(
    "note", [note for note in FIRST.notes if note.id != "kept"], ids=lambda note: note.id
)
def test_it_keeps_guid_kind_cards_and_first_release(tmp_path: Path, note: object) -> None:
    apkg.write(FIRST, tmp_path / "first.apkg")
    apkg.write(SECOND, tmp_path / "second.apkg")
    old, new = read_package(tmp_path / "first.apkg"), read_package(tmp_path / "second.apkg")
    guid = FIRST.guid(note)  # type: ignore[arg-type]  # a RenderedNote
    was, now = old.notes[guid], new.notes[guid]
    assert (now.type_id, set(now.cards)) == (was.type_id, set(was.cards))
    assert (was.modified, now.modified) == (NOW, NOW + DAY)
    assert now.tags == ("renal::retired",)
    assert set(now.cards.values()) == {"Renal medicine"}


def test_what_is_counted_is_what_there_is_to_study() -> None:
    assert SECOND.summary == "1 note, 1 card, 1 subdeck"
    assert SECOND.withdrawn == 4
    assert SECOND.decks == FIRST.decks


def test_a_plain_build_holds_nothing_retired_and_leaves_the_same_lock() -> None:
    plain = compile_course(course(*KEPT), FIRST.lock, NOW + DAY)
    assert [note.id for note in plain.notes] == ["kept"]
    assert plain.lock == SECOND.lock
    assert apkg.digest(plain) != apkg.digest(SECOND)


def test_the_same_cards_and_lock_give_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    later = update(SECOND.lock, *KEPT, now=NOW + 9 * DAY, why="said twice: see <kept>")
    assert later.lock == SECOND.lock
    assert apkg.to_bytes(later) == apkg.to_bytes(SECOND)
    apkg.write(SECOND, tmp_path / "second.apkg")
    assert apkg.differences(later, tmp_path / "second.apkg") == ()


def test_everything_ever_retired_is_withdrawn_and_what_came_back_is_not() -> None:
    third = update(SECOND.lock, *NOTES[:1], now=NOW + 2 * DAY)
    assert [note.id for note in third.notes] == ["why", "gap", "pick", "which", "kept"]
    assert [note.id for note in third.notes if note.withdrawn] == ["gap", "pick", "which", "kept"]
    assert third.times(third.notes[0])[1] == NOW + 2 * DAY


def test_a_type_that_only_retired_notes_have_is_brought_up_to_date() -> None:
    old = FIRST.lock.note_types["cloze"]
    lock = replace(FIRST.lock, note_types={**FIRST.lock.note_types, "cloze": replace(old, digest="older")})
    made = update(lock, *KEPT, now=NOW + DAY)
    assert {kind.name for kind in made.note_types} == {note.kind for note in FIRST.notes} <= set(NOTE_TYPES)
    assert made.type_modified(note_type("cloze")) == NOW + DAY


def test_a_type_that_only_retired_notes_have_may_not_change_its_schema_either() -> None:
    old = FIRST.lock.note_types["cloze"]
    lock = replace(FIRST.lock, note_types={**FIRST.lock.note_types, "cloze": replace(old, schema="other")})
    with pytest.raises(
        ExportError, match=r"^renal\.yaml: R107 the note type msc-learn Cloze was released with"
    ):
        compile_course(course(*KEPT), lock, NOW + DAY)


def test_the_description_says_whom_an_update_is_for(tmp_path: Path) -> None:
    apkg.write(SECOND, tmp_path / "second.apkg")
    said = read_package(tmp_path / "second.apkg").decks["Renal medicine"]
    assert "the update for those who have an earlier release: it holds 4 notes that were withdrawn" in said
    assert "Tools &gt; Empty Cards" in said
    apkg.write(FIRST, tmp_path / "first.apkg")
    assert "update" not in read_package(tmp_path / "first.apkg").decks["Renal medicine"]


def test_what_retired_names_and_is_no_retired_card_is_refused_with_its_line() -> None:
    renamed = replace(KEPT[0], id="held", renamed_from="kept")
    lock = compile_course(course(*NOTES[:4], renamed), FIRST.lock, NOW + 9).lock
    with pytest.raises(ExportError) as error:
        update(lock, renamed, now=NOW + DAY, why="fine", held="there", never="misspelt", kept="renamed")
    assert [str(problem).partition(":3: ")[2][:50] for problem in error.value.problems] == [
        "R111 held is under retired, but is still a card, a",
        "R111 never is under retired, but was never release",
        "R111 kept is under retired, but was renamed held: ",
    ]


def test_a_reason_given_twice_is_refused() -> None:
    one = course(*KEPT, why="said twice")
    again = replace(one.topics[0].retired[0], position=Position("other.yaml", 7, 3))
    both = replace(one, topics=(*one.topics, Topic("other", "Other", (), PLACE, (again,))))
    with pytest.raises(ExportError) as error:
        compile_course(both, FIRST.lock, NOW + DAY)
    assert str(error.value).startswith(
        "other.yaml:7:3: R111 why is under retired, but also at renal.yaml:2:3"
    )


def test_where_the_lock_is_lost_a_reason_is_no_problem() -> None:
    assert compile_course(course(*KEPT, why="said twice"), Lock(), NOW).withdrawn == 0
