"""The context of a quote: its whole sentences, headings and lead-in, and how strongly they claim."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from operator import itemgetter

from msc_learn.course.model import Source, Strength
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.segment import lead_line, sentence_spans
from msc_learn.evidence.hedging import cues_of, strength_in
from msc_learn.evidence.quote_index import QuoteIndex, QuoteMatch
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.text.negation import Negation, negated_words, negations
from msc_learn.text.quotes import normalised_quote
from msc_learn.text.stop_words import STOP_WORDS
from msc_learn.text.words import numbers, vocabulary_of, words

# Many sentences share a title, headings and a lead-in.
_vocabulary = lru_cache(maxsize=512)(vocabulary_of)


@dataclass(frozen=True)
class QuoteContext:
    """What supports a quote: its section, the whole sentences that contain it, and the lead-in of its list.

    `title` is the document's title, `question` the document's question that the sentences answer, and
    `listed` the items they lead in to. All cards of a sentence share one context, so that what the checks
    compute from it is cached.
    """

    section: tuple[str, ...]
    sentences: str
    lead: str = ""
    title: str = ""
    question: str = ""
    listed: str = ""

    @cached_property
    def own_strength(self) -> Strength:
        """How strongly the sentences claim."""
        return strength_in(cues_of(self.sentences))

    @cached_property
    def strength(self) -> Strength:
        """The more cautious strength of the sentences and the lead-in."""
        if not self.lead:
            return self.own_strength
        return strength_in((*cues_of(self.lead), *cues_of(self.sentences)))

    @cached_property
    def text(self) -> str:
        """Everything a card may say: title, headings, question, lead-in and sentences, one a line."""
        parts = (self.title, *self.section, self.question, self.lead, self.sentences)
        return "\n".join(map(normalised_quote, parts))

    @cached_property
    def with_list(self) -> "QuoteContext":
        """The context with the items it leads in to, which a question may name."""
        return replace(self, lead=f"{self.lead} {self.listed}", listed="") if self.listed else self

    @cached_property
    def normalised(self) -> str:
        """The sentences, normalised as quotes are."""
        return normalised_quote(self.sentences)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the lead-in and the sentences, in order."""
        return tuple(words(f"{self.lead} {self.sentences}"))

    @cached_property
    def content_words(self) -> tuple[str, ...]:
        """The words of the lead-in and the sentences without stop words, in order."""
        return tuple(word for word in self.words if word not in STOP_WORDS)

    @cached_property
    def own_vocabulary(self) -> frozenset[str]:
        """The words of the lead-in and the sentences alone, Greek letters and numbers in all spellings."""
        return _vocabulary(self.lead) | vocabulary_of(self.sentences)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of everything a card may say."""
        return self.own_vocabulary.union(*map(_vocabulary, (self.title, *self.section, self.question)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in everything a card may say."""
        return frozenset(numbers(self.text))

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        """The negations of the lead-in and the sentences."""
        return negations(f"{self.lead} {self.sentences}")

    @cached_property
    def negated_anywhere(self) -> frozenset[str]:
        """The words denied in everything a card may say."""
        return negated_words(self.text)

    @cached_property
    def initials(self) -> str:
        """The first letters of all its words, in which an abbreviation is searched."""
        return "".join(word[0] for word in words(self.text))


class ContextIndex:
    """A document in which the contexts of quotes are looked up; every context is created once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._quotes = QuoteIndex(document)
        self._contexts: dict[tuple[int, str], QuoteContext] = {}
        self._leads: dict[int | None, str] = {}
        self._spans: dict[int, list[tuple[int, int]]] = {}

    @cached_property
    def relocator(self) -> QuoteRelocator:
        """The index that finds quotes that have moved or changed."""
        return QuoteRelocator(self.document)

    def find(self, source: Source) -> QuoteContext | None:
        """Return the context of a source, or None if its quote is not in the document."""
        return self._of_match(self._quotes.find(source))

    def find_at_offset(self, source: Source) -> QuoteContext | None:
        """Return the context of a source whose quote is at its offset; nothing else is searched."""
        return self._of_match(self._quotes.find_at_offset(source))

    def _of_match(self, match: QuoteMatch | None) -> QuoteContext | None:
        return None if match is None else self.of_sentences(match.block, self._sentences(match))

    def _sentences(self, match: QuoteMatch) -> str:
        """Return the whole sentences of a block that a match overlaps."""
        term, text = self.document.blocks[match.block].term, self._quotes.texts[match.block]
        if match.end <= len(term):
            # A term only names its list; the sentences that explain it claim more than that.
            return text[: len(term)]
        if match.block not in self._spans:
            self._spans[match.block] = sentence_spans(text)
        spans = self._spans[match.block]
        first = bisect_right(spans, match.start, key=itemgetter(1))
        last = bisect_left(spans, match.end, key=itemgetter(0)) - 1
        return text[spans[first][0] : spans[last][1]] if first <= last else text

    def of_sentences(self, index: int, sentences: str) -> QuoteContext:
        """Return the context of known sentences of the block at `index`, without a search."""
        key = index, sentences
        if key not in self._contexts:
            self._contexts[key] = self._new_context(index, sentences)
        return self._contexts[key]

    def _new_context(self, index: int, sentences: str) -> QuoteContext:
        block = self.document.blocks[index]
        before = self.document.blocks[index - 1] if block.kind is BlockKind.ANSWER else None
        return QuoteContext(
            block.section,
            sentences if sentences.startswith(block.term) else f"{block.term}: {sentences}",
            self._lead(block),
            self.document.title,
            before.text if before else "",
            "; ".join(self._led_in_by.get(index, ())) if sentences.endswith(":") else "",
        )

    def _lead(self, block: Block) -> str:
        """Return the sentence that leads in the list of a block, normalised."""
        if block.lead not in self._leads:
            self._leads[block.lead] = normalised_quote(lead_line(self.document, block))
        return self._leads[block.lead]

    @cached_property
    def _led_in_by(self) -> dict[int, list[str]]:
        """The names of the items that each block leads in, by the index of the block."""
        items: defaultdict[int, list[str]] = defaultdict(list)
        for block in self.document.blocks:
            if block.lead is not None:
                items[block.lead].append(block.term or block.text)
        return items

    def nearest(self, quote: str) -> str | None:
        """Return the sentence most similar to a quote that is not in the document."""
        from msc_learn.text.fuzzy import nearest

        sentences = [text[a:b] for text in self._quotes.texts for a, b in sentence_spans(text)]
        return nearest(normalised_quote(quote), sentences, floor=60)
