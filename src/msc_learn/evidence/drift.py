"""What became of the sentences a card stands on: where each is now, and what of it has changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from msc_learn.course.draft_digest import base_of, is_untouched
from msc_learn.course.model import Note, Source, Strength
from msc_learn.evidence.hedging import strength_of
from msc_learn.evidence.quote_index import folded
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.text.words import content_words, negations

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TracedSource:
    """One source of a card: as it was, where its quote stands now, or else the sentence that is like it."""

    was: Source
    exact: Source | None
    alike: Source | None = None

    @property
    def now(self) -> Source | None:
        """The source as the document bears it out now, if it does."""
        return self.exact or self.alike


def trace(note: Note, places: QuoteRelocator) -> tuple[TracedSource, ...]:
    """Return what became of each source of a card.

    Sources that stood in one section, such as the items of a list, must stand in one section still: the
    same words in another list are another fact.
    """
    whole, found = is_untouched(note), list[TracedSource]()
    for source in note.sources:
        first = found[0] if found and found[0].was.section == source.section else None
        section = first.now.section if first and first.now else None
        exact = places.exact(source, whole=whole, section=section)
        alike = None if exact else places.alike(source, section=section)
        found.append(TracedSource(source, exact, alike))
    return tuple(found)


def settled(note: Note, sources: tuple[Source, ...], strength: Strength) -> Note:
    """Return a card with the sentences of today as its evidence, no mark, and no less cautious."""
    cautious = max(note.strength, strength, key=lambda strength: strength.caution)
    moved = replace(note, sources=sources, strength=cautious, evidence=None)
    return replace(moved, base=base_of(moved)) if is_untouched(note) else moved


def red_flags(old: str, new: str) -> tuple[str, ...]:
    """Return what a changed sentence may have turned into another claim: strength, numbers, negations."""
    return tuple(_flags(old, new))


def _flags(old: str, new: str) -> Iterator[str]:
    before, after = strength_of(old), strength_of(new)
    if before is not after:
        yield f"it was {before} and is {after}"
    gone = [number for number in _numbers(old) if number not in _numbers(new)]
    come = [number for number in _numbers(new) if number not in _numbers(old)]
    if gone or come:
        yield f"numbers changed: {', '.join(gone) or 'none'} to {', '.join(come) or 'none'}"
    if bool(negations(old)) != bool(negations(new)):
        yield "it is negated now" if negations(new) else "it is not negated any more"


def _numbers(text: str) -> list[str]:
    """Return the numbers of a text, those in words as digits."""
    found = [[word] if word[0].isdigit() else content_words(word) for word in _WORD.findall(text.casefold())]
    return [word for some in found for word in some if word[0].isdigit()]


def differences(old: str, new: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Return the words of both texts in stretches, each with whether the other text lacks it there."""
    one, other = folded(old).split(), folded(new).split()
    left, right = list[tuple[str, bool]](), list[tuple[str, bool]]()
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        left += [(" ".join(one[a:b]), kind != "equal")] if a < b else []
        right += [(" ".join(other[c:d]), kind != "equal")] if c < d else []
    return tuple(left), tuple(right)
