"""`msc-learn progress`: a learner's history carried, checked, brought back, or erased."""

import os
import sys
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path

import click

from msc_learn.cli import clock
from msc_learn.cli.study_options import db_option, learner_option, one_learner_option, pseudonym
from msc_learn.errors import HistoryError
from msc_learn.files import is_device, replacing
from msc_learn.history.events import Ending, Resume, Unflag
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.review import event_id
from msc_learn.reports.phrases import count
from msc_learn.terminal.screen import one_line
from msc_learn.terminal.streams import unsteered

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
    """Carry, check, bring back or erase what was answered.

    The history is one file. All that is stored in it are events: answers, and what was undone, suspended,
    buried or flagged; what is remembered of each card follows from them.
    """


@command.command("export")
@click.argument("course", required=False, metavar="[COURSE]")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; else the screen."
)
@click.option("--exams", is_flag=True, help="Exams alone, and no answer in practice: a result to hand in.")
@one_learner_option
@db_option
def export_command(
    course: str | None, output: Path | None, exams: bool, learner: str | None, db: str | None
) -> None:
    """Write every event as one line of JSON, of one COURSE (its id) where named.

    Weights and retention that `optimize` adopted are lines too; those for all courses at once go with an
    export of all courses only.
    """
    from msc_learn.exams.store import exam_events
    from msc_learn.history.jsonl import line_of
    from msc_learn.history.parameters import adoptions

    path = history_path(db)
    if output and output.exists() and path.exists() and output.samefile(path):
        raise click.BadParameter("is the history itself; name another file", param_hint="--output")
    with History.open(path, create=False) as history:
        practised = chain(adoptions(history, course, learner), history.happenings(course, learner))
        kept = exam_events(history, course, learner) if exams else practised
        lines = (f"{line_of(event)}\n" for event in kept)
        if output is None:
            for line in lines:
                click.echo(unsteered(line).encode(), nl=False)
            return
        first = list(islice(lines, 1))
        if not first and output.is_file() and output.stat().st_size:
            raise HistoryError.at(
                output, "H104", "holds something, and of this course and learner there is no event"
            )
        try:
            written = _write(output, chain(first, lines))
        except OSError as error:
            raise HistoryError.at(output, "H104", f"cannot be written: {error.strerror or error}") from error
    click.echo(f"{output}: {count(written, 'event')}")


def _write(output: Path, lines: Iterable[str]) -> int:
    """Write lines to a file and return how many; a file that was there goes only when all are written."""
    # What someone knows and does not know is theirs alone to read.
    with output.open("wb") if is_device(output) else replacing(output.resolve(), private=True) as file:
        return sum(file.write(line.encode()) > 0 for line in lines)


@command.command("import")
@click.argument("file", type=_FILE)
@db_option
def import_command(file: Path, db: str | None) -> None:
    """Take in the events of an export, each once; a file with a bad line is refused as a whole.

    Events that are there already stay as they are, so that the same file may come twice, and two
    computers may exchange theirs both ways.
    """
    from msc_learn.history.jsonl import read_lines
    from msc_learn.history.merge import take

    try:
        lines = file.open("rb")
    except OSError as error:
        raise HistoryError.at(file, "H104", f"cannot be read: {error.strerror or error}") from error
    with lines, History.open(history_path(db)) as history:
        new, there = take(history, read_lines(file, lines))
    click.echo(f"{count(new, 'new event')}, {there:,} there already")


@command.command("erase")
@click.option("--learner", metavar="NAME", required=True, callback=pseudonym, help="Whose events.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@db_option
def erase_command(learner: str, yes: bool, db: str | None) -> None:
    """Remove all that is stored of a learner, for good; the file is written anew without it.

    The backups beside the history go too, for they hold the learner; copies elsewhere are yours to remove.
    """
    from msc_learn.history.backups import set_aside_of
    from msc_learn.history.erase_restore import erase

    path = history_path(db)
    with History.open(path, create=False) as history:
        if not yes:
            click.confirm(f"Erase all of '{learner}' from {path} and its backups for good?", abort=True)
        gone = erase(history, learner)
    cards = count(gone["memory"], "card")
    done = f"{count(gone['review'], 'answer')} on {cards}, {count(gone['event'], 'other event')}"
    click.echo(f"erased of '{learner}': {done}; {count(gone['backup'], 'backup')} removed")
    for aside in set_aside_of(path):
        click.echo(f"{aside}: put aside when a backup was brought back, may hold '{learner}' too; remove it")


@command.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing; say what differs, and exit with 1.")
@db_option
def rebuild_command(check: bool, db: str | None) -> None:
    """Replay all answers into what is remembered of each card, or check that this changes nothing."""
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
    click.echo("mend with: msc-learn progress rebuild")
    sys.exit(1)


@command.command("restore")
@click.argument("backup", type=_FILE)
@db_option
def restore_command(backup: Path, db: str | None) -> None:
    """Put a backup in the place of the history; the file that was there is renamed, never overwritten.

    Close every sitting first. Answers since the backup stay in the renamed file.
    """
    from msc_learn.history.erase_restore import restore

    path = history_path(db)
    aside = restore(path, backup)
    click.echo(f"{path}: {backup.name} is back")
    if aside:
        click.echo(f"{aside}: what was there before")


@command.command("resume", short_help="Ask cards again that were set aside.")
@click.argument("course")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...")
@learner_option
@db_option
def resume_command(course: str, cards: tuple[str, ...], learner: str, db: str | None) -> None:
    """Ask cards of a COURSE (its id) again that were set aside in a sitting; `msc-learn due` lists them."""
    _end(Resume, "set aside", course, cards, learner, db)


@command.command("unflag", short_help="Take flags away.")
@click.argument("course")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...")
@learner_option
@db_option
def unflag_command(course: str, cards: tuple[str, ...], learner: str, db: str | None) -> None:
    """Take the flags of cards of a COURSE (its id) away; `msc-learn due` lists them with their notes."""
    _end(Unflag, "flagged", course, cards, learner, db)


def _end(
    kind: type[Ending], what: str, course: str, cards: tuple[str, ...], learner: str, db: str | None
) -> None:
    """Record that something ended for cards, and say of which of them it did not stand."""
    path = history_path(db)
    with History.open(path) as history:
        for card in cards:
            now = clock.now()
            name = event_id(now, os.urandom(10))
            ended = history.record(kind(name, learner, course, card, now, clock.zone()))
            shown = one_line(card)
            click.echo(f"{shown}: no longer {what}" if ended else f"{shown}: was not {what}")
