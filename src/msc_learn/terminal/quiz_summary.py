"""Texts around a quiz session: introduction, summary, and what to do if nothing is due."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from msc_learn.constants import MISSED_SHOWN
from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Purpose, Rating, State
from msc_learn.messages import message
from msc_learn.reports.phrases import count, minutes, moment, percent
from msc_learn.study.card_sides import sides_of
from msc_learn.study.due_counts import next_due_times
from msc_learn.study.practice import Practice
from msc_learn.study.queue import Limits, Queue, plan
from msc_learn.study.session import Summary
from msc_learn.terminal.screen import Terminal, pieces_of

_GROUPS = 3
_INDENT = 2


def show_introduction(terminal: Terminal, course: Course, pictured: int) -> None:
    """Print, before the very first session, what a learner must know before relying on the cards."""
    if course.disclaimer:
        terminal.blank()
        terminal.say((course.disclaimer, "dim"))
    if pictured:
        terminal.blank()
    show_picture_cards(terminal, pictured)


def show_picture_cards(terminal: Terminal, pictured: int, *, indent: int = 0) -> None:
    """Print how many cards have pictures, which a terminal cannot show, if there are any."""
    if pictured:
        cards = count(pictured, "picture card is", "picture cards are")
        text = f"{cards} for Anki and the study page: a terminal shows no pictures."
        terminal.say((text, "dim"), indent=indent)


def show_summary(
    terminal: Terminal, practice: Practice, cards: Sequence[Card], limits: Limits, quiz: str
) -> None:
    """Print the numbers of a session and what is due next; `quiz` is the command of another session."""
    summary = practice.session.summary()
    terminal.heading("done" if not practice.session.left else "to be continued")
    terminal.blank()
    for line in summary_lines(summary):
        terminal.say(line, indent=_INDENT)
    if summary.answers:
        counts = (f"{rating.name.title()} {summary.ratings.get(rating, 0)}" for rating in Rating)
        terminal.say((" · ".join(counts), "dim"), indent=_INDENT)
    if moved := _next_reviews(practice):
        terminal.say(moved, indent=_INDENT)
    _show_missed(terminal, summary, cards)
    terminal.blank()
    if not limits.cram:
        _show_due(terminal, practice, cards, limits, quiz)


def summary_lines(summary: Summary) -> list[str]:
    """Return the numbers of a session as lines."""
    if not summary.answers:
        return [message("quiz.nothing_answered")]
    new = f" ({summary.new:,} new)" if summary.new else ""
    recalled = f"{summary.recalled:,} recalled ({percent(summary.recalled / summary.answers)})"
    lines = [
        f"{count(summary.cards, 'card')}{new} in {minutes(summary.elapsed / 60_000)}",
        f"{count(summary.answers, 'answer')}, {recalled}",
    ]
    if summary.learned:
        predicted = f"{summary.predicted:.1f}".removesuffix(".0")
        learned = count(summary.learned, "learned card")
        lines.append(f"Of {learned}, {summary.kept:,} recalled, {predicted} predicted")
    return lines


def _next_reviews(practice: Practice) -> str:
    """Return when the cards learned in this session come back, the nearest groups first."""
    if practice.session.purpose is Purpose.CRAM:
        return ""
    now = practice.clock()
    last = {one.card.id: one.rating for one in practice.session.answered}
    known = (practice.memories[card] for card, rating in last.items() if rating is not Rating.AGAIN)
    due = sorted(memory.due for memory in known if memory.state is State.REVIEW)
    groups = Counter(moment(at, now, practice.zone) for at in due)
    if not groups:
        return ""
    nearest = [f"{number:,} {when}" for when, number in list(groups.items())[:_GROUPS]]
    later = len(due) - sum(list(groups.values())[:_GROUPS])
    more = [f"{later:,} later"] if later else []
    return f"{count(len(due), 'card')} learned, next review: {', '.join([*nearest, *more])}"


def show_nothing_due(
    terminal: Terminal, practice: Practice, cards: Sequence[Card], queue: Queue, quiz: str
) -> None:
    """Print when the next cards are due, and what can be done now."""
    if not cards:
        terminal.say("No cards here. To include drafts, use --drafts.", indent=_INDENT)
        return
    terminal.blank()
    terminal.say("Nothing is due now.", indent=_INDENT)
    _show_next(terminal, practice, cards, practice.clock())
    if queue.more_new:
        new = count(queue.more_new, "new card")
        terminal.say(f"{new} left for the next days; for more today, raise --new.", indent=_INDENT)
    terminal.say(f"To study everything anyway: {quiz} --cram", indent=_INDENT)
    terminal.blank()


def _show_missed(terminal: Terminal, summary: Summary, cards: Sequence[Card]) -> None:
    """Print the first questions that were rated Again, with their answers."""
    missed = {card.id: card for card in cards if card.id in summary.again}
    shown = [missed[card_id] for card_id in summary.again if card_id in missed][:MISSED_SHOWN]
    if shown:
        terminal.blank()
        terminal.say("Look at again:", indent=_INDENT)
    for card in shown:
        sides = sides_of(card)
        terminal.say(*pieces_of(sides.question), indent=_INDENT, mark=("• ", "dim"))
        answer = "; ".join("".join(part.text for part in line) for line in sides.answer)
        terminal.say((answer, "dim"), indent=_INDENT + 2)


def _show_due(
    terminal: Terminal, practice: Practice, cards: Sequence[Card], limits: Limits, quiz: str
) -> None:
    now, session = practice.clock(), practice.session
    put_off = practice.history.put_off(session.course, session.learner, day_of(now, practice.zone))
    cards = [card for card in cards if card.id not in put_off]
    queue = plan(cards, practice.memories, now, practice.zone, replace(limits, cards=len(cards)))
    ready = len(queue.cards) + len(queue.steps)
    if ready:
        terminal.say(f"{count(ready, 'card')} ready now: {quiz}", indent=_INDENT)
    else:
        _show_next(terminal, practice, cards, now)
    terminal.blank()


def _show_next(terminal: Terminal, practice: Practice, cards: Sequence[Card], now: datetime) -> None:
    due = next_due_times(cards, practice.memories, now)
    if due:
        first = moment(due[0], now, practice.zone)
        together = sum(moment(at, now, practice.zone) == first for at in due)
        terminal.say(f"Next: {count(together, 'card')} {first}.", indent=_INDENT)
