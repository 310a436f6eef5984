"""`msc-learn due`: due counts, topic by topic."""

from collections.abc import Sequence

import click

from msc_learn.cli import clock
from msc_learn.cli.course_history import open_history, own_course
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import (
    course_and_topics,
    db_option,
    learner_option,
    quiz_command,
    topic_option,
)
from msc_learn.memory.days import day_of
from msc_learn.study.queue import cards_in
from msc_learn.terminal.due import DueReport, print_due
from msc_learn.terminal.due import as_json as due_json
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.streams import json_text


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
    """New cards have not been asked yet. Learning cards are in their first steps. Due cards can be reviewed
    now, Today cards later today, and Week cards in the five days after tomorrow. Suspended and buried cards
    are not counted.
    """
    loaded, chosen = course_and_topics(course, topics)
    now, zone = clock.now(), clock.zone()
    with open_history(db, loaded) as history:
        loaded = own_course(history, loaded)
        put_off = history.put_off(loaded.id, learner, day_of(now, zone))
        report = DueReport(
            [(topic, cards_in([topic], drafts=drafts, put_off=put_off)) for topic in chosen],
            history.memories(loaded.id, learner),
            sorted(history.suspended(loaded.id, learner)),
            history.flags(loaded.id, learner),
            now,
            zone,
        )
    if as_json:
        click.echo(json_text(due_json(loaded.id, report)))
    else:
        print_due(Terminal.here(), report, quiz_command())
