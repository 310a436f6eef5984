"""The good cards that are mutated: the accepted cards of the course, and drafts of four documents."""

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
# The held-out documents are not used, here either.
NAMES = ("acid-base.md", "ankle-sprain.md", "genetics-glossary.md", "kidney.txt")


@dataclass(frozen=True, slots=True)
class Case:
    """A good card with the contexts of its quotes and the other cards."""

    note: Note
    found: tuple[QuoteContext, ...]
    grounds: ContextIndex
    others: Sequence[Note]

    @property
    def said(self) -> str:
        """The sentences that the card quotes."""
        return " ".join(ground.normalised for ground in self.found)

    def refused(self, note: Note) -> tuple[str, ...]:
        """Return the codes the gate reports for a note that replaces this one."""
        return tuple(sorted({problem.code for problem in problems_in(note, self.grounds)}))

    @property
    def refused_on_its_sentence(self) -> tuple[str, ...]:
        """The codes the gate reports for this note and the contexts given here, which need no document."""
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
        # As in a card file, a draft's strength has a position. A mutated draft must look like one from
        # extraction, so it has no digest of what was extracted.
        notes = [
            replace(draft.note, base="", value_positions={"strength": (1, 1)})
            for draft in drafts_of(document)
        ]
        yield from _cases(notes, ContextIndex(document))


def _cases(notes: Sequence[Note], grounds: ContextIndex) -> Iterator[Case]:
    for note in notes:
        found = tuple(ground for source in note.sources if (ground := grounds.find(source)))
        yield Case(note, found, grounds, notes)
