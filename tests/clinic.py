"""A clinic of forty staff over more than a year, drawn by a seed: they study, sit the exam, renew it or not.

What each really remembers follows other weights than the scheduler's; an item is answered right with the
chance that it is remembered on that day.
"""

import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.exams.attempt import End, Item, attempts_of, begun_by
from msc_learn.exams.events import ExamBegun
from msc_learn.exams.form import Form, load_form
from msc_learn.exams.session import Exam, beginning
from msc_learn.exams.standing import standing
from msc_learn.exams.store import append_exam_event, exam_events
from msc_learn.history.merge import import_events
from msc_learn.history.store import History
from msc_learn.memory.fsrs6 import clamped, next_memory, retrievability
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import Memory, Rating, Review, State
from msc_learn.position import Position
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import cards_in
from msc_learn.study.session import Stamp

_BLOCK = re.compile(r"```text\n(\d{4}-\d\d-\d\d) \$ (.*)\n((?:(?!```).*\n)*)```")
ROOT = Path(__file__).parents[1]
START = datetime(2026, 1, 5, 7, tzinfo=UTC)
STAFF = 40
DAY = timedelta(days=1)
# New facts are lost sooner than the scheduler thinks.
TRUTH = Parameters(clamped(DEFAULT.weights[n] * (0.7 if n < 4 else 1) for n in range(21)))
NEW_A_DAY = 6
DUE_A_DAY = 25
_ROLES = ("nurse", "nurse", "physician", "front-desk")
# How often each studies, by lot: most days, every other day, now and then, hardly at all.
_DILIGENCE = (0.9, 0.7, 0.5, 0.25)
_RECALLED = (0, 20, 65, 15)
_FIRST = (24, 10, 50, 16)
# People study before an exam, not all the year round.
_STUDY = (range(75), range(375, 415))
_EXAM_AFTER, _RENEWAL_AFTER = 63, 408


@dataclass
class Member:
    """One of the staff: their pseudonym, role, first day, how often they study, and what they remember."""

    learner: str
    role: str
    first: datetime
    diligence: float
    lot: random.Random
    known: dict[str, tuple[Memory, Memory]]


@dataclass(frozen=True)
class Clinic:
    """Where a clinic lies: its course, the list of its staff, and their history."""

    course: Path
    people: Path
    database: Path

    @property
    def folder(self) -> Path:
        """The folder that holds all three."""
        return self.course.parent


def write_clinic(folder: Path, number: int = STAFF) -> Clinic:
    """Write a copy of the shipped course, the list of so many staff, and what they did in a year and more."""
    shutil.copytree(ROOT / "cards" / "msc", folder / "msc")
    course = load_course(folder / "msc")
    staff = [_member(place) for place in range(number)]
    people = folder / "staff.csv"
    rows = [f"{member.learner},{member.role}" for member in staff]
    people.write_text("\n".join(["learner,roles", *rows, ""]), encoding="utf-8")
    database = folder / "history.db"
    with History.open(database) as history:
        practice = [review for member in staff for review in _live(history, course, member)]
        import_events(history, ((Position("clinic"), review) for review in practice))
    return Clinic(course.path, people, database)


def _member(number: int) -> Member:
    lot = random.Random(number)  # noqa: S311
    first = START + timedelta(days=7 * (number % 5), minutes=number)
    diligence = lot.choice(_DILIGENCE)
    return Member(f"s{number + 1:02}", _ROLES[number % 4], first, diligence, lot, {})


def _live(history: History, course: Course, member: Member) -> Iterator[Review]:
    """Yield the practice of one of the staff, and store the exams they sit in between."""
    form, cards = load_form(course, "induction"), cards_in(course.topics)
    renews = member.lot.random() < 0.7
    days = _practice(course, cards, member)
    exams = {_EXAM_AFTER, _RENEWAL_AFTER} if renews else {_EXAM_AFTER}
    for number, reviews in enumerate(days):
        yield from reviews
        at = member.first + number * DAY + timedelta(hours=5)
        if number in exams and _may_sit(history, form, member, at):
            passed = _sit(history, form, course, member, at)
            exams |= set() if passed else {number + form.cool_down_days + 1}


def _may_sit(history: History, form: Form, member: Member, at: datetime) -> bool:
    attempts = [
        one for one in attempts_of(exam_events(history, learner=member.learner), at) if one.form == form.name
    ]
    there = standing(form, attempts, at)
    return there.left > 0 and (there.begins is None or there.begins <= at)


def _practice(course: Course, cards: Sequence[Card], member: Member) -> Iterator[list[Review]]:
    """Yield the reviews of each day of a year and two months."""
    waiting = [(card.id, version_of(card)) for card in cards]
    versions = dict(waiting)
    for number in range(430):
        at = member.first + number * DAY
        studies = any(number in days for days in _STUDY)
        if not studies or member.lot.random() >= member.diligence:
            yield []
            continue
        due = [card for card, (kept, _) in member.known.items() if kept.due <= at][:DUE_A_DAY]
        fresh, waiting = waiting[:NEW_A_DAY], waiting[NEW_A_DAY:]
        asked = [*due, *(card for card, _ in fresh)]
        yield [one for card in asked for one in _reviews(course, member, card, versions[card], at)]


