"""State of a draft review: the next card, the decisions made, and undo. It knows no screen and no files.

Accepted cards whose sentence changed or is gone come first, since learners see them. Drafts follow.
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
    """What became of a draft; `GONE` if another program decided it in the meantime."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"
    GONE = "gone"


_OF_STATUS = {Status.ACCEPTED: Decision.ACCEPTED, Status.REJECTED: Decision.REJECTED, Status.DRAFT: None}


@dataclass(frozen=True, slots=True)
class PendingCard:
    """A draft, or an accepted card to review again: its id and its card file."""

    id: str
    path: Path


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One action on a draft; `decision` is None if it was edited and is still a draft.

    `before` and `after` are the lines of the card, empty if nothing was written.
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
        """How many drafts have been decided or skipped."""
        return sum(step.decision is not None for step in self.steps)

    @property
    def current(self) -> PendingCard | None:
        """The draft to decide, or None at the end."""
        return self.drafts[self.place] if self.place < len(self.drafts) else None

    @property
    def left(self) -> int:
        """How many are still drafts, including those that were skipped."""
        settled = (Decision.ACCEPTED, Decision.REJECTED, Decision.GONE)
        return len(self.drafts) - sum(step.decision in settled for step in self.steps)

    @property
    def last(self) -> ReviewStep | None:
        """The step that undo reverts."""
        return next((step for step in reversed(self.steps) if step.decision is not Decision.GONE), None)

    @property
    def edited(self) -> int:
        """How many drafts were edited."""
        return len({step.draft for step in self.steps if step.edited})

    def count(self, decision: Decision) -> int:
        """Return how many drafts have this decision."""
        return sum(step.decision is decision for step in self.steps)

    def passed(self, draft: PendingCard, decision: Decision) -> "DraftReview":
        """Return the review with a draft left unchanged."""
        return replace(self, steps=(*self.steps, ReviewStep(draft, decision)))

    def changed(
        self, draft: PendingCard, before: CardText, after: CardText, *, edited: bool = False
    ) -> "DraftReview":
        """Return the review with a draft rewritten; its status and mark show the decision."""
        decision = None if needs_look(after.note) else _OF_STATUS[after.note.status]
        step = ReviewStep(draft, decision, edited, before.lines, after.lines)
        return replace(self, steps=(*self.steps, step))

    def undone(self) -> "DraftReview":
        """Return the review before the last step, and before drafts found gone since."""
        at = max(index for index, step in enumerate(self.steps) if step is self.last)
        return replace(self, steps=self.steps[:at])


def needs_look(note: Note) -> bool:
    """Return whether a person must decide on a card: a draft, or a card whose sentence changed or is gone."""
    return note.status is Status.DRAFT or (note.status is Status.ACCEPTED and note.evidence is not None)


def review_of(course: Course, topics: Collection[Topic]) -> DraftReview:
    """Return the review of all cards in some topics that need one, accepted cards first."""
    chosen = {topic.id for topic in topics}
    notes = [note for note in course.notes if note.topic in chosen and needs_look(note)]
    notes.sort(key=lambda note: note.status is Status.DRAFT)
    return DraftReview(tuple(PendingCard(note.id, Path(note.position.path)) for note in notes))


@dataclass(frozen=True, slots=True)
class UpdatedEvidence:
    """A card on the current document: what became of each source, and the note with updated sources.

    `note` is None if a sentence is gone and no similar one exists: then there is nothing to accept.
    """

    traced: tuple[TracedSource, ...]
    note: Note | None


def updated_evidence(note: Note, contexts: ContextIndex) -> UpdatedEvidence:
    """Return a marked card on the current document; a lost sentence is replaced by the most similar one."""
    places = contexts.relocator
    traced = tuple(
        one if one.now else replace(one, alike=places.nearest(one.was)) for one in trace(note, places)
    )
    sources = tuple(one.now for one in traced if one.now)
    if len(sources) < len(traced):
        return UpdatedEvidence(traced, None)
    strengths = [context.strength for source in sources if (context := contexts.find(source))]
    strength = max(strengths, key=lambda strength: strength.caution, default=note.strength)
    return UpdatedEvidence(traced, settled(note, sources, strength))


def with_updated_evidence(card: CardText, updated: UpdatedEvidence | None, status: Status) -> CardText:
    """Return a marked card without its mark; unless it is rejected, with updated sources.

    Raises `CardFileError` if it cannot be changed in place.
    """
    if not card.note.evidence:
        return card
    note = updated.note if updated and status is not Status.REJECTED else None
    return card.with_note(note or replace(card.note, evidence=None))


def problems_in(course: Course, card: CardText, contexts: ContextIndex | None) -> tuple[Problem, ...]:
    """Return the problems of one card.

    Only the search for duplicates looks at other cards, so a large course is reviewed as fast as a small one.
    The card comes last in that search: whichever of two duplicates is shown, it names the other.
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
    problems = {
        *gate.problems_in(note, contexts),
        *gate.across(replace(course, topics=(*others, own))),
    }
    places = {note.position, *(note.position_of(key) for key in note.value_positions)}
    return tuple(sorted(problem for problem in problems if problem.position in places))
