"""Competences and roles of a course, read from competences.yaml.

Who has which role is personal data. It is never part of the course, which is copied and published; `people`
reads it from a file of its own.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from msc_learn.course.field_reader import FieldReader, FieldTable
from msc_learn.course.fields import ID_PATTERN, FieldSpec
from msc_learn.course.locate import COMPETENCES
from msc_learn.course.model import Course
from msc_learn.course.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from msc_learn.document.decode import read_text
from msc_learn.errors import CardFileError, MscLearnError, Problem
from msc_learn.exams.form import Form, form_files, read_form
from msc_learn.position import Position

DUE_SOON_DAYS = 30


class Renewal(StrEnum):
    """The start of a renewed validity period.

    `FIXED` keeps the day of the year if renewed while due soon or in grace, so that nobody loses days by
    being early. Otherwise, and with `FROM_COMPLETION` always, it starts on the day of the exam.
    """

    FIXED = "fixed"
    FROM_COMPLETION = "from-completion"


@dataclass(frozen=True, slots=True)
class Competence:
    """A competence that is proved by passing an exam.

    `form` is the name of the exam; without `topics`, those of the exam count.
    """

    id: str
    title: str
    form: str
    topics: tuple[str, ...] = ()
    due_soon_days: int = DUE_SOON_DAYS
    grace_days: int = 0
    renewal: Renewal = Renewal.FROM_COMPLETION


@dataclass(frozen=True, slots=True)
class Role:
    """A role, and the ids of the competences that people with this role must hold."""

    id: str
    title: str
    competences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """The content of competences.yaml: competences and roles, in the order of the file."""

    competences: tuple[Competence, ...] = ()
    roles: tuple[Role, ...] = ()


COMPETENCE_KEYS = (
    FieldSpec("id", "text", "The id of the competence.", required=True, pattern=ID_PATTERN),
    FieldSpec("title", "text", "The title shown in reports.", required=True),
    FieldSpec(
        "form",
        "text",
        "The exam that proves it: the name of a file in `exams`, without its extension.",
        required=True,
        pattern=ID_PATTERN,
    ),
    FieldSpec("topics", "texts", "The topics whose recall is predicted; by default those of the exam."),
    FieldSpec(
        "due-soon-days",
        "days",
        f"The number of days before its end when it is due soon; by default {DUE_SOON_DAYS}.",
    ),
    FieldSpec(
        "grace-days",
        "days",
        "The number of days after its end when it is overdue, not yet expired; by default 0.",
    ),
    FieldSpec(
        "renewal",
        "text",
        "`fixed` keeps the day of the year if renewed in time; `from-completion` (the default) starts anew.",
        values=tuple(Renewal),
    ),
)
ROLE_KEYS = (
    FieldSpec("title", "text", "The title of the role in reports.", required=True),
    FieldSpec(
        "competences",
        "texts",
        "The competences that people with the role must hold.",
        required=True,
        pattern=ID_PATTERN,
    ),
)
NEEDS_KEYS = (
    FieldSpec("competences", "list", "The competences.", required=True, keys=COMPETENCE_KEYS),
    FieldSpec("roles", "mapping", "The roles, by their ids.", keys=ROLE_KEYS),
)
_COMPETENCE, _ROLE = FieldTable(COMPETENCE_KEYS), FieldTable(ROLE_KEYS)
# The key `people` is read only to say where people belong.
_NEEDS = FieldTable((*NEEDS_KEYS, FieldSpec("people", "mapping", "")))


def load_needs(course: Course) -> Needs:
    """Return the content of a course's competences.yaml; raises `CardFileError` with all its problems."""
    path = course.root / COMPETENCES
    if not course.path.is_dir() or not path.is_file():
        raise CardFileError.at(path, "T209", "no such file: the course has no competences")
    needs, problems = _read(course, path)
    if problems:
        raise CardFileError(problems)
    return needs


def problems_of_needs(course: Course) -> tuple[Problem, ...]:
    """Return every problem of a course's competences.yaml; none if there is no such file."""
    path = course.root / COMPETENCES
    if not course.path.is_dir() or not path.is_file():
        return ()
    try:
        return _read(course, path)[1]
    except MscLearnError as error:
        return error.problems


