"""Opens the history for a course: moves what 0.1.0 stored under its folder name, and refuses a copy of it."""

from dataclasses import replace

import click

from msc_learn.course.course_id import random_id
from msc_learn.course.model import Course
from msc_learn.errors import MscLearnError
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.study.course_copies import check_copy
from msc_learn.study.course_history import is_known_by_name, refuse_unclear, unclear_names
from msc_learn.study.queue import former_cards
from msc_learn.terminal.screen import one_line


def open_history(db: str | None, course: Course, *, stores: bool = False, exams: bool = False) -> History:
    """Open the history of a command on one course; a command that `stores` creates it if absent.

    With `exams`, attempts of the course under a former name are found too. Raises `HistoryError` or
    `CardFileError` if a command that stores something would mix the answers of two courses; others warn.
    """
    history = History.open(history_path(db), create=stores, former=former_cards(course))
    try:
        check_copy(history, course, stores=stores)
        if exams:
            from msc_learn.exams.former_attempts import take_attempts

            take_attempts(history, course)
        _take_over(history, course, stores=stores)
    except BaseException:
        history.close()
        raise
    return history


def own_course(history: History, course: Course) -> Course:
    """Return a course as the history knows it.

    If the answers under the name of a course without an id are not clearly its own, it gets an id for this
    command alone, under which nothing is stored.
    """
    if course.has_id or is_known_by_name(history, course):
        return course
    message = "has no id, and answers stored under its name may be of another course: they are left out"
    click.echo(f"warning: {one_line(str(course.path))} {message}", err=True)
    return replace(course, id=random_id(course.name))


def _take_over(history: History, course: Course, *, stores: bool) -> None:
    names = unclear_names(history, course)
    try:
        refuse_unclear(history, course, names, f"msc-learn progress claim {course.path}")
    except MscLearnError as error:
        if stores:
            raise
        click.echo(f"warning: {one_line(str(error))}", err=True)
