"""What a default import of a package delivers to a learner who has an earlier one, and what it does not.

The rules are those of Anki 25 and 26 with its import options as they come: notes and note types updated if
newer, note types not merged, learning progress and deck presets left out. They hold for a collection that
has the earlier package as it was imported; what a learner edited later than the newer package stays.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from html import unescape
from urllib.parse import unquote

from msc_learn.deck.package_diff.anki_package import AnkiPackage
from msc_learn.deck.package_diff.difference import Difference, NoteChange, TypeChange

_SHOWN = re.compile(
    r"""\[sound:([^\]\n]+)\]|\b(?:src|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)


class Rule(Enum):
    """One thing that Anki does or does not do: whether something arrives, of what, and why."""

    NEW = (True, "new note", "in the deck the new package has it in")
    UPDATED = (
        True,
        "changed note",
        "text and tags replaced, schedule kept; a learner's own edits and tags there are replaced too",
    )
    TOUCHED = (
        True,
        "note with the same content and a later modification time",
        "taken again, so that a learner's own edits and tags there are replaced",
    )
    CARDS = (True, "new card of notes the learner has", "in the deck the new package has it in")
    CARDS_ALONE = (
        True,
        "new card without the new text of its note",
        "the note is not updated, so what it asks for may be missing",
    )
    TYPE = (True, "note type", "new names, templates and styling are taken over")
    KIND = (
        True,
        "note type turned from basic to cloze or back",
        "all its notes turn with it, without a question",
    )
    DECK = (True, "new deck", "made as in the new package")
    DESCRIPTION = (True, "changed deck description", "taken over")
    MEDIA = (True, "media file", "shown by a new or updated note, or with a name that begins with _")
    MEDIA_BESIDE = (
        True,
        "changed media file",
        "kept beside the old one under a name of its own, which new and updated notes show",
    )
    STALE = (
        False,
        "changed note",
        "the modification time did not move forward, so Anki takes it for what it has",
    )
    CONFLICT = (
        False,
        "changed note",
        "the note type is another, or has other fields or templates: the learner's stays as it is",
    )
    FORK = (
        False,
        "note type",
        "fields or templates differ, so a second type is set beside the learner's for new notes; "
        "merging note types, an option that is off, would force a full sync",
    )
    TYPE_STALE = (
        False,
        "note type",
        "the modification time did not move forward, so the learner's stays as it is",
    )
    MOVED = (False, "note moved to another deck", "cards that are there stay in the deck they are in")
    WITHDRAWN = (
        True,
        "withdrawn note",
        "no longer asks anything; Tools > Empty Cards offers its cards for deletion",
    )
    NEVER_HAD = (
        True,
        "withdrawn note the learner never had",
        "comes without a question; Tools > Empty Cards offers its cards for deletion",
    )
    RETIRED = (False, "retired note", "Anki deletes nothing, and goes on asking")
    CARDS_LOST = (
        False,
        "card no longer made",
        "kept, blank perhaps, until the learner runs Tools > Empty Cards",
    )
    DECK_GONE = (False, "deck gone", "kept")
    DESCRIPTION_GONE = (False, "deck description taken out", "the old one stays")
    MEDIA_UNSEEN = (False, "media file", "no new or updated note shows it")
    MEDIA_FIXED = (False, "changed media file", "one whose name begins with _ is never replaced")
    MEDIA_GONE = (False, "media file gone", "kept in the learner's folder")

    @property
    def arrives(self) -> bool:
        """Whether the learner gets it."""
        return self.value[0]

    @property
    def what(self) -> str:
        """What it is about, one of it."""
        return self.value[1]

    @property
    def why(self) -> str:
        """What Anki does with it, and why."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of some notes, note types, decks or files; `keys` are GUIDs where they are notes."""

    rule: Rule
    keys: tuple[str, ...]
    names: tuple[str, ...]


