"""Ranker: a linear model over surface features of a candidate span; the weights are in weights.toml."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, compress, product
from operator import attrgetter
from typing import NamedTuple

from msc_learn.document.model import BlockKind, Document
from msc_learn.extract import lexicon
from msc_learn.extract.passage import Passage
from msc_learn.extract.sentence_context import is_fragment
from msc_learn.text.words import normalised_words

_FREQUENT, _EVERYWHERE = 0.12, 0.25  # shares of a document's sentences
_MOST_WORDS = 9
_CONTENT_TAGS, _VERB_TAGS = frozenset("NXGEV"), frozenset("VBM")


FeatureNames = tuple[str, ...]
"""Names of features; those that often occur together are cached as one tuple."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the linear model. A candidate makes a card if its score is at least `floor`."""

    bias: float
    floor: float
    features: Mapping[str, float]
    _sums: "_Sums" = field(compare=False, repr=False)

    def sum_of_all(self, features: Iterable[FeatureNames]) -> float:
        """Return the sum of the weights of some features; a feature without a weight adds nothing."""
        return sum(map(self._sums.__getitem__, features))


class _Sums(dict[FeatureNames, float]):
    """A cache of the sums of features that occurred together."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, names: FeatureNames) -> float:
        self[names] = total = sum(self._weights.get(name, 0.0) for name in names)
        return total


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the package."""
    text = (files("msc_learn.extract") / "weights.toml").read_text(encoding="utf-8")
    return read_weights(tomllib.loads(text))


def read_weights(tables: dict[str, dict[str, float]]) -> Weights:
    """Read the tables of a weights file: `[selection]`, and one for each group of features."""
    selection = tables["selection"]
    features = {
        f"{group}.{name}": float(value)
        for group, table in tables.items()
        if group != "selection"
        for name, value in table.items()
    }
    return Weights(selection["bias"], selection["floor"], features, _Sums(features))


class _Word(NamedTuple):
    share: float
    generic: bool
    common: bool


_share, _is_common = attrgetter("share"), attrgetter("common")


class WordStatistics(dict[str, _Word]):
    """Statistics of each word in a document, computed once.

    They are the share of sentences with the word, whether it is generic, and whether it is common, or names
    the topic of the whole document.
    """

    def __init__(self, shares: Mapping[str, float], topic: frozenset[str]) -> None:
        super().__init__()
        self._shares, self._topic = shares, topic

    def __missing__(self, word: str) -> _Word:
        share, generic = self._shares.get(word, 0.0), word in lexicon.GENERIC
        common = generic or _root(word) in self._topic or share > _EVERYWHERE
        self[word] = statistics = _Word(share, generic, common)
        return statistics


