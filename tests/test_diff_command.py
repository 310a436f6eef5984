"""Two packages compared: what differs, what an import delivers (the real Anki agrees), what is refused."""

import hashlib
import json
import os
import random
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import anki.collection as anki
import genanki
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from conftest import CARDS, WriteCourse, lines_with, paragraphs_with
from msc_learn.cli.main import cli, main
from msc_learn.deck.formats.apkg.reader import read_package
from msc_learn.deck.html import plain_of
from msc_learn.deck.package_diff.anki_package import AnkiField, AnkiNote, AnkiPackage, AnkiTemplate, AnkiType
from msc_learn.deck.package_diff.delivery import ImportRule, delivery
from msc_learn.deck.package_diff.difference import Difference, difference
from msc_learn.errors import ExportError
from real_anki import take

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

NOW = 1_700_000_000
LATER = NOW + 5


@dataclass(frozen=True)
class Kind:
    """A note type for genanki; `ids` are of fields and templates, by name."""

    fields: tuple[str, ...] = ("Front", "Back")
    templates: tuple[tuple[str, str, str], ...] = (("Card 1", "{{Front}}", "{{Back}}"),)
    ids: Mapping[str, int] | None = None
    css: str = ""
    modified: int = NOW
    id: int = 111
    name: str = "T"
    cloze: bool = False


@dataclass(frozen=True)
class Row:
    """A note for genanki."""

    fields: tuple[str, ...] = ("q", "a")
    modified: int = NOW
    deck: str = "D"
    tags: tuple[str, ...] = ()
    kind: Kind = Kind()
    guid: str = "g"


@dataclass(frozen=True)
class Deck:
    """A whole package for genanki: notes, media, and descriptions of decks."""

    rows: tuple[Row, ...]
    media: Mapping[str, bytes] | None = None
    about: Mapping[str, str] | None = None


class Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return {**super().to_json(self.modified, deck_id)}


class TimedNote(genanki.Note):  # type: ignore[misc]  # genanki has no types
    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, self.modified, deck_id, id_gen)


def model_of(kind: Kind) -> Model:
    def part(name: str) -> dict[str, Any]:
        return {"name": name} | ({"id": kind.ids[name]} if kind.ids and name in kind.ids else {})

    templates = [{**part(name), "qfmt": front, "afmt": back} for name, front, back in kind.templates]
    fields = [part(name) for name in kind.fields]
    form = genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK
    made = Model(kind.id, kind.name, fields=fields, templates=templates, css=kind.css, model_type=form)
    made.modified = kind.modified
    return made


def write(path: Path, deck: Deck) -> Path:
    """Write a package with genanki, each note and note type with its own time."""
    made: dict[str, genanki.Deck] = {}
    for place, name in enumerate(dict.fromkeys(row.deck for row in deck.rows)):
        made[name] = genanki.Deck(1000 + place, name, (deck.about or {}).get(name, ""))
    for row in deck.rows:
        note = TimedNote(model_of(row.kind), list(row.fields), tags=list(row.tags), guid=row.guid)
        note.modified = row.modified
        made[row.deck].add_note(note)
    package = genanki.Package(list(made.values()))
    folder = path.with_suffix(".media")
    folder.mkdir()
    for name, data in (deck.media or {}).items():
        (folder / name).write_bytes(data)
        package.media_files.append(str(folder / name))
    package.write_to_file(path, timestamp=NOW)
    return path


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary files be made in a folder of the test, for genanki leaves its own behind."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


ONE = Row()
TWO_SIDES = (("Card 1", "{{Front}}", "{{Back}}"), ("Card 2", "{{Back}}", "{{Front}}"))
CLOZE = Kind(templates=(("Cloze", "{{cloze:Front}}", "{{cloze:Front}}{{Back}}"),), cloze=True)
IDS = Kind(ids={"Front": 1, "Back": 2, "Rear": 2, "Card 1": 3, "Card A": 3})
REAR = (("Card 1", "{{Front}}", "{{Rear}}"),)
OURS = Kind(("Front", "CardId", "Retired"), (("Card 1", "{{Front}}", "{{Retired}}"),))
HELD = Row(("q", "vegf", ""), kind=OURS)
TITLED = Row(
    ("q", "vegf", "", "", "Kidney"),
    kind=Kind(("Front", "CardId", "Retired", "LearnerNotes", "Topic"), OURS.templates),
)
GONE = replace(HELD, fields=("withdrawn", "vegf", "said twice"), modified=LATER)
AGAIN = replace(ONE, fields=("q", "b"), modified=LATER)


def cloze(text: str, modified: int = NOW) -> Row:
    return Row((text, ""), modified, kind=CLOZE)


def image(name: str, modified: int = NOW) -> Row:
    return Row(("q", f'<img src="{name}">'), modified)


def typed(row: Row, kind: Kind, **values: Any) -> Deck:
    return Deck((replace(row, kind=replace(kind, **values)),))