def forms_of(course: Course, needs: Needs) -> dict[str, Form]:
    """Return the forms of the needed exams, by name; raises `CardFileError` with their problems.

    Whether the course has enough questions is checked when an exam begins.
    """
    needed = {competence.form for competence in needs.competences}
    read_forms = [read_form(None, path) for path in form_files(course) if path.stem in needed]
    if problems := [problem for _, of_form in read_forms for problem in of_form]:
        raise CardFileError(problems)
    return {form.name: form for form, _ in read_forms if form}


def _read(course: Course, path: Path) -> tuple[Needs, tuple[Problem, ...]]:
    forms = [file.stem for file in form_files(course)]
    return read_needs(read_text(path), path, [topic.id for topic in course.topics], forms)


def read_needs(
    text: str, path: Path, topics: Collection[str], forms: Collection[str]
) -> tuple[Needs, tuple[Problem, ...]]:
    """Return the content of the file and its problems; `topics` and `forms` are those of the course."""
    root, problems = read_yaml(text, str(path))
    if root is None:
        empty = Problem(Position(str(path), 1, 1), "F202", "the file must be a mapping of keys to values")
        return Needs(), problems or (empty,)
    reader = FieldReader(str(path))
    values = reader.values(root, _NEEDS, "the file")
    if isinstance(root, MappingNode) and "people" in root.values:
        message = "people must not be in the course: put them in another file and name it with --people"
        reader.report(root.key_position("people"), "T207", message)
    competences = _competences(reader, values.get("competences"), topics, forms)
    roles = _roles(reader, values.get("roles"), {competence.id for competence in competences})
    return Needs(competences, roles), (*problems, *sorted(reader.problems))


def _competences(
    reader: FieldReader, node: Node | None, topics: Collection[str], forms: Collection[str]
) -> tuple[Competence, ...]:
    competences: dict[str, Competence] = {}
    for child in node.values if isinstance(node, SequenceNode) else ():
        values = reader.values(child, _COMPETENCE, "a competence")
        if not isinstance(child, MappingNode) or "id" not in values:
            continue
        if values["id"] in competences:
            reader.report(child.values["id"], "T204", f"a second competence {values['id']!r}")
        _check_names(reader, child, values, topics, forms)
        competences.setdefault(values["id"], _competence(values))
    return tuple(competences.values())


def _check_names(
    reader: FieldReader,
    node: MappingNode,
    values: dict[str, Any],
    topics: Collection[str],
    forms: Collection[str],
) -> None:
    if "form" in values and values["form"] not in forms:
        known = f"use one of {', '.join(sorted(forms))}" if forms else "the course has no exams"
        reader.report(node.values["form"], "T201", f"unknown exam {values['form']!r}: {known}")
    for name, scalar in texts_of(node.values.get("topics")):
        if name and name not in topics:
            reader.report(scalar, "T202", f"unknown topic {name!r}: use one of {', '.join(topics)}")


def _competence(values: dict[str, Any]) -> Competence:
    return Competence(
        values["id"],
        values.get("title", values["id"]),
        values.get("form", ""),
        values.get("topics", ()),
        values.get("due-soon-days", DUE_SOON_DAYS),
        values.get("grace-days", 0),
        Renewal(values.get("renewal", Renewal.FROM_COMPLETION)),
    )


def _roles(reader: FieldReader, node: Node | None, known: Collection[str]) -> tuple[Role, ...]:
    roles: list[Role] = []
    for name, child in node.values.items() if isinstance(node, MappingNode) else ():
        if isinstance(node, MappingNode) and not re.fullmatch(ID_PATTERN, name):
            message = f"invalid role id {name[:60]!r}: use a-z and 0-9 with single hyphens in between"
            reader.report(node.key_position(name), "F205", message)
        values = reader.values(child, _ROLE, "a role")
        listed = child.values.get("competences") if isinstance(child, MappingNode) else None
        for competence, scalar in texts_of(listed):
            if competence and competence not in known:
                message = f"unknown competence {competence!r}: use one of {', '.join(sorted(known))}"
                reader.report(scalar, "T203", message)
        unique = dict.fromkeys(values.get("competences", ()))
        roles.append(Role(name, values.get("title", name), tuple(unique)))
    return tuple(roles)


def texts_of(node: Node | None) -> list[tuple[str, ScalarNode]]:
    """Return the texts of a list with their YAML nodes."""
    if not isinstance(node, SequenceNode):
        return []
    return [(child.text.strip(), child) for child in node.values if isinstance(child, ScalarNode)]
