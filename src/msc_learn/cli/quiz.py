"""`msc-learn quiz`: a spaced-repetition session."""

import sys
from collections.abc import Sequence

import click

from msc_learn.cli import clock
from msc_learn.cli.console import edit_yaml, keyboard_of
from msc_learn.cli.course_history import open_history
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import (
    course_and_topics,
    db_option,
    learner_option,
    quiz_command,
    topic_option,
)
from msc_learn.constants import CARDS_A_SESSION, NEW_A_DAY
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Mode, Purpose
from msc_learn.study.practice import Practice
from msc_learn.study.queue import Limits, cards_in, cards_on_pictures, plan
from msc_learn.study.session import Session
from msc_learn.terminal.quiz_run import QuizRun
from msc_learn.terminal.screen import Terminal

INTERRUPTED = 130


@click.command(
    epilog="""\b
Examples:
  msc-learn quiz                         due cards and ten new ones
  msc-learn quiz --topic mechanisms --mode type
  msc-learn quiz --cram --limit 30       the day before an exam
  printf '\\n3\\n' | msc-learn quiz        Enter shows the answer, 3 rates it
  msc-learn quiz --json                  for a program: JSON lines in and out
"""
)
@course_argument
@topic_option
@click.option(
    "--limit",
    type=click.IntRange(1),
    help=f"Ask at most this many cards. Default: {CARDS_A_SESSION}, or all with --cram.",
)
@click.option(
    "--new",
    type=click.IntRange(0),
    default=NEW_A_DAY,
    show_default=True,
    help="Learn at most this many new cards a day.",
)
@click.option("--cram", is_flag=True, help="Ask all cards, due or not, without changing the schedule.")
@click.option(
    "--mode",
    type=click.Choice(["auto", *(mode.value for mode in Mode)]),
    default="auto",
    show_default=True,
    help="Flip the card, type the answer, or choose it. auto follows the author: choose if there are"
    " options, type if the card asks for it, otherwise flip.",
)
@click.option(
    "--plain",
    is_flag=True,
    envvar="MSC_LEARN_PLAIN",
    help="Print plain lines, without colour and single keys. Automatic without a terminal or if TERM=dumb.",
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
    """Rate each answer from 1 (Again) to 4 (Easy). The interval next to a rating is the time until the card
    comes back. Typed and chosen answers are graded for you; press r to change the verdict. Every answer is
    saved before the next question: you can leave with q at any time and go on later.
    """
    terminal = Terminal.here(plain=plain or as_json)
    loaded, chosen = course_and_topics(course, topics, stores=True)
    now, zone = clock.now(), clock.zone()
    with open_history(db, loaded, stores=True) as history:
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
        asked_by = None if mode == "auto" else Mode(mode)
        practice = Practice(history, loaded, session, memories, zone, clock.now, asked_by, clock.ticks)
        pictured = cards_on_pictures(chosen, drafts=drafts)
        quiz = QuizRun(practice, cards, queue, limits, pictured, quiz_command())
        if as_json:
            interrupted = quiz.run_json(click.echo)
        else:
            interrupted = quiz.run(terminal, keyboard_of(terminal), edit_yaml)
    if interrupted:
        sys.exit(INTERRUPTED)
