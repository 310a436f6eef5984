"""The good cards that are made wrong: those of the course, and drafts of four documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.course.load import load_course
from msc_learn.course.model import Note
from msc_learn.document.readers import read_document
from msc_learn.evidence.context import ContextIndex, QuoteContext
from msc_learn.extract.pipeline import drafts_of
from msc_learn.lint.card_text import live_notes
from msc_learn.lint.gate import problems_in, refusals

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "cards" / "msc"
DOCUMENTS = ROOT / "bench" / "extraction" / "documents"
# Those held out stay unread, here too.
NAMES = ("acid-base.md", "ankle-sprain.md", "genetics-glossary.md", "kidney.txt")


@dataclass(frozen=True, slots=True)
class Case:
    """A good card with what it stands on and the cards around it."""

    note: Note
    found: tuple[QuoteContext, ...]
    grounds: ContextIndex
    others: Sequence[Note]

    @property
    def said(self) -> str:
        """The sentences the card stands on."""
        return " ".join(ground.normalised for ground in self.found)

    def refused(self, note: Note) -> tuple[str, ...]:
        """Return the codes the gate has for a note in the place of this one."""
        return tuple(sorted({problem.code for problem in problems_in(note, self.grounds)}))

    @property
    def refused_on_its_sentence(self) -> tuple[str, ...]:
        """The codes the gate has for this note on the sentences given here, which no document need hold."""
        return tuple(sorted({problem.code for problem in refusals(self.note, self.found)}))


def accepted() -> Iterator[Case]:
    """Yield the cards of the course that a person has written."""
    course = load_course(COURSE)
    assert course.document
    notes = tuple(live_notes(course))
    yield from _cases(notes, ContextIndex(read_document(course.document)))


def drafts() -> Iterator[Case]:
    """Yield the drafts of the documents."""
    for name in NAMES:
        document = read_document(DOCUMENTS / name)
        # As they are read from a card file, a draft's strength has a place. What is wrong is what a machine
        # could have proposed, so nothing says what it did propose.
        notes = [
            replace(draft.note, base="", value_positions={"strength": (1, 1)})
            for draft in drafts_of(document)
        ]
        yield from _cases(notes, ContextIndex(document))


def _cases(notes: Sequence[Note], grounds: ContextIndex) -> Iterator[Case]:
    for note in notes:
        found = tuple(ground for source in note.sources if (ground := grounds.find(source)))
        yield Case(note, found, grounds, notes)
