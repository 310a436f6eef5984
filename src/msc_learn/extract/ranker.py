"""How much a stretch of a sentence is worth asking for, by its surface; the weights are in weights.toml."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import compress, product

from msc_learn.document.model import BlockKind, Document
from msc_learn.extract import lexicon
from msc_learn.extract.passage import Passage
from msc_learn.extract.wording import folded, is_fragment

_FREQUENT, _EVERYWHERE = 0.12, 0.25  # shares of a document's sentences
_MOST_WORDS = 9
_SAID = frozenset("NXGEV")


Names = tuple[str, ...]
"""Names of features; those that often come together are kept as one tuple."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to a score, and how the scores are used.

    A stretch is asked for where its score is at least `floor`.
    """

    bias: float
    floor: float
    features: Mapping[str, float]
    _sums: dict[Names, float] = field(default_factory=dict, compare=False, repr=False)

    def sum_of(self, names: Names) -> float:
        """Return what some features add together; one without a weight adds nothing."""
        found = self._sums.get(names)
        if found is None:
            found = self._sums[names] = sum(self.features.get(name, 0.0) for name in names)
        return found


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


def score(features: Iterable[Names], weights: Weights) -> float:
    """Return the sum of what the features add; 0 is even odds that the stretch is a fact to be learnt."""
    return weights.bias + sum(map(weights.sum_of, features))


class Surface:
    """A sentence as the ranker sees it: what its stretches have in common is worked out once."""

    def __init__(self, passage: Passage, known: Frequencies) -> None:
        self._tagged = passage.tagged
        self._tags = passage.tagged.tags
        self._words = [_word_names(word) for word in passage.tagged.words]
        self._shares = [known.shares.get(word, 0.0) for word in passage.tagged.words]
        self._topic = known.topic
        self._common = _sentence_names(passage)

    def features(self, kinds: Sequence[str], first: int, stop: int) -> tuple[Names, ...]:
        """Return the names of the features of a stretch of tokens that was found as some kinds of thing."""
        tags = self._tags
        start, end = self._tagged.starts[first], self._tagged.ends[stop - 1]
        return (
            self._common,
            _kind_names(tuple(kinds)),
            _setting_names(
                tags[max(0, first - 2) : first],
                tags[first:stop],
                tags[stop : stop + 1],
                3 * first // len(tags),
                min(2, sum(map(tags[:first].count, "VBM"))),
                "S" in tags[:first],
            ),
            self._said_names(first, stop),
            _looks(self._tagged.text[start:end], first == 0, end - start > 8 * (stop - first)),
        )

    def _said_names(self, first: int, stop: int) -> Names:
        said = [index for index in range(first, stop) if self._tags[index] in _SAID]
        if not said:
            return ()
        mean = sum(map(self._shares.__getitem__, said)) / len(said)
        return _SAID_NAMES[
            (mean > 0) + (mean > _FREQUENT) + (mean > _EVERYWHERE),
            self._words[said[0]].generic,
            self._words[said[-1]].generic,
            all(map(self._is_worn, said)),
        ]

    def _is_worn(self, index: int) -> bool:
        """Tell whether a word says little, or names what the whole document is about."""
        word = self._words[index]
        return word.generic or word.root in self._topic or self._shares[index] > _EVERYWHERE


@dataclass(frozen=True, slots=True)
class _Word:
    generic: bool
    root: str


@lru_cache(maxsize=2**16)
def _word_names(word: str) -> _Word:
    return _Word(word in lexicon.GENERIC, _root(word))


@lru_cache(maxsize=2**12)
def _kind_names(kinds: Names) -> Names:
    return tuple(f"kind.{kind}" for kind in kinds)


@lru_cache(maxsize=2**14)
def _setting_names(before: str, inside: str, after: str, third: int, verbs: int, subordinate: bool) -> Names:
    """Return where a stretch stands, and what it is made of, by the classes of its tokens."""
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


def _all_said_names() -> dict[tuple[int, bool, bool, bool], Names]:
    shares = ("share.once", "share.known", "share.frequent", "share.everywhere")
    flags = ("words.first-generic", "words.last-generic", "words.all-generic")
    return {
        (share, first, last, every): (shares[share], *compress(flags, (first, last, every)))
        for share in range(len(shares))
        for first, last, every in product((False, True), repeat=len(flags))
    }


@lru_cache(maxsize=2**12)
def _looks(text: str, opens: bool, has_long_words: bool) -> Names:
    """Return how a stretch looks; the first word of a sentence has its capital anyway."""
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


def _sentence_names(passage: Passage) -> Names:
    words = len(passage.tagged.tags)
    names = [next(name for most, name in _SENTENCES if words <= most)]
    if passage.block.term:
        names.append("sentence.term")
    if passage.block.kind is BlockKind.ITEM:
        names.append("sentence.item")
    if passage.opens():
        names.append("sentence.first")
    if passage.lead is not None and not passage.block.term and is_fragment(passage):
        names.append("sentence.fragment")
    return tuple(names)


_ROLES = ("role.subject", "role.object", "role.later")
_INSIDE = (("C", "inside.and"), ("P", "inside.preposition"), ("F", "inside.of"))
_SENTENCES = ((9, "length.8"), (15, "length.14"), (24, "length.22"), (10**6, "length.more"))
_SAID_NAMES = _all_said_names()
