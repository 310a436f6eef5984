"""Review of drafts on a terminal: accept, edit, reject, skip and undo."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from msc_learn.course import card_edit
from msc_learn.course.card_edit import CardText
from msc_learn.course.model import Course, Status
from msc_learn.errors import CardFileError
from msc_learn.evidence.context import ContextIndex
from msc_learn.lint.draft_review import (
    Decision,
    DraftReview,
    PendingCard,
    ReviewStep,
    UpdatedEvidence,
    needs_look,
    problems_in,
    updated_evidence,
    with_updated_evidence,
)
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.draft import show_draft
from msc_learn.terminal.editor import CHANGED, edited
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import Quit, ask_key
from msc_learn.terminal.screen import Terminal

_STATUSES = {"a": Status.ACCEPTED, "r": Status.REJECTED}


def show_review_summary(terminal: Terminal, review: DraftReview, course: str, topics: Sequence[str]) -> None:
    """Print the decisions of a review, and the commands that come next."""
    terminal.heading("to be continued" if review.left else "done")
    terminal.blank()
    accepted, rejected, skipped = (
        f"{review.count(decision)} {decision}"
        for decision in (Decision.ACCEPTED, Decision.REJECTED, Decision.SKIPPED)
    )
    numbers = (accepted, f"{review.edited} edited", rejected, skipped, f"{review.left} left")
    # No-break spaces keep a number and its word on one line.
    terminal.say(" · ".join(number.replace(" ", "\u00a0") for number in numbers), indent=INDENT)
    again = shlex.join(
        ["msc-learn", "review", course, *(word for name in topics for word in ("--topic", name))]
    )
    if review.left:
        terminal.say(f"Continue: {again}", indent=INDENT)
    terminal.say(f"Next: {shlex.join(['msc-learn', 'build', course])}", indent=INDENT)
    terminal.blank()


@dataclass(slots=True)
class ReviewSession:
    """Review of drafts on a terminal: each decision is on disk before the next draft is shown."""

    terminal: Terminal
    keyboard: Keyboard
    course: Course
    contexts: ContextIndex | None
    review: DraftReview
    edit_text: Callable[[str], str]
    _titles: dict[str, str] = field(default_factory=dict)
    _known: CardText | None = None
    _updated: UpdatedEvidence | None = None

    def run(self) -> None:
        """Review drafts; raises `Quit`, `EOFError` or `KeyboardInterrupt` when the reviewer leaves."""
        self._titles = {topic.id: topic.title for topic in self.course.topics}
        self.terminal.blank()
        while True:
            # An editor needs the terminal in its normal mode.
            with self.keyboard:
                card = self._read()
            self._edit(card)

    def _read(self) -> CardText:
        """Show drafts and take decisions until the reviewer wants to edit one."""
        while True:
            draft = self.review.current
            if draft is None:
                self._end()
                continue
            card = self._card(draft)
            if card is None or not needs_look(card.note):
                self.review = self.review.passed(draft, Decision.GONE)
                self._say(f"{draft.id} no longer needs review")
                continue
            self._show(card)
            if self._decided(draft, card) == "e":
                return card

    def _end(self) -> None:
        """Let the reviewer undo the very last decision too."""
        step = self.review.last
        if step is None:
            raise Quit
        while self._key(("u", "undo"), ("q", "finish")) != "u":
            pass
        self._undo(step)

    def _show(self, card: CardText) -> None:
        topic = self._titles.get(card.note.topic, card.note.topic)
        progress = f"{self.review.place + 1} of {len(self.review.drafts)}, {self.review.left} left"
        self._refresh(card)
        self._updated = (
            updated_evidence(card.note, self.contexts) if self.contexts and card.note.evidence else None
        )
        self.terminal.heading(f"{topic} · {progress}")
        shown = card
        with suppress(CardFileError):
            shown = with_updated_evidence(card, self._updated, Status.ACCEPTED)
        problems = problems_in(self.course, shown, self.contexts)
        traced = self._updated.traced if self._updated else ()
        show_draft(self.terminal, card.note, self.contexts, problems, traced)

    def _refresh(self, card: CardText) -> None:
        """Use the topic as its file is now, so that problems have the right line numbers."""
        topics = (card.topic if topic.id == card.topic.id else topic for topic in self.course.topics)
        self.course = replace(self.course, topics=tuple(topics))

    def _decided(self, draft: PendingCard, card: CardText) -> str:
        """Return the key that ended the review of a draft; a, r and s are then done."""
        while True:
            pressed = self._key(*self._offers(card))
            if pressed == "e" and card.lines:
                return pressed
            if pressed == "s":
                self.review = self.review.passed(draft, Decision.SKIPPED)
                self._say("skipped")
                return pressed
            if pressed == "u" and (step := self.review.last):
                self._undo(step)
                return pressed
            if (
                pressed in _STATUSES
                and self._may(card, pressed)
                and self._set(draft, card, _STATUSES[pressed])
            ):
                return pressed

    def _offers(self, card: CardText) -> list[tuple[str, str]]:
        editing = [("e", "edit")] if card.lines else []
        undoing = [("u", "undo")] if self.review.last else []
        accepting = [("a", "accept")] if self._may(card, "a") else []
        return [*accepting, *editing, ("r", "reject"), ("s", "skip"), *undoing, ("q", "quit")]

    def _may(self, card: CardText, pressed: str) -> bool:
        """Return whether a key is possible: a card whose sentence is gone cannot be accepted."""
        return pressed != "a" or not card.note.evidence or bool(self._updated and self._updated.note)

    def _set(self, draft: PendingCard, shown: CardText, status: Status) -> bool:
        """Write a status, unless the card has changed since it was shown; return whether to go on."""
        card = self._unchanged(shown)
        if card is None:
            return True
        try:
            changed = with_updated_evidence(card, self._updated, status).with_status(status)
        except CardFileError as error:
            self._say(str(error), "bad")
            return False
        self._write(changed)
        self.review = self.review.changed(draft, card, changed)
        self._say(str(status), "good" if status is Status.ACCEPTED else "bad")
        return True

    def _unchanged(self, shown: CardText) -> CardText | None:
        """Return the card as its file has it, or None, with a message, if it differs from what was shown."""
        card = self._card(PendingCard(shown.note.id, shown.path))
        same = card is not None and (card.lines or card.note) == (shown.lines or shown.note)
        if not same:
            self._say(f"{CHANGED}; look at it again", "unsure")
        return card if same else None

    def _card(self, draft: PendingCard) -> CardText | None:
        """Return the card of a draft as it is in its file."""
        card = card_edit.read_card(draft.path, draft.id, self._known)
        self._known = card or self._known
        return card

    def _write(self, card: CardText) -> None:
        card_edit.write_card(card)
        self._known = card

    def _undo(self, step: ReviewStep) -> None:
        """Undo the last step, on disk too."""
        if step.before != step.after:
            card = self._card(step.draft)
            if card is None or card.lines != step.after:
                self._say(f"not undone: {step.draft.id} was changed by another program", "unsure")
                self.review = self.review.undone()
                return
            self._write(card.with_lines(step.before))
        self.review = self.review.undone()
        self._say("undone")

    def _edit(self, card: CardText) -> None:
        """Let the reviewer edit the lines of a card."""
        draft = PendingCard(card.note.id, card.path)
        if done := edited(self.terminal, self.keyboard, card, lambda: self._card(draft), self.edit_text):
            before, after = done
            self._known = after
            self.review = self.review.changed(draft, before, after, edited=True)

    def _key(self, *offers: tuple[str, str]) -> str:
        return ask_key(self.terminal, self.keyboard, *offers)

    def _say(self, text: str, style: str = "dim") -> None:
        self.terminal.say((text, style), indent=INDENT)
        self.terminal.blank()
