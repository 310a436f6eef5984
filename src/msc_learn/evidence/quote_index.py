"""Where a quote stands in a document, found by its words: cheap for many cards on a long document."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from msc_learn.course.model import Source
from msc_learn.document.model import Block, BlockKind, Document, Sentence
from msc_learn.document.segment import sentences_of

_WORD = re.compile(r"\w+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-"})
Key = int | tuple[str, ...] | None
"""How a place of a quote is asked for: by its offset in the document, by its section, or as the first."""


def folded(text: str) -> str:
    """Return a text with blanks folded and typographic quotes made plain, as quotes are compared."""
    return " ".join((text if text.isascii() else text.translate(_QUOTES)).split())


@dataclass(frozen=True, slots=True)
class Place:
    """A quote found: the number of its block, and where it starts and ends in the block's folded text."""

    block: int
    start: int
    end: int


class QuoteIndex:
    """A document prepared, once a quote is looked for, for finding quotes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = document.blocks
        self._kept: dict[int, list[int]] = {}
        self._known: dict[tuple[str, bool], dict[Key, Place]] = {}

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The blocks, folded; nothing is quoted from a heading."""
        return tuple("" if block.kind is BlockKind.HEADING else folded(block.text) for block in self._blocks)

    @cached_property
    def _whole(self) -> str:
        return "\n".join(self.texts)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each block starts in the whole."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    @cached_property
    def lines(self) -> tuple[Sentence, ...]:
        """The headings and sentences in order."""
        return tuple(lines_of(self._document))

    @cached_property
    def _with_word(self) -> dict[str, list[int]]:
        """In which blocks each word stands."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(self.texts):
            for word in set(_WORD.findall(text)):
                found[word].append(index)
        return found

    def place_at(self, source: Source) -> Place | None:
        """Return the place of a quote by its offsets, or None where it does not stand there."""
        number = bisect_right(self._offsets, source.start or 0) - 1
        if number < 0:
            return None
        block, text, quote = self._blocks[number], self.texts[number], folded(source.quote)
        start = (source.start or 0) - block.start
        if block.origins is not None:
            start = bisect_left(block.origins, source.start or 0)
        if len(text) != len(block.text):
            start = text.find(quote)
        return Place(number, start, start + len(quote)) if text.startswith(quote, max(start, 0)) else None

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each block starts in the document."""
        return [block.start for block in self._blocks]

    def place(self, source: Source) -> Place | None:
        """Return where a quote stands, or None where it is not in the document.

        Of several places, the one at the source's offset comes first, then the first in its section. One
        that begins and ends with whole words comes before one that does not.
        """
        quote = folded(source.quote)
        if not quote:
            return None
        for key in (source.section,) if source.start is None else (source.start, source.section):
            for cut in (False, True):
                if (found := self._places(quote, cut).get(key)) is not None:
                    return found
        return self._places(quote, True).get(None)

    def touched(self, source: Source) -> range | None:
        """Return the numbers of the lines a quote touches, or None where it is not in the document."""
        place = self.place(source)
        if place is None:
            return None
        start, last = (self._unfolded(place.block, at) for at in (place.start, place.end - 1))
        return self._lines_between(place.block, start, last + 1)

    def stretches(self, quote: str) -> Iterator[tuple[int, int, int]]:
        """Yield the block, and start and end in its text, of every place where a quote stands."""
        folded_quote = folded(quote)
        for index, at in self._occurrences(folded_quote, cut=True) if folded_quote else ():
            yield index, self._unfolded(index, at), self._unfolded(index, at + len(folded_quote) - 1) + 1

    def _places(self, quote: str, cut: bool) -> dict[Key, Place]:
        """Return each place of a quote; with `cut` it may begin and end within a word."""
        if (quote, cut) not in self._known:
            places: dict[Key, Place] = {}
            self._known[quote, cut] = places
            for index, start in self._occurrences(quote, cut):
                block = self._blocks[index]
                for key in (block.offset_at(self._unfolded(index, start)), block.section, None):
                    places.setdefault(key, Place(index, start, start + len(quote)))
        return self._known[quote, cut]

    def _occurrences(self, quote: str, cut: bool) -> Iterator[tuple[int, int]]:
        """Yield block and place of each occurrence, looking only where the rarest word stands."""
        words = _WORD.findall(quote)
        whole = words[1:-1] if cut else words
        if not whole:
            yield from self._anywhere(quote)
            return
        for index in min((self._with_word.get(word, []) for word in whole), key=len):
            for at in _finds(quote, self.texts[index]):
                yield index, at

    def _anywhere(self, quote: str) -> Iterator[tuple[int, int]]:
        for at in _finds(quote, self._whole):
            index = bisect_right(self._starts, at) - 1
            yield index, at - self._starts[index]

    def _unfolded(self, index: int, at: int) -> int:
        """Return the place in a block's own text of a character of its folded text."""
        text = self._blocks[index].text
        if len(text) == len(self.texts[index]):
            return at
        if index not in self._kept:
            # Folding takes away the blanks at the start and all but one of each run.
            self._kept[index] = [match.start() for match in re.finditer(r"\S|(?<=\S)\s", text)]
        return self._kept[index][at]

    def _lines_between(self, block: int, start: int, end: int) -> range:
        def of_block(line: Sentence) -> int:
            return line.block

        first = bisect_left(self.lines, block, key=of_block)
        stop = bisect_right(self.lines, block, key=of_block)
        return range(
            bisect_right(self.lines, start, first, stop, key=lambda line: line.end),
            bisect_left(self.lines, end, first, stop, key=lambda line: line.start),
        )


def _finds(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + len(quote))


def lines_of(document: Document) -> Iterator[Sentence]:
    """Yield headings and sentences in order; the first after a term says the term, but starts after it."""
    sentences = sentences_of(document)
    sentence = next(sentences, None)
    for index, block in enumerate(document.blocks):
        if sentence is None or sentence.block != index:
            yield Sentence(
                block.text, index, 0, len(block.text)
            )  # a heading, or a term with nothing after it
            continue
        yield _with_term(sentence, block)
        while (sentence := next(sentences, None)) is not None and sentence.block == index:
            yield sentence


def _with_term(sentence: Sentence, block: Block) -> Sentence:
    return replace(sentence, text=block.text[: sentence.end].strip()) if block.term else sentence
