"""Exam events: an attempt begun with its items frozen, each answer, and the end, in a hash chain.

The seal of an event is the SHA-256 digest of its content and of the seal before it. A line that was changed,
left out or moved by hand no longer fits. A forger can compute new seals: the chain shows mistakes and edits,
not forgery.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self

from msc_learn.constants import EXAM_SCHEMA, MOST_IN_EXAM, MOST_MINUTES, MOST_MONTHS
from msc_learn.history.events import Event, kind_of
from msc_learn.history.json_values import (
    Reader,
    boolean,
    invalid,
    member_of,
    number,
    read_value,
    text,
    texts,
    whole_number,
)
from msc_learn.memory.review import Mode, milliseconds


class End(StrEnum):
    """How an attempt ended: handed in by the learner, or by the clock."""

    SUBMITTED = "submitted"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Item:
    """A frozen exam item: one version of a card, how it is asked, and its options in order.

    `key` holds the right options of a choice, or the authored answers of a typed item. Everything that
    grades a typed answer is frozen too, named as on a card: `need` of the key are enough (0: all), `reject`
    pairs a wrong answer with the reason, and `others` are similar answers of other cards. `sources` pair a
    section with its quote.
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
class ExamEvent(Event):
    """Base class of exam events; `before` is the seal of the event before it, `seal` this one's digest."""

    SCHEMA: ClassVar[int] = EXAM_SCHEMA
    ARRIVAL_CHECK: ClassVar[str] = "msc_learn.exams.store:ExamArrivals"

    before: str = ""
    seal: str = ""

    @classmethod
    def read_value(cls, name: str, value: object) -> Any:
        """Return the checked value of a key of an exported line; raises `ValueError`."""
        if name in _READERS:
            return read_value(_READERS, name, value)
        return Event.read_value(name, value)

    @classmethod
    def restored(cls, common: tuple[Any, ...], data: Mapping[str, Any]) -> Self:
        """Return the event of a row: its common values, and its own as JSON holds them."""
        return cls(*common, **{name: cls.read_value(name, value) for name, value in data.items()})


@dataclass(frozen=True, slots=True)
class ExamBegun(ExamEvent):
    """An attempt begun, with its items frozen; the id of this event is that of the attempt.

    `version` is the digest of the form, `number` counts the learner's attempts at it from 1, `pass_mark` is
    in per cent, and `program` is the version of msc-learn that scores. `before` is the seal of the end of the
    attempt before, if any.
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
        """The time limit."""
        return self.at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class ExamAnswered(ExamEvent):
    """An answer to an item: a typed text, or the options picked.

    `item` counts from 0, `score` is from 0 to 1, `elapsed` in milliseconds.
    """

    attempt: str = ""
    item: int = 0
    answer: str = ""
    picked: tuple[str, ...] = ()
    score: float = 0.0
    elapsed: int = 0


@dataclass(frozen=True, slots=True)
class ExamEnded(ExamEvent):
    """An attempt ended; one that ran out of time ended at its time limit."""

    attempt: str = ""
    end: End = End.SUBMITTED


KINDS: tuple[type[ExamEvent], ...] = (ExamBegun, ExamAnswered, ExamEnded)


def seal_of(event: ExamEvent) -> str:
    """Return the SHA-256 digest of an event without its own seal, with the seal before it."""
    values: dict[str, Any] = {name: getattr(event, name) for name in event.field_names() if name != "seal"}
    values |= {"kind": kind_of(event), "at": milliseconds(event.at)}
    plain = json.dumps(values, default=asdict, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def attempt_of(event: ExamEvent) -> str:
    """Return the id of the attempt that an event belongs to."""
    return event.attempt if isinstance(event, ExamAnswered | ExamEnded) else event.id


def _pairs(key: str, value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise invalid(key, value)
    return tuple((first, second) for first, second in (texts(key, pair) for pair in value))


def _share(key: str, value: object) -> float:
    if not 0 <= (share := number(key, value)) <= 1:
        raise invalid(key, value)
    return share


def _items(key: str, value: object) -> tuple[Item, ...]:
    try:
        if isinstance(value, list) and value:
            return tuple(map(_item, value))
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise invalid(key, value)


def _item(value: Any) -> Item:
    item = Item(**{name: _ITEM[name](name, own) for name, own in value.items()})
    is_choice = item.mode is Mode.CHOICE and set(item.key) <= set(item.options)
    if not item.key or not (is_choice or (item.mode is Mode.TYPE and not item.options)):
        raise ValueError
    return item


_ITEM: dict[str, Reader] = {
    **dict.fromkeys(("card", "version", "topic", "question"), text),
    **dict.fromkeys(("key", "options", "accept", "others"), texts),
    **dict.fromkeys(("ordered", "case"), boolean),
    **dict.fromkeys(("reject", "sources"), _pairs),
    "mode": member_of(Mode),
    "need": whole_number(0, MOST_IN_EXAM),
}
_READERS: dict[str, Reader] = {
    # The beginning and the end of an attempt belong to no card.
    "card": text,
    "number": whole_number(1, MOST_IN_EXAM),
    "minutes": whole_number(1, MOST_MINUTES),
    "months": whole_number(1, MOST_MONTHS),
    "pass_mark": whole_number(1, 100),
    "item": whole_number(0, MOST_IN_EXAM),
    "picked": texts,
    "score": _share,
    "end": member_of(End),
    "items": _items,
}