def word_statistics(document: Document, texts: list[str]) -> WordStatistics:
    """Count the words of a document's sentences."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(normalised_words(text).split()))
    floor = max(len(texts), 12)
    shares = {word: count / floor for word, count in counts.items() if count > 1}
    return WordStatistics(shares, frozenset(_root(word) for word in normalised_words(document.title).split()))


def _root(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def score(features: Iterable[FeatureNames], weights: Weights) -> float:
    """Return the log-odds that a candidate is a fact worth learning."""
    return weights.bias + weights.sum_of_all(features)


class SentenceFeatures:
    """The features of the candidates of one sentence; what they share is computed once."""

    def __init__(self, passage: Passage, statistics: WordStatistics) -> None:
        self._text, self._tags = passage.text, passage.tagged.tags
        self._starts, self._ends = passage.tagged.starts, passage.tagged.ends
        pairs = zip(passage.tagged.words, self._tags, strict=True)
        self._words = [statistics[word] if tag in _CONTENT_TAGS else None for word, tag in pairs]
        self._common = _sentence_names(passage)
        self._verbs_before = [0, *accumulate(letter in _VERB_TAGS for letter in self._tags)]
        self._subordinator = self._tags.find("S")

    def features(self, kinds: Sequence[str], first: int, stop: int) -> tuple[FeatureNames, ...]:
        """Return the feature names of the tokens from `first` to before `stop`, found as some kinds."""
        tags = self._tags
        start, end = self._starts[first], self._ends[stop - 1]
        return (
            self._common,
            _kind_names(tuple(kinds)),
            _setting_names(
                tags[first - 2 : first] if first > 1 else tags[:first],
                tags[first:stop],
                tags[stop : stop + 1],
                3 * first // len(tags),
                min(2, self._verbs_before[first]),
                0 <= self._subordinator < first,
            ),
            self._word_names(first, stop),
            _looks(self._text[start:end], first == 0, end - start > 8 * (stop - first)),
        )

    def _word_names(self, first: int, stop: int) -> FeatureNames:
        words = list(filter(None, self._words[first:stop]))
        if not words:
            return ()
        mean = sum(map(_share, words)) / len(words)
        return _WORD_NAMES[
            (mean > 0) + (mean > _FREQUENT) + (mean > _EVERYWHERE),
            words[0].generic,
            words[-1].generic,
            all(map(_is_common, words)),
        ]


@lru_cache(maxsize=2**12)
def _kind_names(kinds: FeatureNames) -> FeatureNames:
    return tuple(f"kind.{kind}" for kind in kinds)


@lru_cache(maxsize=2**14)
def _setting_names(
    before: str, inside: str, after: str, third: int, verbs: int, subordinate: bool
) -> FeatureNames:
    """Return the features of the position and the tags of a candidate."""
    article = before[-1:] == "D"
    names = ["before.article"] if article else []
    last = before[:-1] if article else before
    names += [
        f"before.{last[-1:] or '^'}",
        f"after.{after or '$'}",
        f"words.{min(len(inside), _MOST_WORDS)}",
        f"third.{third}",
        _ROLES[verbs],
        f"begins.{inside[0]}",
    ]
    if subordinate:
        names.append("role.subordinate")
    names += [name for letter, name in _INSIDE if letter in inside]
    if "V" in inside[1:]:
        names.append("inside.verb")
    return tuple(names)


def _all_word_names() -> dict[tuple[int, bool, bool, bool], FeatureNames]:
    shares = ("share.once", "share.known", "share.frequent", "share.everywhere")
    flags = ("words.first-generic", "words.last-generic", "words.all-generic")
    return {
        (share, first, last, every): (shares[share], *compress(flags, (first, last, every)))
        for share in range(len(shares))
        for first, last, every in product((False, True), repeat=len(flags))
    }


@lru_cache(maxsize=2**12)
def _looks(text: str, opens: bool, has_long_words: bool) -> FeatureNames:
    """Return the features of the characters of a candidate; the capital of a sentence does not count."""
    names = ["looks.long-words"] if has_long_words else []
    if not text.isalpha():
        if any(map(str.isdigit, text)):
            names.append("looks.digit")
        if "-" in text:
            names.append("looks.hyphen")
    rest = text[1:] if opens else text
    if rest.lower() != rest:
        names.append("looks.capital")
    return tuple(names)


def _sentence_names(passage: Passage) -> FeatureNames:
    words = len(passage.tagged.tags)
    names = [next(name for most, name in _SENTENCES if words <= most)]
    if passage.block.term:
        names.append("sentence.term")
    if passage.block.kind is BlockKind.ITEM:
        names.append("sentence.item")
    if passage.is_first_in_block():
        names.append("sentence.first")
    if passage.lead is not None and not passage.block.term and is_fragment(passage):
        names.append("sentence.fragment")
    return tuple(names)


_ROLES = ("role.subject", "role.object", "role.later")
_INSIDE = (("C", "inside.and"), ("P", "inside.preposition"), ("F", "inside.of"))
_SENTENCES = ((9, "length.8"), (15, "length.14"), (24, "length.22"), (10**6, "length.more"))
_WORD_NAMES = _all_word_names()
