"""Competence report: who holds which competence, who must do what by when, and how the exams do.

Of practice it holds only the predicted recall of many cards together.
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
from msc_learn.exams.standing import standing
from msc_learn.training.competence import Holding, Level, holding
from msc_learn.training.competence_file import Competence, Needs, Role
from msc_learn.training.people import Person
from msc_learn.training.recall import PredictedRecall

RecallOf = Callable[[str, str, Competence], PredictedRecall]
"""The predicted recall of a learner, in a time zone, of the cards of a competence."""


class Task(StrEnum):
    """What a person must do about an exam; `DECIDE` is for the examiner, when no attempt is left."""

    SIT_AGAIN = "sit-again"
    RENEW = "renew"
    SIT = "sit"
    READ = "read-changes"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Duty:
    """A task of a person, once for all competences that one exam proves.

    `by` is None for a task that is due now, and for reading, which has no date. `changed` is the number of
    changed claims to read.
    """

    person: Person
    form: str
    competences: tuple[Competence, ...]
    task: Task
    by: date | None
    changed: int


@dataclass(frozen=True, slots=True)
class CompetenceStatus:
    """The status of one person in one competence, with predicted recall and attempts left, if known."""

    competence: Competence
    holding: Holding
    recall: PredictedRecall | None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One person, and a cell for each competence of their role."""

    person: Person
    cells: tuple[CompetenceStatus, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a role, sorted by pseudonym; without a role, all learners who took an exam."""

    role: Role | None
    competences: tuple[Competence, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The number of people at each level, of those who must hold a competence."""

    competence: Competence
    people: Mapping[Level, int]


@dataclass(frozen=True, slots=True)
class Standings:
    """The report of a day; `unlisted` learners took an exam but are not in the file of people.

    `course` is the course title, `topics` the titles of its topics by id. `analyses` are of the exams that
    prove the competences.
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
    """The data of the learners and exams: attempts, claim digests of all cards, exams by name.

    `recall_of` is None if recall is not predicted, as for a past day.
    """

    attempts: Sequence[Attempt]
    versions: Mapping[str, str]
    recall_of: RecallOf | None = None
    forms: Mapping[str, Form] = field(default_factory=dict)


def groups_of(
    needs: Needs, people: Sequence[Person] | None, records: LearnerRecords, now: datetime, zone: str
) -> tuple[Group, ...]:
    """Return the people by role; without a file of people, all who took an exam, and every competence."""
    cells: dict[tuple[str, str], CompetenceStatus] = {}
    attempts: defaultdict[tuple[str, str], list[Attempt]] = defaultdict(list)
    zones: dict[str, str] = {}
    for attempt in sorted(records.attempts, key=lambda attempt: attempt.begun):
        attempts[attempt.learner, attempt.form].append(attempt)
        zones[attempt.learner] = attempt.zone

    def cell(person: Person, competence: Competence) -> CompetenceStatus:
        key = (person.learner, competence.id)
        if key not in cells:
            own_zone = zones.get(person.learner, zone)
            own = attempts[person.learner, competence.form]
            held = holding(competence, own, now, own_zone, records.versions)
            recall = records.recall_of(person.learner, own_zone, competence) if records.recall_of else None
            form = records.forms.get(competence.form)
            left = standing(form, [one for one in own if one.begun <= now], now).left if form else None
            cells[key] = CompetenceStatus(competence, held, recall, left)
        return cells[key]

    def group(role: Role | None, needed: Sequence[Competence], members: Iterable[Person]) -> Group:
        rows = (Row(person, tuple(cell(person, competence) for competence in needed)) for person in members)
        return Group(role, tuple(needed), tuple(rows))

    if people is None:
        return (group(None, needs.competences, [Person(learner) for learner in sorted(zones)]),)
    return tuple(
        group(role, _needed_by(role, needs), [person for person in people if role.id in person.roles])
        for role in needs.roles
    )


def standings(
    course: Course, day: date, groups: Sequence[Group], unlisted: int, analyses: Sequence[Analysis]
) -> Standings:
    """Return the report of groups; a person with two roles counts once in each competence."""
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
    """Return the number of learners who took an exam but are not in the file of people."""
    known = {person.learner for person in people or ()}
    return len({attempt.learner for attempt in attempts} - known) if people is not None else 0


def _needed_by(role: Role, needs: Needs) -> list[Competence]:
    return [competence for competence in needs.competences if competence.id in role.competences]


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
    duties: dict[tuple[str, str, Task], Duty] = {}
    for person, cell in cells:
        if (task := _task(cell)) is None:
            continue
        held, form = cell.holding, cell.competence.form
        by = {Level.OVERDUE: held.grace, Level.DUE_SOON: held.until}.get(held.level)
        key = (person.learner, form, task)
        before = duties.get(key, Duty(person, form, (), task, by, 0))
        days = [day for day in (before.by, by) if day]
        together = (*before.competences, cell.competence)
        changed = max(before.changed, len(held.changed))
        duties[key] = Duty(person, form, together, task, min(days, default=None), changed)
    return tuple(sorted(duties.values(), key=_urgency))


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
