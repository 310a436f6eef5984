"""Parameters of FSRS: which of those adopted hold, how they are kept, and that a replay follows them."""

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

import fsrs.scheduler
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc_learn.constants import SCHEDULER
from msc_learn.errors import HistoryError
from msc_learn.history.projection import adopt, rebuild
from msc_learn.history.schema import adoption_of, adoption_row
from msc_learn.history.store import History
from msc_learn.memory.fsrs6 import clamped, next_memory, preview, retrievability
from msc_learn.memory.parameters import DEFAULT, Adoption, Parameters, in_force
from msc_learn.memory.replay import replayed
from msc_learn.memory.review import Memory, Rating, Review, State, event_id

# Each weight off by a tenth, as a learner who forgets faster than most might have them.
OTHERS = Parameters(clamped(weight * 0.9 for weight in DEFAULT.weights), 0.9)
RETENTIONS = st.floats(0.70, 0.97)
PARAMETERS = st.builds(
    Parameters,
    st.tuples(
        *(
            st.floats(low, high)
            for low, high in zip(
                fsrs.scheduler.LOWER_BOUNDS_PARAMETERS,
                fsrs.scheduler.UPPER_BOUNDS_PARAMETERS,
                strict=True,
            )
        )
    ).map(clamped),
    RETENTIONS,
)


def review(at: datetime, rating: Rating = Rating.GOOD, card: str = "a#1", course: str = "course") -> Review:
    return Review(event_id(at, os.urandom(10)), "me", course, card, rating, at)


def test_the_default_weights_are_those_of_fsrs() -> None:
    assert DEFAULT.weights == fsrs.scheduler.DEFAULT_PARAMETERS
    assert DEFAULT.name == SCHEDULER


@pytest.mark.parametrize(("one", "other"), [*combinations([DEFAULT, OTHERS, Parameters(retention=0.85)], 2)])
def test_parameters_that_differ_have_names_that_differ(one: Parameters, other: Parameters) -> None:
    assert one.name != other.name


@pytest.mark.parametrize(
    ("weights", "retention"),
    [
        (DEFAULT.weights[:-1], 0.9),
        ((float("nan"), *DEFAULT.weights[1:]), 0.9),
        ((float("inf"), *DEFAULT.weights[1:]), 0.9),
        (DEFAULT.weights, 0.69),
        (DEFAULT.weights, 0.98),
        (DEFAULT.weights, float("nan")),
    ],
)
def test_what_can_be_no_parameters_is_refused(weights: tuple[float, ...], retention: float) -> None:
    with pytest.raises(ValueError, match=r"^expected"):
        Parameters(weights, retention)


@pytest.mark.parametrize(
    ("courses", "holds"),
    [
        ([], None),
        ([""], 0),
        (["course"], 0),
        (["another"], None),
        (["course", "course"], 1),
        (["course", ""], 0),
        (["", "course"], 1),
        (["", "another"], 0),
        (["course", "another", ""], 0),
    ],
)
def test_the_newest_for_a_course_goes_before_the_newest_for_all(
    now: datetime, courses: Sequence[str], holds: int | None
) -> None:
    adoptions = [
        Adoption(Parameters(retention=0.8 + number / 100), now, course)
        for number, course in enumerate(courses)
    ]
    assert in_force(adoptions, "course") == (DEFAULT if holds is None else adoptions[holds].parameters)


@given(PARAMETERS, st.sampled_from(["", "course"]))
def test_an_adoption_comes_back_from_its_row(parameters: Parameters, course: str) -> None:
    adoption = Adoption(parameters, datetime.fromisoformat("2026-11-22T12:00+00:00"), course)
    assert adoption_of(adoption_row(adoption)) == adoption


@given(PARAMETERS, st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 90)), min_size=1, max_size=8))
def test_any_allowed_weights_give_a_memory_and_a_preview(
    parameters: Parameters, answers: list[tuple[Rating, int]]
) -> None:
    at, memory = datetime.fromisoformat("2026-11-22T12:00+00:00"), None
    for rating, days in answers:
        at += timedelta(days=days)
        memory = next_memory(memory, review(at, rating), parameters)
    assert memory is not None
    assert memory.stability > 0
    assert 1 <= memory.difficulty <= 10
    assert 0 < retrievability(memory, at + timedelta(days=30), "UTC", parameters) <= 1
    waits = preview(memory, at, card="a#1", parameters=parameters)
    assert waits[Rating.AGAIN] <= waits[Rating.EASY]


