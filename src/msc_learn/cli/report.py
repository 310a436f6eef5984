"""`msc-learn report`: what a training manager sees."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import click

from msc_learn.cli import clock
from msc_learn.cli.options import course_argument
from msc_learn.cli.study_options import course_and_topics, db_option
from msc_learn.course.model import Course
from msc_learn.exams.attempt import Attempt
from msc_learn.exams.form import Form
from msc_learn.exams.item_analysis import Analysis, analysis
from msc_learn.exams.replay import attempts_of
from msc_learn.files import write_atomically
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of, start_of
from msc_learn.reports import sheets
from msc_learn.reports.workbook import is_installed, workbook
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import cards_in, former_cards
from msc_learn.terminal.screen import Terminal, visible
from msc_learn.terminal.streams import unsteered
from msc_learn.training.competences import Competence, Needs, forms_of, load_needs
from msc_learn.training.people import load_people
from msc_learn.training.recall import PredictedRecall, predicted_recall
from msc_learn.training.report import LearnerRecords, Recalling, Standings, groups_of, standings, unlisted

# Without a byte order mark Excel takes UTF-8 for another encoding, and names for others.
_MARK = "\ufeff"
FORMATS = ("table", "json", "csv", "xlsx", "html")


class DayParam(click.DateTime):
    """A day as an option takes it; another text is refused with an example of one."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the midnight a day begins with."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' is no day; write one as 2027-03-01", param, ctx)


class ReportScope(NamedTuple):
    """What the command line asks for: whose report, of which moment."""

    people: Path | None
    role: str | None
    competence: str | None
    now: datetime
    zone: str
    is_past: bool


def attempts_in(history: History, course: Course, now: datetime) -> tuple[Attempt, ...]:
    """Return the attempts of all learners at the exams of a course as they stood at a moment."""
    return attempts_of((event for event in history.exams(course.id) if event.at <= now), now)


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
    help="Who has which role, as YAML or CSV; else MSC_LEARN_PEOPLE, else all who sat an exam.",
)
@click.option("--role", metavar="ROLE", help="Only the people of this role.")
@click.option("--competence", metavar="ID", help="Only this competence.")
@click.option(
    "--as-of",
    type=DayParam(["%Y-%m-%d"]),
    metavar="DATE",
    help="How it stands at the end of this day, past or to come; else now.",
)
@click.option("--items", "form", metavar="EXAM", help="How the questions of an exam do, and nobody's name.")
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="table", help="How it is written."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; else the screen."
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
    """Show who is current, due or expired, and how the exams do.

    What must be held stands in competences.yaml of the course; who has which role in a file of your own, for
    it is personal data. The report reads attempts at exams, and ends with who must do what by when. Of
    practice it tells how many cards were met and what the memory model foretells of many together, never an
    answer. With --items it analyses the questions of an exam instead. CSV holds one table; JSON, XLSX and
    HTML hold all.
    """
    if format_name == "xlsx":
        _refuse_xlsx(output)
    now, zone = clock.now(), clock.zone()
    asked = _asked(people, role, competence, as_of, now, zone)
    loaded, _ = course_and_topics(course, ())
    path = history_path(db)
    with History.open(path, create=False, former=former_cards(loaded)) as history:
        attempts = attempts_in(history, loaded, asked.now)
        if form is not None:
            written = _items(loaded, _analysed(form, attempts), format_name, now)
        else:
            written = _people(_report(history, loaded, attempts, asked), format_name, now)
    _deliver(written, output, _MARK if format_name == "csv" else "")


def _asked(
    people: Path | None,
    role: str | None,
    competence: str | None,
    as_of: datetime | None,
    now: datetime,
    zone: str,
) -> ReportScope:
    if role is not None and people is None:
        raise click.UsageError("--role needs --people: who has which role stands there")
    day = as_of.date() if as_of else day_of(now, zone)
    today = day_of(now, zone)
    if day == date.max:
        raise click.BadParameter("no calendar has a day after it", param_hint="--as-of")
    if day == today:
        return ReportScope(people, role, competence, now, zone, False)
    end = start_of(day + timedelta(days=1), zone) - timedelta(milliseconds=1)
    return ReportScope(people, role, competence, end, zone, day < today)


def _report(history: History, course: Course, attempts: Sequence[Attempt], asked: ReportScope) -> Standings:
    needs = load_needs(course)
    people = load_people(asked.people, [role.id for role in needs.roles]) if asked.people else None
    chosen = _chosen(needs, asked)
    forms = forms_of(course, chosen)
    recall = None if asked.is_past else _recalling(history, course, forms, asked.now)
    versions = {card.id: version_of(card) for card in cards_in(course.topics)}
    versions |= {old: versions[new] for (_, new), old in former_cards(course).items() if new in versions}
    evidence = LearnerRecords(attempts, versions, recall, forms)
    groups = groups_of(chosen, people, evidence, asked.now, asked.zone)
    analyses = [found for form in forms if (found := analysis(_of(form, attempts)))]
    day = day_of(asked.now, asked.zone)
    return standings(course, day, groups, unlisted(people, attempts), analyses)


