"""Gaps for prose that no rule covers: whole noun phrases, ranked by what surrounds them and what they say."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from msc_learn.document.model import Document
from msc_learn.extract import lexicon
from msc_learn.extract.annotate import numbering_end
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.phrases import noun_phrases
from msc_learn.extract.tags import Tagged
from msc_learn.extract.wording import cloze_of as draft
from msc_learn.extract.wording import folded

__all__ = ["Frequencies", "draft", "find", "frequencies"]
# What stands before a phrase says what it is: an object, what something is, a means, a place, a subject.
_AFTER = {
    "V": 3.0,
    "B": 2.0,
    "D": 1.5,
    "P": 1.5,
    "F": 0.5,
    "G": 2.0,
    "T": 1.0,
    "S": 0.5,
    "R": 0.5,
    "H": 0.8,
    "K": 2.0,
    "E": 1.0,
    "": -0.5,
}
_BY_WORDS = {1: -0.5, 2: 1.2, 3: 1.2, 4: 1.0, 5: 0.7, 6: 0.3, 7: 0.0, 8: -0.5}
_FLOOR, _LOWEST = 2.0, 0.8
_FREQUENT, _EVERYWHERE = 0.12, 0.25


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


def find(passage: Passage, known: Frequencies) -> list[Fact]:
    """Return the phrases worth recalling, best first; equals in the order in which they stand.

    Where none is good, the best is returned if it will do at all.
    """
    tagged, numbered = passage.tagged, numbering_end(passage.text)
    scored = sorted(
        (-_score(tagged, first, stop, known), *tagged.span(first, stop))
        for first, stop in noun_phrases(tagged)
        if tagged.starts[first] >= numbered and not _in_row(passage, tagged.starts[first])
    )
    good = [entry for entry in scored if entry[0] <= -_FLOOR] or scored[:1]
    return [Fact(passage, ((start, end),)) for score, start, end in good if score <= -_LOWEST]


def _in_row(passage: Passage, at: int) -> bool:
    return any(row.whole[0] <= at < row.whole[1] for row in passage.rows)


def _score(tagged: Tagged, first: int, stop: int, known: Frequencies) -> float:
    words = [tagged.word(index) for index in range(first, stop) if tagged.tags[index] in "NX"]
    if all(word in lexicon.GENERIC or _is_topic(word, known) for word in words):
        return -9.0
    score = _setting(tagged, first, stop) + _BY_WORDS.get(stop - first, -2.0)
    score += min(2.0, sum(_weight(tagged, index) for index in range(first, stop)))
    score -= 1.5 * (words[0] in lexicon.GENERIC) + 1.0 * (
        words[-1] in lexicon.GENERIC and "F" not in tagged.tags[first:stop]
    )
    shares = [known.shares.get(word, 0.0) for word in words]
    score -= 6.0 * max(0.0, sum(shares) / len(shares) - _FREQUENT)
    return score


def _is_topic(word: str, known: Frequencies) -> bool:
    return _root(word) in known.topic or known.shares.get(word, 0.0) > _EVERYWHERE


def _setting(tagged: Tagged, first: int, stop: int) -> float:
    """Weigh where a phrase stands; the subject of a definition is what the definition is for."""
    tags, start = tagged.tags, first
    start -= tags[start - 1 : start] == "D"
    if start == 0:
        defined = tags[stop : stop + 2] == "BD" and tagged.word(0) != "the"
        return 2.5 if defined else -0.5
    if tags[start - 1] == "F" and start > 1 and tagged.word(start - 2) in lexicon.GENERIC:
        start -= 2  # "the field of ...": weigh what stands before the field
        start -= tags[start - 1 : start] == "D"
    before = tags[start - 1] if start else ""
    score = max(_AFTER.get(before, 0.0), _AFTER["D"] if start < first else 0.0)
    return score - (before == "P" and start == 1)


def _weight(tagged: Tagged, index: int) -> float:
    """Weigh a word by how special it looks; the first of a sentence has its capital anyway."""
    plain, capital = _looks(tagged.text[tagged.starts[index] : tagged.ends[index]])
    return plain + capital if index else plain


@cache
def _looks(word: str) -> tuple[float, float]:
    special = 0.5 * ("-" in word or word[-1].isdigit()) + 0.5 * (len(word) > 8)
    return special, 0.7 * any(letter.isupper() for letter in word)
