"""Where a learner stands in a competence: never passed, current, due soon, overdue or expired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from msc_learn.exams.attempt import Attempt
from msc_learn.memory.days import day_of, months_from
from msc_learn.training.competences import Competence, Renewal


class Level(StrEnum):
    """How it is with a competence; overdue is past its end and within the days of grace."""

    CURRENT = "current"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Pass:
    """An exam passed: the learner's own day, and for how many months it is valid."""

    day: date
    months: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a learner stands; days are the learner's own, scores are from 0 to 1.

    `until` is the last day on which the competence is held, `grace` the last one before it is expired.
    `passed` and `score` are of the last pass, `last` and `last_score` of the last attempt that ended;
    `attempts` counts those begun, `failed` those that ended since the last pass. `changed` are the cards
    of the last pass whose facts are others now, `gone` those that are asked no more.
    """

    level: Level
    until: date | None = None
    grace: date | None = None
    passed: date | None = None
    score: float | None = None
    last: date | None = None
    last_score: float | None = None
    attempts: int = 0
    failed: int = 0
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def holding(
    competence: Competence,
    attempts: Iterable[Attempt],
    now: datetime,
    zone: str,
    versions: Mapping[str, str],
) -> Holding:
    """Return where a learner stands by their attempts at the competence's exam, those until `now`.

    `zone` is the learner's, and `versions` has the version of each card as it is today.
    """
    begun = sorted((one for one in attempts if one.begun <= now), key=lambda one: (one.begun, one.id))
    ended = [(at, one) for one in begun if (at := one.ended) is not None and at <= now]
    passed = [(day_of(at, one.zone), one) for at, one in ended if one.passed]
    last_day, last = (day_of(ended[-1][0], ended[-1][1].zone), ended[-1][1]) if ended else (None, None)
    done = Holding(
        Level.NEVER,
        last=last_day,
        last_score=last.score if last else None,
        attempts=len(begun),
        failed=_failed([one for _, one in ended]),
    )
    until = valid_until(competence, (Pass(day, one.months) for day, one in passed))
    if until is None:
        return done
    day, best = passed[-1]
    grace = until + timedelta(days=competence.grace_days)
    level = level_on(day_of(now, zone), until, grace, competence.due_soon_days)
    changed, gone = _drift(best, versions)
    return Holding(
        level,
        until,
        grace,
        day,
        best.score,
        done.last,
        done.last_score,
        done.attempts,
        done.failed,
        changed,
        gone,
    )


def valid_until(competence: Competence, passes: Iterable[Pass]) -> date | None:
    """Return the last day on which passes, in their order, are valid; None where there are none.

    A further pass never shortens what is held.
    """
    until, begun, months = None, date.min, 0
    early, grace = timedelta(days=competence.due_soon_days), timedelta(days=competence.grace_days)
    for one in passes:
        fixed = competence.renewal is Renewal.FIXED and until and until - early <= one.day <= until + grace
        # Counted from the first day, for one on the 31st must not stay on the 28th after a February.
        start, span = (begun, months + one.months) if fixed else (one.day, one.months)
        if until is None or months_from(start, span) > until:
            begun, months, until = start, span, months_from(start, span)
    return until


def level_on(day: date, until: date, grace: date, due_soon_days: int) -> Level:
    """Return how it is on a day with what is held until one day, and in grace until another."""
    if day > until:
        return Level.OVERDUE if day <= grace else Level.EXPIRED
    return Level.DUE_SOON if (until - day).days <= due_soon_days else Level.CURRENT


def _failed(ended: Iterable[Attempt]) -> int:
    failed = 0
    for one in ended:
        failed = 0 if one.passed else failed + 1
    return failed


def _drift(attempt: Attempt, versions: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cards of an attempt whose facts are others now, and those that are no more."""
    cards = {item.card: item.version for item in attempt.items}
    changed = (card for card, version in cards.items() if versions.get(card, version) != version)
    return tuple(sorted(changed)), tuple(sorted(card for card in cards if card not in versions))
