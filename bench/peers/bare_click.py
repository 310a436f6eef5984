"""The peer: the least a Click program can be."""

import click


@click.group()
def cli() -> None:
    """Do nothing."""


@cli.command()
def prompt() -> None:
    """Ask once."""
    click.prompt("Q")


if __name__ == "__main__":
    cli()
