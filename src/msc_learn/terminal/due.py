"""Due counts by topic, as a table, as a list on a narrow terminal, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any

from msc_learn.constants import LEECH_LAPSES
from msc_learn.course.model import Topic
from msc_learn.deck.cards import Card
from msc_learn.history.events import Flag
from msc_learn.memory.review import Memory
from msc_learn.reports.phrases import count, moment
from msc_learn.study.due_counts import DueCounts, due_counts, next_due_times
from msc_learn.study.leeches import leeches
from msc_learn.terminal.screen import Terminal

_HEADS = ("New", "Learning", "Due", "Today", "Tomorrow", "Week")
_WORDS = ("new", "learning", "due now", "later today", "tomorrow", "this week")
# On a narrower terminal, each topic takes two lines instead of a table row.
_TABLE_WIDTH = 70


@dataclass(frozen=True, slots=True)
class DueReport:
    """The cards of each topic, without suspended and buried ones, their memories, and marks of cards."""

    topics: Sequence[tuple[Topic, Sequence[Card]]]
    memories: Mapping[str, Memory]
    suspended: Sequence[str]
    flags: Sequence[Flag]
    now: datetime
    zone: str

    @property
    def cards(self) -> list[Card]:
        """All cards."""
        return [card for _, cards in self.topics for card in cards]

    @property
    def leeches(self) -> tuple[str, ...]:
        """The ids of the leeches."""
        return leeches((card.id for card in self.cards), self.memories)

    def counts(self, cards: Sequence[Card]) -> DueCounts:
        """Return the due counts of some of the cards."""
        return due_counts(cards, self.memories, self.now, self.zone)

    def rows(self) -> list[tuple[Topic, DueCounts]]:
        """Return the due counts of each topic."""
        return [(topic, self.counts(cards)) for topic, cards in self.topics]


def as_json(course: str, report: DueReport) -> dict[str, Any]:
    """Return the due counts as JSON values."""
    due = next_due_times(report.cards, report.memories, report.now)
    return {
        "course": course,
        "topics": [{"id": topic.id, "title": topic.title, **asdict(row)} for topic, row in report.rows()],
        "total": asdict(report.counts(report.cards)),
        "next": _utc(due[0]) if due else None,
        "leeches": report.leeches,
        "set_aside": report.suspended,
        "flags": [{"card": flag.card, "note": flag.note, "at": _utc(flag.at)} for flag in report.flags],
    }


def print_due(terminal: Terminal, report: DueReport, quiz: str) -> None:
    """Print the due counts, when the next card is due, and leeches, suspended and flagged cards.

    `quiz` is the command that studies these cards.
    """
    rows, total = report.rows(), report.counts(report.cards)
    (_print_table if terminal.width >= _TABLE_WIDTH else _print_list)(terminal, rows, total)
    _print_next(terminal, report, total, quiz)
    if stuck := report.leeches:
        named = count(len(stuck), "leech", "leeches")
        terminal.say((f"{named}, forgotten {LEECH_LAPSES} times or more: {', '.join(stuck)}", "dim"))
    if report.suspended:
        named = count(len(report.suspended), "suspended card")
        terminal.say((f"{named}: {', '.join(report.suspended)}", "dim"))
    for flag in report.flags:
        terminal.say((f"flagged: {flag.card}{f': {flag.note}' if flag.note else ''}", "dim"))


def _utc(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _print_table(terminal: Terminal, rows: Sequence[tuple[Topic, DueCounts]], total: DueCounts) -> None:
    topics = [((topic.title, *_figures(counts)), "plain") for topic, counts in rows]
    heads, last = (("", *_HEADS), "dim"), (("All", *_figures(total)), "strong")
    terminal.table([heads, *topics, last], right=range(1, 7))


def _print_list(terminal: Terminal, rows: Sequence[tuple[Topic, DueCounts]], total: DueCounts) -> None:
    for title, counts in [*((topic.title, counts) for topic, counts in rows), ("All", total)]:
        pairs = zip(astuple(counts), _WORDS, strict=True)
        shown = [f"{number} {word}".replace(" ", "\u00a0") for number, word in pairs if number]
        terminal.say((title, "strong"))
        terminal.say((" · ".join(shown) or "nothing this week", "dim"), indent=2)


def _print_next(terminal: Terminal, report: DueReport, total: DueCounts, quiz: str) -> None:
    terminal.blank()
    if total.due or total.learning or total.new:
        ready = [f"{count(total.due, 'card')} due"] if total.due else []
        # Not "ready": a quiz asks only some new cards a day.
        ready += [f"{total.new:,} new to learn"] if total.new else []
        ready = ready or [f"{count(total.learning, 'card')} ready"]
        terminal.say(f"{', '.join(ready)}: {quiz}")
    if due := next_due_times(report.cards, report.memories, report.now):
        terminal.say(f"The next card is due {moment(due[0], report.now, report.zone)}.")


def _figures(counts: DueCounts) -> tuple[str, ...]:
    return tuple(f"{number:,}" if number else "·" for number in astuple(counts))
