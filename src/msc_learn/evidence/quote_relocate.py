"""Find a quote again after its document changed: exactly, or as the sentence most like it.

A program quotes whole sentences, list items, terms and table rows, so its quotes are searched as such: the
words of one inside a longer sentence ("In mice, ..." before them) are no longer what it quoted. A person may
quote a part.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from msc_learn.course.model import Source
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.segment import explanation_start, sentence_spans
from msc_learn.evidence.quote_index import QuoteIndex, QuoteMatch, is_at_offsets
from msc_learn.text.quotes import normalised_quote

Section = tuple[str, ...]
# Similarities from 0 to 100: the least that counts as alike, and the margin over every other sentence.
_LEAST_SIMILAR, _MARGIN = 90.0, 5.0
_NEAREST = 60.0


class QuoteRelocator:
    """The quotable parts of a document, indexed by their normalised text; headings are not quoted."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._quotable: defaultdict[str, list[QuoteMatch]] = defaultdict(list)
        for number, block in enumerate(document.blocks):
            if block.kind is not BlockKind.HEADING:
                for start, end in dict.fromkeys(_quotable_spans(block)):
                    self._quotable[normalised_quote(block.text[start:end])].append(
                        QuoteMatch(number, start, end)
                    )

    @cached_property
    def _index(self) -> QuoteIndex:
        return QuoteIndex(self.document)

    def has(self, quote: str) -> bool:
        """Tell whether a quote is a whole sentence, item, term or row of the document."""
        return normalised_quote(quote) in self._quotable

    def exact(self, source: Source, *, whole: bool, section: Section | None = None) -> Source | None:
        """Return the source with the current offsets of its quote, or None if the quote is gone.

        A match in the source's own section is preferred, then the one nearest to its old offset. With
        `whole`, parts of sentences do not count. `section` limits the search to that section.
        """
        if source.digest == self.document.short_digest and is_at_offsets(self.document, source):
            return source
        matches = self._quotable.get(normalised_quote(source.quote)) or self._partial_matches(source, whole)
        return self._best(source, matches, section)

    def alike(self, source: Source, *, section: Section | None = None) -> Source | None:
        """Return the source with the sentence that is clearly most similar to its quote, if there is one."""
        from msc_learn.text.fuzzy import alike

        similar = alike(normalised_quote(source.quote), self._quotable, _LEAST_SIMILAR - _MARGIN)
        if not similar or similar[0][1] < _LEAST_SIMILAR:
            return None
        best, score = similar[0]
        rivals = [text for text, other in similar[1:] if other > score - _MARGIN]
        matches = self._quotable[best]
        if any(not any(a.overlaps(b) for b in matches) for text in rivals for a in self._quotable[text]):
            return None
        return self._best(source, matches, section, requote=True)

    def nearest(self, source: Source) -> Source | None:
        """Return the source with the sentence most similar to its quote, if any is similar at all.

        Only a suggestion for a person: it is not proof that the sentence replaces the old one.
        """
        from msc_learn.text.fuzzy import nearest

        best = nearest(normalised_quote(source.quote), self._quotable, floor=_NEAREST)
        return self._best(source, self._quotable[best], None, requote=True) if best else None

    def _partial_matches(self, source: Source, whole: bool) -> Sequence[QuoteMatch]:
        """Return the matches of a quote that is not a single sentence, preferring those of whole words."""
        matches = list(self._index.all_matches(source.quote))
        if whole:
            return [match for match in matches if self._is_whole(match)]
        return [match for match in matches if not self._cuts_word(match)] or matches

    def _is_whole(self, match: QuoteMatch) -> bool:
        spans = list(_quotable_spans(self.document.blocks[match.block]))
        return match.start in {start for start, _ in spans} and match.end in {end for _, end in spans}

    def _cuts_word(self, match: QuoteMatch) -> bool:
        text = self.document.blocks[match.block].text
        return any(
            text[edge - 1 : edge].isalnum() and text[edge : edge + 1].isalnum()
            for edge in (match.start, match.end)
        )

    def _best(
        self, source: Source, matches: Sequence[QuoteMatch], section: Section | None, *, requote: bool = False
    ) -> Source | None:
        """Return the source at its best match; with `requote` it also takes over the words found there."""
        blocks = self.document.blocks
        allowed = [match for match in matches if section is None or blocks[match.block].section == section]

        def distance(match: QuoteMatch) -> tuple[bool, int]:
            block = blocks[match.block]
            return block.section != source.section, abs(block.offset_at(match.start) - (source.start or 0))

        best = min(allowed, key=distance, default=None)
        return None if best is None else self._moved(source, best, requote)

    def _moved(self, source: Source, match: QuoteMatch, requote: bool) -> Source:
        """Return a source moved to a match; offsets and digest stay absent if a person left them out."""
        block = self.document.blocks[match.block]
        quote = block.text[match.start : match.end] if requote else source.quote
        moved = replace(source, section=block.section, quote=quote)
        if source.start is not None:
            first, last = block.offset_at(match.start), block.offset_at(match.end - 1)
            moved = replace(moved, start=first, end=last + 1)
        return replace(moved, digest=self.document.short_digest) if source.digest else moved


def _quotable_spans(block: Block) -> Iterator[tuple[int, int]]:
    """Yield the spans of a block that are quoted as a whole: its sentences, its term and the whole block."""
    skip = explanation_start(block.text, block.term)
    for start, end in sentence_spans(block.text[skip:]):
        yield skip + start, skip + end
        if block.term and not start:
            yield 0, skip + end
    if block.term:
        yield 0, len(block.term)
    if block.text.strip():
        yield 0, len(block.text)
