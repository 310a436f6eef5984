"""Defects in the form of a card, regardless of its content; each defect is one check."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from bench.extraction.sides import GAP, Card
from msc_learn.course.model import Kind
from msc_learn.lint.answer_length import LONGEST_ANSWER
from msc_learn.text.words import content_words, missing_from, words

_CONTEXT = re.compile(r"\s*\[(?!…\])[^\]]+\]\s*")
_DANGLING = re.compile(
    r"(?:th(?:is|ese|ose|ey|eir|us)|its?|such|s?he|his|her|however|therefore|hence|instead|also|then|here"
    r"|conversely|likewise|similarly|consequently|moreover|furthermore|(?:by|in) contrast|as a result"
    r"|for (?:this|these) reasons?|in addition|the (?:latter|former|others?|same))\b",
    re.IGNORECASE,
)
_BARE_POINTER = re.compile(
    r"[^,;:]*\b(?:this|these|those|such) (?!as\b|with\b|who\b|whose\b|of\b|in\b|that\b)[a-z]"
)
_HALF = re.compile(r"\[…\] ?(?:to|and|–|-) ?\d|\d(?: ?[a-zA-Z%°/]+)? ?(?:to|and|–|-) ?\[…\]")
_THROUGH_WORD = re.compile(r"\w\[…\]|\[…\]\w")
_ITEM_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?|\d+\.")
_CUT = re.compile(r"[a-z]+\b(?!-)|.*[,;]\Z", re.DOTALL)
# A gap may start with an article, with the preposition of a whole phrase ("within 48 hours") or with the
# auxiliary of a whole verb ("is knocked out"), but not with a modal or a conjunction.
_AUXILIARIES = frozenset("is are was were be been being has have had does do did".split())
_NEVER_FIRST = frozenset(
    "and or but nor than that which who whose will would can could may might must should of".split()
)
_NEVER_LAST = (
    _NEVER_FIRST
    | _AUXILIARIES
    | frozenset(
        """a an the to in on at by for with from into between among through via as if when while because since
    their its his her this these those not no you he she they""".split()
    )
)


def _leaks(card: Card) -> bool:
    if card.note.kind is Kind.LIST or (not card.is_cloze and re.search(r"\bor\b", card.front)):
        return False  # a question with alternatives contains its answer by design
    front = _words_of(card.front)
    return any(answer and not missing_from(answer, front) for answer in map(content_words, card.parts))


def _words_of(front: str) -> list[str]:
    # "Grade 3" is not given away by "three weeks".
    figures = set(words(front))
    return [word for word in content_words(front) if not word.isdigit() or word in figures]


def _is_long(card: Card) -> bool:
    return any(len(part.split()) > LONGEST_ANSWER for part in card.parts)


def _hides_all(card: Card) -> bool:
    bare = _CONTEXT.sub("", card.front, count=1).replace(GAP, " ")
    return card.is_cloze and not content_words(bare)


def _dangles(card: Card) -> bool:
    front = card.front.strip()
    if _CONTEXT.match(front):
        return False
    return bool(_DANGLING.match(front) or _BARE_POINTER.match(front))


def _is_cut(card: Card) -> bool:
    """Tell whether a front is a fragment of a list rather than a sentence."""
    front = card.front.strip()
    last = "" if front.endswith((".", "!", "?", "]")) else front.split()[-1].lower()
    return card.is_cloze and (last in _NEVER_LAST or _CUT.match(front) is not None)


def _halves_a_range(card: Card) -> bool:
    numeric = any(part[:1].isdigit() for part in card.parts)
    return card.is_cloze and numeric and _HALF.search(card.front) is not None


def _asks_nothing(card: Card) -> bool:
    return not card.parts if card.is_cloze else not card.front.rstrip().endswith("?")


def _is_fragment(card: Card) -> bool:
    if not card.is_cloze:
        return False
    return _THROUGH_WORD.search(card.front) is not None or any(
        part and (part[0] in _NEVER_FIRST or part[-1] in _NEVER_LAST) for part in map(words, card.parts)
    )


def _hides_item_number(card: Card) -> bool:
    """Tell whether the gap hides the number of a paragraph or step: "[…] Label the tube"."""
    bare = _CONTEXT.sub("", card.front, count=1).lstrip()
    return card.is_cloze and bare.startswith(GAP) and bool(_ITEM_NUMBER.fullmatch(card.parts[0]))


DUPLICATE = "duplicate"
CHECKS: dict[str, Callable[[Card], bool]] = {
    "leak": _leaks,
    "long answer": _is_long,
    "all hidden": _hides_all,
    "dangling": _dangles,
    "asks nothing": _asks_nothing,
    "fragment": _is_fragment,
    "cut front": _is_cut,
    "half a range": _halves_a_range,
    "item number": _hides_item_number,
}
DEFECTS = (*CHECKS, DUPLICATE)


def defects(card: Card) -> list[str]:
    """Return the defects of a single card."""
    return [kind for kind, has in CHECKS.items() if has(card)]


def defects_of(cards: Iterable[Card]) -> tuple[Counter[str], int]:
    """Return how many cards have each defect, and how many have any; repeated fronts are duplicates."""
    counts: Counter[str] = Counter()
    bad = 0
    fronts: set[tuple[str, ...]] = set()
    for card in cards:
        front = tuple(words(card.front))
        kinds = [*defects(card), *([DUPLICATE] if front in fronts else [])]
        fronts.add(front)
        counts.update(kinds)
        bad += bool(kinds)
    return counts, bad
