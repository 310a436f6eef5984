"""What a learner does besides answering, and that what follows from all of it is what a rebuild gives."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc_learn.course.model import Kind, Label, Note, Strength, Topic
from msc_learn.deck.cards import Card, cards_of
from msc_learn.exams.events import ExamAnswered, ExamBegun, ExamEnded
from msc_learn.history.events import (
    EVENT_KINDS,
    Bury,
    Event,
    EventKind,
    Flag,
    Renamed,
    Resume,
    Suspend,
    Undo,
    Unflag,
    imported,
    kind_named,
    name_of,
)
from msc_learn.history.projection import differing, rebuild
from msc_learn.history.store import History
from msc_learn.memory.fsrs6 import next_memory
from msc_learn.memory.review import Memory, Purpose, Rating, Review, event_id
from msc_learn.position import Position
from msc_learn.study.claim_digest import has_changed, version_of
from msc_learn.study.queue import cards_in

HERE = Position("cards.yaml")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    with History.open(path) as opened:
        yield opened


def review(at: datetime, *, card: str = "a#1", rating: Rating = Rating.GOOD, **rest: object) -> Review:
    made = Review(event_id(at, os.urandom(10)), "me", "course", card, rating, at)
    return replace(made, **rest)  # type: ignore[arg-type]


def event(kind: type[Event], at: datetime = NOW, *, card: str = "a#1", **rest: object) -> Event:
    return kind(event_id(at, os.urandom(10)), "me", "course", card, at, **rest)  # type: ignore[arg-type]


def undo(history: History, at: datetime, learner: str = "me") -> str | None:
    undone = history.undo(learner, "course", identity=event_id(at, os.urandom(10)), at=at)
    return undone.review if undone else None


def derived(history: History) -> tuple[object, ...]:
    return history.memories("course"), history.recalls("course"), history.study_times("course")


def test_an_undone_review_leaves_everything_as_it_was_and_stays_stored(history: History) -> None:
    for step, day in enumerate((0, 1, 5)):
        history.append(review(NOW + day * DAY, card="b#1"))
        history.append(review(NOW + day * DAY, rating=Rating(step + 2)))
    before = derived(history)
    wrong = review(NOW + 40 * DAY, rating=Rating.AGAIN)
    history.append(wrong)
    assert derived(history) != before
    assert undo(history, NOW + 41 * DAY) == wrong.id
    assert derived(history) == before
    assert wrong.id in {one.id for one in history.log()}
    assert wrong.id not in {one.id for one in history.reviews()}
    assert differing(history) == ()


def test_undoing_again_goes_one_further_back_till_nothing_is_left(history: History) -> None:
    answers = [review(NOW), review(NOW + DAY, purpose=Purpose.CRAM), review(NOW + 2 * DAY, card="b#1")]
    for answer in answers:
        history.append(answer)
    undone = [undo(history, NOW + 3 * DAY) for _ in range(4)]
    assert undone == [*(answer.id for answer in reversed(answers)), None]
    assert derived(history) == ({}, (), ())


def test_a_learner_undoes_no_review_of_another(history: History) -> None:
    mine, theirs = review(NOW), review(NOW + DAY, learner="anna")
    history.append(mine)
    kept = history.append(theirs)
    assert undo(history, NOW + 2 * DAY) == mine.id
    assert history.memories("course", "anna") == {"a#1": kept}


def test_a_card_is_answered_again_after_an_undo(history: History) -> None:
    history.append(review(NOW, rating=Rating.AGAIN))
    undo(history, NOW)
    again = review(NOW + timedelta(seconds=1), rating=Rating.EASY)
    assert history.append(again) == next_memory(None, again)


def test_a_suspended_card_stays_out_until_it_is_resumed(history: History) -> None:
    for card in ("a#1", "b#1"):
        history.record(event(Suspend, card=card))
    assert history.suspended("course") == {"a#1", "b#1"}
    assert history.suspended("course", "anna") == history.suspended("another") == frozenset()
    assert history.record(event(Resume))
    assert history.suspended("course") == {"b#1"}
    assert history.record(event(Resume)) is None


def test_a_card_is_resumed_though_the_clock_was_set_back(history: History) -> None:
    history.record(event(Suspend, NOW))
    history.record(event(Resume, NOW - DAY))
    assert history.suspended("course") == frozenset()


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-22T12:00+00:00", "UTC", 22),
        ("2026-11-23T03:59+00:00", "UTC", 22),
        ("2026-11-23T04:00+00:00", "UTC", 23),
        ("2026-11-22T23:30+00:00", "Asia/Tokyo", 23),
        ("2026-11-23T08:00+00:00", "America/Los_Angeles", 22),
        ("2026-11-22T15:30+00:00", "+14:00", 23),
    ],
)
def test_a_buried_card_stays_out_till_the_learners_day_ends(
    history: History, at: str, zone: str, day: int
) -> None:
    history.record(event(Bury, datetime.fromisoformat(at), zone=zone))
    days = range(20, 26)
    found = [history.buried("course", "me", date(2026, 11, one)) for one in days]
    assert [one for one, cards in zip(days, found, strict=True) if cards] == [day]
    assert history.put_off("course", "me", date(2026, 11, day)) == {"a#1"}


def test_flags_keep_their_notes_until_they_are_taken_away(history: History) -> None:
    history.record(event(Flag, note="is this dose right? 漢字 \x1b[31m"))
    history.record(event(Flag, NOW + DAY, card="b#1", note="half \udcff"))
    assert [(flag.card, flag.note) for flag in history.flags("course")] == [
        ("a#1", "is this dose right? 漢字 \x1b[31m"),
        ("b#1", "half ?"),
    ]
    assert history.record(event(Unflag, NOW + 2 * DAY))
    assert [flag.card for flag in history.flags("course")] == ["b#1"]


def test_what_was_done_to_a_card_goes_with_its_new_name(path: Path) -> None:
    with History.open(path) as history:
        for kind in (Suspend, Flag, Bury):
            history.record(event(kind, card="old#1"))
    with History.open(path, former={("course", "new#1"): "old#1"}) as history:
        assert history.put_off("course", "me", NOW.date()) == {"new#1"}
        assert [flag.card for flag in history.flags("course")] == ["new#1"]
        history.record(event(Resume, card="new#1"))
        assert history.suspended("course") == frozenset()


def test_an_event_is_never_changed(history: History, path: Path) -> None:
    history.record(event(Suspend))
    database = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        database.execute("UPDATE event SET card = 'b#1'")
    database.close()


def test_a_rebuild_knows_of_renamed_cards_without_their_course(path: Path) -> None:
    with History.open(path, former={("course", "new#1"): "old#1"}) as history:
        for day, card in enumerate(["old#1", "old#1", "new#1", "new#1"]):
            history.append(review(NOW + 5 * day * DAY, card=card))
        kept = history.memories("course")
    with History.open(path) as history:
        assert differing(history) == ()
        rebuild(history)
        assert history.memories("course")["new#1"] == kept["new#1"]


def test_undoing_the_first_answer_under_a_new_name_goes_back_to_the_old_one(path: Path) -> None:
    with History.open(path, former={("course", "new#1"): "old#1"}) as history:
        history.append(review(NOW, card="old#1"))
        before = history.memories("course")
        history.append(review(NOW + 3 * DAY, card="new#1"))
        undo(history, NOW + 3 * DAY)
        assert history.memories("course") == before


def test_a_clock_set_back_leaves_answers_in_the_order_of_their_times(history: History) -> None:
    first, later = review(NOW, rating=Rating.EASY), review(NOW + 9 * DAY)
    history.append(later)
    memory = history.append(first)
    assert memory == next_memory(next_memory(None, first), later)
    assert memory is not None
    assert (memory.first, memory.last) == (first.at, later.at)
    assert [one.at for one in history.reviews()] == [first.at, later.at]
    assert differing(history) == ()


def test_a_day_that_goes_back_with_the_zone_counts_as_the_same_day(history: History) -> None:
    in_tokyo = review(NOW + timedelta(hours=9), rating=Rating.EASY, zone="Asia/Tokyo")
    in_hawaii = review(NOW + timedelta(hours=10), zone="Pacific/Honolulu")
    same_day = replace(in_hawaii, zone="Asia/Tokyo")
    history.append(in_tokyo)
    memory, expected = history.append(in_hawaii), next_memory(next_memory(None, in_tokyo), same_day)
    assert memory is not None
    assert expected is not None
    assert memory.day < expected.day
    assert (memory.stability, memory.difficulty) == (expected.stability, expected.difficulty)
    assert memory.last <= in_hawaii.at < memory.due


DEEDS = st.one_of(
    st.tuples(
        st.just("answer"),
        st.sampled_from(["a#1", "a#2", "old#1", "new#1"]),
        st.sampled_from(Rating),
        st.integers(-3 * 24 * 60 * 60 * 1000, 20 * 24 * 60 * 60 * 1000),
        st.sampled_from(Purpose),
        st.sampled_from(["UTC", "Asia/Kolkata", "-08:00"]),
    ),
    st.tuples(st.just("undo")),
    st.tuples(st.sampled_from([Suspend, Resume, Bury, Flag, Unflag]), st.sampled_from(["a#1", "new#1"])),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEEDS, max_size=20))
def test_whatever_a_learner_does_a_rebuild_gives_what_was_kept(
    tmp_path: Path, deeds: list[tuple[object, ...]]
) -> None:
    path, at = tmp_path / os.urandom(8).hex(), NOW
    with History.open(path, former={("course", "new#1"): "old#1"}) as history:
        for what, *how in deeds:
            match what, how:
                case "answer", [str(card), Rating() as rating, int(gap), purpose, zone]:
                    at += timedelta(milliseconds=gap)
                    history.append(review(at, card=card, rating=rating, purpose=purpose, zone=zone))
                case "undo", _:
                    undo(history, at)
                case kind, [str(card)]:
                    history.record(event(kind, at, card=card))  # type: ignore[arg-type]
        kept = derived(history)
        assert differing(history) == ()
        rebuild(history)
        assert derived(history) == kept


SCRIPT = """\
import os, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from msc_learn.history.events import Flag, Suspend
from msc_learn.history.store import History
from msc_learn.memory.review import Rating, Review
at, last = datetime(2026, 11, 22, tzinfo=UTC), int(sys.argv[2])
with History.open(Path(sys.argv[1])) as history:
    for number in range(last + 1):
        at += timedelta(hours=30)
        if number % 4 == 2:
            history.undo("me", "course", identity=f"e{number}", at=at)
        elif number % 4 == 3:
            history.record((Flag, Suspend)[number % 8 == 3](f"e{number}", "me", "course", "a#1", at))
        else:
            history.append(Review(f"e{number}", "me", "course", "a#1", Rating(number % 3 + 2), at))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("last", range(8))
