"""Proposals for a sentence: candidate spans from rules and constituents, ranked by score."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from msc_learn.extract.annotate import Span, numbering_end
from msc_learn.extract.candidates import candidates
from msc_learn.extract.card_wording import cloze_of
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.ranker import FeatureNames, SentenceFeatures, Weights, WordStatistics, score
from msc_learn.extract.rules import Rule, ranked_rules

_SYMBOLS = frozenset("<>=$@#\\/{}|^*_&`")


class Candidate(NamedTuple):
    """A candidate answer in a sentence: its spans and tokens, and the names of everything that proposed it.

    `fact` and `rule` belong to the rule that proposed it first. A constituent has neither and makes a cloze.
    """

    spans: tuple[Span, ...]
    first: int
    stop: int
    kinds: list[str]
    rule: Rule | None = None
    fact: Fact | None = None


class Proposal(NamedTuple):
    """A candidate with its score."""

    score: float
    passage: Passage
    candidate: Candidate

    @property
    def rule(self) -> str:
        """The name of the rule that words the card; `gaps` for a constituent."""
        return self.candidate.rule.name if self.candidate.rule else "gaps"

    @property
    def used(self) -> tuple[Span, ...]:
        """The spans that no other card of the sentence may hide."""
        return self.candidate.fact.used if self.candidate.fact else self.candidate.spans

    @property
    def fact(self) -> Fact:
        """The fact that is asked for."""
        return self.candidate.fact or Fact(self.passage, self.candidate.spans)

    def wording(self) -> CardWording | None:
        """Return the text of the card, or None if it makes no card."""
        return self.candidate.rule.draft(self.fact) if self.candidate.rule else cloze_of(self.fact)


def proposals_of(passage: Passage, statistics: WordStatistics, weights: Weights) -> list[Proposal]:
    """Return the candidates that reach the floor, best first; of equal scores, in text order."""
    sentence = SentenceFeatures(passage, statistics)
    ranked = []
    for candidate in candidates_in(passage):
        value = score(sentence.features(candidate.kinds, candidate.first, candidate.stop), weights)
        if value >= weights.floor:
            ranked.append((-value, candidate.spans, candidate))
    ranked.sort(key=itemgetter(0, 1))
    return [Proposal(-negative, passage, candidate) for negative, _, candidate in ranked]


def candidates_in(passage: Passage) -> list[Candidate]:
    """Return the candidates from rules and constituents, each span once."""
    has_symbols = not _SYMBOLS.isdisjoint(passage.text)
    by_spans = _by_rules(passage)
    if has_symbols:
        by_spans = {
            spans: entry for spans, entry in by_spans.items() if not _cuts_symbols(passage.text, spans)
        }
    tagged, numbering = passage.tagged, numbering_end(passage.text)
    rows = [(entry.spans[0][0], entry.spans[-1][1]) for entry in by_spans.values() if len(entry.spans) > 2]
    for kind, first, stop in candidates(tagged):
        spans = ((tagged.starts[first], tagged.ends[stop - 1]),)
        entry = by_spans.get(spans)
        if entry is not None:
            if kind not in entry.kinds:
                entry.kinds.append(kind)
        elif spans[0][0] >= numbering and not (
            (has_symbols and _cuts_symbols(passage.text, spans))
            or (rows and _cuts_enumeration(spans[0], rows))
        ):
            by_spans[spans] = Candidate(spans, first, stop, [kind])
    return list(by_spans.values())


def _cuts_symbols(text: str, spans: tuple[Span, ...]) -> bool:
    """Tell whether a span is a part of code or a formula: `<img src=x>`, `$5$`, `a={b}`."""
    return any(text[start - 1 : start] in _SYMBOLS or text[end : end + 1] in _SYMBOLS for start, end in spans)


def _cuts_enumeration(span: Span, rows: Iterable[Span]) -> bool:
    """Tell whether a span overlaps an enumeration only partly: "loss of iron" of "iron, zinc and"."""
    start, end = span
    return any(start < last and first < end and not start <= first < last <= end for first, last in rows)


def _by_rules(passage: Passage) -> dict[tuple[Span, ...], Candidate]:
    by_spans: dict[tuple[Span, ...], Candidate] = {}
    starts = passage.tagged.starts
    for rule in ranked_rules():
        for fact in rule.find(passage):
            entry = by_spans.get(fact.spans)
            if entry is None:
                first = bisect_left(starts, fact.spans[0][0])
                stop = bisect_left(starts, fact.spans[-1][1])
                by_spans[fact.spans] = Candidate(fact.spans, first, stop, [rule.name], rule, fact)
            elif rule.name not in entry.kinds:
                entry.kinds.append(rule.name)
    return by_spans


def all_features(passage: Passage, statistics: WordStatistics) -> Iterator[tuple[Candidate, FeatureNames]]:
    """Yield the candidates of a sentence with the names of their features, as the trainer needs them."""
    sentence = SentenceFeatures(passage, statistics)
    for candidate in candidates_in(passage):
        groups = sentence.features(candidate.kinds, candidate.first, candidate.stop)
        yield candidate, tuple(chain.from_iterable(groups))
