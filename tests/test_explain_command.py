"""Every code that can be printed is explained, and its examples do what they say."""

import re
from pathlib import Path

import pytest

from msc_learn.cli.explain import explanations
from msc_learn.course.card_reader import kind_of
from msc_learn.course.model import Kind, Label, Media, Note, Source, Status, Strength
from msc_learn.errors import Code
from msc_learn.evidence.context import QuoteContext
from msc_learn.lint.checks import codes
from msc_learn.lint.gate import refusals
from msc_learn.position import Position

PACKAGE = Path(__file__).parents[1] / "src" / "msc_learn"
CODE = re.compile(r'"([A-Z]\d{3})"')
LABEL = re.compile(r"\{text: ([^,]+), at: \[(\d+), (\d+), (\d+), (\d+)\]\}")
HERE = Position("cards.yaml", 3, 5)


def raised() -> set[str]:
    """Return the codes that stand in the package, explanations aside."""
    found = set()
    for module in PACKAGE.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        found |= set(CODE.findall(re.sub(r'^    "[A-Z]\d{3}": Code\(', "", text, flags=re.MULTILINE)))
    return found


def test_every_code_that_is_raised_is_explained_and_every_explained_one_is_raised() -> None:
    assert raised() == set(explanations())


@pytest.mark.parametrize("name", explanations())
def test_an_explanation_says_all(name: str) -> None:
    code = explanations()[name]
    assert code.meaning[0].islower() or code.meaning.split()[0].isupper()
    assert not code.meaning.endswith(".")
    assert code.why.endswith(".")
    assert code.remedy
    assert code.bad
    assert code.good
    assert code.bad != code.good


def note_of(example: str) -> tuple[Note, tuple[QuoteContext, ...]]:
    """Return the card of an example, and what it stands on."""
    keys = dict(line.partition(": ")[::2] for line in example.splitlines())
    quote = keys.get("quote", "")
    lead = "state | change | cause" if " | " in quote else ""
    contexts = (QuoteContext(("Exosomes",), quote, lead),) if quote else ()
    kind = kind_of(keys)
    note = Note(
        "a",
        kind,
        "t",
        HERE,
        question="" if kind is Kind.CLOZE else keys.get("question", "What?"),
        answer=keys.get("answer", ""),
        cloze=keys.get("cloze", "").strip("'"),
        items=tuple(item.strip() for item in keys.get("items", "").strip("[]").split(",") if item),
        strength=Strength(keys.get("strength", "investigational")),
        labels=tuple(label_of(found) for found in LABEL.finditer(keys.get("labels", ""))),
        media=Media("a.svg", keys["alt"]) if "alt" in keys else None,
        sources=(Source((), quote),) if quote else (),
        status=Status(keys.get("status", "accepted")),
        value_positions=dict.fromkeys(keys, (1, 1)),
    )
    return note, contexts


def label_of(found: re.Match[str]) -> Label:
    left, top, width, height = map(float, found.groups()[1:])
    return Label(found[1], (left, top, width, height))


def of_one_card() -> list[tuple[str, Code]]:
    """Return the codes of the checks that look at one card, whose examples are whole cards."""
    kept = {"G301", "G302", "G303", "G304", "G315", "G316", "L503", "L505", "L509"}
    return [(name, code) for name, code in codes().items() if name not in kept]


@pytest.mark.parametrize(("name", "code"), of_one_card())
def test_the_gate_refuses_the_wrong_example_and_passes_the_right_one(name: str, code: Code) -> None:
    refused = [{problem.code for problem in refusals(*note_of(text))} for text in (code.bad, code.good)]
    assert name in refused[0]
    assert name not in refused[1]
