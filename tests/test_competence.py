"""Where a learner stands in a competence, what a group must hold, and who has which role."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from math import prod
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from conftest import COURSE, DOCUMENT, WriteCourse
from msc_learn.cli.main import cli
from msc_learn.course.cache import open_course
from msc_learn.course.load import load_course, read_course
from msc_learn.errors import CardFileError, MscLearnError
from msc_learn.exams.attempt import Attempt
from msc_learn.memory.days import months_from
from msc_learn.memory.review import Memory, State
from msc_learn.training.competence import Holding, Level, Pass, holding, valid_until
from msc_learn.training.competence_file import Competence, Needs, Renewal, Role, load_needs
from msc_learn.training.people import Person, load_people
from msc_learn.training.recall import MIN_CARDS, PredictedRecall, predicted_recall
from trained import BEGUN, COMPETENCES, PEOPLE, item, sat, write_needs

BASICS = Competence("basics", "Basics", "induction", due_soon_days=30, grace_days=14)
FIXED = replace(BASICS, renewal=Renewal.FIXED)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def held(
    attempts: Sequence[Attempt],
    at: str,
    competence: Competence = BASICS,
    versions: Mapping[str, str] | None = None,
    zone: str = "UTC",
) -> Holding:
    now = datetime.fromisoformat(f"{at}T12:00:00+00:00")
    same = {f"card-{number}#1": "v" for number in range(10)}
    return holding(competence, attempts, now, zone, same if versions is None else versions)


@pytest.mark.parametrize(
    ("at", "level"),
    [
        ("2026-03-01", Level.NEVER),
        ("2026-03-02", Level.CURRENT),
        ("2027-01-30", Level.CURRENT),
        ("2027-01-31", Level.DUE_SOON),
        ("2027-03-02", Level.DUE_SOON),
        ("2027-03-03", Level.OVERDUE),
        ("2027-03-16", Level.OVERDUE),
        ("2027-03-17", Level.EXPIRED),
    ],
)
def test_a_pass_of_a_year_becomes_due_overdue_and_expired(at: str, level: Level) -> None:
    assert held([sat()], at).level is level


def test_without_days_of_grace_what_has_ended_is_expired() -> None:
    assert held([sat()], "2027-03-03", replace(BASICS, grace_days=0)).level is Level.EXPIRED


def test_what_is_told_is_of_the_last_pass_and_of_the_last_attempt() -> None:
    nine = (1.0,) * 9 + (0.0,)
    attempts = [sat(scores=(0.0,) * 10), sat(scores=nine, days=10), sat(scores=(0.0,) * 10, days=20)]
    found = held(list(reversed(attempts)), "2026-06-01")
    assert (found.passed, found.score, found.until) == (date(2026, 3, 12), 0.9, date(2027, 3, 12))
    assert (found.last, found.last_score) == (date(2026, 3, 22), 0.0)
    assert (found.attempts, found.failed) == (3, 1)


def test_a_failed_or_unfinished_attempt_gives_nothing() -> None:
    found = held([sat(scores=(0.0,) * 10), sat(days=8, ended=False)], "2026-06-01")
    assert (found.level, found.until, found.attempts, found.failed) == (Level.NEVER, None, 2, 1)


@pytest.mark.parametrize(
    ("minute", "attempts", "level"), [(-1, 0, Level.NEVER), (2, 1, Level.NEVER), (5, 1, Level.CURRENT)]
)
def test_an_attempt_counts_from_its_beginning_and_passes_at_its_end(
    minute: int, attempts: int, level: Level
) -> None:
    found = holding(BASICS, [sat()], BEGUN + timedelta(minutes=minute), "UTC", {})
    assert (found.attempts, found.level) == (attempts, level)


def test_an_attempt_after_the_moment_does_not_count_yet() -> None:
    assert held([sat(), sat(days=300)], "2026-06-01").until == date(2027, 3, 2)


@pytest.mark.parametrize(("zone", "day"), [("UTC", 2), ("Pacific/Auckland", 2), ("America/Los_Angeles", 1)])
def test_days_are_the_learner_s_own(zone: str, day: int) -> None:
    # Five past nine in London is five past one at night in Los Angeles, which belongs to the day before.
    assert held([sat(zone=zone)], "2026-06-01").passed == date(2026, 3, day)


@pytest.mark.parametrize(
    ("versions", "changed", "gone"),
    [
        ({"card-0#1": "v", "card-1#1": "v"}, (), ()),
        ({"card-0#1": "v", "card-1#1": "w"}, ("card-1#1",), ()),
        ({"card-0#1": "v"}, (), ("card-1#1",)),
    ],
)
def test_a_pass_on_an_earlier_version_of_the_facts_is_marked(
    versions: dict[str, str], changed: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    found = held([sat(scores=(1.0, 1.0))], "2026-06-01", versions=versions)
    assert (found.level, found.changed, found.gone) == (Level.CURRENT, changed, gone)


@pytest.mark.parametrize(
    ("passes", "fixed", "from_completion"),
    [
        (["2026-03-02"], "2027-03-02", "2027-03-02"),
        (["2026-03-02", "2027-02-10"], "2028-03-02", "2028-02-10"),
        (["2026-03-02", "2027-03-10"], "2028-03-02", "2028-03-10"),
        (["2026-03-02", "2027-03-17"], "2028-03-17", "2028-03-17"),
        (["2026-03-02", "2026-09-01"], "2027-09-01", "2027-09-01"),
        (["2028-02-29"], "2029-02-28", "2029-02-28"),
        (["2028-02-29", "2029-02-20", "2030-02-20", "2031-02-20"], "2032-02-29", "2032-02-20"),
    ],
    ids=["once", "in time", "in grace", "late", "early", "leap", "leap kept"],
)
def test_a_renewal_keeps_the_day_of_the_year_or_starts_anew(
    passes: list[str], fixed: str, from_completion: str
) -> None:
    found = [
        valid_until(one, [Pass(date.fromisoformat(day), 12) for day in passes]) for one in (FIXED, BASICS)
    ]
    assert found == [date.fromisoformat(fixed), date.fromisoformat(from_completion)]


def test_the_last_day_of_january_stays_the_last_day_in_months_that_have_it() -> None:
    passes = [Pass(date(2026, 1, 31), 1), Pass(date(2026, 2, 27), 1), Pass(date(2026, 3, 30), 1)]
    untils = [valid_until(replace(FIXED, due_soon_days=5), passes[:number]) for number in (1, 2, 3)]
    assert untils == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


passes_of = st.lists(st.tuples(days, st.integers(1, 24)), min_size=1, max_size=8)


@given(passes_of, st.sampled_from([BASICS, FIXED]))
def test_a_further_pass_never_shortens_what_is_held(
    passed: list[tuple[date, int]], competence: Competence
) -> None:
    passes = [Pass(*one) for one in sorted(passed)]
    untils = [valid_until(competence, passes[:number]) for number in range(1, len(passes) + 1)]
    known = [until for until in untils if until]
    assert known == sorted(known)
    assert len(known) == len(passes)


@given(passes_of)
def test_what_starts_anew_ends_with_the_pass_that_is_valid_longest(passed: list[tuple[date, int]]) -> None:
    found = valid_until(BASICS, [Pass(*one) for one in sorted(passed)])
    assert found == max(months_from(day, months) for day, months in passed)


@given(passes_of)
def test_a_fixed_day_gains_at_most_the_days_it_is_due_soon(passed: list[tuple[date, int]]) -> None:
    found = valid_until(FIXED, [Pass(*one) for one in sorted(passed)])
    latest = max(months_from(day, months) for day, months in passed)
    assert found is not None
    # A month has up to three days more than another.
    slack = timedelta(days=FIXED.due_soon_days + 3)
    assert latest - timedelta(days=FIXED.grace_days + 3) <= found <= latest + slack


def test_a_group_needs_what_its_file_says(write_course: WriteCourse) -> None:
    folder = write_course()
    write_needs(folder)
    assert load_needs(load_course(folder)) == Needs(
        (
            Competence("basics", "Stromal cells, basics", "induction", (), 30, 14),
            Competence("safety", "Safety", "safety", ("growth-factors",), 30, 0, Renewal.FIXED),
        ),
        (Role("nurse", "Nurse", ("basics", "safety")), Role("front-desk", "Front desk", ("safety",))),
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        (
            "form: induction",
            "form: inducton",
            "T201",
            4,
            "unknown exam 'inducton': use one of induction, safety",
        ),
        ("[growth-factors]", "[homing]", "T202", 10, "unknown topic 'homing': use one of growth-factors"),
        ("[basics, safety]", "[basics, ethics]", "T203", 13, "unknown competence 'ethics'"),
        ("id: safety", "id: basics", "T204", 7, "a second competence 'basics'"),
        ("grace-days: 14", "grace-days: -1", "F202", 6, "a whole number of days from 0 to 3650"),
        ("due-soon-days: 30", "due-soon-days: 3651", "F202", 5, "a whole number of days"),
        ("renewal: fixed", "renewal: yearly", "F210", 11, "fixed, from-completion"),
        ("  front-desk:", "  Front Desk:", "F205", 14, "role id 'Front Desk'"),
        ("    title: Safety\n", "", "F203", 7, "a competence has no title"),
        ("roles:", "people: {anna: {roles: [nurse]}}\nroles:", "T207", 12, "--people"),
        ("roles:", "rolls:", "F201", 12, "unknown key 'rolls'"),
        ("title: Nurse", 'title: "Nur\\x07se"', "F208", 13, "control character"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    write_course: WriteCourse, old: str, new: str, code: str, line: int, said: str
) -> None:
    folder = write_course()
    file = write_needs(folder, COMPETENCES.replace(old, new, 1))
    with pytest.raises(CardFileError) as error:
        load_needs(load_course(folder))
    found = [problem for problem in error.value.problems if problem.code == code]
    assert (found[0].position.path, found[0].position.line) == (str(file), line)
    assert said in found[0].message


def test_all_mistakes_are_told_at_once(write_course: WriteCourse) -> None:
    folder = write_course()
    text = COMPETENCES.replace("form: safety", "form: none").replace("[growth-factors]", "[homing, also]")
    write_needs(folder, text.replace("[basics, safety]", "[ethics]"))
    with pytest.raises(CardFileError) as error:
        load_needs(load_course(folder))
    assert [problem.code for problem in error.value.problems] == ["T201", "T202", "T202", "T203"]


@pytest.mark.parametrize(
    "text", ["", "[1, 2]", "competences: [a]\n", "competences: {a: b}", "a: [", "roles: 3"]
)
def test_whatever_stands_in_the_file_is_told(write_course: WriteCourse, text: str) -> None:
    folder = write_course()
    write_needs(folder, text)
    with pytest.raises(MscLearnError, match=r"competences\.yaml"):
        load_needs(load_course(folder))


def test_a_course_without_competences_says_so(write_course: WriteCourse) -> None:
    for where in (write_course(), write_course() / "growth-factors.yaml"):
        with pytest.raises(CardFileError, match="T209"):
            load_needs(load_course(where))


def test_a_course_is_the_same_with_competences_in_its_folder(
    write_course: WriteCourse, tmp_path: Path, runner: CliRunner
) -> None:
    bare, full = write_course(), write_course(name="full")
    write_needs(full)
    assert read_course(full)[1] == ()
    open_course(full, tmp_path / "kept")[1]()
    assert open_course(full, tmp_path / "kept")[0].notes == load_course(full).notes
    decks = []
    for folder in (bare, full):
        same = tmp_path / "same" / folder.name
        same.mkdir(parents=True)
        folder.rename(same / "stromal")
        deck = same / "deck.apkg"
        result = runner.invoke(cli, ["build", str(same / "stromal"), "-o", str(deck)])
        assert result.exit_code == 0, result.output
        decks.append((deck.read_bytes(), (same / "stromal" / "release.lock").read_bytes()))
    assert decks[0][0][:4] == decks[1][0][:4] == b"PK\x03\x04"
    # The lock holds the second of the build.
    assert len(decks[0][1]) == len(decks[1][1])


def test_a_second_extraction_leaves_competences_alone(
    write_course: WriteCourse, runner: CliRunner, tmp_path: Path
) -> None:
    folder = write_course()
    file = write_needs(folder)
    document = tmp_path / "document.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    result = runner.invoke(cli, ["extract", str(document), "-o", str(folder)])
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (0, COMPETENCES), result.output


def test_no_topic_is_named_competences(write_course: WriteCourse, runner: CliRunner, tmp_path: Path) -> None:
    folder = write_course(course=COURSE.replace("[growth-factors]", "[growth-factors, competences]"))
    write_needs(folder)
    assert [problem.code for problem in read_course(folder)[1]] == ["F209"]
    document = tmp_path / "roles.md"
    document.write_text(
        "# Work\n\n## Competences\n\n- Nurse: a person who cares for the sick.\n", encoding="utf-8"
    )
    runner.invoke(cli, ["extract", str(document), "-o", str(tmp_path / "work")])
    assert not (tmp_path / "work" / "competences.yaml").exists()
    assert read_course(tmp_path / "work")[1] == ()


ROLES = ("nurse", "front-desk")
EVERYBODY = (
    Person("anna", ("nurse",), "Anna Berg"),
    Person("ben", ("nurse", "front-desk")),
    Person("cleo", ("front-desk",), "Cleo"),
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("staff.yaml", PEOPLE),
        ("staff.csv", "learner,name,roles\nanna,Anna Berg,nurse\nben,,nurse front-desk\n\n"
         "cleo,Cleo,front-desk\n"),
        ("staff.csv", "\ufeffRoles;Learner;Name\r\nnurse;anna;Anna Berg\r\n"
         "nurse, front-desk;ben;\r\nfront-desk;cleo;Cleo\r\n"),
        ("staff.tsv", 'learner\troles\tname\nanna\tnurse\t"Anna Berg"\nben\tnurse|front-desk\t\n'
         "cleo\tfront-desk\tCleo"),
    ],
    ids=["yaml", "csv", "semicolons", "tabs"],
)  # fmt: skip
def test_people_come_from_yaml_or_csv(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_bytes(text.encode())
    assert load_people(file, ROLES) == EVERYBODY


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p.yaml", PEOPLE.replace("anna:", "Anna Berg:"), "2:3: T205 invalid learner name 'Anna Berg'"),
        ("p.yaml", PEOPLE.replace("[nurse, front-desk]", "[nurs]"), "3:17: T206 unknown role 'nurs': use"),
        ("p.yaml", PEOPLE.replace("ben:", "anna:"), "Y102 duplicate key 'anna'"),
        ("p.yaml", PEOPLE.replace("roles: [nurse]", "role: nurse"), "F201 unknown key 'role'"),
        ("p.yaml", "people: [anna]", "F202 wrong type of people"),
        ("p.yaml", "people: {anna: nurse}", "F202 wrong value of a person"),
        ("p.yaml", "# nobody", "F202 the file must be a mapping"),
        ("p.csv", "anna,nurse\n", "1:1: T208 the first line must have the columns learner and roles"),
        ("p.csv", "learner,roles\nanna\n", "2:1: T208 expected 2 columns as in the first line, found 1"),
        ("p.csv", "learner,roles,Roles\nanna,nurse,nurse\n", "1:1: T208 the first line has the column"),
        ("p.csv", f'learner,roles\nanna,"nurse\n{"x" * 140_000}', "1:1: T208 not valid CSV"),
        ("p.csv", "learner,roles\nanna,\n", "2:1: F204 roles is empty"),
        ("p.csv", "learner,roles\n=1+1,nurse\n", "2:1: T205 invalid learner name '=1+1'"),
        ("p.csv", "learner,roles\nanna,nurse\nanna,front-desk\n", "3:1: T204 a second row for 'anna'"),
        ("p.csv", 'learner,roles,name\nanna,nurse,"A\x1b[2J"\n', "control character"),
        ("p.csv", 'learner,roles,name\nanna,nurse,"A\tB"\n', "F208 name contains a control character"),
        ("p.csv", "learner,roles\nanna,nurs\n", "2:1: T206 unknown role 'nurs'"),
    ],
)  # fmt: skip
def test_a_mistake_among_the_people_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MscLearnError, match=r"p\.") as error:
        load_people(file, ROLES)
    assert said in str(error.value)


def memory(stability: float) -> Memory:
    return Memory(stability, 5, BEGUN, BEGUN, BEGUN, BEGUN.toordinal(), 3, 0, State.REVIEW)


def told(chances: Sequence[float], cards: int = 0) -> PredictedRecall:
    memories = {f"c{number}": memory(chance) for number, chance in enumerate(chances)}
    names = [f"c{number}" for number in range(max(cards, len(chances)))]
    return predicted_recall(names, memories, lambda found: found.stability)


def test_recall_is_of_the_cards_met_and_says_how_many_these_are() -> None:
    found = told([0.9] * 20 + [0.8] * 20, cards=50)
    assert (found.cards, found.met, found.share) == (50, 40, 0.85)
    # 1.96 deviations of a sum of trials: sqrt(20 * .09 + 20 * .16) / 40 is .0559.
    assert (found.low, found.high) == (0.74, 0.96)


@pytest.mark.parametrize("met", range(MIN_CARDS))
def test_recall_of_few_cards_is_not_told(met: int) -> None:
    assert told([0.9] * met, cards=40) == PredictedRecall(40, met)


@given(st.lists(st.floats(0.05, 0.95), min_size=8, max_size=10))
def test_the_interval_holds_about_what_all_outcomes_together_say(chances: list[float]) -> None:
    found = told(chances)
    assert found.low is not None
    assert found.high is not None
    assert found.share is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    outcomes = product((0, 1), repeat=len(chances))
    # The normal curve has no steps: half a card on either side is the usual correction.
    half = 0.5 / len(chances) + 0.005
    within = sum(
        prod(chance if hit else 1 - chance for chance, hit in zip(chances, hits, strict=True))
        for hits in outcomes
        if found.low - half <= sum(hits) / len(chances) <= found.high + half
    )
    assert within >= 0.93


def test_the_versions_of_an_attempt_are_those_of_its_items() -> None:
    items = [item(0, version="old"), item(1, version="v")]
    found = held([sat(scores=(1.0, 1.0), items=items)], "2026-06-01")
    assert found.changed == ("card-0#1",)


def test_a_moment_needs_no_utc_day() -> None:
    now = datetime(2027, 3, 3, 2, tzinfo=UTC)
    assert holding(BASICS, [sat()], now, "UTC", {}).level is Level.DUE_SOON
    assert holding(BASICS, [sat()], now, "Asia/Tokyo", {}).level is Level.OVERDUE
