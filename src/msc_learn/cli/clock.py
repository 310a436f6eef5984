"""The clock and the learner's time zone; commands read them only here."""

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
    """Return the IANA name of this computer's time zone, or its UTC offset if the name is unknown."""
    set_here = os.environ.get("TZ", "").lstrip(":")
    # TZ overrides the zone of the computer, even if it is a POSIX rule and not a name.
    name = _named(set_here) if set_here else _linked()
    if name and (name == "UTC" or zone_of(name) is not UTC):
        return name
    try:
        offset = datetime.now().astimezone().strftime("%z")
    except (ValueError, OverflowError):  # POSIX allows an offset of a day and more
        return "UTC"
    return f"{offset[:3]}:{offset[3:5]}"


def _linked() -> str:
    try:
        target = Path("/etc/localtime").resolve(strict=True).as_posix()
    except OSError:
        return ""
    return _named(target) if "zoneinfo/" in target else ""


def _named(zone: str) -> str:
    """Return the name of a time zone from its name or the path of its file."""
    return zone.rpartition("zoneinfo/")[2]
