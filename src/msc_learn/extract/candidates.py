"""Candidate generation: the constituents of a sentence that a card could ask for."""

import re
from collections.abc import Iterator

from msc_learn.extract.lexicon import HIDABLE, is_adjective
from msc_learn.extract.phrases import is_light, noun_phrases
from msc_learn.extract.pos_tagger import TaggedSentence

# A clause ends at punctuation, at a subordinator, and at "and" before another verb or subject.
_CLAUSE_END = re.compile(r"[,;:.()Sqo]|C(?=[RH]*[VBME])|C(?=D?H*[NXO]+(?:FD?[NX]+)?[RH]*[VBM])|\Z")
# A verb with its auxiliaries; its complement follows.
_VERBS = re.compile(r"M?[RH]*(?:B[RH]*)*(?:V|(?<=B)[RH]*(?=[DNXPGEH]))|B[RH]*")
_MOST_TOKENS = 12
_TRIMMED_AT_END = frozenset("CDPTFHRMBSO-")
# Prepositions and particles of the verb stay visible: "consists of", "builds up".
_PARTICLES = frozenset("PFT")
_PUNCTUATION = frozenset((",", ".", ";", ":", ")", ""))
_CLAUSE_WORDS = frozenset("because when if until after before so once while whereas".split())
_ADJUNCT = re.compile(r"PD?[NX]+(?:FD?[NX]+)?C(?:PD?)?H?[NX]+(?:FD?[NX]+)?")
_APPOSITION = re.compile(r"(?<=,)D?([NX]+(?:[FP]D?[NX]+)*)(?=[,.;])")
_SUBJECT = re.compile(r"(?:\A|(?<=[;:S]))D?([NXG][NXCDFP]*)(?=[RH]*[VBM])")


def candidates(tagged: TaggedSentence) -> Iterator[tuple[str, int, int]]:
    """Yield the kind, the first token and the end token (exclusive) of each candidate, in any order."""
    for first, stop in noun_phrases(tagged):
        yield "phrase", first, stop
    yield from _complements(tagged)
    for kind, pattern in (("apposition", _APPOSITION), ("subject", _SUBJECT)):
        for match in pattern.finditer(tagged.tags):
            first, stop = match.span(1)
            while tagged.tags[stop - 1] in _TRIMMED_AT_END:
                stop -= 1
            if may_be_hidden(tagged, first, stop):
                yield kind, first, stop
    for match in _ADJUNCT.finditer(tagged.tags):
        first = match.start() + 1
        first += tagged.tags[first] == "D"
        if may_be_hidden(tagged, first, match.end()):
            yield "pair", first, match.end()
    yield from _clauses(tagged)
    yield from _comparatives(tagged)


def _complements(tagged: TaggedSentence) -> Iterator[tuple[str, int, int]]:
    """Yield the complement of each verb up to the end of its clause, and the predicate with the verb."""
    tags = tagged.tags
    for verbs in _VERBS.finditer(tags):
        if verbs.end() == verbs.start():
            continue
        stop = clause_end(tagged, verbs.end())
        first = verbs.end()
        first += tags[first : first + 1] in _PARTICLES
        first += tags[first - 1 : first + 1] == "PF"  # "is made up of the islets"
        first += tags[first : first + 1] == "D"
        has_content = stop > first and tags[first] not in "CS" and tags[first:stop] != "V"
        if has_content and may_be_hidden(tagged, first, stop):
            yield "complement", first, stop
            if "B" in verbs[0]:
                continue  # "is placed in the iliac fossa": the verb adds almost nothing
        yield from _predicate(tagged, verbs, stop)


def _predicate(tagged: TaggedSentence, verbs: re.Match[str], stop: int) -> Iterator[tuple[str, int, int]]:
    """Yield a verb with its particle and complement."""
    tags, start = tagged.tags, verbs.start()
    while start < verbs.end() and tags[start] in "RH":
        start += 1
    has_auxiliary = "M" in verbs[0] or tags[start - 1 : start] in ("T", "M")
    if "V" in verbs[0] and not has_auxiliary and start < stop and may_be_hidden(tagged, start, stop):
        yield "predicate", start, stop


def clause_end(tagged: TaggedSentence, first: int) -> int:
    """Return the end token (exclusive) of the clause that starts at a token, without trailing connectors.

    It is `first` itself if the clause ends in a pronoun, which a gap may not hide.
    """
    tags = tagged.tags
    end = _CLAUSE_END.search(tags, first)
    stop = end.start() if end else len(tags)
    while stop > first and tags[stop - 1] in _TRIMMED_AT_END:
        if tags[stop - 1] == "P" and tags[stop : stop + 1] in _PUNCTUATION:
            break  # an adverb: "lies above", "is knocked out"
        if tags[stop - 1] == "O":
            return first
        stop -= 1
    return stop


def may_be_hidden(tagged: TaggedSentence, first: int, stop: int) -> bool:
    """Tell whether a gap may hide some tokens: they have content, and do not hedge, negate or refer back."""
    inside = tagged.tags[first:stop]
    if is_light(tagged, first):
        return False
    if not 1 <= stop - first <= _MOST_TOKENS or _is_given_away(tagged, stop):
        return False
    if "M" in inside or "O" in inside or (is_adjective(tagged.word(stop - 1)) and stop - first > 4):
        return False
    if "H" in inside and not _are_hidable(tagged, first, stop):
        return False
    return "N" in inside or "X" in inside or "V" in inside or "E" in inside


def _are_hidable(tagged: TaggedSentence, first: int, stop: int) -> bool:
    return all(tagged.words[at] in HIDABLE for at in range(first, stop) if tagged.tags[at] == "H")


def _is_given_away(tagged: TaggedSentence, stop: int) -> bool:
    """Tell whether a short parenthesis follows, which mostly gives the answer away."""
    return tagged.tags[stop : stop + 1] == "(" and ")" in tagged.tags[stop + 1 : stop + 5]


def _clauses(tagged: TaggedSentence) -> Iterator[tuple[str, int, int]]:
    """Yield whole clauses of reason, time or condition."""
    tags = tagged.tags
    if _CLAUSE_WORDS.isdisjoint(tagged.words):
        return
    for index, word in enumerate(tagged.words):
        if word not in _CLAUSE_WORDS or tags[index] not in "SP":
            continue
        stop = clause_end(tagged, index + 1)
        inside = tags[index + 1 : stop]
        is_clause = len(inside) > 1 and ("V" in inside or "B" in inside) and inside[0] not in "OT"
        if is_clause and may_be_hidden(tagged, index + 1, stop):
            yield f"clause-{word}", index + 1, stop


def _comparatives(tagged: TaggedSentence) -> Iterator[tuple[str, int, int]]:
    """Yield "lower" of "lower than the left"."""
    if "than" not in tagged.words:
        return
    for match in re.finditer(r"[NVWR](?=P)", tagged.tags):
        index = match.start()
        if tagged.word(index + 1) == "than" and tagged.word(index).endswith("er"):
            yield "comparative", index, index + 1
