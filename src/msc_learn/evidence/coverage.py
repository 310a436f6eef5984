"""Coverage of a document by cards: each sentence with the notes that quote it, or why none does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from msc_learn.course.model import Course, Note, Status
from msc_learn.document.model import BlockKind, Document, Sentence
from msc_learn.evidence.boilerplate import is_boilerplate
from msc_learn.evidence.quote_index import QuoteIndex
from msc_learn.evidence.restatements import Restatements
from msc_learn.position import Position


class Reason(StrEnum):
    """Why no accepted card quotes a line of the document."""

    HEADING = "heading"
    META = "meta"
    LEAD_IN = "lead-in"
    RESTATED = "restated"
    REJECTED = "rejected"
    DRAFT = "draft only"
    NONE = "none"

    @property
    def needs_card(self) -> bool:
        """Whether a line without a card for this reason should have one."""
        return self in (Reason.DRAFT, Reason.NONE)


@dataclass(frozen=True, slots=True)
class SentenceCoverage:
    """A heading or sentence, and the notes that quote it, by status.

    `reason` is None if an accepted note quotes it. `restates` holds the notes of the sentence that this one
    restates.
    """

    text: str
    position: Position
    notes: tuple[Note, ...] = ()
    drafts: tuple[Note, ...] = ()
    rejected: tuple[Note, ...] = ()
    reason: Reason | None = None
    restates: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageCount:
    """How many sentences should have a card, how many have one, and how many only a draft."""

    covered: int
    expected: int
    drafts: int

    @property
    def share(self) -> float | None:
        """The share of sentences with a card, or None if no sentence should have one."""
        return self.covered / self.expected if self.expected else None

    @property
    def percent(self) -> str:
        """The share in per cent; 100 % only if all are covered, empty if no sentence should have a card."""
        if self.share is None:
            return ""
        return f"{min(round(100 * self.share), 100 if self.covered == self.expected else 99)} %"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the sentences directly below it and its subsections.

    `path` holds the headings down to this one. It is empty for the text before the first heading, whose
    title is the document's.
    """

    title: str
    path: tuple[str, ...]
    heading: SentenceCoverage | None
    lines: tuple[SentenceCoverage, ...]
    sections: tuple["Section", ...]
    figure: CoverageCount

    def walk(self) -> Iterator["Section"]:
        """Yield the section and its subsections in document order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a document line by line; `lost` holds the notes whose quote is not in it."""

    title: str
    path: str
    sections: tuple[Section, ...]
    figure: CoverageCount
    lost: tuple[Note, ...]

    def walk(self) -> Iterator[Section]:
        """Yield all sections in document order."""
        for section in self.sections:
            yield from section.walk()

    @property
    def lines(self) -> tuple[SentenceCoverage, ...]:
        """All sentences in order, without the headings."""
        return tuple(line for section in self.walk() for line in section.lines)


def coverage_of(course: Course, document: Document) -> Coverage:
    """Return each sentence of a document with the notes of a course that quote it."""
    index = QuoteIndex(document)
    quoting, lost = _notes_by_line(course, index)
    restatements = Restatements(_texts_with_card(document, index.lines, quoting))
    lines = [
        _line(document, sentence, quoting, number, restatements)
        for number, sentence in enumerate(index.lines)
    ]
    blocks = [sentence.block for sentence in index.lines]
    return Coverage(
        document.title, document.path, _sections(document, lines, blocks), _count(lines), tuple(lost)
    )


def _notes_by_line(course: Course, index: QuoteIndex) -> tuple[list[list[Note]], list[Note]]:
    """Return for each line the notes that quote it, and the notes whose quote is not found."""
    quoting: list[list[Note]] = [[] for _ in index.lines]
    lost = []
    for note in course.notes:
        ranges = [index.line_numbers(source) for source in note.sources]
        for number in dict.fromkeys(number for numbers in ranges if numbers for number in numbers):
            quoting[number].append(note)
        if None in ranges and note.status is not Status.REJECTED:
            lost.append(note)
    return quoting, lost


def _with_status(notes: Iterable[Note], status: Status) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.status is status)


