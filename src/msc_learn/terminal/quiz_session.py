"""The quiz on a terminal: one card after the other, answered by single keys or by lines."""

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from msc_learn.errors import HistoryError
from msc_learn.history.connection import FULL, LOCKED
from msc_learn.memory import fsrs6
from msc_learn.memory.review import Memory, Mode, Purpose, Rating, State
from msc_learn.messages import message
from msc_learn.study.leeches import is_announced, is_leech
from msc_learn.study.practice import AskedCard, Practice
from msc_learn.terminal.card import (
    INDENT,
    show_answer,
    show_evidence,
    show_hint,
    show_options,
    show_question,
    show_verdict,
)
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import Quit, ask_key
from msc_learn.terminal.quiz_commands import CardLeft, run_command
from msc_learn.terminal.rating import rating_choices
from msc_learn.terminal.screen import Terminal

if TYPE_CHECKING:
    from msc_learn.terminal.editor import Edit

_NUMBER = re.compile(r"[0-9]+")
# Another program has locked the history, or the disk is full: the learner can fix both and go on.
_TEMPORARY = (LOCKED, FULL)
_KEYS = 9  # options that have a key of their own
Stored = TypeVar("Stored")


@dataclass(slots=True)
class QuizSession:
    """Practice with the terminal to print on and the keyboard to read from."""

    terminal: Terminal
    keyboard: Keyboard
    practice: Practice
    edit: "Edit"
    _titles: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Ask until no card is left; raises `Quit`, `EOFError` or `KeyboardInterrupt` if it is left."""
        self._titles = {topic.id: topic.title for topic in self.practice.course.topics}
        while question := self.practice.open():
            with suppress(CardLeft):
                self._ask(question)

    def _ask(self, question: AskedCard) -> None:
        # The window may have been resized.
        self.terminal = self.terminal.resized()
        self.terminal.heading(self._heading(question))
        if question.changed:
            self.terminal.say((message("quiz.card_changed"), "dim"), indent=INDENT)
        show_question(self.terminal, question.sides)
        if question.mode is Mode.CHOICE:
            self._choose(question)
        elif question.mode is Mode.TYPE:
            self._type(question)
        else:
            self._turn_over(question)
        show_evidence(self.terminal, question.sides)
        self._store(question, self._rating())

    def _heading(self, question: AskedCard) -> str:
        memory, note = question.memory, question.card.note
        stage = "new" if memory is None else "review" if memory.state is State.REVIEW else "again"
        if self.practice.session.purpose is Purpose.CRAM:
            stage = "cram"
        topic = self._titles.get(note.topic, note.topic)
        lapses = memory.lapses if memory else 0
        leech = f" · leech: {lapses} lapses" if is_leech(lapses) else ""
        session = self.practice.session
        again = f", {len(session.steps)} again" if session.steps else ""
        return f"{topic} · {stage}{leech} · {session.left - len(session.steps)} left{again}"

    def _turn_over(self, question: AskedCard) -> None:
        """Wait for Enter and show the answer; a list can be shown item by item."""
        sides = question.sides
        many = sides.listed and len(sides.answer) > 1
        shown, hinted = 0, False
        while shown < len(sides.answer):
            pressed = self._key(
                ("Enter", "answer" if not shown else "the rest"),
                *([("n", "next item")] if many else []),
                *([("h", "hint")] if sides.hint and not hinted else []),
                ("q", "quit"),
            )
            if pressed == "h" and sides.hint and not hinted:
                hinted = True
                show_hint(self.terminal, sides)
            elif pressed == "n" and many:
                show_answer(self.terminal, sides, first=shown, last=shown + 1)
                shown += 1
            elif pressed == "":
                show_answer(self.terminal, sides, first=shown)
                shown = len(sides.answer)
        self.practice.flip()

    def _choose(self, question: AskedCard) -> None:
        several = question.wanted > 1
        show_options(self.terminal, question.options, question.wanted)
        picks = {str(number): option for number, option in enumerate(question.options, start=1)}
        if len(picks) > _KEYS or (several and not self.keyboard.single):
            numbers = self._read_options(question, picks)
        else:
            numbers = self._pick_several(question, picks) if several else [self._pick(question, picks)]
        show_verdict(self.terminal, self.practice.chosen([picks[number] for number in numbers]))
        show_answer(self.terminal, question.sides)

    def _pick(self, question: AskedCard, picks: Collection[str]) -> str:
        """Return the number of one option."""
        pressed = ""
        while pressed not in picks:
            pressed = self._option_key(question, (f"1-{len(picks)}", "choose"))
        return pressed

    def _pick_several(self, question: AskedCard, picks: Collection[str]) -> list[str]:
        """Return the numbers of several options: each key picks one or undoes it, Enter hands in."""
        picked: list[str] = []
        pressed = "?"
        while pressed or not picked:
            enter = [("Enter", f"hand in {', '.join(picked)}")] if picked else []
            pressed = self._option_key(question, (f"1-{len(picks)}", "choose or undo"), *enter)
            picked = [number for number in picks if (number in picked) != (number == pressed)]
        return picked

    def _option_key(self, question: AskedCard, *offers: tuple[str, str]) -> str:
        """Ask for the key of an option; h shows the hint first, if there is one."""
        sides = question.sides
        hint = [("h", "hint")] if sides.hint else []
        while (pressed := self._key(*offers, *hint, ("q", "quit"))) == "h" and sides.hint:
            show_hint(self.terminal, sides)
        return pressed

    def _read_options(self, question: AskedCard, picks: Collection[str]) -> list[str]:
        """Return the numbers of options from a line such as `1, 3`: a key cannot name two, or the tenth."""
        hint = [("h", "hint")] if question.sides.hint else []
        choose = (
            ("1,2", "choose, with commas between") if question.wanted > 1 else (f"1-{len(picks)}", "choose")
        )
        picked: set[str] = set()
        while not picked or not picked <= set(picks):
            self.terminal.ask([choose, *hint, ("q", "quit")], INDENT)
            line = self.keyboard.line().strip().lower()
            self.terminal.blank()
            if line == "q":
                raise Quit
            if line == "h":
                show_hint(self.terminal, question.sides)
            picked = set(_NUMBER.findall(line))
        return [number for number in picks if number in picked]

    def _type(self, question: AskedCard) -> None:
        what = message("quiz.type_all", all=question.wanted)
        if question.need:
            what = message("quiz.type_some", need=question.need, all=question.wanted)
        is_list = question.wanted > 1
        what = message("quiz.with_commas", task=what) if is_list else message("quiz.type_the_answer")
        hint = " · ? hint" if question.sides.hint else ""
        self.terminal.say((f"{what}{hint} · q quit", "dim"), indent=INDENT)
        fsrs6.warm()
        typed = self.keyboard.line()
        while typed.strip() == "?":
            show_hint(self.terminal, question.sides)
            typed = self.keyboard.line()
        self.terminal.blank()
        if typed.strip().lower() == "q" and not self.practice.marker.is_answer(question.card, typed):
            raise Quit
        show_verdict(self.terminal, self.practice.typed(typed))
        show_answer(self.terminal, question.sides)

    def _rating(self) -> Rating:
        """Let the learner rate the answer, or accept or overrule the grader's verdict."""
        choices = rating_choices(self.practice.session.grade, self.practice.intervals())
        pressed = "?"
        while pressed not in choices.ratings:
            pressed = self._key(*choices.offers, more=False)  # the line is full
        rating = choices.ratings[pressed]
        self.terminal.say((choices.names[rating], "dim"), indent=INDENT)
        self.terminal.blank()
        return rating

    def _key(self, *offers: tuple[str, str], more: bool = True) -> str:
        """Return a key, loading the scheduler meanwhile; run it if it is a command; raises `Quit` at q."""
        shown = (*offers, ("?", "more")) if more else offers
        pressed = ask_key(self.terminal, self.keyboard, *shown, meanwhile=fsrs6.warm)
        if pressed not in {key for key, _ in offers}:
            self._with_retry(lambda: run_command(self, pressed))
        return pressed

    def _store(self, question: AskedCard, rating: Rating) -> None:
        """Store a rating, and print a note if the card became a leech."""
        memory = self._with_retry(lambda: self.practice.rate(rating))
        self._announce_leech(question.memory, memory)

    def _with_retry(self, store: Callable[[], Stored]) -> Stored:
        """Store something; while the history is locked or the disk full, let the learner try again."""
        while True:
            try:
                return store()
            except HistoryError as error:
                if not self.keyboard.single or error.problems[0].code not in _TEMPORARY:
                    raise
                self._ask_to_retry(error)

    def _ask_to_retry(self, error: HistoryError) -> None:
        self.terminal.say((str(error), "bad"), indent=INDENT)
        lines = self.terminal.ask([("Enter", "try again"), ("q", "quit without this answer")], INDENT)
        pressed = self.keyboard.key()
        self.terminal.erase(lines)
        if pressed == "q":
            raise error

    def _announce_leech(self, before: Memory | None, after: Memory | None) -> None:
        if before and after and after.lapses > before.lapses and is_announced(after.lapses):
            text = f"Forgotten {after.lapses} times: a leech. Think of a picture for it, or reword the card."
            self.terminal.say((text, "dim"), indent=INDENT)
            self.terminal.blank()
