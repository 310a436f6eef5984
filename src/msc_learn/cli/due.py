"""`msc-learn due`: what waits to be reviewed, topic by topic."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple
from datetime import datetime

import click

from msc_learn.cli import clock
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option, topic_option
from msc_learn.constants import LEECH_LAPSES
from msc_learn.course.model import Topic
from msc_learn.deck.cards import Card
from msc_learn.history.events import Flag
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Memory
from msc_learn.reports.phrases import count, moment
from msc_learn.study.due_counts import DueCounts, coming, due_counts
from msc_learn.study.leeches import leeches
from msc_learn.study.queue import cards_in, former_cards
from msc_learn.terminal.quiz_summary import quiz_again
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.streams import json_text

_HEADS = ("New", "Learning", "Due", "Today", "Tomorrow", "Week")
_SAID = ("new", "learning", "due now", "later today", "tomorrow", "this week")
# Narrower than this, a topic takes two lines instead of a row.
_TABLE_WIDTH = 70


@click.command(epilog="\b\nExamples:\n  msc-learn due\n  msc-learn due --topic safety --json")
@course_argument
@topic_option
@drafts_option
@db_option
@learner_option
@json_option
def command(
    course: str, topics: Sequence[str], drafts: bool, db: str | None, learner: str, as_json: bool
) -> None:
    """Show what waits to be reviewed, topic by topic.

    New cards were never met, learning ones are within their first steps; Due are ready now, Today later
    on today, Tomorrow and Week (the five days after) still to come. Cards set aside, or put off until
    tomorrow, are in none of these.
    """
    loaded, chosen = course_and_topics(course, topics)
    now, zone = clock.now(), clock.zone()
    with History.open(history_path(db), create=False, former=former_cards(loaded)) as history:
        memories = history.memories(loaded.id, learner)
        put_off = history.put_off(loaded.id, learner, day_of(now, zone))
        aside = sorted(history.suspended(loaded.id, learner))
        flags = history.flags(loaded.id, learner)
    by_topic = [(topic, cards_in([topic], drafts=drafts, put_off=put_off)) for topic in chosen]
    rows = [(topic, due_counts(cards, memories, now, zone)) for topic, cards in by_topic]
    cards = cards_in(chosen, drafts=drafts, put_off=put_off)
    total = due_counts(cards, memories, now, zone)
    stuck = leeches((card.id for card in cards), memories)
    if as_json:
        flagged = [_flag_of(flag) for flag in flags]
        marks: dict[str, Sequence[object]] = {"leeches": stuck, "set_aside": aside, "flags": flagged}
        _print_json(loaded.id, rows, total, coming(cards, memories, now), marks)
        return
    terminal = Terminal.here()
    (_print_table if terminal.width >= _TABLE_WIDTH else _print_list)(terminal, rows, total)
    _print_next(terminal, cards, memories, now, zone)
    if stuck:
        named = count(len(stuck), "leech", "leeches")
        terminal.say((f"{named}, forgotten {LEECH_LAPSES} times or more: {', '.join(stuck)}", "dim"))
    if aside:
        terminal.say((f"{count(len(aside), 'card')} set aside: {', '.join(aside)}", "dim"))
    for flag in flags:
        terminal.say((f"flagged: {flag.card}{f': {flag.note}' if flag.note else ''}", "dim"))


def _flag_of(flag: Flag) -> dict[str, str]:
    return {"card": flag.card, "note": flag.note, "at": flag.at.isoformat().replace("+00:00", "Z")}


def _print_json(
    course: str,
    rows: Sequence[tuple[Topic, DueCounts]],
    total: DueCounts,
    due: Sequence[datetime],
    marks: Mapping[str, Sequence[object]],
) -> None:
    topics = [{"id": topic.id, "title": topic.title, **asdict(counts)} for topic, counts in rows]
    following = due[0].isoformat().replace("+00:00", "Z") if due else None
    counts = {"topics": topics, "total": asdict(total)}
    answer = {"course": course, **counts, "next": following, **marks}
    click.echo(json_text(answer))


def _print_table(terminal: Terminal, rows: Sequence[tuple[Topic, DueCounts]], total: DueCounts) -> None:
    topics = [((topic.title, *_figures(counts)), "plain") for topic, counts in rows]
    heads, last = (("", *_HEADS), "dim"), (("All", *_figures(total)), "strong")
    terminal.table([heads, *topics, last], right=range(1, 7))


def _print_list(terminal: Terminal, rows: Sequence[tuple[Topic, DueCounts]], total: DueCounts) -> None:
    for title, counts in [*((topic.title, counts) for topic, counts in rows), ("All", total)]:
        said = [f"{number} {word}".replace(" ", "\u00a0") for number, word in _told(counts)]
        terminal.say((title, "strong"))
        terminal.say((" · ".join(said) or "nothing this week", "dim"), indent=2)


def _print_next(
    terminal: Terminal, cards: Sequence[Card], memories: Mapping[str, Memory], now: datetime, zone: str
) -> None:
    total = due_counts(cards, memories, now, zone)
    due = coming(cards, memories, now)
    terminal.blank()
    if total.due or total.learning or total.new:
        ready = [f"{count(total.due, 'card')} due"] if total.due else []
        # Not "ready": a sitting takes only so many new ones a day.
        ready += [f"{total.new:,} new to learn"] if total.new else []
        told = ", ".join(ready) or f"{count(total.learning, 'card')} ready"
        terminal.say(f"{told}: {quiz_again()}")
    if due:
        terminal.say(f"The next card falls due {moment(due[0], now, zone)}.")


def _figures(counts: DueCounts) -> tuple[str, ...]:
    return tuple(f"{number:,}" if number else "·" for number in astuple(counts))


def _told(counts: DueCounts) -> list[tuple[int, str]]:
    return [(number, word) for number, word in zip(astuple(counts), _SAID, strict=True) if number]
