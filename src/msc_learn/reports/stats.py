"""Learning statistics as an HTML page: plots, each followed by a table of its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from msc_learn.constants import LEECH_LAPSES
from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.reports import plots
from msc_learn.reports.html import render_page
from msc_learn.reports.phrases import capitalised, count, long_day, minutes, percent
from msc_learn.reports.plots import Bar, Caption, Share
from msc_learn.reports.stats_text import fit_of, interval, recall_of
from msc_learn.study.calibration import Bin
from msc_learn.study.card_sides import sides_of
from msc_learn.study.report import Report
from msc_learn.study.retention import MIN_REVIEWS, Retention
from msc_learn.study.statistics import WEEKS, Stability, first_day, quartiles, shade


@dataclass(frozen=True, slots=True)
class PlotSection:
    """A plot as SVG, empty if there is too little to draw, and its figures as a table."""

    caption: Caption
    svg: str = ""
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def page(course: Course, cards: Sequence[Card], report: Report) -> str:
    """Return the page."""
    names = {card.id: sides_of(card).question for card in cards}
    limits = quartiles(report.days)
    return render_page(
        "stats",
        ("stats",),
        title=f"Learning statistics: {course.title}",
        language="en",
        course=course,
        report=report,
        figures_on_top=_facts(report),
        names=names | {topic.id: topic.title for topic in course.topics},
        shades=({0: 0} | {shade(limit, limits): limit for limit in limits}).items(),
        days=_days(report, limits),
        time=_time(report),
        recall=_recall(report),
        model=_model(report),
        forecast=_forecast(report),
        stability=_stability(report.stabilities),
        retention_cells=_retention_cells,
        enough=MIN_REVIEWS,
        leech_lapses=LEECH_LAPSES,
    )


def _facts(report: Report) -> Sequence[tuple[str, str, str]]:
    today, total, recent = report.today, report.total, report.retention_30_days
    known = percent(recent.recalled) if recent.recalled is not None else "–"
    states = ", ".join(f"{number:,} {name}" for name, number in report.cards.items())
    return (
        ("Today", count(today.answers, "answer"), minutes(today.minutes)),
        ("Total", count(total.answers, "answer"), f"{count(total.days, 'day')}, {minutes(total.minutes)}"),
        ("Streak", count(report.streak, "day"), f"longest {count(report.longest_streak, 'day')}"),
        ("Recall, last 30 days", known, count(recent.reviews, "review")),
        ("Due today", count(report.forecast.coming[0], "card"), f"{report.forecast.overdue:,} overdue"),
        ("Cards", f"{sum(report.cards.values()):,}", states),
    )


def _days(report: Report, limits: Sequence[int]) -> PlotSection:
    answers = {day.day: day.answers for day in report.days}
    total, days = count(sum(answers.values()), "answer"), count(len(answers), "day")
    caption = Caption("days", "Answers per day", f"{total} on {days} of the last {WEEKS} weeks.")
    svg = plots.calendar(caption, answers, first_day(report.day), report.day, limits)
    rows = [(long_day(day.day), f"{day.answers:,}", minutes(day.minutes)) for day in reversed(report.days)]
    return PlotSection(caption, svg, ("Day", "Answers", "Time"), rows)


def _time(report: Report) -> PlotSection:
    begin, pace = first_day(report.day), report.pace
    spent = [0.0] * WEEKS
    for day in report.days:
        spent[(day.day - begin).days // 7] += day.minutes
    weeks = [(begin + timedelta(weeks=week), time) for week, time in enumerate(spent)]
    seconds = pace.seconds_an_answer
    answer = "" if seconds is None else f"{seconds:.0f} seconds per answer, "
    caption = Caption(
        "time",
        "Minutes per week",
        f"On average {answer}{minutes(pace.minutes_a_day or 0)} per day with answers.",
    )
    bars = [Bar(_short(day), time, f"Week from {long_day(day)}: {minutes(time)}") for day, time in weeks]
    rows = [(long_day(day), minutes(time)) for day, time in reversed(weeks) if time]
    return PlotSection(caption, plots.bars(caption, bars), ("Week from", "Time"), rows)


def _recall(report: Report) -> PlotSection:
    months = [(month.month, month.retention) for month in report.retention_by_month]
    caption = Caption("recall", "Recall by month", f"In total: {recall_of(report.retention)}.")
    if not months:
        return PlotSection(caption)
    shares = [
        _share(kept, f"{date.fromisoformat(month + '-01'):%b %y}") for month, kept in months if kept.enough
    ]
    svg = plots.shares(caption, shares, plots.floor_of(shares)) if shares else ""
    rows = [
        (month if kept.enough else f"{month} (too few)", *_retention_cells(kept))
        for month, kept in reversed(months)
    ]
    return PlotSection(
        caption, svg, ("Month", "Reviews", "Recalled", "95\u00a0% interval", "Predicted"), rows
    )


def _model(report: Report) -> PlotSection:
    calibration = report.calibration
    if not calibration.bins:
        return PlotSection(
            Caption("model", "Predicted and actual recall", "No reviews of learned cards yet.")
        )
    few = "" if report.retention.enough else "; too few reviews to be sure"
    caption = Caption("model", "Predicted and actual recall", f"{capitalised(fit_of(calibration))}{few}.")
    rows = [
        (
            f"{round(100 * group.begin)}–{round(100 * group.end)}\u00a0%",
            f"{group.reviews:,}",
            percent(group.predicted),
            percent(group.recalled),
            interval(group.low, group.high),
        )
        for group in calibration.bins
    ]
    heads = ("Group", "Reviews", "Predicted", "Recalled", "95\u00a0% interval")
    return PlotSection(caption, _calibration_plot(caption, calibration.bins), heads, rows)


def _calibration_plot(caption: Caption, bins: Iterable[Bin]) -> str:
    """Return the calibration plot of the bins with enough reviews, empty if there are ngroup."""
    shares = [
        Share(
            "",
            group.recalled,
            group.low,
            group.high,
            group.predicted,
            _tip(group.recalled, group.predicted, group.reviews),
        )
        for group in bins
        if group.reviews >= MIN_REVIEWS
    ]
    return plots.calibration(caption, shares, plots.floor_of(shares)) if shares else ""


def _forecast(report: Report) -> PlotSection:
    due = report.forecast.coming
    late = f" {report.forecast.overdue:,} of today’s cards are overdue." if report.forecast.overdue else ""
    says = f"{count(sum(due), 'card')} in the next {len(due)} days, from what you have learned so far.{late}"
    caption = Caption("forecast", "Cards due per day", says)
    days = [(report.day + timedelta(days=ahead), cards) for ahead, cards in enumerate(due)]
    bars = [Bar(_short(day), cards, f"{long_day(day)}: {count(cards, 'card')}") for day, cards in days]
    rows = [(long_day(day), f"{cards:,}") for day, cards in days]
    return PlotSection(caption, plots.bars(caption, bars), ("Day", "Cards"), rows)


def _stability(classes: Sequence[Stability]) -> PlotSection:
    says = "Stability: days until the predicted recall of a card falls to 90\u00a0%."
    caption = Caption("stability", "Cards by stability", says)
    ranges = [
        (f"{group.low}–{group.high}" if group.high else f"{group.low}+", group.cards) for group in classes
    ]
    bars = [Bar(days, cards, f"{days} days: {count(cards, 'card')}") for days, cards in ranges]
    rows = [(days, f"{cards:,}") for days, cards in ranges]
    return PlotSection(caption, plots.bars(caption, bars), ("Days", "Cards"), rows)


def _share(kept: Retention, label: str) -> Share:
    recalled, predicted = kept.recalled or 0, kept.predicted or 0
    tip = f"{label}: {_tip(recalled, predicted, kept.reviews)}"
    return Share(label, recalled, kept.low or 0, kept.high or 0, predicted, tip)


def _tip(recalled: float, predicted: float, reviews: int) -> str:
    return f"{percent(recalled)} recalled, {percent(predicted)} predicted, {count(reviews, 'review')}"


def _retention_cells(kept: Retention) -> tuple[str, str, str, str]:
    """Return the reviews, the share recalled, its interval and the share predicted."""
    known, predicted = percent(kept.recalled or 0), percent(kept.predicted or 0)
    return f"{kept.reviews:,}", known, interval(kept.low or 0, kept.high or 0), predicted


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
