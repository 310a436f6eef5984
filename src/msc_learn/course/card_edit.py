"""Edit of one card in the text of its file: every byte around the card's lines stays as it is.

The reader finds the card, and the indentation finds its lines. Each change is read back before it counts: the
other cards must come out as they were. A card without lines of its own, such as one in a list in brackets,
can be read here but not changed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.course.card_lines import (
    ending_of,
    extent,
    indent_of,
    index_in_card,
    lines_of,
    note_of_lines,
    with_unix_endings,
)
from msc_learn.course.card_patch import patched
from msc_learn.course.card_reader import CardFile, read_card_file
from msc_learn.course.model import Note, Status, Topic
from msc_learn.document.decode import decode, read_bytes
from msc_learn.errors import CardFileError, Problem
from msc_learn.files import write_atomically
from msc_learn.position import Position

_NO_POSITION = Position("")
_LONE_STATUS = re.compile(r"""\s*(["']?)status\1[ \t]*:[ \t]+(["']?)\w+\2\s*""")


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in the text of its file: its own lines, and the text before and after them.

    `lines` is empty if the card has no lines of its own; such a card can only be changed by hand.
    """

    path: Path
    before: str
    lines: str
    after: str
    note: Note
    topic: Topic

    @property
    def whole(self) -> str:
        """The text of the file."""
        return self.before + self.lines + self.after

    @property
    def text(self) -> str:
        r"""The card's lines for an editor, each ended by `\n`."""
        return with_unix_endings(self.lines)

    @property
    def first(self) -> int:
        """The number of the card's first line."""
        return len(lines_of(self.before)) + 1

    def with_status(self, status: Status) -> "CardText":
        """Return the card with another status; raises `CardFileError` if it cannot be changed in place.

        To accept a card removes the line of its status. The word is replaced instead if the line holds more
        than the status, or if the card would end in blank lines or comments without it.
        """
        note = note_of_lines(self.lines)
        if note and status is note.status:
            return self
        if note and "status" not in note.value_positions:
            return self.with_note(replace(self.note, status=status))
        for lines in _lines_with_status(self.lines, note, status) if note else ():
            if note and note_of_lines(lines) == replace(note, status=status):
                return self.with_lines(lines)
        raise self._must_edit_by_hand(status)

    def with_note(self, note: Note) -> "CardText":
        """Return the card with other values; raises `CardFileError` if it cannot be changed in place."""
        lines = patched(self.lines, note) if self.lines else None
        if lines is None:
            raise self._must_edit_by_hand()
        return self.with_lines(lines)

    def edited(self, text: str) -> "CardText":
        """Return the card with lines from an editor; the line endings of the file stay."""
        typed = with_unix_endings(text)
        if typed.strip() == self.text.strip():
            return self
        body = re.sub(r"\A(?:[ \t]*\n)+", "", typed).rstrip()
        own = lines_of(self.lines)
        ending = ending_of(own[0] if own else "") or ending_of(self.before) or "\n"
        return self.with_lines(body.replace("\n", ending) + ending_of(self.lines))

    def with_lines(self, lines: str) -> "CardText":
        """Return the card with other lines; raises `CardFileError` unless they are this one card."""
        if not self.lines:
            raise self._must_edit_by_hand()
        whole = self.before + lines + self.after
        file = _read(whole.encode(), self.path)
        problem = self._problem_with(file)
        changed = None if problem else _located(whole, file.topic, self.path, self.note.id)
        if changed and (changed.before, changed.after) != (self.before, self.after):
            problem = "comments above or below the card's lines belong to the file; write them within"
        if problem or changed is None:
            raise CardFileError([Problem(self._position(), "F216", problem)])
        return changed

    def _problem_with(self, file: CardFile) -> str:
        before = [note.id for note in self.topic.notes]
        after = [name for name, _ in file.ids]
        if self.note.id not in after:
            return f"the id has changed: keep the id {self.note.id!r}, since the review history refers to it"
        if before != after:
            return f"these lines must stay one card: keep only the card with the id {self.note.id!r}"
        if self._all_but_this(self.topic) != self._all_but_this(file.topic):
            return "the change reaches beyond this card: change its own lines alone"
        return ""

    def _all_but_this(self, topic: Topic | None) -> object:
        """Return all of a topic but this card and the positions of the others."""
        others = [note for note in _without_positions(topic, {}) if note.id != self.note.id]
        return topic and (topic.title, others)

    def _must_edit_by_hand(self, status: Status | None = None) -> CardFileError:
        advice = f"write `status: {status}` here by hand" if status else "change it by hand"
        position = self.note.position_of("status")
        return CardFileError([Problem(position, "F215", f"this card cannot be changed in place: {advice}")])

    def _position(self) -> Position:
        return Position(str(self.path), self.first)


def read_card(path: Path, name: str, known: CardText | None = None) -> CardText | None:
    """Return a card as its file holds it now, or None if no card has that id.

    `known` is a card read before. If its file still holds the same bytes it is not parsed again, which would
    take long for a large file. Raises `CardFileError` with the problems of the file, if it has any.
    """
    data = read_bytes(path)
    if known and known.path == path and known.whole.encode() == data:
        return _located(known.whole, known.topic, path, name)
    topic = _read(data, path).topic
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CardFileError.at(path, "F215", "cannot be changed in place: save it as UTF-8") from error
    return _located(text, topic, path, name)


def with_notes(path: Path, text: str, notes: Mapping[str, Note]) -> str:
    """Return the text of a card file with notes replaced by others of the same ids.

    Raises `CardFileError` with a problem for each card that cannot be changed in place.
    """
    topic = _read(text.encode(), path).topic
    lines, problems, kept = lines_of(text), [], topic.notes if topic else ()
    for note in reversed(kept):
        if note.id not in notes:
            continue
        first, end = extent(lines, note)
        new_lines = patched("".join(lines[first:end]), notes[note.id])
        if new_lines is None:
            message = f"card {note.id!r} cannot be changed in place: write each of its keys on its own line"
            problems.append(Problem(note.position, "F215", message))
        else:
            lines[first:end] = [new_lines]
    if problems:
        raise CardFileError(problems)
    changed = "".join(lines)
    if _without_positions(_read(changed.encode(), path).topic, {}) != _without_positions(topic, notes):
        message = "its cards cannot be changed in place: write each of their keys on its own line"
        raise CardFileError.at(path, "F215", message)
    return changed


def _without_positions(topic: Topic | None, replacements: Mapping[str, Note]) -> list[Note]:
    """Return the notes of a topic without their positions, some replaced by others of the same ids."""
    notes = topic.notes if topic else ()
    return [replace(replacements.get(note.id, note), position=_NO_POSITION) for note in notes]


def write_card(card: CardText) -> None:
    """Write the file with the card; a symlink stays a symlink."""
    write_atomically(card.path.resolve(), card.whole)


def _read(data: bytes, path: Path) -> CardFile:
    file = read_card_file(decode(data, str(path)), str(path), path.stem)
    if file.problems:
        raise CardFileError(file.problems)
    return file


def _located(text: str, topic: Topic | None, path: Path, name: str) -> CardText | None:
    note = next((note for note in topic.notes if note.id == name), None) if topic else None
    if note is None or topic is None:
        return None
    lines = lines_of(text)
    first, end = extent(lines, note)
    card_lines = "".join(lines[first:end])
    own = note_of_lines(card_lines)
    if own is None or replace(own, topic=note.topic, tags=note.tags, position=note.position) != note:
        return CardText(path, text, "", "", note, topic)
    return CardText(path, "".join(lines[:first]), card_lines, "".join(lines[end:]), note, topic)


def _lines_with_status(text: str, note: Note, status: Status) -> Iterator[str]:
    """Yield candidates for a card's lines with another status, best first; the caller reads them back."""
    lines = lines_of(text)
    line, column = index_in_card(note.position_of("status"))
    first, begin = index_in_card(note.position)
    in_braces = lines[first].startswith("{", begin)
    if status is Status.ACCEPTED and not in_braces and _can_remove(lines, line):
        yield "".join([*lines[:line], *lines[line + 1 :]])
    own = lines[line]
    column += own[column : column + 1] in ("'", '"')
    if own.startswith(note.status, column):
        changed = own[:column] + status + own[column + len(note.status) :]
        yield "".join([*lines[:line], changed, *lines[line + 1 :]])


def _can_remove(lines: list[str], line: int) -> bool:
    """Return whether a line holds the status alone, and the card still ends in its own words without it."""
    above = lines[line - 1]
    ends = line == len(lines) - 1 and (not above.strip() or indent_of(above) <= indent_of(lines[0]))
    return not ends and _LONE_STATUS.fullmatch(lines[line]) is not None
