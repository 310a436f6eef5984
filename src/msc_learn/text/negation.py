"""Negation detection: the words that each cue of negation denies, after the manner of NegEx.

W. W. Chapman and others, "A simple algorithm for identifying negated findings and diseases in discharge
summaries", Journal of Biomedical Informatics 34 (2001), 301-310. The cues are in `negation_cues`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from msc_learn.text.negation_cues import affixed, cue_pattern
from msc_learn.text.verbs import verbs, verbs_or_nouns

_NITRIC_OXIDE = re.compile(r"NO(?! [A-Z]{2})")
_TOKEN = re.compile(r"(?P<word>[^\W_]+(?:['’][^\W_]+)?)|(?P<mark>[.!?;:,()\n–—](?!\d))")
_CONTRASTS = frozenset(
    "but however although though whereas while yet because since so therefore thus hence unless until if when"
    " after before except instead".split()
)
_RELATIVES = frozenset("that which who whose whom where".split())
_AUXILIARIES = frozenset(
    "is are was were be been being am may might can could would should must will shall has have had does do"
    " did cannot becomes became remains".split()
)
_DETERMINERS = frozenset("the a an this these their its his her our your".split())
_JOINS = frozenset({"and", "or", "nor"})
_PREPOSITIONS = frozenset("of in on at for from with by to into between within".split())
# Before such a cue a sentence only begins: a comma then ends its scope and makes no list.
_OPENING = re.compile(
    r"(?:\A|[.;:,(\n] ?)(?:in (?:the )?|with (?:the )?)?"
    r"(?:without|unlike|absence of|instead of|in place of|rather than|except[ \w]*|other than)\Z"
)
_LIST = re.compile(r",?(?: [\w/-]+){1,3}(?:,| (?:and|or|nor)\b)", re.IGNORECASE)
_LAST = re.compile(r", (?:and|or|nor)\b")
_MOST_GOVERNED = 12
_MOST_BEFORE = 5


class Negation(NamedTuple):
    """A cue, its start and end in the text, and the words it denies, in lower case and in their order."""

    cue: str
    start: int
    end: int
    governed: tuple[str, ...]


@lru_cache(maxsize=1024)
def negations(text: str) -> tuple[Negation, ...]:
    """Find the negations of a text, in order, each with its scope.

    Most cues deny what follows in the clause or noun phrase, or what stands before where nothing follows.
    "Is absent" denies the subject before it, "endotoxin-free" its first part.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(map(_lower, text))
    return tuple(
        Negation(text[cue.start() : cue.end()], cue.start(), cue.end(), _governed(lowered, cue))
        for cue in cue_pattern().finditer(lowered)
        if _denies(text, cue)
    )


def negated_words(text: str) -> frozenset[str]:
    """Return all words that are denied in a text."""
    return frozenset(word for negation in negations(text) for word in negation.governed)


def _lower(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


def _denies(text: str, cue: re.Match[str]) -> bool:
    """Return whether a match denies: not NO for nitric oxide, nor the name of Henrietta Lacks."""
    written = text[cue.start() : cue.end()]
    if written == "NO":
        return not _NITRIC_OXIDE.match(text, cue.start())
    return not cue["affirming"] and not (written == "Lacks" and text[: cue.start()].strip())


def _governed(text: str, cue: re.Match[str]) -> tuple[str, ...]:
    if part := cue["without"] or cue["non"] or cue["inverted"]:
        return tuple(word for word in re.split(r"[\W_]+", part) if word)
    if word := cue["affixed"]:
        return (affixed()[word],)
    if cue["only"]:
        return (cue["only"].partition(" ")[2],)
    if cue["subject"]:
        return _before(text, cue.start(), is_subject=True)
    return _after(text, cue, is_phrase=cue["phrase"] is not None) or _before(text, cue.start())


def _after(text: str, cue: re.Match[str], *, is_phrase: bool) -> tuple[str, ...]:
    """Return the words from a cue to the end of its scope."""
    may_list = not (is_phrase and _OPENING.search(text, 0, cue.end()))
    ends = _ends_phrase if is_phrase else _ends_clause
    governed: list[str] = []
    listed = False
    for token in _TOKEN.finditer(text, cue.end()):
        word = token["word"]
        if word is None:
            if not governed and token[0] in ":\n":  # "Do not:" leads in a list
                continue
            listed = token[0] == "," and bool(governed) and may_list and _goes_on(text, token.start(), listed)
            if not listed:
                break
        elif ends(word, governed) or len(governed) == _MOST_GOVERNED:
            break
        else:
            governed.append(word)
    while governed and governed[-1] in _JOINS:
        del governed[-1]
    return tuple(governed)


def _goes_on(text: str, comma: int, listed: bool) -> bool:
    """Return whether a list goes on at a comma: before another item and comma, or before its last `and`."""
    return bool(_LIST.match(text, comma) or (listed and _LAST.match(text, comma)))


def _ends_clause(word: str, governed: list[str]) -> bool:
    if governed and governed[-1] == "and":
        return word in _AUXILIARIES or _is_verb(word) or _is_verb(word, verbs_or_nouns())
    return bool(governed) and word in _CONTRASTS


def _ends_phrase(word: str, governed: list[str]) -> bool:
    if word in _AUXILIARIES or _ends_clause(word, governed):
        return True
    if not any(own not in _DETERMINERS and own not in _JOINS for own in governed):
        return False
    joined = governed[-1] in _JOINS or governed[-1] in _PREPOSITIONS
    return word in _RELATIVES or _is_verb(word) or (word in _DETERMINERS and not joined)


def _is_verb(word: str, known: frozenset[str] = frozenset()) -> bool:
    known = known or verbs()
    return word in known or (word.endswith("s") and (word[:-1] in known or word[:-2] in known))


def _before(text: str, end: int, *, is_subject: bool = False) -> tuple[str, ...]:
    """Return the last words of the clause before a cue; a subject begins behind the last verb."""
    end = len(text[:end].rstrip(" \n.,:;?!()–—"))
    governed: list[str] = []
    for token in _TOKEN.finditer(text, max(0, end - 120), end):
        word = token["word"]
        if (
            not word
            or word in _CONTRASTS
            or word in _RELATIVES
            or (is_subject and governed and (word in _AUXILIARIES or _is_verb(word)))
        ):
            governed = []
        else:
            governed.append(word)
    return tuple(governed[-_MOST_BEFORE:])
