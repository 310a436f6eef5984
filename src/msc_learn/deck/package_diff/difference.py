"""The difference between two packages: notes, cards, tags, decks, note types and media."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msc_learn.deck.html import plain_of
from msc_learn.deck.note_types.base import SHARED
from msc_learn.deck.package_diff.anki_package import AnkiField, AnkiNote, AnkiPackage, AnkiTemplate, AnkiType

_METADATA = {field.name for field in SHARED if field.metadata}
_OURS = {"CardId", "LearnerNotes", "Retired"}  # fields that all note types of ours have


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose text changed, as plain text; as HTML if only the HTML changed."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """What changed in a note. `moved` holds pairs of decks, and `cards_*` hold numbers from 1.

    `later` says whether its modification time moved forward. `retyped` says whether its note type is another
    one, or has another schema: Anki then updates nothing. `withdrawn` is the newer note's text about its
    retirement, if the older one had none. `metadata` says whether it is a note of ours in which only titles,
    sections, tags, language or card id differ, which do not mark a note as changed.
    """

    guid: str
    label: str
    fields: tuple[FieldChange, ...]
    tags_added: tuple[str, ...]
    tags_removed: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    cards_gained: tuple[int, ...]
    cards_lost: tuple[int, ...]
    later: bool
    retyped: bool
    withdrawn: str = ""
    metadata: bool = False

    @property
    def content(self) -> bool:
        """Whether Anki must update the note for the change to arrive."""
        return bool(self.fields or self.tags_added or self.tags_removed)

    @property
    def seen(self) -> bool:
        """Whether anything but the modification time differs."""
        return bool(self.content or self.moved or self.cards_gained or self.cards_lost or self.retyped)


@dataclass(frozen=True, slots=True)
class PartsChange:
    """What changed in the fields or templates of a note type: names, and pairs of old and new names."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.reordered)


@dataclass(frozen=True, slots=True)
class TypeChange:
    """What changed in a note type; `forks` says whether Anki would add a second one beside the learner's."""

    id: int
    old: str
    new: str
    fields: PartsChange
    templates: PartsChange
    look: bool
    kind: bool
    forks: bool
    later: bool


