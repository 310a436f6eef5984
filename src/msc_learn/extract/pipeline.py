"""From a document to drafts: what its structure says, then of each sentence what is most worth asking for.

Pure and deterministic: equal documents give equal drafts, whatever the hash seed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import NamedTuple

from msc_learn.course.model import Kind, Source, Strength
from msc_learn.document.model import Document
from msc_learn.evidence.context import ContextIndex, QuoteContext
from msc_learn.evidence.hedging import most_cautious, strength_of
from msc_learn.extract.annotate import Span
from msc_learn.extract.draft import Draft, draft_of, id_of, with_base
from msc_learn.extract.duplicate_drafts import merged
from msc_learn.extract.fact import CardText, Fact
from msc_learn.extract.passage import Passage, passages_of
from msc_learn.extract.proposals import proposals_of
from msc_learn.extract.ranker import Weights, WordStatistics, shipped_weights, word_statistics
from msc_learn.extract.rules import structural_rules
from msc_learn.extract.sentence_context import folded, is_fragment
from msc_learn.extract.topics import Topics
from msc_learn.lint.gate import refusals


@dataclass(slots=True)
class _Work:
    """A document being drafted: what checks and names its cards, and the ids and fronts in use."""

    document: Document
    weights: Weights
    known: WordStatistics
    topics: Topics
    grounds: ContextIndex
    ids: set[str] = field(default_factory=set)
    fronts: set[str] = field(default_factory=set)
    listed: set[int | None] = field(default_factory=set)


class _PlacedDraft(NamedTuple):
    at: int
    draft: Draft


def drafts_of(document: Document, weights: Weights | None = None) -> tuple[Draft, ...]:
    """Return the drafts of a document in document order, each fact once; `weights` default to the shipped."""
    passages = list(passages_of(document))
    known = word_statistics(document, [passage.text for passage in passages])
    work = _Work(document, weights or shipped_weights(), known, Topics(document), ContextIndex(document))
    cards = (
        card
        for passage in _without_repeats(passages)
        for card in sorted(_cards_of(passage, work), key=attrgetter("at"))
    )
    return tuple(map(with_base, merged([card.draft for card in cards])))


def _without_repeats(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield each sentence once: word for word the same one, of the same thing, makes the same cards."""
    seen: set[tuple[str, str, int | None]] = set()
    for passage in passages:
        key = (passage.text, passage.block.term, passage.block.lead)
        if key not in seen:
            seen.add(key)
            yield passage


def _cards_of(passage: Passage, work: _Work) -> Iterator[_PlacedDraft]:
    """Yield the cards of a sentence: those of its structure, then the best of what it says."""
    used: list[Span] = []
    for rule in structural_rules():
        for fact in rule.find(passage):
            if not _is_free(fact.used, used):
                continue
            if card := _accepted(passage, rule.name, fact, rule.draft(fact), used, work):
                yield card
    asked = not (passage.usable and passage.is_statement) or _is_listed(passage, work)
    for proposal in () if asked else proposals_of(passage, work.known, work.weights):
        if not _is_free(proposal.used, used):
            continue
        if card := _accepted(passage, proposal.rule, proposal.fact, proposal.card_text(), used, work):
            yield card


def _is_listed(passage: Passage, work: _Work) -> bool:
    """Tell whether a card of its list asks for this item whole."""
    return passage.block.offset_at(passage.start) in work.listed and is_fragment(passage)


def _is_free(spans: Iterable[Span], used: Sequence[Span]) -> bool:
    return not (used and any(a < end and start < b for start, end in spans for a, b in used))


def _accepted(
    passage: Passage, rule: str, fact: Fact, card_text: CardText | None, used: list[Span], work: _Work
) -> _PlacedDraft | None:
    """Return the draft of a card text if it is new and passes the gate."""
    if card_text is None or _hides_caution(passage, card_text):
        return None
    asks = folded(card_text.front or card_text.recalled_text or card_text.question)
    grounds = [ground for source in card_text.sources if (ground := _ground(source, passage, work))]
    if asks in work.fronts or len(grounds) < len(card_text.sources):
        return None
    draft = _drafted(passage, rule, card_text, grounds, work)
    if draft.note.id in work.ids or refusals(draft.note, grounds):
        return None
    work.fronts.add(asks)
    work.ids.add(draft.note.id)
    if card_text.kind is Kind.LIST:
        work.listed.update(source.start for source in card_text.sources)
    used.extend(fact.used)
    return _PlacedDraft(fact.spans[0][0], draft)


def _ground(source: Source, passage: Passage, work: _Work) -> QuoteContext | None:
    if source.quote == passage.text:
        return work.grounds.of_sentences(passage.index, passage.text)
    return work.grounds.find_at_offset(source)


def _drafted(
    passage: Passage, rule: str, card_text: CardText, grounds: Sequence[QuoteContext], work: _Work
) -> Draft:
    strength = (
        strength_of(card_text.claims)
        if card_text.claims
        else most_cautious(ground.strength for ground in grounds)
    )
    topic = work.topics.of(card_text.sources[0].section)
    draft = draft_of(rule, card_text, strength, work.document, topic.id, work.topics.label(passage.block))
    if draft.note.id in work.ids:
        return replace(draft, note=replace(draft.note, id=id_of(card_text, 12)))
    return draft


def _hides_caution(passage: Passage, card_text: CardText) -> bool:
    """Tell whether a gap hides what makes its sentence as cautious as it is."""
    if not card_text.cloze or passage.strength is Strength.ASSERTED:
        return False
    shown = folded(card_text.front)
    return not any(_shows(shown, cue) for cue in passage.cues)


def _shows(shown: str, cue: str) -> bool:
    # Of "can reduce" the first word bounds the claim; the second may be what is asked for.
    return folded("can" if cue.lower().startswith("can ") else cue) in shown
