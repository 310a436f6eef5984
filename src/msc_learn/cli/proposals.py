"""`msc-learn proposals`: typed answers that learners passed against the grader, for the author to accept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path

import click

from msc_learn.cli.options import course_argument, json_option
from msc_learn.cli.study_options import db_option, one_learner_option
from msc_learn.course import card_edit, card_writer
from msc_learn.course.load import load_course
from msc_learn.course.model import Note
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.reports.phrases import count
from msc_learn.study.answer_proposals import AnswerProposal, proposals
from msc_learn.study.queue import former_cards
from msc_learn.terminal.screen import one_line
from msc_learn.terminal.streams import json_text


@click.command(epilog="\b\nExamples:\n  msc-learn proposals\n  msc-learn proposals cards/renal --write")
@course_argument
@one_learner_option
@db_option
@json_option
@click.option("--write", is_flag=True, help="Add them to the card files, once you say yes.")
@click.option("--yes", is_flag=True, help="With --write: do not ask.")
def command(course: str, learner: str | None, db: str | None, as_json: bool, write: bool, yes: bool) -> None:
    """List typed answers that learners passed against the grader.

    They stand as lines to paste into a card file, below the key accept, each with how often it was passed.
    Left out is what a card rejects or takes already, and what another card has as its answer. Who typed
    them is not told.
    """
    if write and as_json:
        raise click.UsageError("--json only reads; leave it away to write")
    loaded = load_course(course)
    renamed = former_cards(loaded)
    now = {old: new for (of, new), old in renamed.items() if of == loaded.id}
    with History.open(history_path(db), create=False, former=renamed) as history:
        found = proposals(loaded.studied(drafts=True), history.reviews(loaded.id, learner), now)
    if as_json:
        listed = [asdict(proposal) for proposal in found]
        click.echo(json_text({"course": loaded.id, "proposals": listed}))
        return
    notes = {note.id: note for note in loaded.notes}
    _list(found, notes)
    if write and found and (yes or click.confirm("Add these lines to the card files?")):
        _write(found, notes)


def _list(found: Sequence[AnswerProposal], notes: Mapping[str, Note]) -> None:
    """Print the proposals as lines of their cards."""
    if not found:
        click.echo("No typed answer was passed against the grader.")
    for card, lines in groupby(found, key=lambda proposal: proposal.card):
        group = list(lines)
        click.echo(one_line(f"# {notes[card].position}: {card}, which asks for: {group[0].answer}"))
        click.echo("    accept:")
        for proposal in group:
            click.echo(f"      - {card_writer.scalar(proposal.accept)}  # {one_line(_said(proposal))}")
        click.echo()


def _said(proposal: AnswerProposal) -> str:
    by = f" by {count(proposal.learners, 'learner')}" if proposal.learners > 1 else ""
    return f"passed {count(proposal.times, 'time')}{by}; {proposal.reason}"


def _write(found: Sequence[AnswerProposal], notes: Mapping[str, Note]) -> None:
    """Add the proposals to their cards, file by file; what stands around them stays as it is."""
    for card, lines in groupby(found, key=lambda proposal: proposal.card):
        path = Path(notes[card].position.path)
        now = card_edit.read_card(path, card)
        if now is None:
            click.echo(f"{path}: has no card {card!r} any more", err=True)
            continue
        texts = tuple(proposal.accept for proposal in lines)
        changed = now.with_note(replace(now.note, accept=(*now.note.accept, *texts)))
        card_edit.write_card(changed)
        click.echo(f"{path}: {card} accepts {count(len(texts), 'more answer')}")
