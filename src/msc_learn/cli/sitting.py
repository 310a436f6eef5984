"""A sitting at the terminal: one card after the other, each answer on disk before the next question."""

import os
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msc_learn.cli.asking import Left, asked
from msc_learn.cli.cardview import (
    INDENT,
    show_answer,
    show_ground,
    show_hint,
    show_options,
    show_question,
    show_verdict,
)
from msc_learn.cli.judging import judgement
from msc_learn.cli.keys import Keys
from msc_learn.cli.moves import Moved, move
from msc_learn.cli.terminal import Terminal
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Course, Kind
from msc_learn.deck.cards import Card
from msc_learn.errors import HistoryError
from msc_learn.study import schedule
from msc_learn.study.faces import Face, face_of
from msc_learn.study.facts import has_changed
from msc_learn.study.history import History
from msc_learn.study.leeches import is_leech, is_told
from msc_learn.study.reviews import Memory, Mode, Purpose, Rating, Review, State
from msc_learn.study.session import Session, Stage, Stamp
from msc_learn.study.store.connection import LOCKED

if TYPE_CHECKING:
    from msc_learn.study.compare import Grade
    from msc_learn.study.marking import Marker

_NUMBER = re.compile(r"[0-9]+")
_KEYS = 9  # options that have a key of their own


