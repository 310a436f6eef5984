"""Document structure, shared by all readers: give pieces of text their section, term, lead-in and role."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.document.decode import digest_of
from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.readers.whitespace import is_normalised, normalised, normalised_with_origins

_QUESTION = re.compile(r"(?:Question|Q)\s?\d{0,3}\s?[:.)]\s+", re.IGNORECASE)
_ANSWER = re.compile(r"(?:Answer|A)\s?\d{0,3}\s?[:.)]\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}[.)]\s+")
_ASKS = re.compile(
    r"(?:\d{1,3}[.)]\s+)?(?:(?:in|to|from|by|for|with|at) )?(?:what|why|how|when|where|which|whom?|whose|is"
    r"|are|was|were|can|could|do|does|did|should|will|would|may|must|has|have)\b[^?\n]{1,150}\?",
    re.IGNORECASE,
)
_EMPTY_CELL = " |  | "
_STEP = re.compile(r"Step\s\d{1,2}\s?(?:[:.)]|\s[–—-])\s+(?=\S)", re.IGNORECASE)
# A line that starts like this never continues the line above it.
ROLE = re.compile(r"(?:(?:Question|Q|Answer|A)\s?\d{0,3}|Step\s\d{1,2})\s?[:.)]\s", re.IGNORECASE)
_ANSWER_FOLLOWS = re.compile(r"\?\s+(?=(?:Answer|A):\s)")
_TERM = re.compile(r"([^\W_](?:[^:.?!|\n]|(?<=\d)\.(?=\d)){0,70}?)\s?:\s+(?=\S)")
_DASHED_TERM = re.compile(r"([^\W_][^:.,;?!|\n]{0,50}?)\s+[–—-]\s+(?=\S)")
_EQUALS = re.compile(r"([^\W_][^:.,;?!|=\n]{0,50}?)\s+=\s+(?=[^\W\d_]\S*\s+\S)")
# In a paragraph a dash may set off anything; a single one before an article explains a term.
_DASHED_ARTICLE = re.compile(
    r"((?:[^\W_][^\s:.,;?!|–—]* ){0,3}[^\W_][^\s:.,;?!|–—]*)\s+(?:[–—]|-)\s+(?=(?:an?|the|any|one)\s[^–—]*$)"
)
_LONGEST_TERM_WORDS = 7
# Labels that announce the kind of text that follows; they are not terms to learn.
_LABELS = frozenset(
    "note notes example examples warning important tip hint source sources reference references see"
    " caution fig figure table disclaimer summary remark nb ps author date version objective"
    " objectives answer question url http https doi isbn keywords abstract conclusion".split()
)
# "signal -> hormone -> effect" is a statement and does not lead in a list.
_CHAIN = re.compile(r"\s(?:[-–—=]>|[→⇒])\s")
_SENTENCE_WORD = re.compile(
    r"\b(?:is|are|was|were|has|have|had|may|can|will|should|must|include[sd]?|including|following|these|those)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    r"""A heading, paragraph or item from a reader, with its offsets; line breaks in `text` are `\n`."""

    kind: BlockKind
    text: str
    start: int
    end: int
    origins: tuple[int, ...] | None = None
    term: str = ""
    level: int = 0
    ordered: bool = False
    asks: bool = False


def document_of(path: str, text: str, pieces: Iterable[Piece], title: str = "") -> Document:
    """Build a document: give each piece its section, lead-in and role. A heading of level 1 is the title."""
    blocks: list[Block] = []
    sections: list[tuple[int, str]] = []
    leads: dict[int, int] = {}
    heading, rest = _titled(list(_normalised(pieces)))
    for piece in _with_roles(_split_at_roles(map(_step, rest))):
        if piece.kind is BlockKind.HEADING:
            sections = [pair for pair in sections if pair[0] < piece.level]
        block = _block(piece, tuple(name for _, name in sections))
        if piece.kind is BlockKind.HEADING and piece.level > 1:
            sections.append((piece.level, block.text))
        lead = _lead(block, len(blocks), blocks, leads)
        blocks.append(block if lead is None else replace(block, lead=lead))
    name = heading or title or Path(path).stem.replace("-", " ").replace("_", " ").strip().capitalize()
    return Document(path, name, text, digest_of(text), tuple(blocks), titled=bool(heading or title))


def _normalised(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with normalised whitespace, without those that are empty then."""
    for piece in pieces:
        if is_normalised(piece.text) or _EMPTY_CELL in piece.text:
            yield piece
            continue
        text, origins = normalised_with_origins(piece.text, piece.origins or range(piece.start, piece.end))
        if text:
            start, end = origins[0], origins[-1] + 1
            yield replace(
                piece, text=text, start=start, end=end, origins=origins, term=normalised(piece.term)
            )


def _titled(pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """Return the title and all pieces; without a title, headings are lowered so that each names a section."""
    top = [index for index, piece in enumerate(pieces) if piece.level == 1 and _is_heading(piece)]
    first = next((index for index, piece in enumerate(pieces) if _is_heading(piece)), None)
    if not top or top[0] != first:
        lower = bool(top)
    else:
        follows = pieces[first + 1 : first + 2]
        if len(top) == 1 or (follows and _is_heading(follows[0])):
            rest = pieces[first + 1 :]
            return pieces[first].text.replace("\n", " "), [
                *pieces[: first + 1],
                *(_lowered(piece) if piece.level == 1 else piece for piece in rest),
            ]
        lower = True
    return "", [_lowered(piece) for piece in pieces] if lower else pieces


def _is_heading(piece: Piece) -> bool:
    return piece.kind is BlockKind.HEADING


def _lowered(piece: Piece) -> Piece:
    return replace(piece, level=piece.level + 1) if _is_heading(piece) else piece


def _block(piece: Piece, section: tuple[str, ...]) -> Block:
    text, origins = piece.text, piece.origins
    if "\n" in text:
        origins = origins or tuple(range(piece.start, piece.end))
        text = text.replace("\n", " ")
    term = piece.term if text.startswith(piece.term) and not _is_label(piece.term) else ""
    if not term and piece.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH):
        term = _term_of(text, piece.kind)
    return Block(
        piece.kind, text, section, piece.start, piece.end, origins, term, None, piece.level, piece.ordered
    )


