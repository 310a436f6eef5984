"""Rows and note types, as genanki writes them, with what it gets wrong put right around its API.

Note types, decks and the tables are genanki's. The rows are our own: each note has its own time and ids, its
cards are those our own rules say (genanki misses nested and multi-number clozes and lists the rest in no
order), and rows go to SQLite many at a time. The JSON of decks and note types is written once and not once a
deck.
"""

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from msc_learn.deck.compile import Compiled
from msc_learn.deck.formats.apkg.light import genanki
from msc_learn.deck.formats.apkg.options import options_of
from msc_learn.deck.identity import deck_id_of, preset_id_of
from msc_learn.deck.note_types.base import Field, NoteType, Template


class Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type, with the ids that let Anki follow renamed fields and templates."""

    # genanki would render each template once for each field to find out what we know.
    _req: ClassVar[list[Any]] = []

    def __init__(self, kind: NoteType, modified: int) -> None:
        super().__init__(
            model_id=kind.id,
            name=kind.title,
            fields=[_field(field) for field in kind.fields],
            templates=[_template(template) for template in kind.templates],
            css=kind.css,
            model_type=genanki.Model.CLOZE if kind.is_cloze else genanki.Model.FRONT_BACK,
            sort_field_index=kind.sort_place,
        )
        self.modified = modified
        self._stock = {"originalStockKind": kind.stock_kind} if kind.stock_kind else {}
        names = [field.name for field in kind.fields]
        self._requirements = [
            [place, "all", [names.index(template.requires)]] for place, template in enumerate(kind.templates)
        ]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """Return genanki's JSON with this note type's own time."""
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


class _Rows:
    """Rows for one table, handed on by the thousand."""

    def __init__(self, cursor: Any, statement: str) -> None:
        self._cursor, self._statement = cursor, statement
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) == _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Hand on what is left."""
        self._cursor.executemany(self._statement, self._rows)
        self._rows.clear()


_AT_ONCE = 1000
# genanki's own rows, with what is the same in all of them written out.
_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


class Package(genanki.Package):  # type: ignore[misc]  # genanki has no types
    """The whole of a package's database."""

    def __init__(self, compiled: Compiled, description: str) -> None:
        super().__init__([])
        self._compiled = compiled
        self._models = {kind.name: Model(kind, compiled.type_modified(kind)) for kind in compiled.note_types}
        self._description = description

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Iterator[int]) -> None:
        """Write the collection's row, then all notes in the order of their ids."""
        super().write_to_db(cursor, timestamp, id_gen)
        column = cursor.execute("SELECT decks, dconf FROM col").fetchone()
        decks = json.loads(column[0]) | {str(deck["id"]): deck for deck in self.decks_json()}
        presets = json.loads(column[1]) | {str(preset["id"]): preset for preset in self.presets_json()}
        models = {model["id"]: model for model in self.models_json()}
        columns = tuple(json.dumps(each) for each in (decks, models, presets))
        cursor.execute("UPDATE col SET decks = ?, models = ?, dconf = ?", columns)
        self._write_notes(_Rows(cursor, _NOTE), _Rows(cursor, _CARD))

    def _write_notes(self, notes: _Rows, cards: _Rows) -> None:
        """Write the rows of each note and its cards, all with ids of their own."""
        models = {name: (model.model_id, model.sort_field_index) for name, model in self._models.items()}
        compiled = self._compiled
        for id_, place, modified in self._numbered():
            note, card = compiled.notes[place], id_
            (model, listed), fields, deck = models[note.kind], note.fields, deck_id_of(note.deck)
            tags, guid = f" {' '.join(note.tags)} ", compiled.guid(note)
            notes.add((id_, guid, model, modified, tags, "\x1f".join(fields), fields[listed]))
            for number, position in zip(note.cards, compiled.positions[place], strict=True):
                card += 1
                cards.add((card, id_, deck, number - 1, modified, position))
        notes.flush()
        cards.flush()

    @property
    def _root(self) -> int:
        return deck_id_of(self._compiled.root_deck)

    def decks_json(self) -> list[dict[str, Any]]:
        """Return the decks as Anki stores them; only the course's own has a description."""
        root = genanki.Deck(self._root, self._compiled.root_deck, self._description)
        parts = (genanki.Deck(deck_id_of(name), name) for name in self._compiled.decks if name != root.name)
        preset_id = preset_id_of(self._compiled.course.id)
        return [{**deck.to_json(), "conf": preset_id} for deck in (root, *parts)]

    def presets_json(self) -> list[dict[str, Any]]:
        """Return the preset of the course as Anki stores it."""
        return [options_of(self._compiled.preset, preset_id_of(self._compiled.course.id))]

    def models_json(self) -> list[dict[str, Any]]:
        """Return the note types as Anki stores them."""
        return [model.to_json(0, self._root) for model in self._models.values()]

    def _numbered(self) -> Iterator[tuple[int, int, int]]:
        """Yield the id of each note, its place among them all, and when it last changed.

        Anki shows an id as the time the note was made; those of its cards follow it.
        """
        notes, free = self._compiled.notes, 0
        times = [self._compiled.times(note) for note in notes]
        for place in sorted(range(len(notes)), key=lambda place: times[place][0]):
            released, modified = times[place]
            first = max(free, released * 1000)
            free = first + 1 + len(notes[place].cards)
            yield first, place, modified
