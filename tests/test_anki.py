"""The real Anki takes our builds: every card shows, corrections arrive, and no review is lost."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest

from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Label, Media, Note, Source, Strength, Topic
from msc_learn.deck.cards import cards_of
from msc_learn.deck.compile import compile_course
from msc_learn.deck.formats.apkg import write
from msc_learn.deck.html import html_of
from msc_learn.deck.note_types import cloze
from msc_learn.deck.note_types.base import SHARED
from msc_learn.deck.release.lock import Lock
from msc_learn.position import Position
from real_anki import take

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

NOW = 1_700_000_000
PLACE = Position("renal.yaml", 3, 5)
SOURCE = (Source(("Cargo", "Exosomes"), "MSC exosomes carry microRNAs."),)
Collection = Any


def note(id_: str, kind: Kind = Kind.QUESTION, **values: Any) -> Note:
    values = {"question": f"What is {id_}?", "answer": f"answer-{id_}", "sources": SOURCE, **values}
    return Note(id_, kind, "kidney", PLACE, **values)


NOTES = (
    note("plain", hint="hint-plain", extra="extra-plain", reject={"wrong": "why"}),
    note("both-ways", reverse=True, media=Media("a.svg", "A <small> kidney")),
    note("marker", question="Is <CD34> on HLA-DR<low> cells at p < 0.05?", strength=Strength.HEDGED),
    note(
        "gap", Kind.CLOZE, cloze="MSCs carry {{c1::microRNAs::RNA}} and {{c2::proteins {{c3::and lipids}}}}."
    ),
    note("shared", Kind.CLOZE, cloze="{{c1,2::both}} or {{c2::one}}, p < {{c4::0.05}}"),
    note("named", Kind.LIST, items=("VEGF", "HGF", "IGF-1"), ordered=True),
    note("chosen", Kind.CHOICE, distractors=("fever", "weight", "sleep")),
    note("several", Kind.CHOICE, items=("pain", "swelling"), distractors=("fever", "sleep")),
    note("typed", answer="answer-typed < **0.05**", typed=True, reverse=True),
    note("gap-typed", Kind.CLOZE, cloze="{{c1::One}} and {{c1::two}} of {{c2::three}}", typed=True),
    note(
        "pictured",
        Kind.OCCLUSION,
        media=Media("a.svg", 'A "small" kidney'),
        labels=(Label("cortex", (10, 20.5, 30, 5)), Label("pelvis", (0, 60, 100, 12.345))),
    ),
)


def course(root: Path, *notes: Note) -> Course:
    (root / "a.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    topics = (Topic("kidney", "Kidney", notes, PLACE),)
    return Course("renal", "Renal medicine", "Renal", "en-GB", topics, root, root)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


Build = Callable[..., tuple[Path, Lock]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return a function that builds notes after a lock, at a time."""

    def make(*notes: Note, lock: Lock | None = None, now: int = NOW) -> tuple[Path, Lock]:
        made = compile_course(course(tmp_path, *notes), lock or Lock(), now)
        write(made, tmp_path / f"{now}.apkg")
        return tmp_path / f"{now}.apkg", made.lock

    return make


def cards(collection: Collection) -> list[Any]:
    return [collection.get_card(card) for card in collection.find_cards("", order="c.due, c.ord")]


