"""Rows and note types, as genanki writes them, with what it gets wrong put right around its API.

Here each note has its own time and ids, its cards are those our own rules say (genanki misses nested and
multi-number clozes and lists the rest in no order), the JSON of decks and note types is written once and
not once a deck, rows go to SQLite many at a time, and fields that are safe already are not searched for bad
HTML.
"""

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar

import genanki

from msc_learn.deck.compile import Compiled
from msc_learn.deck.fields import Rendered
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


class Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with its own ids and times; genanki's own rules for tags and cards are left out."""

    tags: tuple[str, ...] = ()
    cards: tuple[genanki.Card, ...] = ()

    def __init__(
        self, rendered: Rendered, model: Model, guid: str, modified: int, positions: tuple[int, ...]
    ) -> None:
        self.model, self.fields, self.tags = model, rendered.fields, rendered.tags
        self.sort_field, self.guid, self.positions = None, guid, positions
        self.modified = modified
        self.cards = _CARDS.get(rendered.cards) or tuple(genanki.Card(n - 1) for n in rendered.cards)

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        """Write the note's row and those of its cards, with the next ids."""
        note_id = next(id_gen)
        row = (note_id, self.guid, self.model.model_id, self.modified, -1, self._format_tags())
        cursor.execute(
            "INSERT INTO notes VALUES(?,?,?,?,?,?,?,?,?,?,?)",
            (*row, self._format_fields(), self.fields[self.model.sort_field_index], 0, 0, ""),
        )
        for card, position in zip(self.cards, self.positions, strict=True):
            card.write_to_db(cursor, self.modified, deck_id, note_id, id_gen, position)


class _Rows:
    """Stands where genanki wants a cursor, and hands the rows on by the thousand."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def execute(self, statement: str, row: tuple[Any, ...]) -> None:
        """Take a row for a statement."""
        rows = self._rows[statement]
        rows.append(row)
        if len(rows) == _AT_ONCE:
            self._cursor.executemany(statement, rows)
            rows.clear()

    def flush(self) -> None:
        """Hand on what is left."""
        for statement, rows in self._rows.items():
            self._cursor.executemany(statement, rows)
        self._rows.clear()


_AT_ONCE = 1000
_CARDS = {(1,): (genanki.Card(0),), (1, 2): (genanki.Card(0), genanki.Card(1))}


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
        rows = _Rows(cursor)
        for note, deck_id, ids in self._numbered():
            note.write_to_db(rows, timestamp, deck_id, ids)
        rows.flush()

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

    def _numbered(self) -> Iterator[tuple[Note, int, Iterator[int]]]:
        """Yield the notes with their deck and ids, which Anki shows as the time a note was made."""
        compiled, free = self._compiled, 0
        released = [(compiled.released(note), place) for place, note in enumerate(compiled.notes)]
        for seconds, place in sorted(released):
            rendered = compiled.notes[place]
            first = max(free, seconds * 1000)
            free = first + 1 + len(rendered.cards)
            model, guid = self._models[rendered.kind], compiled.guid(rendered)
            note = Note(rendered, model, guid, compiled.modified(rendered), compiled.positions[place])
            yield note, deck_id_of(rendered.deck), itertools.count(first)
