"""The lock: what was released, and when each note last changed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from conftest import paragraphs_with
from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.note_types import NOTE_TYPES, note_type
from msc_learn.deck.note_types.base import Field
from msc_learn.deck.release.lock import Lock, ReleasedNote, ReleasedNoteType, digest_of_type
from msc_learn.deck.release.lock_file import dump_lock, parse_lock, read_lock
from msc_learn.deck.release.lock_update import lock_changes, updated_lock
from msc_learn.errors import ExportError
from msc_learn.position import Position

NOW = 1_800_000_000
TYPES = (note_type("question"),)


PLACE = Position("renal.yaml", 7, 5)


def note(
    id_: str = "vegf", digest: str = "d1", kind: str = "question", cards: tuple[int, ...] = (1,)
) -> RenderedNote:
    return RenderedNote("renal", id_, kind, ("q",), ("t",), "Renal", cards, PLACE, digest)


def numbered(kind: str = "cloze", /, **hidden: str) -> RenderedNote:
    """Return a note whose cards hide texts, by number: `numbered(c1="VEGF")`."""
    cards = tuple(int(name[1:]) for name in hidden)
    texts = tuple(hidden.values())
    return RenderedNote("renal", "gap", kind, ("q",), (), "Renal", cards, PLACE, repr(hidden), texts)


def released(*notes: RenderedNote, lock: Lock | None = None, now: int = NOW) -> Lock:
    return updated_lock(lock or Lock(), notes, TYPES, now, decks={"kidney": "Renal::01 Kidney"})


def test_a_new_note_is_released_now() -> None:
    entry = released(note()).notes["vegf"]
    assert entry == ReleasedNote("vegf", note().guid, "question", "d1", (1,), NOW, NOW)


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
    assert str(error.value).startswith("renal.yaml:7:5: R103 vegf ")
    assert paragraphs_with(str(error.value), "R103") == snapshot(
        [
            "renal.yaml:7:5: R103 vegf was released as question and is now cloze, which Anki",
            "cannot update: give the note a new id (the old one is then retired)",
        ]
    )


def test_a_released_cloze_number_may_not_vanish() -> None:
    with pytest.raises(ExportError, match=r"renal.yaml:7:5: R104 vegf was released with card c2, now gone"):
        released(
            note(digest="d2", kind="cloze", cards=(1, 3)), lock=released(note(kind="cloze", cards=(1, 2)))
        )


def test_a_cloze_number_may_be_added() -> None:
    lock = released(note("a", "d2", "cloze", (1, 2)), lock=released(note("a", "d1", "cloze", (1,))))
    assert lock.notes["a"].cards == (1, 2)


def refused(new: RenderedNote, old: RenderedNote) -> list[str]:
    """Return what is said of a release of one note after another, without its place."""
    lock = released(old)
    try:
        released(new, lock=lock)
    except ExportError as error:
        return [f"{problem.code} {problem.message}" for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"c1": "a"}, {"c1": "b"}),
        ({"c1": "a", "c2": "b"}, {"c1": "b", "c2": "b"}),
        ({"c1": "a", "c2": "a"}, {"c1": "a", "c2": "b"}),
        ({"c1": "a", "c2": "a"}, {"c1": "b", "c2": "a"}),
        ({"c1": "a", "c2": "b"}, {"c1": "a", "c2": "b", "c3": "a"}),
        ({"c1": "a", "c2": "b"}, {"c2": "b", "c1": "a", "c9": "c"}),
        ({"c1": "a", "c2": "b"}, {"c1": "A ", "c2": "**b**", "c3": "c"}),
        ({"c1": "a", "c2": "b"}, {"c1": "c", "c2": "d", "c3": "e"}),
    ],
    ids=[
        "a text corrected",
        "a text corrected to that of another",
        "one of two like texts corrected",
        "the other one corrected",
        "a text hidden once more",
        "a gap added",
        "capitals and marks",
        "all rewritten",
    ],
)
def test_numbers_that_keep_their_texts_may_be_released(before: dict[str, str], after: dict[str, str]) -> None:
    assert refused(numbered(**after), numbered(**before)) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            {"c1": "a", "c2": "b"},
            {"c1": "b", "c2": "a"},
            ["what was c1 is now c2 (“a”), c2 is now c1 (“b”); a learner's schedule follows the number: "],
        ),
        ({"c1": "a"}, {"c1": "new", "c2": "a"}, ["what was c1 is now c2 (“a”);"]),
        (
            {"c1": "a", "c2": "b"},
            {"c1": "new", "c2": "a", "c3": "b"},
            ["what was c1 is now c2 (“a”), c2 is now c3 (“b”);"],
        ),
        (
            {"c1": "a", "c2": "b", "c3": "c"},
            {"c1": "b", "c2": "c"},
            ["released with card c1, now gone", "what was c2 is now c1 (“b”), c3 is now c2 (“c”);"],
        ),
        ({"c1": "a", "c2": "b"}, {"c1": "b", "c2": "new"}, ["with card c1, now gone", "c2 is now c1 (“b”)"]),
        ({"c1": "a", "c2": "b"}, {"c1": "b"}, ["with card c1, now gone", "c2 is now c1 (“b”)"]),
        ({"c1": "a", "c2": "b"}, {"c1": "a"}, ["R104 gap was released with card c2, now gone"]),
        ({"c1": "a", "c2": "a"}, {"c1": "new", "c2": "a", "c3": "a"}, ["c1 is now c3 (“a”)"]),
    ],
    ids=[
        "swapped",
        "c1 taken",
        "inserted",
        "deleted",
        "taken over",
        "moved up",
        "gone",
        "inserted among like",
    ],
)
def test_a_released_number_may_not_hide_what_another_hid(
    before: dict[str, str], after: dict[str, str], says: list[str]
) -> None:
    said = refused(numbered(**after), numbered(**before))
    assert len(said) == len(says)
    assert all(words in problem for words, problem in zip(says, said, strict=True))


TEXTS = st.dictionaries(st.integers(1, 9), st.sampled_from("abcdef"), min_size=1)


def gap(texts: Mapping[int, str]) -> RenderedNote:
    return numbered(**{f"c{number}": texts[number] for number in sorted(texts)})


@given(TEXTS, TEXTS)
def test_what_keeps_its_number_and_what_is_rewritten_is_never_called_renumbered(
    before: dict[int, str], more: dict[int, str]
) -> None:
    after = {number: text.upper() * 2 for number, text in more.items()} | before
    assert refused(gap(after), gap(before)) == []
    rewritten = {number: f"new {text}" for number, text in before.items()}
    assert refused(gap({**after, **rewritten}), gap(before)) == []


@given(st.permutations("abcdef"), st.permutations("abcdef"))
def test_texts_that_change_places_are_always_called_renumbered(one: list[str], other: list[str]) -> None:
    codes = [
        said.split()[0] for said in refused(gap(dict(enumerate(other, 1))), gap(dict(enumerate(one, 1))))
    ]
    assert codes == ["R106"] * (one != other)


def test_the_way_out_of_a_renumbering_is_named_with_the_next_free_number() -> None:
    (said,) = refused(numbered(c1="new", c2="**VEGF**"), numbered(c1="VEGF"))
    assert said.startswith("R106 gap ")
    assert "c2 (“VEGF”)" in said
    assert " c2;" in said
    assert paragraphs_with(said, "c2") == snapshot(
        [
            "R106 gap is renumbered: what was c1 is now c2 (“VEGF”); a learner's schedule",
            "follows the number: give each text its released number back, and a new gap the",
            "next free one, c2; or give the note a new id (the old one is then retired)",
        ]
    )


def test_labels_are_called_labels() -> None:
    before = numbered("occlusion", c1="VEGF", c2="IGF-1", c3="HGF")
    gone, moved = refused(numbered("occlusion", c1="VEGF", c2="HGF"), before)
    assert "label 3" in moved
    assert "label 2 (“HGF”)" in moved
    assert "label 2" in gone
    assert [paragraphs_with(said, "label") for said in (gone, moved)] == snapshot(
        [
            [
                "R104 gap was released with label 2, now gone; learners would keep a blank card:",
                "restore it, or give the note a new id (the old one is then retired)",
            ],
            [
                "R106 gap is renumbered: what was label 3 is now label 2 (“HGF”); a learner's",
                "schedule follows the number: put the labels back in the released order, and new",
                "ones last; or give the note a new id (the old one is then retired)",
            ],
        ]
    )


def test_a_reverse_card_that_is_gone_is_called_by_its_key() -> None:
    (said,) = refused(note(cards=(1,), digest="d2"), note(cards=(1, 2)))
    assert said.startswith("R104 vegf ")
    assert "`reverse: true`" in said
    assert paragraphs_with(said, "R104") == snapshot(
        [
            "R104 vegf was released with `reverse: true`, now gone; learners would keep a",
            "blank card: restore it, or give the note a new id (the old one is then retired)",
        ]
    )


def test_a_note_that_comes_back_is_held_to_its_numbers() -> None:
    gone = released(lock=released(numbered(c1="a", c2="b")), now=NOW + 9)
    with pytest.raises(ExportError, match="R106"):
        released(numbered(c1="b", c2="a"), lock=gone)


def schema_1(text: str) -> str:
    """Return a lock as it was written before it had hidden texts and schemas."""
    data = json.loads(text)
    for entry in (*data["notes"], *data["note_types"]):
        for key in ("hidden", "former", "schema"):
            entry.pop(key, None)
    del data["course"]
    return json.dumps({**data, "schema": 1})


def test_a_lock_of_schema_1_is_read_and_upgraded_by_the_next_release() -> None:
    new = released(note(), numbered(c1="a", c2="b"))
    old = parse_lock(schema_1(dump_lock(new)), "release.lock")
    assert old.notes["gap"].hidden == ()
    assert released(note(), numbered(c1="a", c2="b"), lock=old, now=NOW + 99) == new
    assert lock_changes(old, new).unchanged == ("vegf", "gap")
    assert lock_changes(old, new).note_types == ()


def test_a_lock_of_schema_1_refuses_no_renumbering_it_cannot_know_of() -> None:
    old = parse_lock(schema_1(dump_lock(released(numbered(c1="a", c2="b")))), "release.lock")
    assert released(numbered(c1="b", c2="a"), lock=old).notes["gap"].hidden != ()


def test_a_note_type_with_another_schema_is_refused() -> None:
    lock = released(note())
    other = replace(TYPES[0], fields=(*TYPES[0].fields, Field("Dose", 1)))
    with pytest.raises(ExportError) as error:
        updated_lock(lock, [note()], [other], NOW + 9, decks={})
    assert str(error.value).startswith("renal.yaml:7:5: R107 ")
    assert paragraphs_with(str(error.value), "msc-learn Question") == snapshot(
        [
            "renal.yaml:7:5: R107 the note type msc-learn Question was released with other",
            "fields or templates than this msc-learn gives it; Anki would add a second type,",
            "“msc-learn Question+”, and deliver no correction: build with the msc-learn that",
            "made the last release, or a newer one; if you changed the note type, undo that",
            "and use one of its spare fields",
        ]
    )


@pytest.mark.parametrize(
    "look",
    [
        {"title": "Another name"},
        {"templates": tuple(replace(each, front="x", name="y") for each in TYPES[0].templates)},
        {"fields": tuple(replace(each, name="x", description="y") for each in TYPES[0].fields)},
    ],
    ids=["title", "templates", "names of fields"],
)
def test_the_look_of_a_note_type_may_change(look: dict[str, Any]) -> None:
    lock = updated_lock(released(note()), [note()], [replace(TYPES[0], **look)], NOW + 9, decks={})
    assert lock.note_types["question"].modified == NOW + 9


def test_all_that_is_forbidden_is_said_at_once() -> None:
    first = released(note("a"), note("b", kind="cloze", cards=(1, 2)))
    with pytest.raises(ExportError) as error:
        released(note("a", kind="list"), note("b", "d2", kind="cloze", cards=(2,)), lock=first)
    assert [problem.code for problem in error.value.problems] == ["R103", "R104"]


def test_a_note_type_moves_when_it_changes_and_never_otherwise() -> None:
    first = released(note())
    assert first.note_types["question"].modified == NOW
    older = Lock(first.notes, {"question": ReleasedNoteType("question", "other", NOW)})
    assert released(note(), lock=older, now=NOW - 5).note_types["question"].modified == NOW + 1
    assert released(note(), lock=first, now=NOW + 5).note_types == first.note_types


def test_what_anki_knows_a_note_type_by_counts_where_there_is_such_a_thing() -> None:
    plain = note_type("cloze")
    first, *others = plain.fields
    tagged = replace(plain, fields=(replace(first, tag=0), *others))
    kinds = (plain, tagged, replace(plain, stock_kind=6), replace(plain, sorted_by="Hint"))
    assert len({digest_of_type(kind) for kind in kinds}) == len(kinds)


def test_a_note_type_once_released_is_never_forgotten() -> None:
    lock = updated_lock(released(note()), [note()], [note_type("cloze")], NOW, decks={})
    assert set(lock.note_types) == {"question", "cloze"}


def test_changes_name_what_is_new_changed_retired_and_the_same() -> None:
    first = released(note("a"), note("b"), note("c"))
    second = released(note("a"), note("b", "d2"), note("d"), lock=first)
    found = lock_changes(first, second)
    assert (found.new, found.changed, found.retired, found.unchanged) == (("d",), ("b",), ("c",), ("a",))
    assert lock_changes(second, second).retired == ()
    assert lock_changes(Lock(), first).note_types == ("question",)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
TIMES = st.integers(1, 2**40)
LOCKS = st.builds(
    lambda notes, types, decks: Lock({n.id: n for n in notes}, {t.name: t for t in types}, decks),
    st.lists(
        st.builds(
            ReleasedNote,
            NAMES,
            NAMES,
            st.sampled_from(NOTE_TYPES),
            NAMES,
            st.lists(st.integers(1, 500)).map(tuple),
            TIMES,
            TIMES,
            st.none() | TIMES,
            former=st.lists(NAMES).map(tuple),
        ).flatmap(
            lambda entry: st.sampled_from(
                [entry, replace(entry, hidden=tuple(f"{n:08x}" for n in entry.cards))]
            )
        )
    ),
    st.lists(st.builds(ReleasedNoteType, NAMES, NAMES, TIMES, st.just("") | NAMES)),
    st.dictionaries(NAMES, NAMES),
)


@given(LOCKS)
def test_a_lock_is_read_as_it_was_written(lock: Lock) -> None:
    assert parse_lock(dump_lock(lock), "release.lock") == lock


def told(lock: dict[str, object]) -> object:
    """Return the lock read from JSON, or what is said against it."""
    try:
        return parse_lock(json.dumps(lock), "release.lock")
    except ExportError as error:
        return str(error)


ANYTHING = st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(["", "x", *NOTE_TYPES])


@given(LOCKS, st.data())
def test_the_order_of_the_keys_of_an_entry_changes_nothing_right_or_wrong(
    lock: Lock, data: st.DataObject
) -> None:
    read = json.loads(dump_lock(lock))
    if read["notes"]:
        entry = data.draw(st.sampled_from(read["notes"]))
        entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(ANYTHING | st.lists(ANYTHING))
    turned = read | {"notes": [dict(reversed(entry.items())) for entry in read["notes"]]}
    assert told(turned) == told(read)


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
        ('{"schema": 4}', "release.lock: R102 lock has schema 4, above 3: install a newer msc-learn"),
        (GOOD.replace('"course": "",\n', ""), "release.lock:1: R101 lock is damaged (no course id)"),
        (GOOD.replace('"course": ""', '"course": 7'), "release.lock:1: R101 lock is damaged (no course id)"),
        (
            GOOD.replace('"course": ""', '"course": "notes"').replace('"cards": [1]', '"cards": "1"', 1),
            'release.lock:11: R101 lock is damaged (cards is "1"',
        ),
        (GOOD.replace('"id": "b"', '"id": "a"'), "release.lock:12: R101 lock is damaged (a is listed twice)"),
        (
            GOOD.replace('"modified"', '"modfied"', 1),
            "release.lock:5: R101 lock is damaged (an entry must have",
        ),
        (
            GOOD.replace('"cards": [1]', '"cards": "1"', 1),
            'release.lock:11: R101 lock is damaged (cards is "1"',
        ),
        (
            GOOD.replace('"retired": null', '"retired": 0'),
            "release.lock:11: R101 lock is damaged (retired is 0",
        ),
        (
            GOOD.replace('"kind": "question"', '"kind": "song"', 1),
            "release.lock:11: R102 note a has the kind song, ",
        ),
        (
            GOOD.replace('"retired": null', '"retired": null, "hidden": ["0", "1"]', 1),
            "release.lock:11: R101 lock is damaged (hidden and cards have different lengths",
        ),
        (
            GOOD.replace('"retired": null', '"retired": null, "schema": "x"', 1),
            "release.lock:11: R101 lock is damaged (an entry must have exactly the keys cards, ",
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
