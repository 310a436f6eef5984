"""Evidence found again: the sentences a card's quote stands in, what is around them, how much they claim."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from msc_learn.course.model import Source, Strength
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.segment import lead_line, sentence_spans
from msc_learn.evidence.hedging import cues_of, strength_in
from msc_learn.evidence.quote_index import Place, QuoteIndex, folded
from msc_learn.text.words import STOP_WORDS, numbers, signed_words, surroundings, vocabulary_of, words

if TYPE_CHECKING:
    from msc_learn.evidence.quote_relocate import QuoteRelocator

# Titles, headings and lead-ins are those of many sentences.
_vocabulary = lru_cache(maxsize=512)(vocabulary_of)


@dataclass(frozen=True)
class QuoteContext:
    """What a quote stands on: its section, the whole sentences that hold it, and the lead-in of its list.

    `title` is the document's, `asked` the question of the document that the sentences answer, and `listed`
    what they lead in to. One ground serves all cards of a sentence: what the checks read in it is worked
    out once.
    """

    section: tuple[str, ...]
    sentences: str
    lead: str = ""
    title: str = ""
    asked: str = ""
    listed: str = ""

    @cached_property
    def own_strength(self) -> Strength:
        """How much the sentences claim."""
        return strength_in(cues_of(self.sentences))

    @cached_property
    def strength(self) -> Strength:
        """The more cautious of the sentences and the lead-in."""
        if not self.lead:
            return self.own_strength
        return strength_in((*cues_of(self.lead), *cues_of(self.sentences)))

    @cached_property
    def text(self) -> str:
        """All that a card may say: title, headings, question, lead-in and sentences, one a line."""
        parts = (self.title, *self.section, self.asked, self.lead, self.sentences)
        return "\n".join(map(folded, parts))

    @cached_property
    def beyond(self) -> "QuoteContext":
        """The ground with what it leads in to, which a question may name."""
        return replace(self, lead=f"{self.lead} {self.listed}", listed="") if self.listed else self

    @cached_property
    def said(self) -> str:
        """The sentences as quotes are compared with them."""
        return folded(self.sentences)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of lead-in and sentences, in order."""
        return tuple(signed_words(f"{self.lead} {self.sentences}"))

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The words of lead-in and sentences that are no function words, in order."""
        return tuple(word for word in self.words if word not in STOP_WORDS)

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of lead-in and sentences alone, Greek letters written out and numbers as digits too."""
        return _vocabulary(self.lead) | vocabulary_of(self.sentences)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all that a card may say."""
        return self.own.union(*map(_vocabulary, (self.title, *self.section, self.asked)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of all that a card may say."""
        return frozenset(numbers(self.text))

    @cached_property
    def negated(self) -> tuple[tuple[str, ...], ...]:
        """For each negation of lead-in and sentences, the words after it."""
        return tuple(surroundings(self.words))

    @cached_property
    def negated_anywhere(self) -> frozenset[str]:
        """The words after the negations of all that a card may say."""
        return frozenset(word for around in surroundings(signed_words(self.text)) for word in around)

    @cached_property
    def initials(self) -> str:
        """The first letters of all its words, by which an abbreviation of them is known."""
        return "".join(word[0] for word in words(self.text))


class ContextIndex:
    """A document in which the grounds of cards are found."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._quotations = QuoteIndex(document)
        self._known: dict[tuple[int, str], QuoteContext] = {}
        self._leads: dict[int | None, str] = {}
        self._spans: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def places(self) -> "QuoteRelocator":
        """The document prepared for finding quotes that have moved or changed."""
        from msc_learn.evidence.quote_relocate import QuoteRelocator

        return QuoteRelocator(self.document)

    def find(self, source: Source) -> QuoteContext | None:
        """Return the ground of a source, or None where its quote is not in the document."""
        place = self._quotations.place(source)
        return None if place is None else self._ground_of(place)

    def standing(self, source: Source) -> QuoteContext | None:
        """Return the ground of a source that stands at its offsets; no other place is looked for."""
        place = self._quotations.place_at(source)
        return None if place is None else self._ground_of(place)

    def _ground_of(self, place: Place) -> QuoteContext:
        return self.at(place.block, self._sentences(place))

    def _sentences(self, place: Place) -> str:
        """Return the whole sentences of a block that a place touches."""
        term, text = self.document.blocks[place.block].term, self._quotations.texts[place.block]
        if place.end <= len(term):
            # A term names what its list is of; the sentences that explain it claim more than that.
            return text[: len(term)]
        if place.block not in self._spans:
            self._spans[place.block] = sentence_spans(text)
        spans = self._spans[place.block]
        first = bisect_right(spans, place.start, key=itemgetter(1))
        last = bisect_left(spans, place.end, key=itemgetter(0)) - 1
        return text[spans[first][0] : spans[last][1]] if first <= last else text

    def at(self, index: int, sentences: str) -> QuoteContext:
        """Return the ground that some sentences of the block of a number are; nothing is searched for."""
        key = index, sentences
        if key not in self._known:
            self._known[key] = self._ground(index, sentences)
        return self._known[key]

    def _ground(self, index: int, sentences: str) -> QuoteContext:
        block = self.document.blocks[index]
        before = self.document.blocks[index - 1] if block.kind is BlockKind.ANSWER else None
        return QuoteContext(
            block.section,
            sentences if sentences.startswith(block.term) else f"{block.term}: {sentences}",
            self._lead(block),
            self.document.title,
            before.text if before else "",
            "; ".join(self._leads_to.get(index, ())) if sentences.endswith(":") else "",
        )

    def _lead(self, block: Block) -> str:
        """Return the sentence that leads in the list of a block."""
        if block.lead not in self._leads:
            self._leads[block.lead] = folded(lead_line(self.document, block))
        return self._leads[block.lead]

    @cached_property
    def _leads_to(self) -> dict[int, list[str]]:
        """The names of the items that a block leads in, by its number."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for block in self.document.blocks:
            if block.lead is not None:
                found[block.lead].append(block.term or block.text)
        return found

    def nearest(self, quote: str) -> str | None:
        """Return the sentence most like a quote that is not in the document."""
        from msc_learn.text.fuzzy import nearest

        sentences = [text[a:b] for text in self._quotations.texts for a, b in sentence_spans(text)]
        return nearest(folded(quote), sentences, floor=60)


def holds(document: Document, source: Source) -> bool:
    """Tell whether a quote stands at its offsets."""
    text = document.text[source.start : source.end] if source.start is not None else ""
    # Markup between the words is not part of a quote, so its letters are compared alone.
    letters = iter(character for character in text if character.isalnum())
    return all(character in letters for character in source.quote if character.isalnum())
