"""File of people and their roles: YAML, or CSV as exported from a staff list.

It is not part of the course: a pseudonym with a role is personal data, and a name even more so.
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
from msc_learn.training.competence_file import texts_of

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_BETWEEN_ROLES = re.compile(r"[\s,;|/]+")
_CSV_SUFFIXES = (".csv", ".tsv", ".txt")
_COLUMNS = ("learner", "roles", "name")


@dataclass(frozen=True, slots=True)
class Person:
    """A learner by pseudonym, the ids of their roles, and the name that reports show."""

    learner: str
    roles: tuple[str, ...] = ()
    name: str = ""


PERSON_KEYS = (
    FieldSpec("roles", "texts", "The ids of the person's roles.", required=True),
    FieldSpec("name", "text", "The name shown in reports; by default the pseudonym."),
)
PEOPLE_KEYS = (
    FieldSpec(
        "people",
        "mapping",
        "The people, by the pseudonyms under which they study.",
        required=True,
        keys=PERSON_KEYS,
    ),
)
_PERSON, _PEOPLE = FieldTable(PERSON_KEYS), FieldTable(PEOPLE_KEYS)


def load_people(path: Path, roles: Collection[str]) -> tuple[Person, ...]:
    """Return the people of a file, sorted by pseudonym; raises `CardFileError` with all its problems."""
    text = read_text(path)
    reading = _read_csv if path.suffix.lower() in _CSV_SUFFIXES else _read_yaml
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
        for role, scalar in texts_of(child.values.get("roles") if isinstance(child, MappingNode) else None):
            _check_role(reader, role, (scalar.line, scalar.column), roles)
        people.append(Person(learner, tuple(dict.fromkeys(values.get("roles", ()))), values.get("name", "")))
    return people, [*problems, *reader.problems]


def _read_csv(text: str, path: str, roles: Collection[str]) -> tuple[list[Person], list[Problem]]:
    reader = FieldReader(path)
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        reader.report((1, 1), "T208", f"not valid CSV, perhaps an unclosed quotation mark: {error}")
        return [], reader.problems
    heads = [head.casefold() for head in rows[0][1]] if rows else []
    if not {"learner", "roles"} <= set(heads):
        reader.report((1, 1), "T208", "the first line must have the columns learner and roles")
        return [], reader.problems
    if repeated := [head for head in _COLUMNS if heads.count(head) > 1]:
        reader.report((rows[0][0], 1), "T208", f"the first line has the column {repeated[0]} twice")
        return [], reader.problems
    people: dict[str, Person] = {}
    for line, cells in rows[1:]:
        if len(cells) != len(heads):
            message = f"expected {len(heads)} columns as in the first line, found {len(cells)}"
            reader.report((line, 1), "T208", message)
            continue
        row = dict(zip(heads, cells, strict=True))
        person = Person(row["learner"], _roles(row["roles"]), row.get("name", ""))
        _check_person(reader, person, line, roles)
        if person.learner in people:
            reader.report((line, 1), "T204", f"a second row for {person.learner[:60]!r}")
        people.setdefault(person.learner, person)
    return list(people.values()), reader.problems


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank with their line numbers; the first line shows the delimiter."""
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
        message = f"name contains a control character (U+{ord(control[0]):04X}): remove it"
        reader.report((line, 1), "F208", message)


def _check_learner(reader: FieldReader, learner: str, at: tuple[int, int]) -> None:
    if not is_pseudonym(learner):
        message = f"invalid learner name {learner[:60]!r}: use 1-40 letters, digits, '-' or '_'"
        reader.report(at, "T205", message)


def _check_role(reader: FieldReader, role: str, at: tuple[int, int], roles: Collection[str]) -> None:
    if role and role not in roles:
        known = f"use one of {', '.join(roles)}" if roles else "competences.yaml has no roles"
        reader.report(at, "T206", f"unknown role {role[:60]!r}: {known}")
