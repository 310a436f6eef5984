"""What could be asked of one sentence, best first: what rules find and what its constituents are, ranked."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from msc_learn.extract.annotate import Span, numbering_end
from msc_learn.extract.candidates import candidates
from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import Passage
from msc_learn.extract.ranker import Frequencies, Weights, features, score
from msc_learn.extract.rules import Rule, rules
from msc_learn.extract.wording import cloze_of


@dataclass(slots=True)
class Found:
    """Something a sentence could be asked for: the stretches, and the kinds of all that found it.

    `rule` is the rule that words the card; without one it is a cloze.
    """

    fact: Fact
    kinds: list[str]
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something found and what it is worth."""

    score: float
    fact: Fact
    rule: str
    draws: Rule | None

    def wording(self) -> Wording | None:
        """Word the card."""
        return self.draws.draft(self.fact) if self.draws else cloze_of(self.fact)


def proposals_of(passage: Passage, known: Frequencies, weights: Weights) -> list[Proposal]:
    """Return what could be asked, best first; of equals, what stands first."""
    ranked = sorted(
        (
            (-score(features_of(passage, found, known), weights), found.fact.spans, found)
            for found in found_in(passage)
        ),
        key=lambda entry: entry[:2],
    )
    return [
        Proposal(-negative, found.fact, found.rule.name if found.rule else "gaps", found.rule)
        for negative, _, found in ranked
    ]


def found_in(passage: Passage) -> list[Found]:
    """Return what rules and constituents offer, each stretch once."""
    found: dict[tuple[Span, ...], Found] = {}
    for kind, rule, fact in _offers(passage):
        entry = found.get(fact.spans)
        if entry is None:
            found[fact.spans] = Found(fact, [kind], rule)
        elif kind not in entry.kinds:
            entry.kinds.append(kind)
    return list(found.values())


def _offers(passage: Passage) -> Iterator[tuple[str, Rule | None, Fact]]:
    for rule in rules():
        if not rule.any_sentence:
            for fact in rule.find(passage):
                yield rule.name, rule, fact
    tagged, numbered = passage.tagged, numbering_end(passage.text)
    for kind, first, stop in candidates(tagged):
        if tagged.starts[first] >= numbered:
            yield kind, None, Fact(passage, (tagged.span(first, stop),))


def features_of(passage: Passage, found: Found, known: Frequencies) -> list[str]:
    """Return the names of the features of something found."""
    tagged, spans = passage.tagged, found.fact.spans
    first = bisect_left(tagged.starts, spans[0][0])
    stop = bisect_left(tagged.starts, spans[-1][1])
    return features(passage, found.kinds, first, stop, known)
