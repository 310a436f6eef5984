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
    help="Write the course to a folder, or to a single card file that ends in .yaml.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Read this many documents of a folder at once. Default: the number of processors.",
)
@json_option
def command(document: Path, output: Path, jobs: int | None, as_json: bool) -> None:
    """DOCUMENT is a .txt or .md file; with the extra `formats`, also .html, .pdf, .docx or .epub. Each card
    quotes the document, and is a draft until a person accepts it.

    Run it again when the document has changed. New drafts are added, and drafts that nobody has edited are
    refreshed. A card whose sentence has changed or is gone is marked for review. Edited text stays as it is.

    DOCUMENT may also be a folder, with its subfolders. Each document becomes a course at the same path in
    COURSE, without its extension; if two documents would get the same path, the later one is called
    name-extension. A file that cannot be read is reported, and the rest goes on. Hidden files are skipped.
    Unsupported formats and symlinked folders are skipped and counted. After Ctrl-C, the same command goes on.
    """
    if document.is_dir():
        from msc_learn.course.locate import CARD_FILE_SUFFIXES
        from msc_learn.terminal.extract_folder import extract_folder
        from msc_learn.terminal.screen import one_line

        if output.suffix.lower() in CARD_FILE_SUFFIXES:
            message = f"{document} is a folder, so the output must be a folder, not the file {output}"
            raise click.UsageError(one_line(message))
        sys.exit(extract_folder(document, output, jobs, click.echo, as_json=as_json))
    from msc_learn.extract.extract_document import extract

    saved = extract(document, output)
    if as_json:
        click.echo(json_text(extract_summary.as_json(saved), indent=None))
    else:
        click.echo(extract_summary.summary(saved, document))
