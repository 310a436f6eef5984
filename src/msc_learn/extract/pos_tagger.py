"""Part-of-speech tagger: one letter a token, so that rules are regular expressions over letters.

D determiner  P preposition  F "of"  T "to"  C and, or  S subordinator  O pronoun  H limiter, negation
R adverb      M modal        B be, have, do   V verb   W verb or noun   E -ed form   G -ing form   K called
N noun or adjective   X number   , ; : ( ) . themselves   q quotation mark   - dash   o anything else
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from msc_learn.extract import lexicon as lex

_TOKEN = re.compile(
    r"(?:[^\W\d_]|°(?=[CF]\b))[\w’'+°]*+(?:[-‐‑/.](?=\w)[\w’'+°]*+)*+"  # words, with hyphens and inner points
    r"|[+−-]?(?<![\w.])\d(?:[\d.,]*\d)?(?:%|[^\W\d_]\w*)?(?:[-–/]\w+(?:\.\d+)?)*"  # 3-day, 15q11-q13
    r"|[^\w\s]|\S"
)
_PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", ".": ".", "!": ".", "?": ".",
    "+": "C", "–": "-", "—": "-", "“": "q", "”": "q", '"': "q", "‘": "q", "%": "X", "…": "o", "/": "o",
}  # fmt: skip
_NAMING = frozenset("called termed named dubbed known".split())
# Pairs of words that act as one: "rather than" contrasts two phrases.
_PAIRS = {
    "than": ("rather", "SS"),
    "of": ("instead", "SS"),
    "example": ("for", "oo"),
    "instance": ("for", "oo"),
}
_FIRST_OF_PAIR = frozenset(first for first, _ in _PAIRS.values())
_CLASSES = (
    ("K", _NAMING),
    ("T", frozenset({"to"})),
    ("F", frozenset({"of"})),
    ("M", lex.MODALS),
    ("B", lex.BE_AND_HAVE),
    ("C", lex.COORDINATORS),
    ("D", lex.DETERMINERS),
    ("O", lex.PRONOUNS),
    ("H", lex.LIMITERS),
    ("X", lex.NUMBER_WORDS),
    ("S", lex.SUBORDINATORS),
    ("P", lex.PREPOSITIONS),
    ("E", lex.IRREGULAR_PARTICIPLES),
    ("V", lex.IRREGULAR_PASTS),
)
_CLASS_OF = {word: letter for letter, words in reversed(_CLASSES) for word in words}


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence with the offsets and lower-case words of its tokens; `tags[i]` is the tag of token i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: str

    def span(self, first: int, stop: int) -> tuple[int, int]:
        """Return the character span of the tokens from `first` to before `stop`."""
        return self.starts[first], self.ends[stop - 1]

    def word(self, index: int) -> str:
        """Return a token in lower case."""
        return self.words[index]


def tag(text: str) -> TaggedSentence:
    """Tokenise a sentence and tag each token."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    tokens = [text[start:end] for start, end in spans]
    words = tuple(map(str.lower, tokens))
    letters = list(map(_class_of, tokens))
    if "A" in tokens or "I" in tokens or "." in tokens[:-1] or not _FIRST_OF_PAIR.isdisjoint(words):
        _tag_by_neighbours(tokens, words, letters)
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return TaggedSentence(text, starts, ends, words, _with_unknown_verb(words, _resolved("".join(letters))))


def _tag_by_neighbours(tokens: Sequence[str], words: Sequence[str], letters: list[str]) -> None:
    for index, word in enumerate(tokens):
        if word == "A" and index:
            letters[index] = "N"  # inside a sentence a capital A is not an article: vitamin A, hepatitis A
        elif word == "I" and index and letters[index - 1] == "N":
            letters[index] = "N"  # class I, angiotensin I
        elif word == "." and index and index + 1 < len(tokens) and words[index - 1] in lex.SHORT_FORMS:
            letters[index - 1 : index + 1] = "oo"
        elif word in _PAIRS and index and words[index - 1] == _PAIRS[word][0]:
            letters[index - 1 : index + 1] = _PAIRS[word][1]


def _with_unknown_verb(words: tuple[str, ...], tags: str) -> str:
    """In a sentence without a known verb, tag the first word with an s between two nouns as the verb."""
    if _HAS_VERB.search(tags) or not tags.endswith("."):
        return tags
    past = _PAST_BETWEEN_NOUNS.search(tags)
    if past:
        return f"{tags[: past.start()]}V{tags[past.end() :]}"
    for match in _BETWEEN_NOUNS.finditer(tags):
        word = words[match.start()]
        if words[match.start() - 1] in lex.NUMBER_WORDS:
            continue  # "two patients in the group"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return f"{tags[: match.start()]}V{tags[match.start() + 1 :]}"
    return tags


