"""A sitting as values: what is asked, what was answered, what comes next; no screen, clock or file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msc_learn.course.model import Note, Status
from msc_learn.deck.cards import Card, cards_of
from msc_learn.memory.review import (
    LEARNER,
    SCHEDULER,
    Memory,
    Mode,
    Purpose,
    Rating,
    Review,
    State,
    event_id,
)
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import AHEAD, Queue

if TYPE_CHECKING:
    from msc_learn.grading.compare import Grade


class Stage(StrEnum):
    """Where a sitting stands: a question is open, its answer is shown, or nothing is left."""

    ASKED = "asked"
    SHOWN = "shown"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Step:
    """A card that comes back within the sitting, and when."""

    due: datetime
    card: Card


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and where something was done, the milliseconds it took, and ten bytes of chance for its name."""

    at: datetime
    zone: str
    elapsed: int
    chance: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the sitting: its rating and milliseconds, whether the card was met for the first time,
    and for a learned card the chance of recall that was foretold."""

    card: Card
    rating: Rating
    elapsed: int = 0
    new: bool = False
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A sitting under way; each move returns the next one."""

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
        """Open a sitting over a queue and ask its first card; `scheduler` names what schedules it."""
        steps = tuple(Step(memories[card.id].due, card) for card in queue.steps)
        return cls(course, queue.cards, steps, learner, purpose, scheduler).next(now)

    @property
    def left(self) -> int:
        """How many cards are still to be done, with the one that is open."""
        return len(self.waiting) + len(self.steps) + (self.stage is not Stage.OVER)

    def next(self, now: datetime) -> "Session":
        """Ask the next card: a step whose time has come, a waiting card, or the nearest step."""
        ready = [step for step in self.steps if step.due <= now]
        # The card just answered makes room for another where there is one.
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
        """Take the answer, with its grade where one was typed or chosen, and show the card's own."""
        return replace(self, stage=Stage.SHOWN, mode=mode, answer=answer, grade=grade)

    def review(self, rating: Rating, stamp: Stamp) -> Review:
        """Return the event of rating the open card."""
        assert self.card is not None  # noqa: S101  # an answer has a question
        return Review(
            event_id(stamp.at, stamp.chance),
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
        self, review: Review, memory: Memory | None, *, new: bool = False, chance: float | None = None
    ) -> "Session":
        """Take the review, stored by now, with the memory it left, and ask the next card.

        `new` and `chance`, of a learned card, are what was known before it; they count in the summary alone.
        """
        assert self.card is not None  # noqa: S101  # an answer has a question
        steps = self.steps
        if back := self._comes_back(review, memory):
            steps = (*steps, Step(back, self.card))
        done = (*self.answered, Answered(self.card, review.rating, review.elapsed, new, chance))
        return replace(self, steps=steps, answered=done).next(review.at)

    def skip(self, now: datetime) -> "Session":
        """Ask the open card after all that wait, and the next one now."""
        assert self.card is not None  # noqa: S101  # a card is open
        return replace(self, waiting=(*self.waiting, self.card)).next(now)

    def leave_out(self, now: datetime) -> "Session":
        """Ask the open card no more, and the next one now."""
        return self.next(now)

    def undo(self) -> "Session":
        """Take the last rating back and open its card again; the card that was open waits."""
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
        """Go on with a note that was changed meanwhile: the open card is asked anew; if gone, the next.

        Cards that the note has no more are asked no more, nor is a note that was rejected or made a draft.
        """
        cards = {card.id: card for card in cards_of(note)}

        def kept(card: Card) -> Card | None:
            if card.note.id != note.id:
                return card
            return cards.get(card.id) if note.status in (Status.ACCEPTED, card.note.status) else None

        waiting = tuple(card for old in self.waiting if (card := kept(old)))
        steps = tuple(Step(step.due, card) for step in self.steps if (card := kept(step.card)))
        answered = tuple(replace(one, card=kept(one.card) or one.card) for one in self.answered)
        renewed = replace(self, waiting=waiting, steps=steps, answered=answered)
        if self.card is None or (card := kept(self.card)) is None:
            return renewed.next(now)
        return replace(renewed, card=card, stage=Stage.ASKED, mode=Mode.FLIP, answer="", grade=None)

    def summary(self) -> "Summary":
        """Return what the sitting amounts to so far."""
        given = self.answered
        learned = [one for one in given if one.chance is not None]
        return Summary(
            cards=len({one.card.id for one in given}),
            answers=len(given),
            ratings=dict(Counter(one.rating for one in given)),
            again=tuple(dict.fromkeys(one.card.id for one in given if one.rating is Rating.AGAIN)),
            new=sum(one.new for one in given),
            elapsed=sum(one.elapsed for one in given),
            learned=len(learned),
            kept=sum(one.rating is not Rating.AGAIN for one in learned),
            foretold=sum(one.chance or 0 for one in learned),
        )

    def _comes_back(self, review: Review, memory: Memory | None) -> datetime | None:
        """Return when the card returns within the sitting, None where it is done with."""
        if self.purpose is Purpose.CRAM:
            return review.at + timedelta(minutes=1) if review.rating is Rating.AGAIN else None
        if memory is None or memory.state is State.REVIEW or memory.due > review.at + AHEAD:
            return None
        return memory.due


@dataclass(frozen=True, slots=True)
class Summary:
    """A sitting in numbers: cards met, answers given, by rating, and the cards that were not known.

    `new` cards were met for the first time; `elapsed` is in milliseconds. Of the answers to `learned` cards
    `kept` were recalled, where as many as `foretold` were to be expected.
    """

    cards: int
    answers: int
    ratings: Mapping[Rating, int]
    again: tuple[str, ...]
    new: int = 0
    elapsed: int = 0
    learned: int = 0
    kept: int = 0
    foretold: float = 0.0

    @property
    def recalled(self) -> int:
        """How many answers were not Again."""
        return self.answers - self.ratings.get(Rating.AGAIN, 0)
