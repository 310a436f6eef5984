"""Find abbreviations with their long forms, enumerations and numbers in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msc_learn.extract.pos_tagger import TaggedSentence
from msc_learn.text.greek import GREEK
from msc_learn.text.plurals import singular_abbreviation

Span = tuple[int, int]
_PARENTHESIS = re.compile(r"\(([^()]{2,120})\)")
_SHORT = re.compile(r"[^\W_][\w./&+-]{1,14}")
_SHORT_BEFORE = re.compile(r"([^\W_][\w./&+-]{1,14}) $")
# A list of abbreviations, as below a table: "CI, confidence interval; HR, hazard ratio."
_LISTED = re.compile(r"(?:\A|;\s)([^\W_][\w-]{1,9})(?:,|:|\s=)\s([^;,.:=()]{4,60})(?=[;.]|\Z)")
_WORD = re.compile(r"\S+")
_ARTICLES = re.compile(r"(?:the|a|an|and|or|of|in|by|for|with|called|as)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, the span of its long form, and the span of both."""

    short: str
    long: Span
    whole: Span


def abbreviations(text: str) -> Iterator[Abbreviation]:
    """Yield `long form (SF)` and `SF (long form)` by the algorithm of Schwartz and Hearst (2003)."""
    for match in _PARENTHESIS.finditer(text) if "(" in text else ():
        inside = re.split(r"[,;]\s", match[1], maxsplit=1)[0].strip()
        if _is_short(inside):
            start = _long_start(singular_abbreviation(inside), text, match.start())
            bare = inside.rstrip("0123456789")
            if start is None and len(bare) > 1 and len(bare) >= len(inside) - 1:
                start = _long_start(bare, text, match.start())  # FEV1: the digit is spelled out
            if start is not None:
                long = (start, len(text[: match.start()].rstrip()))
                yield Abbreviation(inside, long, (start, match.end()))
            continue
        before = _SHORT_BEFORE.search(text[max(0, match.start() - 16) : match.start()])
        if before and _is_short(before[1]) and " " in inside:
            start = match.start(1)
            stop = start + len(inside)
            if _long_start(singular_abbreviation(before[1]), text[:stop], stop) == start:
                begin = match.start() - len(before[0])
                yield Abbreviation(before[1], (start, stop), (begin, match.end()))
    yield from _listed(text)


def _listed(text: str) -> Iterator[Abbreviation]:
    """Yield the abbreviations of a line that lists them."""
    for match in _LISTED.finditer(text):
        start, stop = match.span(2)
        if (
            _is_short(match[1])
            and " " in match[2]
            and _long_start(singular_abbreviation(match[1]), text[:stop], stop) == start
        ):
            yield Abbreviation(match[1], (start, stop), (match.start(1), stop))


def _is_short(text: str) -> bool:
    """Tell whether a text looks like a short form: one word with two capitals, or a capital and a digit."""
    capitals = sum(letter.isupper() for letter in text)
    return _SHORT.fullmatch(text) is not None and (capitals > 1 or (capitals == 1 and text[-1].isdigit()))


def _long_start(short: str, text: str, end: int) -> int | None:
    """Return where the long form before `end` starts, or None if it lacks letters of the short form."""
    stop = len(text[:end].rstrip())
    plain = "".join(GREEK.get(letter, letter) if letter not in text[:stop] else letter for letter in short)
    letters = [letter.lower() for letter in plain if letter.isalnum()]
    words = list(_WORD.finditer(text, max(0, stop - 200), stop))[-min(len(letters) + 5, 2 * len(letters)) :]
    if not words:
        return None
    start = stop
    for index in range(len(letters) - 1, -1, -1):
        start -= 1
        while start >= words[0].start() and not _matches(text, start, letters[index], first=index == 0):
            start -= 1
        if start < words[0].start():
            return None
    return _whole_words_start(text, start, stop, short)


def _matches(text: str, index: int, letter: str, *, first: bool) -> bool:
    if text[index].lower() != letter:
        return False
    return not first or index == 0 or not text[index - 1].isalnum()


