"""A learner's days: local days that end at four in the morning, as in Anki."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from msc_learn.constants import CUT_OFF


@cache
def zone_of(name: str) -> tzinfo:
    """Return the time zone of an IANA name or an offset such as +05:30; UTC if unknown."""
    try:
        if name[:1] in "+-":
            hours, _, minutes = name[1:].partition(":")
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            return timezone(-offset if name[0] == "-" else offset)
        return ZoneInfo(name)
    except (KeyError, ValueError, OverflowError, OSError):
        return UTC


def day_of(at: datetime, zone: str) -> date:
    """Return the learner's day of a time: 3:30 at night belongs to the day before."""
    return (at.astimezone(zone_of(zone)) - CUT_OFF).date()


@cache
def start_of(day: date, zone: str) -> datetime:
    """Return when a learner's day begins, in UTC."""
    begins = datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)) + CUT_OFF
    return begins.astimezone(UTC)


def months_from(day: date, months: int) -> date:
    """Return the day some months later, or earlier; the last day of the month if that is shorter."""
    from calendar import monthrange  # slow to load, and a quiz needs no months

    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
