"""What could be asked of one sentence, best first: what rules find and what its constituents are, ranked."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from msc_learn.extract.annotate import Span, numbering_end
from msc_learn.extract.candidates import candidates
from msc_learn.extract.card_wording import cloze_of
from msc_learn.extract.fact import CardText, Fact
from msc_learn.extract.passage import Passage
from msc_learn.extract.ranker import Names, SentenceFeatures, Weights, WordStatistics, score
from msc_learn.extract.rules import Rule, ranked_rules

_SIGNS = frozenset("<>=$@#\\/{}|^*_&`")


class Candidate(NamedTuple):
    """Something a sentence could be asked for: its tokens, and the kinds of all that found it.

    `fact` and `rule` are those of the rule that found it first; a mere constituent has neither, and makes a
    cloze.
    """

    spans: tuple[Span, ...]
    first: int
    stop: int
    kinds: list[str]
    rule: Rule | None = None
    fact: Fact | None = None


class Proposal(NamedTuple):
    """Something found, and what it is worth."""

    score: float
    passage: Passage
    found: Candidate

    @property
    def rule(self) -> str:
        """The name of what words the card."""
        return self.found.rule.name if self.found.rule else "gaps"

    @property
    def used(self) -> tuple[Span, ...]:
        """The stretches that it would use up."""
        return self.found.fact.used if self.found.fact else self.found.spans

    @property
    def fact(self) -> Fact:
        """What is asked for."""
        return self.found.fact or Fact(self.passage, self.found.spans)

    def card_text(self) -> CardText | None:
        """Word the card."""
        return self.found.rule.draft(self.fact) if self.found.rule else cloze_of(self.fact)


def proposals_of(passage: Passage, known: WordStatistics, weights: Weights) -> list[Proposal]:
    """Return what could be asked and reaches the floor, best first; of equals, what stands first."""
    surface = SentenceFeatures(passage, known)
    ranked = []
    for found in candidates_in(passage):
        worth = score(surface.features(found.kinds, found.first, found.stop), weights)
        if worth >= weights.floor:
            ranked.append((-worth, found.spans, found))
    ranked.sort(key=itemgetter(0, 1))
    return [Proposal(-negative, passage, found) for negative, _, found in ranked]


def candidates_in(passage: Passage) -> list[Candidate]:
    """Return what rules and constituents offer, each stretch once."""
    has_signs = not _SIGNS.isdisjoint(passage.text)
    found = _by_rules(passage)
    if has_signs:
        found = {spans: entry for spans, entry in found.items() if not _is_torn(passage.text, spans)}
    tagged, numbered = passage.tagged, numbering_end(passage.text)
    rows = [(entry.spans[0][0], entry.spans[-1][1]) for entry in found.values() if len(entry.spans) > 2]
    for kind, first, stop in candidates(tagged):
        spans = ((tagged.starts[first], tagged.ends[stop - 1]),)
        entry = found.get(spans)
        if entry is not None:
            if kind not in entry.kinds:
                entry.kinds.append(kind)
        elif spans[0][0] >= numbered and not (
            (has_signs and _is_torn(passage.text, spans)) or (rows and _cuts_row(spans[0], rows))
        ):
            found[spans] = Candidate(spans, first, stop, [kind])
    return list(found.values())


def _is_torn(text: str, spans: tuple[Span, ...]) -> bool:
    """Tell whether a stretch is a part of something written in signs: `<img src=x>`, `$5$`, `a={b}`."""
    return any(text[start - 1 : start] in _SIGNS or text[end : end + 1] in _SIGNS for start, end in spans)


def _cuts_row(span: Span, rows: Iterable[Span]) -> bool:
    """Tell whether a stretch takes some of a row and leaves the rest: "loss of iron" of "iron, zinc and"."""
    start, end = span
    return any(start < last and first < end and not start <= first < last <= end for first, last in rows)


def _by_rules(passage: Passage) -> dict[tuple[Span, ...], Candidate]:
    found: dict[tuple[Span, ...], Candidate] = {}
    starts = passage.tagged.starts
    for rule in ranked_rules():
        for fact in rule.find(passage):
            entry = found.get(fact.spans)
            if entry is None:
                first = bisect_left(starts, fact.spans[0][0])
                stop = bisect_left(starts, fact.spans[-1][1])
                found[fact.spans] = Candidate(fact.spans, first, stop, [rule.name], rule, fact)
            elif rule.name not in entry.kinds:
                entry.kinds.append(rule.name)
    return found


def all_features(passage: Passage, known: WordStatistics) -> Iterator[tuple[Candidate, Names]]:
    """Yield everything found in a sentence with the names of its features."""
    surface = SentenceFeatures(passage, known)
    for found in candidates_in(passage):
        yield found, tuple(chain.from_iterable(surface.features(found.kinds, found.first, found.stop)))
