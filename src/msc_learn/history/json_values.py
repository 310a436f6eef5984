"""Checked readers of JSON values: each takes a key and its value, and raises `ValueError` with a message."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from msc_learn.constants import ELAPSED_LIMIT, FIRST_YEAR, LAST_YEAR
from msc_learn.memory.review import Mode, Purpose, Rating, Verdict, is_pseudonym, milliseconds, moment
from msc_learn.messages import message

Reader = Callable[[str, Any], Any]
_SHOWN = 80


def read_value(readers: Mapping[str, Reader], key: str, value: object) -> Any:
    """Return the value of a key as its reader makes it, by default a text."""
    return readers.get(key, text)(key, value)


def invalid(key: str, value: object) -> ValueError:
    """Return the error of a value that its key cannot have."""
    return ValueError(message("event.unknown_value", key=key, value=_shown(value)))


def _shown(value: object) -> str:
    return repr(value)[:_SHOWN]


def text(key: str, value: object) -> str:
    """Return a text that SQLite can store: JSON can hold half a surrogate pair, SQLite cannot."""
    if not isinstance(value, str):
        raise ValueError(message("event.not_text", key=key, value=_shown(value)))
    return value.encode(errors="replace").decode()


def filled_text(key: str, value: object) -> str:
    """Return a text that is not empty."""
    if value == "":
        raise ValueError(message("event.empty", key=key))
    return text(key, value)


def texts(key: str, value: object) -> tuple[str, ...]:
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(key, value)
    return tuple(text(key, item) for item in value)


def boolean(key: str, value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise invalid(key, value)
    return value


def whole_number(least: int, most: int) -> Reader:
    """Return the reader of a whole number within bounds."""

    def read(key: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise invalid(key, value)
        return value

    return read


def number(key: str, value: object) -> float:
    """Return a number that a float can hold."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    except OverflowError:
        pass
    raise invalid(key, value)


def numbers(key: str, value: object) -> tuple[float, ...]:
    """Return a list of numbers."""
    if not isinstance(value, list):
        raise invalid(key, value)
    return tuple(number(key, item) for item in value)


def member_of(choices: type[Enum]) -> Reader:
    """Return the reader of a member of an enumeration."""

    def read(key: str, value: object) -> Enum:
        for choice in choices:
            if not isinstance(value, bool) and choice.value == value:
                return choice
        raise invalid(key, value)

    return read


def _learner(key: str, value: object) -> str:
    name = text(key, value)
    if not is_pseudonym(name):
        raise ValueError(message("event.bad_learner", value=_shown(name)))
    return name


def _time(_: str, value: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(value))
        if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise ValueError
        return moment(milliseconds(at.astimezone(UTC)))
    except (ValueError, OverflowError):
        raise ValueError(message("event.bad_time", value=_shown(value))) from None


def _elapsed(_: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < ELAPSED_LIMIT:
        return value
    raise ValueError(message("event.bad_elapsed", value=_shown(value)))


def _ends(key: str, value: object) -> tuple[str, ...]:
    try:
        return texts(key, value)
    except ValueError:
        raise ValueError(message("event.bad_ends", value=_shown(value))) from None


def _verdict(key: str, value: object) -> Verdict | None:
    verdict: Verdict | None = None if value is None else member_of(Verdict)(key, value)
    return verdict


EVENT_READERS: dict[str, Reader] = {
    **dict.fromkeys(("id", "course", "card"), filled_text),
    "learner": _learner,
    "at": _time,
    "elapsed": _elapsed,
    "ends": _ends,
    "rating": member_of(Rating),
    "mode": member_of(Mode),
    "purpose": member_of(Purpose),
    "verdict": _verdict,
}
