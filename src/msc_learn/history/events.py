"""What a learner does besides answering: each a thing that happened at one time, kept as it was given.

An event that takes others back names them, so that it means the same in whatever order events arrive.
"""

from dataclasses import dataclass
from datetime import datetime

from msc_learn.memory.review import Review


@dataclass(frozen=True, slots=True)
class Event:
    """What all events have: a name of their own, whose they are, the card, the time in UTC and its zone."""

    id: str
    learner: str
    course: str
    card: str
    at: datetime
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Undo(Event):
    """A review taken back: it stays stored and counts no more."""

    review: str = ""


@dataclass(frozen=True, slots=True)
class Ending(Event):
    """What takes other events back; `ends` are their names."""

    ends: tuple[str, ...] = ()


# Those that add nothing are dataclasses by descent: to make one takes time at every start.
class Suspend(Event):
    """A card that is not to be asked until it is resumed."""

    __slots__ = ()


class Resume(Ending):
    """A suspended card that is asked again."""

    __slots__ = ()


class Bury(Event):
    """A card that is not to be asked until the learner's day ends."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Flag(Event):
    """A card marked for a second look, with what the learner says of it."""

    note: str = ""


class Unflag(Ending):
    """A flag that is done with."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Renamed(Event):
    """A card answered for the first time since its note was renamed; `former` is the id it had."""

    former: str = ""


KINDS: dict[str, type[Event]] = {
    "undo": Undo,
    "suspend": Suspend,
    "resume": Resume,
    "bury": Bury,
    "flag": Flag,
    "unflag": Unflag,
    "renamed": Renamed,
}
# The kind of event that each kind takes back.
ENDS: dict[type[Ending], type[Event]] = {Resume: Suspend, Unflag: Flag}

Happening = Review | Event


def kind_named(name: str) -> type[Event] | None:
    """Return the kind of event stored under a name, None where there is none; those of exams load on use."""
    if not name.startswith("exam"):
        return KINDS.get(name)
    from msc_learn.exams.events import EXAM_KINDS

    return EXAM_KINDS.get(name)


def kind_of(event: Event) -> str:
    """Return the name an event's kind is stored under."""
    return type(event).__name__.lower()
