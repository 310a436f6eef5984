"""What a group must hold: competences and roles, from the file competences.yaml of a course.

Which person has which role is personal data and never stands in the course, which is copied, published and
put into packages; `people` reads it from a file of its own.
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
    """From when a renewal counts.

    `FIXED` keeps the day of the year when renewed within the days it is due soon or in grace, so that nobody
    loses by being early; else, and with `FROM_COMPLETION` always, it counts from the day of the exam.
    """

    FIXED = "fixed"
    FROM_COMPLETION = "from-completion"


@dataclass(frozen=True, slots=True)
class Competence:
    """What somebody can hold by passing an exam; without `topics` it rests on those of the exam.

    `form` is the name of the exam.
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
    """A role, and the ids of the competences that whoever has it must hold."""

    id: str
    title: str
    competences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a group needs: its competences and roles, in the order of the file."""

    competences: tuple[Competence, ...] = ()
    roles: tuple[Role, ...] = ()


COMPETENCE_KEYS = (
    FieldSpec("id", "text", "The name of the competence.", required=True, pattern=ID_PATTERN),
    FieldSpec("title", "text", "What it is called in reports.", required=True),
    FieldSpec(
        "form",
        "text",
        "The exam that proves it: a file in `exams`, without its ending.",
        required=True,
        pattern=ID_PATTERN,
    ),
    FieldSpec("topics", "texts", "The topics whose recall is foretold; those of the exam if none are given."),
    FieldSpec(
        "due-soon-days",
        "days",
        f"So many days before it ends it is due; {DUE_SOON_DAYS} if not given.",
    ),
    FieldSpec(
        "grace-days", "days", "So many days after its end it is overdue, not yet expired; 0 if not given."
    ),
    FieldSpec(
        "renewal",
        "text",
        "fixed: renewed in time it keeps its day of the year; from-completion (the default): it starts anew.",
        values=tuple(Renewal),
    ),
)
ROLE_KEYS = (
    FieldSpec("title", "text", "What the role is called in reports.", required=True),
    FieldSpec(
        "competences", "texts", "What whoever has the role must hold.", required=True, pattern=ID_PATTERN
    ),
)
NEEDS_KEYS = (
    FieldSpec("competences", "list", "The competences.", required=True, keys=COMPETENCE_KEYS),
    FieldSpec("roles", "mapping", "The roles, by their id.", keys=ROLE_KEYS),
)
_COMPETENCE, _ROLE = FieldTable(COMPETENCE_KEYS), FieldTable(ROLE_KEYS)
# With a key for people, to say where they belong.
_NEEDS = FieldTable((*NEEDS_KEYS, FieldSpec("people", "mapping", "")))


def load_needs(course: Course) -> Needs:
    """Return what competences.yaml of a course asks for; raises `CardFileError` with all its problems."""
    path = course.root / COMPETENCES
    if not course.path.is_dir() or not path.is_file():
        raise CardFileError.at(path, "T209", "no such file: the course has no competences")
    needs, problems = _read(course, path)
    if problems:
        raise CardFileError(problems)
    return needs


def problems_of_needs(course: Course) -> tuple[Problem, ...]:
    """Return every problem of competences.yaml of a course, none where there is no such file."""
    path = course.root / COMPETENCES
    if not course.path.is_dir() or not path.is_file():
        return ()
    try:
        return _read(course, path)[1]
    except MscLearnError as error:
        return error.problems


def forms_of(course: Course, needs: Needs) -> dict[str, Form]:
    """Return the forms of the exams that are needed, by name; raises `CardFileError` with their problems.

    Whether the course has enough to ask is left to whoever sits them.
    """
    wanted = {one.form for one in needs.competences}
    read_forms = [read_form(None, path) for path in form_files(course) if path.stem in wanted]
    if problems := [problem for _, found in read_forms for problem in found]:
        raise CardFileError(problems)
    return {form.name: form for form, _ in read_forms if form}


def _read(course: Course, path: Path) -> tuple[Needs, tuple[Problem, ...]]:
    forms = [file.stem for file in form_files(course)]
    return read_needs(read_text(path), path, [topic.id for topic in course.topics], forms)


def read_needs(
    text: str, path: Path, topics: Collection[str], forms: Collection[str]
) -> tuple[Needs, tuple[Problem, ...]]:
    """Return what the file asks for and its problems; `topics` and `forms` are those of the course."""
    root, problems = read_yaml(text, str(path))
    if root is None:
        empty = Problem(Position(str(path), 1, 1), "F202", "the file must be a mapping of keys to values")
        return Needs(), problems or (empty,)
    reader = FieldReader(str(path))
    values = reader.values(root, _NEEDS, "the file")
    if isinstance(root, MappingNode) and "people" in root.values:
        said = "people belong in a file of their own, outside the course, named with --people"
        reader.report(root.key_position("people"), "T207", said)
    competences = _competences(reader, values.get("competences"), topics, forms)
    roles = _roles(reader, values.get("roles"), {one.id for one in competences})
    return Needs(competences, roles), (*problems, *sorted(reader.problems))


def _competences(
    reader: FieldReader, node: Node | None, topics: Collection[str], forms: Collection[str]
) -> tuple[Competence, ...]:
    found: dict[str, Competence] = {}
    for child in node.values if isinstance(node, SequenceNode) else ():
        values = reader.values(child, _COMPETENCE, "a competence")
        if not isinstance(child, MappingNode) or "id" not in values:
            continue
        if values["id"] in found:
            reader.report(child.values["id"], "T204", f"a second competence {values['id']!r}")
        _check_names(reader, child, values, topics, forms)
        found.setdefault(values["id"], _competence(values))
    return tuple(found.values())


def _check_names(
    reader: FieldReader,
    node: MappingNode,
    values: dict[str, Any],
    topics: Collection[str],
    forms: Collection[str],
) -> None:
    if "form" in values and values["form"] not in forms:
        there = f"there are: {', '.join(sorted(forms))}" if forms else "the course has no exams"
        reader.report(node.values["form"], "T201", f"no exam {values['form']!r}; {there}")
    for name, place in texts_of(node.values.get("topics")):
        if name and name not in topics:
            reader.report(place, "T202", f"no topic {name!r}; there are: {', '.join(topics)}")


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
    found: list[Role] = []
    for name, child in node.values.items() if isinstance(node, MappingNode) else ():
        if isinstance(node, MappingNode) and not re.fullmatch(ID_PATTERN, name):
            said = f"role {name[:60]!r} does not read as small letters and digits with single hyphens between"
            reader.report(node.key_position(name), "F205", said)
        values = reader.values(child, _ROLE, "a role")
        for wanted, place in texts_of(
            child.values.get("competences") if isinstance(child, MappingNode) else None
        ):
            if wanted and wanted not in known:
                said = f"no competence {wanted!r}; there are: {', '.join(sorted(known))}"
                reader.report(place, "T203", said)
        wanted_all = dict.fromkeys(values.get("competences", ()))
        found.append(Role(name, values.get("title", name), tuple(wanted_all)))
    return tuple(found)


def texts_of(node: Node | None) -> list[tuple[str, ScalarNode]]:
    """Return the texts of a list with their nodes."""
    if not isinstance(node, SequenceNode):
        return []
    return [(child.text.strip(), child) for child in node.values if isinstance(child, ScalarNode)]
