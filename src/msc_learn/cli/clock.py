"""The clock and the learner's time zone, read in one place."""

import os
from datetime import UTC, datetime
from pathlib import Path

from msc_learn.study.days import zone_of


def now() -> datetime:
    """Return the time in UTC, to the millisecond, as it is stored."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def zone() -> str:
    """Return the name of this computer's time zone, or its offset where no name is known."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked()):
        if name and (name == "UTC" or zone_of(name) is not UTC):
            return name
    offset = datetime.now().astimezone().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def _linked() -> str:
    try:
        target = Path("/etc/localtime").resolve(strict=True).as_posix()
    except OSError:
        return ""
    return target.partition("zoneinfo/")[2]
