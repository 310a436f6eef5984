"""What the peers write: the notes of card files with the fields, tags and deck that msc-learn gives them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class PlainNote:
    """A note: its kind, its field values in order, its tags and the name of its deck."""

    kind: str
    fields: list[str]
    tags: list[str]
    deck: str


def read_shapes(path: str) -> dict[str, list[str]]:
    """Return the names of the fields by kind of note."""
    shapes: dict[str, list[str]] = json.loads(Path(path).read_text(encoding="utf-8"))
    return shapes


def read_notes(loader: str, source: Path, shapes: Mapping[str, list[str]]) -> Iterator[PlainNote]:
    """Yield the notes of a card file or of a course folder, read with PyYAML's loader of that name."""
    if not source.is_dir():
        data = _load(loader, source)
        yield from _notes(data, shapes, (source.stem, source.stem), (data["topic"], data["topic"]))
        return
    course = _load(loader, source / "course.yaml")
    for number, topic in enumerate(course["topics"], start=1):
        data = _load(loader, source / f"{topic}.yaml")
        deck = f"{course['deck']}::{number:02} {data['topic']}"
        yield from _notes(data, shapes, (source.name, topic), (course["title"], deck))


def _load(loader: str, path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, loader))  # noqa: S506 - both are safe


def _notes(
    data: Any, shapes: Mapping[str, list[str]], ids: tuple[str, str], names: tuple[str, str]
) -> Iterator[PlainNote]:
    course, topic = ids
    title, deck = names
    for card in data["cards"]:
        kind = "cloze" if "cloze" in card else "question"
        values = {
            "Text": card.get("cloze", ""),
            "Question": card.get("question", ""),
            "Answer": card.get("answer", ""),
            "Extra": card["extra"],
            "Strength": card["strength"],
            "Topic": data["topic"],
            "Document": title,
            "CardId": card["id"],
            "Language": "en",
        }
        tags = sorted(f"{course}::{name}" for name in (topic, f"strength::{card['strength']}", *data["tags"]))
        yield PlainNote(kind, [values.get(name, "") for name in shapes[kind]], tags, deck)
