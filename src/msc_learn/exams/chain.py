"""Validates an exam event against its hash chain, timestamps and score."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from msc_learn import __version__
from msc_learn.constants import MOST_MINUTES, MOST_MONTHS, SCORE_TOLERANCE
from msc_learn.exams.attempt import Attempt
from msc_learn.exams.events import (
    End,
    ExamAnswered,
    ExamBegun,
    ExamEnded,
    ExamEvent,
    seal_of,
)
from msc_learn.exams.scoring import scoring_of
from msc_learn.memory.review import Mode
from msc_learn.messages import message

_TICK = timedelta(milliseconds=1)


def sealed(event: ExamEvent, last: ExamEvent | None) -> ExamEvent:
    """Return an event with its seal, after the last one: in time too, even if the clock was set back."""
    at = max(event.at, last.at + _TICK) if last else event.at
    if isinstance(event, ExamEnded) and event.end is End.TIME:
        at = event.at
    event = replace(event, at=at, before=last.seal if last else "")
    return replace(event, seal=seal_of(event))


def flaw_of(event: ExamEvent, attempt: Attempt | None) -> str:
    """Return why an event cannot follow its attempt so far, empty where it can.

    The event that a beginning names as the one before it is for the caller to check.
    """
    if event.seal != seal_of(event):
        return message("exam.bad_seal")
    if isinstance(event, ExamBegun):
        return _flaw_of_beginning(event)
    if attempt is None or attempt.last is None:
        return message("exam.no_beginning")
    if attempt.ended:
        return message("exam.had_ended")
    if event.before != attempt.last.seal:
        return message("exam.other_before")
    if (event.learner, event.course) != (attempt.learner, attempt.course):
        return message("exam.other_learner")
    if isinstance(event, ExamAnswered):
        return _flaw_of_answer(event, attempt)
    return _flaw_of_end(event, attempt) if isinstance(event, ExamEnded) else "it is of no kind that follows"


def _flaw_of_beginning(event: ExamBegun) -> str:
    latest = datetime.max.replace(tzinfo=UTC) - timedelta(minutes=MOST_MINUTES, days=31 * MOST_MONTHS)
    return "" if event.at < latest else message("exam.too_far_ahead")


def _flaw_of_time(event: ExamEvent, attempt: Attempt) -> str:
    if event.at >= attempt.closes:
        return message("exam.time_was_over")
    return message("exam.too_early") if attempt.last and event.at <= attempt.last.at else ""


def _flaw_of_answer(event: ExamAnswered, attempt: Attempt) -> str:
    items = attempt.items
    if event.item >= len(items) or event.card != items[event.item].card:
        return message("exam.unknown_item")
    if flaw := _flaw_of_time(event, attempt):
        return flaw
    if not set(event.picked) <= set(items[event.item].options):
        return message("exam.unknown_option")
    # A typed answer is scored again only by the version that scored it, for a release may change the rules.
    if items[event.item].mode is Mode.TYPE and attempt.program != __version__:
        return ""
    score = scoring_of(items).score(event.item, event.answer, event.picked)
    if abs(score - event.score) > SCORE_TOLERANCE:
        return message("exam.wrong_score", claimed=f"{event.score:g}", score=f"{score:g}")
    return ""


def _flaw_of_end(event: ExamEnded, attempt: Attempt) -> str:
    if event.end is End.TIME:
        return "" if event.at == attempt.closes else message("exam.time_not_over")
    return _flaw_of_time(event, attempt)
