"""`msc-learn report`: who holds which competence, and how the exams do."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from msc_learn.cli import clock
from msc_learn.cli.course_history import open_history
from msc_learn.cli.options import course_argument
from msc_learn.cli.study_options import course_and_topics, db_option
from msc_learn.course.model import Course
from msc_learn.exams.attempt import Attempt
from msc_learn.exams.item_analysis import Analysis
from msc_learn.files import write_atomically
from msc_learn.memory.days import day_of, start_of
from msc_learn.reports import sheets
from msc_learn.reports.workbook import is_installed, workbook
from msc_learn.terminal.screen import Terminal, visible
from msc_learn.terminal.streams import escape_controls
from msc_learn.training.collect import ReportDay, analysis_of, attempts_in, competence_report, selected
from msc_learn.training.competence_file import Needs, load_needs
from msc_learn.training.people import load_people
from msc_learn.training.report import Standings

# Excel takes UTF-8 without a byte order mark for another encoding.
_BYTE_ORDER_MARK = "\ufeff"
FORMATS = ("table", "json", "csv", "xlsx", "html")
# Text or bytes to write, or a function that prints to the screen.
Written = str | bytes | Callable[[], None]


class DayParam(click.DateTime):
    """A calendar day as an option; an invalid one is refused with an example."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the midnight at which the day begins."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"invalid day '{value}': write it like 2027-03-01", param, ctx)


@click.command(
    epilog="""\b
Examples:
  msc-learn report
  msc-learn report --people staff.yaml --role nurse
  msc-learn report --people staff.csv --format html -o report.html
  msc-learn report --people staff.csv --as-of 2027-03-01 --format csv
  msc-learn report --items induction"""
)
@course_argument
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="MSC_LEARN_PEOPLE",
    help="Read who has which role from a YAML or CSV file. Default: MSC_LEARN_PEOPLE, or everyone who"
    " took an exam.",
)
@click.option("--role", metavar="ROLE", help="Show only people with this role.")
@click.option("--competence", metavar="ID", help="Show only this competence.")
@click.option(
    "--as-of",
    type=DayParam(["%Y-%m-%d"]),
    metavar="DATE",
    help="Show the state at the end of this day, past or future. Default: now.",
)
@click.option("--items", "form", metavar="EXAM", help="Analyse the questions of an exam, without names.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Choose the output format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file instead of the screen.",
)
@db_option
def command(
    course: str,
    people: Path | None,
    role: str | None,
    competence: str | None,
    as_of: datetime | None,
    form: str | None,
    format_name: str,
    output: Path | None,
    db: str | None,
) -> None:
    """The report shows the state of each competence and ends with who must do what by when. Competences are
    defined in competences.yaml of the course. Who has which role is personal data, so it goes in a file of
    your own.

    The report reads exam attempts. Of practice it shows only how many cards were seen and the predicted
    recall of many cards together, never an answer. With --items it analyses the questions of one exam
    instead. CSV holds one table; JSON, XLSX and HTML hold all of them.
    """
    _refuse_conflicts(people, role, format_name, output)
    now, day = clock.now(), _report_day(as_of)
    loaded, _ = course_and_topics(course, (), stores=True)
    with open_history(db, loaded, exams=True) as history:
        attempts = attempts_in(history, loaded, day.now)
        if form is not None:
            written = _items(loaded, _analysed(form, attempts), format_name, now)
        else:
            needs = load_needs(loaded)
            listed = load_people(people, [one.id for one in needs.roles]) if people else None
            chosen = _selected(needs, role, competence)
            report = competence_report(history, loaded, attempts, chosen, listed, day)
            written = _people(report, format_name, now)
    _deliver(written, output, _BYTE_ORDER_MARK if format_name == "csv" else "")


