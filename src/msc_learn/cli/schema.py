"""`msc-learn schema`: JSON Schema of the files of a course, for editors."""

import click

from msc_learn.course.schema import SCHEMAS, schema, schema_of
from msc_learn.exams.form import FORM_KEYS
from msc_learn.terminal.streams import json_text
from msc_learn.training.competence_file import NEEDS_KEYS
from msc_learn.training.people import PEOPLE_KEYS

OF_TRAINING = {
    "exam-form": ("The form of an exam of msc-learn", FORM_KEYS),
    "competences": ("The competences.yaml of msc-learn", NEEDS_KEYS),
    "people": ("A file of people of msc-learn", PEOPLE_KEYS),
}


@click.command(epilog="\b\nExamples:\n  msc-learn schema > card-file.schema.json\n  msc-learn schema course")
@click.argument("name", type=click.Choice((*SCHEMAS, *OF_TRAINING)), default="card-file")
def command(name: str) -> None:
    """With the schema, an editor completes keys and marks mistakes while you type. Begin a card file with
    the line  # yaml-language-server: $schema=PATH
    """
    chosen = schema_of(*OF_TRAINING[name]) if name in OF_TRAINING else schema(name)
    click.echo(json_text(chosen, indent=2))