@dataclass(frozen=True, slots=True)
class NamesChange:
    """Names that are new, whose content changed, and that are gone."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Difference:
    """All differences; notes are by GUID with their label. Of `touched` notes only the time is later.

    `retired` notes are gone from the newer package. It marks `withdrawn` notes as retired. `never_had` are
    withdrawn notes that the older package does not hold.
    """

    new: Mapping[str, str]
    changed: tuple[NoteChange, ...]
    retired: Mapping[str, str]
    withdrawn: tuple[NoteChange, ...]
    never_had: Mapping[str, str]
    touched: Mapping[str, str]
    unchanged: int
    note_types: tuple[TypeChange, ...]
    types_added: tuple[str, ...]
    types_gone: tuple[str, ...]
    decks: NamesChange
    media: NamesChange

    def __bool__(self) -> bool:
        gone = self.retired or self.withdrawn or self.never_had
        notes = self.new or self.changed or gone or self.touched
        return bool(
            notes or self.note_types or self.types_added or self.types_gone or self.decks or self.media
        )


def difference(old: AnkiPackage, new: AnkiPackage) -> Difference:
    """Return the difference from one package to a later one."""
    both = [(note, new.notes[guid]) for guid, note in old.notes.items() if guid in new.notes]
    compared = [_note_change(was, now, old, new) for was, now in both]
    seen = tuple(change for change in compared if change.seen)
    added = {guid: note for guid, note in new.notes.items() if guid not in old.notes}
    never_had = {guid: note.label for guid, note in added.items() if _retirement(note, new)}
    touched = {change.guid: change.label for change in compared if change.later and not change.seen}
    types = [
        _type_change(kind, new.note_types[id_])
        for id_, kind in old.note_types.items()
        if id_ in new.note_types
    ]
    return Difference(
        new={guid: note.label for guid, note in added.items() if guid not in never_had},
        changed=tuple(change for change in seen if not change.withdrawn),
        retired={guid: note.label for guid, note in old.notes.items() if guid not in new.notes},
        withdrawn=tuple(change for change in seen if change.withdrawn),
        never_had=never_had,
        touched=touched,
        unchanged=len(both) - len(seen) - len(touched),
        note_types=tuple(change for change in types if _is_seen(change)),
        types_added=tuple(kind.name for id_, kind in new.note_types.items() if id_ not in old.note_types),
        types_gone=tuple(kind.name for id_, kind in old.note_types.items() if id_ not in new.note_types),
        decks=_names(old.decks, new.decks),
        media=_names(old.media, new.media),
    )


def _note_change(was: AnkiNote, now: AnkiNote, old: AnkiPackage, new: AnkiPackage) -> NoteChange:
    before, after = old.note_types[was.type_id], new.note_types[now.type_id]
    moves = ((was.cards[card], now.cards[card]) for card in was.cards if card in now.cards)
    fields = tuple(_field_changes(was, now, before, after))
    tags_added = tuple(tag for tag in now.tags if tag not in was.tags)
    tags_removed = tuple(tag for tag in was.tags if tag not in now.tags)
    return NoteChange(
        guid=was.guid,
        label=now.label,
        fields=fields,
        tags_added=tags_added,
        tags_removed=tags_removed,
        moved=tuple(dict.fromkeys(move for move in moves if move[0] != move[1])),
        cards_gained=tuple(card for card in now.cards if card not in was.cards),
        cards_lost=tuple(card for card in was.cards if card not in now.cards),
        later=now.modified > was.modified,
        retyped=was.type_id != now.type_id or not _same_schema(before, after),
        withdrawn="" if _retirement(was, old) else _retirement(now, new),
        metadata=bool(fields or tags_added or tags_removed) and _only_metadata(fields, after),
    )


def _only_metadata(fields: Iterable[FieldChange], kind: AnkiType) -> bool:
    """Return whether a note type is ours, and all the fields that changed hold metadata."""
    ours = {field.name for field in kind.fields} >= _OURS
    return ours and {field.name for field in fields} <= _METADATA


def _retirement(note: AnkiNote, package: AnkiPackage) -> str:
    """Return the text about its retirement in a note of ours, or ""."""
    names = (field.name for field in package.note_types[note.type_id].fields)
    fields = dict(zip(names, note.fields, strict=False))
    return plain_of(fields.get("Retired", "")) if "CardId" in fields else ""


def _field_changes(was: AnkiNote, now: AnkiNote, before: AnkiType, after: AnkiType) -> Iterator[FieldChange]:
    """Yield the fields whose text differs: by index if the schema is the same, else by name."""
    old = dict(zip((field.name for field in before.fields), was.fields, strict=False))
    if was.type_id == now.type_id and _same_schema(before, after):
        old = dict(zip((field.name for field in after.fields), was.fields, strict=False))
    new = dict(zip((field.name for field in after.fields), now.fields, strict=False))
    for name in {**new, **old}:
        before_html, after_html = old.get(name, ""), new.get(name, "")
        if before_html != after_html:
            plain = plain_of(before_html), plain_of(after_html)
            yield FieldChange(name, *(plain if plain[0] != plain[1] else (before_html, after_html)))


def _same_schema(old: AnkiType, new: AnkiType) -> bool:
    """Return whether the schemas are equal for Anki: the same parts in the same order."""
    return _same_parts(old.fields, new.fields) and _same_parts(old.templates, new.templates)


Parts = Sequence[AnkiField | AnkiTemplate]


def _same_parts(old: Parts, new: Parts) -> bool:
    return len(old) == len(new) and all(map(_is_same, old, new))


def _is_same(old: AnkiField | AnkiTemplate, new: AnkiField | AnkiTemplate) -> bool:
    """Return whether two parts are the same: by id if both have one, else by name, as in Anki."""
    if old.id is not None and new.id is not None:
        return old.id == new.id
    return old.name == new.name


def _parts_change(old: Parts, new: Parts) -> PartsChange:
    pairs = _paired(old, new)
    return PartsChange(
        added=tuple(part.name for index, part in enumerate(new) if index not in pairs.values()),
        removed=tuple(part.name for index, part in enumerate(old) if index not in pairs),
        renamed=tuple(
            (old[was].name, new[now].name) for was, now in pairs.items() if old[was].name != new[now].name
        ),
        reordered=list(pairs.values()) != sorted(pairs.values()),
    )


def _paired(old: Parts, new: Parts) -> Mapping[int, int]:
    """Return the indexes of the same parts, old to new, each used once."""
    pairs: dict[int, int] = {}
    for was, before in enumerate(old):
        for now, after in enumerate(new):
            if now not in pairs.values() and _is_same(before, after):
                pairs[was] = now
                break
    return pairs


def _type_change(old: AnkiType, new: AnkiType) -> TypeChange:
    looks = [[kind.css, *((each.front, each.back) for each in kind.templates)] for kind in (old, new)]
    return TypeChange(
        id=old.id,
        old=old.name,
        new=new.name,
        fields=_parts_change(old.fields, new.fields),
        templates=_parts_change(old.templates, new.templates),
        look=looks[0] != looks[1],
        kind=old.is_cloze != new.is_cloze,
        forks=not _same_schema(old, new),
        later=new.modified > old.modified,
    )


def _is_seen(change: TypeChange) -> bool:
    renamed = change.old != change.new
    return bool(renamed or change.fields or change.templates or change.look or change.kind or change.forks)


def _names(old: Mapping[str, str], new: Mapping[str, str]) -> NamesChange:
    return NamesChange(
        added=tuple(name for name in new if name not in old),
        changed=tuple(name for name in new if name in old and new[name] != old[name]),
        gone=tuple(name for name in old if name not in new),
    )
