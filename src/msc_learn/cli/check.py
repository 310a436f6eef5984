"""`msc-learn check`: every problem of a course in one pass."""

import sys
from collections.abc import Callable
from dataclasses import asdict

import click

from msc_learn.cli.explain import explained, explanations, listed, remedy_of
from msc_learn.cli.options import course_argument
from msc_learn.errors import Problem
from msc_learn.exams.form import problems_of_forms
from msc_learn.lint.course_check import check_course
from msc_learn.terminal.streams import json_text
from msc_learn.training.competences import problems_of_needs


def _json(problems: tuple[Problem, ...]) -> str:
    rows = [
        {
            **asdict(problem.position),
            "code": problem.code,
            "message": problem.message,
            "remedy": remedy_of(problem.code),
        }
        for problem in problems
    ]
    return json_text(rows)


def _github(problems: tuple[Problem, ...]) -> str:
    return "\n".join(
        f"::error file={at.path},line={max(at.line, 1)},col={max(at.column, 1)},title={problem.code}"
        f"::{problem.message.replace('%', '%25')}"
        for problem in problems
        for at in (problem.position,)
    )


FORMATS: dict[str, Callable[[tuple[Problem, ...]], str]] = {
    "text": lambda problems: "\n".join(map(str, problems)),
    "json": _json,
    "github": _github,
}


def _explain(context: click.Context, _: click.Parameter, name: str | None) -> None:
    """Print what a code means, or all codes, and leave."""
    if name is None:
        return
    known = name.upper() in explanations()
    click.echo("\n".join(explained(name.upper()) if known else listed()))
    if not known and name != "all":
        raise click.BadParameter(f"there is no code {name}; those above there are")
    context.exit()


@click.command(
    epilog="\b\nExample:\n  msc-learn check cards/msc\n  msc-learn check notes.yaml --format json\n"
    "  msc-learn check --explain S402"
)
@course_argument
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How problems are printed.",
)
@click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Say what a code means and what to do; `all` lists the codes.",
)
def command(course: str, format_name: str) -> None:
    """Report every problem of a course: form, evidence and strength, and those of its exams and competences.

    Each line is path:line:column: CODE message. The command exits with 1 when there is any.
    """
    checked, found = check_course(course)
    # A card file that cannot be read lacks cards, which its exams would seem to lack.
    whole = not any(problem.code.startswith(("F", "Y")) for problem in found)
    of_training = (*problems_of_forms(checked, whole=whole), *problems_of_needs(checked))
    problems = (*found, *sorted(of_training))
    printed = FORMATS[format_name](problems)
    if printed:
        click.echo(printed)
    if format_name == "text":
        count = f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else "no problems"
        click.echo(f"{checked.path}: {len(checked.notes)} notes, {count}", err=bool(problems))
    sys.exit(1 if problems else 0)
