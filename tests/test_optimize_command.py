"""`msc-learn optimize`: trains, compares, adopts or declines, sets the retention, shows the work to come."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import simulated
from msc_learn.cli.main import cli
from msc_learn.history.projection import adopt, rebuild
from msc_learn.history.store import History
from msc_learn.memory.fsrs6 import retrievability
from msc_learn.memory.parameters import DEFAULT, Adoption, Parameters
from msc_learn.memory.review import Memory, Review

Optimize = Callable[..., Result]
COURSE = "stromal"
# Cards of the course that `conftest` writes; the reviews are of these and of cards that have gone since.
IDS = ("vegf-name#1", "exosome-cargo#1", "exosome-cargo#2")


def of_course(reviews: Sequence[Review], course: str = COURSE) -> list[Review]:
    names = {f"c{number}#1": name for number, name in enumerate(IDS)}
    return [replace(one, course=course, card=names.get(one.card, one.card)) for one in reviews]


def write(path: Path, reviews: Sequence[Review]) -> None:
    with History.open(path) as history:
        history._db.execute("PRAGMA synchronous = OFF")
        for review in reviews:
            history.append(review)


@pytest.fixture(scope="module")
def long_history(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("long") / "history.db"
    write(path, of_course(simulated.reviews(4000, simulated.FORGETFUL)))
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, long_history: bytes) -> Path:
    path = tmp_path / "history.db"
    path.write_bytes(long_history)
    return path


@pytest.fixture
def optimize(
    runner: CliRunner, course_folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> Optimize:
    last = simulated.START + timedelta(days=400)
    monkeypatch.setattr("msc_learn.cli.clock.now", lambda: last)
    monkeypatch.setattr("msc_learn.cli.clock.zone", lambda: "Europe/Zurich")

    def run(*arguments: str, db: Path = database) -> Result:
        return runner.invoke(cli, ["optimize", str(course_folder), "--db", str(db), *arguments])

    return run


def held(path: Path, course: str = COURSE) -> tuple[Parameters, dict[str, Memory]]:
    with History.open(path) as history:
        return history.parameters(course), history.memories(COURSE)


def found(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.output)
    return answer


def test_weights_that_win_are_adopted_and_both_figures_printed(optimize: Optimize, database: Path) -> None:
    _, before = held(database)
    dry = found(optimize("--dry-run", "--json"))
    assert not dry["adopted"]
    assert held(database) == (DEFAULT, before)
    result = optimize()
    parameters, after = held(database)
    newest = dry["splits"][-1]
    assert result.exit_code == 0
    for weights in ("default", "trained"):
        assert f"{newest[weights]['log_loss']:.4f}" in result.output
        assert f"{newest[weights]['rmse']:.4f}" in result.output
    assert f"{dry['scored']:,} scored reviews" in result.output
    assert newest["trained"]["log_loss"] < newest["default"]["log_loss"]
    assert list(parameters.weights) == dry["parameters"]["weights"]
    assert parameters.retention == 0.9
    moved = sum(after[card].due != memory.due for card, memory in before.items())
    assert f"{moved} cards are now due at other times." in " ".join(result.output.split())
    with History.open(database) as history:
        rebuild(history)
        assert history.memories(COURSE) == after


def test_the_same_reviews_are_not_adopted_twice(optimize: Optimize, database: Path) -> None:
    assert found(optimize("--json"))["adopted"]
    kept = held(database)
    result = optimize()
    assert "weights in use" in result.output
    assert "Not adopted: " in result.output
    assert held(database) == kept


def test_with_three_hundred_reviews_nothing_is_adopted(optimize: Optimize, tmp_path: Path) -> None:
    few = tmp_path / "few.db"
    write(few, of_course(simulated.reviews(300, simulated.FORGETFUL)))
    result = optimize(db=few)
    assert result.exit_code == 0
    assert "log loss" in result.output
    assert "1,500 scored reviews" in result.output
    assert held(few)[0] == DEFAULT


def test_without_reviews_nothing_is_compared_and_no_file_is_made(optimize: Optimize, tmp_path: Path) -> None:
    result = optimize(db=tmp_path / "none.db")
    assert result.output.startswith("0 scored reviews")
    assert optimize("--simulate", "--days", "7", db=tmp_path / "none.db").exit_code == 0
    assert not (tmp_path / "none.db").exists()


def test_reviews_of_another_course_count_only_for_all(optimize: Optimize, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    write(other, of_course(simulated.reviews(4000, simulated.FORGETFUL), course="another"))
    assert found(optimize("--json", db=other))["scored"] == 0
    everywhere = found(optimize("--json", "--all", db=other))
    assert everywhere["adopted"]
    assert everywhere["course"] == ""
    assert held(other)[0] == held(other, "another")[0] != DEFAULT


def test_a_retention_is_set_without_training_and_taken_back(
    optimize: Optimize, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msc_learn.memory.trainer.find_spec", lambda name: None)
    before = held(database)
    result = optimize("--retention", "0.8")
    assert "Adopted: the default weights, 80 % desired retention." in " ".join(result.output.split())
    parameters, memories = held(database)
    assert parameters == Parameters(retention=0.8)
    assert sum(memories[card].due > memory.due for card, memory in before[1].items()) > 100
    assert optimize("--default").exit_code == 0
    assert held(database) == before


def test_trained_weights_keep_the_retention_and_a_retention_the_weights(
    optimize: Optimize, database: Path
) -> None:
    optimize("--retention", "0.85")
    optimize()
    trained = held(database)[0]
    assert (trained.retention, trained.weights == DEFAULT.weights) == (0.85, False)
    optimize("--retention", "0.8")
    assert held(database)[0] == replace(trained, retention=0.8)


def test_without_the_extra_one_line_says_what_to_install(
    optimize: Optimize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("msc_learn.memory.trainer.find_spec", lambda name: None)
    result = optimize()
    assert result.exit_code == 1
    assert "pip install 'msc-learn[optimize]'" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--retention", "0.5"], "0.5 is not in the range"),
        (["--retention", "0.99"], "0.99 is not in the range"),
        (["--retention", "nan"], "nan is not a number"),
        (["--retention", "0.8", "--retention", "0.9"], "only --simulate takes several"),
        (["--simulate", "--default"], "leave out --default"),
        (["--simulate", "--days", "0"], "0 is not in the range"),
    ],
)
def test_wrong_usage_is_told(optimize: Optimize, database: Path, arguments: list[str], said: str) -> None:
    result = optimize(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert held(database)[0] == DEFAULT


def test_the_work_to_come_is_shown_by_week_and_retention(optimize: Optimize, database: Path) -> None:
    before = held(database)
    arguments = ("--simulate", "--days", "21", "--retention", "0.8", "--retention", "0.9")
    result = optimize(*arguments)
    assert result.exit_code == 0
    assert result.output == optimize(*arguments).output
    assert [line.split()[:2] for line in result.output.splitlines() if line.startswith("week")] == [
        ["week", "1"],
        ["week", "2"],
        ["week", "3"],
    ]
    assert "80 %" in result.output
    assert "90 % now" in result.output
    answer = found(optimize(*arguments, "--json"))
    assert [(one["retention"], one["in_force"], len(one["stretches"])) for one in answer["retentions"]] == [
        (0.8, False, 3),
        (0.9, True, 3),
    ]
    # Of the five cards of the course three were met; the others are met on the first day.
    assert answer["retentions"][0]["stretches"][0]["met"] == 5
    assert held(database) == before


def test_two_years_are_told_by_four_weeks(optimize: Optimize) -> None:
    result = optimize("--simulate", "--days", "730", "--retention", "0.9")
    rows = [line for line in result.output.splitlines() if line.startswith("weeks ")]
    assert len(rows) == 27
    assert rows[1].startswith("weeks 5-8 ")


def test_a_narrow_terminal_shows_the_retentions_below_each_other(
    optimize: Optimize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    result = optimize("--simulate", "--days", "7")
    assert result.output.count("week 1") == 3
    assert max(map(len, result.output.splitlines())) <= 40


def test_a_sitting_goes_by_what_was_adopted_and_says_so_in_its_reviews(
    runner: CliRunner, optimize: Optimize, course_folder: Path, database: Path
) -> None:
    optimize("--retention", "0.8")
    quiz = ["quiz", str(course_folder), "--db", str(database), "--mode", "flip", "--limit", "1"]
    result = runner.invoke(cli, quiz, input="\n3\n", catch_exceptions=False)
    assert result.exit_code == 0
    with History.open(database) as history:
        *_, newest = history.reviews()
        assert newest.scheduler == Parameters(retention=0.8).name
        kept = history.memories(COURSE)
        rebuild(history)
        assert history.memories(COURSE) == kept


def test_the_waits_offered_and_the_chances_told_are_those_of_what_was_adopted(
    runner: CliRunner, optimize: Optimize, course_folder: Path, database: Path
) -> None:
    of_here = [str(course_folder), "--db", str(database)]

    def offered_and_told() -> tuple[str, list[float]]:
        asked = runner.invoke(
            cli, ["quiz", *of_here, "--mode", "flip", "--limit", "1"], input="\nq\n", catch_exceptions=False
        )
        [offer] = [line for line in asked.output.splitlines() if "Again" in line and "Easy" in line][:1]
        stats = json.loads(runner.invoke(cli, ["stats", *of_here, "--json"], catch_exceptions=False).output)
        return offer, [one["recall"] for one in stats["weakest_cards"]]

    offer, told = offered_and_told()
    optimize("--retention", "0.7")
    later, same = offered_and_told()
    assert later != offer
    assert same == told
    with History.open(database) as history:
        flat = Parameters((*DEFAULT.weights[:-1], 0.4))
        adopt(history, Adoption(flat, simulated.START, COURSE))
        memories = history.memories(COURSE)
    now = simulated.START + timedelta(days=400)
    _, others = offered_and_told()
    chances = (retrievability(memories[card], now, "Europe/Zurich", flat) for card in IDS)
    assert others == pytest.approx(sorted(chances))
    assert others != told
