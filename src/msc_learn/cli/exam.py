"""`msc-learn exam`: an exam on a course, timed, frozen and kept."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from pathlib import Path

import click

from msc_learn.cli import clock
from msc_learn.cli.console import keyboard_of
from msc_learn.cli.options import json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option
from msc_learn.course.locate import DEFAULT_COURSE
from msc_learn.course.model import Course
from msc_learn.errors import CardFileError, ExamError, HistoryError
from msc_learn.exams.attempt import Attempt, End, begun_by, folded
from msc_learn.exams.events import ExamBegun
from msc_learn.exams.form import FOLDER, Form, form_files, load_form
from msc_learn.exams.scoring import scoring_of
from msc_learn.exams.session import Exam, beginning
from msc_learn.exams.standing import Standing, standing
from msc_learn.exams.store import append_exam_event, exam_events
from msc_learn.history.erase_restore import back_up
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.days import day_of
from msc_learn.memory.review import LEARNER
from msc_learn.messages import message
from msc_learn.reports.phrases import count
from msc_learn.study.session import Stamp
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.exam import local_time, result_of, show_form, show_result, time_left
from msc_learn.terminal.exam_session import ExamSession, Timer
from msc_learn.terminal.prompt import Quit, ask_key
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
@click.option("--course", metavar="COURSE", help="The course of the exam; msc if none is given.")
@click.option("--last", is_flag=True, help="Show the result of the last attempt again, and ask nothing.")
@click.option(
    "--plain",
    is_flag=True,
    envvar="MSC_LEARN_PLAIN",
    help="Lines alone, without colour and single keys; so it is without a terminal or with TERM=dumb.",
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
    """Sit an exam.

    FORM is the name of an exam of the course, or the path of its file; without one the exams are listed. All
    is frozen when an attempt begins, and nothing is said of an answer before the end. Every answer is on disk
    before the next item, and the time allowed runs on when you leave: the same command goes on. With --json
    the result is printed as JSON, and all else to stderr.
    """
    place = _course_of(form) if course is None else course
    loaded, _ = course_and_topics(place, ())
    if form is None:
        _list(loaded, as_json)
        return
    name = one_line(Path(form).stem if _is_path(form) else form)
    with History.open(history_path(db)) as history, _screen(as_json):
        desk = _Desk(Terminal.here(plain=plain), history, loaded, name, learner, clock.zone())
        stopped = desk.show_last() if last else desk.sit()
    if as_json and desk.result:
        click.echo(json_text(result_of(desk.result, scoring_of(desk.result.items))))
    if stopped:
        sys.exit(INTERRUPTED)


def _is_path(form: str) -> bool:
    return form.endswith((".yaml", ".yml"))


def _course_of(form: str | None) -> str:
    """Return the course that the path of a form lies in, else the one that is meant where none is named."""
    if form is None or not _is_path(form):
        return DEFAULT_COURSE
    path = Path(form)
    if not path.is_file():
        raise CardFileError.at(path, "E101", "no such exam")
    folder = path.resolve().parent
    if folder.name != FOLDER or not (folder.parent / "course.yaml").is_file():
        raise CardFileError.at(path, "E101", f"is no exam of a course: it must lie in its folder {FOLDER}")
    if path.suffix != ".yaml":
        raise CardFileError.at(path, "E101", "is no exam of a course: its name must end in .yaml")
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
        click.echo(f"{course.path} has no exams; an exam is a file in its folder {FOLDER}")


@contextmanager
def _screen(as_json: bool) -> Iterator[None]:
    """Print to stderr what is printed meanwhile, where stdout is for JSON."""
    if not as_json:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield


class _Desk:
    """One learner at one exam: looks what is stored, lets an attempt begin or go on, and shows the result."""

    def __init__(
        self, terminal: Terminal, history: History, course: Course, form: str, learner: str, zone: str
    ) -> None:
        self._terminal, self._history, self._course = terminal, history, course
        self._form, self._learner, self._zone = form, learner, zone
        self._keys = keyboard_of(terminal)
        self.result: Attempt | None = None

    def show_last(self) -> bool:
        """Show the result of the last attempt that has ended."""
        attempts, _ = self._attempts()
        self.result = next((attempt for attempt in reversed(attempts) if attempt.ended), None)
        if self.result is None:
            raise ExamError.at(self._form, "E106", f"no attempt of learner '{self._learner}' has ended")
        show_result(self._terminal, self.result, scoring_of(self.result.items))
        return False

    def sit(self) -> bool:
        """Begin an attempt or go on with one; returns whether it was left by Ctrl-C."""
        attempts, latest = self._attempts()
        under_way = next((attempt for attempt in attempts if attempt.ended is None), None)
        if self._end_what_is_over(latest):
            return self.show_last()
        sitting = self._resumed(under_way, latest) if under_way else self._begun(attempts, latest)
        return self._run(sitting) if sitting else False

    def _stored(self) -> tuple[Attempt, ...]:
        """Return the attempts at the form as far as they are stored."""
        events = exam_events(self._history, self._course.id, self._learner)
        return tuple(attempt for attempt in folded(events).values() if attempt.form == self._form)

    def _attempts(self) -> tuple[tuple[Attempt, ...], datetime]:
        """Return the attempts at the form, and the time: never before what is stored of them."""
        stored = self._stored()
        now = max([clock.now(), *(attempt.last.at for attempt in stored if attempt.last)])
        return tuple(attempt.closed_by(now) for attempt in stored), now

    def _end_what_is_over(self, now: datetime) -> bool:
        """Store the end of attempts whose time ran out while nobody sat them; returns whether one did."""
        over = [one for one in self._stored() if one.ended is None and one.closed_by(now).ended]
        for attempt in over:
            stamp = Stamp(attempt.closes, self._zone, 0, os.urandom(10))
            append_exam_event(self._history, Exam.of(attempt).ending(stamp, End.TIME))
        return bool(over)

    def _resumed(self, attempt: Attempt, now: datetime) -> ExamSession:
        said = message(
            "exam.answered_so_far", answered=len(attempt.given), items=count(len(attempt.items), "item")
        )
        self._terminal.blank()
        self._terminal.say((attempt.title, "strong"))
        self._terminal.say(
            message("exam.goes_on", answered=said, left=time_left(attempt.closes, now)), indent=INDENT
        )
        if self._has_changed(attempt):
            told = message("exam.form_changed")
            self._terminal.say((told, "unsure"), indent=INDENT)
        self._terminal.blank()
        return self._sitting(attempt, Timer(now, clock.now, clock.ticks))

    def _has_changed(self, attempt: Attempt) -> bool:
        try:
            return load_form(self._course, self._form).version != attempt.version
        except CardFileError:
            return True

    def _begun(self, attempts: tuple[Attempt, ...], now: datetime) -> ExamSession | None:
        form = load_form(self._course, self._form)
        stands = standing(form, attempts, now)
        self._refuse(form, stands)
        show_form(self._terminal, form, stands)
        if not self._is_wanted():
            return None
        timer = Timer(now, clock.now, clock.ticks)
        stamp = Stamp(timer.now(), self._zone, 0, os.urandom(10))
        begins = beginning(form, self._course, self._learner, len(attempts) + 1, stamp)
        event = append_exam_event(self._history, begins)
        if not isinstance(event, ExamBegun):
            return None
        return self._sitting(begun_by(event), timer)

    def _refuse(self, form: Form, stands: Standing) -> None:
        """Raise `ExamError` where no attempt may begin now, with when one may."""
        if not stands.left:
            said = f"no attempt is left: {form.attempts} of {form.attempts} were made, and none was passed"
            raise ExamError.at(form.path, "E106", said)
        if stands.begins:
            days = count(form.cool_down_days, "day")
            begins = local_time(stands.begins, self._zone)
            said = f"the next attempt may begin on {begins}, {days} after the last"
            raise ExamError.at(form.path, "E106", f"{said}; attempts left: {stands.left}")

    def _is_wanted(self) -> bool:
        try:
            with self._keys:
                while ask_key(self._terminal, self._keys, ("Enter", "begin"), ("q", "not now")):
                    pass
        except (Quit, EOFError):
            return False
        return True

    def _sitting(self, attempt: Attempt, timer: Timer) -> ExamSession:
        parts = (self._terminal, self._keys, self._history)
        return ExamSession(*parts, Exam.of(attempt), timer, self._zone)

    def _run(self, sitting: ExamSession) -> bool:
        interrupted = False
        try:
            with self._keys:
                sitting.run()
        except (Quit, EOFError):
            pass
        except KeyboardInterrupt:
            interrupted = True
        self.result = attempt = sitting.exam.attempt
        if attempt.ended:
            show_result(self._terminal, attempt, sitting.exam.scoring)
            self._back_up(sitting)
        else:
            until = local_time(attempt.closes, self._zone)
            self._terminal.blank()
            self._terminal.say(f"The clock runs on until {until}. Go on with: {_again()}", indent=INDENT)
        return interrupted

    def _back_up(self, sitting: ExamSession) -> None:
        """Make the backup of the day; an exam does not fail for want of one."""
        try:
            back_up(self._history, day_of(sitting.timer.now(), self._zone))
        except HistoryError as error:
            self._terminal.say((f"No backup was made: {error}", "bad"), indent=INDENT)


def _again() -> str:
    """Return the command that goes on with the exam given here."""
    given = click.get_current_context().params
    words = ["msc-learn", "exam", given["form"]]
    words += ["--course", given["course"]] if given["course"] else []
    words += ["--db", given["db"]] if given["db"] else []
    words += ["--learner", given["learner"]] if given["learner"] != LEARNER else []
    return shlex.join(words)
