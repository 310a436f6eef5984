"""The effects of importing a package for a learner who has an earlier one, by Anki's import rules.

The rules are those of Anki 25 and 26 with default import options: notes and note types are updated if newer,
note types are not merged, learning progress and deck presets are left out. They hold for a collection that
has the earlier package as imported. Edits that a learner made after the newer package was built stay.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape
from urllib.parse import unquote

from msc_learn.deck.package_diff.anki_package import AnkiPackage
from msc_learn.deck.package_diff.difference import Difference, NoteChange, TypeChange
from msc_learn.deck.release.lock_update import LockChanges

_SHOWN = re.compile(
    r"""\[sound:([^\]\n]+)\]|\b(?:src|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)


class ImportRule(Enum):
    """One rule of Anki's import: whether something arrives, what it is, and why."""

    NEW = (True, "new note", "goes to its deck in the new package")
    UPDATED = (
        True,
        "changed note",
        "text and tags are replaced, the schedule stays; a learner's own edits and tags are replaced too",
    )
    TOUCHED = (
        True,
        "note with the same content and a later modification time",
        "imported again, so that a learner's own edits and tags are replaced",
    )
    CARDS = (True, "new card of notes the learner has", "goes to its deck in the new package")
    CARDS_ALONE = (
        True,
        "new card without the new text of its note",
        "the note is not updated, so its question may be missing",
    )
    TYPE = (True, "note type", "gets new names, templates and styling")
    KIND = (
        True,
        "note type changed from basic to cloze or back",
        "all its notes change with it, without a prompt",
    )
    DECK = (True, "new deck", "is made as in the new package")
    DESCRIPTION = (True, "changed deck description", "is updated")
    MEDIA = (True, "media file", "a new or updated note shows it, or its name begins with _")
    MEDIA_BESIDE = (
        True,
        "changed media file",
        "is kept beside the old one under another name, which new and updated notes show",
    )
    STALE = (False, "changed note", "the modification time is not later, so Anki keeps the note it has")
    METADATA = (
        False,
        "note whose title, section, tags or card id alone changed",
        "kept as the learner has it; what is new comes with the next correction of the note",
    )
    CONFLICT = (
        False,
        "changed note",
        "its note type is another, or has other fields or templates: the learner's note stays as it is",
    )
    FORK = (
        False,
        "note type",
        "fields or templates differ, so Anki adds a second type for new notes; "
        "the option to merge note types is off by default, and would force a full sync",
    )
    TYPE_STALE = (
        False,
        "note type",
        "the modification time is not later, so the learner's type stays as it is",
    )
    MOVED = (False, "note moved to another deck", "existing cards stay in their deck")
    WITHDRAWN = (
        True,
        "withdrawn note",
        "no longer asks anything; Tools > Empty Cards offers to delete its cards",
    )
    NEVER_HAD = (
        True,
        "withdrawn note the learner never had",
        "comes without a question; Tools > Empty Cards offers to delete its cards",
    )
    RETIRED = (False, "retired note", "Anki deletes nothing, and keeps asking it")
    CARDS_LOST = (
        False,
        "card no longer made",
        "stays, perhaps blank, until the learner runs Tools > Empty Cards",
    )
    DECK_GONE = (False, "removed deck", "stays")
    DESCRIPTION_GONE = (False, "removed deck description", "the old one stays")
    MEDIA_UNSEEN = (False, "media file", "no new or updated note shows it")
    MEDIA_FIXED = (False, "changed media file", "a file whose name begins with _ is never replaced")
    MEDIA_GONE = (False, "removed media file", "stays in the learner's media folder")

    @property
    def arrives(self) -> bool:
        """Whether the learner gets it."""
        return self.value[0]

    @property
    def what(self) -> str:
        """What it is about, in the singular."""
        return self.value[1]

    @property
    def why(self) -> str:
        """What Anki does with it, and why."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class ImportEffect:
    """The effect of a rule on some notes, note types, decks or files; the `keys` of notes are GUIDs."""

    rule: ImportRule
    keys: tuple[str, ...]
    names: tuple[str, ...]


def delivery(new: AnkiPackage, changes: Difference) -> tuple[ImportEffect, ...]:
    """Return the effects of a default import of the newer package, arrivals first."""
    effects = {rule: list[tuple[str, str]]() for rule in ImportRule}
    for rule, key, name in (
        *_of_notes(changes),
        *_of_types(changes),
        *_of_decks(new, changes),
        *_of_media(new, changes),
    ):
        effects[rule].append((key, name))
    return tuple(
        ImportEffect(rule, tuple(key for key, _ in pairs), tuple(name for _, name in pairs))
        for rule, pairs in effects.items()
        if pairs
    )


def replaced_by(changes: LockChanges) -> str:
    """Return what importing a release replaces for learners who have the last one, or nothing.

    It is the rule `UPDATED`, for notes whose content changed.
    """
    count = len(changes.changed)
    if not count:
        return ""
    notes, these = ("1 note", "it") if count == 1 else (f"{count} notes", "these")
    return f"importing it updates {notes}; a learner's own edits and tags on {these} are replaced"


_Row = tuple[ImportRule, str, str]


def _of_notes(changes: Difference) -> Iterator[_Row]:
    yield from ((ImportRule.NEW, guid, label) for guid, label in changes.new.items())
    yield from ((ImportRule.TOUCHED, guid, label) for guid, label in changes.touched.items())
    yield from ((ImportRule.RETIRED, guid, label) for guid, label in changes.retired.items())
    yield from ((ImportRule.NEVER_HAD, guid, label) for guid, label in changes.never_had.items())
    for change in (*changes.changed, *changes.withdrawn):
        yield from ((rule, change.guid, name) for rule, name in _of_note(change))


def _of_note(change: NoteChange) -> Iterator[tuple[ImportRule, str]]:
    label = change.label
    if change.retyped:
        yield ImportRule.CONFLICT, label
    elif change.later and change.withdrawn:
        yield ImportRule.WITHDRAWN, label
    elif change.later:
        yield (ImportRule.UPDATED if change.content else ImportRule.TOUCHED), label
    elif change.metadata:
        yield ImportRule.METADATA, label
    elif change.content:
        yield ImportRule.STALE, label
    if change.cards_gained and not change.retyped:
        stale = change.content and not change.later
        yield from (
            (ImportRule.CARDS_ALONE if stale else ImportRule.CARDS, f"{label} #{n}")
            for n in change.cards_gained
        )
    yield from ((ImportRule.CARDS_LOST, f"{label} #{number}") for number in change.cards_lost)
    if change.moved and not change.withdrawn:
        yield ImportRule.MOVED, label


def _of_types(changes: Difference) -> Iterator[_Row]:
    for change in changes.note_types:
        yield _rule_of(change), str(change.id), change.new


def _rule_of(change: TypeChange) -> ImportRule:
    if change.forks:
        return ImportRule.FORK
    if not change.later:
        return ImportRule.TYPE_STALE
    return ImportRule.KIND if change.kind else ImportRule.TYPE


def _of_decks(new: AnkiPackage, changes: Difference) -> Iterator[_Row]:
    yield from ((ImportRule.DECK, name, name) for name in changes.decks.added)
    for name in changes.decks.changed:
        yield (ImportRule.DESCRIPTION if new.decks[name] else ImportRule.DESCRIPTION_GONE), name, name
    yield from ((ImportRule.DECK_GONE, name, name) for name in changes.decks.gone)


def _of_media(new: AnkiPackage, changes: Difference) -> Iterator[_Row]:
    updated = (change.guid for change in (*changes.changed, *changes.withdrawn) if arrives(change))
    taken = shown_by(new, {*changes.new, *changes.never_had, *changes.touched, *updated})
    for name in changes.media.added:
        yield (
            (ImportRule.MEDIA if name in taken or name.startswith("_") else ImportRule.MEDIA_UNSEEN),
            name,
            name,
        )
    for name in changes.media.changed:
        beside = ImportRule.MEDIA_BESIDE if name in taken else ImportRule.MEDIA_UNSEEN
        yield (ImportRule.MEDIA_FIXED if name.startswith("_") else beside), name, name
    yield from ((ImportRule.MEDIA_GONE, name, name) for name in changes.media.gone)


def arrives(change: NoteChange) -> bool:
    """Return whether Anki updates a note that the learner has."""
    return change.later and not change.retyped


def shown_by(package: AnkiPackage, guids: Iterable[str]) -> frozenset[str]:
    """Return the names of the media files that notes show or play."""
    named = (
        next(group for group in match.groups() if group is not None)
        for guid in guids
        for field in package.notes[guid].fields
        for match in _SHOWN.finditer(field)
    )
    return frozenset(name for raw in named for name in (unescape(raw), unquote(unescape(raw))))
