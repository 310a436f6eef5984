"""Phrase chunking of a tagged sentence: noun phrases and verb phrases."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from msc_learn.extract.annotate import Span
from msc_learn.extract.lexicon import GENERIC, base_of, is_adjective
from msc_learn.extract.pos_tagger import TaggedSentence

_CORE = r"[NX]+"
_NOUN_PHRASE = re.compile(rf"{_CORE}(?:FD?{_CORE})?(?:CD?{_CORE}(?:FD?{_CORE})?)?")
_TIED_BEFORE, _TIED_AFTER = frozenset("NXWGC-"), frozenset("NXW-F")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_RANGE = re.compile("X(?:[TP-]|PF)X")
_DEMONSTRATIVES = frozenset({"this", "these", "those", "such", "how"})
_ENDS_ACTION = frozenset(",.;:()S-q")
_ADJUNCTS = frozenset(
    "in during after before at by through via like as for such despite without because within among when"
    " while since until rather including even".split()
)
_LIGHT_VERBS = frozenset({"take", "took", "taken", "give", "gave", "given"})
_LIGHT_NOUNS = frozenset({"place", "part", "rise", "care", "account"})
_LONGEST_NOUN_PHRASE, _LONGEST_ACTION = 8, 9


def noun_phrases(tagged: TaggedSentence) -> Iterator[tuple[int, int]]:
    """Yield the first token and the end token (exclusive) of each noun phrase with certain limits."""
    for match in _NOUN_PHRASE.finditer(tagged.tags):
        first, stop = match.span()
        first = _head_start(tagged, first, stop)
        has_demonstrative = first > 0 and tagged.word(first - 1) in _DEMONSTRATIVES
        # A parenthesis after a phrase mostly contains its short form, which would give it away.
        in_parentheses = tagged.tags[first - 1 : first] == "(" and tagged.tags[stop : stop + 1] == ")"
        given_away = tagged.tags[stop : stop + 1] == "(" and ")" in tagged.tags[stop + 1 : stop + 5]
        after_abbreviation = first > 0 and tagged.word(first - 1) == "."  # "Dr. Smith", "Fig. 2"
        if not (has_demonstrative or in_parentheses or given_away or after_abbreviation) and is_whole(
            tagged, first, stop
        ):
            yield first, stop


def _head_start(tagged: TaggedSentence, first: int, stop: int) -> int:
    """Skip "field of" and "independent of", which are not the topic of a phrase."""
    of = tagged.tags.find("F", first, stop)
    generic = of == first + 1 and tagged.word(first) in GENERIC
    if of > first and (generic or is_adjective(tagged.word(of - 1))):
        return of + 1 + (tagged.tags[of + 1] == "D")
    return first


def noun_phrase_at(tagged: TaggedSentence, first: int) -> Span | None:
    """Return the noun phrase that starts at a token, without its article."""
    if tagged.tags[first : first + 1] == "D":
        first += 1
    match = _NOUN_PHRASE.match(tagged.tags, first)
    if match is None or not is_whole(tagged, first, match.end()):
        return None
    return tagged.span(first, match.end())


def is_whole(tagged: TaggedSentence, first: int, stop: int) -> bool:
    """Tell whether a noun phrase is complete: not a part of a longer one and not only an adjective."""
    tags = tagged.tags
    before = tags[first - 1] if first else ""
    after = tags[stop] if stop < len(tags) else ""
    if is_light(tagged, first) or _joins_clauses(tagged, first, stop):
        return False
    if before in _TIED_BEFORE or after in _TIED_AFTER or stop - first > _LONGEST_NOUN_PHRASE:
        return False
    if after == "," and tags[stop + 1 : stop + 2] in ("C", "N") and before == ",":
        return False
    if "X" in tags[max(0, first - 3) : stop] and _is_of_number(tagged, first, stop):
        return False
    of = tags.find("F", first, stop)
    if of > first and is_adjective(tagged.word(of - 1)):
        return False  # "independent of sugar"
    return after != "D" and not is_adjective(tagged.word(stop - 1))


def _is_of_number(tagged: TaggedSentence, first: int, stop: int) -> bool:
    tags = tagged.tags
    if _RANGE.match(tags, stop - 1) or any(_RANGE.match(tags, at) for at in range(max(0, first - 3), first)):
        return True  # "the dose 10" of "the dose 10 to 15 minutes before"
    # "In 2023 British regulators": a time and a subject.
    return any(_is_year(tagged, index) for index in range(first, stop - 1))


def is_light(tagged: TaggedSentence, first: int) -> bool:
    """Tell whether some tokens start with the noun of a light verb: "takes place"."""
    return (
        first > 0 and tagged.word(first) in _LIGHT_NOUNS and base_of(tagged.word(first - 1)) in _LIGHT_VERBS
    )


def _joins_clauses(tagged: TaggedSentence, first: int, stop: int) -> bool:
    """Tell whether "and" joins two clauses: "is common and protection may be lost", "20 % and B less"."""
    tags = tagged.tags
    link = tags.find("C", first, stop)
    if link <= first:
        return False
    after, ahead = tags[stop : stop + 1], link + 1 + (tags[link + 1 : link + 2] == "D")
    is_predicate = tags[first - 1 : first] == "B" and is_adjective(tagged.word(link - 1))
    if is_predicate and after in ("M", "B", "V") and not is_adjective(tagged.word(ahead)):
        return True
    return tags[link - 1] == "X" and after in ("H", "X")


def _is_year(tagged: TaggedSentence, index: int) -> bool:
    return tagged.tags[index] == "X" and _YEAR.fullmatch(tagged.word(index)) is not None


def action_at(tagged: TaggedSentence, first: int) -> Span | None:
    """Return the verb phrase at a token: the verb with its object and what belongs to it."""
    stop = first + 1
    while stop < len(tagged.tags) and not _ends_action(tagged, first, stop):
        stop += 1
    if tagged.tags[stop : stop + 1] == "(":
        return None
    while stop > first and tagged.tags[stop - 1] in "CDPTFHRMBS":
        stop -= 1
    words = stop - first
    if not 2 <= words <= _LONGEST_ACTION or is_adjective(tagged.word(stop - 1)):
        return None
    if "N" not in tagged.tags[first:stop] or "O" in tagged.tags[first:stop]:
        return None
    return tagged.span(first, stop)


def _ends_action(tagged: TaggedSentence, first: int, index: int) -> bool:
    tags = tagged.tags
    if tags[index] in _ENDS_ACTION or tags[index] in "MB" or tagged.word(index) in _ADJUNCTS:
        return True
    if tags[index] == "C" and index + 1 < len(tags) and tags[index + 1] in "VBM":
        word = tagged.word(index + 1)
        return tags[index + 1] != "V" or base_of(word) != word  # "... and makes": another finite verb
    return False


def token_at(tagged: TaggedSentence, offset: int) -> int:
    """Return the index of the token that starts at or after a character."""
    return bisect_left(tagged.starts, offset)