def _whole_words_start(text: str, start: int, stop: int, short: str) -> int | None:
    """Return where the long form starts at a whole word, or None if it is not longer than its short form."""
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in '(“"':
        start -= 1
    # "and" and "of" do not start a name, but the A of "A cell line (ACL)" does.
    while (article := _ARTICLES.match(text, start, stop)) and text[article.end()].lower() == short[0].lower():
        start = article.end()
    long = text[start:stop]
    if len(long) <= len(short) + 2 or short.lower() in re.findall(r"[\w-]+", long.lower()) or "(" in long:
        return None
    return start


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The items of an enumeration without their articles, and the span from the first to the last."""

    items: tuple[Span, ...]
    whole: Span


# An item is a noun phrase, with a parenthesis after it and one "of" phrase.
_NOUNS = r"D?(?:[GE]?[NX]+|G(?=P))(?:\([NXHKPDC,]+\)N*)?(?:[FP]D?[NX]+)?"
# Or a verb with its object, if the enumeration follows "to", a modal or another verb.
_ACTION = r"[VW]P?R?D?H?[NX]+(?:FD?H?[NX]+)?"
_ENUMERATIONS = (
    re.compile(rf"{_NOUNS}(?:(?:,|;){_NOUNS})+[,;]?C{_NOUNS}"),
    re.compile(rf"(?<=[TMVSR]){_ACTION}(?:,{_ACTION})+,?C{_ACTION}"),
)
_BEFORE_SUBJECT = re.compile(r"(?:\A|.*[,;:])[PS]D?\Z", re.DOTALL)
_LONGEST_ITEM = 9


_CLAUSES = re.compile(r"(?<=:)([^,;:.()]+(?:[,;][^,;:.()]+)+[,;]?C[^,;:.()]+)(?=\.?\Z)")


def enumerations(tagged: TaggedSentence) -> Iterator[Enumeration]:
    """Yield the enumerations `a, b, c, and d` of a sentence whose items are all whole phrases."""
    tags = tagged.tags
    if "C" not in tags or not ("," in tags or ";" in tags):
        return
    clauses = _CLAUSES.search(tags) if ":" in tags else None
    if clauses:
        spans = _split_clauses(tags, *clauses.span(1))
        if len(spans) >= 3:
            items = tuple(tagged.span(first, stop) for first, stop in spans)
            yield Enumeration(items, (items[0][0], items[-1][1]))
            return
    for pattern in _ENUMERATIONS:
        for match in pattern.finditer(tags):
            spans = _items(tagged, match.start(), match.end())
            if len(spans) >= 3:
                items = tuple(tagged.span(first, stop) for first, stop in spans)
                yield Enumeration(items, (items[0][0], items[-1][1]))


def _items(tagged: TaggedSentence, first: int, stop: int) -> list[tuple[int, int]]:
    """Return the token span of each item of an enumeration, or none if its limits are uncertain."""
    tags = tagged.tags
    spans = _split(tags, first, stop)
    after = tags[stop : stop + 1]
    if tags[first - 1 : first] in (",", ";", "C"):
        return []  # the phrase before is an item too, but its start is unknown
    if after in ("V", "B", "M") and _BEFORE_SUBJECT.fullmatch(tags[:first]):
        spans = spans[1:]  # "In diabetes, insulin, glucagon and cortisol are ...": the first is not an item
    if after in ("W", "G", "N", "C", "E", "D") or len(spans) < 3 or _is_mixed(tags, spans):
        return []
    if after == "S":
        return _with_clause(tagged, spans)
    for link in "FP":  # "the metabolism of fats, sugars and ..."
        if link in tags[slice(*spans[0])] and not all(link in tags[a:b] for a, b in spans[1:]):
            spans[0] = (tags.index(link, spans[0][0]) + 1, spans[0][1])
    return [(a + 1 if tags[a] == "D" else a, b) for a, b in spans]


def _split(tags: str, first: int, stop: int) -> list[tuple[int, int]]:
    """Split an enumeration at its commas, outside parentheses."""
    spans: list[tuple[int, int]] = []
    depth, start = 0, first
    for index in range(first, stop):
        depth += {"(": 1, ")": -1}.get(tags[index], 0)
        if depth == 0 and tags[index] in ",;C":
            if index > start:
                spans.append((start, index))
            start = index + 1
    return [*spans, (start, stop)]


def _split_clauses(tags: str, first: int, stop: int) -> list[tuple[int, int]]:
    """Split the text after a colon at its commas if each part is a clause: "the lining swells"."""
    spans = []
    for part in re.finditer(r"[^,;]+", tags[first:stop]):
        start = first + part.start() + (part[0][0] == "C")
        spans.append((start, first + part.end()))
    whole = all(2 <= b - a <= _LONGEST_ITEM and re.search("[VB]", tags[a:b]) for a, b in spans)
    return spans if whole else []


def _is_mixed(tags: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether an enumeration mixes noun phrases with gerunds or with bare numbers.

    "their behavior, encouraging growth, and ...", "below 15, dialysis or a transplant".
    """
    are_numbers = [set(tags[first:stop]) <= {"X"} for first, stop in spans]
    if any(are_numbers) and not all(are_numbers):
        return True
    are_gerunds = [tags[first] == "G" and "(" not in tags[first:stop] for first, stop in spans]
    return any(are_gerunds) and not all(are_gerunds)


def _with_clause(tagged: TaggedSentence, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Extend the last item by its relative clause: "injuries that resist healing"."""
    first, stop = spans[-1]
    end = stop
    while end < len(tagged.tags) and tagged.tags[end] not in ",.;:()":
        end += 1
    return [*spans[:-1], (first, end)] if end - first <= _LONGEST_ITEM else []


_NUMBER_RUN = re.compile(r"(?<=[PDHVBCSFMRGE(,])X(?:X)*|\AX|(?<=N)X(?=[TP-]X)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


# "3 Rinse the hands", "2.1 Rub": the number of a step or section, not a quantity.
_NUMBERING = re.compile(r"\(?\d+(?:\.\d+)*[.)]?\s+(?=[A-Z])")


def numbering_end(text: str) -> int:
    """Return where the number of a step or section at the start of a sentence ends; 0 without one."""
    match = _NUMBERING.match(text)
    return match.end() if match else 0


def numbers(tagged: TaggedSentence, units: frozenset[str]) -> Iterator[Span]:
    """Yield quantities and dates, each with its unit."""
    for match in _NUMBER_RUN.finditer(tagged.tags):
        first, stop = match.span()
        while stop < len(tagged.tags) and tagged.word(stop) in units:
            stop += 1
        yield tagged.span(first, stop)
