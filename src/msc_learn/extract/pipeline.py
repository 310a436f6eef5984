"""Extraction pipeline, from a document to drafts: structural rules first, then the best-ranked candidates.

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
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import Passage, passages_of
from msc_learn.extract.proposals import proposals_of
from msc_learn.extract.ranker import Weights, WordStatistics, shipped_weights, word_statistics
from msc_learn.extract.rules import structural_rules
from msc_learn.extract.sentence_context import is_fragment
from msc_learn.extract.topics import Topics
from msc_learn.lint.gate import refusals
from msc_learn.text.words import normalised_words


@dataclass(slots=True)
class _Extraction:
    """The extraction of one document: its indexes, and the ids and fronts in use."""

    document: Document
    weights: Weights
    statistics: WordStatistics
    topics: Topics
    contexts: ContextIndex
    ids: set[str] = field(default_factory=set)
    fronts: set[str] = field(default_factory=set)
    listed_offsets: set[int | None] = field(default_factory=set)


class _PlacedDraft(NamedTuple):
    start: int
    draft: Draft


def drafts_of(document: Document, weights: Weights | None = None) -> tuple[Draft, ...]:
    """Return the drafts of a document in document order, each fact once; `weights` default to the shipped."""
    passages = list(passages_of(document))
    statistics = word_statistics(document, [passage.text for passage in passages])
    run = _Extraction(
        document, weights or shipped_weights(), statistics, Topics(document), ContextIndex(document)
    )
    cards = (
        card
        for passage in _without_repeats(passages)
        for card in sorted(_cards_of(passage, run), key=attrgetter("start"))
    )
    return tuple(map(with_base, merged([card.draft for card in cards])))


def _without_repeats(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield each sentence once: identical text with the same term and lead-in makes the same cards."""
    seen: set[tuple[str, str, int | None]] = set()
    for passage in passages:
        key = (passage.text, passage.block.term, passage.block.lead)
        if key not in seen:
            seen.add(key)
            yield passage


def _cards_of(passage: Passage, run: _Extraction) -> Iterator[_PlacedDraft]:
    """Yield the cards of a sentence: those of structural rules, then the best-ranked that do not overlap."""
    used: list[Span] = []
    for rule in structural_rules():
        for fact in rule.find(passage):
            if not _is_free(fact.used, used):
                continue
            if card := _accepted(passage, rule.name, fact, rule.draft(fact), used, run):
                yield card
    skipped = not (passage.usable and passage.is_statement) or _is_listed(passage, run)
    for proposal in () if skipped else proposals_of(passage, run.statistics, run.weights):
        if not _is_free(proposal.used, used):
            continue
        if card := _accepted(passage, proposal.rule, proposal.fact, proposal.wording(), used, run):
            yield card


def _is_listed(passage: Passage, run: _Extraction) -> bool:
    """Tell whether a list card already asks for this whole item."""
    return passage.block.offset_at(passage.start) in run.listed_offsets and is_fragment(passage)


def _is_free(spans: Iterable[Span], used: Sequence[Span]) -> bool:
    return not (used and any(a < end and start < b for start, end in spans for a, b in used))


def _accepted(
    passage: Passage, rule: str, fact: Fact, wording: CardWording | None, used: list[Span], run: _Extraction
) -> _PlacedDraft | None:
    """Return the draft of a wording if it is new and passes the gate."""
    if wording is None or _hides_caution(passage, wording):
        return None
    front = normalised_words(wording.front or wording.recalled_text or wording.question)
    contexts = [context for source in wording.sources if (context := _context(source, passage, run))]
    if front in run.fronts or len(contexts) < len(wording.sources):
        return None
    draft = _drafted(passage, rule, wording, contexts, run)
    if draft.note.id in run.ids or refusals(draft.note, contexts):
        return None
    run.fronts.add(front)
    run.ids.add(draft.note.id)
    if wording.kind is Kind.LIST:
        run.listed_offsets.update(source.start for source in wording.sources)
    used.extend(fact.used)
    return _PlacedDraft(fact.spans[0][0], draft)


def _context(source: Source, passage: Passage, run: _Extraction) -> QuoteContext | None:
    if source.quote == passage.text:
        return run.contexts.of_sentences(passage.index, passage.text)
    return run.contexts.find_at_offset(source)


def _drafted(
    passage: Passage, rule: str, wording: CardWording, contexts: Sequence[QuoteContext], run: _Extraction
) -> Draft:
    strength = (
        strength_of(wording.claims)
        if wording.claims
        else most_cautious(context.strength for context in contexts)
    )
    topic = run.topics.of(wording.sources[0].section)
    draft = draft_of(rule, wording, strength, run.document, topic.id, run.topics.label(passage.block))
    if draft.note.id in run.ids:
        return replace(draft, note=replace(draft.note, id=id_of(wording, 12)))
    return draft


def _hides_caution(passage: Passage, wording: CardWording) -> bool:
    """Tell whether a gap hides all hedge cues of its sentence."""
    if not wording.cloze or passage.strength is Strength.ASSERTED:
        return False
    shown = normalised_words(wording.front)
    return not any(_shows(shown, cue) for cue in passage.cues)


def _shows(shown: str, cue: str) -> bool:
    # Of "can reduce" the first word is the hedge; the second may be what is asked for.
    return normalised_words("can" if cue.lower().startswith("can ") else cue) in shown