# What changed, the package before, the one after, and a rule that then holds.
CASES: list[tuple[str, Deck, Deck, ImportRule]] = [
    ("a text, later", Deck((ONE,)), Deck((AGAIN,)), ImportRule.UPDATED),
    ("a text, at the same time", Deck((ONE,)), Deck((replace(AGAIN, modified=NOW),)), ImportRule.STALE),
    ("a text, earlier", Deck((ONE,)), Deck((replace(AGAIN, modified=NOW - 5),)), ImportRule.STALE),
    ("a time alone", Deck((ONE,)), Deck((replace(ONE, modified=LATER),)), ImportRule.TOUCHED),
    ("a note more", Deck((ONE,)), Deck((ONE, replace(ONE, guid="h", deck="E"))), ImportRule.NEW),
    ("a note less", Deck((ONE, replace(ONE, guid="h"))), Deck((ONE,)), ImportRule.RETIRED),
    ("a note withdrawn", Deck((HELD,)), Deck((replace(GONE, deck="E"),)), ImportRule.WITHDRAWN),
    (
        "a note withdrawn at the same time",
        Deck((HELD,)),
        Deck((replace(GONE, modified=NOW),)),
        ImportRule.STALE,
    ),
    ("a note withdrawn before", Deck((HELD,)), Deck((HELD, replace(GONE, guid="h"))), ImportRule.NEVER_HAD),
    ("a note that came back", Deck((replace(GONE, modified=NOW - 1),)), Deck((HELD,)), ImportRule.UPDATED),
    ("the deck, later", Deck((ONE,)), Deck((replace(ONE, deck="E", modified=LATER),)), ImportRule.MOVED),
    ("the deck alone", Deck((ONE,)), Deck((replace(ONE, deck="E"),)), ImportRule.MOVED),
    ("the deck is gone", Deck((ONE,)), Deck((replace(ONE, deck="E"),)), ImportRule.DECK_GONE),
    ("a deck more", Deck((ONE,)), Deck((replace(ONE, deck="E"),)), ImportRule.DECK),
    (
        "a description",
        Deck((ONE,), about={"D": "old"}),
        Deck((ONE,), about={"D": "new"}),
        ImportRule.DESCRIPTION,
    ),
    ("no description", Deck((ONE,), about={"D": "old"}), Deck((ONE,)), ImportRule.DESCRIPTION_GONE),
    (
        "tags, later",
        Deck((replace(ONE, tags=("x", "y")),)),
        Deck((replace(ONE, tags=("y", "z"), modified=LATER),)),
        ImportRule.UPDATED,
    ),
    ("tags alone", Deck((replace(ONE, tags=("x",)),)), Deck((replace(ONE, tags=("z",)),)), ImportRule.STALE),
    (
        "titles and tags alone",
        Deck((TITLED,)),
        Deck((replace(TITLED, fields=(*TITLED.fields[:4], "The kidney"), tags=("x",)),)),
        ImportRule.METADATA,
    ),
    (
        "a title and a text at the same time",
        Deck((TITLED,)),
        Deck((replace(TITLED, fields=("r", *TITLED.fields[1:4], "The kidney")),)),
        ImportRule.STALE,
    ),
    (
        "a title, later",
        Deck((TITLED,)),
        Deck((replace(TITLED, fields=(*TITLED.fields[:4], "The kidney"), modified=LATER),)),
        ImportRule.UPDATED,
    ),
    ("styling, later", Deck((ONE,)), typed(ONE, ONE.kind, css=".x {}", modified=LATER), ImportRule.TYPE),
    ("styling alone", Deck((ONE,)), typed(ONE, ONE.kind, css=".x {}"), ImportRule.TYPE_STALE),
    (
        "the type's name, later",
        Deck((ONE,)),
        typed(AGAIN, ONE.kind, name="U", modified=LATER),
        ImportRule.TYPE,
    ),
    ("the type's name alone", Deck((ONE,)), typed(AGAIN, ONE.kind, name="U"), ImportRule.TYPE_STALE),
    (
        "a template more",
        Deck((ONE,)),
        Deck(
            tuple(
                replace(AGAIN, guid=guid, kind=replace(ONE.kind, templates=TWO_SIDES, modified=LATER))
                for guid in "gh"
            )
        ),
        ImportRule.FORK,
    ),
    (
        "a template less",
        typed(ONE, ONE.kind, templates=TWO_SIDES),
        Deck((AGAIN,)),
        ImportRule.CONFLICT,
    ),
    (
        "a field more",
        Deck((ONE,)),
        typed(
            replace(AGAIN, fields=("q", "b", "c")), ONE.kind, fields=("Front", "Back", "C"), modified=LATER
        ),
        ImportRule.CONFLICT,
    ),
    (
        "a field renamed without ids",
        Deck((ONE,)),
        typed(AGAIN, ONE.kind, fields=("Front", "Rear"), templates=REAR, modified=LATER),
        ImportRule.CONFLICT,
    ),
    (
        "a field renamed with ids",
        typed(ONE, IDS),
        typed(AGAIN, IDS, fields=("Front", "Rear"), templates=REAR, modified=LATER),
        ImportRule.UPDATED,
    ),
    (
        "a field renamed with ids at the same time",
        typed(ONE, IDS),
        typed(AGAIN, IDS, fields=("Front", "Rear"), templates=REAR),
        ImportRule.TYPE_STALE,
    ),
    (
        "a template renamed with ids",
        typed(ONE, IDS),
        typed(AGAIN, IDS, templates=(("Card A", "{{Front}}", "{{Back}}"),), modified=LATER),
        ImportRule.TYPE,
    ),
    (
        "fields reordered",
        typed(ONE, IDS),
        typed(replace(AGAIN, fields=("b", "q")), IDS, fields=("Back", "Front"), modified=LATER),
        ImportRule.FORK,
    ),
    (
        "other ids of the same names",
        typed(ONE, IDS),
        typed(AGAIN, IDS, ids={"Front": 8, "Back": 9}, modified=LATER),
        ImportRule.FORK,
    ),
    ("ids that were not there", Deck((ONE,)), typed(AGAIN, IDS, modified=LATER), ImportRule.UPDATED),
    ("another note type", Deck((ONE,)), typed(AGAIN, ONE.kind, id=222, name="V"), ImportRule.CONFLICT),
    (
        "basic to cloze",
        Deck((ONE,)),
        typed(
            cloze("{{c1::a}}", LATER), CLOZE, templates=(("Card 1", *CLOZE.templates[0][1:]),), modified=LATER
        ),
        ImportRule.KIND,
    ),
    (
        "a cloze number more",
        Deck((cloze("{{c1::a}}"),)),
        Deck((cloze("{{c1::a}}{{c2::b}}", LATER),)),
        ImportRule.CARDS,
    ),
    (
        "a cloze number more at the same time",
        Deck((cloze("{{c1::a}}"),)),
        Deck((cloze("{{c1::a}}{{c2::b}}"),)),
        ImportRule.CARDS_ALONE,
    ),
    (
        "a cloze number less",
        Deck((cloze("{{c1::a}}{{c2::b}}"),)),
        Deck((cloze("{{c1::a}}", LATER),)),
        ImportRule.CARDS_LOST,
    ),
    (
        "a card more, in another deck",
        typed(replace(ONE, fields=("q", "")), ONE.kind, templates=TWO_SIDES),
        typed(replace(AGAIN, deck="E"), ONE.kind, templates=TWO_SIDES),
        ImportRule.CARDS,
    ),
    (
        "a picture, the note not",
        Deck((image("p.png"),), {"p.png": b"1"}),
        Deck((image("p.png"),), {"p.png": b"2"}),
        ImportRule.MEDIA_UNSEEN,
    ),
    (
        "a picture and the note's time",
        Deck((image("p.png"),), {"p.png": b"1"}),
        Deck((image("p.png", LATER),), {"p.png": b"2"}),
        ImportRule.MEDIA_BESIDE,
    ),
    (
        "a picture with an underscore",
        Deck((image("_p.png"),), {"_p.png": b"1"}),
        Deck((image("_p.png", LATER),), {"_p.png": b"2"}),
        ImportRule.MEDIA_FIXED,
    ),
    ("an underscored file more", Deck((ONE,)), Deck((ONE,), {"_p.png": b"1"}), ImportRule.MEDIA),
    (
        "a file more that no note shows",
        Deck((ONE,)),
        Deck((AGAIN,), {"p.png": b"1"}),
        ImportRule.MEDIA_UNSEEN,
    ),
    ("a picture more", Deck((ONE,)), Deck((image("a b.png", LATER),), {"a b.png": b"1"}), ImportRule.MEDIA),
    ("a picture less", Deck((image("p.png"),), {"p.png": b"1"}), Deck((AGAIN,)), ImportRule.MEDIA_GONE),
]