def delivery(new: AnkiPackage, found: Difference) -> tuple[Effect, ...]:
    """Return what a default import of the newer package does, what arrives first."""
    effects = {rule: list[tuple[str, str]]() for rule in Rule}
    for rule, key, name in (
        *_of_notes(found),
        *_of_types(found),
        *_of_decks(new, found),
        *_of_media(new, found),
    ):
        effects[rule].append((key, name))
    return tuple(
        Effect(rule, tuple(key for key, _ in pairs), tuple(name for _, name in pairs))
        for rule, pairs in effects.items()
        if pairs
    )


Row = tuple[Rule, str, str]


def _of_notes(found: Difference) -> Iterator[Row]:
    yield from ((Rule.NEW, guid, label) for guid, label in found.new.items())
    yield from ((Rule.TOUCHED, guid, label) for guid, label in found.touched.items())
    yield from ((Rule.RETIRED, guid, label) for guid, label in found.retired.items())
    yield from ((Rule.NEVER_HAD, guid, label) for guid, label in found.never_had.items())
    for change in (*found.changed, *found.withdrawn):
        yield from ((rule, change.guid, name) for rule, name in _of_note(change))


def _of_note(change: NoteChange) -> Iterator[tuple[Rule, str]]:
    label = change.label
    if change.retyped:
        yield Rule.CONFLICT, label
    elif change.later and change.withdrawn:
        yield Rule.WITHDRAWN, label
    elif change.later:
        yield (Rule.UPDATED if change.content else Rule.TOUCHED), label
    elif change.content:
        yield Rule.STALE, label
    if change.cards_gained and not change.retyped:
        stale = change.content and not change.later
        yield from ((Rule.CARDS_ALONE if stale else Rule.CARDS, f"{label} #{n}") for n in change.cards_gained)
    yield from ((Rule.CARDS_LOST, f"{label} #{number}") for number in change.cards_lost)
    if change.moved and not change.withdrawn:
        yield Rule.MOVED, label


def _of_types(found: Difference) -> Iterator[Row]:
    for change in found.note_types:
        yield _rule_of(change), str(change.id), change.new


def _rule_of(change: TypeChange) -> Rule:
    if change.forks:
        return Rule.FORK
    if not change.later:
        return Rule.TYPE_STALE
    return Rule.KIND if change.kind else Rule.TYPE


def _of_decks(new: AnkiPackage, found: Difference) -> Iterator[Row]:
    yield from ((Rule.DECK, name, name) for name in found.decks.added)
    for name in found.decks.changed:
        yield (Rule.DESCRIPTION if new.decks[name] else Rule.DESCRIPTION_GONE), name, name
    yield from ((Rule.DECK_GONE, name, name) for name in found.decks.gone)


def _of_media(new: AnkiPackage, found: Difference) -> Iterator[Row]:
    updated = (change.guid for change in (*found.changed, *found.withdrawn) if arrives(change))
    taken = shown_by(new, {*found.new, *found.never_had, *found.touched, *updated})
    for name in found.media.added:
        yield (Rule.MEDIA if name in taken or name.startswith("_") else Rule.MEDIA_UNSEEN), name, name
    for name in found.media.changed:
        beside = Rule.MEDIA_BESIDE if name in taken else Rule.MEDIA_UNSEEN
        yield (Rule.MEDIA_FIXED if name.startswith("_") else beside), name, name
    yield from ((Rule.MEDIA_GONE, name, name) for name in found.media.gone)


def arrives(change: NoteChange) -> bool:
    """Tell whether Anki updates a note that the learner has."""
    return change.later and not change.retyped


def shown_by(package: AnkiPackage, guids: Iterable[str]) -> frozenset[str]:
    """Return the names of the media files that notes show or play."""
    named = (
        next(group for group in match.groups() if group is not None)
        for guid in guids
        for field in package.notes[guid].fields
        for match in _SHOWN.finditer(field)
    )
    return frozenset(name for said in named for name in (unescape(said), unquote(unescape(said))))
