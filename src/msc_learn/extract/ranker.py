"""How much a stretch of a sentence is worth asking for, by its surface; the weights are in weights.toml."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from msc_learn.document.model import BlockKind, Document
from msc_learn.extract import lexicon
from msc_learn.extract.passage import Passage
from msc_learn.extract.tags import Tagged
from msc_learn.extract.wording import folded, is_fragment

_FREQUENT, _EVERYWHERE = 0.12, 0.25


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to a score, and how the scores are used.

    A stretch is asked for where its score is at least `floor`.
    """

    bias: float
    floor: float
    features: dict[str, float]


@cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    text = (files("msc_learn.extract") / "weights.toml").read_text(encoding="utf-8")
    return weights_of(tomllib.loads(text))


def weights_of(tables: dict[str, dict[str, float]]) -> Weights:
    """Read the tables of a weights file: `[selection]`, and one for each group of features."""
    selection = tables["selection"]
    features = {
        f"{group}.{name}": float(value)
        for group, table in tables.items()
        if group != "selection"
        for name, value in table.items()
    }
    return Weights(selection["bias"], selection["floor"], features)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In which share of a document's sentences a word stands, and the words of its title."""

    shares: dict[str, float]
    topic: frozenset[str]


def frequencies(document: Document, texts: list[str]) -> Frequencies:
    """Count the words of a document's sentences."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(folded(text).split()))
    floor = max(len(texts), 12)
    shares = {word: count / floor for word, count in counts.items() if count > 1}
    return Frequencies(shares, frozenset(_root(word) for word in folded(document.title).split()))


def _root(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def score(names: Iterable[str], weights: Weights) -> float:
    """Return the sum of what the features add; 0 is even odds that the stretch is a fact to be learnt."""
    get = weights.features.get
    return weights.bias + sum(get(name, 0.0) for name in names)


def features(passage: Passage, kinds: Iterable[str], first: int, stop: int, known: Frequencies) -> list[str]:
    """Return the names of the features of a stretch of tokens."""
    tagged = passage.tagged
    return [
        *(f"kind.{kind}" for kind in kinds),
        *_setting(tagged, first, stop),
        *_words(tagged, first, stop, known),
        *_sentence(passage),
    ]


def _setting(tagged: Tagged, first: int, stop: int) -> list[str]:
    tags = tagged.tags
    article = tags[first - 1 : first] == "D"
    before = tags[first - 1 - article : first - article] if first - article > 0 else "^"
    verbs = sum(tags.count(letter, 0, first) for letter in "VBM")
    names = [
        f"before.{before}",
        f"after.{tags[stop : stop + 1] or '$'}",
        f"words.{min(stop - first, 9)}",
        f"third.{3 * first // max(1, len(tags))}",
        "role.subject" if verbs == 0 else "role.object" if verbs == 1 else "role.later",
        f"begins.{tags[first]}",
    ]
    if article:
        names.append("before.article")
    if "S" in tags[:first]:
        names.append("role.subordinate")
    if "C" in tags[first:stop]:
        names.append("inside.and")
    if "P" in tags[first:stop]:
        names.append("inside.preposition")
    if "F" in tags[first:stop]:
        names.append("inside.of")
    if "V" in tags[first + 1 : stop]:
        names.append("inside.verb")
    return names


def _words(tagged: Tagged, first: int, stop: int, known: Frequencies) -> list[str]:
    words = [tagged.word(index) for index in range(first, stop) if tagged.tags[index] in "NXGEV"]
    names = []
    if words:
        shares = [known.shares.get(word, 0.0) for word in words]
        mean = sum(shares) / len(shares)
        names.append(
            "share.everywhere"
            if mean > _EVERYWHERE
            else "share.frequent"
            if mean > _FREQUENT
            else "share.known"
            if mean
            else "share.once"
        )
        if all(word in lexicon.GENERIC or _is_topic(word, known) for word in words):
            names.append("words.all-generic")
        if words[0] in lexicon.GENERIC:
            names.append("words.first-generic")
        if words[-1] in lexicon.GENERIC:
            names.append("words.last-generic")
    text = tagged.text[tagged.starts[first] : tagged.ends[stop - 1]]
    if any(letter.isdigit() for letter in text):
        names.append("looks.digit")
    if (text[1:] if first == 0 else text).lower() != (text[1:] if first == 0 else text):
        names.append("looks.capital")
    if "-" in text:
        names.append("looks.hyphen")
    if len(text) > 8 * (stop - first):
        names.append("looks.long-words")
    return names


def _is_topic(word: str, known: Frequencies) -> bool:
    return _root(word) in known.topic or known.shares.get(word, 0.0) > _EVERYWHERE


def _sentence(passage: Passage) -> list[str]:
    words = len(passage.tagged.tags)
    names = [
        "length.8"
        if words <= 9
        else "length.14"
        if words <= 15
        else "length.22"
        if words <= 24
        else "length.more"
    ]
    if passage.block.term:
        names.append("sentence.term")
    if passage.block.kind is BlockKind.ITEM:
        names.append("sentence.item")
    if passage.opens():
        names.append("sentence.first")
    if passage.lead is not None and not passage.block.term and is_fragment(passage):
        names.append("sentence.fragment")
    return names
