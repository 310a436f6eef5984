"""From a document to drafts: what its structure says, then of each sentence what is most worth asking for.

Pure and deterministic: equal documents give equal drafts, whatever the hash seed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from msc_learn.course.model import Strength
from msc_learn.course.strength import strength_of
from msc_learn.document.model import Document
from msc_learn.extract.annotate import Span
from msc_learn.extract.draft import Draft, draft_of, id_of
from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import Passage, passages_of
from msc_learn.extract.proposals import proposals_of
from msc_learn.extract.ranker import Frequencies, Weights, frequencies, shipped
from msc_learn.extract.rules import structural_rules
from msc_learn.extract.topics import Topics
from msc_learn.extract.wording import folded


@dataclass(slots=True)
class _Found:
    """What has been drafted so far: ids and fronts in use."""

    drafts: list[Draft] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    fronts: set[str] = field(default_factory=set)


class _Card(NamedTuple):
    at: int
    rule: str
    wording: Wording


def drafts_of(document: Document, weights: Weights | None = None) -> tuple[Draft, ...]:
    """Return the drafts of a document in its own order, each fact once; `weights` other than the shipped."""
    passages = list(passages_of(document))
    known = frequencies(document, [passage.text for passage in passages])
    topics = Topics(document)
    found = _Found()
    for passage in passages:
        cards = list(_cards_of(passage, known, weights or shipped(), found))
        cards.sort(key=lambda card: card.at)
        for _, name, wording in cards:
            _add(found, name, wording, passage, document, topics)
    return tuple(found.drafts)


def _cards_of(passage: Passage, known: Frequencies, weights: Weights, found: _Found) -> Iterator[_Card]:
    """Yield the cards of a sentence: those of its structure, then the best of what it says."""
    taken: list[Span] = []
    for rule in structural_rules():
        for fact in rule.find(passage):
            if _is_free(fact.taken, taken):
                yield from _accepted(passage, rule.name, fact, rule.draft(fact), taken, found)
    for proposal in proposals_of(passage, known, weights) if passage.usable else ():
        fact = proposal.fact
        if _is_free(fact.taken, taken):
            yield from _accepted(passage, proposal.rule, fact, proposal.wording(), taken, found)


def _is_free(spans: Iterable[Span], taken: Iterable[Span]) -> bool:
    return not any(a < end and start < b for start, end in spans for a, b in taken)


def _accepted(
    passage: Passage, name: str, fact: Fact, wording: Wording | None, taken: list[Span], found: _Found
) -> Iterator[_Card]:
    if wording is not None and _is_honest(passage, wording) and _is_new(wording, found):
        taken.extend(fact.taken)
        yield _Card(fact.spans[0][0], name, wording)


def _is_honest(passage: Passage, wording: Wording) -> bool:
    """Tell whether what a card shows is as cautious as what it stands on."""
    if wording.claims:
        shown = " ".join((wording.question, wording.answer, *wording.items))
        return strength_of(shown).caution >= strength_of(wording.claims).caution
    if passage.strength is Strength.ASSERTED:
        return True
    shown = folded(wording.front or f"{wording.question} {wording.answer}")
    return any(_shows(shown, cue) for cue in passage.cues)


def _shows(shown: str, cue: str) -> bool:
    # Of "can reduce" the first word bounds the claim; the second may be what is asked for.
    return folded("can" if cue.lower().startswith("can ") else cue) in shown


def _strength(passage: Passage, wording: Wording) -> Strength:
    return strength_of(wording.claims) if wording.claims else passage.strength


def _is_new(wording: Wording, found: _Found) -> bool:
    """Take note of what a card asks; a question asked before is not asked again."""
    asks = wording.front or (wording.about if wording.about else wording.question)
    front = folded(asks)
    if front in found.fronts:
        return False
    found.fronts.add(front)
    return True


def _add(
    found: _Found, name: str, wording: Wording, passage: Passage, document: Document, topics: Topics
) -> None:
    topic = topics.of(wording.sources[0].section)
    strength = _strength(passage, wording)
    draft = draft_of(name, wording, strength, document, topic.id, topics.label(passage.block))
    if draft.note.id in found.ids:
        draft = replace(draft, note=replace(draft.note, id=id_of(wording, 12)))
    if draft.note.id not in found.ids:
        found.ids.add(draft.note.id)
        found.drafts.append(draft)
