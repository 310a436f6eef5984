"""Plots as inline SVG: a calendar, bars, and shares with their intervals; each as wide as its place.

Across, everything is measured in per cent, so that a plot fills its place and its letters keep their size;
down, in pixels. Nothing is told by colour alone, and a `title` and a `desc` say what a plot shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from msc_learn.reports.phrases import count
from msc_learn.study.statistics import shade

_CELL = 14
_HIGH = 170
_BELOW = 22
_ABOVE = 18
_LABELS = 6
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


@dataclass(frozen=True, slots=True)
class Caption:
    """What names a plot: an id no other has on the page, a title, and a sentence on what can be seen."""

    name: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label below, its height, and the words shown when it is pointed at."""

    label: str
    value: float
    tip: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval and the share foretold, all from 0 to 1."""

    label: str
    share: float
    low: float
    high: float
    foretold: float
    tip: str


def calendar(
    caption: Caption, answers: Mapping[date, int], begin: date, today: date, limits: Sequence[int]
) -> str:
    """Return a column for each week from a Monday on, and in it a cell for each day until today."""
    weeks = (today - begin).days // 7 + 1
    wide = 100 / weeks
    cells = (
        _rect(
            week * wide,
            _ABOVE + weekday * _CELL,
            wide * 0.86,
            _CELL - 2,
            f"s{shade(answers.get(day, 0), limits)}",
            f"{day.day} {day:%B %Y}: {count(answers.get(day, 0), 'answer')}",
        )
        for week in range(weeks)
        for weekday in range(7)
        if (day := begin + timedelta(weeks=week, days=weekday)) <= today
    )
    days = (
        _text(0, _ABOVE + place * _CELL + 10, name, "end", -6) for place, name in enumerate(_WEEKDAYS) if name
    )
    return _plot(caption, _ABOVE + 7 * _CELL, (*days, *_months(begin, weeks), *cells))


def bars(caption: Caption, found: Sequence[Bar]) -> str:
    """Return bars side by side, with a scale on the left."""
    top = _round_up(max((bar.value for bar in found), default=0))
    wide = 100 / max(len(found), 1)
    drawn = (
        _rect(
            place * wide + wide * 0.1,
            _down(bar.value / top),
            wide * 0.8,
            _HIGH * bar.value / top,
            "bar",
            bar.tip,
        )
        for place, bar in enumerate(found)
    )
    scale = _scale([(part, f"{top * part:g}") for part in (0, 0.5, 1)])
    places = [(wide * (place + 0.5), bar.label) for place, bar in enumerate(found)]
    return _plot(caption, _ABOVE + _HIGH + _BELOW, (*scale, *drawn, *_below(places)))


def shares(caption: Caption, found: Sequence[Share], floor: float) -> str:
    """Return shares from `floor` to 1 as dots with their intervals, and dashes where they were foretold."""
    wide = 100 / max(len(found), 1)
    reach = min(wide / 4, 3)
    marks = "".join(
        _dot(one, wide * (place + 0.5), floor)
        + _line(
            wide * (place + 0.5) - reach, wide * (place + 0.5) + reach, _up(one.foretold, floor), "foretold"
        )
        for place, one in enumerate(found)
    )
    labels = _below([(wide * (place + 0.5), one.label) for place, one in enumerate(found)])
    return _plot(caption, _ABOVE + _HIGH + _BELOW, (*_percents(floor), marks, *labels))


def against(caption: Caption, found: Sequence[Share], floor: float) -> str:
    """Return shares set against what was foretold, both from `floor` to 1, and the diagonal of agreement."""
    diagonal = f'<line class="diagonal" x1="0%" y1="{_down(0)}" x2="100%" y2="{_down(1)}"/>'
    dots = (_dot(one, 100 * (one.foretold - floor) / (1 - floor), floor) for one in found)
    steps = [(100 * part, _percent(floor + (1 - floor) * part)) for part in (0, 0.5, 1)]
    labels = (_text(x, _ABOVE + _HIGH + 16, said, "middle") for x, said in steps)
    return _plot(
        caption, _ABOVE + _HIGH + _BELOW, (*_percents(floor), diagonal, *dots, *labels), "plot square"
    )


def floor_of(found: Iterable[Share]) -> float:
    """Return where a scale of shares begins: at the tenth below all of them, and at 0.9 at most."""
    lowest = min((min(one.low, one.foretold) for one in found), default=0.5)
    return min(int(lowest * 10) / 10, 0.9)


def _plot(caption: Caption, height: int, parts: Iterable[str], classes: str = "plot") -> str:
    name = escape(caption.name)
    return (
        f'<svg class="{classes}" role="img" height="{height}" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(caption.title)}</title>'
        f'<desc id="{name}-desc">{escape(caption.says)}</desc>{"".join(parts)}</svg>'
    )


def _months(begin: date, weeks: int) -> Iterable[str]:
    """Yield the name of each month above the week in which it begins; a phone leaves out every other."""
    for week in range(weeks):
        last = begin + timedelta(weeks=week, days=6)
        if last.day <= 7 and week <= weeks - 3:
            yield _text(100 * week / weeks, 10, f"{last:%b}", "start", name="other" if last.month % 2 else "")


def _dot(one: Share, across: float, floor: float) -> str:
    place = f'x1="{across:.2f}%" x2="{across:.2f}%"'
    ends = f'y1="{_up(one.low, floor):.1f}" y2="{_up(one.high, floor):.1f}"'
    return (
        f'<g><title>{escape(one.tip)}</title><line class="interval" {place} {ends}/>'
        f'<circle class="dot" cx="{across:.2f}%" cy="{_up(one.share, floor):.1f}" r="4"/></g>'
    )


def _percents(floor: float) -> Iterable[str]:
    return _scale([(part, _percent(floor + (1 - floor) * part)) for part in (0, 0.5, 1)])


def _percent(share: float) -> str:
    return f"{round(100 * share)}\u00a0%"


def _scale(steps: Iterable[tuple[float, str]]) -> Iterable[str]:
    """Yield a line across the plot for each step, with its words on the left."""
    for part, said in steps:
        yield _line(0, 100, _down(part), "grid") + _text(0, _down(part) + 4, said, "end", -6)


def _below(places: Sequence[tuple[float, str]]) -> Iterable[str]:
    """Yield labels below a plot, only so many that they do not meet."""
    every = -(-len(places) // _LABELS)
    for across, said in places[:: every or 1]:
        yield _text(across, _ABOVE + _HIGH + 16, said, "middle")


def _up(share: float, floor: float) -> float:
    return _down((share - floor) / (1 - floor))


def _down(part: float) -> float:
    return _ABOVE + _HIGH * (1 - part)


def _round_up(value: float) -> float:
    """Return the next number of 2, 4, 6, 10 and their tenfolds, so that its half is told easily."""
    size = 1
    while True:
        for step in (2, 4, 6, 10):
            if value <= step * size:
                return step * size
        size *= 10


def _rect(x: float, y: float, width: float, height: float, name: str, tip: str) -> str:
    return (
        f'<rect class="{name}" x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}">'
        f"<title>{escape(tip)}</title></rect>"
    )


def _line(begin: float, end: float, y: float, name: str) -> str:
    return f'<line class="{name}" x1="{begin:.2f}%" x2="{end:.2f}%" y1="{y:.1f}" y2="{y:.1f}"/>'


def _text(across: float, y: float, said: str, anchor: str, aside: int = 0, name: str = "") -> str:
    moved = (f' dx="{aside}"' if aside else "") + (f' class="{name}"' if name else "")
    return f'<text x="{across:.2f}%" y="{y:.1f}" text-anchor="{anchor}"{moved}>{escape(said)}</text>'
