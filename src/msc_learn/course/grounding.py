"""Evidence found again: where in the document a card's quote stands, and how much its sentence claims."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from msc_learn.course.model import Source, Strength
from msc_learn.course.strength import strength_of
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.segment import sentence_spans

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a quote stands on: its section, the whole sentences that hold it, and the lead-in of its list."""

    section: tuple[str, ...]
    sentences: str
    lead: str

    @property
    def strength(self) -> Strength:
        """The most cautious of the sentences and the lead-in."""
        return max(strength_of(self.sentences), strength_of(self.lead), key=lambda strength: strength.caution)


class Grounds:
    """A document prepared for finding quotes: blanks folded, typographic quotes made plain."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._texts = [folded(block.text) for block in document.blocks]
        self._starts: list[int] = []
        at = 0
        for text in self._texts:
            self._starts.append(at)
            at += len(text) + 1
        self._whole = "\n".join(self._texts)

    def find(self, source: Source) -> Ground | None:
        """Return the ground of a source, in its own section if the quote stands there, else elsewhere."""
        quote = folded(source.quote)
        elsewhere: Ground | None = None
        at = self._whole.find(quote) if quote else -1
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            block = self.document.blocks[index]
            if block.kind is not BlockKind.HEADING:
                start = at - self._starts[index]
                ground = self._ground(index, block, start, start + len(quote))
                if block.section == source.section:
                    return ground
                elsewhere = elsewhere or ground
            at = self._whole.find(quote, at + 1)
        return elsewhere

    def _ground(self, index: int, block: Block, start: int, end: int) -> Ground:
        text = self._texts[index]
        if end <= len(block.term):
            # A term names what its list is of; the sentences that explain it claim more than that.
            return Ground(block.section, text[: len(block.term)], self._lead(block))
        spans = [(a, b) for a, b in sentence_spans(text) if a < end and start < b]
        whole = text[spans[0][0] : spans[-1][1]] if spans else text
        if not whole.startswith(block.term):
            whole = f"{block.term}: {whole}"
        return Ground(block.section, whole, self._lead(block))

    def _lead(self, block: Block) -> str:
        return "" if block.lead is None else _last_sentence(self._texts[block.lead])

    def nearest(self, quote: str) -> str | None:
        """Return the sentence most like a quote that is not in the document."""
        from msc_learn.course.likeness import nearest

        sentences = [text[a:b] for text in self._texts for a, b in sentence_spans(text)]
        return nearest(folded(quote), sentences, floor=60)


def _last_sentence(text: str) -> str:
    start, end = sentence_spans(text)[-1]
    return text[start:end]


def folded(text: str) -> str:
    """Return a text with blanks folded and typographic quotes made plain, as quotes are compared."""
    return re.sub(r"\s+", " ", text.translate(_QUOTES)).strip()
