"""`msc-learn stats`: study statistics."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

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
from msc_learn.files import write_atomically
from msc_learn.reports.phrases import count
from msc_learn.study.queue import cards_in, former_cards
from msc_learn.study.report import record_of, report_of
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.stats import print_report
from msc_learn.terminal.streams import json_text


@click.command(
    epilog="""\b
Examples:
  msc-learn stats
  msc-learn stats --topic safety --json
  msc-learn stats --html stats.html"""
)
@course_argument
@topic_option
@drafts_option
@db_option
@learner_option
@json_option
@click.option(
    "--html",
    "page_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write an HTML page with plots.",
)
def command(
    course: str,
    topics: Sequence[str],
    drafts: bool,
    db: str | None,
    learner: str,
    as_json: bool,
    page_path: Path | None,
) -> None:
    """The statistics show answers, streaks, recall, the reviews to come, and your weakest topics and cards.

    Recall is your recall next to the predicted recall, with a 95 % confidence interval. If the two differ
    much, the intervals do not fit you: see `msc-learn optimize`. RMSE(bins) is the prediction error by which
    the FSRS benchmark ranks models; 0 is perfect. Here it covers reviews of learned cards only.

    A leech is a card that you forgot eight times: it may need other words. With --topic, answers and streaks
    are still of the whole course. Suspended cards do not count as reviews to come.
    """
    loaded, chosen = course_and_topics(course, topics)
    cards, former = cards_in(chosen, drafts=drafts), former_cards(loaded)
    with open_history(db, loaded) as history:
        loaded = own_course(history, loaded)
        record = record_of(history, loaded.id, learner, former)
    report = report_of(loaded.id, cards, record, clock.now(), clock.zone())
    if page_path is not None:
        from msc_learn.reports.stats import page

        write_atomically(page_path, page(loaded, cards, report))
    if as_json:
        click.echo(json_text(asdict(report), default=str))
    elif page_path is not None:
        total = report.total
        click.echo(f"{page_path}: {count(total.answers, 'answer')} on {count(total.days, 'day')}")
    else:
        print_report(Terminal.here(), report, loaded, cards, quiz_command())
