"""`msc-learn extract`: a document, or a folder of them, becomes draft cards."""

import sys
from pathlib import Path

import click

from msc_learn.cli.options import json_option
from msc_learn.terminal import extract_summary
from msc_learn.terminal.streams import json_text


@click.command(
    epilog="""\b
Examples:
  msc-learn extract notes.md -o cards/notes     then: msc-learn check cards/notes
  msc-learn extract library -o cards --jobs 4   a folder: each document in it becomes a course
""",
)
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="COURSE",
    required=True,
    type=click.Path(path_type=Path),
    help="The course: a folder, or a single card file that ends in .yaml.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="How many documents of a folder to read at once; as many as there are processors if not given.",
)
@json_option
def command(document: Path, output: Path, jobs: int | None, as_json: bool) -> None:
    """Turn a document into draft cards.

    DOCUMENT is a .txt or .md file; with the extra `formats`, .html, .pdf, .docx and .epub too. Every
    card quotes it and is a draft until a person has read it. Run it
    again when the document has changed: new drafts are added, those nobody has touched are refreshed, and
    a card whose sentence has changed or gone is marked for a review; a person's words stay as they are.

    DOCUMENT may be a folder too: it is searched with all below it, and each document becomes a course at
    the same path below COURSE, without its ending (where two would meet, the later one is called
    name-ending). A file that cannot be read is reported and the rest goes on. Hidden files and links to
    folders are passed over. After Ctrl-C the same command goes on.
    """
    if document.is_dir():
        from msc_learn.course.locate import CARD_FILE_SUFFIXES
        from msc_learn.terminal.extract_folder import extract_folder
        from msc_learn.terminal.screen import one_line

        if output.suffix.lower() in CARD_FILE_SUFFIXES:
            message = (
                f"{output} is a single card file, and {document} a folder: name a folder for the courses"
            )
            raise click.UsageError(one_line(message))
        sys.exit(extract_folder(document, output, jobs, click.echo, as_json=as_json))
    from msc_learn.extract.extract_document import extract

    saved = extract(document, output)
    if as_json:
        click.echo(json_text(extract_summary.as_json(saved), indent=None))
    else:
        click.echo(extract_summary.summary(saved, document))
