"""`msc-learn progress`: export, import, check, restore or erase the review history."""

import os
import sys
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path

import click

from msc_learn.cli import clock
from msc_learn.cli.study_options import (
    course_with_id,
    db_option,
    learner_option,
    one_learner_option,
    pseudonym,
)
from msc_learn.course.load import load_course
from msc_learn.errors import HistoryError
from msc_learn.files import is_device, replacing
from msc_learn.history.events import Ending, Resume, Unflag
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.review import event_id
from msc_learn.reports.phrases import count
from msc_learn.terminal.screen import one_line
from msc_learn.terminal.streams import escape_controls

_CARDS_SHOWN = 20
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    epilog="""\b
Examples:
  msc-learn progress export -o answers.jsonl
  msc-learn progress export --exams --learner anna -o result.jsonl
  msc-learn progress import answers.jsonl
  msc-learn progress rebuild --check
  msc-learn progress resume msc vegf-name#1
  msc-learn progress erase --learner anna
"""
)
def command() -> None:
    """The history is one file: a log of everything you did. Due dates are computed from it."""


@command.command("export")
@click.argument("course", required=False, metavar="[COURSE]")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file instead of the screen.",
)
@click.option("--exams", is_flag=True, help="Export exams only, without practice: a result to hand in.")
@one_learner_option
@db_option
def export_command(
    course: str | None, output: Path | None, exams: bool, learner: str | None, db: str | None
) -> None:
    """Export every event as a line of JSON, of one COURSE (its id) or of all.

    Parameters adopted by `msc-learn optimize` are included; those for all courses only if all courses are
    exported.
    """
    from msc_learn.exams.store import exam_events
    from msc_learn.history.jsonl import line_of
    from msc_learn.history.parameters import adoptions

    path = history_path(db)
    if output and output.exists() and path.exists() and output.samefile(path):
        raise click.BadParameter("this is the history itself: name another file", param_hint="--output")
    with History.open(path, create=False) as history:
        practice = chain(adoptions(history, course, learner), history.log(course, learner))
        events = exam_events(history, course, learner) if exams else practice
        lines = (f"{line_of(event)}\n" for event in events)
        if output is None:
            for line in lines:
                click.echo(escape_controls(line).encode(), nl=False)
            return
        first = list(islice(lines, 1))
        if not first and output.is_file() and output.stat().st_size:
            raise HistoryError.at(
                output, "H104", "not overwritten: there are no events of this course and learner"
            )
        try:
            written = _write(output, chain(first, lines))
        except OSError as error:
            raise HistoryError.at(output, "H104", f"cannot be written: {error.strerror or error}") from error
    click.echo(f"{output}: {count(written, 'event')}")


def _write(output: Path, lines: Iterable[str]) -> int:
    """Write lines to a file and return their number; an old file is replaced only when all are written."""
    # Only the owner may read what someone knows and does not know.
    with output.open("wb") if is_device(output) else replacing(output.resolve(), private=True) as file:
        return sum(file.write(line.encode()) > 0 for line in lines)


def _refuse_pipe(file: Path) -> None:
    """Raise `HistoryError` for a pipe or a device, which could be waited for for ever."""
    if is_device(file):
        raise HistoryError.at(file, "H104", "is a pipe or a device; write it to a regular file first")


@command.command("import")
@click.argument("file", type=_FILE)
@db_option
def import_command(file: Path, db: str | None) -> None:
    """Import the events of an export; if any line is invalid, nothing is imported.

    Events that are already there are skipped, so you can import a file twice, or sync two computers both
    ways.
    """
    from msc_learn.history.jsonl import read_lines
    from msc_learn.history.merge import import_events

    _refuse_pipe(file)
    try:
        lines = file.open("rb")
    except OSError as error:
        raise HistoryError.at(file, "H104", f"cannot be read: {error.strerror or error}") from error
    with lines, History.open(history_path(db)) as history:
        new, known = import_events(history, read_lines(file, lines))
    click.echo(f"{count(new, 'new event')}, {known:,} already there")


