"""`msc-learn new`: make a course, empty or as an own copy of another one."""

import shlex
from pathlib import Path

import click

from msc_learn.course.load import load_course
from msc_learn.course.new_course import default_title, write_copy, write_empty


@click.command(
    epilog="""\b
Examples:
  msc-learn new renal                     an empty course
  msc-learn new my-msc --from msc         an own copy of the shipped course, to change"""
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="COURSE", help="Copy this course.")
@click.option("--title", help="Give the course this title. Default: the name of the folder.")
def command(folder: Path, source: str | None, title: str | None) -> None:
    """The course gets an id of its own. A copy is another course: its cards are new to learners, and their
    reviews of the original stay with the original.
    """
    if source and title:
        raise click.UsageError(
            "--title is for an empty course: change the title of a copy in its course.yaml"
        )
    if source is None:
        id_ = write_empty(folder, title or default_title(folder))
        click.echo(f"{folder}: an empty course with the id {id_}")
        click.echo(f"Add cards to first-topic.yaml, then: {shlex.join(['msc-learn', 'check', str(folder)])}")
        return
    course = load_course(source)
    id_ = write_copy(course, folder)
    click.echo(f"{folder}: a copy of {course.path} with the id {id_}")
    click.echo(f"Study it with: {shlex.join(['msc-learn', 'quiz', str(folder)])}")
