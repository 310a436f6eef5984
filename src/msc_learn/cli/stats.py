"""`msc-learn stats`: how the learning goes."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import click

from msc_learn.cli import clock
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.phrases import count, minutes, percent
from msc_learn.cli.study_options import course_and_topics, db_option, quiz_again, topic_option
from msc_learn.cli.terminal import Terminal, pieces_of
from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.study import schedule, statistics
from msc_learn.study.days import day_of
from msc_learn.study.faces import face_of
from msc_learn.study.history import History, Recall, Stretch
from msc_learn.study.outlook import forecast
from msc_learn.study.place import history_path
from msc_learn.study.queue import cards_in, former_cards
from msc_learn.study.reviews import Memory
from msc_learn.study.statistics import Retention, Weak, Work

# What stands before a bar: the longest day, a figure, and the blanks around them.
_BEFORE_BAR = 20
_LONGEST_BAR = 30


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `stats` says, as it stands in its JSON."""

    course: str
    cards: Mapping[str, int]
    today: Work
    total: Work
    streak: int
    longest_streak: int
    retention_30_days: Retention
    retention: Retention
    forecast: tuple[int, ...]
    weakest_topics: tuple[Weak, ...]
    weakest_cards: tuple[Weak, ...]


@click.command(epilog="\b\nExamples:\n  msc-learn stats\n  msc-learn stats --topic safety --json")
@course_argument
@topic_option
@drafts_option
@db_option
@json_option
def command(course: str, topics: Sequence[str], drafts: bool, db: str | None, as_json: bool) -> None:
    """Show how the learning goes: answers, streak, recall, the days to come, and what is weak.

    Recall sets what you knew beside what the memory model had foretold; when the two differ by much, the
    intervals do not fit you. A topic narrows the cards, the days to come and what is weak; answers and
    streak are of the whole course.
    """
    loaded, chosen = course_and_topics(course, topics)
    cards = cards_in(chosen, drafts=drafts)
    now, zone = clock.now(), clock.zone()
    with History.open(history_path(db), create=False, former=former_cards(loaded)) as history:
        memories = history.memories(loaded.id)
        parameters = history.parameters(loaded.id)
        stretches, recalls = history.stretches(loaded.id), history.recalls(loaded.id)

    def chance(memory: Memory) -> float:
        return schedule.retrievability(memory, now, zone, parameters)

    report = _report(loaded, cards, memories, stretches, recalls, now, zone, chance)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1))
        return
    _print_report(Terminal.here(), report, loaded, cards, now, zone)


def _report(
    course: Course,
    cards: Sequence[Card],
    memories: Mapping[str, Memory],
    stretches: Sequence[Stretch],
    recalls: Sequence[Recall],
    now: datetime,
    zone: str,
    chance: Callable[[Memory], float],
) -> Report:
    today = day_of(now, zone)
    known = {card.id for card in cards}
    kept = [recall for recall in recalls if recall.card in known]
    streak, longest = statistics.streaks(stretches, today)
    return Report(
        course.id,
        statistics.levels(cards, memories),
        statistics.work(stretches, today),
        statistics.work(stretches),
        streak,
        longest,
        statistics.retention(kept, now - statistics.RECENT),
        statistics.retention(kept),
        forecast(cards, memories, now, zone),
        statistics.weakest_topics(cards, memories, chance),
        statistics.weakest_cards(cards, memories, chance),
    )


def _print_report(
    terminal: Terminal, report: Report, course: Course, cards: Sequence[Card], now: datetime, zone: str
) -> None:
    terminal.say((course.title, "strong"))
    terminal.blank()
    if not report.total.answers:
        terminal.say(f"No answers yet. Begin with: {quiz_again()}")
        return
    for name, said in _facts(report):
        terminal.say(said, mark=(f"{name:<9}", "dim"))
    _print_forecast(terminal, report.forecast, now, zone)
    titles = {topic.id: topic.title for topic in course.topics}
    _print_weak(terminal, "Weakest topics", report.weakest_topics, titles)
    questions = {card.id: face_of(card).question for card in cards}
    _print_weak(terminal, "Weakest cards", report.weakest_cards, questions)


def _facts(report: Report) -> list[tuple[str, str]]:
    today, total, levels = report.today, report.total, report.cards
    return [
        ("Today", f"{count(today.answers, 'answer')}, {minutes(today.minutes)}"),
        (
            "In all",
            f"{count(total.answers, 'answer')} on {count(total.days, 'day')}, {minutes(total.minutes)}",
        ),
        ("Streak", f"{count(report.streak, 'day')}, the longest {count(report.longest_streak, 'day')}"),
        ("Cards", ", ".join(f"{number} {level}" for level, number in levels.items())),
        ("Recall", f"{_recall(report.retention_30_days)}, over 30 days"),
        ("", f"{_recall(report.retention)}, in all"),
    ]


def _recall(retention: Retention) -> str:
    if retention.recalled is None or retention.foretold is None:
        return "no reviews of learned cards yet"
    known = f"{percent(retention.recalled)} recalled, {percent(retention.foretold)} foretold"
    few = "" if retention.enough else ", too few to say much"
    return f"{known} ({count(retention.reviews, 'review')}{few})"


def _print_forecast(terminal: Terminal, days: Sequence[int], now: datetime, zone: str) -> None:
    terminal.blank()
    terminal.say(("The next 7 days", "strong"))
    today = day_of(now, zone)
    names = ["today", "tomorrow", *(f"{today + timedelta(days=n):%A}" for n in range(2, len(days)))]
    room = max(1, min(_LONGEST_BAR, terminal.width - _BEFORE_BAR))
    scale = max(1.0, max(days) / room)
    rows = [
        ((name, f"{number:,}", terminal.bar(round(number / scale))), "plain")
        for name, number in zip(names, days, strict=True)
    ]
    terminal.table(rows, right=[1], indent=2)


def _print_weak(terminal: Terminal, title: str, weak: Sequence[Weak], names: Mapping[str, str]) -> None:
    if not weak:
        return
    terminal.blank()
    terminal.say((title, "strong"), (" chance of recall today, lapses", "dim"))
    for one in weak:
        figures = f"{percent(one.recall):>5}  {one.lapses or '·':>3}  "
        terminal.say(*pieces_of(names[one.id]), indent=2, mark=(figures, "dim"))