@command.command("erase")
@click.option("--learner", metavar="NAME", required=True, callback=pseudonym, help="Erase this learner.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@db_option
def erase_command(learner: str, yes: bool, db: str | None) -> None:
    """Permanently delete all data of a learner.

    The history file is rewritten, and its backups are deleted, because they hold the learner too. Delete
    copies elsewhere yourself.
    """
    from msc_learn.history.backups import set_aside_of
    from msc_learn.history.erase_restore import erase

    path = history_path(db)
    with History.open(path, create=False) as history:
        if not yes:
            click.confirm(f"Permanently erase '{learner}' from {path}, and delete its backups?", abort=True)
        erased = erase(history, learner)
    cards = count(erased["memory"], "card")
    done = f"{count(erased['review'], 'answer')} on {cards}, {count(erased['event'], 'other event')}"
    click.echo(f"erased '{learner}': {done}; {count(erased['backup'], 'backup')} deleted")
    for aside in set_aside_of(path):
        click.echo(f"{aside}: set aside when a backup was restored, may still hold '{learner}': delete it")


@command.command("rebuild")
@click.option("--check", is_flag=True, help="Only report what differs, with exit code 1.")
@db_option
def rebuild_command(check: bool, db: str | None) -> None:
    """Compute the memory of each card again from all answers, or check that it is correct."""
    from msc_learn.history.projection import differing, rebuild

    with History.open(history_path(db), create=False) as history:
        if not check:
            click.echo(f"{count(rebuild(history), 'card')} rebuilt")
            return
        cards = differing(history)
    if not cards:
        click.echo("identical")
        return
    for learner, course, card in cards[:_CARDS_SHOWN]:
        click.echo(one_line(f"differs: {card} of {course}, learner {learner}"))
    if len(cards) > _CARDS_SHOWN:
        click.echo(f"and {count(len(cards) - _CARDS_SHOWN, 'card')} more")
    click.echo("fix with: msc-learn progress rebuild")
    sys.exit(1)


@command.command("restore")
@click.argument("backup", type=_FILE)
@db_option
def restore_command(backup: Path, db: str | None) -> None:
    """Restore the history from a backup; the present file is renamed, never overwritten.

    Close every quiz first. Answers since the backup stay in the renamed file.
    """
    from msc_learn.history.erase_restore import restore

    _refuse_pipe(backup)
    path = history_path(db)
    aside = restore(path, backup)
    click.echo(f"{path}: restored from {backup.name}")
    if aside:
        click.echo(f"{aside}: the history from before")


@command.command("claim")
@click.argument("course")
@click.option("--from", "name", required=True, metavar="NAME", help="Name the course as 0.1.0 knew it.")
@click.option("--leave", is_flag=True, help="Leave the answers: they are of another course.")
@db_option
def claim_command(course: str, name: str, leave: bool, db: str | None) -> None:
    """Take over what version 0.1.0 stored of a COURSE under its folder name, or leave it.

    Version 0.1.0 could not tell two courses with the same folder name apart. Only answers to cards of the
    course are taken over, and exams of which all items are cards of it.
    """
    from msc_learn.exams.former_attempts import take_attempts
    from msc_learn.history.former_names import decide
    from msc_learn.study.course_history import OwnCards, take_over

    loaded = course_with_id(load_course(course))
    with History.open(history_path(db), create=False) as history:
        if leave:
            decide(history, name, loaded.id, is_ours=False)
            click.echo(f"answers stored as {one_line(name)} are left where they are")
            return
        attempts = take_attempts(history, loaded, frozenset({name}))
        answers = take_over(history, name, loaded, OwnCards.of(loaded).notes)
    click.echo(f"{count(answers, 'answer')} and {count(attempts, 'exam attempt')} taken over by {loaded.id}")


@command.command("resume", short_help="Ask suspended cards again.")
@click.argument("course")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...")
@learner_option
@db_option
def resume_command(course: str, cards: tuple[str, ...], learner: str, db: str | None) -> None:
    """Ask suspended cards of a COURSE (its id) again; `msc-learn due` lists them."""
    _end(Resume, "suspended", course, cards, learner, db)


@command.command("unflag", short_help="Remove flags from cards.")
@click.argument("course")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...")
@learner_option
@db_option
def unflag_command(course: str, cards: tuple[str, ...], learner: str, db: str | None) -> None:
    """Remove the flags of cards of a COURSE (its id); `msc-learn due` lists them with their notes."""
    _end(Unflag, "flagged", course, cards, learner, db)


def _end(
    kind: type[Ending], mark: str, course: str, cards: tuple[str, ...], learner: str, db: str | None
) -> None:
    """Record that a mark of cards ended, and print for each whether it had the mark."""
    path = history_path(db)
    with History.open(path) as history:
        for card in cards:
            now = clock.now()
            name = event_id(now, os.urandom(10))
            ended = history.record(kind(name, learner, course, card, now, clock.zone()))
            shown = one_line(card)
            click.echo(f"{shown}: no longer {mark}" if ended else f"{shown}: was not {mark}")
