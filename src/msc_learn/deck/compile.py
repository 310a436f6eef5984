"""A course made ready for any format: rendered notes, pictures, and the lock after this release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

from msc_learn.course.model import Course, Kind, Note, Status, Topic
from msc_learn.deck.decks import deck_names, root_name
from msc_learn.deck.fields import RenderedNote, render
from msc_learn.deck.generation import is_blank
from msc_learn.deck.media import Picture, pictures_of
from msc_learn.deck.note_types import note_type
from msc_learn.deck.note_types.base import NoteType
from msc_learn.deck.order import positions_of
from msc_learn.deck.preset import Preset, preset_of
from msc_learn.deck.release.lock import Lock, ReleasedNote
from msc_learn.deck.release.lock_update import updated_lock
from msc_learn.deck.release.renames import with_renames
from msc_learn.deck.release.withdrawals import problems_of_retired, withdrawn
from msc_learn.errors import ExportError, Problem


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a format writes. Drafts are among the notes and not in the lock; `now` is their time.

    `course` comes without its topics, so that a large course need not stand in memory twice, unless the
    format reads its notes.
    `positions` has, for each note, the places of its cards among the new ones.
    In an update for learners, what stands for each retired note is among the notes too, after all others:
    the last `withdrawn` notes.
    """

    course: Course
    notes: tuple[RenderedNote, ...]
    positions: tuple[tuple[int, ...], ...]
    withdrawn: int
    note_types: tuple[NoteType, ...]
    pictures: tuple[Picture, ...]
    lock: Lock
    now: int

    @property
    def cards(self) -> int:
        """The number of cards to study."""
        return sum(map(len, self.positions[: len(self.studied)]))

    @property
    def studied(self) -> tuple[RenderedNote, ...]:
        """The notes to study: all but those that stand for retired ones."""
        return self.notes[: len(self.notes) - self.withdrawn]

    @property
    def root_deck(self) -> str:
        """The name of the deck above those of the topics."""
        return root_name(self.course.deck)

    @property
    def preset(self) -> Preset:
        """The deck options that the learner may take along."""
        return preset_of(self.course)

    @property
    def decks(self) -> tuple[str, ...]:
        """The names of the decks that hold cards, in study order."""
        return tuple(dict.fromkeys(map(attrgetter("deck"), self.studied)))

    @property
    def summary(self) -> str:
        """How much there is, in words."""
        counts = {"note": len(self.studied), "card": self.cards, "subdeck": len(self.decks)}
        return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())

    def guid(self, note: RenderedNote) -> str:
        """Return the GUID the note was released with, which outlives a renamed course."""
        old = self.lock.notes.get(note.id)
        return old.guid if old else note.guid

    def times(self, note: RenderedNote) -> tuple[int, int]:
        """Return when the note was first released, and when it last changed."""
        old = self.lock.notes.get(note.id)
        if old is None or (old.retired and not note.withdrawn):
            return self.now, self.now
        return old.released, old.retired or old.modified

    def type_modified(self, kind: NoteType) -> int:
        """Return when the note type last changed."""
        old = self.lock.note_types.get(kind.name)
        return old.modified if old else self.now


def compile_course(
    course: Course,
    lock: Lock,
    now: int,
    *,
    drafts: bool = False,
    update: bool = False,
    with_notes: bool = False,
) -> Compiled:
    """Return a course ready to be written at `now`; raise all that forbids it.

    An `update` is for learners who have an earlier release, and withdraws every note ever retired. What is
    compiled `with_notes` keeps the topics of the course, with the notes studied.
    """
    studied = course.studied(drafts=drafts)
    if not studied:
        raise ExportError.at(course.path, "X207", "has no card to build; drafts are built with --drafts")
    lock, forbidden = with_renames(course, lock, studied)
    forbidden += tuple(problems_of_retired(course, lock))
    pictures = pictures_of(course, studied)
    decks = deck_names(course, lock.decks)
    notes = tuple(render(course, studied, pictures, decks))
    forbidden += tuple(
        _asks_nothing(source)
        for note, source in zip(notes, studied, strict=True)
        if not note.cards or is_blank(note.fields[_asked(note.kind)])
    )
    finished = [
        note for note, source in zip(notes, studied, strict=True) if source.status is not Status.DRAFT
    ]
    types = _types_of((*finished, *lock.notes.values()))
    released = updated_lock(lock, finished, types, now, _decks_of(studied, decks), forbidden)
    gone = tuple(withdrawn(course, released)) if update else ()
    notes = (*notes, *gone)
    return Compiled(
        course=replace(course, topics=_topics(course, studied) if with_notes else ()),
        notes=notes,
        positions=positions_of(notes),
        withdrawn=len(gone),
        note_types=_types_of(notes),
        pictures=tuple(sorted(set(pictures.values()), key=lambda picture: picture.name)),
        lock=released,
        now=now,
    )


def _topics(course: Course, studied: Iterable[Note]) -> tuple[Topic, ...]:
    ids = {note.id for note in studied}
    return tuple(
        replace(topic, notes=tuple(note for note in topic.notes if note.id in ids)) for topic in course.topics
    )


def _types_of(notes: Iterable[RenderedNote | ReleasedNote]) -> tuple[NoteType, ...]:
    return tuple(note_type(name) for name in sorted({note.kind for note in notes}))


def _decks_of(notes: Iterable[Note], decks: Mapping[str, str]) -> dict[str, str]:
    return {note.topic: decks[note.topic] for note in notes if note.status is not Status.DRAFT}


@cache
def _asked(kind: str) -> int:
    """Return the place of the field without which the first card of a kind asks nothing."""
    found = note_type(kind)
    return [field.name for field in found.fields].index(found.templates[0].requires)


def _asks_nothing(note: Note) -> Problem:
    # A template frames what it asks in more than that, so Anki would make its card of a blank question too.
    if note.kind is Kind.CLOZE:
        how = "write what to hide as {{c1::…}}, with a number from 1 to 500"
        return Problem(note.position_of("cloze"), "X203", f"{note.id} makes no card: {how}")
    message = f"{note.id} makes no card: its question is blank; write what to ask"
    return Problem(note.position_of("question"), "X203", message)
