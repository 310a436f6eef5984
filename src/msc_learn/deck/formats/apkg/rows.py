"""The database of a package: note types and tables by genanki, rows by ourselves.

genanki misses nested and multi-number clozes, and lists the other cards in no order. So the rows are our own:
each note has its own time and ids, and the cards that our own rules give it. Rows go to SQLite by the
thousand. The JSON of decks and note types is written once, not once for each deck.
"""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from msc_learn.deck.compile import Release
from msc_learn.deck.decks import root_name
from msc_learn.deck.formats.apkg.description import description_of
from msc_learn.deck.formats.apkg.light import genanki
from msc_learn.deck.formats.apkg.options import options_of
from msc_learn.deck.identity import deck_id_of, preset_id_of
from msc_learn.deck.note_types.base import Field, NoteType, Template
from msc_learn.deck.order import positions_of
from msc_learn.deck.preset import preset_of


class Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type with the ids by which Anki follows renamed fields and templates; genanki says model."""

    # genanki would render each template once for each field, to find out what we already know.
    _req: ClassVar[list[Any]] = []

    def __init__(self, note_type: NoteType, modified: int) -> None:
        super().__init__(
            model_id=note_type.id,
            name=note_type.title,
            fields=[_field(field) for field in note_type.fields],
            templates=[_template(template) for template in note_type.templates],
            css=note_type.css,
            model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
            sort_field_index=note_type.sort_index,
        )
        self.modified = modified
        self._stock = {"originalStockKind": note_type.stock_kind} if note_type.stock_kind else {}
        names = [field.name for field in note_type.fields]
        self._requirements = [
            [index, "all", [names.index(template.requires)]]
            for index, template in enumerate(note_type.templates)
        ]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """Return genanki's JSON with the modification time of this note type."""
        return {**super().to_json(self.modified, deck_id), "req": self._requirements, **self._stock}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "id": field.id,
        "description": field.description,
        "collapsed": field.collapsed,
        "preventDeletion": True,  # a note type that lacks a field gets no more updates
        "font": "Arial",
        **({} if field.tag is None else {"tag": field.tag}),
    }


def _template(template: Template) -> dict[str, Any]:
    return {"name": template.name, "id": template.id, "qfmt": template.front, "afmt": template.back}


class _RowBatch:
    """Rows for one table, inserted by the thousand."""

    def __init__(self, cursor: Any, statement: str) -> None:
        self._cursor, self._statement = cursor, statement
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Add a row."""
        self._rows.append(row)
        if len(self._rows) == _BATCH:
            self.flush()

    def flush(self) -> None:
        """Insert the rows that are left."""
        self._cursor.executemany(self._statement, self._rows)
        self._rows.clear()


_BATCH = 1000
# genanki's own rows, with the values that are the same in all of them.
_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


class Package(genanki.Package):  # type: ignore[misc]  # genanki has no types
    """The database of a package. `positions` are those of the cards of each note; `description` is HTML."""

    def __init__(self, release: Release) -> None:
        super().__init__([])
        self.release = release
        self.description = description_of(release, "")
        self.positions = positions_of(release.notes)
        self._models = {
            note_type.name: Model(note_type, release.type_modified(note_type))
            for note_type in release.note_types
        }
        self.pictures = sorted(set(release.pictures.values()), key=lambda picture: picture.name)
        self._root_name = root_name(release.course.deck)
        self._root = deck_id_of(self._root_name)

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Iterator[int]) -> None:
        """Write the collection's row, then all notes in the order of their ids."""
        super().write_to_db(cursor, timestamp, id_gen)
        column = cursor.execute("SELECT decks, dconf FROM col").fetchone()
        decks = json.loads(column[0]) | {str(deck["id"]): deck for deck in self.decks_json()}
        presets = json.loads(column[1]) | {str(preset["id"]): preset for preset in self.presets_json()}
        models = {model["id"]: model for model in self.models_json()}
        columns = tuple(json.dumps(each) for each in (decks, models, presets))
        cursor.execute("UPDATE col SET decks = ?, models = ?, dconf = ?", columns)
        self._write_notes(_RowBatch(cursor, _NOTE), _RowBatch(cursor, _CARD))

    def _write_notes(self, notes: _RowBatch, cards: _RowBatch) -> None:
        """Write the rows of each note and its cards, all with ids of their own."""
        models = {name: (model.model_id, model.sort_field_index) for name, model in self._models.items()}
        release = self.release
        for id_, index, modified in self._numbered():
            note, card = release.notes[index], id_
            (model, listed), fields, deck = models[note.kind], note.fields, deck_id_of(note.deck)
            tags, guid = f" {' '.join(note.tags)} ", release.guid(note)
            notes.add((id_, guid, model, modified, tags, "\x1f".join(fields), fields[listed]))
            for number, position in zip(note.cards, self.positions[index], strict=True):
                card += 1
                cards.add((card, id_, deck, number - 1, modified, position))
        notes.flush()
        cards.flush()

    def decks_json(self) -> list[dict[str, Any]]:
        """Return the decks as Anki stores them; only the course's own has a description."""
        root = genanki.Deck(self._root, self._root_name, self.description)
        parts = (genanki.Deck(deck_id_of(name), name) for name in self.release.decks if name != root.name)
        preset_id = preset_id_of(self.release.course.id)
        return [{**deck.to_json(), "conf": preset_id} for deck in (root, *parts)]

    def presets_json(self) -> list[dict[str, Any]]:
        """Return the preset of the course as Anki stores it."""
        course = self.release.course
        return [options_of(preset_of(course), preset_id_of(course.id))]

    def models_json(self) -> list[dict[str, Any]]:
        """Return the note types as Anki stores them."""
        return [model.to_json(0, self._root) for model in self._models.values()]

    def _numbered(self) -> Iterator[tuple[int, int, int]]:
        """Yield the id of each note, its index among them all, and when it last changed.

        Anki shows an id as the time the note was made. The ids of its cards follow it.
        """
        notes, free = self.release.notes, 0
        times = [self.release.times(note) for note in notes]
        for index in sorted(range(len(notes)), key=lambda index: times[index][0]):
            released, modified = times[index]
            first = max(free, released * 1000)
            free = first + 1 + len(notes[index].cards)
            yield first, index, modified