def test_recall_falls_to_nine_tenths_after_the_stability_whatever_the_weights(now: datetime) -> None:
    memory = Memory(10, 5, now, now, now, now.date().toordinal(), 1, 0, State.REVIEW)
    later = now + timedelta(days=10)
    assert retrievability(memory, later, "UTC", OTHERS) == pytest.approx(0.9)
    assert retrievability(memory, later + timedelta(days=90), "UTC", OTHERS) != pytest.approx(
        retrievability(memory, later + timedelta(days=90)), abs=1e-3
    )


def test_a_lower_retention_puts_a_card_off_for_longer(now: datetime) -> None:
    memory = next_memory(None, review(now, Rating.EASY))
    waits = [
        preview(memory, now + timedelta(days=8), card="a#1", parameters=Parameters(retention=aim))
        for aim in (0.95, 0.9, 0.8, 0.7)
    ]
    days = [wait[Rating.GOOD].days for wait in waits]
    assert days == sorted(set(days))


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["a#1", "b#1", "new#1", "old#1"]), st.sampled_from(Rating)),
        st.tuples(st.sampled_from(["", "course", "another"]), PARAMETERS),
    ),
    max_size=20,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EVENTS, st.integers(0, 30 * 24 * 60))
def test_a_rebuild_gives_what_was_kept_though_parameters_changed_in_the_middle(
    tmp_path: Path, now: datetime, events: list[tuple[str, Rating | Parameters]], gap: int
) -> None:
    former = {("course", "new#1"): "old#1"}
    with History.open(tmp_path / os.urandom(8).hex(), former=former) as history:
        adoptions = []
        for name, event in events:
            now += timedelta(minutes=gap)
            if isinstance(event, Parameters):
                adoptions.append(Adoption(event, now, name))
                adopt(history, adoptions[-1])
            else:
                by = history.parameters("course").name
                history.append(replace(review(now, event, name), scheduler=by))
        kept, recalls = history.memories("course"), history.recalls("course")
        rebuild(history)
        assert (history.memories("course"), history.recalls("course")) == (kept, recalls)
        # The same from the events alone, without the file.
        reviews = enumerate(sorted(history.reviews(), key=lambda each: (each.at, each.id)))
        replay = replayed(
            reviews, lambda key: former.get(key[1:]), lambda course, _: in_force(adoptions, course)
        )
        found = {card: memory for (*_, card), memory in replay.memories.items()}
        if "old#1" in found:
            found.setdefault("new#1", found.pop("old#1"))
        assert found == kept
        assert all(len(one.scheduler.split()) == 4 for _, one in reviews)


def test_adopting_moves_due_dates_and_no_review(tmp_path: Path, now: datetime) -> None:
    with History.open(tmp_path / "history.db") as history:
        for day in (0, 8, 40):
            history.append(review(now + timedelta(days=day), Rating.EASY))
        before, reviews = history.memories("course")["a#1"], list(history.reviews())
        adopt(history, Adoption(Parameters(retention=0.8), now, "course"))
        after = history.memories("course")["a#1"]
        assert after.due > before.due
        assert (after.stability, after.reps) == (before.stability, before.reps)
        assert list(history.reviews()) == reviews
        adopt(history, Adoption(DEFAULT, now, "course"))
        assert history.memories("course")["a#1"] == before


def test_what_was_adopted_holds_for_its_learner_and_course_and_stays(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "history.db"
    with History.open(path) as history:
        adopt(history, Adoption(OTHERS, now, "course"))
    with History.open(path) as history:
        assert history.parameters("course") == OTHERS
        assert history.parameters("another") == DEFAULT
        assert history.parameters("course", "you") == DEFAULT


@pytest.mark.parametrize(
    ("weights", "retention"), [("[1, 2]", 0.9), ("{", 0.9), ("3", 0.9), ('["a"]', 0.9), (None, 3.0)]
)
def test_parameters_spoiled_in_the_file_are_told_in_one_line(
    tmp_path: Path, now: datetime, weights: str | None, retention: float
) -> None:
    path = tmp_path / "history.db"
    with History.open(path) as history:
        adopt(history, Adoption(OTHERS, now))
    database = sqlite3.connect(path)
    with database:
        database.execute("DROP TRIGGER parameters_stay")
        database.execute(
            "UPDATE parameters SET weights = coalesce(?, weights), retention = ?", (weights, retention)
        )
    database.close()
    with History.open(path) as history, pytest.raises(HistoryError, match="H101 is damaged") as caught:
        history.parameters("course")
    assert "\n" not in str(caught.value)


def test_a_history_from_before_there_were_parameters_takes_them(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "history.db"
    database = sqlite3.connect(path)
    database.executescript((Path(__file__).parent / "data" / "history-1.sql").read_text(encoding="utf-8"))
    database.close()
    with History.open(path) as history:
        assert history.parameters("course") == DEFAULT
        adopt(history, Adoption(OTHERS, now))
        assert history.parameters("course") == OTHERS