@dataclass(slots=True)
class Sitting:
    """What a sitting needs around its session: where to print and read, what is known, what is the time."""

    terminal: Terminal
    keys: Keys
    history: History
    course: Course
    session: Session
    memories: dict[str, Memory]
    zone: str
    clock: Callable[[], datetime]
    mode: Mode | None = None
    _started: float = 0.0
    _titles: dict[str, str] = field(default_factory=dict)
    _marker: "Marker | None" = None

    def run(self) -> None:
        """Ask until nothing is left; raises `Left`, `EOFError` or `KeyboardInterrupt` where it is left."""
        self._titles = {topic.id: topic.title for topic in self.course.topics}
        while self.session.stage is not Stage.OVER and self.session.card:
            with suppress(Moved):
                self._ask(self.session.card)

    def settle(self) -> None:
        """Store the answer on show by the grader's verdict, so that leaving there loses nothing."""
        shown = self.session.stage is Stage.SHOWN and self.session.grade
        if shown and (rating := shown.rating):
            self._store(rating)

    def _ask(self, card: Card) -> None:
        face, options = face_of(card), self._options(card)
        mode = self._mode_of(card, options)
        self.terminal.heading(self._heading(card))
        if has_changed(self.memories.get(card.id), card):
            self.terminal.say(("changed since you learned it", "dim"), indent=INDENT)
        show_question(self.terminal, face)
        self._started = time.monotonic()
        if options and mode is Mode.CHOICE:
            self._choose(card, face, options)
        elif mode is Mode.TYPE:
            self._type(card, face)
        else:
            self._turn(face)
        show_ground(self.terminal, face)
        self._store(self._rating(card))

    def _heading(self, card: Card) -> str:
        memory = self.memories.get(card.id)
        stage = "new" if memory is None else "review" if memory.state is State.REVIEW else "again"
        if self.session.purpose is Purpose.CRAM:
            stage = "cram"
        topic = self._titles.get(card.note.topic, card.note.topic)
        lapses = memory.lapses if memory else 0
        leech = f" · leech: {lapses} lapses" if is_leech(lapses) else ""
        return f"{topic} · {stage}{leech} · {self.session.left} left"

    def _options(self, card: Card) -> tuple[str, ...] | None:
        authored = card.note.kind is Kind.CHOICE and card.note.distractors
        if not authored and self.mode is not Mode.CHOICE:
            return None
        if self.mode is Mode.FLIP:
            return None
        memory = self.memories.get(card.id)
        seed = f"{self.session.learner}:{card.id}:{memory.reps if memory else 0}"
        return self.marker.options(card, seed)

    def _mode_of(self, card: Card, options: Sequence[str] | None) -> Mode:
        if options:
            return Mode.CHOICE
        if self.mode is None:
            # The author's wish holds for the card as asked, not for the one from answer to question.
            typed = card.note.typed and (card.note.kind is Kind.CLOZE or card.number == 1)
        else:
            typed = self.mode is Mode.TYPE and self.marker.is_typable(card)
        return Mode.TYPE if typed else Mode.FLIP

    @property
    def marker(self) -> "Marker":
        """What grades typed and chosen answers; a sitting that turns its cards over never loads it."""
        if self._marker is None:
            from msc_learn.study.marking import Marker

            self._marker = Marker(self.course.studied() or self.course.studied(drafts=True))
        return self._marker

    def _turn(self, face: Face) -> None:
        """Wait for Enter and show the answer; a list may be shown item by item."""
        many = face.listed and len(face.answer) > 1
        shown, hinted = 0, False
        while shown < len(face.answer):
            pressed = self._key(
                ("Enter", "answer" if not shown else "the rest"),
                *([("n", "next item")] if many else []),
                *([("h", "hint")] if face.hint and not hinted else []),
                ("q", "quit"),
            )
            if pressed == "h" and face.hint and not hinted:
                hinted = True
                show_hint(self.terminal, face)
            elif pressed == "n" and many:
                show_answer(self.terminal, face, first=shown, last=shown + 1)
                shown += 1
            elif pressed == "":
                show_answer(self.terminal, face, first=shown)
                shown = len(face.answer)
        self.session = self.session.show()

    def _choose(self, card: Card, face: Face, options: Sequence[str]) -> None:
        right = self.marker.answers(card)
        show_options(self.terminal, options, right)
        picks = {str(number): option for number, option in enumerate(options, start=1)}
        if len(picks) > _KEYS or (right > 1 and not self.keys.single):
            numbers = self._picks_of_line(face, picks)
        else:
            numbers = self._picks(face, picks) if right > 1 else [self._pick(face, picks)]
        picked = [picks[number] for number in numbers]
        answer = "; ".join(map(to_plain, picked))
        self._show_graded(face, Mode.CHOICE, answer, self.marker.chosen(card, picked))

    def _pick(self, face: Face, picks: Collection[str]) -> str:
        """Return the number of one option."""
        pressed = ""
        while pressed not in picks:
            pressed = self._option_key(face, (f"1-{len(picks)}", "choose"))
        return pressed

    def _picks(self, face: Face, picks: Collection[str]) -> list[str]:
        """Return the numbers of several options: each key takes one or gives it back, Enter hands in."""
        picked: list[str] = []
        pressed = "?"
        while pressed or not picked:
            enter = [("Enter", f"hand in {', '.join(picked)}")] if picked else []
            pressed = self._option_key(face, (f"1-{len(picks)}", "choose or undo"), *enter)
            picked = [number for number in picks if (number in picked) != (number == pressed)]
        return picked

    def _option_key(self, face: Face, *offers: tuple[str, str]) -> str:
        """Ask for a key that picks; h shows the hint first where there is one."""
        hint = [("h", "hint")] if face.hint else []
        while (pressed := self._key(*offers, *hint, ("q", "quit"))) == "h" and face.hint:
            show_hint(self.terminal, face)
        return pressed

    def _picks_of_line(self, face: Face, picks: Collection[str]) -> list[str]:
        """Return the numbers of options from a line, `1, 3`: a single key tells neither two nor the tenth."""
        hint = [("h", "hint")] if face.hint else []
        picked: set[str] = set()
        while not picked or not picked <= set(picks):
            self.terminal.ask([("1,2", "choose, commas between"), *hint, ("q", "quit")], INDENT)
            line = self.keys.line().strip().lower()
            self.terminal.blank()
            if line == "q":
                raise Left
            if line == "h":
                show_hint(self.terminal, face)
            picked = set(_NUMBER.findall(line))
        return [number for number in picks if number in picked]

    def _type(self, card: Card, face: Face) -> None:
        several, need = self.marker.answers(card), card.note.need
        many = f"Type {need} of {several}" if need else f"Type all {several}"
        what = f"{many}, commas between" if several > 1 else "Type the answer"
        hint = " · ? hint" if face.hint else ""
        self.terminal.say((f"{what}{hint} · q quit", "dim"), indent=INDENT)
        schedule.warm()
        typed = self.keys.line()
        while typed.strip() == "?":
            show_hint(self.terminal, face)
            typed = self.keys.line()
        if typed.strip().lower() == "q" and not self.marker.is_answer(card, typed):
            raise Left
        self.terminal.blank()
        self._show_graded(face, Mode.TYPE, typed, self.marker.typed(card, typed))

    def _show_graded(self, face: Face, mode: Mode, answer: str, said: "Grade") -> None:
        self.session = self.session.show(mode, answer, said)
        show_verdict(self.terminal, said)
        show_answer(self.terminal, face)

    def _rating(self, card: Card) -> Rating:
        """Let the learner rate the answer on show, or pass or overrule the grader's verdict."""
        judged = judgement(self.session.grade, self._waits(card))
        pressed = "?"
        while pressed not in judged.ratings:
            pressed = self._key(*judged.offers, more=False)  # the line is long enough
        rating = judged.ratings[pressed]
        self.terminal.say((judged.names[rating], "dim"), indent=INDENT)
        self.terminal.blank()
        return rating

    def _waits(self, card: Card) -> Mapping[Rating, timedelta]:
        if self.session.purpose is Purpose.CRAM:
            return {}
        memory, learner = self.memories.get(card.id), self.session.learner
        parameters = self.history.parameters(self.session.course, learner)
        return schedule.preview(
            memory, self.clock(), card=card.id, learner=learner, zone=self.zone, parameters=parameters
        )

    def _key(self, *offers: tuple[str, str], more: bool = True) -> str:
        """Ask for a key, and load the scheduler meanwhile; q leaves, and a key that moves is obeyed here."""
        shown = (*offers, ("?", "more")) if more else offers
        pressed = asked(self.terminal, self.keys, *shown, meanwhile=schedule.warm)
        if pressed not in {key for key, _ in offers}:
            move(self, pressed)
        return pressed

    def _store(self, rating: Rating) -> None:
        card = self.session.card
        elapsed = round((time.monotonic() - self._started) * 1000)
        review = self.session.review(rating, Stamp(self.clock(), self.zone, elapsed, os.urandom(10)))
        memory = self._append(review)
        if card and memory:
            self._tell_of_leech(self.memories.get(card.id), memory)
            self.memories[card.id] = memory
        self.session = self.session.rate(review, memory)

    def _tell_of_leech(self, before: Memory | None, after: Memory) -> None:
        if before and after.lapses > before.lapses and is_told(after.lapses):
            said = f"Forgotten {after.lapses} times: a leech. Think of a picture for it, or reword the card."
            self.terminal.say((said, "dim"), indent=INDENT)
            self.terminal.blank()

    def _append(self, review: Review) -> Memory | None:
        """Store a review; while another program holds the history, let the learner wait and try again."""
        while True:
            try:
                return self.history.append(review)
            except HistoryError as error:
                if not self.keys.single or error.problems[0].code != LOCKED:
                    raise
                self.terminal.say((str(error), "bad"), indent=INDENT)
                lines = self.terminal.ask(
                    [("Enter", "try again"), ("q", "leave without this answer")], INDENT
                )
                pressed = self.keys.key()
                self.terminal.forget(lines)
                if pressed == "q":
                    raise
