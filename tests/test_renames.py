"""Renamed cards: the history goes with the card, and nothing else can claim it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from msc_learn.course.model import Course, Kind, Note, Status, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.identity import guid_of
from msc_learn.deck.release.lock import Lock
from msc_learn.deck.release.lock_file import dump_lock, parse_lock
from msc_learn.deck.release.lock_update import lock_changes
from msc_learn.errors import ExportError
from msc_learn.position import Position

NOW = 1_800_000_000


def note(id_: str, former: str = "", line: int = 4, **values: Any) -> Note:
    place = Position("renal.yaml", line, 5)
    values = {"kind": Kind.QUESTION, "question": "Why?", "answer": "so", **values}
    places = {"renamed-from": (line + 1, 19)}
    return Note(id_, topic="kidney", position=place, renamed_from=former, value_positions=places, **values)


def course(*notes: Note) -> Course:
    topics = (Topic("kidney", "Kidney", notes, Position("renal.yaml", 1, 1)),)
    return Course("renal", "Renal", "Renal", "en", topics, Path("renal"), Path("renal"))


def release(lock: Lock, *notes: Note, now: int = NOW) -> Lock:
    return compiled(lock, *notes, now=now).lock


def compiled(lock: Lock, *notes: Note, now: int = NOW, **options: bool) -> Release:
    return compile_course(course(*notes), lock, now, **options)


def refused(lock: Lock, *notes: Note) -> list[str]:
    with pytest.raises(ExportError) as error:
        compile_course(course(*notes), lock, NOW + 99)
    return [str(problem) for problem in error.value.problems]


FIRST = release(Lock(), note("a"), note("z"))


def test_a_renamed_note_keeps_guid_first_release_and_numbers() -> None:
    second = release(FIRST, note("b", "a"), note("z"), now=NOW + 9)
    old, new = FIRST.notes["a"], second.notes["b"]
    assert set(second.notes) == {"b", "z"}
    assert (new.guid, new.kind, new.cards, new.released) == (old.guid, old.kind, old.cards, NOW)
    assert (new.modified, new.former, new.retired) == (NOW, ("a",), None)
    found = lock_changes(FIRST, second)
    assert (found.new, found.changed, found.renamed, found.retired) == ((), (), ("b",), ())
    assert sorted(found.unchanged) == ["b", "z"]


def test_a_renamed_note_that_is_corrected_too_is_changed() -> None:
    second = release(FIRST, note("b", "a", answer="else"), note("z"), now=NOW + 9)
    assert second.notes["b"].modified == NOW + 9
    found = lock_changes(FIRST, second)
    assert (found.changed, found.renamed) == (("b",), ("b",))


def options(made: Release) -> str:
    (choice,) = (each for each in made.notes if each.kind == "choice")
    return next(field for field in choice.fields if field.startswith("<ol"))


def pick(id_: str, former: str = "", **values: Any) -> Note:
    return note(id_, former, kind=Kind.CHOICE, distractors=tuple("uvwxy"), **values)


def test_the_options_of_a_choice_keep_their_order_through_every_renaming() -> None:
    first = compiled(Lock(), pick("a"))
    second = compiled(first.lock, pick("b", "a"))
    third = compiled(second.lock, pick("c", "b"))
    later = compiled(third.lock, pick("c"))
    back = compiled(later.lock, pick("a", "c"))
    assert {options(made) for made in (first, second, third, later, back)} == {options(first)}
    assert {entry.modified for made in (third, back) for entry in made.lock.notes.values()} == {NOW}
    assert options(compiled(Lock(), pick("b"))) != options(first)


def test_the_options_of_a_renamed_draft_or_of_a_lost_lock_keep_their_order() -> None:
    first = compiled(Lock(), pick("a"))
    assert options(compiled(Lock(), pick("b", "a"))) == options(first)
    draft = pick("b", "a", status=Status.DRAFT)
    assert options(compiled(Lock(), draft, note("z"), drafts=True)) == options(first)


@pytest.mark.parametrize("former", ["a", ""], ids=["the key stays", "the key goes"])
def test_a_later_release_changes_nothing_of_a_renamed_note(former: str) -> None:
    second = release(FIRST, note("b", "a"), now=NOW + 9)
    assert release(second, note("b", former), now=NOW + 99) == second


def test_a_note_may_be_renamed_again_and_again() -> None:
    second = release(FIRST, note("b", "a"), now=NOW + 9)
    third = release(second, note("c", "b"), now=NOW + 20)
    assert third.notes["c"].guid == guid_of("renal", "a")
    assert third.notes["c"].former == ("a", "b")
    assert release(third, note("c", "b"), now=NOW + 99) == third
    back = release(third, note("a", "c"), now=NOW + 30)
    assert (back.notes["a"].guid, back.notes["a"].former) == (guid_of("renal", "a"), ("a", "b", "c"))


def test_former_ids_survive_the_lock_file() -> None:
    second = release(FIRST, note("b", "a"), now=NOW + 9)
    assert parse_lock(dump_lock(second), "release.lock") == second


def test_a_note_retired_under_its_old_id_comes_back_under_its_new_one() -> None:
    gone = release(FIRST, note("z"), now=NOW + 9)
    back = release(gone, note("z"), note("b", "a"), now=NOW + 20).notes["b"]
    assert (back.guid, back.released, back.retired) == (guid_of("renal", "a"), NOW, None)


def test_a_lost_lock_keeps_the_identity_of_a_renamed_note() -> None:
    made = compiled(Lock(), note("b", "a"))
    assert made.guid(made.notes[0]) == guid_of("renal", "a")
    assert release(made.lock, note("b", "a"), now=NOW + 9) == made.lock


def test_a_draft_can_be_renamed_and_is_the_same_note_in_a_deck_with_drafts() -> None:
    draft = note("b", "a", status=Status.DRAFT)
    made = compiled(FIRST, draft, note("z"), drafts=True)
    assert made.guid(made.notes[0]) == guid_of("renal", "a")
    accepted = release(made.lock, replace(draft, status=Status.ACCEPTED), now=NOW + 9)
    assert accepted.notes["b"].guid == guid_of("renal", "a")


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        (
            (note("a", "a"),),
            ["renal.yaml:5:19: R108 a is renamed from its own id"],
        ),
        (
            (note("b", "a"), note("a", line=20)),
            ["renal.yaml:5:19: R108 b is renamed from a, which is still a card, at renal.yaml:20:5:"],
        ),
        (
            (note("b", "a"), note("c", "a", line=20)),
            ["renal.yaml:21:19: R108 c is renamed from a, and so is b, at renal.yaml:4:5"],
        ),
        (
            (note("z", "a"),),
            ["renal.yaml:5:19: R108 z was released as a card of its own"],
        ),
        (
            (note("b", "never"),),
            ["renal.yaml:5:19: R109 b is renamed from never, which was never"],
        ),
        (
            (note("b", "a", kind=Kind.LIST, answer="", items=("x", "y")),),
            ["renal.yaml:4:5: R103 b was released as question and is now list"],
        ),
        (
            (note("b", "b"), note("c", "never", line=20), note("z", kind=Kind.LIST, items=("x",), line=30)),
            ["renal.yaml:5:19: R108", "renal.yaml:21:19: R109", "renal.yaml:30:5: R103"],
        ),
    ],
    ids=["its own id", "still a card", "two from one", "released before", "unknown", "other kind", "at once"],
)
def test_a_renaming_that_cannot_be_is_refused_with_its_line(notes: tuple[Note, ...], says: list[str]) -> None:
    said = refused(FIRST, *notes)
    assert len(said) == len(says)
    assert all(problem.startswith(words) for words, problem in zip(says, said, strict=True))


@pytest.mark.parametrize("former", ["a", ""], ids=["the key stays", "the key goes"])
def test_a_new_card_may_not_take_the_former_id_of_a_renamed_one(former: str) -> None:
    second = release(FIRST, note("b", "a"), now=NOW + 9)
    (said,) = refused(second, note("b", former), note("a", line=20))
    assert said.startswith("renal.yaml:20:5: R110 a is new, but was the id of b before")


def test_a_renamed_note_is_held_to_its_numbers() -> None:
    def gap(id_: str, text: str, former: str = "") -> Note:
        return note(id_, former, kind=Kind.CLOZE, question="", answer="", cloze=text)

    lock = release(Lock(), gap("a", "{{c1::x}} {{c2::y}}"))
    (said,) = refused(lock, gap("b", "{{c2::x}} {{c1::y}}", "a"))
    assert "R106 b is renumbered" in said
