"""`msc-learn review`: cards accepted, edited or rejected one by one, each beside its sentence."""

import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

import click

from msc_learn.cli.console import edit_yaml, keyboard_of
from msc_learn.cli.options import course_argument
from msc_learn.cli.study_options import course_and_topics, topic_option
from msc_learn.course import card_edit
from msc_learn.course.card_edit import CardText
from msc_learn.course.model import Course, Status
from msc_learn.document.readers import read_document
from msc_learn.errors import CardFileError
from msc_learn.evidence.context import ContextIndex
from msc_learn.lint.draft_review import (
    Decision,
    Draft,
    Renewal,
    Review,
    Step,
    needs_look,
    problems_in,
    renewal_of,
    renewed,
    review_of,
)
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.draft import show_draft
from msc_learn.terminal.editor import CHANGED, edited
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import Quit, ask_key
from msc_learn.terminal.screen import Terminal

INTERRUPTED = 130
_STATUSES = {"a": Status.ACCEPTED, "r": Status.REJECTED}


@click.command(
    epilog="""\b
Examples:
  msc-learn review cards/insulin
  msc-learn review cards/insulin --topic effects
  EDITOR=nano msc-learn review cards/insulin     e opens the card in nano
  printf 'a\\nr\\nq\\n' | msc-learn review insulin  accept one, reject one, leave
"""
)
@course_argument
@topic_option
def command(course: str, topics: Sequence[str]) -> None:
    """Accept, edit or reject drafts one by one, each beside the sentence it quotes.

    Accepted cards whose sentence has changed or gone since come first, with the sentence as it was and as it
    is: accepting takes the new sentence as the source. Their ids stay, and so does what was learnt.
    Accepting takes the line `status: draft` away (or writes accepted, where the status shares its line);
    rejecting writes `status: rejected`, which keeps the card out for good. e opens the card's lines in
    $VISUAL or $EDITOR. Each decision is in the card file before the next draft shows, and nothing else in
    the file changes: leave at any time, and the next review goes on from there.
    """
    loaded, chosen = course_and_topics(course, topics, kept=False)
    terminal, review = Terminal.here(), review_of(loaded, chosen)
    if not review.drafts:
        terminal.say(f"No drafts to review in {loaded.path}.")
        return
    grounds = ContextIndex(read_document(loaded.document)) if loaded.document else None
    reading = Reading(terminal, keyboard_of(terminal), loaded, grounds, review)
    interrupted = False
    try:
        reading.run()
    except (Quit, EOFError):
        pass
    except KeyboardInterrupt:
        interrupted = True
    finally:
        _close(terminal, reading.review, course, topics)
    if interrupted:
        sys.exit(INTERRUPTED)


def _close(terminal: Terminal, review: Review, course: str, topics: Sequence[str]) -> None:
    """Print what the review amounts to and what comes next."""
    terminal.heading("to be continued" if review.left else "done")
    terminal.blank()
    accepted, rejected, skipped = (
        f"{review.count(decision)} {decision}"
        for decision in (Decision.ACCEPTED, Decision.REJECTED, Decision.SKIPPED)
    )
    numbers = (accepted, f"{review.edited} edited", rejected, skipped, f"{review.left} left")
    # No-break spaces hold a number and its word together.
    terminal.say(" · ".join(number.replace(" ", "\u00a0") for number in numbers), indent=INDENT)
    again = shlex.join(
        ["msc-learn", "review", course, *(word for name in topics for word in ("--topic", name))]
    )
    if review.left:
        terminal.say(f"The rest: {again}", indent=INDENT)
    terminal.say(f"Next: {shlex.join(['msc-learn', 'build', course])}", indent=INDENT)
    terminal.blank()


