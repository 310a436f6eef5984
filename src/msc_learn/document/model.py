"""A document as its readers give it: blocks and sentences, each with its place in the text."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from msc_learn.position import Position


class BlockKind(StrEnum):
    """What a block is in the document's own structure."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, or half of a Q/A pair, as plain text on one line.

    `section` is the path of the headings above it, without the document's title. `start` and `end` are
    offsets in characters into `Document.text`. `origins` gives for each character of `text` its offset in
    the document where markup or line ends were taken out; where it is None the block stands there as it is.
    `term` is the `Term` of a `Term: explanation` block and `lead` the index of the block that leads in
    its list. `level` is that of a heading (1 is the title) or the nesting of an item (from 1). `ordered` says
    that an item stands in a numbered list, such as one of steps. `page` is the page on which the block
    begins, counted from 1, where the format has pages.
    """

    kind: BlockKind
    text: str
    section: tuple[str, ...]
    start: int
    end: int
    origins: tuple[int, ...] | None = None
    term: str = ""
    lead: int | None = None
    level: int = 0
    ordered: bool = False
    page: int | None = None

    def offset_at(self, index: int) -> int:
        """Return the offset in the document of the character at `index` of the block's text."""
        if self.origins is None:
            return self.start + index
        return self.origins[index] if index < len(self.origins) else self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: its words, and where in the block's text it starts and ends."""

    text: str
    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """What a reader read: the decoded text with `\\n` line ends, its digest, and its blocks in order.

    `digest` is `sha256:` and the hexadecimal digest of the text in UTF-8. `titled` is False where the title
    is but the file's name: a copy has another.
    """

    path: str
    title: str
    text: str
    digest: str
    blocks: tuple[Block, ...]
    titled: bool = True

    @property
    def short_digest(self) -> str:
        """The digest cut to 16 digits, as cards note it: enough to tell whether the document has changed."""
        return self.digest[: len("sha256:") + 16]

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(end.end() for end in re.finditer("\n", self.text)))

    def position_at(self, offset: int) -> Position:
        """Return the line and column of a character of the text."""
        line = bisect_right(self._line_starts, offset)
        return Position(self.path, line, offset - self._line_starts[line - 1] + 1)
