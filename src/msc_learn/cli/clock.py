"""The clock and the learner's time zone, read in one place."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from msc_learn.memory.days import zone_of


def now() -> datetime:
    """Return the time in UTC, to the millisecond, as it is stored."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def ticks() -> float:
    """Return seconds of a monotonic clock, which is never set back."""
    return time.monotonic()


def zone() -> str:
    """Return the name of this computer's time zone, or its offset where no name is known."""
    set_here = os.environ.get("TZ", "").lstrip(":")
    # Where TZ is set, the computer's own zone does not hold, though TZ be no name but a rule.
    name = _named(set_here) if set_here else _linked()
    if name and (name == "UTC" or zone_of(name) is not UTC):
        return name
    offset = datetime.now().astimezone().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def _linked() -> str:
    try:
        target = Path("/etc/localtime").resolve(strict=True).as_posix()
    except OSError:
        return ""
    return _named(target) if "zoneinfo/" in target else ""


def _named(place: str) -> str:
    """Return the name of a zone that may be given as the path of its file."""
    return place.rpartition("zoneinfo/")[2]