@dataclass(slots=True)
class Reading:
    """A review at the terminal: one draft after the other, each decision on disk before the next shows."""

    terminal: Terminal
    keys: Keyboard
    course: Course
    grounds: ContextIndex | None
    review: Review
    _titles: dict[str, str] = field(default_factory=dict)
    _known: CardText | None = None
    _renewal: Renewal | None = None

    def run(self) -> None:
        """Show drafts; raises `Quit`, `EOFError` or `KeyboardInterrupt` where the reader leaves."""
        self._titles = {topic.id: topic.title for topic in self.course.topics}
        self.terminal.blank()
        while True:
            # An editor needs the terminal as it was, so the keys are given back for it.
            with self.keys:
                card = self._read()
            self._edit(card)

    def _read(self) -> CardText:
        """Show drafts and take decisions until the reader wants to edit one."""
        while True:
            draft = self.review.current
            if draft is None:
                self._end()
                continue
            card = self._card(draft)
            if card is None or not needs_look(card.note):
                self.review = self.review.passed(draft, Decision.GONE)
                self._say(f"{draft.id} needs no review any more")
                continue
            self._show(card)
            if self._decided(draft, card) == "e":
                return card

    def _end(self) -> None:
        """Let the reader take the very last decision back too."""
        step = self.review.last
        if step is None:
            raise Quit
        while self._key(("u", "undo"), ("q", "finish")) != "u":
            pass
        self._undo(step)

    def _show(self, card: CardText) -> None:
        topic = self._titles.get(card.note.topic, card.note.topic)
        place = f"{self.review.place + 1} of {len(self.review.drafts)}, {self.review.left} left"
        self._refresh(card)
        self._renewal = renewal_of(card.note, self.grounds) if self.grounds and card.note.evidence else None
        self.terminal.heading(f"{topic} · {place}")
        shown = card
        with suppress(CardFileError):
            shown = renewed(card, self._renewal, Status.ACCEPTED)
        problems = problems_in(self.course, shown, self.grounds)
        traced = self._renewal.traced if self._renewal else ()
        show_draft(self.terminal, card.note, self.grounds, problems, traced)

    def _refresh(self, card: CardText) -> None:
        """Take the topic as its file holds it now, so that problems name the lines of today."""
        topics = (card.topic if topic.id == card.topic.id else topic for topic in self.course.topics)
        self.course = replace(self.course, topics=tuple(topics))

    def _decided(self, draft: Draft, card: CardText) -> str:
        """Return the key that led away from a draft; a, r and s have then been done."""
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
        """Tell whether a card can be decided so: without a sentence to stand on it cannot be accepted."""
        return pressed != "a" or not card.note.evidence or bool(self._renewal and self._renewal.note)

    def _set(self, draft: Draft, shown: CardText, status: Status) -> bool:
        """Write a status, unless the card is another than the one shown; tells whether to go on."""
        card = self._unchanged(shown)
        if card is None:
            return True
        try:
            changed = renewed(card, self._renewal, status).with_status(status)
        except CardFileError as error:
            self._say(str(error), "bad")
            return False
        self._write(changed)
        self.review = self.review.changed(draft, card, changed)
        self._say(str(status), "good" if status is Status.ACCEPTED else "bad")
        return True

    def _unchanged(self, shown: CardText) -> CardText | None:
        """Return the card as the file holds it now, or None, with a word, where it is not as it was shown."""
        card = self._card(Draft(shown.note.id, shown.path))
        same = card is not None and (card.lines or card.note) == (shown.lines or shown.note)
        if not same:
            self._say(f"{CHANGED}; look at it again", "unsure")
        return card if same else None

    def _card(self, draft: Draft) -> CardText | None:
        """Return a draft's card as its file holds it now."""
        card = card_edit.read_card(draft.path, draft.id, self._known)
        self._known = card or self._known
        return card

    def _write(self, card: CardText) -> None:
        card_edit.write_card(card)
        self._known = card

    def _undo(self, step: Step) -> None:
        """Take the last step back, on disk too."""
        if step.before != step.after:
            card = self._card(step.draft)
            if card is None or card.lines != step.after:
                self._say(f"{step.draft.id} was changed by another program since; it stays so", "unsure")
                self.review = self.review.undone()
                return
            self._write(card.with_lines(step.before))
        self.review = self.review.undone()
        self._say("undone")

    def _edit(self, card: CardText) -> None:
        """Let the reader change the card's lines."""
        draft = Draft(card.note.id, card.path)
        if done := edited(self.terminal, self.keys, card, lambda: self._card(draft), edit_yaml):
            before, after = done
            self._known = after
            self.review = self.review.changed(draft, before, after, edited=True)

    def _key(self, *offers: tuple[str, str]) -> str:
        return ask_key(self.terminal, self.keys, *offers)

    def _say(self, text: str, style: str = "dim") -> None:
        self.terminal.say((text, style), indent=INDENT)
        self.terminal.blank()
