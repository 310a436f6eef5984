"""The fitting of the ranker's weights to gold lists."""

import tomllib
from dataclasses import replace

import pytest
from bench.extraction.train import WEIGHTS, Example, all_examples, fitted, material, text_of

from msc_learn.extract.ranker import read_weights, score, shipped_weights

SEEN = [
    Example(("kind.phrase", "words.1"), covers=False),
    Example(("kind.phrase", "words.4"), covers=False),
    Example(("kind.complement", "words.4"), covers=True),
    Example(("kind.complement", "words.1"), covers=True),
] * 5


def test_what_covers_facts_weighs_more_than_what_does_not() -> None:
    weights = fitted(SEEN, 1.0)
    good, bad = (score([(name,)], weights) for name in ("kind.complement", "kind.phrase"))
    assert good > 0 > bad
    assert abs(weights.features.get("words.1", 0.0)) < 0.1


def test_a_stronger_pull_draws_the_weights_to_nothing() -> None:
    mild, strong = (fitted(SEEN, pull).features["kind.complement"] for pull in (1.0, 20.0))
    assert mild > strong > 0


def test_equal_examples_give_equal_weights() -> None:
    assert fitted(SEEN, 3.0) == fitted(list(SEEN), 3.0)


def test_what_is_written_is_read_back() -> None:
    weights = replace(fitted(SEEN, 1.0), floor=-0.5)
    assert read_weights(tomllib.loads(text_of(weights))) == weights


@pytest.mark.wide
def test_the_shipped_weights_are_those_that_the_gold_lists_give() -> None:
    again = replace(fitted(all_examples(material()), 8.0), floor=shipped_weights().floor)
    assert text_of(again) == WEIGHTS.read_text(encoding="utf-8")
