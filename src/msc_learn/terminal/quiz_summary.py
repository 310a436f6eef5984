"""What is said around a sitting: before the first one, at the end of each, and where nothing waits."""

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
from msc_learn.study.card_sides import face_of
from msc_learn.study.due_counts import coming
from msc_learn.study.practice import Practice
from msc_learn.study.queue import Limits, Queue, plan
from msc_learn.study.session import Summary
from msc_learn.terminal.screen import Terminal, pieces_of

_GROUPS = 3
_INDENT = 2


def show_introduction(terminal: Terminal, course: Course, pictured: int) -> None:
    """Say once, at the very first sitting, what a learner must know before relying on the cards."""
    if course.disclaimer:
        terminal.blank()
        terminal.say((course.disclaimer, "dim"))
    if pictured:
        terminal.blank()
    show_picture_cards(terminal, pictured)


def show_picture_cards(terminal: Terminal, pictured: int, *, indent: int = 0) -> None:
    """Say how many cards no terminal can ask, where there are such."""
    if pictured:
        cards = count(pictured, "picture card is", "picture cards are")
        terminal.say(
            (f"{cards} for Anki and the study page: a terminal shows no pictures.", "dim"), indent=indent
        )


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
    if moved := _moved_on(practice):
        terminal.say(moved, indent=_INDENT)
    _show_missed(terminal, summary, cards)
    terminal.blank()
    if not limits.cram:
        _say_what_waits(terminal, practice, cards, limits, quiz)


def summary_lines(summary: Summary) -> list[str]:
    """Return a sitting in numbers, a line for each thing worth knowing."""
    if not summary.answers:
        return [message("quiz.nothing_answered")]
    new = f" ({summary.new:,} new)" if summary.new else ""
    recalled = f"{summary.recalled:,} recalled ({percent(summary.recalled / summary.answers)})"
    lines = [
        f"{count(summary.cards, 'card')}{new} in {minutes(summary.elapsed / 60_000)}",
        f"{count(summary.answers, 'answer')}, {recalled}",
    ]
    if summary.learned:
        foretold = f"{summary.predicted:.1f}".removesuffix(".0")
        lines.append(
            f"Of {count(summary.learned, 'learned card')} {summary.kept:,} recalled, {foretold} foretold"
        )
    return lines


def _moved_on(practice: Practice) -> str:
    """Return when the cards learned in this sitting come back, the nearest groups first."""
    if practice.session.purpose is Purpose.CRAM:
        return ""
    now = practice.clock()
    last = {one.card.id: one.rating for one in practice.session.answered}
    known = (practice.memories[card] for card, rating in last.items() if rating is not Rating.AGAIN)
    due = sorted(memory.due for memory in known if memory.state is State.REVIEW)
    groups = Counter(moment(at, now, practice.zone) for at in due)
    if not groups:
        return ""
    named = [f"{number:,} {when}" for when, number in list(groups.items())[:_GROUPS]]
    later = len(due) - sum(list(groups.values())[:_GROUPS])
    more = [f"{later:,} later"] if later else []
    return f"{count(len(due), 'card')} moved on: {', '.join([*named, *more])}"


def show_nothing_due(
    terminal: Terminal, practice: Practice, cards: Sequence[Card], queue: Queue, quiz: str
) -> None:
    """Say when there is something to do again, and what may be done now."""
    if not cards:
        terminal.say("No cards here; drafts are left out unless you ask with --drafts.", indent=_INDENT)
        return
    terminal.blank()
    terminal.say("Nothing is due now.", indent=_INDENT)
    _say_when(terminal, practice, cards, practice.clock())
    if queue.more_new:
        new = count(queue.more_new, "new card")
        terminal.say(f"{new} left for the days to come; for more today, raise --new.", indent=_INDENT)
    terminal.say(f"To go through everything all the same: {quiz} --cram", indent=_INDENT)
    terminal.blank()


def _show_missed(terminal: Terminal, summary: Summary, cards: Sequence[Card]) -> None:
    """Print the questions that were not known; one that was changed or taken out since is as it was then."""
    missed = {card.id: card for card in cards if card.id in summary.again}
    shown = [missed[card_id] for card_id in summary.again if card_id in missed][:MISSED_SHOWN]
    if shown:
        terminal.blank()
        terminal.say("Look at again:", indent=_INDENT)
    for card in shown:
        face = face_of(card)
        terminal.say(*pieces_of(face.question), indent=_INDENT, mark=("• ", "dim"))
        answer = "; ".join("".join(stretch.text for stretch in line) for line in face.answer)
        terminal.say((answer, "dim"), indent=_INDENT + 2)


def _say_what_waits(
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
        _say_when(terminal, practice, cards, now)
    terminal.blank()


def _say_when(terminal: Terminal, practice: Practice, cards: Sequence[Card], now: datetime) -> None:
    due = coming(cards, practice.memories, now)
    if due:
        first = moment(due[0], now, practice.zone)
        together = sum(moment(at, now, practice.zone) == first for at in due)
        terminal.say(f"Next: {count(together, 'card')} {first}.", indent=_INDENT)
