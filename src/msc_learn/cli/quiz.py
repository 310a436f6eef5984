"""`msc-learn quiz`: a spaced-repetition sitting."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import click

from msc_learn.cli import clock
from msc_learn.cli.asking import Left
from msc_learn.cli.keys import Keys
from msc_learn.cli.options import course_argument, drafts_option
from msc_learn.cli.phrases import count, moment, percent
from msc_learn.cli.sitting import Sitting
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option, quiz_again, topic_option
from msc_learn.cli.terminal import Terminal, pieces_of
from msc_learn.deck.cards import Card
from msc_learn.errors import HistoryError
from msc_learn.study.days import day_of
from msc_learn.study.faces import face_of
from msc_learn.study.history import History
from msc_learn.study.outlook import coming
from msc_learn.study.place import history_path
from msc_learn.study.queue import (
    CARDS_A_SITTING,
    NEW_A_DAY,
    Limits,
    Queue,
    cards_in,
    cards_on_pictures,
    former_cards,
    plan,
)
from msc_learn.study.reviews import Mode, Purpose, Rating
from msc_learn.study.session import Session, Summary

INTERRUPTED = 130
_AGAIN_SHOWN = 5


@click.command(
    epilog="""\b
Examples:
  msc-learn quiz                         ten new cards and what is due
  msc-learn quiz --topic mechanisms --mode type
  msc-learn quiz --cram --limit 30       the day before an exam
  printf '\\n3\\n' | msc-learn quiz        Enter shows the answer, 3 rates it