def text(html: str) -> str:
    """Return what a learner reads: no script, no style, no tags."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def front(card: Any) -> str:
    return text(card.render_output().question_text)


def back(card: Any) -> str:
    return text(card.render_output().answer_text)


def of(collection: Collection, id_: str) -> Any:
    (found,) = collection.find_notes(f"CardId:{id_}")
    return collection.get_note(found)


def study(collection: Collection, count: int) -> None:
    collection.decks.select(collection.decks.id_for_name("Renal"))
    for _ in range(count):
        collection.sched.answerCard(collection.sched.getCard(), 3)


def scheduling(collection: Collection) -> tuple[list[Any], list[Any]]:
    kept = "id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, data"
    return (
        collection.db.all(f"SELECT {kept} FROM cards ORDER BY id"),
        collection.db.all("SELECT * FROM revlog ORDER BY id"),
    )


def test_a_build_comes_in_whole(collection: Collection, build: Build) -> None:
    assert take(collection, build(*NOTES)[0]) == {"new": len(NOTES)}
    assert collection.card_count() == sum(len(cards_of(each)) for each in NOTES)
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert names == {"Default", "Renal", "Renal::Kidney"}
    assert {collection.decks.name(card.did) for card in cards(collection)} == {"Renal::Kidney"}
    assert "Renal medicine" in collection.decks.by_name("Renal")["desc"]


def test_anki_itself_finds_nothing_to_fix(collection: Collection, build: Build) -> None:
    take(collection, build(*NOTES)[0])
    before = collection.db.all("SELECT id, nid, ord, due FROM cards ORDER BY id")
    said, sound = collection.fix_integrity()
    assert (said, sound) == ("Database rebuilt and optimized.", True)
    assert collection.db.all("SELECT id, nid, ord, due FROM cards ORDER BY id") == before
    assert list(collection.get_empty_cards().notes) == []


def test_every_card_shows_its_question_and_hides_its_answer(collection: Collection, build: Build) -> None:
    take(collection, build(*NOTES)[0])
    for card in cards(collection):
        id_, kind = card.note()["CardId"], card.note_type()["name"].split()[1]
        assert front(card).removeprefix("Kidney").strip()
        assert "MSC exosomes carry microRNAs." in back(card)
        assert "{{" not in front(card) + back(card)
        if kind == "Question":
            shown, hidden = (f"answer-{id_}", "?") if card.ord else ("?", f"answer-{id_}")
            assert shown in front(card).replace("Which question has this answer?", "")
            assert hidden not in front(card).replace("Which question has this answer?", "")
            assert hidden in back(card)


@pytest.mark.parametrize(
    ("id_", "number", "asked", "answered"),
    [
        ("gap", 1, "MSCs carry [RNA] and proteins and lipids .", "MSCs carry microRNAs and"),
        ("gap", 2, "MSCs carry microRNAs and [...] .", "and proteins and lipids ."),
        ("gap", 3, "MSCs carry microRNAs and proteins [...] .", "proteins and lipids ."),
        ("shared", 1, "[...] or one , p < 0.05", "both or one"),
        ("shared", 2, "[...] or [...] , p < 0.05", "both or one"),
        ("shared", 4, "both or one , p < [...]", "p < 0.05"),
    ],
)
def test_the_front_of_a_cloze_hides_its_own_number_only(
    collection: Collection, build: Build, id_: str, number: int, asked: str, answered: str
) -> None:
    take(collection, build(*NOTES)[0])
    (card,) = (card for card in of(collection, id_).cards() if card.ord == number - 1)
    assert asked in front(card)
    assert answered in back(card)


@pytest.mark.parametrize(
    "cloze",
    [
        "{{c1::a}}",
        "{{c1::a {{c2::b}} c}}",
        "{{c1,2::m}} {{c7::n}}",
        "{{c3::a::hint}} {{c1::b {{c3::c}}}}",
        "{{c10::a}} {{c9::b}} {{c2::c}}",
        "{{c1::p < 0.05}} {{c2::<CD34>}} {{c3::**bold**}}",
        "{{c1::two\nlines}} {{c2::open",
        "{{c500::a}} {{c1::b}}",
    ],
)
def test_cloze_cards_are_those_anki_would_make(collection: Collection, build: Build, cloze: str) -> None:
    take(collection, build(note("gap", Kind.CLOZE, cloze=cloze))[0])
    ours = sorted(card.ord for card in of(collection, "gap").cards())
    theirs = collection.new_note(collection.models.by_name("msc-learn Cloze"))
    theirs.fields = list(of(collection, "gap").fields)
    collection.add_note(theirs, collection.decks.id_for_name("Renal"))
    assert ours == sorted(card.ord for card in theirs.cards())


@pytest.mark.parametrize(
    "each", [each for each in NOTES if each.kind is not Kind.CLOZE], ids=lambda each: each.id
)
def test_other_cards_are_those_anki_would_make(collection: Collection, build: Build, each: Note) -> None:
    take(collection, build(each)[0])
    ours = of(collection, each.id)
    theirs = collection.new_note(ours.note_type())
    theirs.fields = list(ours.fields)
    collection.add_note(theirs, collection.decks.id_for_name("Renal"))
    assert [card.ord for card in ours.cards()] == [card.ord for card in theirs.cards()]


@pytest.mark.parametrize(
    ("id_", "number", "asked"),
    [
        ("plain", 1, []),
        ("gap", 1, []),
        ("typed", 1, ["[[type:Typed]]"]),
        ("typed", 2, []),
        ("gap-typed", 1, ["[[type:cloze:Text]]"]),
        ("gap-typed", 2, ["[[type:cloze:Text]]"]),
    ],
)
def test_a_typed_answer_is_asked_for_where_the_card_wants_it(
    collection: Collection, build: Build, id_: str, number: int, asked: list[str]
) -> None:
    take(collection, build(*NOTES)[0])
    shown = of(collection, id_).cards()[number - 1].render_output()
    for side in (shown.question_text, shown.answer_text):
        assert re.findall(r"\[\[type:.*?\]\]", side) == asked


@pytest.mark.parametrize(
    ("id_", "number", "typed"),
    [("typed", 1, "answer-typed < 0.05"), ("gap-typed", 1, "One, two"), ("gap-typed", 2, "three")],
)
def test_what_the_card_asks_for_is_right_when_typed(
    collection: Collection, build: Build, id_: str, number: int, typed: str
) -> None:
    take(collection, build(*NOTES)[0])
    found = of(collection, id_)
    wanted = found["Typed"]
    if id_ == "gap-typed":
        wanted = collection._backend.extract_cloze_for_typing(text=found["Text"], ordinal=number)
    compared = collection.compare_answer(wanted, typed)
    assert text(compared) == typed
    assert not re.search("typeBad|typeMissed", compared)


def test_a_choice_with_several_right_options_says_how_many_and_marks_them(
    collection: Collection, build: Build
) -> None:
    take(collection, build(*NOTES)[0])
    (card,) = of(collection, "several").cards()
    assert "Choose 2" in front(card)
    assert all(option in front(card) for option in ("pain", "swelling", "fever", "sleep"))
    shown = card.render_output().answer_text
    assert '<div class="answer"><ul><li>pain</li><li>swelling</li></ul></div>' in shown
    assert sorted(re.findall(r'<li class="right">(\w+)</li>', shown)) == ["pain", "swelling"]


def test_a_spare_field_taken_into_use_does_not_fork_the_note_type(
    collection: Collection, build: Build
) -> None:
    current = cloze.NOTE_TYPE.fields
    object.__setattr__(cloze.NOTE_TYPE, "fields", (current[0], *SHARED))
    try:
        path, lock = build(*(replace(each, typed=False) for each in NOTES))
    finally:
        object.__setattr__(cloze.NOTE_TYPE, "fields", current)
    take(collection, path)
    study(collection, 5)
    schema, reviews = collection.db.scalar("SELECT scm FROM col"), scheduling(collection)
    names = [kind.name for kind in collection.models.all_names_and_ids()]
    spare = "SELECT count() FROM fields WHERE name = 'Spare1'"
    before = collection.db.scalar(spare)

    later, _ = build(*NOTES, lock=lock, now=NOW + 86400)
    assert take(collection, later) == {"updated": 2, "duplicate": len(NOTES) - 2}
    assert [kind.name for kind in collection.models.all_names_and_ids()] == names
    assert of(collection, "gap-typed")["Typed"] == "yes"
    assert collection.db.scalar(spare) == before - 1
    assert scheduling(collection) == reviews
    assert collection.db.scalar("SELECT scm FROM col") == schema  # a change would force a full sync


@pytest.mark.parametrize("kind", Kind)
def test_a_note_marked_retired_is_offered_for_deletion(
    collection: Collection, build: Build, kind: Kind
) -> None:
    take(collection, build(*(each for each in NOTES if each.kind is kind))[0])
    for found in collection.find_notes(""):
        retired = collection.get_note(found)
        retired["Retired"] = "withdrawn"
        for name in {"Text", "Occlusion", "Labels"} & set(retired.keys()):
            retired[name] = "withdrawn"  # Anki goes by the numbers of clozes alone
        collection.update_note(retired)
    offered = {card for each in collection.get_empty_cards().notes for card in each.card_ids}
    assert offered == set(collection.find_cards(""))


def masks(collection: Collection, id_: str) -> dict[int, dict[str, str]]:
    """Return the masks that Anki's own editor reads from a note, by the number of their card."""
    read = collection.get_image_occlusion_note(of(collection, id_).id).note
    assert read.image_data
    assert read.occlude_inactive
    shapes = [(each.ordinal, each.shapes) for each in read.occlusions]
    assert all(len(some) == 1 and some[0].shape == "rect" for _, some in shapes)
    return {number: {one.name: one.value for one in some[0].properties} for number, some in shapes}


