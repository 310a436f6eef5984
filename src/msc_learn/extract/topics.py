"""Assign the sections of a document to topics; each topic becomes a card file."""

from dataclasses import dataclass

from msc_learn.document.model import Block, Document
from msc_learn.extract.draft import slug

_INTRODUCTIONS = ("introduction", "overview", "opening")
# Names with another meaning in a course folder, or forbidden as file names on Windows.
_RESERVED = frozenset({"course", "competences", "document", "media", "con", "prn", "aux", "nul", "release"})


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic: the name of its card file without the suffix, and its title."""

    id: str
    title: str


class Topics:
    """The top-level sections of a document in order; text before the first is the introduction."""

    def __init__(self, document: Document) -> None:
        self._title = document.title
        self._by_section: dict[str, TopicName] = {}
        names = dict.fromkeys(block.section[0] for block in document.blocks if block.section)
        used: set[str] = set()
        for name in names:
            self._by_section[name] = TopicName(_unused(slug(name) or "topic", used), name)
        opening = next((name for name in _INTRODUCTIONS if name not in used), "opening-text")
        self._by_section[""] = TopicName(opening, opening.capitalize())

    def of(self, section: tuple[str, ...]) -> TopicName:
        """Return the topic of a section path."""
        return self._by_section[section[0] if section else ""]

    def in_order(self) -> tuple[TopicName, ...]:
        """Return all topics, the introduction first."""
        rest = [name for section, name in self._by_section.items() if section]
        return (self._by_section[""], *rest)

    def label(self, block: Block) -> str:
        """Return the text of the comment above the cards of a block."""
        parts = [*block.section] or [self._title]
        return " › ".join([*parts, block.term] if block.term else parts)


def _unused(name: str, used: set[str]) -> str:
    base = f"{name}-topic" if name in _RESERVED else name
    number, unused = 2, base
    while unused in used:
        unused, number = f"{base}-{number}", number + 1
    used.add(unused)
    return unused
