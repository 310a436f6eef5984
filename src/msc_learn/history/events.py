"""Event kinds besides reviews, and their registry; an event is never changed once it is stored.

An event that ends others names them, so that it means the same in whatever order events arrive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from msc_learn.constants import SCHEMA
from msc_learn.memory.review import Review

if TYPE_CHECKING:
    from msc_learn.position import Position


@dataclass(frozen=True, slots=True)
class Event:
    """Base class of events: id, learner, course, card, time in UTC and the learner's time zone.

    `SCHEMA` is the version of the export format that first held the kind. `ARRIVAL_CHECK` names the class
    that checks events of the kind when they are imported; empty for kinds that may come in any order.
    """

    SCHEMA: ClassVar[int] = SCHEMA
    ARRIVAL_CHECK: ClassVar[str] = ""

    id: str
    learner: str
    course: str
    card: str
    at: datetime
    zone: str = "UTC"

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the names of the fields, which are the keys of an exported line."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def read_value(cls, name: str, value: object) -> Any:
        """Return the checked value of a key of an exported line; raises `ValueError`."""
        from msc_learn.history.json_values import EVENT_READERS, read_value

        return read_value(EVENT_READERS, name, value)

    @classmethod
    def restored(cls, common: tuple[Any, ...], data: Mapping[str, Any]) -> Self:
        """Return the event of a row: its common values, and its own as JSON holds them."""
        own: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(*common, **own)


@dataclass(frozen=True, slots=True)
class Undo(Event):
    """A review undone: it stays stored and no longer counts."""

    review: str = ""


@dataclass(frozen=True, slots=True)
class Ending(Event):
    """An event that ends others; `ends` are their ids."""

    ends: tuple[str, ...] = ()


# Kinds without fields of their own inherit from a dataclass: the decorator costs time at every start.
class Suspend(Event):
    """A card that is not asked until it is resumed."""

    __slots__ = ()


class Resume(Ending):
    """A suspended card that is asked again."""

    __slots__ = ()


class Bury(Event):
    """A card that is not asked until the learner's day ends."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Flag(Event):
    """A card marked for a second look, with the learner's note."""

    note: str = ""


class Unflag(Ending):
    """A flag removed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Renamed(Event):
    """A card answered for the first time since its note was renamed; `former` is its old id."""

    former: str = ""


class EventKind(Protocol):
    """What a class of events offers, so that the history stores it without knowing it."""

    SCHEMA: int
    ARRIVAL_CHECK: str

    def __call__(self, *common: Any, **own: Any) -> Event:
        """Make an event."""

    def field_names(self) -> tuple[str, ...]:
        """Return the keys of an exported line."""

    def read_value(self, name: str, value: object) -> Any:
        """Return the checked value of a key of an exported line; raises `ValueError`."""

    def restored(self, common: tuple[Any, ...], data: Mapping[str, Any]) -> Event:
        """Return the event of a row."""


class ArrivalCheck(Protocol):
    """Checks the events of one import against those stored; each import makes its own, of the history."""

    def check(self, position: "Position", event: Any) -> None:
        """Check an event before it is stored; raises `HistoryError` with its position."""


# Each kind by the name it is stored under; the class is imported when an event of the kind is read.
EVENT_KINDS = {
    "undo": "msc_learn.history.events:Undo",
    "suspend": "msc_learn.history.events:Suspend",
    "resume": "msc_learn.history.events:Resume",
    "bury": "msc_learn.history.events:Bury",
    "flag": "msc_learn.history.events:Flag",
    "unflag": "msc_learn.history.events:Unflag",
    "renamed": "msc_learn.history.events:Renamed",
    "exambegun": "msc_learn.exams.events:ExamBegun",
    "examanswered": "msc_learn.exams.events:ExamAnswered",
    "examended": "msc_learn.exams.events:ExamEnded",
}
# The kind of event that each kind ends.
ENDS: dict[type[Ending], type[Event]] = {Resume: Suspend, Unflag: Flag}

LogEntry = Review | Event


@cache
def imported(path: str) -> Any:
    """Return the class that a path such as `package.module:Class` names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def kind_named(name: str) -> EventKind | None:
    """Return the kind of event stored under a name, None where there is none."""
    kind: EventKind | None = imported(EVENT_KINDS[name]) if name in EVENT_KINDS else None
    return kind


def kind_of(event: Event) -> str:
    """Return the name that an event's kind is stored under."""
    return name_of(type(event))


def name_of(kind: type[Event]) -> str:
    """Return the name that a kind of event is stored under."""
    return kind.__name__.lower()
