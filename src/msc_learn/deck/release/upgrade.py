"""Upgrade of a lock below schema 3: digests of content in place of digests over titles, tags and decks too.

An older digest tells that a note is the same, but not what differs. So the notes are rendered once more as
they may have been released: with the earlier id of the course, and the titles that the lock still holds in
the names of decks. A note whose older digest matches none of these counts as changed, this one time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from msc_learn.course.course_id import legacy_id_of
from msc_learn.course.model import Course, Note
from msc_learn.deck.fields import RenderedNote, digest_of, render
from msc_learn.deck.media import Picture
from msc_learn.deck.release.lock import SCHEMA, Lock, ReleasedNote
from msc_learn.deck.release.witness import earlier_ids

_NUMBER = re.compile(r"^\d{2,} ")
_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What notes are rendered from: a course, its notes in order, pictures by path, decks by topic id."""

    course: Course
    notes: Sequence[Note]
    pictures: Mapping[str, Picture]
    decks: Mapping[str, str]

    def digests(self) -> Iterator[str]:
        """Yield the digest of each note as locks below schema 3 hold it."""
        pictures = {path: _as_before(self.course, path, each) for path, each in self.pictures.items()}
        return map(_older_digest, render(self.course, self.notes, pictures, self.decks))


def upgraded(lock: Lock, rendering: Rendering, notes: Sequence[RenderedNote]) -> Lock:
    """Return a lock with the digests of content of all notes that are as they were released.

    `notes` are those of the rendering, in the same order; renamed ones have their new ids in the lock.
    """
    if lock.schema >= SCHEMA:
        return lock
    pairs = [pair for pair in zip(rendering.notes, notes, strict=True) if pair[1].id in lock.notes]
    same = {note.id for _, note in pairs if lock.notes[note.id].digest == _older_digest(note)}
    left = [source for source, note in pairs if note.id not in same]
    if left:
        same |= _found(lock, rendering, left)
    digests = {note.id: note.digest for _, note in pairs if note.id in same}
    entries = {id_: _with_digest(entry, digests.get(id_)) for id_, entry in lock.notes.items()}
    return replace(lock, notes=entries, schema=SCHEMA)


def _with_digest(entry: ReleasedNote, digest: str | None) -> ReleasedNote:
    return entry if digest is None else replace(entry, digest=digest)


def _older_digest(note: RenderedNote) -> str:
    return digest_of(note.fields, note.tags, note.deck, note.cards)


def _found(lock: Lock, rendering: Rendering, left: Sequence[Note]) -> set[str]:
    """Return the ids of the notes that are as they were released, under an earlier id or title."""
    found = set[str]()
    for course, before_renaming in product(_earlier(lock, rendering.course, left), (False, True)):
        notes = [note for note in left if note.id not in found]
        were = [_earlier_note(lock.notes[note.id], note) if before_renaming else note for note in notes]
        digests = replace(rendering, course=course, notes=were).digests()
        found |= {
            note.id
            for note, digest in zip(notes, digests, strict=True)
            if lock.notes[note.id].digest == digest
        }
    return found


def _earlier_note(entry: ReleasedNote, note: Note) -> Note:
    """Return a note under the id it had before its last renaming, which may be one of this release."""
    return replace(note, id=entry.former[-1]) if entry.former else note


def _earlier(lock: Lock, course: Course, notes: Sequence[Note]) -> Iterator[Course]:
    """Yield a course as it may have been at its last release, by what the lock shows, the likeliest first."""
    titles = dict.fromkeys((course.title, *map(_root, lock.decks.values())))
    retitled = tuple(
        replace(topic, title=_topic_title(lock.decks[topic.id])) if topic.id in lock.decks else topic
        for topic in course.topics
    )
    for id_, title, topics in product(_ids(lock, course, notes), titles, (course.topics, retitled)):
        yield replace(course, id=id_, title=title, topics=topics)


def _root(deck: str) -> str:
    """Return the course's own deck of that of a topic; if a course names no deck, this is its title."""
    return deck.rpartition("::")[0] or deck


def _topic_title(deck: str) -> str:
    return _NUMBER.sub("", deck.rpartition("::")[2])


def _ids(lock: Lock, course: Course, notes: Iterable[Note]) -> tuple[str, ...]:
    """Return the ids of the course that are in question: the present ones, and those that GUIDs prove."""
    entries = [lock.notes[note.id] for note in notes]
    return tuple(dict.fromkeys((course.id, legacy_id_of(course.path), *earlier_ids(course, entries))))


def _as_before(course: Course, path: str, picture: Picture) -> Picture:
    """Return a picture under the name that 0.1.0 gave it, in ASCII alone."""
    stem, suffix = str(Path(path).with_suffix("")), Path(path).suffix.lower()
    name = f"{_UNSAFE.sub('-', course.id)}-{_UNSAFE.sub('-', stem).strip('-')}-{picture.digest}{suffix}"
    return replace(picture, name=f"msc-learn-{name}")
