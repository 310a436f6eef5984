"""An exam as it is kept: its questions frozen when it began, what was answered, and how it ended.

Each event names the seal of the one before it and bears its own, a digest of all it says. A line that was
changed, left out or moved by hand no longer fits. Whoever can write programs can seal anew: this tells
mistakes and edits, not forgers.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from msc_learn.constants import MOST_IN_EXAM, MOST_MINUTES, MOST_MONTHS
from msc_learn.history.events import Event, kind_of
from msc_learn.memory.review import Mode, milliseconds
from msc_learn.messages import message


class End(StrEnum):
    """How an attempt ended: handed in by the learner, or by the clock."""

    SUBMITTED = "submitted"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was frozen: the card in one version, how it is asked, its options in their order.

    `key` holds what is right: the right options of a choice, the authored answers of a typed item. All that
    marks a typed answer is frozen too, with names as on a card: `need` of the key are enough (0: all), and
    `reject` pairs a wrong answer with the reason, and `others` are answers of other cards that are near.
    `sources` pair a section with the words quoted.
    """

    card: str
    version: str
    topic: str
    mode: Mode
    question: str
    key: tuple[str, ...]
    options: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    reject: tuple[tuple[str, str], ...] = ()
    need: int = 0
    ordered: bool = False
    case: bool = False
    others: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Examined(Event):
    """What happened in an exam; `before` is the seal of the event before it, `seal` this one's digest."""

    before: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class ExamBegun(Examined):
    """An attempt begun, with all that was frozen; its own name is that of the attempt.

    `version` is the digest of the form, `number` counts the learner's attempts at it from 1, `pass_mark` is
    in per cent, and `program` the msc-learn that marks. `before` names the end of the attempt before, if any.
    """

    form: str = ""
    version: str = ""
    title: str = ""
    number: int = 1
    minutes: int = 1
    pass_mark: int = 1
    months: int = 1
    seed: str = ""
    program: str = ""
    items: tuple[Item, ...] = ()

    @property
    def closes(self) -> datetime:
        """When the time allowed is over."""
        return self.at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class ExamAnswered(Examined):
    """An answer to the item numbered from 0: as typed, or the options picked; `elapsed` in milliseconds."""

    attempt: str = ""
    item: int = 0
    answer: str = ""
    picked: tuple[str, ...] = ()
    score: float = 0.0
    elapsed: int = 0


@dataclass(frozen=True, slots=True)
class ExamEnded(Examined):
    """An attempt ended; by the clock, its time is when the time allowed was over."""

    attempt: str = ""
    end: End = End.SUBMITTED


EXAM_KINDS: dict[str, type[Examined]] = {
    "exambegun": ExamBegun,
    "examanswered": ExamAnswered,
    "examended": ExamEnded,
}


def seal_of(event: Examined) -> str:
    """Return the digest of all that an event says but its seal, the seal before it among it."""
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.name != "seal"}
    values |= {"kind": kind_of(event), "at": milliseconds(event.at)}
    text = json.dumps(values, default=asdict, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def attempt_of(event: Examined) -> str:
    """Return the name of the attempt that an event is part of."""
    return event.attempt if isinstance(event, ExamAnswered | ExamEnded) else event.id


def read_value(name: str, value: object) -> Any:
    """Return what stands under a key of `READERS`, from JSON; raises `ValueError` with what is wrong."""
    try:
        return READERS[name](value)
    except (TypeError, KeyError, AttributeError, ValueError):
        raise ValueError(message("event.bad_exam_value", key=name, value=repr(str(value)[:80]))) from None


def restored(kind: str, common: tuple[Any, ...], data: Mapping[str, Any]) -> Examined:
    """Make an event of an exam of what all events have and of its own, as JSON holds it."""
    own = {name: read_value(name, value) if name in READERS else value for name, value in data.items()}
    return EXAM_KINDS[kind](*common, **own)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    # JSON can hold half a character; SQLite takes whole ones only.
    return value.encode(errors="replace").decode()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple((one, other) for one, other in map(_texts, value))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _from(least: int, most: int = MOST_IN_EXAM) -> Callable[[object], int]:
    def number(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError
        return value

    return number


def _share(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError
    return float(value)


def _items(value: object) -> tuple[Item, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(map(_item, value))


def _item(value: Any) -> Item:
    found = Item(**{name: _ITEM[name](one) for name, one in value.items()})
    chosen = found.mode is Mode.CHOICE and set(found.key) <= set(found.options)
    if not found.key or not (chosen or (found.mode is Mode.TYPE and not found.options)):
        raise ValueError
    return found


_ITEM: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("card", "version", "topic", "question"), _text),
    **dict.fromkeys(("key", "options", "accept", "others"), _texts),
    **dict.fromkeys(("ordered", "case"), _flag),
    **dict.fromkeys(("reject", "sources"), _pairs),
    "mode": Mode,
    "need": _from(0),
}
READERS: dict[str, Callable[[Any], Any]] = {
    # The beginning and the end of an exam are of no one card.
    "card": _text,
    "number": _from(1),
    "minutes": _from(1, MOST_MINUTES),
    "months": _from(1, MOST_MONTHS),
    "pass_mark": _from(1, 100),
    "item": _from(0),
    "picked": _texts,
    "score": _share,
    "end": End,
    "items": _items,
}
