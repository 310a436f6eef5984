"""One card changed in the text of its file; every byte around the card's lines stays as it is.

A card is found by the reader and its lines by their indentation, and each change is read back before it
counts: the other cards must come out as they were. A card whose lines cannot be told apart for certain, such
as one of a list in brackets, can be read here but not changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.course.cardfile import CardFile, read_card_file
from msc_learn.course.model import Note, Status, Topic
from msc_learn.document.decode import decode, read_bytes
from msc_learn.errors import CardFileError, Problem
from msc_learn.files import write_atomically
from msc_learn.position import Position

# YAML ends lines at these, so its line numbers count them.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_LONE_STATUS = re.compile(r"""\s*(["']?)status\1[ \t]*:[ \t]+(["']?)\w+\2\s*""")
_BEFORE_FIRST_KEY = re.compile(r"[ ]*-[ \t]+")
_HYPHEN_ALONE = re.compile(r"[ ]*-[ \t]*(?:#.*)?\s*")
# Makes a card file of one card's lines.
_HEAD = "topic: one card\ncards:\n"


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
        return _plain(self.lines)

    @property
    def first(self) -> int:
        """The number of the card's first line."""
        return len(_lines_of(self.before)) + 1

    def with_status(self, status: Status) -> "CardText":
        """Return the card with another status; raises `CardFileError` where that cannot be done in place.

        Accepting takes a line that holds nothing but the status away. Where the status shares its line,
        with a comment, the hyphen or other keys, or where the lines around need it between them, the word
        is replaced.
        """
        was = _alone(self.lines)
        for lines in _rewritten(self.lines, was, status) if was and "status" in was.places else ():
            if was and _alone(lines) == replace(was, status=status):
                return self.with_lines(lines)
        raise self._by_hand(status)

    def edited(self, text: str) -> "CardText":
        """Return the card with lines from an editor, ended as the lines of the file are."""
        plain = _plain(text)
        if plain.strip() == self.text.strip():
            return self
        body = re.sub(r"\A(?:[ \t]*\n)+", "", plain).rstrip()
        own = _lines_of(self.lines)
        ending = _ending(own[0] if own else "") or _ending(self.before) or "\n"
        return self.with_lines(body.replace("\n", ending) + _ending(self.lines))

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
    lines = _lines_of(text)
    first, end = _extent(lines, note)
    mine = "".join(lines[first:end])
    alone = _alone(mine)
    if alone is None or replace(alone, topic=note.topic, tags=note.tags, position=note.position) != note:
        return CardText(path, text, "", "", note, topic)
    return CardText(path, "".join(lines[:first]), mine, "".join(lines[end:]), note, topic)


def _extent(lines: list[str], note: Note) -> tuple[int, int]:
    """Return the first of a card's lines and the one after its last; equal where no hyphen begins it."""
    first = note.position.line - 1
    lead = lines[first][: note.position.column - 1]
    begins = _BEFORE_FIRST_KEY.fullmatch(lead)
    if not lead.strip():
        first = _hyphen_above(lines, first)
        begins = _HYPHEN_ALONE.fullmatch(lines[first])
    if not begins:
        return 0, 0
    depth, end = _indent(lines[first]), first + 1
    for number in range(first + 1, len(lines)):
        if not lines[number].strip():
            continue
        if _indent(lines[number]) > depth:
            end = number + 1
        elif not lines[number].lstrip().startswith("#"):
            break
    return first, end


def _hyphen_above(lines: list[str], number: int) -> int:
    """Return the next line above that holds more than a comment, where the hyphen of a first key stands."""
    above = number - 1
    while above > 0 and (not lines[above].strip() or lines[above].lstrip().startswith("#")):
        above -= 1
    return above


def _rewritten(text: str, note: Note, status: Status) -> Iterator[str]:
    """Yield a card's lines with another status, the best way first; the caller reads them back."""
    lines = _lines_of(text)
    line, column = _inside(note.position_of("status"))
    first, begin = _inside(note.position)
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
    ends = line == len(lines) - 1 and (not above.strip() or _indent(above) <= _indent(lines[0]))
    return not ends and _LONE_STATUS.fullmatch(lines[line]) is not None


def _alone(lines: str) -> Note | None:
    """Return the note that lines make by themselves, or None where they are not one card."""
    file = read_card_file(_plain(_HEAD + lines), "", "")
    notes = file.topic.notes if file.topic and not file.problems else ()
    return notes[0] if len(notes) == 1 else None


def _inside(position: Position) -> tuple[int, int]:
    """Return a place in a file of one card as an index of the card's lines and one of the line's letters."""
    return position.line - _HEAD.count("\n") - 1, position.column - 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _lines_of(text: str) -> list[str]:
    return [line for line in _LINE.findall(text) if line]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ending(text: str) -> str:
    found = re.search(r"(?:\r\n|\r|\n)\Z", text)
    return found[0] if found else ""
