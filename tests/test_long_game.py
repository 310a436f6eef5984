"""Sixty days in the real Anki, then a release: what the learner owns is untouched, note by note."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest
from click.testing import CliRunner

from conftest import TESTS
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from real_anki import take

pytestmark = pytest.mark.wide

SHIPPED = TESTS.parent / "cards" / "msc"
DAYS, A_DAY = 60, 30
RENAMED = ("adipose-fat", "vegf-name", "adjunctive-use")
CORRECTED = ("autoimmune-benefit", "adjunctive-meaning", "msc-potency")
RETIRED = ("exosome-cargo", "hgf-name", "igf-1-releaser")
Notes = dict[str, tuple[Any, ...]]


def release(folder: Path, deck: Path) -> str:
    """Build a course as its author does, and return what the command says."""
    result = CliRunner().invoke(cli, ["build", str(folder), "-o", str(deck)])
    assert result.exit_code == 0, result.output
    return result.output


def card_file_of(folder: Path, id_: str) -> Path:
    return next(file for file in folder.glob("*.yaml") if f"id: {id_}\n" in file.read_text(encoding="utf-8"))


def replace_in(file: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, (file, pattern)
    file.write_text(text, encoding="utf-8")


def pass_a_day(collection: Any) -> None:
    """Move all that was done a day back, as if a night had passed."""
    collection.db.execute("UPDATE col SET crt = crt - 86400")
    collection.db.execute("UPDATE revlog SET id = id - 86400000")


def study(collection: Any, count: int) -> None:
    for number in range(count):
        card = collection.sched.getCard()
        if card is None:
            return
        collection.sched.answerCard(card, (3, 3, 4, 1, 3, 2)[number % 6])


def note_of(collection: Any, id_: str) -> Any:
    [found] = collection.find_notes(f"CardId:{id_}")
    return collection.get_note(found)


def own_things(collection: Any, ids: list[str]) -> None:
    """Do what learners do besides answering: flags, tags, marks, notes, suspension, dates."""
    notes = [note_of(collection, id_) for id_ in ids]
    for number, note in enumerate(notes):
        note.tags.append(("mine", "exam", "marked")[number % 3])
        note["LearnerNotes"] = f"my note {number}"
        collection.update_note(note)
    cards = [note.cards()[0].id for note in notes]
    collection.set_user_flag_for_cards(2, cards[::2])
    collection.sched.suspend_cards(cards[1::4])
    collection.sched.set_due_date(cards[:1], "5")
    collection.sched.schedule_cards_as_new(cards[2:3])


def cards_of(collection: Any) -> Notes:
    rows = collection.db.all(
        "SELECT id, nid, ord, did, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
        " FROM cards"
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def notes_of(collection: Any) -> Notes:
    rows = collection.db.all("SELECT guid, mid, mod, tags, flds FROM notes")
    return {row[0]: tuple(row[1:]) for row in rows}


@pytest.fixture(params=[False, True], ids=["sm2", "fsrs"])
def collection(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    opened.set_config("fsrs", request.param)
    yield opened
    opened.close()


def test_sixty_days_then_a_release_with_titles_names_facts_and_withdrawals(
    tmp_path: Path, collection: Any
) -> None:
    folder = tmp_path / "msc-main"
    shutil.copytree(SHIPPED, folder)
    release(folder, tmp_path / "first.apkg")
    assert take(collection, tmp_path / "first.apkg") == {"new": 154}
    collection.decks.select(collection.decks.id_for_name("Mesenchymal stem cell therapy"))
    config = collection.decks.config_dict_for_deck_id(collection.decks.get_current_id())
    config["new"]["perDay"], config["rev"]["perDay"] = 10, 200
    collection.decks.update_config(config)
    for _ in range(DAYS):
        study(collection, A_DAY)
        pass_a_day(collection)
    assert collection.db.scalar("SELECT count(*) FROM revlog") > 600
    kept = [note.id for note in load_course(folder).notes if note.id not in (*RENAMED, *CORRECTED, *RETIRED)]
    own_things(collection, [*RENAMED, *CORRECTED, *RETIRED, *kept[:20]])
    before, notes_before = cards_of(collection), notes_of(collection)
    reviews = collection.db.all("SELECT * FROM revlog ORDER BY id")
    guids = {id_: note_of(collection, id_).guid for id_ in (*RENAMED, *CORRECTED, *RETIRED)}

    replace_in(folder / "course.yaml", r"^title: Mesenchymal", "title: Mesenchimal")
    replace_in(folder / "homing.yaml", r"^topic: .*$", "topic: How cells find their way")
    for id_ in RENAMED:
        replace_in(
            card_file_of(folder, id_), rf"^( *)- id: {id_}$", rf"\1- id: {id_}-2\n\1  renamed-from: {id_}"
        )
    for id_ in CORRECTED:
        file = card_file_of(folder, id_)
        replace_in(file, rf"(- id: {id_}\n(?:    .*\n)*?    (?:answer|cloze): )(.*)$", r"\1\2 indeed")
    for id_ in RETIRED:
        file = card_file_of(folder, id_)
        replace_in(file, rf"^  - id: {id_}\n(?:    .*\n|\n(?=    ))*", "")
        replace_in(file, r"^cards:", f"retired: {{{id_}: it was not certain enough}}\ncards:")
        text = file.read_text(encoding="utf-8")
        if text.count("retired:") > 1:
            merged = re.findall(r"^retired: \{(.*)\}$", text, re.MULTILINE)
            text = re.sub(r"^retired: .*\n", "", text, flags=re.MULTILINE)
            file.write_text(
                text.replace("cards:", f"retired: {{{', '.join(merged)}}}\ncards:", 1), encoding="utf-8"
            )
    said = release(folder, tmp_path / "second.apkg")
    assert "0 new, 3 changed (3 renamed), 3 retired, 148 unchanged" in said
    assert "importing it updates 3 notes" in said

    assert take(collection, tmp_path / "second.apkg") == {"updated": 3, "duplicate": 148}
    assert cards_of(collection) == before
    assert collection.db.all("SELECT * FROM revlog ORDER BY id") == reviews
    after = notes_of(collection)
    changed = {guid for guid, note in after.items() if note != notes_before[guid]}
    assert changed == {guids[id_] for id_ in CORRECTED}
    assert len(after) == 154
    assert not [kind for kind in collection.models.all() if kind["name"].endswith("+")]
