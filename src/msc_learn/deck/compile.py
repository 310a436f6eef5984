"""From a course to a release, the one input of every export format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

from msc_learn.course.model import Course, Kind, Note, Status
from msc_learn.deck.decks import deck_names
from msc_learn.deck.fields import RenderedNote, render
from msc_learn.deck.generation import is_blank
from msc_learn.deck.media import Picture, pictures_of
from msc_learn.deck.note_types import note_type
from msc_learn.deck.note_types.base import NoteType
from msc_learn.deck.release.lock import Lock, ReleasedNote
from msc_learn.deck.release.lock_update import updated_lock
from msc_learn.deck.release.renames import first_ids, with_renames
from msc_learn.deck.release.upgrade import Rendering, upgraded
from msc_learn.deck.release.withdrawals import problems_of_retired, withdrawn
from msc_learn.errors import ExportError, Problem


@dataclass(frozen=True, slots=True)
class Release:
    """What is written at one time: a course with only the notes to study, and the lock after it.

    `notes` holds these notes as Anki stores them, drafts too, which the lock does not hold. In an update
    for learners, one note for each retired note comes after all others: the last `withdrawn` notes.
    `pictures` are by path in the course. `now` is the time of drafts, in Unix seconds.
    """

    course: Course
    notes: tuple[RenderedNote, ...]
    withdrawn: int
    pictures: Mapping[str, Picture]
    lock: Lock
    now: int

    @property
    def studied(self) -> tuple[RenderedNote, ...]:
        """The notes to study: all but those that stand for retired ones."""
        return self.notes[: len(self.notes) - self.withdrawn]

    @property
    def cards(self) -> int:
        """The number of cards to study."""
        return sum(len(note.cards) for note in self.studied)

    @property
    def decks(self) -> tuple[str, ...]:
        """The names of the decks that hold cards, in study order."""
        return tuple(dict.fromkeys(map(attrgetter("deck"), self.studied)))

    @property
    def note_types(self) -> tuple[NoteType, ...]:
        """The note types of all notes, by name."""
        return _types_of(self.notes)

    @property
    def summary(self) -> str:
        """The number of notes, cards and subdecks, for people to read."""
        counts = {"note": len(self.studied), "card": self.cards, "subdeck": len(self.decks)}
        return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())

    def guid(self, note: RenderedNote) -> str:
        """Return the GUID the note was released with, which outlives a renamed course."""
        old = self.lock.notes.get(note.id)
        return old.guid if old else note.guid

    def times(self, note: RenderedNote) -> tuple[int, int]:
        """Return when the note was first released and when it last changed, in Unix seconds."""
        old = self.lock.notes.get(note.id)
        if old is None or (old.retired and not note.withdrawn):
            return self.now, self.now
        return old.released, old.retired or old.modified

    def type_modified(self, note_type: NoteType) -> int:
        """Return when the note type last changed, in Unix seconds."""
        old = self.lock.note_types.get(note_type.name)
        return old.modified if old else self.now


def compile_course(
    course: Course, lock: Lock, now: int, *, drafts: bool = False, update: bool = False
) -> Release:
    """Return the release of a course at `now`, in Unix seconds; raises `ExportError` with all problems.

    An `update` is for learners who have an earlier release. It withdraws every note that was ever retired.
    """
    studied = course.studied(drafts=drafts)
    if not studied:
        raise ExportError.at(course.path, "X207", "has no card to build; drafts are built with --drafts")
    lock, problems = with_renames(course, lock, studied)
    problems += tuple(problems_of_retired(course, lock))
    pictures = pictures_of(course, studied)
    decks = deck_names(course, lock.decks)
    notes = tuple(render(course, studied, pictures, decks, first_ids(lock, studied)))
    problems += tuple(_without_cards(notes, studied))
    lock = upgraded(lock, Rendering(course, studied, pictures, decks), notes)
    lock = _next_lock(lock, course, notes, studied, now, decks, problems)
    gone = tuple(withdrawn(course, lock)) if update else ()
    return Release(_with_notes(course, studied), (*notes, *gone), len(gone), pictures, lock, now)


def _without_cards(notes: Sequence[RenderedNote], sources: Sequence[Note]) -> Iterator[Problem]:
    """Yield a problem for each note that makes no card, or whose first card asks nothing."""
    for note, source in zip(notes, sources, strict=True):
        if not note.cards or is_blank(note.fields[_required_field(note.kind)]):
            yield _no_card(source)


def _next_lock(
    lock: Lock,
    course: Course,
    notes: Sequence[RenderedNote],
    sources: Sequence[Note],
    now: int,
    decks: Mapping[str, str],
    problems: Iterable[Problem],
) -> Lock:
    """Return the lock after this release, which no draft enters."""
    finished = [
        note for note, source in zip(notes, sources, strict=True) if source.status is not Status.DRAFT
    ]
    types = _types_of((*finished, *lock.notes.values()))
    released_decks = {note.topic: decks[note.topic] for note in sources if note.status is not Status.DRAFT}
    id_ = course.id if course.has_id else ""
    return updated_lock(lock, finished, types, now, released_decks, problems, id_)


def _with_notes(course: Course, notes: Sequence[Note]) -> Course:
    """Return a course with only these notes."""
    if len(notes) == len(course.notes):
        return course
    ids = {note.id for note in notes}
    topics = (
        replace(topic, notes=tuple([note for note in topic.notes if note.id in ids]))
        for topic in course.topics
    )
    return replace(course, topics=tuple(topics))


def _types_of(notes: Iterable[RenderedNote | ReleasedNote]) -> tuple[NoteType, ...]:
    return tuple(note_type(name) for name in sorted({note.kind for note in notes}))


@cache
def _required_field(kind: str) -> int:
    """Return the index of the field without which the first card of a kind asks nothing."""
    type_ = note_type(kind)
    return [field.name for field in type_.fields].index(type_.templates[0].requires)


def _no_card(note: Note) -> Problem:
    # A template holds more than the question, so Anki would make a card of a blank question too.
    if note.kind is Kind.CLOZE:
        advice = "write what to hide as {{c1::…}}, with a number from 1 to 500"
        return Problem(note.position_of("cloze"), "X203", f"{note.id} makes no card: {advice}")
    message = f"{note.id} makes no card: its question is blank; write what to ask"
    return Problem(note.position_of("question"), "X203", message)
