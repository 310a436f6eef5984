"""An exam at the terminal: item after item, each answer on disk before the next, until it is handed in."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from msc_learn.errors import HistoryError
from msc_learn.exams.attempt import End, Item, attempts_of
from msc_learn.exams.events import ExamAnswered, ExamEnded
from msc_learn.exams.scoring import needed
from msc_learn.exams.session import Exam
from msc_learn.exams.store import STALE, append_exam_event, exam_events
from msc_learn.history.connection import FULL, LOCKED
from msc_learn.history.store import History
from msc_learn.memory.review import Mode
from msc_learn.messages import message
from msc_learn.reports.phrases import count
from msc_learn.study.session import Stamp
from msc_learn.terminal.card import INDENT, show_options
from msc_learn.terminal.exam import given_answer, item_numbers, time_left
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import Quit, ask_key
from msc_learn.terminal.screen import Terminal, pieces_of
from msc_learn.text.markup import to_plain

_NUMBER = re.compile(r"[0-9]{1,4}")
_KEYS = 9  # options that have a key of their own
_MOVES = (("b", "back"), ("o", "open ones"), ("h", "hand in"), ("q", "leave"))


class Timer:
    """The time in an exam: never before the last stored event, and never set back with the clock.

    `ticks` is a monotonic clock in seconds. It stands still while a computer sleeps, so a clock that is
    ahead of it is believed.
    """

    def __init__(self, latest: datetime, clock: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self._clock, self.ticks = clock, ticks
        self._start, self._from = ticks(), max(clock(), latest)

    def now(self) -> datetime:
        """Return the time by which an exam goes."""
        passed = timedelta(milliseconds=round((self.ticks() - self._start) * 1000))
        return max(self._clock(), self._from + passed)


@dataclass(slots=True)
class ExamSession:
    """An exam session at the terminal."""

    terminal: Terminal
    keyboard: Keyboard
    history: History
    exam: Exam
    timer: Timer
    zone: str
    _shown: float = 0.0

    def run(self) -> None:
        """Ask until the exam has ended; raises `Quit`, `EOFError` or `KeyboardInterrupt` where it is left."""
        while self.exam.attempt.ended is None:
            if self._is_over():
                self._end(End.TIME)
            elif item := self.exam.item:
                self._ask(item)
            else:
                self._look_back()

    def _is_over(self) -> bool:
        return self.timer.now() >= self.exam.attempt.closes

    def _ask(self, item: Item) -> None:
        # The window may have another size by now.
        self.terminal = self.terminal.resized()
        number, attempt = self.exam.at, self.exam.attempt
        left = time_left(attempt.closes, self.timer.now())
        self.terminal.heading(
            f"{number + 1} of {len(attempt.items)} · {len(attempt.open_items)} open · {left}"
        )
        self.terminal.blank()
        self.terminal.say(*pieces_of(item.question, "strong"), indent=INDENT)
        self.terminal.blank()
        if (given := given_answer(attempt, number)) is not None:
            self.terminal.say(("your answer: ", "dim"), given, indent=INDENT)
        self._shown = self.timer.ticks()
        if item.mode is Mode.CHOICE:
            self._choose(item)
        else:
            self._type(item)

    def _type(self, item: Item) -> None:
        several, need = len(item.key), needed(item)
        many = message("quiz.type_all", all=several)
        if need < several:
            many = message("quiz.type_some", need=need, all=several)
        what = f"{many}, commas between" if several > 1 else message("quiz.type_the_answer")
        moves = " · ".join(f":{key} {does}" for key, does in _MOVES)
        self.terminal.say((f"{what} · Enter {self._stay()} · {moves}", "dim"), indent=INDENT)
        typed = self.keyboard.line()
        self.terminal.blank()
        line = typed.strip()
        if line[:1] == ":" and line[1:].lower() in dict(_MOVES):
            self._move(line[1:].lower())
        elif line:
            self._give(typed)
        else:
            self.exam = self.exam.to(self.exam.at + 1)

    def _choose(self, item: Item) -> None:
        right = len(item.key)
        show_options(self.terminal, item.options, right)
        if len(item.options) > _KEYS or not self.keyboard.single:
            pressed, picked = self._picks_of_line(item)
        else:
            pressed, picked = self._picks(item)
        if picked:
            self._give("; ".join(map(to_plain, picked)), picked)
        elif pressed:
            self._move(pressed)
        else:
            self.exam = self.exam.to(self.exam.at + 1)

    def _picks(self, item: Item) -> tuple[str, tuple[str, ...]]:
        """Return the key of a move, or the options: each key takes one or gives it back, Enter hands over."""
        picked: set[int] = set()
        while True:
            enter = f"take {', '.join(str(one + 1) for one in sorted(picked))}" if picked else self._stay()
            offers = ((f"1-{len(item.options)}", "choose"), ("Enter", enter), *_MOVES)
            pressed = ask_key(self.terminal, self.keyboard, *offers)
            if pressed.isdecimal() and 0 < int(pressed) <= len(item.options):
                if len(item.key) == 1:
                    return "", (item.options[int(pressed) - 1],)
                picked ^= {int(pressed) - 1}
            elif not pressed or pressed in dict(_MOVES):
                chosen = () if pressed else tuple(item.options[one] for one in sorted(picked))
                return pressed, chosen

    def _picks_of_line(self, item: Item) -> tuple[str, tuple[str, ...]]:
        """Return the letter of a move, or the options, from a line such as `1, 3`."""
        several = len(item.key) > 1
        while True:
            choose = ("1,2", "choose, commas between") if several else (f"1-{len(item.options)}", "choose")
            self.terminal.ask([choose, ("Enter", self._stay()), *_MOVES], INDENT)
            line = self.keyboard.line().strip().lower().removeprefix(":")
            self.terminal.blank()
            if not line or line in dict(_MOVES):
                return line, ()
            picked = {int(number) - 1 for number in _NUMBER.findall(line)}
            fits = picked and picked <= set(range(len(item.options))) and (several or len(picked) == 1)
            if fits and not _NUMBER.sub("", line).strip(" ,;"):
                return "", tuple(item.options[one] for one in sorted(picked))

    def _stay(self) -> str:
        return "keeps it" if self.exam.at in self.exam.attempt.given else "leaves it open"

    def _move(self, pressed: str) -> None:
        if pressed == "q":
            raise Quit
        if pressed == "h":
            self._hand_in()
        else:
            self.exam = self.exam.to(self.exam.at - 1 if pressed == "b" else len(self.exam.attempt.items))

    def _look_back(self) -> None:
        """Show what is open, behind the last item, and go where the learner says."""
        attempt = self.exam.attempt
        left = attempt.open_items
        self.terminal.heading(time_left(attempt.closes, self.timer.now()))
        self.terminal.blank()
        said = (
            f"{count(len(left), 'item')} open: {item_numbers(left)}" if left else message("exam.all_answered")
        )
        self.terminal.say(said, indent=INDENT)
        first = [("Enter", "the first open one")] if left else []
        anywhere = (f"1-{len(attempt.items)}", "go to an item")
        self.terminal.ask([*first, anywhere, ("b", "back"), ("h", "hand in"), ("q", "leave")], INDENT)
        line = self.keyboard.line().strip().lower().removeprefix(":")
        self.terminal.blank()
        if line in ("b", "h", "q"):
            self._move(line)
        elif _NUMBER.fullmatch(line) and 0 < int(line) <= len(attempt.items):
            self.exam = self.exam.to(int(line) - 1)
        elif not line and left:
            self.exam = self.exam.to(left[0])

    def _hand_in(self) -> None:
        left = len(self.exam.attempt.open_items)
        if left:
            many = count(left, "item is open and gets", "items are open and get")
            self.terminal.say(f"{many} no points.", indent=INDENT)
            offers = (("y", "hand in all the same"), ("any other key", "go on"))
            if ask_key(self.terminal, self.keyboard, *offers) != "y":
                return
        self._end(End.TIME if self._is_over() else End.SUBMITTED)

    def _give(self, answer: str, picked: tuple[str, ...] = ()) -> None:
        """Store an answer; one that comes after the time allowed does not count."""
        if self._is_over():
            self.terminal.say(("Time is over; this answer came too late.", "bad"), indent=INDENT)
            self.terminal.blank()
            return
        if self._store(self.exam.answer(self._stamp(), answer, picked)):
            self.exam = self.exam.to(self.exam.at + 1).to_open()

    def _end(self, end: End) -> None:
        self._store(self.exam.ending(self._stamp(), end))

    def _stamp(self) -> Stamp:
        elapsed = round((self.timer.ticks() - self._shown) * 1000) if self._shown else 0
        return Stamp(self.timer.now(), self.zone, elapsed, os.urandom(10))

    def _store(self, event: ExamAnswered | ExamEnded) -> bool:
        """Store an event, and return whether it is; where another window ended the exam, take that in."""
        while True:
            try:
                stored = append_exam_event(self.history, event)
            except HistoryError as error:
                code = error.problems[0].code
                if code == STALE and self._take_in(message("exam.ended_elsewhere")):
                    return False
                if code not in (LOCKED, FULL) or not self.keyboard.single:
                    raise
                self._wait(error)
                continue
            last = self.exam.attempt.last
            if last is None or stored.before != last.seal:
                self._take_in(message("exam.open_elsewhere"))
            elif isinstance(stored, ExamAnswered | ExamEnded):
                self.exam = self.exam.with_event(stored)
            return True

    def _take_in(self, said: str) -> bool:
        """Read the attempt anew and say why; returns whether it is there, for it may have been erased."""
        whose = (self.exam.attempt.course, self.exam.attempt.learner)
        found = attempts_of(exam_events(self.history, *whose), self.timer.now())
        attempt = next((one for one in found if one.id == self.exam.attempt.id), None)
        if attempt is None:
            return False
        self.exam = Exam(attempt, self.exam.at)
        self.terminal.say((said, "unsure"), indent=INDENT)
        self.terminal.blank()
        return True

    def _wait(self, error: HistoryError) -> None:
        """Let the learner try again while another program holds the history, or once there is room."""
        self.terminal.say((str(error), "bad"), indent=INDENT)
        ask_key(self.terminal, self.keyboard, ("Enter", "try again"), ("q", "leave without this answer"))
