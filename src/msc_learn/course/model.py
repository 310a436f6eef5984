"""The data model of a course: topics, notes, and the evidence of each note."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path

from msc_learn.course.course_id import name_of
from msc_learn.position import Position


class Strength(StrEnum):
    """Claim strength: how much a sentence asserts, strongest first; a card never claims more."""

    ASSERTED = "asserted"
    QUALIFIED = "qualified"
    HEDGED = "hedged"
    INVESTIGATIONAL = "investigational"

    @property
    def caution(self) -> int:
        """0 for an assertion, up to 3 for a claim under investigation."""
        return _CAUTION[self]


_CAUTION = {strength: caution for caution, strength in enumerate(Strength)}


class Status(StrEnum):
    """The review status of a note: not reviewed by a person, accepted, or rejected."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Evidence(StrEnum):
    """What happened to the sentence that a note quotes: it has changed, or it is gone."""

    DRIFTED = "drifted"
    ORPHANED = "orphaned"


class Kind(StrEnum):
    """The kind of a note, which follows from its keys."""

    QUESTION = "question"
    CLOZE = "cloze"
    LIST = "list"
    CHOICE = "choice"
    OCCLUSION = "occlusion"


@dataclass(frozen=True, slots=True)
class Source:
    """The evidence of a note: the section path (without the document's title) and the exact words.

    For an extracted note, `start` and `end` are offsets in characters into the document's text, and `digest`
    is the digest of that document.
    """

    section: tuple[str, ...]
    quote: str
    start: int | None = None
    end: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture on a note: its path below the course folder, and its alternative text."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Label:
    """A hidden area of a picture: the text it covers, and where it is.

    `at` is left, top, width and height, in percent of the picture's width and height.
    """

    text: str
    at: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Note:
    """What an author writes once and what makes one or more cards; texts are plain text with small markup.

    `topic` is the name of the card file without its extension. `value_positions` maps a key path (`answer`,
    `items.2`, `source.0.quote`) to the line and column of its value; read it through `position_of`.
    The right options of a choice are `answer` if there is one, `items` if there are several.
    `renamed_from` is the id the note was released under before. `base` is the digest of the extracted text,
    and `evidence` the state of the sources at the last extraction; learners see neither.
    """

    id: str
    kind: Kind
    topic: str
    position: Position
    question: str = ""
    answer: str = ""
    cloze: str = ""
    items: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    accept: tuple[str, ...] = ()
    reject: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False
    need: int | None = None
    reverse: bool = False
    typed: bool = False
    case: bool = False
    hint: str = ""
    extra: str = ""
    media: Media | None = None
    strength: Strength = Strength.ASSERTED
    sources: tuple[Source, ...] = ()
    tags: tuple[str, ...] = ()
    status: Status = Status.ACCEPTED
    renamed_from: str = ""
    base: str = ""
    evidence: Evidence | None = None
    value_positions: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def answers(self) -> tuple[str, ...]:
        """The right answers: the items if there are several, else the one answer."""
        return self.items or (self.answer,)

    def position_of(self, key: str) -> Position:
        """Return the position of the value under `key`, or of the note if the key is absent."""
        line, column = self.value_positions.get(key, (self.position.line, self.position.column))
        return Position(self.position.path, line, column)


@dataclass(frozen=True, slots=True)
class Retired:
    """A card that was removed from a card file, and why."""

    id: str
    reason: str
    position: Position = field(compare=False)


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of a course: one card file, its tags already added to each of its notes.

    `retired` are the cards that its author removed, with reasons.
    """

    id: str
    title: str
    notes: tuple[Note, ...]
    position: Position
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A document and its cards; `topics` are in study order.

    `id` is permanent and the same in every copy of the files. A course of version 0.1.0 has none in its files
    (`has_id` is false); its id is then that of 0.1.0, made from its name. `root` is the folder that holds the
    course, or the single card file. `document` is the path of the document that its cards quote, if any.
    """

    id: str
    title: str
    deck: str
    language: str
    topics: tuple[Topic, ...]
    root: Path
    path: Path
    document: Path | None = None
    disclaimer: str = ""
    licence: str = ""
    has_id: bool = True

    @property
    def name(self) -> str:
        """The name of its folder or card file, for files made from it."""
        return name_of(self.path)

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes in study order, drafts and rejected ones too."""
        return tuple(chain.from_iterable([topic.notes for topic in self.topics]))

    @property
    def retired(self) -> tuple[Retired, ...]:
        """All cards that were removed with a reason."""
        return tuple(retired for topic in self.topics for retired in topic.retired)

    def studied(self, *, drafts: bool = False) -> tuple[Note, ...]:
        """Return the notes a learner studies: the accepted ones, and with `drafts` those too."""
        wanted = {Status.ACCEPTED, Status.DRAFT} if drafts else {Status.ACCEPTED}
        return tuple(note for note in self.notes if note.status in wanted)
