"""A quiz from its first card to its summary and backup: on a terminal, or as JSON lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msc_learn.deck.cards import Card
from msc_learn.errors import HistoryError
from msc_learn.memory.days import day_of
from msc_learn.study.practice import Practice
from msc_learn.study.queue import Limits, Queue
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import Quit
from msc_learn.terminal.screen import Terminal


@dataclass(frozen=True, slots=True)
class QuizRun:
    """A quiz that is about to begin; `command` is the shell command of another quiz on the same cards."""

    practice: Practice
    cards: Sequence[Card]
    queue: Queue
    limits: Limits
    pictured: int
    command: str

    def run(self, terminal: Terminal, keyboard: Keyboard, edit: Callable[[str], str]) -> bool:
        """Run on a terminal or in plain lines; return whether the learner left by Ctrl-C."""
        from msc_learn.terminal.quiz_session import QuizSession
        from msc_learn.terminal.quiz_summary import (
            show_introduction,
            show_nothing_due,
            show_picture_cards,
            show_summary,
        )

        practice, cards = self.practice, self.cards
        if not self.queue.cards and not self.queue.steps:
            show_nothing_due(terminal, practice, cards, self.queue, self.command)
            show_picture_cards(terminal, self.pictured, indent=2)
            return False
        if not practice.memories:
            show_introduction(terminal, practice.course, self.pictured)
        terminal.blank()
        with keyboard:
            interrupted = _run(QuizSession(terminal, keyboard, practice, edit).run, practice)
        # The window may have another size by now.
        show_summary(terminal.resized(), practice, cards, self.limits, self.command)
        if failed := _back_up(practice):
            terminal.say((failed, "bad"), indent=2)
        return interrupted

    def run_json(self, echo: Callable[[str], None]) -> bool:
        """Run in lines of JSON; return whether the program that uses it was stopped by Ctrl-C."""
        from msc_learn.terminal.quiz_json import JsonQuiz

        with Keyboard(single=False) as keys:
            lines = JsonQuiz(self.practice, keys.line, echo)
            interrupted = _run(lines.run, self.practice)
        lines.send_summary(self.cards, self.pictured)
        if failed := _back_up(self.practice):
            lines.send("error", message=failed)
        return interrupted


def _run(run: Callable[[], None], practice: Practice) -> bool:
    """Run to the end or until the learner leaves; return whether by Ctrl-C."""
    try:
        run()
    except (Quit, EOFError):
        practice.settle()
    except KeyboardInterrupt:
        practice.settle()
        return True
    return False


def _back_up(practice: Practice) -> str:
    """Make the backup of the day after the last question; return the problem, empty if there is none.

    A quiz does not fail because a backup fails.
    """
    if practice.session.answered:
        from msc_learn.history.erase_restore import back_up

        try:
            back_up(practice.history, day_of(practice.clock(), practice.zone))
        except HistoryError as error:
            return f"No backup was made: {error}"
    return ""
