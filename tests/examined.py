"""A form for the course of the tests, and attempts at it, sat without a screen."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msc_learn.course.load import load_course
from msc_learn.exams.attempt import End, begun_by
from msc_learn.exams.chain import sealed
from msc_learn.exams.events import ExamBegun, ExamEvent
from msc_learn.exams.form import load_form
from msc_learn.exams.session import Exam, beginning
from msc_learn.exams.store import append_exam_event
from msc_learn.history.store import History
from msc_learn.study.session import Stamp

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = """\
title: Induction
blueprint: {growth-factors: 4}
items: 4
minutes: 30
pass-mark: 75
rationale: A convention.
set-by: the test
attempts: 2
cool-down-days: 7
valid-months: 12
"""
# What is right, by the id of the card or of its note.
RIGHT = {
    "vegf-name": "vascular endothelial growth factor",
    "exosome-cargo#1": "microRNAs",
    "exosome-cargo#2": "proteins",
    "exosome-cargo-list": "microRNAs, proteins",
    "pain-choice": "pain",
}


def write_form(folder: Path, text: str = FORM, name: str = "induction") -> Path:
    """Write a form into the exams of a course, and return its file."""
    (folder / "exams").mkdir(exist_ok=True)
    file = folder / "exams" / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def right_answer(card: str) -> str:
    """Return what is right on a card of the course of the tests."""
    return RIGHT.get(card) or RIGHT[card.partition("#")[0]]


def stamp(minutes: float, name: str = "") -> Stamp:
    """Return the stamp of a moment so many minutes after an exam began."""
    at = BEGUN + timedelta(minutes=minutes)
    return Stamp(at, "UTC", 1500, (name or str(minutes)).encode().ljust(10, b"-")[:10])


def began(folder: Path, *, learner: str = "anna", number: int = 1, minutes: float = 0) -> ExamBegun:
    """Return the event that begins an attempt at the form of a course, not yet sealed."""
    course = load_course(folder)
    return beginning(
        load_form(course, "induction"), course, learner, number, stamp(minutes, f"{learner}{number}")
    )


def sat(
    history: History,
    folder: Path,
    answers: Callable[[str], str],
    *,
    learner: str = "anna",
    number: int = 1,
    minutes: float = 0,
    end: End | None = End.SUBMITTED,
) -> tuple[ExamEvent, ...]:
    """Sit an attempt at the form of a course, a minute an item; returns its events as stored."""
    begun = append_exam_event(history, began(folder, learner=learner, number=number, minutes=minutes))
    assert isinstance(begun, ExamBegun)
    exam = Exam.of(begun_by(begun))
    events: list[ExamEvent] = [begun]
    for place, item in enumerate(exam.attempt.items, start=1):
        answer = answers(item.card)
        if item.options and answer not in item.options:
            answer = next(option for option in item.options if option not in item.key)
        when = stamp(minutes + place, learner)
        given = exam.to(place - 1).answer(when, answer, (answer,) if item.options else ())
        events.append(append_exam_event(history, given))
    if end:
        events.append(append_exam_event(history, exam.ending(stamp(minutes + 20, f"end{learner}"), end)))
    return tuple(events)


def chained(events: Sequence[ExamEvent]) -> list[ExamEvent]:
    """Return events sealed anew in their order, as someone would who knows how."""
    found: list[ExamEvent] = []
    for event in events:
        found.append(sealed(event, found[-1] if found else None))
    return found
