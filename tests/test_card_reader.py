"""Card files: what is right is read with its places, what is wrong is told with its place."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from msc_learn.course.card_reader import read_card_file
from msc_learn.course.model import Kind
from msc_learn.position import Position

DATA = Path(__file__).parent / "data"


def stems(folder: str) -> list[str]:
    return sorted(path.stem for path in (DATA / folder).glob("*.yaml"))


@pytest.mark.parametrize("name", stems("invalid"))
def test_every_problem_of_a_file_is_told_with_its_place(name: str) -> None:
    text = (DATA / "invalid" / f"{name}.yaml").read_text(encoding="utf-8")
    file = read_card_file(text, f"{name}.yaml", name)
    told = "".join(f"{problem}\n" for problem in sorted(file.problems))
    assert told == (DATA / "invalid" / f"{name}.txt").read_text(encoding="utf-8")
    assert told


@pytest.mark.parametrize("name", stems("valid"))
def test_a_valid_file_is_read_as_written_beside_it(name: str) -> None:
    text = (DATA / "valid" / f"{name}.yaml").read_text(encoding="utf-8")
    file = read_card_file(text, f"{name}.yaml", name)
    assert file.problems == ()
    assert file.topic is not None
    read = json.loads(json.dumps(asdict(file.topic), default=dict))
    assert read == json.loads((DATA / "valid" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ("question: q\n    answer: a", Kind.QUESTION),
        ("cloze: a {{c1::b}}", Kind.CLOZE),
        ("question: q\n    items: [a, b]", Kind.LIST),
        ("question: q\n    answer: a\n    distractors: [b, c]", Kind.CHOICE),
    ],
)
def test_the_kind_of_a_card_follows_from_its_keys(keys: str, kind: Kind) -> None:
    file = read_card_file(f"topic: T\ncards:\n  - id: a\n    {keys}\n", "t.yaml", "t")
    assert file.topic is not None
    assert [note.kind for note in file.topic.notes] == [kind]


@pytest.mark.parametrize("text", ["no", "yes", "1e3", "0777", "2026-11-22", "~x", "nullify", "1_000", ".5"])
def test_a_value_stays_the_text_it_is(text: str) -> None:
    file = read_card_file(f"topic: T\ncards:\n  - id: a\n    question: q\n    answer: {text}\n", "t", "t")
    assert file.topic is not None
    assert file.topic.notes[0].answer == text


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", "", " # why"])
@pytest.mark.parametrize("key", ["question", "answer", "hint"])
def test_a_value_that_yaml_calls_none_is_empty(text: str, key: str) -> None:
    keys = {"question": "q", "answer": "a"} | {key: text}
    lines = "".join(f"    {name}: {value}\n" for name, value in keys.items())
    file = read_card_file(f"topic: T\ncards:\n  - id: a\n{lines}", "t", "t")
    [problem] = file.problems
    assert (problem.code, problem.message) == ("F204", f"{key} is empty: write a value, or delete the key")


@pytest.mark.parametrize("text", ['"null"', "'~'", "|-\n      null"])
def test_a_quoted_null_is_a_word(text: str) -> None:
    file = read_card_file(f"topic: T\ncards:\n  - id: a\n    question: q\n    answer: {text}\n", "t", "t")
    assert file.topic is not None
    assert file.topic.notes[0].answer in ("null", "~")


PLACED = """\
topic: T
cards:
  - id: a
    question: q
    items:
      - x
      - y
    source: {quote: the words}
"""


@pytest.mark.parametrize(
    ("key", "line", "column"),
    [("id", 3, 9), ("question", 4, 15), ("items.1", 7, 9), ("source.quote", 8, 21), ("hint", 3, 5)],
)
def test_a_value_knows_its_place_and_an_absent_one_that_of_its_card(key: str, line: int, column: int) -> None:
    file = read_card_file(PLACED, "t.yaml", "t")
    assert file.topic is not None
    assert file.topic.notes[0].position_of(key) == Position("t.yaml", line, column)


@pytest.mark.parametrize(
    "text", ["topic: T\ntags: [b, a]\n{}", "tags: [b, a]\n{}topic: T\n", "topic: T\n{}tags: [b, a]\n"]
)
def test_the_tags_of_a_file_are_those_of_its_notes_wherever_they_stand(text: str) -> None:
    cards = "cards:\n  - {id: x, question: q, answer: a, tags: [c, a]}\n  - {id: y, question: q, answer: a}\n"
    file = read_card_file(text.format(cards), "t.yaml", "t")
    assert file.problems == ()
    assert file.topic is not None
    assert [note.tags for note in file.topic.notes] == [("a", "b", "c"), ("a", "b")]


def test_ids_of_cards_with_problems_are_told_apart_too() -> None:
    file = read_card_file("topic: T\ncards:\n  - id: a\n  - id: a\n", "t.yaml", "t")
    assert [name for name, _ in file.ids] == ["a", "a"]
