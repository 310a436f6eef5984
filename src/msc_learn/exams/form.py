"""Exam forms: blueprint, time limit and pass mark of an exam, in a YAML file under `exams` of a course."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from msc_learn.constants import MOST_MINUTES, MOST_MONTHS
from msc_learn.course.field_reader import FieldReader, FieldTable
from msc_learn.course.fields import ID_PATTERN, FieldSpec
from msc_learn.course.model import Course, Topic
from msc_learn.course.yaml_reader import MappingNode, read_yaml
from msc_learn.document.decode import read_text
from msc_learn.errors import CardFileError, MscLearnError, Problem
from msc_learn.exams.askable import MODES, askable, studied
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Mode
from msc_learn.position import Position

FOLDER = "exams"
FORM_KEYS = (
    FieldSpec("title", "text", "The title of the exam.", required=True),
    FieldSpec(
        "blueprint",
        "amounts",
        "How many items each topic has, by its id: numbers that add up to `items`, or shares to 100 %.",
        required=True,
    ),
    FieldSpec("items", "count", "How many items are asked.", required=True),
    FieldSpec("minutes", "count", "The time allowed.", required=True),
    FieldSpec("pass-mark", "count", "The share of the points that passes, in per cent.", required=True),
    FieldSpec("rationale", "text", "Why the pass mark is where it is.", required=True),
    FieldSpec("set-by", "text", "Who set the pass mark: a role or a panel."),
    FieldSpec("attempts", "count", "How many attempts a learner has to pass.", required=True),
    FieldSpec("cool-down-days", "count", "How many days must lie between two attempts; 0 by default."),
    FieldSpec("valid-months", "count", "How many months a pass is valid.", required=True),
    FieldSpec(
        "asks",
        "texts",
        "choice: cards with options; type: short answers that are typed; both by default.",
        values=tuple(MODES),
    ),
    FieldSpec(
        "options",
        "text",
        "generated: borrow options from other cards too; authored: use the card's own (default).",
        values=("authored", "generated"),
    ),
    FieldSpec("seed", "text", "Any text; change it to draw other items."),
)
_FORM = FieldTable(FORM_KEYS)
_MOST = {
    "items": 500,
    "minutes": MOST_MINUTES,
    "pass-mark": 100,
    "attempts": 100,
    "cool-down-days": 366,
    "valid-months": MOST_MONTHS,
}


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an exam; `blueprint` pairs the ids of topics with their numbers of items.

    `pass_mark` is in per cent, `months` how long a pass is valid, `asks` how cards may be asked.
    """

    name: str
    title: str
    blueprint: tuple[tuple[str, int], ...]
    minutes: int
    pass_mark: int
    rationale: str
    attempts: int
    months: int
    cool_down_days: int = 0
    set_by: str = ""
    asks: tuple[Mode, ...] = MODES
    generated: bool = False
    seed: str = ""
    path: Path = field(default=Path(), compare=False)

    @property
    def items(self) -> int:
        """How many items are asked."""
        return sum(count for _, count in self.blueprint)

    @property
    def version(self) -> str:
        """The digest of the form without its path."""
        values = {name: value for name, value in asdict(self).items() if name != "path"}
        text = json.dumps(values, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def form_files(course: Course) -> tuple[Path, ...]:
    """Return the form files of a course, sorted by name; a single card file has none."""
    return tuple(sorted((course.root / FOLDER).glob("*.yaml"))) if course.path.is_dir() else ()


def load_form(course: Course, name: str) -> Form:
    """Return the form of this name; raises `CardFileError` with its problems, or with the known forms."""
    files = form_files(course)
    path = next((file for file in files if file.stem == name), None)
    if path is None:
        known = ", ".join(file.stem for file in files)
        hint = f"the course has: {known}" if known else f"{course.path} has no exams"
        raise CardFileError.at(course.root / FOLDER / f"{name}.yaml", "E101", f"no such exam; {hint}")
    form, problems = read_form(course, path)
    if problems or form is None:
        raise CardFileError(problems)
    return form


def problems_of_forms(course: Course, *, whole: bool = True) -> Iterator[Problem]:
    """Yield every problem of the forms of a course; if it is not `whole`, topics are not checked."""
    for path in sorted((course.root / FOLDER).glob("*.yml")) if course.path.is_dir() else ():
        yield Problem(Position(str(path)), "E101", "is not read as an exam: its name must end in .yaml")
    for path in form_files(course):
        yield from read_form(course if whole else None, path)[1]


def read_form(course: Course | None, path: Path) -> tuple[Form | None, tuple[Problem, ...]]:
    """Return the form in a file, None if it cannot be read, and its problems.

    Without a course the topics of the blueprint are not checked.
    """
    try:
        root, problems = read_yaml(read_text(path), str(path))
    except MscLearnError as error:
        return None, error.problems
    reader = FieldReader(str(path))
    if root is None:
        empty = Problem(Position(str(path), 1, 1), "F202", "a form must be a mapping of keys to values")
        return None, problems or (empty,)
    values = reader.values(root, _FORM, "a form")
    form = _form(reader, root, values, path) if isinstance(root, MappingNode) else None
    if form and course and isinstance(root, MappingNode):
        _check_topics(reader, root, form, course)
    if not re.fullmatch(ID_PATTERN, path.stem):
        message = f"the name {path.stem!r} must be small letters and digits with single hyphens between"
        reader.problems.append(Problem(Position(str(path)), "F205", message))
    return form, (*problems, *sorted(reader.problems))


def _form(reader: FieldReader, root: MappingNode, values: dict[str, Any], path: Path) -> Form | None:
    for name in _MOST.keys() & values.keys():
        if values[name] > _MOST[name]:
            problem = f"{name} is {values[name]}; write a number from 1 to {_MOST[name]}"
            reader.report(root.values[name], "E105", problem)
    blueprint = _blueprint(reader, root, values) if {"blueprint", "items"} <= values.keys() else ()
    if reader.problems:
        return None
    return Form(
        path.stem,
        values["title"],
        blueprint,
        values["minutes"],
        values["pass-mark"],
        values["rationale"],
        values["attempts"],
        values["valid-months"],
        values.get("cool-down-days", 0),
        values.get("set-by", ""),
        tuple(mode for mode in MODES if mode in values.get("asks", MODES)),
        values.get("options") == "generated",
        values.get("seed", ""),
        path,
    )


def _blueprint(reader: FieldReader, root: MappingNode, values: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    """Return the topics with their numbers of items; shares are converted to numbers."""
    node, items = root.values["blueprint"], values["items"]
    amounts = {topic: text.removesuffix("%").strip() for topic, text in values["blueprint"].items()}
    shares = [text.endswith("%") for text in values["blueprint"].values()]
    for topic, text in amounts.items():
        if not (text.isdecimal() and len(text) < 4 and int(text)):
            child = node.values[topic] if isinstance(node, MappingNode) else node
            problem = f"{topic!r} has {text[:20]!r}; write a number from 1 to 999, or a share such as 25 %"
            reader.report(child, "E103", problem)
    if reader.problems:
        return ()
    counts = {topic: int(text) for topic, text in amounts.items()}
    total, wanted = sum(counts.values()), 100 if any(shares) else items
    if any(shares) and not all(shares):
        reader.report(node, "E103", "numbers and shares are mixed; write one or the other")
    elif total != wanted:
        problem = f"the shares add up to {total} %" if any(shares) else f"the blueprint asks {total}"
        reader.report(node, "E103", f"{problem}, not {wanted}{' %' if any(shares) else ''}")
    elif any(shares):
        counts = _apportioned(counts, items)
        for topic in (topic for topic, count in counts.items() if not count):
            reader.report(node, "E103", f"{topic!r} has a share of less than one of {items} items")
    return tuple(counts.items())


def _apportioned(shares: dict[str, int], items: int) -> dict[str, int]:
    """Apportion items to shares in per cent by the largest remainder method."""
    counts = {topic: share * items // 100 for topic, share in shares.items()}
    by_remainder = sorted(shares, key=lambda topic: -(shares[topic] * items % 100))
    more = Counter(by_remainder[: items - sum(counts.values())])
    return {topic: count + more[topic] for topic, count in counts.items()}


def _check_topics(reader: FieldReader, root: MappingNode, form: Form, course: Course) -> None:
    topics = {topic.id: topic for topic in course.topics}
    node = root.values["blueprint"]
    marker = Marker(course.studied())
    for name, count in form.blueprint:
        position = node.key_position(name) if isinstance(node, MappingNode) else node
        if topic := topics.get(name):
            if (available := _askable(topic, form, marker, count)) < count:
                how = " or ".join(form.asks)
                notes = f"{available} note{'s' * (available != 1)}"
                problem = f"{name!r} has {notes} to ask by {how}, and the blueprint wants {count}"
                reader.report(position, "E104", problem)
        else:
            reader.report(position, "E102", f"no topic {name!r}; there are {', '.join(topics)}")


def _askable(topic: Topic, form: Form, marker: Marker, most: int) -> int:
    """Return how many notes of a topic can be asked, counted up to `most`."""
    questions = askable(studied(topic), form.asks, marker, generated=form.generated)
    return sum(1 for _ in islice(questions, most))
