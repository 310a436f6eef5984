"""Study session as a pure state machine: what is asked, answered and next; no screen, clock or file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msc_learn.constants import LEARN_AHEAD, SCHEDULER
from msc_learn.course.model import Note, Status
from msc_learn.deck.cards import Card, cards_of
from msc_learn.memory.review import LEARNER, Memory, Mode, Purpose, Rating, Review, State, event_id
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import Queue

if TYPE_CHECKING:
    from msc_learn.grading.compare import Grade


class Stage(StrEnum):
    """The stage of a session: a question is open, its answer is shown, or the session is over."""

    ASKED = "asked"
    SHOWN = "shown"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Step:
    """A card that comes back within the session, and when."""

    due: datetime
    card: Card


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and in which zone something was done, its milliseconds, and ten bytes of entropy for its id."""

    at: datetime
    zone: str
    elapsed: int
    entropy: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the session: its rating, its milliseconds, and whether the card was new.

    `predicted` is the predicted recall of a learned card, else None.
    """

    card: Card
    rating: Rating
    elapsed: int = 0
    new: bool = False
    predicted: float | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session in progress; each method returns the next state."""

    course: str
    waiting: tuple[Card, ...]
    steps: tuple[Step, ...] = ()
    learner: str = LEARNER
    purpose: Purpose = Purpose.PRACTICE
    scheduler: str = SCHEDULER
    card: Card | None = None
    stage: Stage = Stage.OVER
    mode: Mode = Mode.FLIP
    answer: str = ""
    grade: "Grade | None" = None
    answered: tuple[Answered, ...] = ()

    @classmethod
    def begin(
        cls,
        course: str,
        queue: Queue,
        memories: Mapping[str, Memory],
        now: datetime,
        *,
        learner: str = LEARNER,
        purpose: Purpose = Purpose.PRACTICE,
        scheduler: str = SCHEDULER,
    ) -> "Session":
        """Begin a session over a queue and ask its first card; `scheduler` is stored with each review."""
        steps = tuple(Step(memories[card.id].due, card) for card in queue.steps)
        return cls(course, queue.cards, steps, learner, purpose, scheduler).next(now)

    @property
    def left(self) -> int:
        """The number of cards left, including the open one."""
        return len(self.waiting) + len(self.steps) + (self.stage is not Stage.OVER)

    def next(self, now: datetime) -> "Session":
        """Ask the next card: a learning step that is due, a waiting card, or the nearest step."""
        ready = [step for step in self.steps if step.due <= now]
        # The card just answered is not asked again at once if there is another.
        others = [step for step in ready or self.steps if step.card != self.card]
        blank = replace(self, card=None, mode=Mode.FLIP, answer="", grade=None)
        if self.waiting and not [step for step in ready if step.card != self.card]:
            return replace(blank, card=self.waiting[0], waiting=self.waiting[1:], stage=Stage.ASKED)
        if not self.steps:
            return replace(blank, stage=Stage.OVER)
        chosen = min(others or self.steps, key=lambda step: step.due)
        rest = tuple(step for step in self.steps if step is not chosen)
        return replace(blank, card=chosen.card, steps=rest, stage=Stage.ASKED)

    def show(self, mode: Mode = Mode.FLIP, answer: str = "", grade: "Grade | None" = None) -> "Session":
        """Take the answer, with its grade if typed or chosen, and show the answer of the card."""
        return replace(self, stage=Stage.SHOWN, mode=mode, answer=answer, grade=grade)

    def review(self, rating: Rating, stamp: Stamp) -> Review:
        """Return the review event for rating the open card."""
        assert self.card is not None  # noqa: S101  # an answer has a question
        return Review(
            event_id(stamp.at, stamp.entropy),
            self.learner,
            self.course,
            self.card.id,
            rating,
            stamp.at,
            stamp.zone,
            stamp.elapsed,
            self.mode,
            self.answer,
            self.grade.verdict if self.grade else None,
            self.purpose,
            self.scheduler,
            version_of(self.card),
        )

    def rate(
        self, review: Review, memory: Memory | None, *, new: bool = False, predicted: float | None = None
    ) -> "Session":
        """Take the stored review with the memory after it, and ask the next card.

        `new` and `predicted` describe the card before the review; only the summary uses them.
        """
        assert self.card is not None  # noqa: S101  # an answer has a question
        steps = self.steps
        if back := self._comes_back(review, memory):
            steps = (*steps, Step(back, self.card))
        answered = (*self.answered, Answered(self.card, review.rating, review.elapsed, new, predicted))
        return replace(self, steps=steps, answered=answered).next(review.at)

    def skip(self, now: datetime) -> "Session":
        """Ask the open card after all waiting ones, and the next one now."""
        assert self.card is not None  # noqa: S101  # a card is open
        return replace(self, waiting=(*self.waiting, self.card)).next(now)

    def leave_out(self, now: datetime) -> "Session":
        """Drop the open card, and ask the next one."""
        return self.next(now)

    def undo(self) -> "Session":
        """Undo the last rating and open its card again; the card that was open waits."""
        card = self.answered[-1].card
        asked = (self.card,) if self.card and self.card != card else ()
        return replace(
            self,
            waiting=(*asked, *(other for other in self.waiting if other != card)),
            steps=tuple(step for step in self.steps if step.card != card),
            card=card,
            stage=Stage.ASKED,
            mode=Mode.FLIP,
            answer="",
            grade=None,
            answered=self.answered[:-1],
        )

    def renew(self, note: Note, now: datetime) -> "Session":
        """Take in an edited note: the open card is asked again; if it is gone, the next one.

        Cards that the note no longer has are dropped, and all of them if it was rejected or made a draft.
        """
        cards = {card.id: card for card in cards_of(note)}

        def kept(card: Card) -> Card | None:
            if card.note.id != note.id:
                return card
            return cards.get(card.id) if note.status in (Status.ACCEPTED, card.note.status) else None

        waiting = tuple(card for old in self.waiting if (card := kept(old)))
        steps = tuple(Step(step.due, card) for step in self.steps if (card := kept(step.card)))
        answered = tuple(replace(given, card=kept(given.card) or given.card) for given in self.answered)
        renewed = replace(self, waiting=waiting, steps=steps, answered=answered)
        if self.card is None or (card := kept(self.card)) is None:
            return renewed.next(now)
        return replace(renewed, card=card, stage=Stage.ASKED, mode=Mode.FLIP, answer="", grade=None)

    def summary(self) -> "Summary":
        """Return the numbers of the session so far."""
        answers = self.answered
        learned = [answer for answer in answers if answer.predicted is not None]
        forgotten = (answer.card.id for answer in answers if answer.rating is Rating.AGAIN)
        return Summary(
            cards=len({answer.card.id for answer in answers}),
            answers=len(answers),
            ratings=dict(Counter(answer.rating for answer in answers)),
            again=tuple(dict.fromkeys(forgotten)),
            new=sum(answer.new for answer in answers),
            elapsed=sum(answer.elapsed for answer in answers),
            learned=len(learned),
            kept=sum(answer.rating is not Rating.AGAIN for answer in learned),
            predicted=sum(answer.predicted or 0 for answer in learned),
        )

    def _comes_back(self, review: Review, memory: Memory | None) -> datetime | None:
        """Return when the card comes back within the session, None if it does not."""
        if self.purpose is Purpose.CRAM:
            return review.at + timedelta(minutes=1) if review.rating is Rating.AGAIN else None
        if memory is None or memory.state is State.REVIEW or memory.due > review.at + LEARN_AHEAD:
            return None
        return memory.due


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of a session: cards, answers, answers by rating, and the ids of cards rated Again.

    `new` cards were asked for the first time; `elapsed` is in milliseconds. Of the answers to `learned`
    cards, `kept` were recalled and `predicted` is the number the model expected.
    """

    cards: int
    answers: int
    ratings: Mapping[Rating, int]
    again: tuple[str, ...]
    new: int = 0
    elapsed: int = 0
    learned: int = 0
    kept: int = 0
    predicted: float = 0.0

    @property
    def recalled(self) -> int:
        """The number of answers not rated Again."""
        return self.answers - self.ratings.get(Rating.AGAIN, 0)