def _term_of(text: str, kind: BlockKind) -> str:
    dashed = _DASHED_TERM if kind is BlockKind.ITEM else _DASHED_ARTICLE
    match = _TERM.match(text) or dashed.match(text) or ("=" in text and _EQUALS.match(text)) or None
    if match is None or len(match[1].split()) > _LONGEST_TERM_WORDS or _is_label(match[1]):
        return ""
    return "" if _SENTENCE_WORD.search(match[1]) or match[1].isdigit() else match[1]


def _is_label(words: str) -> bool:
    return words.lower().rstrip(" 0123456789.") in _LABELS


def _lead(block: Block, index: int, blocks: list[Block], leads: dict[int, int]) -> int | None:
    """Return what leads in an item: a line without a full stop, a table header, or the item above it."""
    if block.kind is not BlockKind.ITEM:
        leads.clear()
        open_end = block.kind is BlockKind.PARAGRAPH and block.text[-1:].isalnum()
        open_end = open_end and not _CHAIN.search(block.text)
        if open_end or block.text.endswith(":") or " | " in block.text:
            leads[0] = index
        return None
    for level in [level for level in leads if level >= block.level]:
        del leads[level]
    leads[block.level] = index
    return leads[max(below)] if (below := [level for level in leads if level < block.level]) else None


def _step(piece: Piece) -> Piece:
    """Read `Step 3: …` as an item of a numbered list."""
    mark = _STEP.match(piece.text)
    if mark is None or piece.kind is BlockKind.HEADING:
        return piece
    rest = _slice(piece, mark.end(), len(piece.text))
    return replace(rest, kind=BlockKind.ITEM, level=max(piece.level, 1), ordered=True)


def _split_at_roles(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Split a paragraph that contains a question and its answer."""
    for piece in pieces:
        if piece.kind is BlockKind.HEADING:
            yield piece
            continue
        asks = _ASKS.match(piece.text) if "?" in piece.text else None
        if asks and piece.text[asks.end() : asks.end() + 1] == "\n":
            # A question on a line of its own, and its answer on those below.
            yield _slice(piece, 0, asks.end())
            yield replace(_slice(piece, asks.end() + 1, len(piece.text)), kind=BlockKind.PARAGRAPH, level=0)
            continue
        cut = _ANSWER_FOLLOWS.search(piece.text) if _QUESTION.match(piece.text) else None
        if cut is None:
            yield piece
            continue
        yield _slice(piece, 0, cut.start() + 1)
        yield _slice(piece, cut.end(), len(piece.text))


def _slice(piece: Piece, start: int, end: int) -> Piece:
    """Return a part of a piece, with its own offsets."""
    if piece.origins is None:
        return replace(
            piece, text=piece.text[start:end], start=piece.start + start, end=piece.start + end, term=""
        )
    origins = piece.origins[start:end]
    stop = piece.origins[end] if end < len(piece.origins) else piece.end
    stop = min(stop, origins[-1] + 1) if origins else stop
    return replace(piece, text=piece.text[start:end], start=origins[0], end=stop, origins=origins, term="")


def _with_roles(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Turn `Q:` and `A:` paragraphs, and what follows a bold question, into questions and answers."""
    listed = list(pieces)
    asked = False
    for before, piece, following in zip([None, *listed], listed, [*listed[1:], None], strict=False):
        if piece.kind is BlockKind.HEADING:
            asked = False
            yield piece
        elif asked:
            asked = False
            yield replace(_unmarked(piece, _ANSWER), kind=BlockKind.ANSWER, level=0, ordered=False)
        elif asked := _asks(before, piece, following):
            yield replace(
                _unmarked(piece, _QUESTION, _NUMBER), kind=BlockKind.QUESTION, level=0, ordered=False
            )
        else:
            yield piece


def _unmarked(piece: Piece, *marks: re.Pattern[str]) -> Piece:
    """Return a piece without the `Q:`, `A:` or number at its start."""
    matches = (mark.match(piece.text) for mark in marks)
    end = next((match.end() for match in matches if match), 0)
    return _slice(piece, end, len(piece.text))


def _asks(before: Piece | None, piece: Piece, following: Piece | None) -> bool:
    if following is None or following.kind is BlockKind.HEADING:
        return False
    if piece.asks:
        return following.kind is BlockKind.PARAGRAPH
    if piece.text.endswith("?") and _ASKS.fullmatch(piece.text):
        # In a list of questions the last one has no answer either.
        listed = before is not None and before.kind is BlockKind.ITEM and before.text.endswith("?")
        return following.kind is BlockKind.PARAGRAPH and not listed and not following.text.endswith("?")
    answered = _ANSWER.match(following.text) is not None
    mark = _QUESTION.match(piece.text)
    return (
        mark is not None and (answered or piece.text.rstrip().endswith("?")) and len(piece.text) > mark.end()
    )
