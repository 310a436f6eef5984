"""Sentence segmentation by rules for abbreviations, initials, numbers and citations."""

import re
from collections.abc import Iterator

from msc_learn.document.model import Block, BlockKind, Document, Sentence

# The end of a sentence: full stops, closing quotes, citation marks, and the whitespace before the next one.
# Possessive quantifiers and the lookbehind keep the search linear in long runs of full stops.
_STOP = (
    r"(?<![.!?…؟۔।])[.!?…؟۔।]++[\"'”’»)\]]*+"
    r"(?:\[(?:[\d,–\- ]{1,20}|[a-z ]{4,30})\]|[⁰¹²³⁴-⁹](?:[,–-]?[⁰¹²³⁴-⁹]){0,9}"
    r"|(?<=[a-z]{2}\.)\d{1,3}(?:[,–-]\d{1,3}){0,5}(?=\s+[\"“(]?[A-Z]))*(?=\s)"
)
_END = re.compile(_STOP)
# Chinese and Japanese have no space after a sentence. This pattern is slower and rarely needed.
_END_ANYWHERE = re.compile(rf"{_STOP}|[。！？]++[」』”’）]*+")
_NEXT_WORD = re.compile(r"\s+[\"'“‘«(\[]*(\S{1,20})")
_OPENING = "\"'“‘«(["
# Abbreviations that never end a sentence.
_NEVER_END = frozenset(
    "dr mr mrs ms prof st mt fig figs eq eqs ref refs vs cf viz e.g i.e eg ie ca approx resp incl esp"
    " vol pp ed eds chap dept gen col sgt capt lt rev hon gov sen rep pres nos jan feb mar apr jun jul"
    " aug sep sept oct nov dec subsp var supp suppl".split()
)
# Abbreviations that end a sentence only if a typical first word follows.
_MAY_END = frozenset(
    "al etc ft inc ltd co corp jr sr sp spp a.m p.m u.s u.k e.u ph.d m.d d.c b.c est".split()
)
# Abbreviations before a number, ordinary words elsewhere.
_BEFORE_NUMBER = frozenset("no nos p art sec sect ch tab para min max vol approx ca".split())
_FIRST_WORDS = frozenset(
    "the a an this that these those it its they he she we you i in on at by for from with as if when while"
    " where however therefore thus moreover furthermore although because since after before during there such"
    " some many most all both each other another no not what why how who which".split()
)
_BEFORE_NAME = frozenset("by and or of from with to de von van for in &".split())
# "… polypeptide. β cells make up": a Greek letter starts the name of a thing.
_GREEK_NAME = re.compile(r"\s+[α-ω](?:[-‐‑]|\s)[A-Za-z]")
# After these signs the sentence goes on: "renal a. -> vein".
_SIGN_NEXT = re.compile(r"\s+(?:[-–—=]*>(?=\s)|<[-–—=]+|[←-⇿]|=)")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence of a text on one line, without surrounding whitespace."""
    spans: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for end in (_END if text.isascii() else _END_ANYWHERE).finditer(text):
        if end.end() > start and _ends_sentence(text, start, end):
            spans.append((start, end.end()))
            start = _skip_whitespace(text, end.end())
    stop = len(text.rstrip())
    if start < stop:
        spans.append((start, stop))
    return spans


def sentences_of(document: Document) -> Iterator[Sentence]:
    """Yield the sentences of all blocks except headings, in order, without a `Term:` before them."""
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            continue
        skip = explanation_start(block.text, block.term)
        for start, end in sentence_spans(block.text[skip:]):
            yield Sentence(block.text[skip + start : skip + end], index, skip + start, skip + end)


def lead_line(document: Document, block: Block) -> str:
    """Return the sentence that leads in the list of a block, with its term; empty if there is none."""
    if block.lead is None:
        return ""
    lead = document.blocks[block.lead]
    spans = sentence_spans(lead.text)
    line = lead.text[slice(*spans[-1])] if spans else ""
    return line if not lead.term or line.startswith(lead.term) else f"{lead.term}: {line}"


def explanation_start(text: str, term: str) -> int:
    """Return where the explanation starts in the text of a `Term: explanation` block; 0 without a term."""
    if not term:
        return 0
    rest = text[text.find(term) + len(term) :]
    return len(text) - len(rest.lstrip(" :.=–—-\t"))


def _skip_whitespace(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


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
    return not _is_abbreviation(text[max(start, end.start() - 60) : end.start()], word, start == end.start())


def _opens_sentence(word: str) -> bool:
    # mRNA, p53 and iPSCs start a sentence although their first letter is lower case.
    return not word[0].islower() or any(letter.isupper() or letter.isdigit() for letter in word[1:4])


def _is_abbreviation(before: str, following: str, at_start: bool) -> bool:
    """Tell whether the full stop belongs to an abbreviation or number within the sentence."""
    words = before.split()
    if at_start or not words:
        return True
    last = words[-1].lstrip(_OPENING)
    lower = last.lower()
    if following[0].isdigit() and lower in _BEFORE_NUMBER:
        return True
    if lower in _NEVER_END:
        return True
    if len(last) == 1 and last.isalpha():
        return _is_initial(last, words[:-1], following)
    if len(words) == 1 and last.isdigit() and len(last) < 4:
        return True  # "1. The first": a list number, not a sentence
    if lower in _MAY_END or _DOTTED.fullmatch(last):
        return following.lower().strip(",;:") not in _FIRST_WORDS
    return False


def _is_initial(letter: str, before: list[str], following: str) -> bool:
    """Tell whether a letter is an initial, as in `J. Smith` but not `vitamin C. Patients`."""
    if letter.islower() or following.lower() in _FIRST_WORDS:
        return False
    if not before:
        return True
    return before[-1].lower() in _BEFORE_NAME or not before[-1][0].islower()
