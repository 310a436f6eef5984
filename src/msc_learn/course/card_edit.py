"""One card changed in the text of its file; every byte around the card's lines stays as it is.

A card is found by the reader and its lines by their indentation, and each change is read back before it
counts: the other cards must come out as they were. A card whose lines cannot be told apart for certain, such
as one of a list in brackets, can be read here but not changed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.course.card_lines import alone, ending_of, extent, indent_of, inside, lines_of, plain
from msc_learn.course.card_patch import rewritten
from msc_learn.course.card_reader import CardFile, read_card_file
from msc_learn.course.model import Note, Status, Topic
from msc_learn.document.decode import decode, read_bytes
from msc_learn.errors import CardFileError, Problem
from msc_learn.files import write_atomically
from msc_learn.position import Position

_NOWHERE = Position("")
_LONE_STATUS = re.compile(r"""\s*(["']?)status\1[ \t]*:[ \t]+(["']?)\w+\2\s*""")


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in the text of its file: its own lines, and all that stands before and after them.

    `lines` is empty where they cannot be told for certain; such a card can only be changed by hand.
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
        r"""The card's lines as an editor takes them, each ended by `\n`."""
        return plain(self.lines)

    @property
    def first(self) -> int:
        """The number of the card's first line."""
        return len(lines_of(self.before)) + 1

    def with_status(self, status: Status) -> "CardText":
        """Return the card with another status; raises `CardFileError` where that cannot be done in place.

        Accepting takes a line that holds nothing but the status away. Where the status shares its line,
        with a comment, the hyphen or other keys, or where the lines around need it between them, the word
        is replaced.
        """
        was = alone(self.lines)
        if was and status is was.status:
            return self
        if was and "status" not in was.value_positions:
            return self.with_note(replace(self.note, status=status))
        for lines in _rewritten(self.lines, was, status) if was and "status" in was.value_positions else ():
            if was and alone(lines) == replace(was, status=status):
                return self.with_lines(lines)
        raise self._by_hand(status)

    def with_note(self, note: Note) -> "CardText":
        """Return the card with other values; raises `CardFileError` where that cannot be done in place."""
        lines = rewritten(self.lines, note) if self.lines else None
        if lines is None:
            raise self._by_hand()
        return self.with_lines(lines)

    def edited(self, text: str) -> "CardText":
        """Return the card with lines from an editor, ended as the lines of the file are."""
        typed = plain(text)
        if typed.strip() == self.text.strip():
            return self
        body = re.sub(r"\A(?:[ \t]*\n)+", "", typed).rstrip()
        own = lines_of(self.lines)
        ending = ending_of(own[0] if own else "") or ending_of(self.before) or "\n"
        return self.with_lines(body.replace("\n", ending) + ending_of(self.lines))

    def with_lines(self, lines: str) -> "CardText":
        """Return the card with other lines; raises `CardFileError` unless they are this one card."""
        if not self.lines:
            raise self._by_hand()
        whole = self.before + lines + self.after
        file = _read(whole.encode(), self.path)
        wrong = self._wrong(file)
        changed = None if wrong else _located(whole, file.topic, self.path, self.note.id)
        if changed and (changed.before, changed.after) != (self.before, self.after):
            wrong = "comments above or below the card's lines belong to the file; write them within"
        if wrong or changed is None:
            raise CardFileError([Problem(self._position(), "F216", wrong)])
        return changed

    def _wrong(self, file: CardFile) -> str:
        before = [note.id for note in self.topic.notes]
        after = [name for name, _ in file.ids]
        if self.note.id not in after:
            return f"keep the id {self.note.id!r}: the learner's history hangs on it"
        if before != after:
            return f"this must stay one card, of the id {self.note.id!r}"
        if self._around(self.topic) != self._around(file.topic):
            return "the change reaches beyond this card"
        return ""

    def _around(self, topic: Topic | None) -> object:
        """Return all of a topic but this card and the places of the others."""
        nowhere = Position("")
        notes = topic.notes if topic else ()
        return topic and (
            topic.title,
            [replace(note, position=nowhere) for note in notes if note.id != self.note.id],
        )

    def _by_hand(self, status: Status | None = None) -> CardFileError:
        what = f"write `status: {status}` here by hand" if status else "change it by hand"
        place = self.note.position_of("status")
        return CardFileError([Problem(place, "F215", f"this card cannot be changed in place; {what}")])

    def _position(self) -> Position:
        return Position(str(self.path), self.first)


def read_card(path: Path, name: str, known: CardText | None = None) -> CardText | None:
    """Return a card as its file holds it now, or None where it has none of that id.

    `known` is a card read before; where its file holds the same bytes still, it is not parsed again, which
    a large file would take long for. Raises `CardFileError` with the problems of the file, if it has any.
    """
    data = read_bytes(path)
    if known and known.path == path and known.whole.encode() == data:
        return _located(known.whole, known.topic, path, name)
    topic = _read(data, path).topic
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CardFileError.at(path, "F215", "cannot be changed in place; save it as UTF-8") from error
    return _located(text, topic, path, name)


def with_notes(path: Path, text: str, notes: Mapping[str, Note]) -> str:
    """Return the text of a card file with other notes in the place of those of the same ids.

    Raises `CardFileError` with all cards that cannot be changed in place.
    """
    topic = _read(text.encode(), path).topic
    lines, problems, kept = lines_of(text), [], topic.notes if topic else ()
    for note in reversed(kept):
        if note.id not in notes:
            continue
        first, end = extent(lines, note)
        made = rewritten("".join(lines[first:end]), notes[note.id])
        if made is None:
            message = f"card {note.id!r} cannot be changed in place; write each of its keys on a line"
            problems.append(Problem(note.position, "F215", message))
        else:
            lines[first:end] = [made]
    if problems:
        raise CardFileError(problems)
    changed = "".join(lines)
    if _nowhere(_read(changed.encode(), path).topic, {}) != _nowhere(topic, notes):
        message = "its cards cannot be changed in place; write each of their keys on a line"
        raise CardFileError.at(path, "F215", message)
    return changed


def _nowhere(topic: Topic | None, notes: Mapping[str, Note]) -> list[Note]:
    """Return the notes of a topic without their places, some replaced by others of their ids."""
    found = topic.notes if topic else ()
    return [replace(notes.get(note.id, note), position=_NOWHERE) for note in found]


def write_card(card: CardText) -> None:
    """Write the file with the card; a link stays a link."""
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
    mine = "".join(lines[first:end])
    own = alone(mine)
    if own is None or replace(own, topic=note.topic, tags=note.tags, position=note.position) != note:
        return CardText(path, text, "", "", note, topic)
    return CardText(path, "".join(lines[:first]), mine, "".join(lines[end:]), note, topic)


def _rewritten(text: str, note: Note, status: Status) -> Iterator[str]:
    """Yield a card's lines with another status, the best way first; the caller reads them back."""
    lines = lines_of(text)
    line, column = inside(note.position_of("status"))
    first, begin = inside(note.position)
    in_braces = lines[first].startswith("{", begin)
    if status is Status.ACCEPTED and not in_braces and _may_go(lines, line):
        yield "".join([*lines[:line], *lines[line + 1 :]])
    own = lines[line]
    column += own[column : column + 1] in ("'", '"')
    if own.startswith(note.status, column):
        changed = own[:column] + status + own[column + len(note.status) :]
        yield "".join([*lines[:line], changed, *lines[line + 1 :]])


def _may_go(lines: list[str], line: int) -> bool:
    """Tell whether a line holds nothing but the status, and the card still ends in its own words without."""
    above = lines[line - 1]
    ends = line == len(lines) - 1 and (not above.strip() or indent_of(above) <= indent_of(lines[0]))
    return not ends and _LONE_STATUS.fullmatch(lines[line]) is not None
