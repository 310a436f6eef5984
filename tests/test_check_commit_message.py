"""The commit message check: which subjects pass, and what it says of others."""

import pytest
from tools.check_commit_message import LONGEST, problems


@pytest.mark.parametrize(
    "message",
    [
        "text: one list of Greek letters",
        "text: one list of Greek letters\n\nThree lists disagreed.\n# Please enter the commit message",
        "deck/formats: write the package in one pass",
        "lint, evidence: one normal form of a quote",
        "Merge branch 'main' into words",
        "text: " + "a" * (LONGEST - len("text: ")),
    ],
)
def test_a_message_with_an_area_and_a_short_subject_passes(message: str) -> None:
    assert not list(problems(message))


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("", "area"),
        ("Add a list", "area"),
        ("text: add a list.", "full stop"),
        ("text:add a list", "area"),
        ("text: " + "a" * LONGEST, "at most 72"),
        ("text: add a list\nbecause", "blank line"),
    ],
)
def test_another_message_is_refused_with_what_to_do(message: str, problem: str) -> None:
    assert any(problem in line for line in problems(message))
