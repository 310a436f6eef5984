"""The review of cards, without screen or file: which is next, what was decided, and what undo takes back.

Reviewed are drafts, and before them accepted cards whose sentence has changed or gone: learners meet those.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from msc_learn.course.card_edit import CardText
from msc_learn.course.model import Course, Note, Status, Topic
from msc_learn.errors import Problem
from msc_learn.evidence.context import ContextIndex
from msc_learn.evidence.drift import TracedSource, settled, trace
from msc_learn.lint import duplicates, gate


class Decision(StrEnum):
    """What became of a draft; `GONE` where another program decided it meanwhile."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    GONE = "gone"


_OF_STATUS = {Status.ACCEPTED: Decision.ACCEPTED, Status.REJECTED: Decision.REJECTED, Status.DRAFT: None}


@dataclass(frozen=True, slots=True)
class PendingCard:
    """A draft, or a card to look at again: its id and its card file."""

    id: str
    path: Path


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One thing done to a draft; `decision` is None where it was edited and is a draft still.

    `before` and `after` are the lines of the card; both are empty where nothing was written.
    """

    draft: PendingCard
    decision: Decision | None
    edited: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class DraftReview:
    """The drafts of a course in its order, and the steps taken so far."""

    drafts: tuple[PendingCard, ...]
    steps: tuple[ReviewStep, ...] = ()

    @property
    def place(self) -> int:
        """How many drafts lie behind."""
        return sum(step.decision is not None for step in self.steps)

    @property
    def current(self) -> PendingCard | None:
        """The draft to decide, or None at the end."""
        return self.drafts[self.place] if self.place < len(self.drafts) else None

    @property
    def left(self) -> int:
        """How many are drafts still, those that were skipped among them."""
        settled = (Decision.ACCEPTED, Decision.REJECTED, Decision.GONE)
        return len(self.drafts) - sum(step.decision in settled for step in self.steps)

    @property
    def last(self) -> ReviewStep | None:
        """The step that undo takes back."""
        return next((step for step in reversed(self.steps) if step.decision is not Decision.GONE), None)

    @property
    def edited(self) -> int:
        """How many drafts were edited."""
        return len({step.draft for step in self.steps if step.edited})

    def count(self, decision: Decision) -> int:
        """Return how many drafts were decided so."""
        return sum(step.decision is decision for step in self.steps)

    def passed(self, draft: PendingCard, decision: Decision) -> "DraftReview":
        """Return the review with a draft left as it is."""
        return replace(self, steps=(*self.steps, ReviewStep(draft, decision)))

    def changed(
        self, draft: PendingCard, before: CardText, after: CardText, *, edited: bool = False
    ) -> "DraftReview":
        """Return the review with a draft written anew; its status and mark say what was decided."""
        decision = None if needs_look(after.note) else _OF_STATUS[after.note.status]
        step = ReviewStep(draft, decision, edited, before.lines, after.lines)
        return replace(self, steps=(*self.steps, step))

    def undone(self) -> "DraftReview":
        """Return the review as it was before the last step, and before drafts found gone since."""
        at = max(index for index, step in enumerate(self.steps) if step is self.last)
        return replace(self, steps=self.steps[:at])


def needs_look(note: Note) -> bool:
    """Tell whether a person must decide on a card: a draft, or one whose sentence has changed or gone."""
    return note.status is Status.DRAFT or (note.status is Status.ACCEPTED and note.evidence is not None)


def review_of(course: Course, topics: Collection[Topic]) -> DraftReview:
    """Return the review of all cards of some topics of a course that need one, the accepted ones first."""
    chosen = {topic.id for topic in topics}
    notes = [note for note in course.notes if note.topic in chosen and needs_look(note)]
    notes.sort(key=lambda note: note.status is Status.DRAFT)
    return DraftReview(tuple(PendingCard(note.id, Path(note.position.path)) for note in notes))


@dataclass(frozen=True, slots=True)
class UpdatedEvidence:
    """A card on the sentences of today: what became of each of its sources, and what it is on them.

    `note` is None where a sentence is gone and none is like it: then there is nothing to accept.
    """

    traced: tuple[TracedSource, ...]
    note: Note | None


def updated_evidence(note: Note, contexts: ContextIndex) -> UpdatedEvidence:
    """Return a marked card on the sentences of today: the nearest where none is clearly its own."""
    places = contexts.relocator
    traced = tuple(
        one if one.now else replace(one, alike=places.nearest(one.was)) for one in trace(note, places)
    )
    sources = tuple(one.now for one in traced if one.now)
    if len(sources) < len(traced):
        return UpdatedEvidence(traced, None)
    found = [context.strength for source in sources if (context := contexts.find(source))]
    strength = max(found, key=lambda strength: strength.caution, default=note.strength)
    return UpdatedEvidence(traced, settled(note, sources, strength))


def with_updated_evidence(card: CardText, updated: UpdatedEvidence | None, status: Status) -> CardText:
    """Return a marked card without its mark, and unless it is rejected on the sentences of today.

    Raises `CardFileError` where it cannot be changed in place.
    """
    if not card.note.evidence:
        return card
    note = updated.note if updated and status is not Status.REJECTED else None
    return card.with_note(note or replace(card.note, evidence=None))


def problems_in(course: Course, card: CardText, contexts: ContextIndex | None) -> tuple[Problem, ...]:
    """Return what the checks find in one card.

    All checks but the search for twins look at a card alone, so that a large course is reviewed as fast
    as a small one. For that search the card comes last: whichever of two twins is shown is told of the other.
    """
    note = card.note
    own = replace(card.topic, notes=(note,))
    rest = [card.topic if topic.id == note.topic else topic for topic in course.topics]
    others = [
        replace(
            topic, notes=tuple(other for other in duplicates.likely(note, topic.notes) if other.id != note.id)
        )
        for topic in rest
    ]
    found = {
        *gate.problems_in(note, contexts),
        *gate.across(replace(course, topics=(*others, own))),
    }
    places = {note.position, *(note.position_of(key) for key in note.value_positions)}
    return tuple(sorted(problem for problem in found if problem.position in places))