def _chosen(needs: Needs, asked: ReportScope) -> Needs:
    """Return the role and the competence that were asked for, all where none was."""
    for option, name, known in (
        ("--role", asked.role, [role.id for role in needs.roles]),
        ("--competence", asked.competence, [one.id for one in needs.competences]),
    ):
        if name is not None and name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise click.BadParameter(f"no '{name}'; {there}", param_hint=option)
    return replace(
        needs,
        competences=tuple(one for one in needs.competences if asked.competence in (None, one.id)),
        roles=tuple(role for role in needs.roles if asked.role in (None, role.id)),
    )


def _recalling(history: History, course: Course, forms: Mapping[str, Form], now: datetime) -> Recalling:
    """Return what tells the recall of a learner; each learner's memories are read once."""
    memories = lru_cache(maxsize=1)(lambda learner: history.memories(course.id, learner))
    parameters = lru_cache(maxsize=1)(lambda learner: history.parameters(course.id, learner))

    def recall(learner: str, zone: str, competence: Competence) -> PredictedRecall:
        of = parameters(learner)
        return predicted_recall(
            _cards_of(course, competence, forms),
            memories(learner),
            lambda memory: fsrs6.retrievability(memory, now, zone, of),
        )

    return recall


def _cards_of(course: Course, competence: Competence, forms: Mapping[str, Form]) -> list[str]:
    """Return the ids of the cards that a competence rests on: of its topics, else of its exam's."""
    topics = competence.topics or [topic for topic, _ in forms[competence.form].blueprint]
    return [card.id for card in cards_in(course.topics) if card.note.topic in topics]


def _analysed(form: str, attempts: Sequence[Attempt]) -> tuple[Analysis, ...]:
    found = analysis(_of(form, attempts))
    if found is None:
        known = ", ".join(sorted({one.form for one in attempts if one.ended})) or "none"
        raise click.BadParameter(f"nobody has ended '{form}'; ended are {known}", param_hint="--items")
    return (found,)


def _of(form: str, attempts: Sequence[Attempt]) -> list[Attempt]:
    return [one for one in attempts if one.form == form]


def _people(report: Standings, format_name: str, now: datetime) -> str | bytes | Callable[[], None]:
    from msc_learn.terminal.report import print_report

    if format_name == "table":
        return lambda: print_report(Terminal.here(), report)
    if format_name == "html":
        from msc_learn.reports import competence

        return competence.page(report)
    tables = (*sheets.sheets_of(report), *sheets.item_sheets(report.analyses))
    return _tables(tables, format_name, report.course, now, day=report.day, unlisted=report.unlisted)


def _items(
    course: Course, analyses: tuple[Analysis, ...], format_name: str, now: datetime
) -> str | bytes | Callable[[], None]:
    if format_name == "table":
        topics = {topic.id: topic.title for topic in course.topics}
        from msc_learn.terminal.report import print_items

        return lambda: print_items(Terminal.here(), analyses, topics)
    if format_name == "html":
        from msc_learn.reports import competence

        return competence.items_page(analyses, course)
    return _tables(sheets.item_sheets(analyses), format_name, course.title, now)


def _tables(
    tables: Sequence[sheets.Sheet], format_name: str, title: str, now: datetime, **about: sheets.Value
) -> str | bytes:
    if format_name == "json":
        return unsteered(sheets.as_json(tables, course=title, **about))
    return sheets.as_csv(tables[0]) if format_name == "csv" else workbook(tables, title, now)


def _refuse_xlsx(output: Path | None) -> None:
    if output is None:
        raise click.UsageError("a workbook is no text: name a file with -o")
    if not is_installed():
        raise click.ClickException("a workbook needs more: pip install 'msc-learn[report]'")


def _deliver(written: str | bytes | Callable[[], None], output: Path | None, mark: str) -> None:
    """Print what was written, or put it into a file, a text behind a mark."""
    if callable(written):
        if output is not None:
            raise click.UsageError("the table is for the screen: with -o, name a --format")
        written()
    elif output is None:
        click.echo(_for_screen(written), nl=False)
    else:
        with _for_one():
            write_atomically(output, mark + written if isinstance(written, str) else written)
        click.echo(f"{output}: written")


def _for_screen(written: str | bytes) -> str | bytes:
    """Return what a terminal shows and never obeys, for a result file may hold any letter; a pipe has all."""
    if isinstance(written, bytes) or not sys.stdout.isatty():
        return written
    return visible(written.replace("\r\n", "\n"))


@contextmanager
def _for_one() -> Iterator[None]:
    """Make files that their owner alone can read: a report holds names and scores."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)
