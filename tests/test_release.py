"""The lock: what was released, and when each note last changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.deck.fields import Rendered
from msc_learn.deck.lockfile import dump_lock, parse_lock, read_lock
from msc_learn.deck.note_types import NOTE_TYPES, note_type
from msc_learn.deck.release import Lock, Released, ReleasedType, changes, digest_of_type, release
from msc_learn.errors import ExportError
from msc_learn.position import Position

NOW = 1_800_000_000
TYPES = (note_type("question"),)


def note(
    id_: str = "vegf", digest: str = "d1", kind: str = "question", cards: tuple[int, ...] = (1,)
) -> Rendered:
    return Rendered("renal", id_, kind, ("q",), ("t",), "Renal", cards, Position("renal.yaml", 7, 5), digest)


def released(*notes: Rendered, lock: Lock | None = None, now: int = NOW) -> Lock:
    return release(lock or Lock(), notes, TYPES, now, decks={"kidney": "Renal::01 Kidney"})


def test_a_new_note_is_released_now() -> None:
    entry = released(note()).notes["vegf"]
    assert entry == Released("vegf", note().guid, "question", "d1", (1,), NOW, NOW, None)


def test_a_note_that_did_not_change_keeps_its_time() -> None:
    first = released(note())
    assert released(note(), lock=first, now=NOW + 99) == first


@pytest.mark.parametrize(("clock", "modified"), [(99, NOW + 99), (0, NOW + 1), (-500, NOW + 1)])
def test_a_changed_note_moves_forward_whatever_the_clock_says(clock: int, modified: int) -> None:
    lock = released(note(digest="d2"), lock=released(note()), now=NOW + clock)
    assert lock.notes["vegf"].modified == modified
    assert lock.notes["vegf"].released == NOW


def test_only_the_changed_note_moves() -> None:
    first = released(note("a"), note("b"))
    second = released(note("a", "d2"), note("b"), lock=first, now=NOW + 9)
    assert second.notes["b"] == first.notes["b"]


def test_a_note_that_is_gone_stays_in_the_lock_as_retired() -> None:
    first = released(note("a"), note("b"))
    second = released(note("b"), lock=first, now=NOW + 9)
    assert second.notes["a"] == replace(first.notes["a"], retired=NOW + 9)
    assert released(note("b"), lock=second, now=NOW + 20) == second


def test_a_note_that_comes_back_is_newer_than_its_retirement() -> None:
    gone = released(lock=released(note()), now=NOW + 9)
    back = released(note(), lock=gone, now=NOW + 5).notes["vegf"]
    assert (back.modified, back.retired) == (NOW + 10, None)


def test_a_guid_once_released_outlives_a_renamed_course() -> None:
    renamed = replace(note(digest="d2"), course="kidney")
    assert renamed.guid != note().guid
    assert released(renamed, lock=released(note())).notes["vegf"].guid == note().guid


def test_a_released_note_may_not_change_its_kind() -> None:
    with pytest.raises(ExportError) as error:
        released(note(kind="cloze"), lock=released(note()))
    assert str(error.value) == (
        "renal.yaml:7:5: R103 vegf was released as question and is now cloze, which Anki cannot take over: "
        "give the note a new id (the old one is then retired)"
    )


def test_a_released_cloze_number_may_not_vanish() -> None:
    with pytest.raises(ExportError, match=r"renal.yaml:7:5: R104 vegf was released with card c2, now gone"):
        released(note(kind="cloze", cards=(1, 3)), lock=released(note(kind="cloze", cards=(1, 2))))


def test_a_released_label_may_not_vanish() -> None:
    with pytest.raises(ExportError, match=r"R104 vegf was released with card of label 2, now gone"):
        released(note(kind="occlusion", cards=(1,)), lock=released(note(kind="occlusion", cards=(1, 2))))


def test_a_cloze_number_may_be_added() -> None:
    lock = released(note("a", "d2", "cloze", (1, 2)), lock=released(note("a", "d1", "cloze", (1,))))
    assert lock.notes["a"].cards == (1, 2)


def test_all_that_is_forbidden_is_said_at_once() -> None:
    first = released(note("a"), note("b", kind="cloze", cards=(1, 2)))
    with pytest.raises(ExportError) as error:
        released(note("a", kind="list"), note("b", kind="cloze", cards=(2,)), lock=first)
    assert [problem.code for problem in error.value.problems] == ["R103", "R104"]


def test_a_note_type_moves_when_it_changes_and_never_otherwise() -> None:
    first = released(note())
    assert first.note_types["question"].modified == NOW
    older = Lock(first.notes, {"question": ReleasedType("question", "other", NOW)})
    assert released(note(), lock=older, now=NOW - 5).note_types["question"].modified == NOW + 1
    assert released(note(), lock=first, now=NOW + 5).note_types == first.note_types


def test_what_anki_knows_a_note_type_by_counts_where_there_is_such_a_thing() -> None:
    plain = note_type("cloze")
    first, *others = plain.fields
    tagged = replace(plain, fields=(replace(first, tag=0), *others))
    kinds = (plain, tagged, replace(plain, stock_kind=6), replace(plain, sorted_by="Hint"))
    assert len({digest_of_type(kind) for kind in kinds}) == len(kinds)


def test_a_note_type_once_released_is_never_forgotten() -> None:
    lock = release(released(note()), [note()], [note_type("cloze")], NOW, decks={})
    assert set(lock.note_types) == {"question", "cloze"}


def test_changes_name_what_is_new_changed_retired_and_the_same() -> None:
    first = released(note("a"), note("b"), note("c"))
    second = released(note("a"), note("b", "d2"), note("d"), lock=first)
    found = changes(first, second)
    assert (found.new, found.changed, found.retired, found.unchanged) == (("d",), ("b",), ("c",), ("a",))
    assert changes(second, second).retired == ()
    assert changes(Lock(), first).note_types == ("question",)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
TIMES = st.integers(1, 2**40)
LOCKS = st.builds(
    lambda notes, types, decks: Lock({n.id: n for n in notes}, {t.name: t for t in types}, decks),
    st.lists(
        st.builds(
            Released,
            NAMES,
            NAMES,
            st.sampled_from(NOTE_TYPES),
            NAMES,
            st.lists(st.integers(1, 500)).map(tuple),
            TIMES,
            TIMES,
            st.none() | TIMES,
        )
    ),
    st.lists(st.builds(ReleasedType, NAMES, NAMES, TIMES)),
    st.dictionaries(NAMES, NAMES),
)


@given(LOCKS)
def test_a_lock_is_read_as_it_was_written(lock: Lock) -> None:
    assert parse_lock(dump_lock(lock), "release.lock") == lock


def test_a_lock_has_one_line_for_each_note_and_is_sorted() -> None:
    lines = dump_lock(released(note("b"), note("a"))).splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines if line.startswith('{"id"')] == ["a", "b"]


def test_where_there_is_no_lock_nothing_was_released(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "release.lock") == Lock()


GOOD = dump_lock(released(note("a"), note("b")))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "release.lock:1:1: R101 lock is damaged (not JSON"),
        ("[]", "release.lock:1: R101 lock is damaged (no schema number)"),
        ('{"schema": true}', "release.lock:1: R101 lock is damaged (no schema number)"),
        ('{"schema": 1, "note_types": []}', "release.lock:1: R101 lock is damaged (no list of notes)"),
        ('{"schema": 2}', "release.lock: R102 lock has schema 2, above 1: install a newer msc-learn"),
        (GOOD.replace('"id": "b"', '"id": "a"'), "release.lock:11: R101 lock is damaged (a stands twice)"),
        (GOOD.replace('"modified"', '"modfied"', 1), "release.lock:4: R101 lock is damaged (an entry has"),
        (
            GOOD.replace('"cards": [1]', '"cards": "1"', 1),
            'release.lock:10: R101 lock is damaged (cards is "1"',
        ),
        (
            GOOD.replace('"retired": null', '"retired": 0'),
            "release.lock:10: R101 lock is damaged (retired is 0",
        ),
        ("<<<<<<< ours\n" + GOOD, "release.lock:1:1: R101 lock is damaged (not JSON"),
        (GOOD[:-30], "R101 lock is damaged (not JSON"),
    ],
)
def test_a_damaged_lock_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(ExportError) as error:
        parse_lock(text, "release.lock")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_lock_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "release.lock").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ExportError, match="R101"):
        read_lock(tmp_path / "release.lock")