"""
)
@course_argument
@topic_option
@click.option(
    "--limit", type=click.IntRange(1), help=f"At most this many cards; {CARDS_A_SITTING}, or all with --cram."
)
@click.option(
    "--new",
    type=click.IntRange(0),
    default=NEW_A_DAY,
    show_default=True,
    help="At most this many new cards a day.",
)
@click.option("--cram", is_flag=True, help="Ask everything, due or not; the schedule stays as it is.")
@click.option(
    "--mode",
    type=click.Choice(["auto", *(mode.value for mode in Mode)]),
    default="auto",
    show_default=True,
    help="Turn the card over, type the answer, or choose it; auto does what the author asked for: choose"
    " where there are options, type where the card says so, and turn all others over.",
)
@click.option(
    "--plain",
    is_flag=True,
    envvar="MSC_LEARN_PLAIN",
    help="Lines alone, without colour and single keys; so it is without a terminal or with TERM=dumb.",
)
@drafts_option
@db_option
@learner_option
def command(
    course: str,
    topics: Sequence[str],
    limit: int | None,
    new: int,
    cram: bool,
    mode: str,
    plain: bool,
    drafts: bool,
    db: str | None,
    learner: str,
) -> None:
    """Take a spaced-repetition sitting: what is due first, then new cards.

    Rate how well you knew each answer from 1 (Again) to 4 (Easy); the interval beside each is when the
    card comes back. A typed or chosen answer is graded for you, and r overrules a verdict. Every answer
    is on disk before the next question: leave with q at any time, and the next sitting goes on from there.
    """
    terminal = Terminal.here(plain=plain)
    loaded, chosen = course_and_topics(course, topics)
    now, zone = clock.now(), clock.zone()
    with History.open(history_path(db), former=former_cards(loaded)) as history:
        memories = history.memories(loaded.id, learner)
        put_off = history.put_off(loaded.id, learner, day_of(now, zone))
        cards = cards_in(chosen, drafts=drafts, put_off=put_off)
        limits = Limits(limit or (len(cards) if cram else CARDS_A_SITTING), new, cram)
        queue = plan(cards, memories, now, zone, limits)
        purpose = Purpose.CRAM if cram else Purpose.PRACTICE
        session = Session.begin(
            loaded.id,
            queue,
            memories,
            now,
            learner=learner,
            purpose=purpose,
            scheduler=history.parameters(loaded.id, learner).name,
        )
        sitting = Sitting(
            terminal,
            Keys(single=terminal.keys),
            history,
            loaded,
            session,
            memories,
            zone,
            clock.now,
            None if mode == "auto" else Mode(mode),
        )
        pictured = cards_on_pictures(chosen, drafts=drafts)
        if not queue.cards and not queue.steps:
            _say_nothing_is_due(sitting, cards, queue, now)
            _say_what_is_for_anki(terminal, pictured, indent=2)
            return
        if not memories:
            _introduce(sitting, pictured)
        terminal.blank()
        interrupted = _run(sitting)
        _close(sitting, cards, limits)
        _back_up(sitting)
    if interrupted:
        sys.exit(INTERRUPTED)


def _introduce(sitting: Sitting, pictured: int) -> None:
    """Say once, at the very first sitting, what a learner must know before relying on the cards."""
    if sitting.course.disclaimer:
        sitting.terminal.blank()
        sitting.terminal.say((sitting.course.disclaimer, "dim"))
    if pictured:
        sitting.terminal.blank()
    _say_what_is_for_anki(sitting.terminal, pictured)


def _say_what_is_for_anki(terminal: Terminal, pictured: int, *, indent: int = 0) -> None:
    """Say how many cards no terminal can ask, where there are such."""
    if pictured:
        cards = count(pictured, "picture card is", "picture cards are")
        terminal.say((f"{cards} for Anki; a terminal cannot show pictures.", "dim"), indent=indent)


def _run(sitting: Sitting) -> bool:
    """Run the sitting to its end or until the learner leaves; returns whether by Ctrl-C."""
    try:
        with sitting.keys:
            sitting.run()
    except (Left, EOFError):
        sitting.settle()
    except KeyboardInterrupt:
        sitting.settle()
        return True
    return False


def _close(sitting: Sitting, cards: Sequence[Card], limits: Limits) -> None:
    """Print what the sitting amounts to and what waits."""
    terminal, summary = sitting.terminal, sitting.session.summary()
    terminal.heading("done" if not sitting.session.left else "to be continued")
    terminal.blank()
    terminal.say(_in_numbers(summary), indent=2)
    if summary.answers:
        counts = (f"{rating.name.title()} {summary.ratings.get(rating, 0)}" for rating in Rating)
        terminal.say((" · ".join(counts), "dim"), indent=2)
    if again := summary.again[:_AGAIN_SHOWN]:
        missed = {card.id: card for card in cards if card.id in again}
        terminal.blank()
        terminal.say("Look at again:", indent=2)
        for card_id in again:
            terminal.say(*pieces_of(face_of(missed[card_id]).question), indent=2, mark=("• ", "dim"))
    terminal.blank()
    if not limits.cram:
        _say_what_waits(sitting, cards, limits)


def _back_up(sitting: Sitting) -> None:
    """Make the backup of the day, when no question waits for it; a sitting does not fail for want of one."""
    if not sitting.session.ratings:
        return
    try:
        sitting.history.back_up(sitting.clock(), sitting.zone)
    except HistoryError as error:
        sitting.terminal.say((f"No backup was made: {error}", "bad"), indent=2)


def _in_numbers(summary: Summary) -> str:
    if not summary.answers:
        return "Nothing was answered."
    recalled = f"{summary.recalled} recalled ({percent(summary.recalled / summary.answers)})"
    return f"{count(summary.cards, 'card')}, {count(summary.answers, 'answer')}, {recalled}"


def _say_what_waits(sitting: Sitting, cards: Sequence[Card], limits: Limits) -> None:
    now = sitting.clock()
    queue = plan(cards, sitting.memories, now, sitting.zone, replace(limits, cards=len(cards)))
    ready = len(queue.cards) + len(queue.steps)
    if ready:
        sitting.terminal.say(f"{count(ready, 'card')} ready now: {quiz_again()}", indent=2)
    else:
        _say_when(sitting, cards, now)
    sitting.terminal.blank()


def _say_nothing_is_due(sitting: Sitting, cards: Sequence[Card], queue: Queue, now: datetime) -> None:
    """Say when there is something to do again, and what may be done now."""
    terminal = sitting.terminal
    if not cards:
        terminal.say("No cards here; drafts are left out unless you ask with --drafts.", indent=2)
        return
    terminal.blank()
    terminal.say("Nothing is due now.", indent=2)
    _say_when(sitting, cards, now)
    if queue.more_new:
        new = count(queue.more_new, "new card")
        terminal.say(f"{new} left for the days to come; for more today, raise --new.", indent=2)
    terminal.say(f"To go through everything all the same: {quiz_again('--cram')}", indent=2)
    terminal.blank()


def _say_when(sitting: Sitting, cards: Sequence[Card], now: datetime) -> None:
    due = coming(cards, sitting.memories, now)
    if due:
        first = moment(due[0], now, sitting.zone)
        together = sum(moment(at, now, sitting.zone) == first for at in due)
        sitting.terminal.say(f"Next: {count(together, 'card')} {first}.", indent=2)
