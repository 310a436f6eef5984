"""Python's side of the test vectors: of each input it makes what the file expects; the files are fresh."""

import json
from typing import Any

import pytest

import vectors
from msc_learn.page.grading import Lender, grading_of
from pages import is_close
from vectors import FOLDER, VECTORS


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", VECTORS)
def test_python_makes_of_every_input_what_is_expected(name: str) -> None:
    _, outcome = VECTORS[name]
    apart = [
        row
        for row in rows(name)
        if not is_same(json.loads(json.dumps(outcome(row["input"]))), row["expected"])
    ]
    assert apart == []


def is_same(found: Any, expected: Any) -> bool:
    """Return whether two values are equal, floats to four decimals: powers differ in their last bit."""
    if isinstance(expected, float) and isinstance(found, float):
        return is_close(found, expected)
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(is_same(found[key], expected[key]) for key in found)
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(is_same, found, expected))
    return bool(found == expected)


def test_vectors_are_fresh() -> None:
    """A stale file is written anew by `make vectors`; read the difference before it is committed."""
    for path, text in vectors.files():
        assert is_same(json.loads(path.read_text(encoding="utf-8")), json.loads(text)), path.name


def test_every_file_has_its_vectors() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {*VECTORS, "tables"}


def test_every_verdict_state_and_many_flaws_are_among_them() -> None:
    memories = [step["memory"] for row in rows("scheduling") for step in row["expected"] if step["memory"]]
    assert {memory["state"] for memory in memories} == {"learning", "review", "relearning"}
    assert {row["expected"]["verdict"] for row in rows("grading")} == {"right", "close", "wrong"}
    assert len({row["expected"]["flaw"] for row in rows("exam_chain")}) > 10


def test_a_card_of_the_vectors_is_that_of_its_note() -> None:
    for row in rows("grading")[::50]:
        assert grading_of(vectors.card_of(row["input"]["card"]), Lender.of(())) | {"typable": True} == (
            row["input"]["card"] | {"typable": True}
        )
