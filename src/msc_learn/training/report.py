"""What a training manager sees: who holds what, who must do what by when, and how the exams do.

Of practice nothing comes in but what is foretold of many cards together.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from msc_learn.course.model import Course
from msc_learn.exams.attempt import Attempt
from msc_learn.exams.form import Form
from msc_learn.exams.item_analysis import Analysis
from msc_learn.exams.replay import standing
from msc_learn.training.competence import Holding, Level, holding
from msc_learn.training.competences import Competence, Needs, Role
from msc_learn.training.people import Person
from msc_learn.training.recall import PredictedRecall

Recalling = Callable[[str, str, Competence], PredictedRecall]
"""What a learner, in a time zone, is foretold to recall of the cards of a competence."""


class Task(StrEnum):
    """What somebody must do: sit an exam again, renew in time, sit it for the first time, read changes.

    `DECIDE` is for whoever sets the exam: the person must sit it and has no attempt left.
    """

    SIT_AGAIN = "sit-again"
    RENEW = "renew"
    SIT = "sit"
    READ = "read-changes"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must do what by when, once for all competences that one exam proves.

    Without a day it is now, but for reading, which has none; `changed` counts the facts to read.
    """

    person: Person
    form: str
    competences: tuple[Competence, ...]
    task: Task
    by: date | None
    changed: int


@dataclass(frozen=True, slots=True)
class CompetenceStatus:
    """How one person stands in one competence, the attempts left, and the recall that is foretold.

    None is what is not told.
    """

    competence: Competence
    holding: Holding
    recall: PredictedRecall | None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One person, and a cell for each competence that their role asks for."""

    person: Person
    cells: tuple[CompetenceStatus, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a role, by pseudonym; without a role they are all learners who sat an exam."""

    role: Role | None
    competences: tuple[Competence, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """How many people of those who must hold a competence stand at each level."""

    competence: Competence
    people: Mapping[Level, int]


@dataclass(frozen=True, slots=True)
class Standings:
    """The report of a day; `unlisted` learners sat an exam and are none of the people named.

    `course` is its title, `topics` those of its topics by their ids. `analyses` are of the exams that prove
    the competences.
    """

    course: str
    language: str
    topics: Mapping[str, str]
    day: date
    groups: tuple[Group, ...]
    totals: tuple[Total, ...]
    duties: tuple[Duty, ...]
    unlisted: int
    analyses: tuple[Analysis, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnerRecords:
    """What is known of the learners: their attempts, what they recall, and the facts of today.

    `recall` is None where it is not told, as for a day that is past. `versions` has those of all cards,
    `forms` the exams by their names.
    """

    attempts: Sequence[Attempt]
    versions: Mapping[str, str]
    recall: Recalling | None = None
    forms: Mapping[str, Form] = field(default_factory=dict)


def groups_of(
    needs: Needs, people: Sequence[Person] | None, evidence: LearnerRecords, now: datetime, zone: str
) -> tuple[Group, ...]:
    """Return the people by role; where none are named, all who sat an exam, and every competence."""
    found: dict[tuple[str, str], CompetenceStatus] = {}
    attempts: defaultdict[tuple[str, str], list[Attempt]] = defaultdict(list)
    zones: dict[str, str] = {}
    for one in sorted(evidence.attempts, key=lambda one: one.begun):
        attempts[one.learner, one.form].append(one)
        zones[one.learner] = one.zone

    def cell(person: Person, competence: Competence) -> CompetenceStatus:
        key = (person.learner, competence.id)
        if key not in found:
            place = zones.get(person.learner, zone)
            mine = attempts[person.learner, competence.form]
            held = holding(competence, mine, now, place, evidence.versions)
            recall = evidence.recall(person.learner, place, competence) if evidence.recall else None
            form = evidence.forms.get(competence.form)
            left = standing(form, [one for one in mine if one.begun <= now], now).left if form else None
            found[key] = CompetenceStatus(competence, held, recall, left)
        return found[key]

    def group(role: Role | None, wanted: Sequence[Competence], members: Iterable[Person]) -> Group:
        rows = (Row(person, tuple(cell(person, one) for one in wanted)) for person in members)
        return Group(role, tuple(wanted), tuple(rows))

    if people is None:
        return (group(None, needs.competences, [Person(learner) for learner in sorted(zones)]),)
    return tuple(
        group(role, _wanted(needs, role), [person for person in people if role.id in person.roles])
        for role in needs.roles
    )


def standings(
    course: Course, day: date, groups: Sequence[Group], unlisted: int, analyses: Sequence[Analysis]
) -> Standings:
    """Return the report of groups; whoever has two roles counts once in a competence."""
    cells = _cells(groups)
    competences = dict.fromkeys(one for group in groups for one in group.competences)
    totals = (_total(competence, cells) for competence in competences)
    return Standings(
        course.title,
        course.language,
        {topic.id: topic.title for topic in course.topics},
        day,
        tuple(groups),
        tuple(totals),
        _duties(cells),
        unlisted,
        tuple(analyses),
    )


def unlisted(people: Sequence[Person] | None, attempts: Iterable[Attempt]) -> int:
    """Return how many learners sat an exam and are none of the people named."""
    known = {person.learner for person in people or ()}
    return len({one.learner for one in attempts} - known) if people is not None else 0


def _wanted(needs: Needs, role: Role) -> list[Competence]:
    return [one for one in needs.competences if one.id in role.competences]


def _cells(groups: Iterable[Group]) -> list[tuple[Person, CompetenceStatus]]:
    once = {
        (row.person.learner, cell.competence.id): (row.person, cell)
        for group in groups
        for row in group.rows
        for cell in row.cells
    }
    return list(once.values())


def _total(competence: Competence, cells: Iterable[tuple[Person, CompetenceStatus]]) -> Total:
    levels = Counter(cell.holding.level for _, cell in cells if cell.competence == competence)
    return Total(competence, {level: levels[level] for level in Level})


def _duties(cells: Iterable[tuple[Person, CompetenceStatus]]) -> tuple[Duty, ...]:
    found: dict[tuple[str, str, Task], Duty] = {}
    for person, cell in cells:
        if (task := _task(cell)) is None:
            continue
        held, form = cell.holding, cell.competence.form
        by = {Level.OVERDUE: held.grace, Level.DUE_SOON: held.until}.get(held.level)
        key = (person.learner, form, task)
        before = found.get(key, Duty(person, form, (), task, by, 0))
        days = [day for day in (before.by, by) if day]
        together = (*before.competences, cell.competence)
        changed = max(before.changed, len(held.changed))
        found[key] = Duty(person, form, together, task, min(days, default=None), changed)
    return tuple(sorted(found.values(), key=_urgency))


def _task(cell: CompetenceStatus) -> Task | None:
    held = cell.holding
    task = {
        Level.NEVER: Task.SIT,
        Level.EXPIRED: Task.SIT_AGAIN,
        Level.OVERDUE: Task.RENEW,
        Level.DUE_SOON: Task.RENEW,
        Level.CURRENT: Task.READ if held.changed else None,
    }[held.level]
    return Task.DECIDE if cell.left == 0 and task not in (None, Task.READ) else task


def _urgency(duty: Duty) -> tuple[int, date, str, str]:
    order = (Task.DECIDE, Task.SIT_AGAIN, Task.RENEW, Task.SIT, Task.READ)
    return order.index(duty.task), duty.by or date.min, duty.person.learner, duty.form
