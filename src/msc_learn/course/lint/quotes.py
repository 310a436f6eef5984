"""Every card has a source, and its quote stands in the document where the card says."""

from collections.abc import Iterator

from msc_learn.course.grounding import Grounds
from msc_learn.course.lint.texts import live_notes
from msc_learn.course.model import Course, Note, Source
from msc_learn.errors import Problem

CODES = {
    "G301": "a card has no source, though the course has a document",
    "G302": "the quote of a source is not in the document",
    "G303": "the quote stands in the document, but not in the section the card names",
    "G304": "the offsets of a quote no longer hold it: the document changed after the card was made",
}


def check(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield a problem for each source that does not hold."""
    for note in live_notes(course) if grounds else ():
        if not note.sources:
            yield Problem(note.position, "G301", f"card {note.id!r} has no source")
        for index, source in enumerate(note.sources):
            yield from _problems(note, index, source, grounds) if grounds else ()


def _problems(note: Note, index: int, source: Source, grounds: Grounds) -> Iterator[Problem]:
    ground = grounds.find(source)
    place = note.position_of("source.quote" if len(note.sources) == 1 else f"source.{index}")
    if ground is None:
        near = grounds.nearest(source.quote)
        hint = f"; nearest is “{near[:120]}”" if near else ""
        yield Problem(place, "G302", f"the quote is not in {grounds.document.path}{hint}")
    elif ground.section != source.section:
        found = " > ".join(ground.section) or "no section (leave `section` out)"
        yield Problem(place, "G303", f"the quote stands in another section: {found}")
    elif source.start is not None and not _holds(grounds, source):
        yield Problem(place, "G304", "the quote has moved in the document since; run extract again")


def _holds(grounds: Grounds, source: Source) -> bool:
    text = grounds.document.text[source.start : source.end]
    # Markup between the words is not part of a quote, so its letters are compared alone.
    letters = iter(character for character in text if character.isalnum())
    return all(character in letters for character in source.quote if character.isalnum())