def _reviews(course: Course, member: Member, card: str, version: str, at: datetime) -> Iterator[Review]:
    while True:
        kept, real = member.known.get(card, (None, None))
        name = f"{member.learner}-{card}-{at:%Y%m%d%H%M%S}"
        elapsed = member.lot.randint(3000, 20000)
        rating = _rating(member, real, at)
        review = Review(name, member.learner, course.id, card, rating, at, elapsed=elapsed, version=version)
        after, really = next_memory(kept, review), next_memory(real, review, TRUTH)
        assert after is not None
        assert really is not None
        member.known[card] = (after, really)
        yield review
        if after.state is State.REVIEW:
            return
        at = after.due


def _rating(member: Member, real: Memory | None, at: datetime) -> Rating:
    if real is None:
        return Rating(member.lot.choices((1, 2, 3, 4), _FIRST)[0])
    if real.day == at.date().toordinal():
        return Rating.GOOD
    if member.lot.random() >= retrievability(real, at, "UTC", TRUTH):
        return Rating.AGAIN
    return Rating(member.lot.choices((1, 2, 3, 4), _RECALLED)[0])


def _sit(history: History, form: Form, course: Course, member: Member, at: datetime) -> bool:
    """Sit the exam, an item in half a minute and longer; returns whether it is passed."""
    events = exam_events(history, course.id, member.learner)
    number = 1 + sum(isinstance(event, ExamBegun) for event in events)
    begun = append_exam_event(history, beginning(form, course, member.learner, number, _stamp(member, at)))
    assert isinstance(begun, ExamBegun)
    exam = Exam.of(begun_by(begun))
    for place, item in enumerate(exam.attempt.items):
        at += timedelta(seconds=member.lot.randint(20, 55))
        answer = _answer(member, item, at)
        given = exam.to(place).answer(_stamp(member, at), answer, (answer,) if item.options else ())
        append_exam_event(history, given)
        exam = exam.with_event(given)
    ending = exam.ending(_stamp(member, at), End.SUBMITTED)
    append_exam_event(history, ending)
    return exam.with_event(ending).attempt.passed


def _answer(member: Member, item: Item, at: datetime) -> str:
    real = member.known.get(item.card, (None, None))[1]
    chance = retrievability(real, at, "UTC", TRUTH) if real else 0.1
    if member.lot.random() < chance:
        return item.key[0] if item.options else ", ".join(item.key)
    if item.options:
        return member.lot.choice([option for option in item.options if option not in item.key])
    return "I do not know"


def _stamp(member: Member, at: datetime) -> Stamp:
    return Stamp(at, "UTC", member.lot.randint(8000, 50000), member.lot.randbytes(10))


def change_a_fact(course: Path) -> str:
    """Change what one card of the course claims, as its author would, and return the card's id."""
    loaded = load_course(course)
    note = next(note for note in loaded.notes if note.answer and not note.distractors)
    path = Path(note.position.path)
    text = path.read_text(encoding="utf-8")
    changed = text.replace(f"answer: {note.answer}", f"answer: {note.answer}, as of this year", 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return note.id


def on(day: str) -> datetime:
    """Return the moment at which the manager looks on a day, such as 2027-04-01."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def until(clinic: Clinic, day: str) -> Path:
    """Return the history as it was on a day: the later ones are not yet in it."""
    path = clinic.folder / f"history-{day}.db"
    if not path.exists():
        with History.open(clinic.database) as whole, History.open(path) as then:
            import_events(then, ((Position("clinic"), one) for one in whole.log() if one.at <= on(day)))
    return path


def said(clinic: Clinic, day: str, command: str) -> str:
    """Return what a command prints on a day, run in the folder of the clinic."""
    before = Path.cwd()
    os.chdir(clinic.folder)
    environment = {"MSC_LEARN_DB": str(until(clinic, day)), "COLUMNS": "80", "TZ": "UTC"}
    try:
        with mock.patch("msc_learn.cli.clock.now", return_value=on(day)):
            words = command.split()
            result = CliRunner().invoke(cli, words[1:], env=environment, catch_exceptions=False)
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    return result.output.strip("\n")


def told(page: str, clinic: Clinic) -> str:
    """Return a page with what its commands print on their days, each in a block of its own.

    Such a block begins with a line `2027-04-01 $ msc-learn report ...`; a first word `edit` changes a fact.
    """

    def again(block: re.Match[str]) -> str:
        day, command, lines = block[1], block[2], block[3]
        if command == "edit a card":
            change_a_fact(clinic.course)
            return block[0]
        printed = said(clinic, day, command)
        if lines.rstrip("\n").endswith("…"):
            printed = "\n".join([*printed.split("\n")[: lines.rstrip("\n").count("\n")], "…"])
        return f"```text\n{day} $ {command}\n{printed}\n```"

    return _BLOCK.sub(again, page)
