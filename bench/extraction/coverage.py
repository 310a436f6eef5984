"""Coverage of a gold list: which facts the cards ask for, and why the others are missed."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from bench.extraction.gold import Fact, Term, offered
from bench.extraction.sides import Card


class Reach(StrEnum):
    """How close the cards come to asking for a fact, closest first."""

    COVERED = "covered"
    IN_PARTS = "in parts"  # several cards together ask for the answer
    REVERSED = "reversed"  # the answer is shown and the cue is asked
    NO_CUE = "no cue"  # the answer is asked, and the question side lacks the cue
    OTHER_GAP = "other gap"  # a card shows the fact and asks for something else
    ONLY_QUOTED = "only quoted"  # a card quotes the fact, but shows only a part of it
    NO_CARD = "no card"


def covers(card: Card, fact: Fact) -> bool:
    """Tell whether a card asks for a fact: the cue on the question side, the answer on the answer side."""
    return _asks_for(card, fact) and _cues(card, fact)


def shows(card: Card, fact: Fact) -> bool:
    """Tell whether all terms of a fact are on a card, on any side."""
    return _all_in(fact, card.question_words | card.answer_words)


def reach(fact: Fact, cards: Sequence[Card]) -> Reach:
    """Return how close the cards come to asking for a fact."""
    return next(how for how, reaches in _TESTS.items() if reaches(fact, cards))


def _in_parts(fact: Fact, cards: Sequence[Card]) -> bool:
    cued = [card for card in cards if _cues(card, fact)]
    return all(any(_asks(card, term) for card in cued) for term in fact.answer)


def _is_reversed(card: Card, fact: Fact) -> bool:
    asked = all(term.is_in(card.answer_words) for term in fact.cue)
    return asked and all(term.is_in(card.question_words) for term in fact.answer)


def _lacks_cue(card: Card, fact: Fact) -> bool:
    return _asks_for(card, fact) and _is_quoted(card, fact)


def _is_quoted(card: Card, fact: Fact) -> bool:
    return _all_in(fact, card.question_words | offered(card.quotes))


def _asks_for(card: Card, fact: Fact) -> bool:
    return all(_asks(card, term) for term in fact.answer)


def _asks(card: Card, term: Term) -> bool:
    return term.is_in(card.answer_words, card.question_words)


def _cues(card: Card, fact: Fact) -> bool:
    return all(term.is_in(card.question_words) for term in fact.cue)


def _all_in(fact: Fact, words: frozenset[str]) -> bool:
    return all(term.is_in(words) for term in (*fact.cue, *fact.answer))


def _some(test: Callable[[Card, Fact], bool]) -> Callable[[Fact, Sequence[Card]], bool]:
    return lambda fact, cards: any(test(card, fact) for card in cards)


_TESTS: dict[Reach, Callable[[Fact, Sequence[Card]], bool]] = {
    Reach.COVERED: _some(covers),
    Reach.IN_PARTS: _in_parts,
    Reach.REVERSED: _some(_is_reversed),
    Reach.NO_CUE: _some(_lacks_cue),
    Reach.OTHER_GAP: _some(shows),
    Reach.ONLY_QUOTED: _some(_is_quoted),
    Reach.NO_CARD: lambda fact, cards: True,
}
