"""`msc-learn check`: report every problem of a course."""

import sys
from collections.abc import Callable
from dataclasses import asdict

import click

from msc_learn.cli.explain import explained, explanations, listed, remedy_of
from msc_learn.cli.options import course_argument
from msc_learn.course.assign_id import file_of_id
from msc_learn.errors import Problem
from msc_learn.exams.form import problems_of_forms
from msc_learn.lint.course_check import check_course
from msc_learn.terminal.streams import json_text
from msc_learn.training.competence_file import problems_of_needs


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
    """Print the meaning of a problem code, or all codes, and exit."""
    if name is None:
        return
    known = name.upper() in explanations()
    click.echo("\n".join(explained(name.upper()) if known else listed()))
    if not known and name != "all":
        raise click.BadParameter(f"unknown code {name}: use one of those listed above")
    context.exit()


@click.command(
    epilog="\b\nExamples:\n  msc-learn check cards/msc\n  msc-learn check notes.yaml --format json\n"
    "  msc-learn check --explain S402"
)
@course_argument
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Choose the output format.",
)
@click.option(
    "--explain",
    metavar="CODE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Explain a problem code and its fix; `all` lists the codes.",
)
def command(course: str, format_name: str) -> None:
    """It checks the cards, their evidence and claim strength, the exams and the competences. Each line is
    path:line:column: CODE message. The exit code is 1 if there are problems.
    """
    checked, of_cards = check_course(course)
    # Cards of a file that cannot be read would seem to be missing from exams.
    whole = not any(problem.code.startswith(("F", "Y")) for problem in of_cards)
    of_training = (*problems_of_forms(checked, whole=whole), *problems_of_needs(checked))
    problems = (*of_cards, *sorted(of_training))
    printed = FORMATS[format_name](problems)
    if printed:
        click.echo(printed)
    if format_name == "text":
        count = f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else "no problems"
        click.echo(f"{checked.path}: {len(checked.notes)} notes, {count}", err=bool(problems))
    if whole and not checked.has_id:
        file = file_of_id(checked)
        click.echo(f"{file}: warning: the course has no id; build, quiz, exam and review add one", err=True)
    sys.exit(1 if problems else 0)