def test_a_sitting_killed_after_any_event_has_lost_nothing(path: Path, last: int) -> None:
    killed = subprocess.run([sys.executable, "-c", SCRIPT, str(path), str(last)], check=False)
    assert killed.returncode == -9
    with History.open(path) as history:
        assert {one.id for one in history.log()} == {f"e{number}" for number in range(last + 1)}
        assert differing(history) == ()


TOGETHER = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from msc_learn.history.store import History
from msc_learn.memory.review import Rating, Review
with History.open(Path(sys.argv[1])) as history:
    for number in range(30):
        name, now = f"{sys.argv[2]}-{number}", datetime.now(UTC)
        history.append(Review(name, "me", "course", f"card-{number % 3}", Rating.GOOD, now))
        if number % 3 == 0:
            history.undo("me", "course", identity=f"{name}-undo", at=now)
"""


def test_two_programs_that_answer_and_undo_at_once_lose_nothing(path: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", TOGETHER, str(path), str(one)]) for one in range(2)]
    assert [one.wait(60) for one in started] == [0, 0]
    with History.open(path) as history:
        assert len(list(history.reviews())) == 40
        assert len(list(history.log())) == 80
        assert sum(stretch.answers for stretch in history.study_times("course")) == 40
        assert differing(history) == ()


QUESTION = Note("q", Kind.QUESTION, "t", HERE, question="What is **VEGF**?", answer="a factor")
LISTED = Note("l", Kind.LIST, "t", HERE, question="Which two?", items=("one", "two"))
CLOZE = Note("c", Kind.CLOZE, "t", HERE, cloze="Cells carry {{c1::RNA}} and {{c2::DNA}}.")
HIDDEN = Note(
    "h", Kind.OCCLUSION, "t", HERE, question="What is this?", labels=(Label("a cell", (1, 2, 3, 4)),)
)
CHOICE = Note("o", Kind.CHOICE, "t", HERE, question="Which?", answer="pain", distractors=("fever", "sleep"))


@pytest.mark.parametrize(
    ("note", "changed"),
    [
        (QUESTION, {"question": "What is VEGFR?"}),
        (QUESTION, {"answer": "a receptor"}),
        (QUESTION, {"strength": Strength.HEDGED}),
        (LISTED, {"items": ("one", "three")}),
        (replace(LISTED, ordered=True), {"items": ("two", "one")}),
        (CLOZE, {"cloze": "Cells carry {{c1::mRNA}} and {{c2::DNA}}."}),
        (CLOZE, {"cloze": "Cells carry RNA {{c1::and}} {{c2::DNA}}."}),
        (HIDDEN, {"labels": (Label("a nucleus", (1, 2, 3, 4)),)}),
        (CHOICE, {"answer": "fever"}),
    ],
)
def test_a_changed_fact_is_another_version(note: Note, changed: dict[str, object]) -> None:
    after = replace(note, **changed)  # type: ignore[arg-type]
    assert version_of(Card(note, 1)) != version_of(Card(after, 1))


@pytest.mark.parametrize(
    ("note", "changed"),
    [
        (
            QUESTION,
            {"extra": "more", "hint": "a hint", "tags": ("tag",), "topic": "another", "id": "renamed"},
        ),
        (QUESTION, {"question": "What is  VEGF?\n", "accept": ("factor",), "typed": True}),
        (LISTED, {"items": ("two", "one"), "need": 1}),
        (CLOZE, {"cloze": "Cells carry {{c1::RNA}} and *{{c2::DNA}}*."}),
        (HIDDEN, {"labels": (Label("a cell", (5, 6, 7, 8)),)}),
        (CHOICE, {"distractors": ("weight", "sleep")}),
    ],
)
def test_what_stands_around_a_fact_is_no_other_version(note: Note, changed: dict[str, object]) -> None:
    after = replace(note, **changed)  # type: ignore[arg-type]
    assert version_of(Card(note, 1)) == version_of(Card(after, 1))


def test_a_memory_tells_whether_its_card_has_changed(history: History) -> None:
    card = Card(QUESTION, 1)

    def answered(at: datetime, version: str) -> Memory | None:
        return history.append(review(at, card=card.id, version=version))

    assert not has_changed(None, card)
    assert not has_changed(answered(NOW, ""), card)
    assert not has_changed(answered(NOW + DAY, version_of(card)), card)
    assert has_changed(answered(NOW + 2 * DAY, "another"), card)
    undo(history, NOW + 2 * DAY)
    assert not has_changed(history.memory("course", card.id), card)


def test_cards_that_are_put_off_are_in_no_queue() -> None:
    note = replace(QUESTION, reverse=True)
    topic = Topic("t", "T", (note, CLOZE), HERE)
    left = cards_in([topic], put_off={"q#1", "c#2"})
    assert left == (cards_of(note)[1], cards_of(CLOZE)[0])


# The registry of event kinds.


@pytest.mark.parametrize("name", EVENT_KINDS)
def test_each_kind_of_event_is_what_its_name_says(name: str) -> None:
    kind = kind_named(name)
    assert kind is imported(EVENT_KINDS[name])
    assert name_of(imported(EVENT_KINDS[name])) == name


def test_a_kind_that_is_not_registered_is_none() -> None:
    assert kind_named("examcheated") is None


# mypy checks here that each class offers what a kind of event must.
KINDS: tuple[EventKind, ...] = (
    *(Undo, Suspend, Resume, Bury, Flag, Unflag, Renamed),
    *(ExamBegun, ExamAnswered, ExamEnded),
)


def test_every_kind_that_is_registered_is_checked_by_its_protocol() -> None:
    assert {*KINDS} == {imported(path) for path in EVENT_KINDS.values()}


def test_to_open_a_history_loads_no_exams(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom msc_learn.history.store import History\n"
        "with History.open(Path(sys.argv[1])) as history:\n    list(history.log())\n"
        "sys.exit(any(name.startswith('msc_learn.exams') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code, tmp_path / "history.db"], check=False).returncode == 0
