"""`msc-learn coverage`: which sentences of the document have a card, and which have none."""

from pathlib import Path

import click

from msc_learn.cli.options import course_argument, json_option
from msc_learn.course.load import load_course
from msc_learn.course.model import Course
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.errors import CardFileError
from msc_learn.evidence.coverage import Reason, coverage_of
from msc_learn.files import write_atomically
from msc_learn.terminal.coverage import as_json as coverage_json
from msc_learn.terminal.coverage import in_words, print_coverage
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.streams import json_text


@click.command(
    epilog="""\b
Examples:
  msc-learn coverage --missing              the sentences that have no card
  msc-learn coverage cards/renal --html coverage.html
  msc-learn coverage cards/renal --json

These need no card: `heading`, `meta` (about the document or for its reader), `lead-in` (of a list
or an answer), `restated` (another sentence with a card says it) and `rejected`. `draft only` means
that the card is not accepted yet. `none` needs the author's attention."""
)
@course_argument
@click.option("--missing", is_flag=True, help="Show only the sentences without a card.")
@json_option
@click.option(
    "--html",
    "page_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write an HTML page with the cards.",
)
def command(course: str, missing: bool, as_json: bool, page_path: Path | None) -> None:
    """Below each sentence are the ids of the cards that quote it, or the reason why there are none. Each
    section shows how many of the sentences that should have a card have one. Drafts do not count.
    """
    loaded = load_course(course)
    coverage = coverage_of(loaded, document_of(loaded))
    if page_path is not None:
        from msc_learn.reports.coverage import page

        write_atomically(page_path, page(loaded, coverage, missing=missing))
    if as_json:
        click.echo(json_text(coverage_json(loaded, coverage, missing=missing)))
    elif page_path is not None:
        click.echo(f"{page_path}: {in_words(coverage.figure)}")
    else:
        print_coverage(Terminal.here(), coverage, missing=missing)
        if not missing and any(line.reason is Reason.NONE for line in coverage.lines):
            click.echo(f"List the sentences without a card: msc-learn coverage {course} --missing")


def document_of(course: Course) -> Document:
    """Return the document of a course; raises `CardFileError` if it has none."""
    if course.document is None:
        message = "the course has no document: name one with the key `document`"
        raise CardFileError.at(course.path, "F217", message)
    return read_document(course.document)