def _texts_with_card(
    document: Document, lines: Sequence[Sentence], quoting: Sequence[Sequence[Note]]
) -> dict[int, str]:
    """Return the text of each line with a card, by its number; items include their lead-in."""
    texts = {}
    for number, (sentence, notes) in enumerate(zip(lines, quoting, strict=True)):
        if _with_status(notes, Status.ACCEPTED):
            lead = document.blocks[sentence.block].lead
            before = "" if lead is None else document.blocks[lead].text
            texts[number] = f"{before} {sentence.text}"
    return texts


def _line(
    document: Document,
    sentence: Sentence,
    quoting: Sequence[Sequence[Note]],
    number: int,
    restatements: Restatements,
) -> SentenceCoverage:
    block = document.blocks[sentence.block]
    position = document.position_at(block.offset_at(sentence.end - len(sentence.text)))
    if quoting[number]:
        return _line_with_notes(sentence.text, position, quoting[number])
    reason = _own_reason(document, sentence)
    original = restatements.restated_by(sentence.text) if reason is Reason.NONE else None
    if original is None:
        return SentenceCoverage(sentence.text, position, reason=reason)
    restates = _with_status(quoting[original], Status.ACCEPTED)
    return SentenceCoverage(sentence.text, position, reason=Reason.RESTATED, restates=restates)


def _line_with_notes(text: str, position: Position, quoting: Sequence[Note]) -> SentenceCoverage:
    statuses = (Status.ACCEPTED, Status.DRAFT, Status.REJECTED)
    notes, drafts, rejected = (_with_status(quoting, status) for status in statuses)
    reason = None if notes else Reason.DRAFT if drafts else Reason.REJECTED
    return SentenceCoverage(text, position, notes, drafts, rejected, reason)


def _own_reason(document: Document, sentence: Sentence) -> Reason:
    """Return why a sentence needs no card, whatever the other sentences are, or `NONE`."""
    block = document.blocks[sentence.block]
    if block.kind is BlockKind.HEADING:
        return Reason.HEADING
    if is_boilerplate(sentence.text, block.section):
        return Reason.META
    follows = document.blocks[sentence.block + 1 : sentence.block + 2]
    heads_table = block.kind is BlockKind.PARAGRAPH and any(item.lead == sentence.block for item in follows)
    if sentence.text.endswith((":", "?")) or (heads_table and sentence.end == len(block.text)):
        return Reason.LEAD_IN
    return Reason.NONE


def _count(lines: Iterable[SentenceCoverage]) -> CoverageCount:
    covered = drafts = expected = 0
    for line in lines:
        covered += line.reason is None
        drafts += line.reason is Reason.DRAFT
        expected += line.reason is None or line.reason.needs_card
    return CoverageCount(covered, expected, drafts)


def _sections(
    document: Document, lines: Sequence[SentenceCoverage], blocks: Sequence[int]
) -> tuple[Section, ...]:
    """Return the lines as a tree of sections; the title of the document opens no section."""
    starts = [
        number
        for number, block in enumerate(blocks)
        if document.blocks[block].kind is BlockKind.HEADING and document.blocks[block].level > 1
    ]
    headless = [line for line in lines[: starts[0] if starts else None] if line.reason is not Reason.HEADING]
    opening = (Section(document.title, (), None, tuple(headless), (), _count(headless)),) if headless else ()
    levels = [document.blocks[blocks[start]].level for start in starts]
    paths = [(*document.blocks[blocks[start]].section, lines[start].text) for start in starts]
    return (*opening, *_nested(lines, [*starts, len(lines)], levels, paths, 0, len(starts)))


def _nested(
    lines: Sequence[SentenceCoverage],
    starts: Sequence[int],
    levels: Sequence[int],
    paths: Sequence[tuple[str, ...]],
    first: int,
    stop: int,
) -> tuple[Section, ...]:
    """Return the sections of the headings from number `first` to before `stop`, subsections nested."""
    sections = []
    while first < stop:
        after = next((n for n in range(first + 1, stop) if levels[n] <= levels[first]), stop)
        inner = _nested(lines, starts, levels, paths, first + 1, after)
        below = lines[starts[first] + 1 : starts[first + 1]]
        figure = _count(lines[starts[first] : starts[after]])
        heading = lines[starts[first]]
        sections.append(Section(heading.text, paths[first], heading, tuple(below), inner, figure))
        first = after
    return tuple(sections)
