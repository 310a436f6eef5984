"""Where in a document a quote stands, word for word or in a sentence that is like it.

A machine quotes whole sentences, list items, terms and rows, so its quotes are looked for as such: the words
of one within a longer sentence ("In mice, ..." before them) are no longer what it quoted. What a person
quotes may be a part.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from msc_learn.course.model import Source
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.segment import explanation_start, sentence_spans
from msc_learn.evidence.context import holds
from msc_learn.evidence.quote_index import QuoteIndex, folded

Section = tuple[str, ...]
# How like an old quote a sentence must be, of 100, and by how much less like it all others must be.
LEAST, CLEARLY = 90.0, 5.0


class Place(NamedTuple):
    """A stretch of a block: the block's number, and start and end in its text."""

    block: int
    start: int
    end: int

    def touches(self, other: "Place") -> bool:
        """Tell whether two stretches share a letter."""
        return self.block == other.block and self.start < other.end and other.start < self.end


class QuoteRelocator:
    """A document prepared for finding quotes again; headings are not quoted."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._whole: defaultdict[str, list[Place]] = defaultdict(list)
        for number, block in enumerate(document.blocks):
            if block.kind is not BlockKind.HEADING:
                for start, end in dict.fromkeys(_wholes(block)):
                    self._whole[folded(block.text[start:end])].append(Place(number, start, end))

    @cached_property
    def _quotations(self) -> QuoteIndex:
        return QuoteIndex(self.document)

    def has(self, quote: str) -> bool:
        """Tell whether a quote is a whole sentence, item, term or row of the document."""
        return folded(quote) in self._whole

    def exact(self, source: Source, *, whole: bool, section: Section | None = None) -> Source | None:
        """Return the source at the place where its quote stands now, or None where it stands nowhere.

        Of several places the one in its own section comes first, then the one nearest to where it stood.
        With `whole`, parts of sentences do not count; `section` is the only one it may stand in.
        """
        if source.digest == self.document.short_digest and holds(self.document, source):
            return source
        found = self._whole.get(folded(source.quote)) or self._parts(source, whole)
        return self._best(source, found, section)

    def alike(self, source: Source, *, section: Section | None = None) -> Source | None:
        """Return the source with the sentence that is clearly most like its quote, or None without such."""
        from msc_learn.text.fuzzy import alike

        found = alike(folded(source.quote), self._whole, LEAST - CLEARLY)
        if not found or found[0][1] < LEAST:
            return None
        best, score = found[0]
        rivals = [text for text, other in found[1:] if other > score - CLEARLY]
        mine = self._whole[best]
        if any(not any(a.touches(b) for b in mine) for text in rivals for a in self._whole[text]):
            return None
        return self._best(source, mine, section, reads=True)

    def nearest(self, source: Source) -> Source | None:
        """Return the source with the sentence most like its quote, if any is at all like it.

        For a person who decides: nothing may be taken for the old sentence on this alone.
        """
        from msc_learn.text.fuzzy import nearest

        best = nearest(folded(source.quote), self._whole, floor=60)
        return self._best(source, self._whole[best], None, reads=True) if best else None

    def _parts(self, source: Source, whole: bool) -> list[Place]:
        """Return the places of a quote that is no single sentence, cut words last."""
        found = [Place(*place) for place in self._quotations.stretches(source.quote)]
        if whole:
            return [place for place in found if self._is_whole(place)]
        return [place for place in found if not self._cuts(place)] or found

    def _is_whole(self, place: Place) -> bool:
        wholes = list(_wholes(self.document.blocks[place.block]))
        return place.start in {start for start, _ in wholes} and place.end in {end for _, end in wholes}

    def _cuts(self, place: Place) -> bool:
        text = self.document.blocks[place.block].text
        return any(
            text[at - 1 : at].isalnum() and text[at : at + 1].isalnum() for at in (place.start, place.end)
        )

    def _best(
        self, source: Source, found: list[Place], section: Section | None, *, reads: bool = False
    ) -> Source | None:
        """Return the source at the best of some places; with `reads` it takes the words that stand there."""
        blocks = self.document.blocks
        allowed = [place for place in found if section is None or blocks[place.block].section == section]

        def rank(place: Place) -> tuple[bool, int]:
            block = blocks[place.block]
            return block.section != source.section, abs(block.offset_at(place.start) - (source.start or 0))

        best = min(allowed, key=rank, default=None)
        return None if best is None else self._at(source, best, reads)

    def _at(self, source: Source, place: Place, reads: bool) -> Source:
        """Return a source moved to a place; offsets and digest stay absent where a person left them out."""
        block = self.document.blocks[place.block]
        quote = block.text[place.start : place.end] if reads else source.quote
        moved = replace(source, section=block.section, quote=quote)
        if source.start is not None:
            first, last = block.offset_at(place.start), block.offset_at(place.end - 1)
            moved = replace(moved, start=first, end=last + 1)
        return replace(moved, digest=self.document.short_digest) if source.digest else moved


def _wholes(block: Block) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a block that are quoted as a whole: its sentences, its term, all of it."""
    skip = explanation_start(block.text, block.term)
    for start, end in sentence_spans(block.text[skip:]):
        yield skip + start, skip + end
        if block.term and not start:
            yield 0, skip + end
    if block.term:
        yield 0, len(block.term)
    if block.text.strip():
        yield 0, len(block.text)
