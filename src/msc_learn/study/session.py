"""A sitting as values: what is asked, what was answered, what comes next; no screen, clock or file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msc_learn.deck.cards import Card
from msc_learn.study.facts import version_of
from msc_learn.study.queue import AHEAD, Queue
from msc_learn.study.reviews import (
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

if TYPE_CHECKING:
    from msc_learn.study.compare import Grade


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
    """When and where an answer was given, how long it took, and ten bytes of chance for its name."""

    at: datetime
    zone: str
    elapsed: int
    chance: bytes


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
    ratings: tuple[tuple[Card, Rating], ...] = ()

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

    def rate(self, review: Review, memory: Memory | None) -> "Session":
        """Take the review, stored by now, with the memory it left, and ask the next card."""
        assert self.card is not None  # noqa: S101  # an answer has a question
        steps = self.steps
        if back := self._comes_back(review, memory):
            steps = (*steps, Step(back, self.card))
        done = (*self.ratings, (self.card, review.rating))
        return replace(self, steps=steps, ratings=done).next(review.at)

    def skip(self, now: datetime) -> "Session":
        """Ask the open card after all that wait, and the next one now."""
        assert self.card is not None  # noqa: S101  # a card is open
        return replace(self, waiting=(*self.waiting, self.card)).next(now)

    def leave_out(self, now: datetime) -> "Session":
        """Ask the open card no more, and the next one now."""
        return self.next(now)

    def undo(self) -> "Session":
        """Take the last rating back and open its card again; the card that was open waits."""
        card, _ = self.ratings[-1]
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
            ratings=self.ratings[:-1],
        )

    def summary(self) -> "Summary":
        """Return what the sitting amounts to so far."""
        counts = Counter(rating for _, rating in self.ratings)
        again = tuple(dict.fromkeys(card.id for card, rating in self.ratings if rating is Rating.AGAIN))
        return Summary(len({card.id for card, _ in self.ratings}), len(self.ratings), dict(counts), again)

    def _comes_back(self, review: Review, memory: Memory | None) -> datetime | None:
        """Return when the card returns within the sitting, None where it is done with."""
        if self.purpose is Purpose.CRAM:
            return review.at + timedelta(minutes=1) if review.rating is Rating.AGAIN else None
        if memory is None or memory.state is State.REVIEW or memory.due > review.at + AHEAD:
            return None
        return memory.due


@dataclass(frozen=True, slots=True)
class Summary:
    """A sitting in numbers: cards met, answers given, by rating, and the cards that were not known."""

    cards: int
    answers: int
    ratings: Mapping[Rating, int]
    again: tuple[str, ...]

    @property
    def recalled(self) -> int:
        """How many answers were not Again."""
        return self.answers - self.ratings.get(Rating.AGAIN, 0)
