"""`msc-learn extract`: a document becomes draft cards."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from msc_learn.cli.options import json_option

if TYPE_CHECKING:
    from msc_learn.extract.save import Saved


@click.command(
    epilog="Example: msc-learn extract notes.md -o cards/notes, then msc-learn check cards/notes",
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
@json_option
def command(document: Path, output: Path, as_json: bool) -> None:
    """Turn a document into draft cards.

    DOCUMENT is a .txt or .md file; with the extra `formats`, .html, .pdf, .docx and .epub too. Every
    card quotes it and is a draft until a person has read it. Run it
    again when the document has changed: new drafts are added, and no card that is there is touched.
    """
    from msc_learn.extract.run import extract

    saved = extract(document, output)
    click.echo(json.dumps(_as_json(saved)) if as_json else _summary(saved, document))


def _summary(saved: "Saved", document: Path) -> str:
    cards = "draft" if saved.total == 1 else "drafts"
    lines = [f"{saved.path}: {saved.total} new {cards} from {document.name}"]
    if saved.kept:
        lines[0] += f", {saved.kept} cards kept as they are"
    width = max((len(name) for name, _ in saved.added), default=0)
    lines += [f"  {name:<{width}}  {count:>5}" for name, count in saved.added]
    lines += [
        f"Next: msc-learn review {saved.path} to accept, mend or reject them one by one;",
        f"then msc-learn build {saved.path}, or build {saved.path} --drafts to try them all.",
    ]
    return "\n".join(lines)


def _as_json(saved: "Saved") -> dict[str, object]:
    return {"course": str(saved.path), "added": dict(saved.added), "new": saved.total, "kept": saved.kept}
