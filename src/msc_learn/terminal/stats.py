"""Learning statistics on a terminal: calendar heat map, recall, forecast, weakest topics and cards."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.reports.phrases import count, minutes, no_break, percent
from msc_learn.reports.stats_text import fit_of, recall_of
from msc_learn.study.card_sides import sides_of
from msc_learn.study.due_counts import Forecast
from msc_learn.study.report import Report
from msc_learn.study.retention import WeakCard, WeakTopic
from msc_learn.study.statistics import WEEKS, Day, Pace, first_day, quartiles, shade
from msc_learn.terminal.screen import Terminal, pieces_of

# The width before a bar: the longest day, a number, and the blanks around them.
_BEFORE_BAR = 20
_LONGEST_BAR = 30
_BARS = 7
# The width before a row of the calendar, and of a month's name with a blank.
_BEFORE_MAP = 6
_MONTH = 4
# As many weeks are listed if no calendar is drawn.
_WEEKS_LISTED = 6


def print_report(
    terminal: Terminal, report: Report, course: Course, cards: Sequence[Card], quiz: str
) -> None:
    """Print the report; without colour, weeks are listed instead of drawn."""
    terminal.say((course.title, "strong"))
    terminal.blank()
    if not report.total.answers:
        terminal.say(f"No answers yet. Start with: {quiz}")
        return
    for name, text in _facts(report):
        terminal.say(text, mark=(f"{name:<9}", "dim"))
    (_print_calendar if terminal.colour else _print_weeks)(terminal, report.days, report.day)
    _print_forecast(terminal, report.forecast, report.day)
    titles = {topic.id: topic.title for topic in course.topics}
    _print_topics(terminal, report.weakest_topics, titles)
    _print_cards(terminal, report.weakest_cards, {card.id: sides_of(card).question for card in cards})


def _facts(report: Report) -> list[tuple[str, str]]:
    today, total, levels = report.today, report.total, report.cards
    return [
        ("Today", f"{count(today.answers, 'answer')}, {minutes(today.minutes)}"),
        (
            "Total",
            f"{count(total.answers, 'answer')} on {count(total.days, 'day')}, {minutes(total.minutes)}",
        ),
        ("Time", _time(report.pace)),
        ("Streak", f"{count(report.streak, 'day')}, longest {count(report.longest_streak, 'day')}"),
        ("Cards", ", ".join(f"{number} {level}" for level, number in levels.items())),
        ("Recall", f"{recall_of(report.retention_30_days)}, last 30 days"),
        ("", f"{recall_of(report.retention)}, total"),
        *([("Model", fit_of(report.calibration))] if report.retention.enough else []),
    ]


def _time(pace: Pace) -> str:
    answer = f"{pace.seconds_an_answer:.0f} s per answer, " if pace.seconds_an_answer is not None else ""
    return f"{answer}{minutes(pace.minutes_a_day or 0)} per day with answers"


def _print_calendar(terminal: Terminal, days: Sequence[Day], today: date) -> None:
    """Print a calendar heat map: a column per week, a row per weekday, darker for more answers."""
    weeks = min(WEEKS, terminal.width - _BEFORE_MAP)
    begin = first_day(today, weeks)
    answers = {day.day: day.answers for day in days}
    limits = quartiles(day for day in days if day.day >= begin)
    terminal.blank()
    terminal.say((f"The last {weeks} weeks", "strong"))
    terminal.say((_months(begin, weeks), "dim"), indent=_BEFORE_MAP)
    for weekday in range(7):
        column = (begin + timedelta(weeks=week, days=weekday) for week in range(weeks))
        row = "".join(terminal.shade(shade(answers.get(day, 0), limits)) for day in column if day <= today)
        name = f"{begin + timedelta(days=weekday):%a}" if weekday % 2 == 0 else ""
        terminal.say((row, "good"), mark=(f"  {name:<4}", "dim"))
    ends = [f"to {limit}" for limit in limits]
    steps = [(0, "none"), *((shade(limit, limits), end) for limit, end in zip(limits, ends, strict=True))]
    legend = [f"{terminal.shade(step)}\u00a0{no_break(end)}" for step, end in dict(steps).items()]
    terminal.say(("answers per day:  " + "  ".join(legend), "dim"), indent=2)


def _months(begin: date, weeks: int) -> str:
    """Return the names of the months, each above the week it begins in, if there is room."""
    line = ""
    for week in range(weeks):
        last = begin + timedelta(weeks=week, days=6)
        if last.day <= 7 and week >= len(line) and week + _MONTH - 1 <= weeks:
            line = f"{line:<{week}}{last:%b} "
    # No-break spaces keep the first month where it is.
    return line.rstrip().replace(" ", "\u00a0")


def _print_weeks(terminal: Terminal, days: Sequence[Day], today: date) -> None:
    """Print the answers of each of the last weeks."""
    terminal.blank()
    terminal.say((f"The last {_WEEKS_LISTED} weeks", "strong"))
    for back in range(_WEEKS_LISTED):
        begin = first_day(today, back + 1)
        kept = [day for day in days if begin <= day.day < begin + timedelta(weeks=1)]
        done = f"{count(sum(day.answers for day in kept), 'answer')} on {count(len(kept), 'day')}"
        spent = minutes(sum(day.minutes for day in kept))
        name = f"from {begin.day} {begin:%b}"
        terminal.say(f"{done}, {spent}" if kept else "no answers", indent=2, mark=(f"{name:<13}", "dim"))


def _print_forecast(terminal: Terminal, forecast: Forecast, today: date) -> None:
    terminal.blank()
    terminal.say(("The next 7 days", "strong"))
    days = forecast.coming
    names = ["today", "tomorrow", *(f"{today + timedelta(days=n):%A}" for n in range(2, _BARS))]
    room = max(1, min(_LONGEST_BAR, terminal.width - _BEFORE_BAR))
    scale = max(1.0, max(days[:_BARS]) / room)
    rows = [
        ((name, f"{number:,}", terminal.bar(round(number / scale))), "plain")
        for name, number in zip(names, days, strict=False)
    ]
    terminal.table(rows, right=[1], indent=2)
    late = f"{forecast.overdue:,} overdue; " if forecast.overdue else ""
    terminal.say((f"{late}{count(sum(days), 'card')} in the next {len(days)} days", "dim"), indent=2)


def _print_topics(terminal: Terminal, weak: Sequence[WeakTopic], titles: Mapping[str, str]) -> None:
    if not weak:
        return
    terminal.blank()
    terminal.say(("Weakest topics", "strong"), (" recalled, reviews", "dim"))
    for topic in weak:
        figures = f"{percent(topic.retention.recalled or 0):>5}  {topic.retention.reviews:>6,}  "
        terminal.say(*pieces_of(titles[topic.id]), indent=2, mark=(figures, "dim"))


def _print_cards(terminal: Terminal, weak: Sequence[WeakCard], questions: Mapping[str, str]) -> None:
    if not weak:
        return
    terminal.blank()
    terminal.say(("Weakest cards", "strong"), (" predicted recall today, lapses", "dim"))
    for card in weak:
        figures = f"{percent(card.recall):>5}  {card.lapses or '·':>3}  "
        leech = [("  leech", "bad")] if card.leech else []
        terminal.say(*pieces_of(questions[card.id]), *leech, indent=2, mark=(figures, "dim"))
