"""The document model: blocks and sentences with their offsets in the text."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from msc_learn.position import Position


class BlockKind(StrEnum):
    """The role of a block in the structure of its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, or half of a Q/A pair, as plain text on one line.

    `section` is the path of the headings above it, without the document's title. `start` and `end` are
    offsets in characters into `Document.text`. `origins` gives the offset in the document of each character
    of `text` if markup or line breaks were removed; if it is None, the text is in the document unchanged.
    `term` is the `Term` of a `Term: explanation` block and `lead` the index of the block that leads in
    its list. `level` is the level of a heading (1 is the title) or the nesting of an item (from 1).
    `ordered` is true for items of a numbered list, such as steps. `page` is the page on which the block
    starts, counted from 1, if the format has pages.
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
    """A sentence of a block: its text, and where in the block's text it starts and ends."""

    text: str
    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """The result of a reader: the decoded text with `\\n` line ends, its digest, and its blocks in order.

    `digest` is `sha256:` and the hexadecimal digest of the text in UTF-8. `titled` is False if the title
    is only the file name, which a copy may not share.
    """

    path: str
    title: str
    text: str
    digest: str
    blocks: tuple[Block, ...]
    titled: bool = True

    @property
    def short_digest(self) -> str:
        """The digest cut to 16 digits, as cards store it to detect a changed document."""
        return self.digest[: len("sha256:") + 16]

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return (0, *(end.end() for end in re.finditer("\n", self.text)))

    def position_at(self, offset: int) -> Position:
        """Return the line and column of a character of the text."""
        line = bisect_right(self._line_starts, offset)
        return Position(self.path, line, offset - self._line_starts[line - 1] + 1)
