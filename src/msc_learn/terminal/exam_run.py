"""An exam from its introduction to its result: an attempt begins, goes on, ends and is shown."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from msc_learn.course.model import Course
from msc_learn.errors import CardFileError, ExamError, HistoryError
from msc_learn.exams.attempt import Attempt, End, begun_by, folded
from msc_learn.exams.events import ExamBegun
from msc_learn.exams.form import Form, load_form
from msc_learn.exams.scoring import scoring_of
from msc_learn.exams.session import Exam, beginning
from msc_learn.exams.standing import Standing, standing
from msc_learn.exams.store import append_exam_event, exam_events
from msc_learn.history.erase_restore import back_up
from msc_learn.history.store import History
from msc_learn.memory.days import day_of
from msc_learn.messages import message
from msc_learn.reports.phrases import count
from msc_learn.study.session import Stamp
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.exam import local_time, show_form, show_result, time_left
from msc_learn.terminal.exam_session import ExamSession, Timer
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import Quit, ask_key
from msc_learn.terminal.screen import Terminal


@dataclass(slots=True)
class ExamRun:
    """One learner and one exam: begin an attempt or go on with it, and show the result.

    `ticks` is a monotonic clock in seconds; `command` is the shell command that goes on with the exam.
    `result` is the attempt that was taken or shown.
    """

    terminal: Terminal
    keyboard: Keyboard
    history: History
    course: Course
    form: str
    learner: str
    zone: str
    clock: Callable[[], datetime]
    ticks: Callable[[], float]
    command: str
    result: Attempt | None = None

    def show_last(self) -> bool:
        """Show the result of the last finished attempt."""
        attempts, _ = self._attempts()
        self.result = next((attempt for attempt in reversed(attempts) if attempt.ended), None)
        if self.result is None:
            raise ExamError.at(self.form, "E106", f"learner '{self.learner}' has no finished attempt")
        show_result(self.terminal, self.result, scoring_of(self.result.items))
        return False

    def run(self) -> bool:
        """Begin an attempt or go on with one; return whether the learner left by Ctrl-C."""
        attempts, latest = self._attempts()
        under_way = next((attempt for attempt in attempts if attempt.ended is None), None)
        if self._end_expired(latest):
            return self.show_last()
        session = self._resumed(under_way, latest) if under_way else self._begun(attempts, latest)
        return self._run(session) if session else False

    def _stored(self) -> tuple[Attempt, ...]:
        """Return the stored attempts at the exam."""
        events = exam_events(self.history, self.course.id, self.learner)
        return tuple(attempt for attempt in folded(events).values() if attempt.form == self.form)

    def _attempts(self) -> tuple[tuple[Attempt, ...], datetime]:
        """Return the attempts at the exam, and the time: never before their last stored event."""
        stored = self._stored()
        now = max([self.clock(), *(attempt.last.at for attempt in stored if attempt.last)])
        return tuple(attempt.closed_by(now) for attempt in stored), now

    def _end_expired(self, now: datetime) -> bool:
        """Store the end of attempts whose time ran out meanwhile; return whether there were any."""
        open_attempts = (attempt for attempt in self._stored() if attempt.ended is None)
        expired = [attempt for attempt in open_attempts if attempt.closed_by(now).ended]
        for attempt in expired:
            stamp = Stamp(attempt.closes, self.zone, 0, os.urandom(10))
            append_exam_event(self.history, Exam.of(attempt).ending(stamp, End.TIME))
        return bool(expired)

    def _resumed(self, attempt: Attempt, now: datetime) -> ExamSession:
        answered = message(
            "exam.answered_so_far", answered=len(attempt.given), items=count(len(attempt.items), "item")
        )
        self.terminal.blank()
        self.terminal.say((attempt.title, "strong"))
        self.terminal.say(
            message("exam.goes_on", answered=answered, left=time_left(attempt.closes, now)), indent=INDENT
        )
        if self._has_changed(attempt):
            self.terminal.say((message("exam.form_changed"), "unsure"), indent=INDENT)
        self.terminal.blank()
        return self._session(attempt, Timer(now, self.clock, self.ticks))

    def _has_changed(self, attempt: Attempt) -> bool:
        try:
            return load_form(self.course, self.form).version != attempt.version
        except CardFileError:
            return True

    def _begun(self, attempts: tuple[Attempt, ...], now: datetime) -> ExamSession | None:
        form = load_form(self.course, self.form)
        stands = standing(form, attempts, now)
        self._refuse(form, stands)
        show_form(self.terminal, form, stands)
        if not self._is_confirmed():
            return None
        timer = Timer(now, self.clock, self.ticks)
        stamp = Stamp(timer.now(), self.zone, 0, os.urandom(10))
        begins = beginning(form, self.course, self.learner, len(attempts) + 1, stamp)
        event = append_exam_event(self.history, begins)
        if not isinstance(event, ExamBegun):
            return None
        return self._session(begun_by(event), timer)

    def _refuse(self, form: Form, stands: Standing) -> None:
        """Raise `ExamError` if no attempt may begin now, and say when one may."""
        if not stands.left:
            used = f"no attempts left: {form.attempts} of {form.attempts} used, none passed"
            raise ExamError.at(form.path, "E106", used)
        if stands.begins:
            days = count(form.cool_down_days, "day")
            begins = local_time(stands.begins, self.zone)
            wait = f"the next attempt may begin on {begins}, {days} after the last"
            raise ExamError.at(form.path, "E106", f"{wait}; attempts left: {stands.left}")

    def _is_confirmed(self) -> bool:
        try:
            with self.keyboard:
                while ask_key(self.terminal, self.keyboard, ("Enter", "begin"), ("q", "not now")):
                    pass
        except (Quit, EOFError):
            return False
        return True

    def _session(self, attempt: Attempt, timer: Timer) -> ExamSession:
        return ExamSession(self.terminal, self.keyboard, self.history, Exam.of(attempt), timer, self.zone)

    def _run(self, session: ExamSession) -> bool:
        interrupted = False
        try:
            with self.keyboard:
                session.run()
        except (Quit, EOFError):
            pass
        except KeyboardInterrupt:
            interrupted = True
        self.result = attempt = session.exam.attempt
        if attempt.ended:
            show_result(self.terminal, attempt, session.exam.scoring)
            self._back_up(session)
        else:
            until = local_time(attempt.closes, self.zone)
            self.terminal.blank()
            self.terminal.say(f"The clock runs on until {until}. Go on with: {self.command}", indent=INDENT)
        return interrupted

    def _back_up(self, session: ExamSession) -> None:
        """Make the backup of the day; an exam does not fail because a backup fails."""
        try:
            back_up(self.history, day_of(session.timer.now(), self.zone))
        except HistoryError as error:
            self.terminal.say((f"No backup was made: {error}", "bad"), indent=INDENT)
