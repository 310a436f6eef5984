"""`msc-learn exam`: take a timed exam on a course."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import click

from msc_learn.cli import clock
from msc_learn.cli.console import keyboard_of
from msc_learn.cli.course_history import open_history
from msc_learn.cli.options import json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option
from msc_learn.course.locate import DEFAULT_COURSE
from msc_learn.course.model import Course
from msc_learn.errors import CardFileError
from msc_learn.exams.form import FOLDER, form_files, load_form
from msc_learn.exams.scoring import scoring_of
from msc_learn.memory.review import LEARNER
from msc_learn.reports.phrases import count
from msc_learn.terminal.exam import result_of
from msc_learn.terminal.exam_run import ExamRun
from msc_learn.terminal.screen import Terminal, one_line
from msc_learn.terminal.streams import json_text

INTERRUPTED = 130


@click.command(
    epilog="""\b
Examples:
  msc-learn exam                          the exams of the course
  msc-learn exam induction --learner anna
  msc-learn exam induction --learner anna --last --json
  msc-learn exam hospital/exams/induction.yaml
"""
)
@click.argument("form", required=False, metavar="[FORM]")
@click.option("--course", metavar="COURSE", help="Take an exam of this course. Default: msc.")
@click.option("--last", is_flag=True, help="Only show the result of the last attempt.")
@click.option(
    "--plain",
    is_flag=True,
    envvar="MSC_LEARN_PLAIN",
    help="Print plain lines, without colour and single keys. Automatic without a terminal or if TERM=dumb.",
)
@json_option
@db_option
@learner_option
def command(
    form: str | None,
    course: str | None,
    last: bool,
    plain: bool,
    as_json: bool,
    db: str | None,
    learner: str,
) -> None:
    """FORM is the name of an exam of the course, or the path of its file. Without it, the exams are listed.

    The questions are fixed when an attempt begins, and you see no results before the end. Every answer is
    saved before the next question. If you leave, the time runs on, and the same command goes on with the
    attempt. With --json the result is printed as JSON to stdout, and everything else to stderr.
    """
    loaded, _ = course_and_topics(_course_of(form) if course is None else course, (), stores=form is not None)
    if form is None:
        _list(loaded, as_json)
        return
    name = one_line(Path(form).stem if _is_path(form) else form)
    with open_history(db, loaded, stores=True, exams=True) as history, _screen(as_json):
        terminal = Terminal.here(plain=plain)
        keyboard, times = keyboard_of(terminal), (clock.zone(), clock.now, clock.ticks)
        run = ExamRun(terminal, keyboard, history, loaded, name, learner, *times, _again())
        interrupted = run.show_last() if last else run.run()
    if as_json and run.result:
        click.echo(json_text(result_of(run.result, scoring_of(run.result.items))))
    if interrupted:
        sys.exit(INTERRUPTED)


def _is_path(form: str) -> bool:
    return form.endswith((".yaml", ".yml"))


def _course_of(form: str | None) -> str:
    """Return the course of the form at a path, and the default course for a name."""
    if form is None or not _is_path(form):
        return DEFAULT_COURSE
    path = Path(form)
    if not path.is_file():
        raise CardFileError.at(path, "E101", "no such exam")
    folder = path.resolve().parent
    if folder.name != FOLDER or not (folder.parent / "course.yaml").is_file():
        raise CardFileError.at(path, "E101", f"not an exam of a course: it must be in its folder {FOLDER}")
    if path.suffix != ".yaml":
        raise CardFileError.at(path, "E101", "not an exam of a course: its name must end in .yaml")
    return os.path.relpath(folder.parent)


def _list(course: Course, as_json: bool) -> None:
    forms = [load_form(course, path.stem) for path in form_files(course)]
    if as_json:
        rows = [
            {"form": form.name, "title": form.title, "items": form.items, "minutes": form.minutes}
            for form in forms
        ]
        click.echo(json_text(rows))
        return
    for form in forms:
        about = f"{count(form.items, 'item')}, {count(form.minutes, 'minute')}, pass mark {form.pass_mark} %"
        click.echo(one_line(f"{form.name}: {form.title} ({about})"))
    if not forms:
        click.echo(f"{course.path} has no exams: an exam is a file in its folder {FOLDER}")


@contextmanager
def _screen(as_json: bool) -> Iterator[None]:
    """Print to stderr while stdout is reserved for JSON."""
    if not as_json:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield


def _again() -> str:
    """Return the command that goes on with this exam."""
    given = click.get_current_context().params
    words = ["msc-learn", "exam", given["form"]]
    words += ["--course", given["course"]] if given["course"] else []
    words += ["--db", given["db"]] if given["db"] else []
    words += ["--learner", given["learner"]] if given["learner"] != LEARNER else []
    return shlex.join(words)
