"""Competence report of a course: read from its history, its exams and its competences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from msc_learn.course.model import Course
from msc_learn.exams.attempt import Attempt, attempts_of
from msc_learn.exams.form import Form
from msc_learn.exams.item_analysis import Analysis, analysis
from msc_learn.exams.store import exam_events
from msc_learn.history.store import History
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import cards_in, former_cards
from msc_learn.training.competence_file import Competence, Needs, forms_of
from msc_learn.training.people import Person
from msc_learn.training.recall import PredictedRecall, predicted_recall
from msc_learn.training.report import (
    LearnerRecords,
    RecallOf,
    Standings,
    groups_of,
    standings,
    unlisted,
)


@dataclass(frozen=True, slots=True)
class ReportDay:
    """The time at which a report is true, the time zone of the reader, and whether its day is past."""

    now: datetime
    zone: str
    is_past: bool


def attempts_in(history: History, course: Course, now: datetime) -> tuple[Attempt, ...]:
    """Return the attempts of all learners at the exams of a course, as of a time."""
    return attempts_of((event for event in exam_events(history, course.id) if event.at <= now), now)


def competence_report(
    history: History,
    course: Course,
    attempts: Sequence[Attempt],
    needs: Needs,
    people: Sequence[Person] | None,
    day: ReportDay,
) -> Standings:
    """Return the report of these attempts; for a past day, recall is not predicted."""
    forms = forms_of(course, needs)
    recall_of = None if day.is_past else _recall_of(history, course, forms, day.now)
    records = LearnerRecords(attempts, _versions(course), recall_of, forms)
    groups = groups_of(needs, people, records, day.now, day.zone)
    analyses = [exam for form in forms if (exam := analysis_of(form, attempts))]
    return standings(course, day_of(day.now, day.zone), groups, unlisted(people, attempts), analyses)


def selected(needs: Needs, role: str | None, competence: str | None) -> Needs:
    """Return one role and one competence of what a course needs; None selects all."""
    return replace(
        needs,
        competences=tuple(one for one in needs.competences if competence in (None, one.id)),
        roles=tuple(one for one in needs.roles if role in (None, one.id)),
    )


def analysis_of(form: str, attempts: Sequence[Attempt]) -> Analysis | None:
    """Return the item analysis of an exam, None if no attempt at it has ended."""
    return analysis([attempt for attempt in attempts if attempt.form == form])


def _versions(course: Course) -> dict[str, str]:
    """Return the claim digest of each card, by its present id and its former one."""
    versions = {card.id: version_of(card) for card in cards_in(course.topics)}
    return versions | {
        old: versions[new] for (_, new), old in former_cards(course).items() if new in versions
    }


def _recall_of(history: History, course: Course, forms: Mapping[str, Form], now: datetime) -> RecallOf:
    """Return a function for the predicted recall of a learner; it reads each learner's memories once."""
    memories = lru_cache(maxsize=1)(lambda learner: history.memories(course.id, learner))
    parameters = lru_cache(maxsize=1)(lambda learner: history.parameters(course.id, learner))

    def recall_of(learner: str, zone: str, competence: Competence) -> PredictedRecall:
        own = parameters(learner)
        return predicted_recall(
            _cards_of(course, competence, forms),
            memories(learner),
            lambda memory: fsrs6.retrievability(memory, now, zone, own),
        )

    return recall_of


def _cards_of(course: Course, competence: Competence, forms: Mapping[str, Form]) -> list[str]:
    """Return the ids of the cards of a competence: those of its topics, else those of its exam."""
    topics = competence.topics or [topic for topic, _ in forms[competence.form].blueprint]
    return [card.id for card in cards_in(course.topics) if card.note.topic in topics]
