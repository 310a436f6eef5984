"""The scores of one document, and their totals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path

from bench.extraction.coverage import Reach, covers, reach, shows
from bench.extraction.form import defects_of
from bench.extraction.gold import Fact, Gold
from bench.extraction.honesty import is_quoted, is_within, keeps, limit_of
from bench.extraction.sides import Card, cards_of
from msc_learn.course.model import Note, Strength
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.evidence.context import ContextIndex
from msc_learn.extract.pipeline import drafts_of


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a score; totals over documents are their sums."""

    words: int = 0
    facts: int = 0
    weight: int = 0
    covered: int = 0
    covered_weight: int = 0
    somewhere: int = 0
    hedged_covered: int = 0
    hedge_shown: int = 0
    cards: int = 0
    on_a_fact: int = 0
    defective: int = 0
    quoted: int = 0
    within: int = 0
    cautious: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of one or more documents; `missed` lists facts only for a single document."""

    name: str
    kind: str
    held_out: bool
    counts: Counts
    defects: Counter[str] = field(default_factory=Counter)
    reaches: Counter[Reach] = field(default_factory=Counter)
    missed: tuple[tuple[Fact, Reach], ...] = ()


def score_of(gold: Gold, folder: Path) -> Score:
    """Draft cards from the document of a gold list and score them."""
    document = read_document(folder / gold.document)
    return score_notes(gold, document, [draft.note for draft in drafts_of(document)])


def score_notes(gold: Gold, document: Document, notes: Iterable[Note]) -> Score:
    """Score the notes of a document, drafted or written by hand."""
    cards = tuple(cards_of(notes))
    reached = [(fact, reach(fact, cards)) for fact in gold.facts]
    kinds, bad = defects_of(cards)
    counts = {**_facts(reached, cards), **_cards(cards, gold, document), "defective": bad}
    return Score(
        gold.name,
        gold.kind,
        gold.held_out,
        Counts(words=len(document.text.split()), **counts),
        kinds,
        Counter(how for _, how in reached),
        tuple((fact, how) for fact, how in reached if how is not Reach.COVERED),
    )


def _facts(reached: Sequence[tuple[Fact, Reach]], cards: Sequence[Card]) -> dict[str, int]:
    covered = [fact for fact, how in reached if how is Reach.COVERED]
    hedged = [fact for fact in covered if fact.hedged]
    return {
        "facts": len(reached),
        "weight": sum(fact.importance for fact, _ in reached),
        "covered": len(covered),
        "covered_weight": sum(fact.importance for fact in covered),
        "somewhere": sum(any(shows(card, fact) for card in cards) for fact, _ in reached),
        "hedged_covered": len(hedged),
        "hedge_shown": sum(_shows_hedge(fact, cards) for fact in hedged),
    }


def _shows_hedge(fact: Fact, cards: Sequence[Card]) -> bool:
    """Tell whether all cards that ask for a hedged fact show a hedge."""
    return all(keeps(card, Strength.QUALIFIED) for card in cards if covers(card, fact))


def _cards(cards: Sequence[Card], gold: Gold, document: Document) -> dict[str, int]:
    contexts = ContextIndex(document)
    limits = [(card, limit_of(card, contexts)) for card in cards]
    cautious = [(card, limit) for card, limit in limits if limit is not Strength.ASSERTED]
    return {
        "cards": len(cards),
        "on_a_fact": sum(any(covers(card, fact) for fact in gold.facts) for card in cards),
        "quoted": sum(is_quoted(card, document.text) for card in cards),
        "within": sum(map(is_within, cards)),
        "cautious": len(cautious),
        "kept": sum(keeps(card, limit) for card, limit in cautious),
    }


def total(name: str, scores: Sequence[Score]) -> Score:
    """Return the total of several documents."""
    counts = Counts(*map(sum, zip(*(astuple(score.counts) for score in scores), strict=True)))
    defects = sum((score.defects for score in scores), Counter[str]())
    reaches = sum((score.reaches for score in scores), Counter[Reach]())
    return Score(name, "", all(score.held_out for score in scores), counts, defects, reaches)


def totals(scores: Sequence[Score]) -> list[Score]:
    """Return the totals of the documents the rules were tuned on, of held-out documents, and of all."""
    parts = {
        "tuned": [score for score in scores if not score.held_out],
        "held out": [score for score in scores if score.held_out],
        "all": list(scores),
    }
    return [total(name, part) for name, part in parts.items() if part]


def as_json(score: Score, *, missed: bool = False) -> dict[str, object]:
    """Return a score as plain values for JSON."""
    figures: dict[str, object] = {
        "name": score.name,
        "kind": score.kind,
        "held_out": score.held_out,
        **asdict(score.counts),
        "defects": dict(score.defects),
        "reach": {str(how): count for how, count in score.reaches.items()},
    }
    if missed:
        figures["missed"] = {fact.id: str(how) for fact, how in score.missed}
    return figures
