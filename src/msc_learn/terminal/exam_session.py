"""An exam session on a terminal: item by item, each answer saved at once, until it is handed in."""

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
_COMMANDS = (("b", "back"), ("o", "open ones"), ("h", "hand in"), ("q", "leave"))


class Timer:
    """The time in an exam: never before the last stored event, and never set back with the clock.

    `ticks` is a monotonic clock in seconds. It stands still while a computer sleeps, so a clock that is
    ahead of it is believed.
    """

    def __init__(self, latest: datetime, clock: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self._clock, self.ticks = clock, ticks
        self._start, self._from = ticks(), max(clock(), latest)

    def now(self) -> datetime:
        """Return the time that counts in the exam."""
        passed = timedelta(milliseconds=round((self.ticks() - self._start) * 1000))
        return max(self._clock(), self._from + passed)


@dataclass(slots=True)
class ExamSession:
    """An exam with the terminal, keyboard, history and timer of its session."""

    terminal: Terminal
    keyboard: Keyboard
    history: History
    exam: Exam
    timer: Timer
    zone: str
    _shown: float = 0.0

    def run(self) -> None:
        """Ask until the exam has ended; raises `Quit`, `EOFError` or `KeyboardInterrupt` if it is left."""
        while self.exam.attempt.ended is None:
            if self._is_over():
                self._end(End.TIME)
            elif item := self.exam.item:
                self._ask(item)
            else:
                self._show_open_items()

    def _is_over(self) -> bool:
        return self.timer.now() >= self.exam.attempt.closes

    def _ask(self, item: Item) -> None:
        # The window may have been resized.
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
        what = message("quiz.with_commas", task=many) if several > 1 else message("quiz.type_the_answer")
        commands = " · ".join(f":{key} {does}" for key, does in _COMMANDS)
        self.terminal.say((f"{what} · Enter {self._enter()} · {commands}", "dim"), indent=INDENT)
        typed = self.keyboard.line()
        self.terminal.blank()
        line = typed.strip()
        if line[:1] == ":" and line[1:].lower() in dict(_COMMANDS):
            self._run_command(line[1:].lower())
        elif line:
            self._give(typed)
        else:
            self.exam = self.exam.to(self.exam.at + 1)

    def _choose(self, item: Item) -> None:
        right = len(item.key)
        show_options(self.terminal, item.options, right)
        if len(item.options) > _KEYS or not self.keyboard.single:
            pressed, picked = self._read_options(item)
        else:
            pressed, picked = self._pick_options(item)
        if picked:
            self._give("; ".join(map(to_plain, picked)), picked)
        elif pressed:
            self._run_command(pressed)
        else:
            self.exam = self.exam.to(self.exam.at + 1)

    def _pick_options(self, item: Item) -> tuple[str, tuple[str, ...]]:
        """Return the key of a command, or the options: each key picks one or undoes it, Enter hands in."""
        picked: set[int] = set()
        while True:
            enter = (
                f"answer {', '.join(str(index + 1) for index in sorted(picked))}" if picked else self._enter()
            )
            offers = ((f"1-{len(item.options)}", "choose"), ("Enter", enter), *_COMMANDS)
            pressed = ask_key(self.terminal, self.keyboard, *offers)
            if pressed.isdecimal() and 0 < int(pressed) <= len(item.options):
                if len(item.key) == 1:
                    return "", (item.options[int(pressed) - 1],)
                picked ^= {int(pressed) - 1}
            elif not pressed or pressed in dict(_COMMANDS):
                chosen = () if pressed else tuple(item.options[index] for index in sorted(picked))
                return pressed, chosen

    def _read_options(self, item: Item) -> tuple[str, tuple[str, ...]]:
        """Return the key of a command, or the options, from a line such as `1, 3`."""
        several = len(item.key) > 1
        while True:
            choose = (
                ("1,2", "choose, with commas between") if several else (f"1-{len(item.options)}", "choose")
            )
            self.terminal.ask([choose, ("Enter", self._enter()), *_COMMANDS], INDENT)
            line = self.keyboard.line().strip().lower().removeprefix(":")
            self.terminal.blank()
            if not line or line in dict(_COMMANDS):
                return line, ()
            picked = {int(number) - 1 for number in _NUMBER.findall(line)}
            fits = picked and picked <= set(range(len(item.options))) and (several or len(picked) == 1)
            if fits and not _NUMBER.sub("", line).strip(" ,;"):
                return "", tuple(item.options[index] for index in sorted(picked))

    def _enter(self) -> str:
        """Return what Enter alone does with the item."""
        return "keeps it" if self.exam.at in self.exam.attempt.given else "leaves it open"

    def _run_command(self, pressed: str) -> None:
        if pressed == "q":
            raise Quit
        if pressed == "h":
            self._hand_in()
        else:
            self.exam = self.exam.to(self.exam.at - 1 if pressed == "b" else len(self.exam.attempt.items))

    def _show_open_items(self) -> None:
        """Show the open items, after the last one, and go to the item that the learner names."""
        attempt = self.exam.attempt
        left = attempt.open_items
        self.terminal.heading(time_left(attempt.closes, self.timer.now()))
        self.terminal.blank()
        some = f"{count(len(left), 'item')} open: {item_numbers(left)}"
        self.terminal.say(some if left else message("exam.all_answered"), indent=INDENT)
        first = [("Enter", "the first open one")] if left else []
        anywhere = (f"1-{len(attempt.items)}", "go to an item")
        self.terminal.ask([*first, anywhere, ("b", "back"), ("h", "hand in"), ("q", "leave")], INDENT)
        line = self.keyboard.line().strip().lower().removeprefix(":")
        self.terminal.blank()
        if line in ("b", "h", "q"):
            self._run_command(line)
        elif _NUMBER.fullmatch(line) and 0 < int(line) <= len(attempt.items):
            self.exam = self.exam.to(int(line) - 1)
        elif not line and left:
            self.exam = self.exam.to(left[0])

    def _hand_in(self) -> None:
        left = len(self.exam.attempt.open_items)
        if left:
            many = count(left, "item is open and gets", "items are open and get")
            self.terminal.say(f"{many} no points.", indent=INDENT)
            offers = (("y", "hand in anyway"), ("any other key", "go on"))
            if ask_key(self.terminal, self.keyboard, *offers) != "y":
                return
        self._end(End.TIME if self._is_over() else End.SUBMITTED)

    def _give(self, answer: str, picked: tuple[str, ...] = ()) -> None:
        """Store an answer; one after the time limit does not count."""
        if self._is_over():
            self.terminal.say(("Time is up. This answer came too late.", "bad"), indent=INDENT)
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
        """Store an event and return whether it was stored; if another window ended the exam, reload it."""
        while True:
            try:
                stored = append_exam_event(self.history, event)
            except HistoryError as error:
                code = error.problems[0].code
                if code == STALE and self._reload(message("exam.ended_elsewhere")):
                    return False
                if code not in (LOCKED, FULL) or not self.keyboard.single:
                    raise
                self._ask_to_retry(error)
                continue
            last = self.exam.attempt.last
            if last is None or stored.before != last.seal:
                self._reload(message("exam.open_elsewhere"))
            elif isinstance(stored, ExamAnswered | ExamEnded):
                self.exam = self.exam.with_event(stored)
            return True

    def _reload(self, why: str) -> bool:
        """Read the attempt again and print why; return whether it exists, for it may have been erased."""
        whose = (self.exam.attempt.course, self.exam.attempt.learner)
        attempts = attempts_of(exam_events(self.history, *whose), self.timer.now())
        attempt = next((one for one in attempts if one.id == self.exam.attempt.id), None)
        if attempt is None:
            return False
        self.exam = Exam(attempt, self.exam.at)
        self.terminal.say((why, "unsure"), indent=INDENT)
        self.terminal.blank()
        return True

    def _ask_to_retry(self, error: HistoryError) -> None:
        """Let the learner try again once the history is unlocked or the disk has space."""
        self.terminal.say((str(error), "bad"), indent=INDENT)
        ask_key(self.terminal, self.keyboard, ("Enter", "try again"), ("q", "quit without this answer"))
