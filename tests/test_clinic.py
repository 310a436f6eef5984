"""A clinic from study to exam to report to expiry, over more than a year."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from clinic import ROOT, STAFF, Clinic, change_a_fact, on, said, told, write_clinic
from msc_learn.course.load import load_course
from msc_learn.exams.attempt import Attempt, attempts_of
from msc_learn.exams.store import exam_events
from msc_learn.history.store import History

PAGE = ROOT / "docs" / "clinic.md"
COMPETENCE = "What patients ask first"


@pytest.fixture(scope="module", params=[6, pytest.param(STAFF, marks=pytest.mark.wide)])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    return write_clinic(tmp_path_factory.mktemp("clinic"), request.param)


def standings(clinic: Clinic, day: str) -> dict[str, dict[str, Any]]:
    """Return how each of the staff stands on a day in the competence that all must hold."""
    found = json.loads(said(clinic, day, "msc-learn report msc --people staff.csv --format json"))
    return {row["learner"]: row for row in found["standings"] if row["competence"] == COMPETENCE}


def attempts(clinic: Clinic) -> tuple[Attempt, ...]:
    with History.open(clinic.database) as history:
        return attempts_of(exam_events(history), on("2027-06-01"))


def test_all_study_before_anyone_is_current(clinic: Clinic) -> None:
    rows = standings(clinic, "2026-02-15")
    assert {row["standing"] for row in rows.values()} == {"never"}
    assert all(0 < row["recall"] < 1 for row in rows.values() if row["cards_met"] >= 5)
    assert any(row["cards_met"] >= 5 for row in rows.values())


def test_who_passed_is_current_for_a_year_and_who_did_not_is_not(clinic: Clinic) -> None:
    passed = {one.learner for one in attempts(clinic) if one.passed and one.begun < on("2026-05-01")}
    rows = standings(clinic, "2026-05-01")
    assert {learner for learner, row in rows.items() if row["standing"] == "current"} == passed
    assert {row["standing"] for learner, row in rows.items() if learner not in passed} <= {"never"}
    assert passed
    assert passed < rows.keys()


def test_who_renews_stays_current_and_who_does_not_expires(clinic: Clinic) -> None:
    passes = Counter(one.learner for one in attempts(clinic) if one.passed)
    levels = {
        day: {learner: row["standing"] for learner, row in standings(clinic, day).items()}
        for day in ("2027-03-01", "2027-04-10", "2027-06-01")
    }
    for learner, number in passes.items():
        last = levels["2027-06-01"][learner]
        assert last == ("current" if number > 1 else "expired")
        if number == 1:
            assert levels["2027-03-01"][learner] in ("current", "due-soon")
            assert levels["2027-04-10"][learner] in ("due-soon", "overdue", "expired")


def test_what_is_recalled_fades_when_nobody_studies(clinic: Clinic) -> None:
    early, late = (standings(clinic, day) for day in ("2026-05-01", "2026-11-01"))
    both = [(row["recall"], late[learner]["recall"]) for learner, row in early.items() if row["recall"]]
    assert both
    assert all(now < then for then, now in both)


def test_an_attempt_too_many_is_never_sat(clinic: Clinic) -> None:
    failed: Counter[str] = Counter()
    for attempt in attempts(clinic):
        failed[attempt.learner] = 0 if attempt.passed else failed[attempt.learner] + 1
        assert failed[attempt.learner] <= 2


def test_who_has_failed_as_often_as_allowed_is_for_somebody_to_decide_on(clinic: Clinic) -> None:
    begun = [one for one in attempts(clinic) if one.begun < on("2026-05-01")]
    failed = Counter(one.learner for one in begun if not one.passed)
    passed = {one.learner for one in begun if one.passed}
    found = json.loads(said(clinic, "2026-05-01", "msc-learn report msc --people staff.csv --format json"))
    decided = {row["learner"] for row in found["to_do"] if row["task"] == "decide"}
    assert decided == {learner for learner, number in failed.items() if number > 1} - passed


def test_the_record_can_be_rebuilt_and_carried(clinic: Clinic, tmp_path: Path) -> None:
    assert said(clinic, "2027-06-01", "msc-learn progress rebuild --check") == "identical"
    said(clinic, "2027-06-01", f"msc-learn progress export -o {tmp_path / 'all.jsonl'} --learner s01")
    copy = tmp_path / "copy.db"
    said(clinic, "2027-06-01", f"msc-learn progress import {tmp_path / 'all.jsonl'} --db {copy}")
    with History.open(copy) as history:
        mine = [one for one in attempts(clinic) if one.learner == "s01"]
        assert list(attempts_of(exam_events(history), on("2027-06-01"))) == mine


def test_a_changed_fact_is_told_to_those_who_passed_on_the_earlier_one(clinic: Clinic) -> None:
    changed = change_a_fact(clinic.course)
    cards = {f"{changed}#{number}" for number in (1, 2)}
    assert any(note.id == changed for note in load_course(clinic.course).notes)
    rows = standings(clinic, "2026-05-01")
    first = [one for one in attempts(clinic) if one.passed and one.begun < on("2026-05-01")]
    asked = {one.learner for one in first if any(item.card in cards for item in one.items)}
    assert {learner for learner, row in rows.items() if row["facts_changed"]} == asked


@pytest.mark.wide
def test_the_page_shows_what_the_manager_sees(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("$ msc-learn") > 4
    assert told(page, write_clinic(tmp_path)) == page
