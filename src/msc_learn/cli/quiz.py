"""`msc-learn quiz`: a spaced-repetition sitting."""

import sys
from collections.abc import Callable, Sequence

import click

from msc_learn.cli import clock
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option, topic_option
from msc_learn.constants import CARDS_A_SESSION, NEW_A_DAY
from msc_learn.deck.cards import Card
from msc_learn.errors import HistoryError
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Mode, Purpose
from msc_learn.study.practice import Practice
from msc_learn.study.queue import Limits, Queue, cards_in, cards_on_pictures, former_cards, plan
from msc_learn.study.session import Session
from msc_learn.terminal.prompt import Quit
from msc_learn.terminal.screen import Terminal

INTERRUPTED = 130


@click.command(
    epilog="""\b
Examples:
  msc-learn quiz                         ten new cards and what is due
  msc-learn quiz --topic mechanisms --mode type
  msc-learn quiz --cram --limit 30       the day before an exam
  printf '\\n3\\n' | msc-learn quiz        Enter shows the answer, 3 rates it
  msc-learn quiz --json                  for a program: events as lines of JSON, in and out
"""
)
@course_argument
@topic_option
@click.option(
    "--limit", type=click.IntRange(1), help=f"At most this many cards; {CARDS_A_SESSION}, or all with --cram."
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
@json_option
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
    as_json: bool,
    db: str | None,
    learner: str,
) -> None:
    """Take a spaced-repetition sitting: what is due first, then new cards.

    Rate how well you knew each answer from 1 (Again) to 4 (Easy); the interval beside each is when the
    card comes back. A typed or chosen answer is graded for you, and r overrules a verdict. Every answer
    is on disk before the next question: leave with q at any time, and the next sitting goes on from there.
    """
    terminal = Terminal.here(plain=plain or as_json)
    loaded, chosen = course_and_topics(course, topics)
    now, zone = clock.now(), clock.zone()
    with History.open(history_path(db), former=former_cards(loaded)) as history:
        memories = history.memories(loaded.id, learner)
        put_off = history.put_off(loaded.id, learner, day_of(now, zone))
        cards = cards_in(chosen, drafts=drafts, put_off=put_off)
        limits = Limits(limit or (len(cards) if cram else CARDS_A_SESSION), new, cram)
        queue = plan(cards, memories, now, zone, limits)
        session = Session.begin(
            loaded.id,
            queue,
            memories,
            now,
            learner=learner,
            purpose=Purpose.CRAM if cram else Purpose.PRACTICE,
            scheduler=history.parameters(loaded.id, learner).name,
        )
        wished = None if mode == "auto" else Mode(mode)
        practice = Practice(history, loaded, session, memories, zone, clock.now, wished, clock.ticks)
        pictured = cards_on_pictures(chosen, drafts=drafts)
        if as_json:
            interrupted = _in_lines(practice, cards, pictured)
        else:
            interrupted = _in_words(terminal, practice, cards, queue, limits, pictured)
    if interrupted:
        sys.exit(INTERRUPTED)


def _in_words(
    terminal: Terminal,
    practice: Practice,
    cards: Sequence[Card],
    queue: Queue,
    limits: Limits,
    pictured: int,
) -> bool:
    """Practise at a terminal, or in plain lines; returns whether it was left by Ctrl-C."""
    from msc_learn.cli.console import edit_yaml, keyboard_of
    from msc_learn.terminal.quiz_session import QuizSession
    from msc_learn.terminal.quiz_summary import (
        show_introduction,
        show_nothing_due,
        show_picture_cards,
        show_summary,
    )

    if not queue.cards and not queue.steps:
        show_nothing_due(terminal, practice, cards, queue)
        show_picture_cards(terminal, pictured, indent=2)
        return False
    if not practice.memories:
        show_introduction(terminal, practice.course, pictured)
    terminal.blank()
    with keyboard_of(terminal) as keyboard:
        interrupted = _run(QuizSession(terminal, keyboard, practice, edit_yaml).run, practice)
    # The window may have another size by now.
    show_summary(terminal.resized(), practice, cards, limits)
    if failed := _backed_up(practice):
        terminal.say((failed, "bad"), indent=2)
    return interrupted


def _in_lines(practice: Practice, cards: Sequence[Card], pictured: int) -> bool:
    """Practise in lines of JSON; returns whether it was left by Ctrl-C."""
    from msc_learn.terminal.keyboard import Keyboard
    from msc_learn.terminal.quiz_json import JsonQuiz

    with Keyboard(single=False) as keys:
        lines = JsonQuiz(practice, keys.line, click.echo)
        interrupted = _run(lines.run, practice)
    lines.send_summary(cards, pictured)
    if failed := _backed_up(practice):
        lines.send("error", message=failed)
    return interrupted


def _run(run: Callable[[], None], practice: Practice) -> bool:
    """Run a face to its end or until the learner leaves; returns whether by Ctrl-C."""
    try:
        run()
    except (Quit, EOFError):
        practice.settle()
    except KeyboardInterrupt:
        practice.settle()
        return True
    return False


def _backed_up(practice: Practice) -> str:
    """Make the backup of the day, when no question waits for it; a sitting does not fail for want of one.

    Returns what went wrong, empty where nothing did.
    """
    if practice.session.answered:
        from msc_learn.history.erase_restore import back_up

        try:
            back_up(practice.history, day_of(practice.clock(), practice.zone))
        except HistoryError as error:
            return f"No backup was made: {error}"
    return ""
