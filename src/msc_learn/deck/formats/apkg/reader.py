"""Reader of Anki packages, whatever program wrote them."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msc_learn.deck.formats.apkg.unpack import media_of, opened
from msc_learn.deck.package_diff.anki_package import (
    AnkiField,
    AnkiNote,
    AnkiPackage,
    AnkiTemplate,
    AnkiType,
    label_of,
)

_DEFAULT_DECK = 1


def read_package(path: Path) -> AnkiPackage:
    """Return what a package holds; raises `ExportError` for a file that is not a package or is unsafe."""
    with opened(path) as (archive, database):
        decks, models = map(json.loads, database.execute("SELECT decks, models FROM col").fetchone())
        types = {int(id_): _type_of(int(id_), model) for id_, model in models.items()}
        notes, repeated = _by_guid(_notes(database, decks, types))
        used = {deck for note in notes.values() for deck in note.cards.values()}
        in_use = {note.type_id for note in notes.values()}
        shown = [deck for deck in decks.values() if deck["id"] != _DEFAULT_DECK or deck["name"] in used]
        return AnkiPackage(
            notes,
            {id_: type_ for id_, type_ in types.items() if id_ in in_use},
            {str(deck["name"]): str(deck.get("desc", "")) for deck in shown},
            {name: _digest(archive, at) for name, at in media_of(archive).items()},
            repeated,
        )


def _type_of(id_: int, model: Mapping[str, Any]) -> AnkiType:
    return AnkiType(
        id_,
        str(model["name"]),
        model["type"] == 1,
        tuple(AnkiField(str(field["name"]), field.get("id")) for field in model["flds"]),
        tuple(
            AnkiTemplate(str(each["name"]), each.get("id"), str(each["qfmt"]), str(each["afmt"]))
            for each in model["tmpls"]
        ),
        str(model["css"]),
        int(model["mod"]),
    )


def _notes(
    database: sqlite3.Connection, decks: Mapping[str, Any], types: Mapping[int, AnkiType]
) -> Iterator[AnkiNote]:
    """Yield the notes in the order they were made."""
    cards: dict[int, dict[int, str]] = {}
    rows = database.execute(
        "SELECT nid, ord, CASE odid WHEN 0 THEN did ELSE odid END FROM cards ORDER BY nid, ord"
    )
    for note_id, ordinal, deck_id in rows:
        cards.setdefault(note_id, {})[ordinal + 1] = str(decks[str(deck_id)]["name"])
    for id_, guid, type_id, modified, tags, joined in database.execute(
        "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
    ):
        fields = tuple(joined.split("\x1f"))
        names = tuple(field.name for field in types[type_id].fields)
        label = label_of(names, fields, guid)
        yield AnkiNote(
            guid, type_id, label, fields, tuple(sorted(set(tags.split()))), cards.get(id_, {}), int(modified)
        )


def _by_guid(notes: Iterator[AnkiNote]) -> tuple[Mapping[str, AnkiNote], tuple[str, ...]]:
    """Return the first note of each GUID, and the GUIDs that several notes have."""
    by_guid: dict[str, AnkiNote] = {}
    repeated: dict[str, None] = {}
    for note in notes:
        if by_guid.setdefault(note.guid, note) is not note:
            repeated[note.guid] = None
    return by_guid, tuple(repeated)


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as member:
        return hashlib.file_digest(member, "sha256").hexdigest()  # type: ignore[arg-type]  # a member has only read()
