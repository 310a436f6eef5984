"""The lock of a course: what was released, and when each note last changed.

The file release.lock holds it (`lock_file`); each build makes the next one from it (`lock_update`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from msc_learn.deck.note_types.base import NoteType
from msc_learn.text.markup import to_plain

# Schema 1 had no `hidden`, `former` and `schema`. Up to schema 2 there was no `course`, and the digest of a
# note was of all that a package held of it: titles, tags and deck too.
SCHEMA = 3


@dataclass(frozen=True, slots=True)
class ReleasedNote:
    """The lock's entry for a note, kept for ever: `released`, `modified` and `retired` are Unix seconds.

    `digest` is that of the content a learner studies; metadata such as titles and tags are not in it.
    `hidden` holds a digest of what each of `cards` hides, if the text numbers the cards; a lock of schema 1
    leaves it empty. `former` holds the earlier ids of the note, oldest first.
    """

    id: str
    guid: str
    kind: str
    digest: str
    cards: tuple[int, ...]
    released: int
    modified: int
    retired: int | None = None
    hidden: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def first_id(self) -> str:
        """The id under which the note was first released."""
        return self.former[0] if self.former else self.id


@dataclass(frozen=True, slots=True)
class ReleasedNoteType:
    """The lock's entry for a note type: the digest of all of it, and of its schema, which must not change.

    A lock of schema 1 leaves the digest of the schema empty.
    """

    name: str
    digest: str
    modified: int
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything a course ever released: notes by id, note types by name, deck names by topic id.

    `course` is the id of the course, if it was known. A lock below schema 3 is read with its older digests
    and `upgrade` replaces them; the next lock has the present schema.
    """

    notes: Mapping[str, ReleasedNote] = field(default_factory=dict)
    note_types: Mapping[str, ReleasedNoteType] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)
    course: str = ""
    schema: int = SCHEMA


def digest_of_hidden(text: str) -> str:
    """Return a short digest of a hidden text; case, whitespace and markup do not count."""
    plain = " ".join(to_plain(text).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def digest_of_schema(note_type: NoteType) -> str:
    """Return the digest of a note type's schema; if it differs, Anki makes a second note type."""
    parts = [[part.id for part in note_type.fields], [part.id for part in note_type.templates]]
    return hashlib.sha256(repr([note_type.is_cloze, *parts]).encode()).hexdigest()[:32]


def digest_of_type(note_type: NoteType) -> str:
    """Return the digest of a whole note type; default values are left out, so that older digests hold."""
    fields = [
        (item.name, item.id, item.description, item.collapsed, *([] if item.tag is None else [item.tag]))
        for item in note_type.fields
    ]
    templates = [(item.name, item.id, item.front, item.back) for item in note_type.templates]
    whole = [note_type.title, note_type.id, note_type.is_cloze, fields, templates, note_type.css]
    whole += [value for value in (note_type.stock_kind, note_type.sorted_by) if value]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:32]