@lru_cache(maxsize=2**16)
def _class_of(token: str) -> str:
    known = _PUNCTUATION.get(token)
    if known:
        return known
    if token[0].isdigit() or (token[0] in "+−-" and token[-1].isdigit()):
        return "X"
    if not token[0].isalpha():
        return "N" if token[0] == "°" and len(token) > 1 else "o"
    return _word_class(token.lower().replace("’", "'"), token)


def _word_class(word: str, token: str) -> str:
    closed = _CLASS_OF.get(word)
    if closed and not (len(word) > 1 and token.isupper()):
        return closed
    if token[1:].lower() != token[1:] or "-" in word:
        return "N"  # abbreviations, names with inner capitals, compounds
    if lex.is_form_of(word, lex.VERBS):
        return "V"
    if lex.is_form_of(word, lex.VERBS_OR_NOUNS):
        return "W"
    if word.endswith("ly") and len(word) > 4 and word not in lex.NOUNS_IN_LY:
        return "R"
    if word.endswith("ing") and len(word) > 4 and word not in lex.NOUNS_IN_ING:
        return "G"
    if word.endswith("ed") and len(word) > 4 and word not in lex.NOUNS_IN_ED:
        return "E"
    return "N"


# Corrections by context, in this order: the tag, its context as a pattern, and the new tag.
_CORRECTIONS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (letter, re.compile(pattern), instead)
    for letter, pattern, instead in (
        ("T", r"(?<=P)T", "P"),
        ("W", r"(?<=[TM])W|(?<=[TMO][RH])W|(?<=O)W", "V"),
        ("T", r"T(?=[DNXHOG])", "P"),
        ("W", r"(?<=C)W(?=D)|(?<=S)W(?=[DNXGHR])", "V"),
        ("W", r"(?<=[DFX])W(?=[^D])|(?<=P)W|(?<=H)W(?=[BVM])", "N"),
        ("V", r"(?<=[DFX])V(?=[^D])", "N"),
        ("G", r"(?<=[DFX])G(?=[^D])", "N"),
        ("E", r"(?<=B)E|(?<=B[RH])E|(?<=B[RH][RH])E|(?<=BC)E", "V"),
        ("G", r"(?<=B)G|(?<=B[RH])G", "V"),
        ("E", r"(?:(?<=[DPFCTX,(HRVMGS])|\A)E(?=[NWXG])", "N"),
        ("G", r"(?<=[DF])G(?=[,.;:)CNWVBME]|\Z)|(?<=N)G(?=[.;:)VBM]|\Z)|(?<=[,C])G(?=[,C])", "N"),
        ("G", r"(?<=[VP])G(?=[,.;)]|\Z)", "N"),
        ("W", r"(?<=[GV])W(?=[,.;:)PFCST]|\Z)", "N"),
        ("R", r"(?<=D)R(?=N)", "N"),
    )
)
_CLAUSE = re.compile(r"[^,;:.S()]+")
_BETWEEN_NOUNS = re.compile(r"(?<=[NX)])N(?=[DXHORP])")
_PAST_BETWEEN_NOUNS = re.compile(r"(?<=[NX)])E(?=[DNX])")
# "Taking it daily increases absorption, because ...": no comma between the subject and its verb.
_GERUND_SUBJECT = re.compile(r"(\AG[^,;:.()SVBM]*(?<=[NO)]))W(?=[DNXGHOR][^,;:]*(?:,S|\.|\Z))")
_HAS_VERB = re.compile(r"[VBM]")
# In a sentence without a certain verb, a possible one is the verb: after its subject, or first in a note.
_ONLY_VERB = re.compile(r"(?:(?<=[NO)])|(?<=,))W(?=[DNXGHORP])|\AW(?=[DNXH])")
_FINITE_AFTER_NOUN = re.compile(r"(?<=[NO)])(W)(?=[DNXGHORPT])")


def _resolved(tags: str) -> str:
    for letter, pattern, instead in _CORRECTIONS:
        if letter in tags:
            tags = pattern.sub(instead, tags)
    if "W" in tags:
        if not _HAS_VERB.search(tags):
            tags = _ONLY_VERB.sub("V", tags, count=1)
        tags = _GERUND_SUBJECT.sub(r"\1V", tags, count=1)
        tags = _CLAUSE.sub(_with_verb, tags)
    return tags


def _with_verb(clause: re.Match[str]) -> str:
    """In a clause without a certain verb, tag the first possible one after a noun as the verb."""
    tags = clause[0]
    if "W" not in tags:
        return tags
    if tags[0] not in "EGPCK" and not any(letter in tags for letter in "VBM"):
        tags = _FINITE_AFTER_NOUN.sub("V", tags, count=1)
    # A possible verb that is left inside a noun phrase is a noun.
    return re.sub(r"(?<=[NWC])W(?=[,.;:)PFCTVBMNESKO]|\Z)", "N", tags)