def test_ankis_own_editor_reads_and_changes_the_masks(collection: Collection, build: Build) -> None:
    take(collection, build(*NOTES)[0])
    written = of(collection, "pictured")
    assert written.note_type()["originalStockKind"] == 6
    assert masks(collection, "pictured") == {
        1: {"left": ".1", "top": ".205", "width": ".3", "height": ".05", "oi": "1"},
        2: {"left": ".0000", "top": ".6", "width": "1.", "height": ".1235", "oi": "1"},
    }
    moved = written["Occlusion"].replace(".205", ".3")
    collection.update_image_occlusion_note(written.id, moved, "Another question?", "more", ["mine"])
    assert masks(collection, "pictured")[1]["top"] == ".3"
    first = of(collection, "pictured").cards()[0]
    assert "Another question?" in front(first)
    assert "more" in back(first)
    assert [card.ord for card in of(collection, "pictured").cards()] == [0, 1]


def test_the_fields_of_masks_are_tagged_as_in_ankis_own_type(collection: Collection, build: Build) -> None:
    take(collection, build(*NOTES)[0])
    collection.add_image_occlusion_notetype()
    ours = collection.models.by_name("msc-learn Occlusion")
    theirs = collection.models.by_name("Image Occlusion")
    assert ours["originalStockKind"] == theirs["originalStockKind"]
    assert ours["type"] == theirs["type"]
    pairs = [(field["tag"], field["name"]) for field in theirs["flds"]]
    assert [(field["tag"], field["name"]) for field in ours["flds"]][: len(pairs)] == pairs
    assert {field["tag"] for field in ours["flds"][len(pairs) :]} == {None}
    places = [collection._backend.get_image_occlusion_fields(kind["id"]) for kind in (ours, theirs)]
    assert places[0] == places[1]
    for side in ("qfmt", "afmt"):
        names = set(re.findall(r'id="([\w-]+)"', theirs["tmpls"][0][side])) - {"err"}
        assert names
        assert names <= set(re.findall(r'id="([\w-]+)"', ours["tmpls"][0][side]))
        assert "anki.imageOcclusion.setup()" in ours["tmpls"][0][side]


