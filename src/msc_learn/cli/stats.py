"""`msc-learn stats`: how the learning goes."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from msc_learn.cli import clock
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option, topic_option
from msc_learn.files import write_atomically
from msc_learn.history.location import history_path
from msc_learn.history.store import History
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
    help="Write a page with plots, to read in a browser.",
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
    """Show how the learning goes: answers, streak, recall, the days to come, and what is weak.

    Recall sets what you knew beside what the memory model had foretold, and in brackets where the true
    share lies with 95 % confidence; when the two differ by much, the intervals do not fit you. RMSE(bins)
    is the error by which the FSRS benchmark ranks models; 0 is none. A leech was forgotten eight times: it
    wants other words. A topic narrows the cards, recall, the days to come and what is weak; answers and
    streak are of the whole course. Cards set aside are no part of the days to come.
    """
    loaded, chosen = course_and_topics(course, topics)
    cards, former = cards_in(chosen, drafts=drafts), former_cards(loaded)
    with History.open(history_path(db), create=False, former=former) as history:
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
        print_report(Terminal.here(), report, loaded, cards)