def compared(tmp_path: Path, old: Deck, new: Deck) -> tuple[AnkiPackage, AnkiPackage, Difference]:
    was, now = (
        read_package(write(tmp_path / f"{name}.apkg", deck)) for name, deck in (("old", old), ("new", new))
    )
    return was, now, difference(was, now)


def imported(tmp_path: Path) -> dict[str, object]:
    """Import both packages into a real Anki with its own settings, and return what is there then."""
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    for name in ("old.apkg", "new.apkg"):
        take(collection, tmp_path / name)
    notes = [collection.get_note(found) for found in collection.find_notes("")]
    used = {note.mid for note in notes}
    state: dict[str, object] = {
        "notes": {
            note.guid: (
                tuple(re.sub(r"-[0-9a-f]{40}", "", field) for field in note.fields),
                tuple(note.tags),
                {card.ord + 1: collection.decks.name(card.did) for card in note.cards()},
                bool(note.note_type()["name"].endswith("+")),
                note.mod,
            )
            for note in notes
        },
        "types": {
            (
                kind["name"],
                kind["css"],
                kind["type"],
                *(part["name"] for part in (*kind["flds"], *kind["tmpls"])),
            )
            for kind in collection.models.all()
            if kind["id"] in used
        },
        "decks": {
            deck.name: collection.decks.by_name(deck.name)["desc"]
            for deck in collection.decks.all_names_and_ids()
            if deck.id != 1
        },
        "media": {
            hashlib.sha256(file.read_bytes()).hexdigest() for file in Path(collection.media.dir()).iterdir()
        },
    }
    collection.close()
    return state


