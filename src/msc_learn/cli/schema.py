"""`msc-learn schema`: the JSON Schema of card files, for editors."""

import json

import click

from msc_learn.course.schema import SCHEMAS, schema, schema_of
from msc_learn.training.forms import FORM_KEYS

EXAM_FORM = "exam-form"


@click.command(epilog="\b\nExample:\n  msc-learn schema > card-file.schema.json\n  msc-learn schema course")
@click.argument("name", type=click.Choice((*SCHEMAS, EXAM_FORM)), default="card-file")
def command(name: str) -> None:
    """Print the JSON Schema of card files, course.yaml or exams.

    An editor that reads it completes keys and marks mistakes while you type: begin a card file with
    the line  # yaml-language-server: $schema=PATH
    """
    of_exams = name == EXAM_FORM
    found = schema_of("The form of an exam of msc-learn", FORM_KEYS) if of_exams else schema(name)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