@pytest.mark.parametrize("number", [1, 2])
def test_a_card_of_a_picture_asks_for_one_label_and_says_no_other(
    collection: Collection, build: Build, number: int
) -> None:
    take(collection, build(*NOTES)[0])
    card = of(collection, "pictured").cards()[number - 1]
    shown = card.render_output().question_text
    assert re.findall(r'class="cloze" data-ordinal="(\d)"', shown) == [str(number)]
    assert shown.count("<img ") == 1
    labels = ("cortex", "pelvis")
    assert not any(label in shown for label in labels)
    assert [label in back(card) for label in labels] == [number == 1, number == 2]
    assert 'A "small" kidney' in front(card)


@pytest.mark.parametrize("label", ["a::b", "{{c9::x}}", "}} {{", "CD73^+^ <b> & p < 0.05", "a}", "**bold**"])
def test_any_label_comes_out_as_it_was_written(collection: Collection, build: Build, label: str) -> None:
    take(
        collection,
        build(
            note(
                "odd",
                Kind.OCCLUSION,
                media=Media("a.svg", "A"),
                labels=(Label(label, (1, 2, 3, 4)), Label("other", (5, 6, 7, 8))),
            )
        )[0],
    )
    first, second = of(collection, "odd").cards()
    assert text(html_of(label)) in back(first)
    assert text(html_of(label)) not in back(second)
    assert list(collection.get_empty_cards().notes) == []


def test_notes_of_pictures_are_listed_by_their_question(collection: Collection, build: Build) -> None:
    take(collection, build(*NOTES)[0])
    listed = collection.db.scalar("SELECT sfld FROM notes WHERE id = ?", of(collection, "pictured").id)
    assert listed == "What is pictured?"


@pytest.mark.parametrize("query", ['"<CD34>"', '"HLA-DR<low>"', '"p < 0.05?"', "tag:renal::strength::hedged"])
def test_search_finds_a_text_as_it_was_written(collection: Collection, build: Build, query: str) -> None:
    take(collection, build(*NOTES)[0])
    assert of(collection, "marker").id in collection.find_notes(query)


def test_sorting_and_the_browser_see_plain_text(collection: Collection, build: Build) -> None:
    take(collection, build(note("marker", question="Is <CD34> on **HLA-DR<low>** cells?"))[0])
    assert collection.db.scalar("SELECT sfld FROM notes") == "Is <CD34> on HLA-DR<low> cells?"


