"""The lines of one card in the text of its file: where they begin and end, and the note they make alone."""

import re

from msc_learn.course.card_reader import read_card_file
from msc_learn.course.model import Note
from msc_learn.position import Position

# YAML ends lines at these, so its line numbers count them.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_BEFORE_FIRST_KEY = re.compile(r"[ ]*-[ \t]+")
_HYPHEN_ALONE = re.compile(r"[ ]*-[ \t]*(?:#.*)?\s*")
# Makes a card file of one card's lines.
HEAD = "topic: one card\ncards:\n"


def extent(lines: list[str], note: Note) -> tuple[int, int]:
    """Return the first of a card's lines and the one after its last; equal where no hyphen begins it."""
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
    """Return the next line above that holds more than a comment, where the hyphen of a first key stands."""
    above = number - 1
    while above > 0 and (not lines[above].strip() or lines[above].lstrip().startswith("#")):
        above -= 1
    return above


def alone(lines: str) -> Note | None:
    """Return the note that lines make by themselves, or None where they are not one card."""
    file = read_card_file(plain(HEAD + lines), "", "")
    notes = file.topic.notes if file.topic and not file.problems else ()
    return notes[0] if len(notes) == 1 else None


def inside(position: Position) -> tuple[int, int]:
    """Return a place in a file of one card as an index of the card's lines and one of the line's letters."""
    return position.line - HEAD.count("\n") - 1, position.column - 1


def indent_of(line: str) -> int:
    """Return how many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as YAML counts them, each with its end."""
    return [line for line in _LINE.findall(text) if line]


def plain(text: str) -> str:
    r"""Return a text with its lines ended by `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def ending_of(text: str) -> str:
    """Return the line end that a text ends with, or nothing."""
    found = re.search(r"(?:\r\n|\r|\n)\Z", text)
    return found[0] if found else ""
