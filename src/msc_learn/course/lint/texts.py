"""The texts of a note as the checks read them: markup aside, cloze deletions shown or hidden."""

from collections.abc import Iterator

from msc_learn.course import cloze
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Course, Kind, Note, Status


def live_notes(course: Course) -> Iterator[Note]:
    """Yield the notes somebody may study: all but the rejected ones."""
    return (note for note in course.notes if note.status is not Status.REJECTED)


def answer_texts(note: Note) -> list[tuple[str, str]]:
    """Return what a learner must recall, each with the key it stands under."""
    if note.kind is Kind.CLOZE:
        parts = cloze.parse(note.cloze)
        return [
            ("cloze", to_plain(text))
            for number in cloze.numbers_of(parts)
            for text in cloze.hidden(parts, number)
        ]
    if note.kind is Kind.LIST:
        return [(f"items.{index}", to_plain(item)) for index, item in enumerate(note.items)]
    return [("answer", to_plain(note.answer))]


def shown_text(note: Note) -> str:
    """Return all that question and answer say together."""
    whole = cloze.plain(cloze.parse(note.cloze)) if note.cloze else ""
    return " ".join(to_plain(text) for text in (note.question, note.answer, whole, *note.items) if text)
