"""Evidence drift: where the quoted sentences of a card are now, and what changed in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from msc_learn.course.draft_digest import base_of, is_untouched
from msc_learn.course.model import Note, Source, Strength
from msc_learn.evidence.hedging import most_cautious, strength_of
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.text.negation import negations
from msc_learn.text.quotes import normalised_quote
from msc_learn.text.words import content_words

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")

DiffPart = tuple[str, bool]
"""Consecutive words of a text, and whether the other text lacks them."""


@dataclass(frozen=True, slots=True)
class TracedSource:
    """One source of a card: as it was, and its quote found again exactly or as a similar sentence."""

    was: Source
    exact: Source | None
    alike: Source | None = None

    @property
    def now(self) -> Source | None:
        """The source as the document supports it now, if it does."""
        return self.exact or self.alike


def trace(note: Note, relocator: QuoteRelocator) -> tuple[TracedSource, ...]:
    """Find each source of a card again.

    Sources that shared a section, such as the items of a list, must still share one: the same words in
    another list are another fact.
    """
    whole, traced = is_untouched(note), list[TracedSource]()
    for source in note.sources:
        first = traced[0] if traced and traced[0].was.section == source.section else None
        section = first.now.section if first and first.now else None
        exact = relocator.exact(source, whole=whole, section=section)
        alike = None if exact else relocator.alike(source, section=section)
        traced.append(TracedSource(source, exact, alike))
    return tuple(traced)


def settled(note: Note, sources: tuple[Source, ...], strength: Strength) -> Note:
    """Return a card with its current sources, without a drift mark, and no less cautious than before."""
    cautious = most_cautious((note.strength, strength))
    moved = replace(note, sources=sources, strength=cautious, evidence=None)
    return replace(moved, base=base_of(moved)) if is_untouched(note) else moved


def red_flags(old: str, new: str) -> tuple[str, ...]:
    """Return the changes that may make a sentence another claim: strength, numbers, negations."""
    return tuple(_flags(old, new))


def _flags(old: str, new: str) -> Iterator[str]:
    before, after = strength_of(old), strength_of(new)
    if before is not after:
        yield f"it was {before} and is {after}"
    removed = [number for number in _numbers(old) if number not in _numbers(new)]
    added = [number for number in _numbers(new) if number not in _numbers(old)]
    if removed or added:
        yield f"numbers changed: {', '.join(removed) or 'none'} to {', '.join(added) or 'none'}"
    if bool(negations(old)) != bool(negations(new)):
        yield "it is negated now" if negations(new) else "it is not negated any more"


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text; number words become digits."""
    words = _WORD.findall(text.casefold())
    parts = (part for word in words for part in ([word] if word[0].isdigit() else content_words(word)))
    return [part for part in parts if part[0].isdigit()]


def differences(old: str, new: str) -> tuple[tuple[DiffPart, ...], tuple[DiffPart, ...]]:
    """Return a word diff: both texts in parts, each with whether the other text lacks it there."""
    before, after = normalised_quote(old).split(), normalised_quote(new).split()
    left, right = list[DiffPart](), list[DiffPart]()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left += [(" ".join(before[a:b]), kind != "equal")] if a < b else []
        right += [(" ".join(after[c:d]), kind != "equal")] if c < d else []
    return tuple(left), tuple(right)