def names_of(kind: AnkiType) -> tuple[str, ...]:
    return (*(part.name for part in kind.fields), *(part.name for part in kind.templates))


UPDATES = (ImportRule.UPDATED, ImportRule.TOUCHED, ImportRule.WITHDRAWN)


def predicted(old: AnkiPackage, new: AnkiPackage, found: Difference) -> dict[str, object]:
    """Return what the difference says will be there after both imports."""
    said = {effect.rule: effect.keys for effect in delivery(new, found)}
    updated = {guid for rule in UPDATES for guid in said.get(rule, ())}
    taken_types = {int(key) for rule in (ImportRule.TYPE, ImportRule.KIND) for key in said.get(rule, ())}
    forked = {int(key) for key in said.get(ImportRule.FORK, ())}
    gained = {*said.get(ImportRule.CARDS, ()), *said.get(ImportRule.CARDS_ALONE, ())}
    notes: dict[str, object] = {}
    used: dict[int, AnkiType] = {}
    extra: list[AnkiType] = []
    for guid, note in old.notes.items():
        text = new.notes[guid] if guid in updated else note
        more = (
            {n: deck for n, deck in new.notes[guid].cards.items() if n not in note.cards}
            if guid in gained
            else {}
        )
        notes[guid] = (text.fields, text.tags, {**note.cards, **more}, False, text.modified)
        kinds = new.note_types if note.type_id in taken_types else old.note_types
        used[note.type_id] = kinds[note.type_id]
    for guid in (*said.get(ImportRule.NEW, ()), *said.get(ImportRule.NEVER_HAD, ())):
        note = new.notes[guid]
        fork = note.type_id in forked
        notes[guid] = (note.fields, note.tags, dict(note.cards), fork, note.modified)
        if fork:
            extra.append(replace(new.note_types[note.type_id], name=new.note_types[note.type_id].name + "+"))
        else:
            used.setdefault(note.type_id, new.note_types[note.type_id])
    fresh = {*said.get(ImportRule.DECK, ()), *said.get(ImportRule.DESCRIPTION, ())}
    files = {*said.get(ImportRule.MEDIA, ()), *said.get(ImportRule.MEDIA_BESIDE, ())}
    return {
        "notes": notes,
        "types": {
            (
                kind.name,
                kind.css,
                int(kind.is_cloze),
                *names_of(kind),
            )
            for kind in (*used.values(), *extra)
        },
        "decks": {**old.decks, **{name: new.decks[name] for name in fresh}},
        "media": {*old.media.values(), *(new.media[name] for name in files)},
    }


