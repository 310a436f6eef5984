"""The card file reader: YAML nodes become notes, and each mistake a problem with its position."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from msc_learn.course.course_id import flaw_of
from msc_learn.course.field_reader import FieldReader, FieldTable
from msc_learn.course.fields import CARD_KEYS, FILE_KEYS, LABEL_KEYS, MEDIA_KEYS, SOURCE_KEYS, FieldSpec
from msc_learn.course.model import (
    Evidence,
    Kind,
    Label,
    Media,
    Note,
    Retired,
    Source,
    Status,
    Strength,
    Topic,
)
from msc_learn.course.value_positions import ValuePositions
from msc_learn.course.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from msc_learn.errors import Problem
from msc_learn.fast_dataclass import fast_constructor
from msc_learn.position import Position
from msc_learn.text import cloze

_FILE = FieldTable(FILE_KEYS)
_CARD = FieldTable(CARD_KEYS)
_SOURCE = FieldTable(SOURCE_KEYS)
_MEDIA = FieldTable(MEDIA_KEYS)
_LABEL = FieldTable(LABEL_KEYS)
NEEDED = {
    Kind.QUESTION: ("question", "answer"),
    Kind.CLOZE: ("cloze",),
    Kind.LIST: ("question", "items"),
    Kind.CHOICE: ("question", "distractors"),
    Kind.OCCLUSION: ("question", "media", "labels"),
}
SEPARATOR = " > "
# The fields of a note in order, with their default values.
_BLANK = Note(id="", kind=Kind.QUESTION, topic="", position=Position(""))
_NOTE: dict[str, Any] = {field.name: getattr(_BLANK, field.name) for field in fields(Note)}
_make = fast_constructor(Note)
_STRENGTHS = {strength.value: strength for strength in Strength}


@dataclass(frozen=True, slots=True)
class CardFile:
    """What a card file holds: its topic (None if it is not a mapping), the document it names, its problems.

    `ids` holds the ids of all cards with their positions, also of cards with problems.
    """

    topic: Topic | None
    document: str = ""
    problems: tuple[Problem, ...] = ()
    ids: tuple[tuple[str, Position], ...] = ()
    course_id: str = ""


def read_card_file(text: str, path: str, topic: str) -> CardFile:
    """Return what a card file holds; `topic` is its name without the extension."""
    reader = FieldReader(path)
    cards = _Cards(reader, topic)
    root, problems = read_yaml(text, path, {"cards": cards.add})
    if not isinstance(root, MappingNode):
        if not problems:
            message = "not a card file: write the keys topic and cards"
            problems = (Problem(Position(path, 1, 1), "F202", message),)
        return CardFile(None, problems=problems)
    values = reader.values(root, _FILE, "the file")
    if isinstance(mapping := values.get("cards"), MappingNode):
        reader.report_type(mapping, "cards", "a list of cards, each begun with a hyphen")
    position = Position(path, root.line, root.column)
    return CardFile(
        Topic(
            topic,
            values.get("topic", topic),
            cards.notes_with(values.get("tags", ())),
            position,
            _retired(reader, root, values),
        ),
        values.get("document", ""),
        (*problems, *reader.problems),
        tuple(cards.ids),
        course_id_in(reader, root, values),
    )


def course_id_in(reader: FieldReader, root: Node, values: Mapping[str, Any]) -> str:
    """Return the course id that a file gives, empty if it has none or a bad one, which is reported."""
    id_: str = values.get("id", "")
    if isinstance(root, MappingNode) and id_ and (flaw := flaw_of(id_)):
        reader.report(root.values["id"], "F205", f"invalid id {id_[:60]!r}: {flaw}")
        return ""
    return id_


class _Cards:
    """Collects the notes and ids of the cards of a file, one card at a time."""

    def __init__(self, reader: FieldReader, topic: str) -> None:
        self.ids: list[tuple[str, Position]] = []
        self._reader, self._topic = reader, topic
        self._notes: list[Note] = []
        self._tags: tuple[str, ...] | None = None

    def add(self, file: MappingNode, node: Node) -> None:
        """Add a card. It gets the tags of the file that are written above the cards."""
        if self._tags is None:
            tags = file.values.get("tags")
            self._tags = (FieldReader("").value(_FILE["tags"], tags) if tags else None) or ()
        name = node.values.get("id") if isinstance(node, MappingNode) else None
        if isinstance(name, ScalarNode):
            mark = name.mark
            self.ids.append((name.text, Position(self._reader.path, mark.line + 1, mark.column + 1)))
        if (note := _note(self._reader, node, self._topic, self._tags)) is not None:
            self._notes.append(note)

    def notes_with(self, tags: tuple[str, ...]) -> tuple[Note, ...]:
        """Return the notes, each with the tags of the file, which can also be written below its cards."""
        if tags in (self._tags, ()):
            return tuple(self._notes)
        return tuple(replace(note, tags=_tags(tags, note.tags)) for note in self._notes)


def _retired(reader: FieldReader, root: MappingNode, values: Mapping[str, Any]) -> tuple[Retired, ...]:
    node, reasons = root.values.get("retired"), values.get("retired", {})
    if not isinstance(node, MappingNode):
        return ()
    return tuple(
        Retired(name, reasons[name], Position(reader.path, *node.key_position(name)))
        for name in node.values
        if name in reasons
    )


def _note(reader: FieldReader, node: Node, topic: str, tags: tuple[str, ...]) -> Note | None:
    """Return the note of one card, or None if the card has a problem."""
    before = len(reader.problems)
    values = reader.values(node, _CARD, "a card")
    if not isinstance(node, MappingNode):
        return None
    kind, fits = _kind_and_fit(tuple(node.values))
    if not fits:
        _report_misfits(reader, node, kind)
    if kind is Kind.CLOZE:
        _check_cloze(reader, node.values["cloze"])
    if "items" in values:
        _check_need(reader, node, values)
    sources = _sources(reader, values.pop("source")) if "source" in values else ()
    media = _media(reader, values.pop("media")) if "media" in values else None
    if "labels" in values:
        values["labels"] = _labels(reader, values["labels"])
    if len(reader.problems) > before:
        return None
    values["tags"] = _tags(tags, values.get("tags", ()))
    if "renamed-from" in values:
        values["renamed_from"] = values.pop("renamed-from")
    if "strength" in values:
        values["strength"] = _STRENGTHS[values["strength"]]
    if "status" in values:
        values["status"] = Status(values["status"])
    if "evidence" in values:
        values["evidence"] = Evidence(values["evidence"])
    made = _NOTE | values
    made["kind"], made["topic"] = kind, topic
    made["position"] = Position(reader.path, node.line, node.column)
    made["sources"], made["media"] = sources, media
    made["value_positions"] = ValuePositions.of(node)
    return _make(*made.values())


@lru_cache(maxsize=1024)
def _tags(of_file: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*of_file, *own}))


@lru_cache(maxsize=1024)
def _kind_and_fit(names: tuple[str, ...]) -> tuple[Kind, bool]:
    """Return the kind of a card with these keys, and whether they are right: none foreign, none missing."""
    kind = kind_of(dict.fromkeys(names))
    taken = all(kind in _CARD[name].kinds for name in names if name in _CARD)
    chosen = kind is not Kind.CHOICE or ("answer" in names) != ("items" in names)
    return kind, taken and chosen and all(name in names for name in NEEDED[kind])


def kind_of(keys: Mapping[str, object]) -> Kind:
    """Return the kind of a card from the keys it has."""
    if "cloze" in keys:
        return Kind.CLOZE
    if "labels" in keys:
        return Kind.OCCLUSION
    if "distractors" in keys:
        return Kind.CHOICE
    return Kind.LIST if "items" in keys else Kind.QUESTION


def _report_misfits(reader: FieldReader, node: MappingNode, kind: Kind) -> None:
    for name in node.values:
        key = _CARD.get(name)
        if key is not None and kind not in key.kinds:
            reader.report(node.key_position(name), "F207", f"{_with_article(kind)} card takes no {name}")
    for name in NEEDED[kind]:
        if name not in node.values:
            reader.report(node, "F203", f"{_with_article(kind)} card has no {name}: add the key")
    if kind is Kind.CHOICE and ("answer" in node.values) == ("items" in node.values):
        message = "a choice card has either answer, or items if several options are right"
        reader.report(node, "F203", message)


def _with_article(kind: Kind) -> str:
    return f"an {kind}" if kind is Kind.OCCLUSION else f"a {kind}"


def _check_cloze(reader: FieldReader, text: Node) -> None:
    if not isinstance(text, ScalarNode) or not text.text.strip():
        return
    parts = cloze.parse(text.text)
    if flaw := cloze.flaw_of(text.text, parts):
        reader.report(text, "F218", f"cloze {flaw}")
    elif not cloze.numbers_of(parts):
        reader.report(text, "F211", "cloze hides nothing: write {{c1::hidden text}}")


def _check_need(reader: FieldReader, node: MappingNode, values: dict[str, Any]) -> None:
    items = values["items"]
    if values.get("need", 0) > len(items):
        message = f"need is {values['need']}: write a number up to {len(items)}, the number of items"
        reader.report(node.values["need"], "F210", message)


def _sources(reader: FieldReader, node: Node) -> tuple[Source, ...]:
    nodes = node.values if isinstance(node, SequenceNode) else [node]
    return tuple(_source(reader.values(child, _SOURCE, "source")) for child in nodes)


def _source(values: dict[str, Any]) -> Source:
    start, end = values.get("at", (None, None))
    section = tuple(part.strip() for part in values.get("section", "").split(SEPARATOR))
    return Source(
        section if section != ("",) else (), values.get("quote", ""), start, end, values.get("digest", "")
    )


def _media(reader: FieldReader, node: Node) -> Media:
    values = reader.values(node, _MEDIA, "media")
    path = values.get("file", "")
    if isinstance(node, MappingNode) and leaves_folder(path):
        message = f"{path!r} leaves the course folder: copy the picture into it"
        reader.report(node.values["file"], "F209", message)
    return Media(path, values.get("alt", ""))


def _labels(reader: FieldReader, node: Node | None) -> tuple[Label, ...]:
    if isinstance(node, MappingNode):
        reader.report_type(node, "labels", "a list of labels, each with text and at")
    nodes = node.values if isinstance(node, SequenceNode) else []
    if isinstance(node, SequenceNode) and not nodes:
        reader.report(node, "F204", "labels is empty: add a label, or delete the key")
    labels = [reader.values(child, _LABEL, "a label") for child in nodes]
    return tuple(Label(values["text"], values["at"]) for values in labels if len(values) == len(_LABEL))


def leaves_folder(path: str) -> bool:
    """Return whether a path in a card could lead outside the course folder."""
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\", "~")) or ".." in parts or ":" in parts[0]


def keys_for(kind: Kind) -> tuple[FieldSpec, ...]:
    """Return the keys that a card of a kind takes, for the schema and the manual."""
    return tuple(key for key in CARD_KEYS if kind in key.kinds)
