"""Status of a learner in a competence: never passed, current, due soon, overdue or expired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from msc_learn.exams.attempt import Attempt
from msc_learn.memory.days import day_of, months_from
from msc_learn.training.competence_file import Competence, Renewal


class Level(StrEnum):
    """The level of a competence; overdue means after its end, within the grace days."""

    CURRENT = "current"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Pass:
    """A passed exam: the learner's day, and the months it is valid."""

    day: date
    months: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Status of a learner in a competence; days are the learner's own, scores are from 0 to 1.

    `until` is the last valid day, `grace` the last day before it expires. `passed` and `score` are of the
    last pass, `last` and `last_score` of the last finished attempt. `attempts` is the number begun, `failed`
    the number failed since the last pass. `changed` are the cards of the last pass whose claims have changed
    since, `gone` those that no longer exist.
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
    """Return the status of a learner from their attempts at the competence's exam up to `now`.

    `zone` is the learner's time zone; `versions` has the present claim digest of each card.
    """
    until_now = (attempt for attempt in attempts if attempt.begun <= now)
    begun = sorted(until_now, key=lambda attempt: (attempt.begun, attempt.id))
    ended = [(at, attempt) for attempt in begun if (at := attempt.ended) is not None and at <= now]
    passed = [(day_of(at, attempt.zone), attempt) for at, attempt in ended if attempt.passed]
    last_day, last = (day_of(ended[-1][0], ended[-1][1].zone), ended[-1][1]) if ended else (None, None)
    done = Holding(
        Level.NEVER,
        last=last_day,
        last_score=last.score if last else None,
        attempts=len(begun),
        failed=_failed([attempt for _, attempt in ended]),
    )
    until = valid_until(competence, (Pass(day, attempt.months) for day, attempt in passed))
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
    """Return the last day on which passes, in their order, are valid; None without a pass.

    A further pass never shortens the validity.
    """
    until, begun, months = None, date.min, 0
    early, grace = timedelta(days=competence.due_soon_days), timedelta(days=competence.grace_days)
    for passing in passes:
        in_window = until and until - early <= passing.day <= until + grace
        fixed = competence.renewal is Renewal.FIXED and in_window
        # Counted from the first day: after a February, the 31st must not stay the 28th.
        start, span = (begun, months + passing.months) if fixed else (passing.day, passing.months)
        if until is None or months_from(start, span) > until:
            begun, months, until = start, span, months_from(start, span)
    return until


def level_on(day: date, until: date, grace: date, due_soon_days: int) -> Level:
    """Return the level on a day of a competence valid until one day, and in grace until another."""
    if day > until:
        return Level.OVERDUE if day <= grace else Level.EXPIRED
    return Level.DUE_SOON if (until - day).days <= due_soon_days else Level.CURRENT


def _failed(ended: Iterable[Attempt]) -> int:
    failed = 0
    for attempt in ended:
        failed = 0 if attempt.passed else failed + 1
    return failed


def _drift(attempt: Attempt, versions: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cards of an attempt whose claims have changed since, and those that no longer exist."""
    cards = {item.card: item.version for item in attempt.items}
    changed = (card for card, version in cards.items() if versions.get(card, version) != version)
    return tuple(sorted(changed)), tuple(sorted(card for card in cards if card not in versions))
