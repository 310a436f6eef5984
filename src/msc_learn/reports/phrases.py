"""Numbers, percentages, days and durations as short texts."""

from datetime import date, datetime, timedelta

from msc_learn.memory.days import day_of, zone_of
from msc_learn.messages import message


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: 1 card, 2 cards."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def span(wait: timedelta) -> str:
    """Return how long until a card comes back, as short as possible: 10 min, 3 d, 1.5 mo."""
    if wait < timedelta(hours=1):
        return f"{max(1, round(wait / timedelta(minutes=1)))} min"
    days = wait / timedelta(days=1)
    if days < 1:
        return f"{round(wait / timedelta(hours=1))} h"
    if days < 31:
        return f"{round(days)} d"
    return (
        f"{days / 30.44:.1f} mo".replace(".0", "")
        if days < 365
        else f"{days / 365.25:.1f} y".replace(".0", "")
    )


def moment(at: datetime, now: datetime, zone: str) -> str:
    """Return when something is due: at 14:30, tomorrow, on Friday, on 2 March 2026."""
    days = (day_of(at, zone) - day_of(now, zone)).days
    local = at.astimezone(zone_of(zone))
    if days <= 0:
        return f"at {local:%H:%M}" if at > now else "now"
    if days == 1:
        return "tomorrow"
    return f"on {local:%A}" if days < 7 else f"on {long_day(local)}"


def percent(share: float) -> str:
    """Return a share as a whole percentage; 100 % means all."""
    return f"{min(round(100 * share), 100 if share >= 1 else 99)} %"


def minutes(spent: float) -> str:
    """Return a duration given in minutes, as minutes or as hours and minutes."""
    whole = round(spent)
    if whole < 60:
        return f"{whole} min" if whole or not spent else message("quiz.under_a_minute")
    return f"{whole // 60} h {whole % 60} min"


def long_day(day: date) -> str:
    """Return a day as 2 March 2026."""
    return f"{day.day} {day:%B %Y}"


def capitalised(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def no_break(text: str) -> str:
    """Return a text that no line break divides."""
    return text.replace(" ", "\u00a0")
