"""The review of drafts, without screen or file: which is next, what was decided, and what undo takes back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from msc_learn.course import gate
from msc_learn.course.edit import CardText
from msc_learn.course.grounding import Grounds
from msc_learn.course.lint import twins
from msc_learn.course.model import Course, Status, Topic
from msc_learn.errors import Problem


class Decision(StrEnum):
    """What became of a draft; `GONE` where another program decided it meanwhile."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    GONE = "gone"


_OF_STATUS = {Status.ACCEPTED: Decision.ACCEPTED, Status.REJECTED: Decision.REJECTED, Status.DRAFT: None}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft to review: its id and its card file."""

    id: str
    path: Path


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to a draft; `decision` is None where it was edited and is a draft still.

    `before` and `after` are the lines of the card; both are empty where nothing was written.
    """

    draft: Draft
    decision: Decision | None
    edited: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The drafts of a course in its order, and the steps taken so far."""

    drafts: tuple[Draft, ...]
    steps: tuple[Step, ...] = ()

    @property
    def place(self) -> int:
        """How many drafts lie behind."""
        return sum(step.decision is not None for step in self.steps)

    @property
    def current(self) -> Draft | None:
        """The draft to decide, or None at the end."""
        return self.drafts[self.place] if self.place < len(self.drafts) else None

    @property
    def left(self) -> int:
        """How many are drafts still, those that were skipped among them."""
        settled = (Decision.ACCEPTED, Decision.REJECTED, Decision.GONE)
        return len(self.drafts) - sum(step.decision in settled for step in self.steps)

    @property
    def last(self) -> Step | None:
        """The step that undo takes back."""
        return next((step for step in reversed(self.steps) if step.decision is not Decision.GONE), None)

    @property
    def edited(self) -> int:
        """How many drafts were edited."""
        return len({step.draft for step in self.steps if step.edited})

    def count(self, decision: Decision) -> int:
        """Return how many drafts were decided so."""
        return sum(step.decision is decision for step in self.steps)

    def passed(self, draft: Draft, decision: Decision) -> "Review":
        """Return the review with a draft left as it is."""
        return replace(self, steps=(*self.steps, Step(draft, decision)))

    def changed(self, draft: Draft, before: CardText, after: CardText, *, edited: bool = False) -> "Review":
        """Return the review with a draft written anew; its status says what was decided."""
        step = Step(draft, _OF_STATUS[after.note.status], edited, before.lines, after.lines)
        return replace(self, steps=(*self.steps, step))

    def undone(self) -> "Review":
        """Return the review as it was before the last step, and before drafts found gone since."""
        at = max(index for index, step in enumerate(self.steps) if step is self.last)
        return replace(self, steps=self.steps[:at])


def review_of(course: Course, topics: Collection[Topic]) -> Review:
    """Return the review of all drafts of some topics of a course."""
    chosen = {topic.id for topic in topics}
    notes = (note for note in course.notes if note.topic in chosen and note.status is Status.DRAFT)
    return Review(tuple(Draft(note.id, Path(note.position.path)) for note in notes))


def problems_in(course: Course, card: CardText, grounds: Grounds | None) -> tuple[Problem, ...]:
    """Return what the checks find in one card.

    All checks but the search for twins look at a card alone, so that a large course is reviewed as fast
    as a small one. For that search the card comes last: whichever of two twins is shown is told of the other.
    """
    note = card.note
    own = replace(card.topic, notes=(note,))
    rest = [card.topic if topic.id == note.topic else topic for topic in course.topics]
    others = [
        replace(topic, notes=tuple(other for other in twins.likely(note, topic.notes) if other.id != note.id))
        for topic in rest
    ]
    found = {
        *gate.problems_in(note, grounds),
        *gate.across(replace(course, topics=(*others, own))),
    }
    places = {note.position, *(note.position_of(key) for key in note.places)}
    return tuple(sorted(problem for problem in found if problem.position in places))
