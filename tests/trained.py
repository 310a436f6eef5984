"""Attempts at exams and groups of people for tests of what a manager sees; made without chance."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msc_learn.exams.attempt import Attempt, End, Item, Response
from msc_learn.memory.review import Mode

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = """\
title: Induction
blueprint: {growth-factors: 4}
items: 4
minutes: 30
pass-mark: 75
rationale: A convention.
attempts: 3
valid-months: 12
"""
COMPETENCES = """\
competences:
  - id: basics
    title: Stromal cells, basics
    form: induction
    due-soon-days: 30
    grace-days: 14
  - id: safety
    title: Safety
    form: safety
    topics: [growth-factors]
    renewal: fixed
roles:
  nurse: {title: Nurse, competences: [basics, safety]}
  front-desk: {title: Front desk, competences: [safety]}
"""
PEOPLE = """\
people:
  anna: {name: Anna Berg, roles: [nurse]}
  ben: {roles: [nurse, front-desk]}
  cleo: {name: Cleo, roles: [front-desk]}
"""


def write_needs(folder: Path, text: str = COMPETENCES) -> Path:
    """Write competences.yaml and the exams it names into a course, and return the file."""
    (folder / "exams").mkdir(exist_ok=True)
    for name in ("induction", "safety"):
        (folder / "exams" / f"{name}.yaml").write_text(FORM, encoding="utf-8")
    file = folder / "competences.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def item(number: int, *, version: str = "v", options: Sequence[str] = ("right", "wrong", "worse")) -> Item:
    """Return a question with options, of which the first is right; without options it is typed."""
    mode = Mode.CHOICE if options else Mode.TYPE
    key = (options[0],) if options else ("right",)
    return Item(f"card-{number}#1", version, "topic", mode, f"Question {number}?", key, tuple(options))


def sat(
    learner: str = "anna",
    scores: Sequence[float] = (1.0,) * 10,
    *,
    days: float = 0,
    form: str = "induction",
    months: int = 12,
    zone: str = "UTC",
    items: Sequence[Item] = (),
    picked: Sequence[str | None] = (),
    ended: bool = True,
) -> Attempt:
    """Return an attempt so many days after the first day; with `picked`, None for a question left out."""
    begun = BEGUN + timedelta(days=days)
    asked = tuple(items) or tuple(item(number) for number in range(len(scores)))
    chosen = picked or [
        one.key[0] if score == 1 else "wrong" for one, score in zip(asked, scores, strict=True)
    ]
    responses = (
        Response(place, said, (said,) if one.options else (), score, begun, 1000 * (place + 1))
        for place, (one, said, score) in enumerate(zip(asked, chosen, scores, strict=True))
        if said is not None
    )
    end = (begun + timedelta(minutes=5), End.SUBMITTED) if ended else (None, None)
    return Attempt(
        *(
            f"{learner}-{form}-{days}",
            learner,
            "stromal",
            form,
            "v1",
            "Induction",
            begun,
            zone,
            45,
            80,
            months,
        ),
        "seed",
        items=asked,
        responses=tuple(responses),
        ended=end[0],
        end=end[1],
    )
