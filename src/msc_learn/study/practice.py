"""Practice session with storage: what is asked and how, and what each action of the learner stores.

The terminal, plain lines and JSON lines all use it. Each answer is on disk before the next question opens.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msc_learn.course.model import Course, Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.history.events import Bury, Event, Flag, Suspend
from msc_learn.history.store import History
from msc_learn.memory import fsrs6
from msc_learn.memory.review import Memory, Mode, Purpose, Rating, State, event_id
from msc_learn.study.card_sides import CardSides, sides_of
from msc_learn.study.claim_digest import has_changed
from msc_learn.study.session import Session, Stage, Stamp

if TYPE_CHECKING:
    from msc_learn.grading.compare import Grade
    from msc_learn.grading.marker import Marker


@dataclass(frozen=True, slots=True)
class AskedCard:
    """A card as it is asked: its sides, the answer mode, and the options if one is to be chosen.

    `wanted` is the number of right answers; `changed` is set if its claim has changed since the last
    answer; `memory` is None for a new card.
    """

    card: Card
    sides: CardSides
    mode: Mode
    options: tuple[str, ...] = ()
    wanted: int = 1
    memory: Memory | None = None
    changed: bool = False

    @property
    def need(self) -> int | None:
        """How many of the wanted answers are enough, None if all are asked for."""
        return self.card.note.need


@dataclass(slots=True)
class Practice:
    """A session with its history, its course and its clock.

    `mode` is how cards are asked, None for the author's choice; `ticks` is a monotonic clock in seconds.
    """

    history: History
    course: Course
    session: Session
    memories: dict[str, Memory]
    zone: str
    clock: Callable[[], datetime]
    mode: Mode | None = None
    ticks: Callable[[], float] = time.monotonic
    _opened: float = 0.0
    _marker: "Marker | None" = None

    @property
    def marker(self) -> "Marker":
        """The grader of typed and chosen answers; loaded on first use, so never if cards are only flipped."""
        if self._marker is None:
            from msc_learn.grading.marker import Marker

            self._marker = Marker(self.course.studied() or self.course.studied(drafts=True))
        return self._marker

    def open(self) -> AskedCard | None:
        """Return the open card, None at the end; the time of the answer is measured from here."""
        card = self.session.card
        if card is None or self.session.stage is Stage.OVER:
            return None
        memory = self.memories.get(card.id)
        options = self._options(card, memory)
        mode = self._mode_of(card, options)
        # A flipped card needs no grader, which is slow to load.
        wanted = 1 if mode is Mode.FLIP else self.marker.answers(card)
        self._opened = self.ticks()
        return AskedCard(card, sides_of(card), mode, options or (), wanted, memory, has_changed(memory, card))

    def flip(self) -> None:
        """Flip the open card."""
        self.session = self.session.show()

    def typed(self, text: str) -> "Grade":
        """Grade a typed answer to the open card."""
        return self._graded(Mode.TYPE, text, self.marker.typed(self._card, text))

    def chosen(self, picked: Sequence[str]) -> "Grade":
        """Grade the options picked for the open card."""
        from msc_learn.text.markup import to_plain

        answer = "; ".join(map(to_plain, picked))
        return self._graded(Mode.CHOICE, answer, self.marker.chosen(self._card, picked))

    def intervals(self) -> Mapping[Rating, timedelta]:
        """Return the interval that each rating would give the open card; empty when cramming."""
        card, session = self._card, self.session
        if session.purpose is Purpose.CRAM:
            return {}
        return fsrs6.preview(
            self.memories.get(card.id),
            self.clock(),
            card=card.id,
            learner=session.learner,
            zone=self.zone,
            parameters=self.history.parameters(session.course, session.learner),
        )

    def rate(self, rating: Rating) -> Memory | None:
        """Store the rating of the shown answer, go on to the next card, and return the card's new memory.

        Raises `HistoryError` if it cannot be stored; the answer is then still shown.
        """
        card, before = self._card, self.memories.get(self._card.id)
        elapsed = round((self.ticks() - self._opened) * 1000)
        review = self.session.review(rating, Stamp(self.clock(), self.zone, elapsed, os.urandom(10)))
        predicted = self._predicted(before, review.at)
        memory = self.history.append(review)
        if memory:
            self.memories[card.id] = memory
        self.session = self.session.rate(
            review, memory, new=memory is not None and before is None, predicted=predicted
        )
        return memory

    def settle(self) -> None:
        """Store the shown answer with the grader's rating, so that it is not lost if the learner leaves."""
        shown = self.session.stage is Stage.SHOWN and self.session.grade
        if shown and (rating := shown.rating):
            self.rate(rating)

    def undo(self) -> bool:
        """Undo the last answer of this session and open its card; False if there is none."""
        session = self.session
        if not session.answered:
            return False
        card = session.answered[-1].card
        learner, course, new_id = session.learner, session.course, self._new_id()
        self.history.undo(learner, course, identity=new_id, at=self.clock(), zone=self.zone, card=card.id)
        memory = self.history.memory(session.course, card.id, session.learner)
        self.memories.pop(card.id, None)
        if memory:
            self.memories[card.id] = memory
        self.session = session.undo()
        return True

    def skip(self) -> None:
        """Ask the open card after all others."""
        self.session = self.session.skip(self.clock())

    def bury(self) -> None:
        """Bury the open card: do not ask it again today."""
        self._put_off(Bury)

    def suspend(self) -> None:
        """Suspend the open card: do not ask it until it is resumed."""
        self._put_off(Suspend)

    def flag(self, note: str) -> None:
        """Flag the open card, with a note of the learner."""
        self.history.record(Flag(*self._event_fields(), note=note))

    def renew(self, note: Note) -> None:
        """Take in a note that its author has just edited; the open card is asked again."""
        topics = tuple(
            replace(topic, notes=tuple(note if old.id == note.id else old for old in topic.notes))
            for topic in self.course.topics
        )
        self.course = replace(self.course, topics=topics)
        self._marker = None
        self.session = self.session.renew(note, self.clock())

    @property
    def _card(self) -> Card:
        assert self.session.card is not None  # noqa: S101  # a card is open
        return self.session.card

    def _graded(self, mode: Mode, answer: str, grade: "Grade") -> "Grade":
        self.session = self.session.show(mode, answer, grade)
        return grade

    def _options(self, card: Card, memory: Memory | None) -> tuple[str, ...] | None:
        authored = card.note.kind is Kind.CHOICE and card.note.distractors
        if self.mode is Mode.FLIP or not (authored or self.mode is Mode.CHOICE):
            return None
        seed = f"{self.session.learner}:{card.id}:{memory.reps if memory else 0}"
        return self.marker.options(card, seed)

    def _mode_of(self, card: Card, options: Sequence[str] | None) -> Mode:
        if options:
            return Mode.CHOICE
        if self.mode is None:
            # `typed` is the author's choice for the front card, not for the reverse one.
            typed = card.note.typed and (card.note.kind is Kind.CLOZE or card.number == 1)
        else:
            typed = self.mode is Mode.TYPE and self.marker.is_typable(card)
        return Mode.TYPE if typed else Mode.FLIP

    def _predicted(self, before: Memory | None, now: datetime) -> float | None:
        """Return the predicted recall of a learned card, else None."""
        if before is None or before.state is not State.REVIEW:
            return None
        parameters = self.history.parameters(self.session.course, self.session.learner)
        return fsrs6.retrievability(before, now, self.zone, parameters)

    def _put_off(self, kind: type[Event]) -> None:
        self.history.record(kind(*self._event_fields()))
        self.session = self.session.leave_out(self.clock())

    def _event_fields(self) -> tuple[str, str, str, str, datetime, str]:
        session = self.session
        return self._new_id(), session.learner, session.course, self._card.id, self.clock(), self.zone

    def _new_id(self) -> str:
        return event_id(self.clock(), os.urandom(10))
