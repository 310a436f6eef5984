"""Plots as inline SVG without script: calendar heat map, bar chart, shares with intervals, calibration.

Horizontal positions are percentages, so that a plot fills its container and its text keeps its size.
Vertical positions are pixels. Nothing depends on colour alone; `title` and `desc` describe each plot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from msc_learn.reports.phrases import count, long_day
from msc_learn.study.statistics import shade

_CELL = 14
_HEIGHT = 170
_BELOW = 22
_ABOVE = 18
_MOST_LABELS = 6
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")


@dataclass(frozen=True, slots=True)
class Caption:
    """The name of a plot, which is its id on the page, its title, and a sentence on what it shows."""

    name: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: the label below it, its height, and its tooltip."""

    label: str
    value: float
    tip: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval and the predicted share, all from 0 to 1; `tip` is the tooltip."""

    label: str
    share: float
    low: float
    high: float
    predicted: float
    tip: str


def calendar(
    caption: Caption, answers: Mapping[date, int], begin: date, today: date, limits: Sequence[int]
) -> str:
    """Return a calendar heat map: a column for each week from the Monday `begin`, a cell for each day."""
    weeks = (today - begin).days // 7 + 1
    width = 100 / weeks
    cells = (
        _rect(
            week * width,
            _ABOVE + weekday * _CELL,
            width * 0.86,
            _CELL - 2,
            f"s{shade(answers.get(day, 0), limits)}",
            f"{long_day(day)}: {count(answers.get(day, 0), 'answer')}",
        )
        for week in range(weeks)
        for weekday in range(7)
        if (day := begin + timedelta(weeks=week, days=weekday)) <= today
    )
    names = (
        _text(0, _ABOVE + row * _CELL + 10, name, "end", -6) for row, name in enumerate(_WEEKDAYS) if name
    )
    return _plot(caption, _ABOVE + 7 * _CELL, (*names, *_months(begin, weeks), *cells))


def bars(caption: Caption, values: Sequence[Bar]) -> str:
    """Return a bar chart with a scale on the left."""
    top = _round_up(max((bar.value for bar in values), default=0))
    width = 100 / max(len(values), 1)
    drawn = (
        _rect(
            (number + 0.1) * width,
            _down(bar.value / top),
            width * 0.8,
            _HEIGHT * bar.value / top,
            "bar",
            bar.tip,
        )
        for number, bar in enumerate(values)
    )
    scale = _scale([(part, f"{top * part:g}") for part in (0, 0.5, 1)])
    labels = [(width * (number + 0.5), bar.label) for number, bar in enumerate(values)]
    return _plot(caption, _ABOVE + _HEIGHT + _BELOW, (*scale, *drawn, *_labels(labels)))


def shares(caption: Caption, values: Sequence[Share], floor: float) -> str:
    """Return shares from `floor` to 1 as dots with their intervals, and dashes for the predicted shares."""
    width = 100 / max(len(values), 1)
    reach = min(width / 4, 3)
    middles = [width * (number + 0.5) for number in range(len(values))]
    marks = "".join(
        _dot(share, x, floor) + _line(x - reach, x + reach, _up(share.predicted, floor), "predicted")
        for x, share in zip(middles, values, strict=True)
    )
    labels = _labels([(x, share.label) for x, share in zip(middles, values, strict=True)])
    return _plot(caption, _ABOVE + _HEIGHT + _BELOW, (*_percent_scale(floor), marks, *labels))


def calibration(caption: Caption, values: Sequence[Share], floor: float) -> str:
    """Return a calibration plot: shares against predicted shares from `floor` to 1, and the diagonal."""
    diagonal = f'<line class="diagonal" x1="0%" y1="{_down(0)}" x2="100%" y2="{_down(1)}"/>'
    dots = (_dot(share, 100 * (share.predicted - floor) / (1 - floor), floor) for share in values)
    steps = [(100 * part, _percent(floor + (1 - floor) * part)) for part in (0, 0.5, 1)]
    labels = (_text(x, _ABOVE + _HEIGHT + 16, label, "middle") for x, label in steps)
    parts = (*_percent_scale(floor), diagonal, *dots, *labels)
    return _plot(caption, _ABOVE + _HEIGHT + _BELOW, parts, "plot square")


def floor_of(values: Iterable[Share]) -> float:
    """Return where a scale of shares begins: the next tenth below all of them, at most 0.9."""
    lowest = min((min(share.low, share.predicted) for share in values), default=0.5)
    return min(int(lowest * 10) / 10, 0.9)


def _plot(caption: Caption, height: int, parts: Iterable[str], classes: str = "plot") -> str:
    name = escape(caption.name)
    return (
        f'<svg class="{classes}" role="img" height="{height}" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(caption.title)}</title>'
        f'<desc id="{name}-desc">{escape(caption.says)}</desc>{"".join(parts)}</svg>'
    )


def _months(begin: date, weeks: int) -> Iterable[str]:
    """Yield the name of each month above the week it begins in; every other one is hidden on a phone."""
    for week in range(weeks):
        last = begin + timedelta(weeks=week, days=6)
        if last.day <= 7 and week <= weeks - 3:
            yield _text(100 * week / weeks, 10, f"{last:%b}", "start", name="other" if last.month % 2 else "")


def _dot(share: Share, x: float, floor: float) -> str:
    ends = f'y1="{_up(share.low, floor):.1f}" y2="{_up(share.high, floor):.1f}"'
    return (
        f'<g><title>{escape(share.tip)}</title><line class="interval" x1="{x:.2f}%" x2="{x:.2f}%" {ends}/>'
        f'<circle class="dot" cx="{x:.2f}%" cy="{_up(share.share, floor):.1f}" r="4"/></g>'
    )


def _percent_scale(floor: float) -> Iterable[str]:
    return _scale([(part, _percent(floor + (1 - floor) * part)) for part in (0, 0.5, 1)])


def _percent(share: float) -> str:
    return f"{round(100 * share)}\u00a0%"


def _scale(steps: Iterable[tuple[float, str]]) -> Iterable[str]:
    """Yield a line across the plot for each step, with its label on the left."""
    for part, label in steps:
        yield _line(0, 100, _down(part), "grid") + _text(0, _down(part) + 4, label, "end", -6)


def _labels(labels: Sequence[tuple[float, str]]) -> Iterable[str]:
    """Yield labels below a plot, only so many that they do not overlap."""
    every = -(-len(labels) // _MOST_LABELS)
    for x, label in labels[:: every or 1]:
        yield _text(x, _ABOVE + _HEIGHT + 16, label, "middle")


def _up(share: float, floor: float) -> float:
    """Return the vertical position of a share on a scale from `floor` to 1."""
    return _down((share - floor) / (1 - floor))


def _down(part: float) -> float:
    """Return the vertical position of a part, from 0 at the foot of the plot to 1 at its top."""
    return _ABOVE + _HEIGHT * (1 - part)


def _round_up(value: float) -> float:
    """Return the next of 2, 4, 6, 10 and their tenfolds, so that half of it is a round number too."""
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


def _text(x: float, y: float, text: str, anchor: str, shift: int = 0, name: str = "") -> str:
    more = (f' dx="{shift}"' if shift else "") + (f' class="{name}"' if name else "")
    return f'<text x="{x:.2f}%" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'
