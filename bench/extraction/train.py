"""`python -m bench.extraction.train`: fit the weights of the ranker to the gold lists that are not held out.

Every candidate of a sentence is an example, positive if its card covers a fact of the gold list. The model is
logistic regression with strong L2 regularisation, because examples are few. The figures printed are
cross-validated: each document with weights fitted to the others. `--write` stores the weights fitted to all
documents in the package. Training is deterministic: equal documents give equal weights.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bench.extraction.coverage import covers
from bench.extraction.gold import Gold, gold_of
from bench.extraction.score import Score, score_notes, total
from bench.extraction.sides import Card, cards_of
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.extract.draft import draft_of
from msc_learn.extract.passage import Passage, passages_of
from msc_learn.extract.pipeline import drafts_of
from msc_learn.extract.proposals import Candidate, Proposal, all_features
from msc_learn.extract.ranker import Weights, read_weights, word_statistics

HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "src" / "msc_learn" / "extract" / "weights.toml"
_STEPS, _RATE = 300, 0.05
_FLOORS = (-1.4, -1.2, -1.0, -0.8, -0.6, -0.4, -0.2, 0.0)
_HEADER = """\
# What each feature of a stretch adds to the odds (as a logarithm) that it is a fact worth asking for.
# Written by `python -m bench.extraction.train --write`; see extract/ranker.py for what the features are.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a candidate, and whether its card covers a fact."""

    features: tuple[str, ...]
    covers: bool


def examples_of(gold: Gold, document: Document) -> tuple[Example, ...]:
    """Return an example for each candidate of a document that makes a card."""
    passages = list(passages_of(document))
    statistics = word_statistics(document, [passage.text for passage in passages])
    return tuple(
        Example(names, any(covers(card, fact) for fact in gold.facts))
        for passage in passages
        if passage.usable
        for candidate, names in all_features(passage, statistics)
        if (card := _card(passage, candidate)) is not None
    )


def _card(passage: Passage, candidate: Candidate) -> Card | None:
    wording = Proposal(0.0, passage, candidate).wording()
    if wording is None:
        return None
    note = draft_of("", wording, passage.strength, passage.document, "", "").note
    return next(iter(cards_of([note])))


def fitted(examples: Sequence[Example], penalty: float) -> Weights:
    """Return the weights of a logistic regression, fitted by gradient descent with Adam (Kingma and Ba)."""
    names = sorted({name for example in examples for name in example.features})
    index = {name: number for number, name in enumerate(names)}
    rows = [([index[name] for name in example.features], float(example.covers)) for example in examples]
    size = len(names)
    weights, mean, spread = [0.0] * (size + 1), [0.0] * (size + 1), [0.0] * (size + 1)
    for step in range(1, _STEPS + 1):
        slope = [penalty * weight for weight in weights[:-1]] + [0.0]
        for present, wanted in rows:
            odds = weights[-1] + sum(weights[i] for i in present)
            error = 1 / (1 + math.exp(-odds)) - wanted
            slope[-1] += error
            for i in present:
                slope[i] += error
        for i, value in enumerate(slope):
            mean[i] = 0.9 * mean[i] + 0.1 * value
            spread[i] = 0.99 * spread[i] + 0.01 * value * value
            down = mean[i] / (1 - 0.9**step)
            weights[i] -= _RATE * down / (math.sqrt(spread[i] / (1 - 0.99**step)) + 1e-8)
    rounded = {name: round(weights[number], 2) for name, number in index.items()}
    kept = {name: value for name, value in rounded.items() if abs(value) >= 0.05}
    tables: dict[str, dict[str, float]] = {"selection": {"bias": round(weights[-1], 2), "floor": 0.0}}
    for name, value in kept.items():
        group, _, feature = name.partition(".")
        tables.setdefault(group, {})[feature] = value
    return read_weights(tables)


def text_of(weights: Weights) -> str:
    """Return weights as the TOML file that the package reads."""
    lines = [_HEADER, "[selection]"]
    lines += [f"{name} = {getattr(weights, name)}" for name in ("bias", "floor")]
    groups: dict[str, list[tuple[str, float]]] = {}
    for name, value in sorted(weights.features.items()):
        group, _, feature = name.partition(".")
        groups.setdefault(group, []).append((feature, value))
    for group, features in groups.items():
        lines += ["", f"[{group}]", *(f'"{feature}" = {value}' for feature, value in features)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Material:
    """A gold list, its document and their examples."""

    gold: Gold
    document: Document
    examples: tuple[Example, ...]


def material() -> list[Material]:
    """Read the gold lists that are not held out."""
    golds = [gold for path in sorted((HERE / "gold").glob("*.yaml")) if not (gold := gold_of(path)).held_out]
    documents = [read_document(HERE / "documents" / gold.document) for gold in golds]
    return [
        Material(gold, document, examples_of(gold, document))
        for gold, document in zip(golds, documents, strict=True)
    ]


def all_examples(entries: Iterable[Material]) -> list[Example]:
    """Return the examples of several documents."""
    return [example for entry in entries for example in entry.examples]


def cross_validated(entries: Sequence[Material], penalty: float) -> Iterator[str]:
    """Yield a line for each floor: the coverage of documents with weights fitted to the others."""
    fits = [
        fitted(all_examples(other for other in entries if other is not entry), penalty) for entry in entries
    ]
    for floor in _FLOORS:
        scores = [_score(entry, replace(fit, floor=floor)) for entry, fit in zip(entries, fits, strict=True)]
        counts = total("", scores).counts
        each = " ".join(f"{100 * s.counts.covered_weight / s.counts.weight:.0f}" for s in scores)
        share = counts.covered_weight / counts.weight
        yield f"floor {floor:5.2f}: {share:6.1%}, {counts.cards / counts.covered:.2f} cards a fact  ({each})"


def _score(entry: Material, weights: Weights) -> Score:
    notes = [draft.note for draft in drafts_of(entry.document, weights)]
    return score_notes(entry.gold, entry.document, notes)


@click.command()
@click.option("--penalty", default=8.0, show_default=True, help="Set the L2 penalty on weights.")
@click.option(
    "--floor", default=-1.2, show_default=True, help="Set the least score of a candidate that makes a card."
)
@click.option("--write", is_flag=True, help="Write the weights fitted to all documents.")
def main(penalty: float, floor: float, write: bool) -> None:
    """Fit the ranker's weights."""
    entries = material()
    if write:
        weights = replace(fitted(all_examples(entries), penalty), floor=floor)
        WEIGHTS.write_text(text_of(weights), encoding="utf-8")
        click.echo(f"{WEIGHTS}: {len(weights.features)} weights")
        return
    click.echo("coverage by importance, each document with weights fitted to the others:")
    click.echo(", ".join(entry.gold.name for entry in entries))
    for line in cross_validated(entries, penalty):
        click.echo(line)


if __name__ == "__main__":
    main()
