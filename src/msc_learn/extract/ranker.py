"""How much a stretch of a sentence is worth asking for, by its surface; the weights are in weights.toml."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from msc_learn.document.model import BlockKind, Document
from msc_learn.extract import lexicon
from msc_learn.extract.passage import Passage
from msc_learn.extract.wording import folded, is_fragment

_FREQUENT, _EVERYWHERE = 0.12, 0.25  # shares of a document's sentences
_MOST_WORDS = 9
_SAID = frozenset("NXGEV")


class _Features(dict[str, float]):
    """What each feature adds; one without a weight adds nothing."""

    def __missing__(self, name: str) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to a score, and how the scores are used.

    A stretch is asked for where its score is at least `floor`.
    """

    bias: float
    floor: float
    features: Mapping[str, float]


@cache
def shipped() -> Weights:
    """Return the weights that come with the package."""
    text = (files("msc_learn.extract") / "weights.toml").read_text(encoding="utf-8")
    return weights_of(tomllib.loads(text))


def weights_of(tables: dict[str, dict[str, float]]) -> Weights:
    """Read the tables of a weights file: `[selection]`, and one for each group of features."""
    selection = tables["selection"]
    features = _Features(
        (f"{group}.{name}", float(value))
        for group, table in tables.items()
        if group != "selection"
        for name, value in table.items()
    )
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
    return weights.bias + sum(map(weights.features.__getitem__, names))


class Surface:
    """A sentence as the ranker sees it: what its stretches have in common is worked out once."""

    def __init__(self, passage: Passage, known: Frequencies) -> None:
        self._tagged = passage.tagged
        self._tags = passage.tagged.tags
        self._words = [_word_names(word) for word in passage.tagged.words]
        self._shares = [known.shares.get(word, 0.0) for word in passage.tagged.words]
        self._topic = known.topic
        self._common = _sentence_names(passage)

    def features(self, kinds: Sequence[str], first: int, stop: int) -> list[str]:
        """Return the names of the features of a stretch of tokens that was found as some kinds of thing."""
        names = [*self._common, *(_KIND[kind] for kind in kinds)]
        self._add_setting(names, first, stop)
        self._add_words(names, first, stop)
        return names

    def _add_setting(self, names: list[str], first: int, stop: int) -> None:
        tags = self._tags
        before = first - 1
        if before >= 0 and tags[before] == "D":
            names.append("before.article")
            before -= 1
        verbs = sum(map(tags[:first].count, "VBM"))
        names += (
            _BEFORE[tags[before] if before >= 0 else "^"],
            _AFTER[tags[stop] if stop < len(tags) else "$"],
            _LENGTHS[min(stop - first, _MOST_WORDS)],
            _THIRDS[3 * first // len(tags)],
            _ROLES[min(verbs, 2)],
            _BEGINS[tags[first]],
        )
        if "S" in tags[:first]:
            names.append("role.subordinate")
        inside = tags[first:stop]
        names += (name for letter, name in _INSIDE if letter in inside)
        if "V" in inside[1:]:
            names.append("inside.verb")

    def _add_words(self, names: list[str], first: int, stop: int) -> None:
        said = [index for index in range(first, stop) if self._tags[index] in _SAID]
        if said:
            mean = sum(map(self._shares.__getitem__, said)) / len(said)
            names.append(
                "share.everywhere"
                if mean > _EVERYWHERE
                else "share.frequent"
                if mean > _FREQUENT
                else "share.known"
                if mean
                else "share.once"
            )
            if self._words[said[0]].generic:
                names.append("words.first-generic")
            if self._words[said[-1]].generic:
                names.append("words.last-generic")
            if all(self._is_worn(index) for index in said):
                names.append("words.all-generic")
        text = self._tagged.text
        start, end = self._tagged.starts[first], self._tagged.ends[stop - 1]
        names += _looks(text[start:end], first == 0)
        if end - start > 8 * (stop - first):
            names.append("looks.long-words")

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
def _looks(text: str, opens: bool) -> tuple[str, ...]:
    """Return how a stretch looks; the first word of a sentence has its capital anyway."""
    names = []
    if not text.isalpha():
        if any(map(str.isdigit, text)):
            names.append("looks.digit")
        if "-" in text:
            names.append("looks.hyphen")
    rest = text[1:] if opens else text
    if rest.lower() != rest:
        names.append("looks.capital")
    return tuple(names)


def _sentence_names(passage: Passage) -> list[str]:
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
    return names


class _Names(dict[object, str]):
    """The names of a group of features, each made once."""

    def __init__(self, group: str) -> None:
        super().__init__()
        self._group = group

    def __missing__(self, key: object) -> str:
        self[key] = f"{self._group}.{key}"
        return self[key]


_KIND, _BEFORE, _AFTER, _BEGINS = _Names("kind"), _Names("before"), _Names("after"), _Names("begins")
_LENGTHS, _THIRDS = _Names("words"), _Names("third")
_ROLES = ("role.subject", "role.object", "role.later")
_INSIDE = (("C", "inside.and"), ("P", "inside.preposition"), ("F", "inside.of"))
_SENTENCES = ((9, "length.8"), (15, "length.14"), (24, "length.22"), (10**6, "length.more"))
