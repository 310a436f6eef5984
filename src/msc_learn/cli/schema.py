"""`msc-learn schema`: the JSON Schema of card files, for editors."""

import json

import click

from msc_learn.course.schema import SCHEMAS, schema


@click.command(epilog="\b\nExample:\n  msc-learn schema > card-file.schema.json\n  msc-learn schema course")
@click.argument("name", type=click.Choice(SCHEMAS), default="card-file")
def command(name: str) -> None:
    """Print the JSON Schema of card files, or of course.yaml.

    An editor that reads it completes keys and marks mistakes while you type: begin a card file with
    the line  # yaml-language-server: $schema=PATH
    """
    click.echo(json.dumps(schema(name), indent=2, ensure_ascii=False))
