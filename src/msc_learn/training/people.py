"""Who has which role, from a file of the manager's own: YAML, or CSV as a staff list exports it.

It never lies in the course by default: a pseudonym beside a role, and a name all the more, is personal data.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from msc_learn.course.field_reader import FieldReader, FieldTable
from msc_learn.course.fields import FieldSpec
from msc_learn.course.yaml_reader import MappingNode, read_yaml
from msc_learn.document.decode import read_text
from msc_learn.errors import CardFileError, Problem
from msc_learn.memory.review import is_pseudonym
from msc_learn.position import Position
from msc_learn.training.competences import texts_of

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_BETWEEN_ROLES = re.compile(r"[\s,;|/]+")
_CSV = (".csv", ".tsv", ".txt")
_NAMED = ("learner", "roles", "name")


@dataclass(frozen=True, slots=True)
class Person:
    """A learner by their pseudonym, the ids of their roles, and the name that reports show beside it."""

    learner: str
    roles: tuple[str, ...] = ()
    name: str = ""


PERSON_KEYS = (
    FieldSpec("roles", "texts", "The roles of the person, by their ids.", required=True),
    FieldSpec("name", "text", "What reports call the person; the pseudonym alone if none is given."),
)
PEOPLE_KEYS = (
    FieldSpec(
        "people",
        "mapping",
        "The people, by the pseudonyms they study under.",
        required=True,
        keys=PERSON_KEYS,
    ),
)
_PERSON, _PEOPLE = FieldTable(PERSON_KEYS), FieldTable(PEOPLE_KEYS)


def load_people(path: Path, roles: Collection[str]) -> tuple[Person, ...]:
    """Return the people of a file, by pseudonym; raises `CardFileError` with all its problems."""
    text = read_text(path)
    reading = _read_csv if path.suffix.lower() in _CSV else _read_yaml
    people, problems = reading(text, str(path), roles)
    if problems:
        raise CardFileError(problems)
    return tuple(sorted(people, key=lambda person: person.learner))


def _read_yaml(text: str, path: str, roles: Collection[str]) -> tuple[list[Person], list[Problem]]:
    root, problems = read_yaml(text, path)
    reader = FieldReader(path)
    if root is None:
        empty = Problem(Position(path, 1, 1), "F202", "the file must be a mapping with the key people")
        return [], list(problems) or [empty]
    node = reader.values(root, _PEOPLE, "the file").get("people")
    people: list[Person] = []
    for learner, child in node.values.items() if isinstance(node, MappingNode) else ():
        if isinstance(node, MappingNode):
            _check_learner(reader, learner, node.key_position(learner))
        values = reader.values(child, _PERSON, "a person")
        for role, place in texts_of(child.values.get("roles") if isinstance(child, MappingNode) else None):
            _check_role(reader, role, (place.line, place.column), roles)
        people.append(Person(learner, tuple(dict.fromkeys(values.get("roles", ()))), values.get("name", "")))
    return people, [*problems, *reader.problems]


def _read_csv(text: str, path: str, roles: Collection[str]) -> tuple[list[Person], list[Problem]]:
    reader = FieldReader(path)
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        reader.report((1, 1), "T208", f"the file is no CSV, perhaps for a quotation mark left open: {error}")
        return [], reader.problems
    heads = [head.casefold() for head in rows[0][1]] if rows else []
    if not {"learner", "roles"} <= set(heads):
        reader.report((1, 1), "T208", "the first line must name the columns learner and roles")
        return [], reader.problems
    if twice := [head for head in _NAMED if heads.count(head) > 1]:
        reader.report((rows[0][0], 1), "T208", f"the first line names the column {twice[0]} twice")
        return [], reader.problems
    found: dict[str, Person] = {}
    for line, cells in rows[1:]:
        if len(cells) != len(heads):
            said = f"the first line names {len(heads)} columns, and this row fills {len(cells)}"
            reader.report((line, 1), "T208", said)
            continue
        row = dict(zip(heads, cells, strict=True))
        person = Person(row["learner"], _roles(row["roles"]), row.get("name", ""))
        _check_person(reader, person, line, roles)
        if person.learner in found:
            reader.report((line, 1), "T204", f"a second row for {person.learner[:60]!r}")
        found.setdefault(person.learner, person)
    return list(found.values()), reader.problems


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank with their lines; whatever the first line uses parts the cells."""
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in table:
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield table.line_num, cells


def _roles(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in _BETWEEN_ROLES.split(cell) if name))


def _check_person(reader: FieldReader, person: Person, line: int, roles: Collection[str]) -> None:
    _check_learner(reader, person.learner, (line, 1))
    for role in person.roles:
        _check_role(reader, role, (line, 1), roles)
    if not person.roles:
        reader.report((line, 1), "F204", "roles is empty")
    if control := _CONTROL.search(person.name):
        reader.report((line, 1), "F208", f"name holds a control character (U+{ord(control[0]):04X})")


def _check_learner(reader: FieldReader, learner: str, place: tuple[int, int]) -> None:
    if not is_pseudonym(learner):
        said = f"{learner[:60]!r} is no pseudonym of up to 40 letters a to z, digits, - and _"
        reader.report(place, "T205", said)


def _check_role(reader: FieldReader, role: str, place: tuple[int, int], roles: Collection[str]) -> None:
    if role and role not in roles:
        there = f"there are: {', '.join(roles)}" if roles else "competences.yaml names none"
        reader.report(place, "T206", f"no role {role[:60]!r}; {there}")
