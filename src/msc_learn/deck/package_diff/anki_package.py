"""The content of an Anki package as values: notes by GUID, note types, decks and media."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msc_learn.deck.html import plain_of

_LONGEST_LABEL = 60  # characters of the first field that name a note


@dataclass(frozen=True, slots=True)
class AnkiField:
    """A named part of a note type; `id` is None if the program that wrote the package gives none."""

    name: str
    id: int | None


@dataclass(frozen=True, slots=True)
class AnkiTemplate:
    """How a note type makes a card, as Anki's own HTML."""

    name: str
    id: int | None
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class AnkiType:
    """A note type; `modified` is in Unix seconds."""

    id: int
    name: str
    is_cloze: bool
    fields: tuple[AnkiField, ...]
    templates: tuple[AnkiTemplate, ...]
    css: str
    modified: int


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note; `cards` are its cards' numbers, from 1, each with its deck; `modified` is in Unix seconds."""

    guid: str
    type_id: int
    label: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: Mapping[int, str]
    modified: int


@dataclass(frozen=True, slots=True)
class AnkiPackage:
    """A whole package: decks with their description, media with their digest.

    `note_types` are those that notes use; `repeated` are the GUIDs that more than one note has.
    """

    notes: Mapping[str, AnkiNote] = field(default_factory=dict)
    note_types: Mapping[int, AnkiType] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()

    @property
    def cards(self) -> int:
        """The number of cards."""
        return sum(len(note.cards) for note in self.notes.values())


def label_of(names: tuple[str, ...], fields: tuple[str, ...], guid: str) -> str:
    """Return a name of a note for people: its card id if it has one, else the start of its first field."""
    own = dict(zip(names, fields, strict=False)).get("CardId", "").strip()
    text = own or plain_of(fields[0] if fields else "") or guid
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…"