@pytest.mark.parametrize(
    ("old", "new", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_anki_delivers_what_is_said_and_nothing_else(
    tmp_path: Path, old: Deck, new: Deck, rule: ImportRule
) -> None:
    was, now, found = compared(tmp_path, old, new)
    assert rule in {effect.rule for effect in delivery(now, found)}
    assert imported(tmp_path) == predicted(was, now, found)


@pytest.mark.parametrize("rule", [ImportRule.UPDATED, ImportRule.TOUCHED, ImportRule.STALE])
def test_what_is_said_of_a_learners_own_edits_tags_and_decks_is_so(tmp_path: Path, rule: ImportRule) -> None:
    ahead = replace(
        ONE, fields=("q", "b") if rule is not ImportRule.TOUCHED else ONE.fields, modified=4 * 10**9
    )
    ahead = replace(ahead, modified=NOW) if rule is ImportRule.STALE else ahead
    _, now, found = compared(tmp_path, Deck((ONE,)), Deck((ahead,)))
    (effect,) = delivery(now, found)
    assert effect.rule is rule
    assert ("own edits and tags are replaced" in rule.why) is rule.arrives
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    take(collection, tmp_path / "old.apkg")
    (found_id,) = collection.find_notes("")
    own = collection.get_note(found_id)
    own["Back"] = "mine"
    own.add_tag("mine")
    collection.update_note(own)
    collection.set_deck(own.card_ids(), collection.decks.id("Elsewhere"))
    take(collection, tmp_path / "new.apkg")
    own.load()
    kept = (own["Back"], own.tags, collection.decks.name(own.cards()[0].did))
    collection.close()
    assert kept == ((ahead.fields[1], [], "Elsewhere") if rule.arrives else ("mine", ["mine"], "Elsewhere"))


def test_every_rule_has_a_case() -> None:
    assert {case[3] for case in CASES} == set(ImportRule)


WORDS = st.sampled_from(("q", "a", "{{c1::b}}", "<b>x</b>", "p < 0.05", ""))
TYPES = st.builds(
    AnkiType,
    st.integers(1, 3),
    WORDS,
    st.booleans(),
    st.lists(st.builds(AnkiField, WORDS, st.none() | st.integers(1, 3)), min_size=1, max_size=3).map(tuple),
    st.lists(st.builds(AnkiTemplate, WORDS, st.none(), WORDS, WORDS), min_size=1, max_size=2).map(tuple),
    WORDS,
    st.integers(0, 2),
)
NOTES = st.builds(
    AnkiNote,
    st.sampled_from("ghi"),
    st.integers(1, 3),
    WORDS,
    st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    st.frozensets(WORDS).map(sorted).map(tuple),
    st.dictionaries(st.integers(1, 3), WORDS),
    st.integers(0, 2),
)
NAMES = st.dictionaries(WORDS, WORDS)


@st.composite
def packages(draw: st.DrawFn) -> AnkiPackage:
    notes = {note.guid: note for note in draw(st.lists(NOTES, max_size=3))}
    types = {note.type_id: replace(draw(TYPES), id=note.type_id) for note in notes.values()}
    return AnkiPackage(notes, types, draw(NAMES), draw(NAMES))


@given(packages())
def test_a_package_does_not_differ_from_itself(package: AnkiPackage) -> None:
    found = difference(package, package)
    assert not found
    assert found.unchanged == len(package.notes)
    assert delivery(package, found) == ()


@given(packages(), packages())
def test_every_note_is_counted_once_and_what_is_new_one_way_is_gone_the_other(
    old: AnkiPackage, new: AnkiPackage
) -> None:
    there, back = difference(old, new), difference(new, old)
    assert (there.new, there.retired) == (back.retired, back.new)
    assert (there.media.added, there.decks.gone) == (back.media.gone, back.decks.added)
    known = len(there.changed) + len(there.touched) + there.unchanged
    assert known + len(there.new) == len(new.notes)
    assert known + len(there.retired) == len(old.notes)


@given(packages(), packages())
def test_everything_that_differs_is_said_to_arrive_or_not(old: AnkiPackage, new: AnkiPackage) -> None:
    found = difference(old, new)
    said = {key for effect in delivery(new, found) for key in effect.keys}
    assert {*found.new, *found.retired, *found.touched, *(change.guid for change in found.changed)} <= said
    assert {*found.media.added, *found.media.changed, *found.media.gone} <= said


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<b>two</b>fold", "twofold"),
        ("one<br>two<div>three</div>", "one two three"),
        ("p &lt; 0.05&nbsp;%", "p < 0.05 %"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ('<img alt="x" src="a.png">', "[a.png]"),
        ("<img src=a.png>b", "[a.png] b"),
        ("<img>", ""),
        ("<script>let a;</script>b<!-- c -->", "b"),
        ("{{c1::<i>a</i>::b}}", "{{c1::a::b}}"),
        ("<img src=a " * 20_000, ("<img src=a " * 20_000).strip()),
    ],
)
def test_html_is_compared_as_the_text_a_reader_sees(html: str, text: str) -> None:
    assert plain_of(html) == text


Run = Callable[..., str]


@pytest.fixture
def diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command in the folder of the test and returns what it prints."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(cli, ["diff", *arguments])
        assert done.exit_code == code, done.output
        return done.output

    return run


@pytest.fixture
def courses(write_course: WriteCourse, tmp_path: Path) -> tuple[str, str]:
    """Build a course, change it, build it again, and return the two packages."""
    old, new = tmp_path / "old.apkg", tmp_path / "new.apkg"
    more = "  - id: more\n    question: What carries microRNAs?\n    answer: MSC exosomes\n"
    changed = CARDS.replace("answer: vascular", "answer: the vascular").replace(
        "{{c2::proteins}}", "proteins"
    )
    changed = changed.replace(
        "and proteins.\n    strength", "and {{c2::proteins}} {{c3::too}}.\n    strength", 1
    )
    changed = changed[: changed.index("  - id: pain-choice")] + more
    for cards, path in ((CARDS, old), (changed, new)):
        result = CliRunner().invoke(cli, ["build", str(write_course(cards)), "-o", str(path)])
        assert result.exit_code == 0, result.output
    return str(old), str(new)


def test_a_course_that_was_changed_is_told_in_plain_text(diff: Run, courses: tuple[str, str]) -> None:
    said = diff(*courses)
    [counted] = lines_with(said, "2 changed, ")
    assert re.findall(r"\d+", counted) == ["1", "2", "1", "1"]
    assert counted == snapshot("1 new, 2 changed, 1 retired, 1 unchanged")
    assert "“vascular endothelial growth factor”" in said
    assert "“[the] vascular endothelial growth factor”" in said
    assert lines_with(said, "vascular endothelial") == snapshot(
        [
            "      Was: “vascular endothelial growth factor”",
            "      Now: “[the] vascular endothelial growth factor”",
        ]
    )
    assert "Cards: new 3" in said
    assert "New (1)\n  more\n" in said
    assert "Retired (1)\n  pain-choice\n" in said
    delivered, kept = said.split("and does not deliver")
    assert "+ 2 changed notes: " in delivered
    assert "! 1 retired note: " in kept
    assert "\x1b" not in said


def test_scripts_get_the_same_as_json(diff: Run, courses: tuple[str, str]) -> None:
    said = json.loads(diff(*courses, "--json"))
    assert (said["differ"], said["old"]["notes"], said["new"]["notes"]) == (True, 4, 4)
    assert list(said["difference"]["new"].values()) == ["more"]
    rules = {effect["rule"]: effect for effect in said["delivery"]}
    assert rules["retired"]["names"] == ["pain-choice"]
    assert not rules["retired"]["arrives"]
    fields = said["difference"]["changed"][0]["fields"]
    assert fields[0]["new"] == "the vascular endothelial growth factor"


def test_the_exit_code_tells_of_a_difference_when_asked(
    diff: Run, courses: tuple[str, str], tmp_path: Path
) -> None:
    old, new = courses
    (tmp_path / "copy.apkg").write_bytes(Path(old).read_bytes())
    assert diff(old, new, "--exit-code", code=1) == diff(old, new)
    assert diff(old, "copy.apkg", "--exit-code").endswith("\nNo difference.\n")
    assert not json.loads(diff(old, "copy.apkg", "--exit-code", "--json"))["differ"]


def test_long_lists_are_cut_unless_all_is_asked_for(diff: Run, tmp_path: Path) -> None:
    rows = tuple(replace(ONE, guid=f"g{n}", fields=(f"question {n}", "a")) for n in range(25))
    write(tmp_path / "old.apkg", Deck((ONE,)))
    write(tmp_path / "new.apkg", Deck(rows))
    said = diff("old.apkg", "new.apkg")
    assert "New (25)" in said
    assert "and 5 more: --all" in said
    assert "question 24" not in said
    assert "question 24" in diff("old.apkg", "new.apkg", "--all")


def test_long_texts_are_cut_around_what_differs(diff: Run, tmp_path: Path) -> None:
    words = [f"w{n}" for n in range(60)]
    write(tmp_path / "old.apkg", Deck((replace(ONE, fields=("q", " ".join(words))),)))
    words[30] = "other"
    write(tmp_path / "new.apkg", Deck((replace(AGAIN, fields=("q", " ".join(words))),)))
    said = " ".join(diff("old.apkg", "new.apkg").split())
    assert "Was: “… w22 w23 w24 w25 w26 w27 w28 w29 [w30] w31 w32 w33 w34 w35 w36 w37 w38 …”" in said
    assert "w29 [other] w31" in said


@pytest.mark.parametrize("text", ["“q”", "q " * 3000, "<b>a</b>"], ids=["quotes", "long", "markup"])
def test_texts_that_cannot_be_compared_word_by_word_are_shown(diff: Run, tmp_path: Path, text: str) -> None:
    write(tmp_path / "old.apkg", Deck((replace(ONE, fields=("q", text)),)))
    plain = text.replace("“", '"').replace("”", '"').replace("<b>", "").replace("</b>", "")
    write(tmp_path / "new.apkg", Deck((replace(AGAIN, fields=("q", plain + " x" * (text[0] == "q"))),)))
    said = diff("old.apkg", "new.apkg")
    assert re.search("Was: “.*Now: “", said, re.DOTALL)


FULL = Kind(fields=("Front", "Back", "C"), templates=TWO_SIDES, ids={"Front": 1, "Back": 2, "Card 1": 3})
TOLD: list[tuple[str, Deck, Deck, str]] = [
    (
        "a field and a template gone",
        typed(ONE, FULL),
        typed(ONE, FULL, fields=("Front", "Back"), templates=TWO_SIDES[:1]),
        "T: field C removed; template Card 2 removed",
    ),
    (
        "a field and a template more",
        typed(ONE, FULL, fields=("Front", "Back"), templates=TWO_SIDES[:1]),
        typed(ONE, FULL),
        "T: field C added; template Card 2 added",
    ),
    (
        "a field renamed",
        typed(ONE, IDS),
        typed(ONE, IDS, fields=("Front", "Rear"), templates=REAR),
        "T: field Back renamed Rear;",
    ),
    (
        "fields reordered",
        typed(ONE, IDS),
        typed(ONE, IDS, fields=("Back", "Front")),
        "T: fields reordered",
    ),
    ("a type renamed", Deck((ONE,)), typed(ONE, ONE.kind, name="U"), "T: renamed U"),
    ("another kind", Deck((ONE,)), typed(cloze("{{c1::a}}"), CLOZE), "changed between basic and cloze"),
    ("styling", Deck((ONE,)), typed(ONE, ONE.kind, css="x"), "T: templates' text or styling changed"),
    ("another type", Deck((ONE,)), typed(ONE, ONE.kind, id=222, name="V"), "V: new T: gone"),
    (
        "tags",
        Deck((replace(ONE, tags=("x", "y")),)),
        Deck((replace(ONE, tags=("y", "z")),)),
        "Tags: added z; removed x",
    ),
    ("a move", Deck((ONE,)), Deck((replace(ONE, deck="E"),)), "1 changed (1 moved)"),
    ("where to", Deck((ONE,)), Deck((replace(ONE, deck="E"),)), "Deck: from D to E"),
    ("a field that is emptied", Deck((ONE,)), Deck((replace(AGAIN, fields=("q", "")),)), "Now: empty"),
    ("a time alone", Deck((ONE,)), Deck((replace(ONE, modified=LATER),)), "1 with a later time only"),
    ("withdrawn notes", Deck((HELD,)), Deck((GONE,)), "0 changed, 1 retired (1 withdrawn), 0 unchanged"),
    ("why they were", Deck((HELD,)), Deck((GONE,)), "vegf: said twice"),
    ("one never had", Deck((HELD,)), Deck((replace(GONE, guid="h"),)), "vegf: withdrawn, never had"),
]


@pytest.mark.parametrize(("old", "new", "line"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_each_kind_of_change_has_its_line(diff: Run, tmp_path: Path, old: Deck, new: Deck, line: str) -> None:
    def filled(deck: Deck) -> Deck:
        rows = (replace(row, fields=(*row.fields, "c")[: len(row.kind.fields)]) for row in deck.rows)
        return replace(deck, rows=tuple(rows))

    write(tmp_path / "old.apkg", filled(old))
    write(tmp_path / "new.apkg", filled(new))
    assert line in " ".join(diff("old.apkg", "new.apkg").split())


def test_a_note_of_plain_genanki_that_was_edited_is_a_new_one(tmp_path: Path) -> None:
    packages = []
    for place, answer in enumerate("ab"):
        deck = genanki.Deck(7, "Plain")
        deck.add_note(genanki.Note(genanki.BASIC_MODEL, ["q", answer]))
        deck.add_note(genanki.Note(genanki.CLOZE_MODEL, ["{{c1::x}} {{c3::y}}", ""]))
        genanki.Package(deck).write_to_file(tmp_path / f"{place}.apkg", timestamp=NOW + place)
        packages.append(read_package(tmp_path / f"{place}.apkg"))
    found = difference(*packages)
    assert ([*found.new.values()], [*found.retired.values()]) == (["q"], ["q"])
    assert [*found.touched.values()] == ["{{c1::x}} {{c3::y}}"]
    assert packages[0].cards == 3


def test_a_guid_that_stands_twice_is_said(diff: Run, tmp_path: Path) -> None:
    write(tmp_path / "old.apkg", Deck((ONE,)))
    write(tmp_path / "new.apkg", Deck((ONE, replace(ONE, fields=("other", "a")))))
    assert lines_with(diff("old.apkg", "new.apkg"), "! 1 GUID ") == snapshot(
        ["  ! 1 GUID more than once: an update reaches one note of each"]
    )


def exported(tmp_path: Path, path: Path, *, legacy: bool) -> None:
    """Import a package into a real Anki, and export it from there."""
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    take(collection, path)
    how = anki.ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=legacy)
    collection.export_anki_package(out_path=str(tmp_path / "export.apkg"), options=how, limit=None)
    collection.close()


def test_what_anki_exports_is_read_as_what_it_imported(tmp_path: Path) -> None:
    deck = Deck(
        (image("p.png"), replace(cloze("{{c1::a}} {{c2::b}}"), guid="h", kind=replace(CLOZE, id=5))),
        {"p.png": b"1"},
    )
    exported(tmp_path, write(tmp_path / "old.apkg", deck), legacy=True)
    with zipfile.ZipFile(tmp_path / "export.apkg") as archive:
        assert "collection.anki21" in archive.namelist()
    found = difference(read_package(tmp_path / "old.apkg"), read_package(tmp_path / "export.apkg"))
    assert found == replace(found, new={}, changed=(), retired={}, touched={}, unchanged=2)
    assert (bool(found.media), bool(found.decks)) == (False, False)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run the command, which has something to fix; return the one line it says."""
    with pytest.raises(SystemExit) as end:
        main(["diff", *arguments])
    said = capsys.readouterr()
    assert (end.value.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    return said.err


def test_the_newer_format_is_refused_with_what_to_do(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = write(tmp_path / "old.apkg", Deck((ONE,)))
    exported(tmp_path, old, legacy=False)
    left = sorted(temporary.iterdir())
    said = refused(capsys, str(old), str(tmp_path / "export.apkg"))
    assert "export.apkg: X205 " in said
    assert paragraphs_with(said, "X205", tmp_path) == snapshot(
        [
            "PATH/export.apkg: X205 is in Anki's newer format, whose compression (Zstandard)",
            "is not supported here: export it again with “Support older Anki versions” ticked",
        ]
    )
    assert sorted(temporary.iterdir()) == left


def zipped(path: Path, **members: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def database(path: Path, statements: str) -> bytes:
    connection = sqlite3.connect(path)
    connection.executescript(statements)
    connection.close()
    return path.read_bytes()


TABLES = "CREATE TABLE cards (nid, ord, did, odid); CREATE TABLE notes (id, guid, mid, mod, tags, flds);"
ENDLESS = (
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n AS decks, n AS models FROM r"
)


def spoil(path: Path, what: str) -> None:
    """Put something in the place of a good package."""
    good = path.read_bytes()
    path.unlink()
    if what == "a folder":
        path.mkdir()
    elif what == "a pipe":
        os.mkfifo(path)
    elif what == "no zip":
        path.write_bytes(b"hello")
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "cut short":
        path.write_bytes(good[: len(good) // 2])
    elif what == "no collection":
        zipped(path, media=b"{}")
    elif what == "a name outside":
        zipped(path, **{"../out.txt": b"out", "collection.anki2": b"", "media": b"{}"})
    elif what == "no database":
        zipped(path, **{"collection.anki2": b"no database", "media": b"{}"})
    elif what == "a bomb":
        zipped(path, **{"collection.anki2": bytes(300 * 2**20), "media": b"{}"})
    elif what == "a view for a table":
        data = database(path.with_suffix(".db"), f"{TABLES} CREATE VIEW col AS {ENDLESS};")
        zipped(path, **{"collection.anki2": data, "media": b"{}"})
    elif what == "no row in col":
        data = database(path.with_suffix(".db"), f"{TABLES} CREATE TABLE col (decks, models);")
        zipped(path, **{"collection.anki2": data, "media": b"{}"})


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("missing", "X204 cannot be read: No such file or directory"),
        ("a folder", "X204 cannot be read: it is a folder"),
        ("a pipe", "X204 cannot be read: it is a folder"),
        ("empty", "X205 is not an Anki package: it is not a zip"),
        ("no zip", "X205 is not an Anki package: it is not a zip"),
        ("cut short", "X205 is not an Anki package: it is not a zip"),
        ("no collection", "X205 is not an Anki package: there is no collection in it"),
        ("no database", "X205 is not an Anki package: its content is damaged"),
        ("no row in col", "X205 is not an Anki package: its content is damaged"),
        ("a view for a table", "X205 is not an Anki package: its content is damaged"),
        ("a name outside", "X208 holds a file outside itself, '../out.txt'"),
        ("a bomb", "X208 unpacks to too much: 300 MB in 2 files"),
    ],
)
def test_what_is_no_package_is_refused_in_one_line_and_nothing_is_left_behind(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str], what: str, said: str
) -> None:
    good = write(tmp_path / "good.apkg", Deck((ONE,)))
    bad = tmp_path / "bad.apkg"
    bad.write_bytes(good.read_bytes())
    spoil(bad, what)
    left = sorted(tmp_path.rglob("*"))
    for arguments in ((str(bad), str(good)), (str(good), str(bad), "--json")):
        assert refused(capsys, *arguments).startswith(f"{bad}: {said}")
    assert sorted(tmp_path.rglob("*")) == left


def test_the_problems_of_both_packages_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["diff", str(tmp_path / "a.apkg"), str(tmp_path / "b.apkg")])
    assert re.findall(r"(\w)\.apkg: X204 ", capsys.readouterr().err) == ["a", "b"]


def test_a_package_is_not_compared_with_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.apkg", Deck((ONE,)))
    (tmp_path / "b.apkg").symlink_to(path)
    said = refused(capsys, str(path), str(tmp_path / "b.apkg"))
    assert "b.apkg: X209 " in said
    assert paragraphs_with(said, "X209", tmp_path) == snapshot(
        ["PATH/b.apkg: X209 this is the same file as the old one: name a copy of the", "released deck"]
    )


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_package_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance, path = random.Random(seed), tmp_path / "a.apkg"  # noqa: S311 - not for secrets
    data = bytearray(write(path, Deck((ONE, image("p.png")), {"p.png": b"1"})).read_bytes())
    for _ in range(chance.choice([1, 3, 30])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
    try:
        package = read_package(path)
    except ExportError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either may happen
        return
    assert not difference(package, package)