def test_pictures_come_with_their_alt_text(collection: Collection, build: Build) -> None:
    take(collection, build(*NOTES)[0])
    shown = of(collection, "both-ways").cards()[0].render_output().answer_text
    (name, alt) = re.findall(r'<img src="([^"]+)" alt="([^"]+)">', shown)[0]
    assert alt == "A &lt;small&gt; kidney"
    assert Path(collection.media.dir(), name).is_file()


def test_the_same_file_again_changes_nothing(collection: Collection, build: Build) -> None:
    path, lock = build(*NOTES)
    take(collection, path)
    study(collection, 3)
    before = (scheduling(collection), collection.db.all("SELECT * FROM notes ORDER BY id"))
    assert take(collection, path) == {"duplicate": len(NOTES)}
    later, _ = build(*NOTES, lock=lock, now=NOW + 86400)
    assert take(collection, later) == {"duplicate": len(NOTES)}
    assert (scheduling(collection), collection.db.all("SELECT * FROM notes ORDER BY id")) == before


@pytest.mark.parametrize("fsrs", [False, True], ids=["sm2", "fsrs"])
def test_a_correction_arrives_and_no_review_is_lost(collection: Collection, build: Build, fsrs: bool) -> None:
    collection.set_config("fsrs", fsrs)
    path, lock = build(*NOTES)
    take(collection, path)
    study(collection, 8)
    own = of(collection, "gap")
    own["LearnerNotes"] = "mine"
    own.add_tag("hard")
    collection.update_note(own)
    before, reviews = scheduling(collection), collection.db.scalar("SELECT count() FROM revlog")

    corrected = tuple(replace(each, answer="corrected") if each.id == "plain" else each for each in NOTES)
    later, _ = build(*corrected, lock=lock, now=NOW + 86400)
    assert take(collection, later) == {"updated": 1, "duplicate": len(NOTES) - 1}
    assert of(collection, "plain")["Answer"] == "corrected"
    assert scheduling(collection) == before
    assert reviews == 8
    kept = of(collection, "gap")
    assert (kept["LearnerNotes"], "hard" in kept.tags) == ("mine", True)
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_added_cards_and_notes_arrive_beside_studied_ones(collection: Collection, build: Build) -> None:
    path, lock = build(*NOTES)
    take(collection, path)
    study(collection, 4)
    before = scheduling(collection)
    more = (
        *(replace(each, cloze=each.cloze + " {{c9::more}}") if each.id == "gap" else each for each in NOTES),
        note("another"),
    )
    later, _ = build(*more, lock=lock, now=NOW + 9)
    assert take(collection, later) == {"new": 1, "updated": 1, "duplicate": len(NOTES) - 1}
    assert [card.ord for card in of(collection, "gap").cards()] == [0, 1, 2, 8]
    after = scheduling(collection)
    assert [row for row in after[0] if row[0] in {row[0] for row in before[0]}] == before[0]
    assert after[1] == before[1]


def test_a_note_type_changed_in_look_alone_is_taken_over(
    collection: Collection, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, lock = build(*NOTES)
    take(collection, path)
    monkeypatch.setattr("msc_learn.deck.note_types.base.NoteType.css", ".card { color: teal; }")
    later, _ = build(*NOTES, lock=lock, now=NOW + 9)
    assert take(collection, later) == {"duplicate": len(NOTES)}
    types = [kind for kind in collection.models.all() if kind["name"].startswith("msc-learn")]
    assert {kind["css"] for kind in types} == {".card { color: teal; }"}
    assert len(types) == len(Kind)


def test_two_courses_live_side_by_side(collection: Collection, build: Build, tmp_path: Path) -> None:
    take(collection, build(*NOTES)[0])
    other = replace(course(tmp_path, *NOTES), id="heart", deck="Heart")
    write(compile_course(other, Lock(), NOW), tmp_path / "heart.apkg")
    assert take(collection, tmp_path / "heart.apkg") == {"new": len(NOTES)}
    assert collection.note_count() == 2 * len(NOTES)


def test_the_shipped_course_shows_every_card(collection: Collection, tmp_path: Path) -> None:
    shipped = compile_course(load_course("msc"), Lock(), NOW)
    write(shipped, tmp_path / "msc.apkg")
    assert take(collection, tmp_path / "msc.apkg") == {"new": len(shipped.notes)}
    assert collection.card_count() == shipped.cards
    assert all(front(card) and back(card) for card in cards(collection))
    assert list(collection.get_empty_cards().notes) == []
