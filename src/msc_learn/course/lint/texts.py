"""The texts of a note as the checks read them: markup aside, cloze deletions shown or hidden."""

from collections.abc import Iterator
from functools import cached_property

from msc_learn.course import cloze
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Course, Kind, Note, Status


def live_notes(course: Course) -> Iterator[Note]:
    """Yield the notes somebody may study: all but the rejected ones."""
    return (note for note in course.notes if note.status is not Status.REJECTED)


class Texts:
    """The texts of one note, each worked out once for all checks."""

    def __init__(self, note: Note) -> None:
        self.note = note

    @cached_property
    def parts(self) -> cloze.Parts:
        """The stretches and deletions of a cloze."""
        return cloze.parse(self.note.cloze)

    @cached_property
    def answers(self) -> list[tuple[str, str]]:
        """What a learner must recall, each with the key it stands under."""
        note = self.note
        if note.kind is Kind.CLOZE:
            return [
                ("cloze", to_plain(text))
                for number in cloze.numbers_of(self.parts)
                for text in cloze.hidden(self.parts, number)
            ]
        if note.kind is Kind.LIST:
            return [(f"items.{index}", to_plain(item)) for index, item in enumerate(note.items)]
        return [("answer", to_plain(note.answer))]

    @cached_property
    def fronts(self) -> list[tuple[int, str]]:
        """What a learner sees first, each with the number of its cloze deletions; 0 is for a question."""
        if self.note.kind is Kind.CLOZE:
            return [
                (number, to_plain(cloze.front(self.parts, number))) for number in cloze.numbers_of(self.parts)
            ]
        return [(0, self.question)]

    @cached_property
    def question(self) -> str:
        """The question without its marks."""
        return to_plain(self.note.question)

    @cached_property
    def filled(self) -> str:
        """The cloze with every deletion shown."""
        return to_plain(cloze.plain(self.parts)) if self.note.cloze else ""

    @cached_property
    def shown(self) -> str:
        """All that question and answer say together."""
        answers = () if self.note.cloze else (text for _, text in self.answers)
        return " ".join(text for text in (self.question, *answers, self.filled) if text)


def shown_text(note: Note) -> str:
    """Return all that question and answer of a note say together."""
    return Texts(note).shown
