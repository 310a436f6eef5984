"""The sides of cards: a front, and the texts to recall."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bench.extraction.gold import offered
from msc_learn.course.model import Kind, Note
from msc_learn.text import cloze
from msc_learn.text.markup import to_plain

GAP = "[…]"


@dataclass(frozen=True)
class Card:
    """A card: its note, its front, and the parts to recall."""

    note: Note
    front: str
    parts: tuple[str, ...]

    @property
    def is_cloze(self) -> bool:
        """Whether the front is a text with a gap."""
        return self.note.kind is Kind.CLOZE

    @property
    def quotes(self) -> str:
        """The quotes of the card, joined."""
        return " ".join(source.quote for source in self.note.sources)

    @cached_property
    def question_words(self) -> frozenset[str]:
        """The words of the front and of the headings of its source."""
        section = " ".join(self.note.sources[0].section) if self.note.sources else ""
        return offered(f"{section} {self.front}")

    @cached_property
    def answer_words(self) -> frozenset[str]:
        """The words to recall."""
        return offered(" ".join(self.parts))


def cards_of(notes: Iterable[Note]) -> Iterator[Card]:
    """Yield the cards of notes: one for each cloze number, one for any other note."""
    for note in notes:
        if note.kind is not Kind.CLOZE:
            yield Card(note, to_plain(note.question), tuple(map(to_plain, note.items or (note.answer,))))
            continue
        parts = cloze.parse(note.cloze)
        # A cloze text without a number still counts as a card, so that the form checks see it.
        for number in cloze.numbers_of(parts) or (1,):
            hidden = tuple(map(to_plain, cloze.hidden(parts, number)))
            yield Card(note, to_plain(cloze.front(parts, number)), hidden)
