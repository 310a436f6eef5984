"""What differs between two packages: notes, cards, tags, decks, note types and media."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msc_learn.deck.html import plain_of
from msc_learn.deck.package_diff.anki_package import AnkiField, AnkiNote, AnkiPackage, AnkiTemplate, AnkiType


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose text changed, as plain text; as HTML where only that changed."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NoteChange:
    """What changed of a note. `moved` are pairs of decks, `cards_*` numbers from 1.

    `later` tells whether its modification time moved forward, `retyped` whether its note type is another
    one, or has the same id and another schema: Anki then takes nothing of it. `withdrawn` is what the
    newer note says of its retirement, where the older one did not.
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

    @property
    def content(self) -> bool:
        """Whether Anki has to update the note for the change to arrive."""
        return bool(self.fields or self.tags_added or self.tags_removed)

    @property
    def seen(self) -> bool:
        """Whether anything differs but the modification time."""
        return bool(self.content or self.moved or self.cards_gained or self.cards_lost or self.retyped)


@dataclass(frozen=True, slots=True)
class PartsChange:
    """What changed of the fields, or the templates, of a note type: names, and pairs of names."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.reordered)


@dataclass(frozen=True, slots=True)
class TypeChange:
    """What changed of a note type; `forks` where Anki would set a second one beside the learner's."""

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
    """Names that came, that stand for something else now, and that went."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs; notes by GUID with their label, `touched` those with a later time alone.

    `retired` notes are gone from the newer package; of `withdrawn` ones it says that they are retired, and
    those that `never_had` lists it withdraws from learners who have the older package and not the note.
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
    """Return what differs from one package to a later one."""
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
    return NoteChange(
        guid=was.guid,
        label=now.label,
        fields=tuple(_field_changes(was, now, before, after)),
        tags_added=tuple(tag for tag in now.tags if tag not in was.tags),
        tags_removed=tuple(tag for tag in was.tags if tag not in now.tags),
        moved=tuple(dict.fromkeys(move for move in moves if move[0] != move[1])),
        cards_gained=tuple(card for card in now.cards if card not in was.cards),
        cards_lost=tuple(card for card in was.cards if card not in now.cards),
        later=now.modified > was.modified,
        retyped=was.type_id != now.type_id or not _same_schema(before, after),
        withdrawn="" if _retirement(was, old) else _retirement(now, new),
    )


def _retirement(note: AnkiNote, package: AnkiPackage) -> str:
    """Return what a note of ours says of its retirement, or nothing."""
    names = (field.name for field in package.note_types[note.type_id].fields)
    fields = dict(zip(names, note.fields, strict=False))
    return plain_of(fields.get("Retired", "")) if "CardId" in fields else ""


def _field_changes(was: AnkiNote, now: AnkiNote, before: AnkiType, after: AnkiType) -> Iterator[FieldChange]:
    """Yield the fields whose text differs: by place where the schema is the same, else by name."""
    old = dict(zip((field.name for field in before.fields), was.fields, strict=False))
    if was.type_id == now.type_id and _same_schema(before, after):
        old = dict(zip((field.name for field in after.fields), was.fields, strict=False))
    new = dict(zip((field.name for field in after.fields), now.fields, strict=False))
    for name in {**new, **old}:
        one, other = old.get(name, ""), new.get(name, "")
        if one != other:
            said = plain_of(one), plain_of(other)
            yield FieldChange(name, *(said if said[0] != said[1] else (one, other)))


def _same_schema(old: AnkiType, new: AnkiType) -> bool:
    """Tell whether Anki takes the one for the other: the same parts in the same order."""
    return _same_parts(old.fields, new.fields) and _same_parts(old.templates, new.templates)


Parts = Sequence[AnkiField | AnkiTemplate]


def _same_parts(old: Parts, new: Parts) -> bool:
    return len(old) == len(new) and all(map(_is_same, old, new))


def _is_same(one: AnkiField | AnkiTemplate, other: AnkiField | AnkiTemplate) -> bool:
    """Tell whether two parts are one: by id where both have one, else by name, as Anki does."""
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return one.name == other.name


def _parts_change(old: Parts, new: Parts) -> PartsChange:
    pairs = _paired(old, new)
    return PartsChange(
        added=tuple(part.name for place, part in enumerate(new) if place not in pairs.values()),
        removed=tuple(part.name for place, part in enumerate(old) if place not in pairs),
        renamed=tuple(
            (old[was].name, new[now].name) for was, now in pairs.items() if old[was].name != new[now].name
        ),
        reordered=list(pairs.values()) != sorted(pairs.values()),
    )


def _paired(old: Parts, new: Parts) -> Mapping[int, int]:
    """Return the places of parts that are one, each taken once."""
    pairs: dict[int, int] = {}
    for was, one in enumerate(old):
        for now, other in enumerate(new):
            if now not in pairs.values() and _is_same(one, other):
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
