"""Find quotes in a document with an inverted index of its words: cheap for many cards on a long document."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from msc_learn.course.model import Source
from msc_learn.document.model import Block, BlockKind, Document, Sentence
from msc_learn.document.segment import sentences_of
from msc_learn.text.quotes import normalised_quote

_WORD = re.compile(r"\w+")
Key = int | tuple[str, ...] | None
"""How a match of a quote is selected: by its offset in the document, by its section, or as the first."""


class QuoteMatch(NamedTuple):
    """A quote found: the index of its block, and where in the block's text it starts and ends.

    `QuoteIndex.find` and `find_at_offset` count in the block's normalised text, all others in its own text.
    """

    block: int
    start: int
    end: int

    def overlaps(self, other: "QuoteMatch") -> bool:
        """Tell whether two matches share a character."""
        return self.block == other.block and self.start < other.end and other.start < self.end


class QuoteIndex:
    """An inverted index from words to blocks; each part is built when it is first needed."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = document.blocks
        self._own_offsets: dict[int, list[int]] = {}
        self._matches: dict[tuple[str, bool], dict[Key, QuoteMatch]] = {}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The normalised text of each block; empty for headings, which are never quoted."""
        return tuple(
            "" if block.kind is BlockKind.HEADING else normalised_quote(block.text) for block in self._blocks
        )

    @cached_property
    def _whole_text(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each block starts in the whole text."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    @cached_property
    def lines(self) -> tuple[Sentence, ...]:
        """The headings and sentences in order."""
        return tuple(lines_of(self._document))

    @cached_property
    def _blocks_with_word(self) -> dict[str, list[int]]:
        blocks: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self.texts):
            for word in set(_WORD.findall(text)):
                blocks[word].append(index)
        return blocks

    def find_at_offset(self, source: Source) -> QuoteMatch | None:
        """Return the match at the source's own offset, or None if its quote is not there."""
        number = bisect_right(self._offsets, source.start or 0) - 1
        if number < 0:
            return None
        block, text, quote = self._blocks[number], self.texts[number], normalised_quote(source.quote)
        start = (source.start or 0) - block.start
        if block.origins is not None:
            start = bisect_left(block.origins, source.start or 0)
        if len(text) != len(block.text):
            start = text.find(quote)
        is_there = text.startswith(quote, max(start, 0))
        return QuoteMatch(number, start, start + len(quote)) if is_there else None

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each block starts in the document."""
        return [block.start for block in self._blocks]

    def find(self, source: Source) -> QuoteMatch | None:
        """Return the best match of a quote, or None if it is not in the document.

        A match at the source's offset is preferred, then the first in its section, then the first of all.
        A match of whole words is preferred to one that starts or ends inside a word.
        """
        quote = normalised_quote(source.quote)
        if not quote:
            return None
        for key in (source.section,) if source.start is None else (source.start, source.section):
            for cut in (False, True):
                if (match := self._matches_of(quote, cut).get(key)) is not None:
                    return match
        return self._matches_of(quote, True).get(None)

    def line_numbers(self, source: Source) -> range | None:
        """Return the numbers of the lines that a quote overlaps, or None if it is not in the document."""
        match = self.find(source)
        if match is None:
            return None
        start, last = (self._own_offset(match.block, offset) for offset in (match.start, match.end - 1))
        return self._lines_between(match.block, start, last + 1)

    def all_matches(self, quote: str) -> Iterator[QuoteMatch]:
        """Yield every occurrence of a quote, counted in the blocks' own texts."""
        normalised = normalised_quote(quote)
        for index, start in self._occurrences(normalised, cut=True) if normalised else ():
            end = start + len(normalised)
            yield QuoteMatch(index, self._own_offset(index, start), self._own_offset(index, end - 1) + 1)

    def _matches_of(self, quote: str, cut: bool) -> dict[Key, QuoteMatch]:
        """Return each match of a quote; with `cut` it may start and end inside a word."""
        if (quote, cut) not in self._matches:
            matches: dict[Key, QuoteMatch] = {}
            self._matches[quote, cut] = matches
            for index, start in self._occurrences(quote, cut):
                block = self._blocks[index]
                for key in (block.offset_at(self._own_offset(index, start)), block.section, None):
                    matches.setdefault(key, QuoteMatch(index, start, start + len(quote)))
        return self._matches[quote, cut]

    def _occurrences(self, quote: str, cut: bool) -> Iterator[tuple[int, int]]:
        """Yield block and start of each occurrence, searching only the blocks that hold the rarest word."""
        words = _WORD.findall(quote)
        whole = words[1:-1] if cut else words
        if not whole:
            yield from self._occurrences_anywhere(quote)
            return
        for index in min((self._blocks_with_word.get(word, []) for word in whole), key=len):
            for start in _find_all(quote, self.texts[index]):
                yield index, start

    def _occurrences_anywhere(self, quote: str) -> Iterator[tuple[int, int]]:
        for start in _find_all(quote, self._whole_text):
            index = bisect_right(self._starts, start) - 1
            yield index, start - self._starts[index]

    def _own_offset(self, index: int, offset: int) -> int:
        """Return the offset in a block's own text of a character of its normalised text."""
        text = self._blocks[index].text
        if len(text) == len(self.texts[index]):
            return offset
        if index not in self._own_offsets:
            # Normalising removes leading whitespace and all but one character of each run.
            self._own_offsets[index] = [match.start() for match in re.finditer(r"\S|(?<=\S)\s", text)]
        return self._own_offsets[index][offset]

    def _lines_between(self, block: int, start: int, end: int) -> range:
        def block_of(line: Sentence) -> int:
            return line.block

        first = bisect_left(self.lines, block, key=block_of)
        stop = bisect_right(self.lines, block, key=block_of)
        return range(
            bisect_right(self.lines, start, first, stop, key=lambda line: line.end),
            bisect_left(self.lines, end, first, stop, key=lambda line: line.start),
        )


def _find_all(quote: str, text: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + len(quote))


def is_at_offsets(document: Document, source: Source) -> bool:
    """Tell whether a quote is still at its offsets in the document."""
    text = document.text[source.start : source.end] if source.start is not None else ""
    # Markup between the words is not part of a quote, so only letters and digits are compared.
    letters = iter(character for character in text if character.isalnum())
    return all(character in letters for character in source.quote if character.isalnum())


def lines_of(document: Document) -> Iterator[Sentence]:
    """Yield headings and sentences in order; the first sentence after a term has the term in its text."""
    sentences = sentences_of(document)
    sentence = next(sentences, None)
    for index, block in enumerate(document.blocks):
        if sentence is None or sentence.block != index:
            # A heading, or a term without an explanation.
            yield Sentence(block.text, index, 0, len(block.text))
            continue
        yield _with_term(sentence, block)
        while (sentence := next(sentences, None)) is not None and sentence.block == index:
            yield sentence


def _with_term(sentence: Sentence, block: Block) -> Sentence:
    return replace(sentence, text=block.text[: sentence.end].strip()) if block.term else sentence
