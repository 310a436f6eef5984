"""Sentences: where each begins and ends in a block, abbreviations, initials and numbers respected."""

import re
from collections.abc import Iterator

from msc_learn.document.model import Block, BlockKind, Document, Sentence

# The end of a sentence: its point, what closes with it, citation marks, and the blank before the next.
# Begun only where a run of points begins and never given back, so that no run is read twice.
_POINTED = (
    r"(?<![.!?…؟۔।])[.!?…؟۔।]++[\"'”’»)\]]*+"
    r"(?:\[(?:[\d,–\- ]{1,20}|[a-z ]{4,30})\]|[⁰¹²³⁴-⁹](?:[,–-]?[⁰¹²³⁴-⁹]){0,9}"
    r"|(?<=[a-z]{2}\.)\d{1,3}(?:[,–-]\d{1,3}){0,5}(?=\s+[\"“(]?[A-Z]))*(?=\s)"
)
_END = re.compile(_POINTED)
# Chinese and Japanese put no blank after a sentence; this is slower, and most text has no use for it.
_END_ANYWHERE = re.compile(rf"{_POINTED}|[。！？]++[」』”’）]*+")
_NEXT_WORD = re.compile(r"\s+[\"'“‘«(\[]*(\S{1,20})")
_OPENING = "\"'“‘«(["
# Never the last word of a sentence.
_BINDS = frozenset(
    "dr mr mrs ms prof st mt fig figs eq eqs ref refs vs cf viz e.g i.e eg ie ca approx resp incl esp"
    " vol pp ed eds chap dept gen col sgt capt lt rev hon gov sen rep pres nos jan feb mar apr jun jul"
    " aug sep sept oct nov dec subsp var supp suppl".split()
)
# The last word of a sentence only where a word that opens sentences follows.
_MAY_END = frozenset(
    "al etc ft inc ltd co corp jr sr sp spp a.m p.m u.s u.k e.u ph.d m.d d.c b.c est".split()
)
# Bound to a number after them, plain words elsewhere.
_BEFORE_NUMBER = frozenset("no nos p art sec sect ch tab para min max vol approx ca".split())
_OPENERS = frozenset(
    "the a an this that these those it its they he she we you i in on at by for from with as if when while"
    " where however therefore thus moreover furthermore although because since after before during there such"
    " some many most all both each other another no not what why how who which".split()
)
_NAMERS = frozenset("by and or of from with to de von van for in &".split())
# "… polypeptide. β cells make up": a Greek letter that names a thing, in Latin script.
_GREEK_NAME = re.compile(r"\s+[α-ω](?:[-‐‑]|\s)[A-Za-z]")
# Signs tie what follows to what goes before: "renal a. -> vein".
_SIGN_NEXT = re.compile(r"\s+(?:[-–—=]*>(?=\s)|<[-–—=]+|[←-⇿]|=)")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence of a text on one line, blanks around it left out."""
    spans: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for end in (_END if text.isascii() else _END_ANYWHERE).finditer(text):
        if end.end() > start and _ends_sentence(text, start, end):
            spans.append((start, end.end()))
            start = end.end() + len(_blanks(text, end.end()))
    stop = len(text.rstrip())
    if start < stop:
        spans.append((start, stop))
    return spans


def sentences_of(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of all blocks but headings, in order; a `Term:` before one is not part of it."""
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            continue
        skip = explanation_start(block.text, block.term)
        for start, end in sentence_spans(block.text[skip:]):
            yield Sentence(block.text[skip + start : skip + end], index, skip + start, skip + end)


def lead_line(document: Document, block: Block) -> str:
    """Return the sentence that leads in the list of a block, after its term; nothing where none does."""
    if block.lead is None:
        return ""
    lead = document.blocks[block.lead]
    spans = sentence_spans(lead.text)
    line = lead.text[slice(*spans[-1])] if spans else ""
    return line if not lead.term or line.startswith(lead.term) else f"{lead.term}: {line}"


def explanation_start(text: str, term: str) -> int:
    """Return where the explanation begins in the text of a `Term: explanation` block; without a term, 0."""
    if not term:
        return 0
    rest = text[text.find(term) + len(term) :]
    return len(text) - len(rest.lstrip(" :.=–—-\t"))


def _blanks(text: str, at: int) -> str:
    end = at
    while end < len(text) and text[end].isspace():
        end += 1
    return text[at:end]


def _ends_sentence(text: str, start: int, end: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(text, end.end())
    if following is None:
        return True
    word = following[1]
    if _SIGN_NEXT.match(text, end.end()):
        return False
    if not _opens_sentence(word) and not _GREEK_NAME.match(text, end.end()):
        return False
    if end[0][0] != ".":
        return True
    return not _binds_on(text[max(start, end.start() - 60) : end.start()], word, start == end.start())


def _opens_sentence(word: str) -> bool:
    # mRNA, p53 and iPSCs open a sentence in spite of their small first letter.
    return not word[0].islower() or any(letter.isupper() or letter.isdigit() for letter in word[1:4])


def _binds_on(before: str, following: str, at_start: bool) -> bool:
    """Tell whether the word before the point is an abbreviation that goes on with the next word."""
    words = before.split()
    if at_start or not words:
        return True
    last = words[-1].lstrip(_OPENING)
    lower = last.lower()
    if following[0].isdigit() and lower in _BEFORE_NUMBER:
        return True
    if lower in _BINDS:
        return True
    if len(last) == 1 and last.isalpha():
        return _is_initial(last, words[:-1], following)
    if len(words) == 1 and last.isdigit() and len(last) < 4:
        return True  # "1. The first": the number of a list, not a sentence
    if lower in _MAY_END or _DOTTED.fullmatch(last):
        return following.lower().strip(",;:") not in _OPENERS
    return False


def _is_initial(letter: str, before: list[str], following: str) -> bool:
    """Tell `J. Smith` from `vitamin C. Patients`."""
    if letter.islower() or following.lower() in _OPENERS:
        return False
    if not before:
        return True
    return before[-1].lower() in _NAMERS or not before[-1][0].islower()