def _refuse_conflicts(people: Path | None, role: str | None, format_name: str, output: Path | None) -> None:
    if format_name == "xlsx" and output is None:
        raise click.UsageError("a workbook cannot be shown on the screen: name a file with -o")
    if format_name == "xlsx" and not is_installed():
        raise click.ClickException("XLSX needs an extra: pip install 'msc-learn[report]'")
    if role is not None and people is None:
        raise click.UsageError("--role needs --people, the file that says who has which role")


def _report_day(as_of: datetime | None) -> ReportDay:
    now, zone = clock.now(), clock.zone()
    today = day_of(now, zone)
    day = as_of.date() if as_of else today
    if day == date.max:
        raise click.BadParameter("the latest possible day is 9999-12-30", param_hint="--as-of")
    if day == today:
        return ReportDay(now, zone, is_past=False)
    end = start_of(day + timedelta(days=1), zone) - timedelta(milliseconds=1)
    return ReportDay(end, zone, is_past=day < today)


def _selected(needs: Needs, role: str | None, competence: str | None) -> Needs:
    for option, name, known in (
        ("--role", role, [one.id for one in needs.roles]),
        ("--competence", competence, [one.id for one in needs.competences]),
    ):
        if name is not None and name not in known:
            known_ids = f"use one of {', '.join(known)}" if known else "the course has none"
            raise click.BadParameter(f"unknown id '{name}': {known_ids}", param_hint=option)
    return selected(needs, role, competence)


def _analysed(form: str, attempts: Sequence[Attempt]) -> tuple[Analysis, ...]:
    analysis = analysis_of(form, attempts)
    if analysis is None:
        ended = ", ".join(sorted({attempt.form for attempt in attempts if attempt.ended})) or "none"
        message = f"no finished attempt at '{form}'; exams with finished attempts: {ended}"
        raise click.BadParameter(message, param_hint="--items")
    return (analysis,)


def _people(report: Standings, format_name: str, now: datetime) -> Written:
    from msc_learn.reports import competence
    from msc_learn.terminal.report import print_report

    if format_name == "table":
        return lambda: print_report(Terminal.here(), report)
    if format_name == "html":
        return competence.page(report)
    tables = (*sheets.sheets_of(report), *sheets.item_sheets(report.analyses))
    return _tables(tables, format_name, report.course, now, day=report.day, unlisted=report.unlisted)


def _items(course: Course, analyses: tuple[Analysis, ...], format_name: str, now: datetime) -> Written:
    from msc_learn.reports import competence
    from msc_learn.terminal.report import print_items

    if format_name == "table":
        topics = {topic.id: topic.title for topic in course.topics}
        return lambda: print_items(Terminal.here(), analyses, topics)
    if format_name == "html":
        return competence.items_page(analyses, course)
    return _tables(sheets.item_sheets(analyses), format_name, course.title, now)


def _tables(
    tables: Sequence[sheets.Sheet], format_name: str, title: str, now: datetime, **about: sheets.Value
) -> str | bytes:
    if format_name == "json":
        return escape_controls(sheets.as_json(tables, course=title, **about))
    return sheets.as_csv(tables[0]) if format_name == "csv" else workbook(tables, title, now)


def _deliver(written: Written, output: Path | None, mark: str) -> None:
    """Print the report, or write it to a file with a byte order mark before its text."""
    if callable(written):
        if output is not None:
            raise click.UsageError("a table is for the screen: with -o, name a --format")
        written()
    elif output is None:
        click.echo(_for_screen(written), nl=False)
    else:
        with _owner_only():
            write_atomically(output, mark + written if isinstance(written, str) else written)
        click.echo(f"{output}: written")


def _for_screen(written: str | bytes) -> str | bytes:
    """Escape control characters for a terminal, since a result file may hold any; a pipe gets all."""
    if isinstance(written, bytes) or not sys.stdout.isatty():
        return written
    return visible(written.replace("\r\n", "\n"))


@contextmanager
def _owner_only() -> Iterator[None]:
    """Create files that only their owner can read: a report holds names and scores."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)
