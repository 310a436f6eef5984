"""What learners passed against the grader: which answers are proposed, to whom, and how they are written."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from msc_learn.cli.main import cli
from msc_learn.course.card_reader import read_card_file
from msc_learn.errors import MscLearnError
from msc_learn.history.store import History
from msc_learn.memory.review import Mode, Rating, Review, Verdict, event_id

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CARDS = """\
id: heart # a file of one topic
topic: The heart
cards:
  # what happened
  - id: attack   # asked often
    question: What is an occluded coronary artery followed by?
    answer: myocardial infarction   # the whole term
    reject:
      angina: no muscle dies
    hint: a term

  - id: rate
    question: 'What makes the heart faster?'
    answer: adrenaline
    accept:   # in any country
      - suprarenin   # of old
    # the end
  - {id: pump, question: What pumps?, answer: the left ventricle, accept: [LV]}
  - id: vessel
    question: What carries blood away from the heart?
    answer: |-
      an artery
  - id: valves
    question: Which valves have three cusps?
    items: [tricuspid, aortic, pulmonary]
  - {id: last, question: What is the first branch?, answer: coronary}
"""

NONE = "No learner has accepted a typed answer against the grader.\n"


def answered(
    card: str,
    answer: str,
    *,
    learner: str = "Ada",
    verdict: Verdict = Verdict.WRONG,
    rating: Rating = Rating.GOOD,
    mode: Mode = Mode.TYPE,
) -> Review:
    return Review("", learner, "heart", f"{card}#1", rating, NOW, mode=mode, answer=answer, verdict=verdict)


def stored(folder: Path, reviews: Sequence[Review]) -> list[str]:
    """Write the cards and a history, and return the arguments that name both."""
    (folder / "heart.yaml").write_text(CARDS, encoding="utf-8")
    with History.open(folder / "history.db") as history:
        for number, review in enumerate(reviews):
            at = NOW + timedelta(minutes=number)
            history.append(replaced(review, event_id(at, number.to_bytes(10, "big")), at))
    return [str(folder / "heart.yaml"), "--db", str(folder / "history.db")]


def replaced(review: Review, name: str, at: datetime) -> Review:
    from dataclasses import replace

    return replace(review, id=name, at=at)


def run(*arguments: str, typed: str = "") -> str:
    result = CliRunner().invoke(cli, ["proposals", *arguments], input=typed)
    if isinstance(result.exception, MscLearnError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def listed(folder: Path, *reviews: Review) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(*stored(folder, reviews), "--json"))["proposals"]
    return found


def test_what_learners_passed_is_listed_with_how_often_and_by_how_many(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        answered("attack", "heart attack"),
        answered("attack", "Heart  attack", learner="Bo"),
        answered("attack", "heart attack", learner="Bo"),
        answered("attack", "coronary thrombosis"),
    )
    assert [(one["accept"], one["times"], one["learners"]) for one in found] == [
        ("heart attack", 3, 2),
        ("coronary thrombosis", 1, 1),
    ]
    assert {one["card"] for one in found} == {"attack"}


@pytest.mark.parametrize(
    "review",
    [
        pytest.param(answered("attack", "heart attack", rating=Rating.AGAIN), id="not passed"),
        pytest.param(answered("attack", "heart attack", verdict=Verdict.CLOSE), id="close: it was asked"),
        pytest.param(answered("attack", "heart attack", mode=Mode.CHOICE), id="picked, not typed"),
        pytest.param(answered("attack", "Angina"), id="the card rejects it"),
        pytest.param(answered("attack", "adrenalin"), id="another card has it as its answer"),
        pytest.param(answered("attack", "arteries"), id="another card has it, in the singular"),
        pytest.param(answered("pump", "lv"), id="the card accepts it already"),
        pytest.param(answered("pump", "left ventricle"), id="it is right by now"),
        pytest.param(answered("valves", "mitral, aortic, pulmonary"), id="a list accepts no list"),
        pytest.param(answered("attack", " ?! "), id="no words"),
        pytest.param(answered("attack", "heart attack " * 200), id="so long that no card would read it"),
        pytest.param(
            answered("attack", "heart \x1b[31m attack"), id="a control character, which no card holds"
        ),
        pytest.param(answered("gone", "heart attack"), id="the card is gone"),
    ],
)
def test_what_no_card_should_accept_is_left_out(tmp_path: Path, review: Review) -> None:
    arguments = stored(tmp_path, [review])
    assert run(*arguments) == NONE
    assert run(*arguments, "--write", "--yes") == NONE
    assert (tmp_path / "heart.yaml").read_text(encoding="utf-8") == CARDS


def test_the_lines_can_be_pasted_and_name_no_learner(tmp_path: Path) -> None:
    output = run(*stored(tmp_path, [answered("attack", "MI: heart"), answered("attack", "MI: heart")]))
    assert "    accept:\n      - 'MI: heart'  # accepted 2 times; " in output
    assert "Ada" not in output
    assert "heart.yaml:5:5: attack, answer: myocardial infarction" in output
    assert "Ada" not in run(str(tmp_path / "heart.yaml"), "--db", str(tmp_path / "history.db"), "--json")


@pytest.mark.parametrize(
    ("learner", "accepted"), [("Bo", ["coronary thrombosis"]), ("Cy", []), ("Ada", ["MI"])]
)
def test_only_what_a_named_learner_passed_is_listed(
    tmp_path: Path, learner: str, accepted: list[str]
) -> None:
    arguments = stored(
        tmp_path, [answered("attack", "MI"), answered("attack", "coronary thrombosis", learner="Bo")]
    )
    found = json.loads(run(*arguments, "--learner", learner, "--json"))["proposals"]
    assert [one["accept"] for one in found] == accepted


def test_written_proposals_leave_all_else_as_it_was(tmp_path: Path) -> None:
    names = ("attack", "rate", "pump", "vessel", "last")
    reviews = [answered(name, text) for name in names for text in ("one: thing", "a, b")]
    output = run(*stored(tmp_path, reviews), "--write", "--yes")
    assert output.count("accepts 2 more answers") == len(names)
    text = (tmp_path / "heart.yaml").read_text(encoding="utf-8")
    expected = (
        CARDS.replace("whole term\n", "whole term\n    accept:\n      - a, b\n      - 'one: thing'\n")
        .replace("# of old\n", "# of old\n      - a, b\n      - 'one: thing'\n")
        .replace("[LV]", "[LV, 'a, b', 'one: thing']")
        .replace("an artery\n", "an artery\n    accept:\n      - a, b\n      - 'one: thing'\n")
        .replace("answer: coronary}", "answer: coronary, accept: ['a, b', 'one: thing']}")
    )
    assert text == expected
    topic = read_card_file(text, "heart.yaml", "heart").topic
    assert topic is not None
    assert topic.notes[1].accept == ("suprarenin", "a, b", "one: thing")
    assert run(str(tmp_path / "heart.yaml"), "--db", str(tmp_path / "history.db")) == NONE


@pytest.mark.parametrize(("said", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_nothing_is_written_before_a_yes(tmp_path: Path, said: str, written: bool) -> None:
    output = run(*stored(tmp_path, [answered("attack", "heart attack")]), "--write", typed=said)
    assert "Add these lines to the card files? [y/N]" in output
    assert ("- heart attack" in (tmp_path / "heart.yaml").read_text(encoding="utf-8")) is written


def test_a_card_that_cannot_be_changed_in_place_is_told(tmp_path: Path) -> None:
    arguments = stored(tmp_path, [answered("a", "heart attack")])
    Path(arguments[0]).write_text("topic: t\ncards: [{id: a, question: Q?, answer: infarction}]\n")
    with pytest.raises(MscLearnError, match="F215"):
        run(*arguments, "--write", "--yes")


def test_a_renamed_card_keeps_what_was_passed_under_its_old_id(tmp_path: Path) -> None:
    arguments = stored(tmp_path, [answered("attack", "heart attack")])
    text = CARDS.replace("- id: attack   #", "- id: infarct\n    renamed-from: attack   #")
    Path(arguments[0]).write_text(text, encoding="utf-8")
    assert "infarct, answer: " in run(*arguments)


def test_json_only_reads(tmp_path: Path) -> None:
    arguments = [*stored(tmp_path, []), "--json", "--write"]
    assert CliRunner().invoke(cli, ["proposals", *arguments]).exit_code == 2
