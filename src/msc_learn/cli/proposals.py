"""`msc-learn proposals`: typed answers that learners accepted against the grader, for the author."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path

import click

from msc_learn.cli.course_history import open_history, own_course
from msc_learn.cli.options import course_argument, json_option
from msc_learn.cli.study_options import db_option, one_learner_option
from msc_learn.course import card_edit, card_writer
from msc_learn.course.load import load_course
from msc_learn.course.model import Note
from msc_learn.errors import ExportError
from msc_learn.files import READ_ONLY, is_part_of_program
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
@click.option("--write", is_flag=True, help="Add them to the card files, after confirmation.")
@click.option("--yes", is_flag=True, help="With --write: do not ask for confirmation.")
def command(course: str, learner: str | None, db: str | None, as_json: bool, write: bool, yes: bool) -> None:
    """The answers are printed as lines for the key `accept` of a card, with how often each was accepted.
    Answers that the card already accepts or rejects, and answers of other cards, are left out. Learners are
    never named.
    """
    if write and as_json:
        raise click.UsageError("--json cannot be combined with --write")
    loaded = load_course(course)
    renamed = former_cards(loaded)
    ids = {old: new for (course_id, new), old in renamed.items() if course_id == loaded.id}
    with open_history(db, loaded) as history:
        loaded = own_course(history, loaded)
        listed = proposals(loaded.studied(drafts=True), history.reviews(loaded.id, learner), ids)
    if as_json:
        rows = [asdict(proposal) for proposal in listed]
        click.echo(json_text({"course": loaded.id, "proposals": rows}))
        return
    notes = {note.id: note for note in loaded.notes}
    _list(listed, notes)
    if write and listed and is_part_of_program(loaded.path):
        raise ExportError.at(loaded.path, "X105", READ_ONLY)
    if write and listed and (yes or click.confirm("Add these lines to the card files?")):
        _write(listed, notes)


def _list(listed: Sequence[AnswerProposal], notes: Mapping[str, Note]) -> None:
    """Print the proposals as lines of their cards."""
    if not listed:
        click.echo("No learner has accepted a typed answer against the grader.")
    for card, lines in groupby(listed, key=lambda proposal: proposal.card):
        group = list(lines)
        click.echo(one_line(f"# {notes[card].position}: {card}, answer: {group[0].answer}"))
        click.echo("    accept:")
        for proposal in group:
            click.echo(f"      - {card_writer.scalar(proposal.accept)}  # {one_line(_reason(proposal))}")
        click.echo()


def _reason(proposal: AnswerProposal) -> str:
    by = f" by {count(proposal.learners, 'learner')}" if proposal.learners > 1 else ""
    return f"accepted {count(proposal.times, 'time')}{by}; {proposal.reason}"


def _write(listed: Sequence[AnswerProposal], notes: Mapping[str, Note]) -> None:
    """Add the proposals to their cards; the rest of each file stays as it is."""
    for card, lines in groupby(listed, key=lambda proposal: proposal.card):
        path = Path(notes[card].position.path)
        text = card_edit.read_card(path, card)
        if text is None:
            click.echo(f"{path}: card {card!r} is gone", err=True)
            continue
        answers = tuple(proposal.accept for proposal in lines)
        changed = text.with_note(replace(text.note, accept=(*text.note.accept, *answers)))
        card_edit.write_card(changed)
        click.echo(f"{path}: {card} accepts {count(len(answers), 'more answer')}")
