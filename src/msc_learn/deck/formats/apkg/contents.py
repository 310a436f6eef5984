"""Content digests of a package, whatever wrote or packed it: a digest for each part by name."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.fields import digest_of as note_digest
from msc_learn.deck.formats.apkg.rows import Package

Contents = Mapping[str, str]
"""The digest of each part by its name for people: `note vegf-role`, `deck MSC::Safety`."""
# Name, GUID, id of the note type, digest, and the positions of the cards.
_Note = tuple[str, str, int, str, tuple[int, ...]]

# A description contains the digest of the contents that it is a part of.
_OWN_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_BATCH = 1000
_FIELD_KEYS = ("name", "id", "description", "collapsed", "preventDeletion", "rtl", "sticky")
# Keys of a preset that say when and where it was saved.
_PRESET_TIMES = ("mod", "usn")
_TEMPLATE_KEYS = ("name", "id", "qfmt", "afmt")


def digest_of(contents: Contents) -> str:
    """Return one digest of all contents."""
    digest = hashlib.sha256(b"[")
    names = sorted(contents)
    # The digest of the JSON of all pairs, without holding all of it in memory.
    for start in range(0, len(names), _BATCH):
        pairs = [(name, contents[name]) for name in names[start : start + _BATCH]]
        digest.update(f"{', ' if start else ''}{json.dumps(pairs)[1:-1]}".encode())
    digest.update(b"]")
    return f"sha256:{digest.hexdigest()}"


def contents_of(package: Package) -> Contents:
    """Return what the package of a release holds, without building it."""
    release = package.release
    type_ids = {note_type.name: note_type.id for note_type in release.note_types}
    notes = (
        (note.id, release.guid(note), type_ids[note.kind], _note_digest(note), positions)
        for note, positions in zip(release.notes, package.positions, strict=True)
    )
    pictures = {picture.name: picture.data for picture in package.pictures}
    presets = package.presets_json()
    return _contents(notes, package.decks_json(), package.models_json(), presets, pictures)


def _note_digest(note: RenderedNote) -> str:
    return note_digest(note.fields, note.tags, note.deck, note.cards)


def _contents(
    notes: Iterable[_Note],
    decks: Iterable[dict[str, Any]],
    models: Iterable[dict[str, Any]],
    presets: Iterable[dict[str, Any]],
    pictures: Mapping[str, bytes],
) -> Contents:
    notes = tuple(notes)
    contents = {f"note {name}": f"{guid} {type_id} {digest}" for name, guid, type_id, digest, _ in notes}
    contents["order of the cards"] = _digest(sorted(f"{name} {places}" for name, *_, places in notes))
    contents |= {f"deck {deck['name']}": _digest(_deck(deck)) for deck in decks}
    contents |= {f"preset {preset['name']}": _digest(_preset(preset)) for preset in presets}
    contents |= {f"note type {model['name']}": _digest(_schema(model)) for model in models}
    return contents | {f"picture {name}": hashlib.sha256(data).hexdigest() for name, data in pictures.items()}


def _deck(deck: dict[str, Any]) -> list[Any]:
    return [_OWN_DIGEST.sub("", deck["desc"]), deck["conf"]]


def _preset(preset: dict[str, Any]) -> list[Any]:
    return sorted((key, value) for key, value in preset.items() if key not in _PRESET_TIMES)


def _schema(model: dict[str, Any]) -> list[Any]:
    fields = [
        [*(field.get(key) for key in _FIELD_KEYS), *_set(field.get("tag"), None)] for field in model["flds"]
    ]
    templates = [[template.get(key) for key in _TEMPLATE_KEYS] for template in model["tmpls"]]
    stock = _set(model.get("originalStockKind", 0), 0)
    return [str(model["id"]), model["type"], model["sortf"], model["css"], fields, templates, *stock]


def _set(value: int | None, default: int | None) -> list[int | None]:
    """Return a value that is not the default, so that older digests without it still hold."""
    return [] if value == default else [value]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def read_contents(path: Path) -> Contents:
    """Return what a package holds.

    Raises `ExportError` for a file that is not a package, or is in Anki's newer format.
    """
    from msc_learn.deck.formats.apkg.unpack import media_of, opened  # a build reads no package

    with opened(path) as (archive, database):
        pictures = {name: archive.read(at) for name, at in media_of(archive).items()}
        columns = database.execute("SELECT decks, models, dconf FROM col").fetchone()
        decks, models, presets = (json.loads(column).values() for column in columns)
        shown, offered = ([each for each in group if each["id"] != 1] for group in (decks, presets))
        return _contents(_read_notes(database, decks, models), shown, models, offered, pictures)


def _read_notes(
    connection: sqlite3.Connection, decks: Iterable[dict[str, Any]], models: Iterable[dict[str, Any]]
) -> Iterator[_Note]:
    """Yield the notes by card id, or by GUID in packages of others."""
    names = {int(model["id"]): [field["name"] for field in model["flds"]] for model in models}
    deck_names = {deck["id"]: deck["name"] for deck in decks}
    cards: dict[int, list[tuple[int, int, int]]] = {}
    for note_id, *card in connection.execute("SELECT nid, due, ord, did FROM cards ORDER BY nid, ord"):
        cards.setdefault(note_id, []).append((card[0], card[1], card[2]))
    rows = connection.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")
    for note_id, guid, type_id, tags, joined in rows:
        fields = joined.split("\x1f")
        deck = deck_names[cards[note_id][0][2]]
        digest = note_digest(fields, tags.split(), deck, [ord_ + 1 for _, ord_, _ in cards[note_id]])
        name = dict(zip(names[type_id], fields, strict=True)).get("CardId", guid)
        yield name, guid, type_id, digest, tuple(due for due, *_ in cards[note_id])
