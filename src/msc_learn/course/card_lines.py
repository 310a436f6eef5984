"""The lines of one card in the text of its file: where they begin and end, and the note they hold."""

import re

from msc_learn.course.card_reader import read_card_file
from msc_learn.course.model import Note
from msc_learn.position import Position

# YAML ends a line at each of these, so its line numbers count them.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_BEFORE_FIRST_KEY = re.compile(r"[ ]*-[ \t]+")
_HYPHEN_ALONE = re.compile(r"[ ]*-[ \t]*(?:#.*)?\s*")
# With this above them, the lines of one card are a card file.
HEAD = "topic: one card\ncards:\n"


def extent(lines: list[str], note: Note) -> tuple[int, int]:
    """Return the indexes of a card's first line and of the line after it; equal if no hyphen begins it."""
    first = note.position.line - 1
    lead = lines[first][: note.position.column - 1]
    begins = _BEFORE_FIRST_KEY.fullmatch(lead)
    if not lead.strip():
        first = _hyphen_above(lines, first)
        begins = _HYPHEN_ALONE.fullmatch(lines[first])
    if not begins:
        return 0, 0
    depth, end = indent_of(lines[first]), first + 1
    for number in range(first + 1, len(lines)):
        if not lines[number].strip():
            continue
        if indent_of(lines[number]) > depth:
            end = number + 1
        elif not lines[number].lstrip().startswith("#"):
            break
    return first, end


def _hyphen_above(lines: list[str], number: int) -> int:
    """Return the next line above that is not blank or a comment: the hyphen before a first key is there."""
    above = number - 1
    while above > 0 and (not lines[above].strip() or lines[above].lstrip().startswith("#")):
        above -= 1
    return above


def note_of_lines(lines: str) -> Note | None:
    """Return the note that lines hold by themselves, or None if they are not one card."""
    file = read_card_file(with_unix_endings(HEAD + lines), "", "")
    notes = file.topic.notes if file.topic and not file.problems else ()
    return notes[0] if len(notes) == 1 else None


def index_in_card(position: Position) -> tuple[int, int]:
    """Return a position in a note of `note_of_lines` as the indexes of a line and of a character in it."""
    return position.line - HEAD.count("\n") - 1, position.column - 1


def indent_of(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as YAML counts them, each with its line ending."""
    return [line for line in _LINE.findall(text) if line]


def with_unix_endings(text: str) -> str:
    r"""Return a text with `\n` as its line ending."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def ending_of(text: str) -> str:
    """Return the line ending at the end of a text, or ""."""
    ending = re.search(r"(?:\r\n|\r|\n)\Z", text)
    return ending[0] if ending else ""
