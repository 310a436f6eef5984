"""A card file: YAML nodes become notes, and what does not fit becomes a problem with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msc_learn.course import cloze
from msc_learn.course.keys import CARD_KEYS, FILE_KEYS, LABEL_KEYS, MEDIA_KEYS, SOURCE_KEYS, Key
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
from msc_learn.course.values import Reader
from msc_learn.course.yamltext import Items, Keys, Node, Scalar, read
from msc_learn.errors import Problem
from msc_learn.position import Position

_FILE = {key.name: key for key in FILE_KEYS}
_CARD = {key.name: key for key in CARD_KEYS}
_SOURCE = {key.name: key for key in SOURCE_KEYS}
_MEDIA = {key.name: key for key in MEDIA_KEYS}
_LABEL = {key.name: key for key in LABEL_KEYS}
NEEDED = {
    Kind.QUESTION: ("question", "answer"),
    Kind.CLOZE: ("cloze",),
    Kind.LIST: ("question", "items"),
    Kind.CHOICE: ("question", "distractors"),
    Kind.OCCLUSION: ("question", "media", "labels"),
}
SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class CardFile:
    """What a card file holds: its topic (None where it is no mapping), the document it names, its problems.

    `ids` are the ids of all its cards with their places, of the cards with problems too.
    """

    topic: Topic | None
    document: str = ""
    problems: tuple[Problem, ...] = ()
    ids: tuple[tuple[str, Position], ...] = ()


def read_card_file(text: str, path: str, topic: str) -> CardFile:
    """Return what a card file holds; `topic` is its name without the ending."""
    root, problems = read(text, path)
    if not isinstance(root, Keys):
        if not problems:
            message = "a card file holds the keys topic and cards"
            problems = (Problem(Position(path, 1, 1), "F202", message),)
        return CardFile(None, problems=problems)
    reader = Reader(path)
    values = reader.values(root, _FILE, "the file")
    tags = values.get("tags", ())
    notes = tuple(_notes(reader, values.get("cards"), topic, tags))
    position = Position(path, root.line, root.column)
    return CardFile(
        Topic(topic, values.get("topic", topic), notes, position, _retired(reader, root, values)),
        values.get("document", ""),
        (*problems, *reader.problems),
        tuple(_ids(path, values.get("cards"))),
    )


def _ids(path: str, cards: Node | None) -> Iterator[tuple[str, Position]]:
    for node in cards.values if isinstance(cards, Items) else []:
        name = node.values.get("id") if isinstance(node, Keys) else None
        if isinstance(name, Scalar):
            yield name.text, Position(path, name.line, name.column)


def _retired(reader: Reader, root: Keys, values: Mapping[str, Any]) -> tuple[Retired, ...]:
    node, reasons = root.values.get("retired"), values.get("retired", {})
    places = node.places.items() if isinstance(node, Keys) else ()
    return tuple(
        Retired(name, reasons[name], Position(reader.path, *place))
        for name, place in places
        if name in reasons
    )


def _notes(reader: Reader, cards: Node | None, topic: str, tags: tuple[str, ...]) -> list[Note]:
    if isinstance(cards, Keys):
        reader.report(cards, "F202", "cards must be a list of cards, each begun with a hyphen")
    nodes = cards.values if isinstance(cards, Items) else []
    return [note for node in nodes if (note := _note(reader, node, topic, tags)) is not None]


def _note(reader: Reader, node: Node, topic: str, tags: tuple[str, ...]) -> Note | None:
    """Return the note of one card, or None where a problem leaves nothing that could be used."""
    before = len(reader.problems)
    values = reader.values(node, _CARD, "a card")
    if not isinstance(node, Keys):
        return None
    kind = kind_of(node.values)
    _check_kind(reader, node, kind)
    _check_need(reader, node, values)
    sources, media = _sources(reader, values.pop("source", None)), _media(reader, values.pop("media", None))
    labels = _labels(reader, values.pop("labels", None))
    if len(reader.problems) > before:
        return None
    values |= {
        "labels": labels,
        "renamed_from": values.pop("renamed-from", ""),
        "tags": tuple(sorted({*tags, *values.get("tags", ())})),
        "strength": Strength(values.get("strength", "asserted")),
        "status": Status(values.get("status", "accepted")),
        "evidence": Evidence(values["evidence"]) if "evidence" in values else None,
    }
    position = Position(reader.path, node.line, node.column)
    places = _places(node)
    return Note(
        kind=kind, topic=topic, position=position, sources=sources, media=media, places=places, **values
    )


def kind_of(keys: Mapping[str, object]) -> Kind:
    """Return the kind of a card from the keys it has."""
    if "cloze" in keys:
        return Kind.CLOZE
    if "labels" in keys:
        return Kind.OCCLUSION
    if "distractors" in keys:
        return Kind.CHOICE
    return Kind.LIST if "items" in keys else Kind.QUESTION


def _check_kind(reader: Reader, node: Keys, kind: Kind) -> None:
    for name in node.values:
        key = _CARD.get(name)
        if key is not None and kind not in key.kinds:
            reader.report(node.places[name], "F207", f"{_a(kind)} card takes no {name}")
    for name in NEEDED[kind]:
        if name not in node.values:
            reader.report(node, "F203", f"{_a(kind)} card has no {name}")
    if kind is Kind.CHOICE and ("answer" in node.values) == ("items" in node.values):
        message = "a choice card has either answer, or items where several options are right"
        reader.report(node, "F203", message)
    text = node.values.get("cloze")
    if isinstance(text, Scalar) and text.text.strip():
        parts = cloze.parse(text.text)
        if flaw := cloze.flaw_of(text.text, parts):
            reader.report(text, "F218", f"cloze {flaw}")
        elif not cloze.numbers_of(parts):
            reader.report(text, "F211", "cloze hides nothing; write {{c1::hidden text}}")


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind is Kind.OCCLUSION else f"a {kind}"


def _check_need(reader: Reader, node: Keys, values: dict[str, Any]) -> None:
    items = values.get("items", ())
    if values.get("need", 0) > len(items) and "items" in values:
        reader.report(node.values["need"], "F210", f"need is {values['need']} of {len(items)} items")


def _sources(reader: Reader, node: Node | None) -> tuple[Source, ...]:
    nodes = node.values if isinstance(node, Items) else [node] if node is not None else []
    return tuple(_source(reader.values(child, _SOURCE, "source")) for child in nodes)


def _source(values: dict[str, Any]) -> Source:
    start, end = values.get("at", (None, None))
    section = tuple(part.strip() for part in values.get("section", "").split(SEPARATOR))
    return Source(
        section if section != ("",) else (), values.get("quote", ""), start, end, values.get("digest", "")
    )


def _media(reader: Reader, node: Node | None) -> Media | None:
    if node is None:
        return None
    values = reader.values(node, _MEDIA, "media")
    path = values.get("file", "")
    if isinstance(node, Keys) and leaves_folder(path):
        reader.report(node.values["file"], "F209", f"{path!r} leaves the course folder")
    return Media(path, values.get("alt", ""))


def _labels(reader: Reader, node: Node | None) -> tuple[Label, ...]:
    if isinstance(node, Keys):
        reader.report(node, "F202", "labels must be a list of labels, each with text and at")
    nodes = node.values if isinstance(node, Items) else []
    if isinstance(node, Items) and not nodes:
        reader.report(node, "F204", "labels is empty")
    found = [reader.values(child, _LABEL, "a label") for child in nodes]
    return tuple(Label(values["text"], values["at"]) for values in found if len(values) == len(_LABEL))


def leaves_folder(path: str) -> bool:
    """Say whether a path written in a card could point outside the course folder."""
    parts = path.replace("\\", "/").split("/")
    return path.startswith(("/", "\\", "~")) or ".." in parts or ":" in parts[0]


def _places(node: Keys) -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for name, child in node.values.items():
        places[name] = (child.line, child.column)
        if isinstance(child, Scalar):
            continue
        inner = child.values.items() if isinstance(child, Keys) else enumerate(child.values)
        for key, value in inner:
            places[f"{name}.{key}"] = (value.line, value.column)
    return places


def keys_for(kind: Kind) -> tuple[Key, ...]:
    """Return the keys a card of a kind takes, for the schema and the manual."""
    return tuple(key for key in CARD_KEYS if kind in key.kinds)
