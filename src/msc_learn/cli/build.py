"""`msc-learn build`: write a course as an Anki deck or in another format."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import course_with_id
from msc_learn.course.assign_id import missing_id
from msc_learn.course.course_id import random_id
from msc_learn.course.load import load_course
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats import FORMATS, format_named
from msc_learn.deck.package_diff.delivery import replaced_by
from msc_learn.deck.release.lock_file import lock_path_of, write_lock
from msc_learn.deck.release.lock_update import LockChanges, lock_changes, refuse_changes
from msc_learn.deck.release.witness import lock_of
from msc_learn.errors import CardFileError
from msc_learn.gc_paused import gc_paused
from msc_learn.terminal.streams import json_text

# The formats that update a learner's Anki collection.
_UPDATES = ("apkg", "text")


@click.command(
    epilog="""\b
Examples:
  msc-learn build                         the shipped course, to decks/msc.apkg
  msc-learn build cards/renal -o renal.apkg
  msc-learn build --locked                in a pipeline: refuse to change release.lock
  msc-learn build --check                 check that decks/msc.apkg is up to date
  msc-learn build --update                decks/msc-update.apkg, which also withdraws retired cards
  msc-learn build --format text           corrections only, to decks/msc-corrections
  msc-learn build --format html           a study page for any browser, to decks/msc.html
  msc-learn build --format gift           questions for Moodle and others, to decks/msc-gift.txt
  msc-learn build --format moodle-xml     with pictures and hints, to decks/msc-moodle.xml
  msc-learn build --format csv            one row a card for a spreadsheet, to decks/msc.csv

A build first writes release.lock in the course folder. Keep it with the cards: with it,
learners can import corrections without losing their reviews."""
)
@course_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file; for text, to this folder."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="apkg",
    show_default=True,
    help="Choose the output format.",
)
@drafts_option
@click.option("--locked", is_flag=True, help="Refuse to build if it would change release.lock.")
@click.option(
    "--update", is_flag=True, help="Build an update that withdraws retired cards from earlier decks."
)
@click.option("--check", is_flag=True, help="Write nothing; check that the file is up to date.")
@json_option
@gc_paused()
def command(
    course: str,
    output: Path | None,
    format_name: str,
    drafts: bool,
    locked: bool,
    update: bool,
    check: bool,
    as_json: bool,
) -> None:
    """The default is an Anki deck in decks/COURSE.apkg. The same cards and release.lock give the same bytes.
    Only notes whose content changed are marked as changed, so importing a new build keeps all reviews, and
    a learner's edits of other notes. New titles, tags and ids alone change no note that a learner has.

    Anki deletes nothing on import. With --update, the deck (decks/COURSE-update.apkg) also holds an empty
    note for each retired one, which Anki's Tools > Empty Cards then removes. It is for learners who have an
    earlier deck; others would get blank cards.

    html is one file that asks, grades and schedules in a browser, without a network. Share it by mail or on
    a shared drive.

    text holds the corrections since each note's first release, one file for each note type. Importing it
    into Anki keeps tags and uncorrected notes as they are.

    gift and moodle-xml are questions for a learning management system, with a category for each topic.
    Cards that cannot be asked there are counted. csv has one row for each card.
    """
    if update and drafts:
        raise click.UsageError("--update is for learners, who get no drafts: leave out --drafts")
    if update and format_name not in _UPDATES:
        raise click.UsageError("--update withdraws cards from Anki: leave it out for other formats")
    loaded = load_course(course)
    lock_path, lock = lock_path_of(loaded), lock_of(loaded)
    if locked and not loaded.has_id:
        reason = "--locked writes none"
        raise CardFileError([missing_id(loaded, lock.course or random_id(loaded.name), reason)])
    if not check:
        loaded = course_with_id(loaded)
    form = format_named(format_name)
    release = compile_course(loaded, lock, int(time.time()), drafts=drafts, update=update)
    changed = lock_changes(lock, release.lock)
    output = output or Path("decks") / f"{release.course.name}{'-update' * update}{form.suffix}"
    if locked:
        refuse_changes(lock_path, changed)
    if check:
        digest = form.check(release, output)
    else:
        # Before the deck: without the lock, released cards could never be corrected.
        if not locked and release.lock != lock:
            write_lock(lock_path, release.lock)
        digest = form.write(release, output)
    summary = form.summary(release) + f", {release.withdrawn} withdrawn" * update
    replaced = replaced_by(changed) if format_name == "apkg" else ""
    _report(release, changed, output, (summary, digest, replaced), as_json=as_json)


def _report(
    release: Release, changed: LockChanges, output: Path, written: tuple[str, str, str], *, as_json: bool
) -> None:
    """Print what was written: a summary, a digest, and what an import replaces."""
    summary, digest, replaced = written
    if as_json:
        counts = {
            "notes": len(release.studied),
            "cards": release.cards,
            "decks": len(release.decks),
            "withdrawn": release.withdrawn,
        }
        click.echo(
            json_text(
                {"path": str(output), **counts, "digest": digest, **asdict(changed), "import": replaced},
                indent=None,
            )
        )
        return
    click.echo(f"{output}: {summary}")
    click.echo(f"content {digest}")
    words = ("new", "changed", "retired", "unchanged")
    counted = [f"{len(getattr(changed, word))} {word}" for word in words]
    if changed.renamed:
        counted[1] += f" ({len(changed.renamed)} renamed)"
    drafts = len(release.studied) - sum(note.retired is None for note in release.lock.notes.values())
    click.echo(", ".join([*counted, f"{drafts} drafts"] if drafts else counted))
    if replaced:
        click.echo(replaced)
