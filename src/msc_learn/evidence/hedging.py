"""Hedge detection: how strongly a sentence claims, read from the cue words that limit it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from msc_learn.course.model import Strength
from msc_learn.text.numerals import CARDINALS

Cue = tuple[Strength, str]
"""A hedge cue: its class and the words."""


def _each(openings: str, rest: str) -> tuple[str, ...]:
    """Return a pattern for each opening, followed by `rest`."""
    return tuple(f"{opening} {rest}" for opening in openings.split("|"))


# Cues by class, as regular expressions over whole words. The classes follow the literature on biomedical
# hedges: epistemic modals, approximators of frequency and scope, statements about the state of research.
CUES: dict[Strength, tuple[str, ...]] = {
    Strength.INVESTIGATIONAL: (
        r"investigational(?:ly)?",
        r"experimental(?:ly)?",
        *_each("under|in", r"(?:active |continuing |ongoing )?(?:investigation|study|research|development)"),
        *_each(
            "being|are|is|remains?|still",
            r"(?:actively |currently |now )?(?:being )?"
            r"(?:investigated|studied|explored|examined|tested|researched|trialled)",
        ),
        *_each(
            "not|never",
            r"(?:yet |been |universally |generally |fully |widely )*"
            r"(?:approved|licensed|established|proven|confirmed|settled|known|complete)",
        ),
        *_each(
            "still|yet|continues? to",
            r"(?:being |be |to be )?"
            r"(?:emerg|evolv|develop|collect|gather|accumulat|grow|mature|unproven|unknown|open|unclear|unsettled)"
            r"\w*",
        ),
        r"emerging",
        r"evolving",
        r"preliminary",
        r"early[- ](?:phase|stage)s?",
        r"in (?:an? )?early phases?",
        r"remains? (?:to be \w+|unclear|unknown|unproven|uncertain|open)",
        r"unproven",
        r"ongoing (?:clinical )?(?:research|trials?|stud(?:y|ies)|collection)",
        *_each("needs?|needed|required?|necessary", r"(?:before|to (?:confirm|establish|show|prove))"),
        r"too early to",
        r"uncertain(?:ty)?",
        r"unclear",
        r"not (?:yet )?clear",
        r"controversial",
        r"debated",
        r"disputed",
        r"no (?:agreed|proven|firm|good|clear|convincing)",
        *_each("little|limited|weak|insufficient|inconclusive", "evidence"),
    ),
    Strength.HEDGED: (
        r"may",
        r"might",
        r"could",
        r"would",
        r"can (?:also )?(?:help|support|lead|contribute|promote|encourage|reduce|improve)",
        r"help(?:s|ed|ing)? to?",
        r"suggest(?:s|ed|ing|ive)?",
        r"potential(?:ly|s)?",
        r"appear(?:s|ed)?",
        r"seem(?:s|ed|ingly)?",
        r"possib(?:le|ly|ility)",
        r"probabl[ey]",
        r"likely",
        r"perhaps",
        r"presum(?:ed|ably)",
        *_each("thought|believed|considered|assumed|hoped|expected|proposed", "to"),
        r"hypothesi[sz]ed",
        r"promis(?:e|ing)",
        r"encouraging (?:results?|findings?|evidence|signs?)",
        r"apparent(?:ly)?",
        *_each("has|have", r"been (?:linked|associated|reported|suggested|proposed)"),
        r"doubtful",
        r"aims? to",
        *_each("is|are", "hoped"),
    ),
    Strength.QUALIFIED: (
        r"can",
        r"often",
        r"most often",
        r"typical(?:ly)?",
        r"usual(?:ly)?",
        r"general(?:ly)?",
        r"common(?:ly)?",
        r"normal(?:ly)?",
        r"mostly",
        r"mainly",
        r"chief(?:ly)?",
        r"primar(?:y|ily)",
        r"largely",
        r"principal(?:ly)?",
        r"predominant(?:ly)?",
        r"many",
        r"most",
        r"some",
        r"certain",
        r"sometimes",
        r"at times",
        r"occasional(?:ly)?",
        r"frequent(?:ly)?",
        r"in part",
        r"part(?:ly|ially)",
        r"tends?",
        r"rare(?:ly)?",
        r"seldom",
        r"few",
        r"about",
        r"approximately",
        r"roughly",
        r"approx\.",
        r"ca\.",
        r"circa",
        r"nearly",
        r"almost",
        r"up to",
        r"at (?:least|most)",
        r"or so",
        r"around",
        r"so far",
        r"to date",
        r"provided that",
        r"as long as",
        r"only (?:when|if|under)",
        r"not (?:all|always|every|fully|only)",
        r"relatively",
        r"favou?rable",
    ),
}
# "around" and "about" qualify a number, not a place or a topic; "may" is a hedge, "May" a month.
_NUMBER = rf"(?=\s+(?:\d+|a (?:quarter|third|half|dozen)|half|one|{'|'.join(sorted(CARDINALS))})\b)"
_IN_CONTEXT = {
    "about": rf"about{_NUMBER}",
    "around": rf"around{_NUMBER}",
    "up to": rf"up to{_NUMBER}",
    # These end in a full stop, after which there is no word boundary.
    r"approx\.": r"approx",
    r"ca\.": r"ca(?=\. ?\d)",
    "or so": r"or(?<=\w or) so(?=[ ,.])",
    "few": r"few(?<!a few)",
    "help(?:s|ed|ing)? to?": r"helps?(?: to)?(?= \w)",
}


def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for many cues, grouped by first letter so that most words fail at once."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for cue in cues:
        by_letter[cue[0]].append(_IN_CONTEXT.get(cue, cue)[1:])
    grouped = "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in by_letter.items())
    return re.compile(rf"\b(?:{grouped})\b")


_PATTERNS = {strength: _pattern(cues) for strength, cues in CUES.items()}
_ANY_CUE = _pattern(cue for cues in CUES.values() for cue in cues)
_MONTH = re.compile(r"\bMay\b(?=\s+\d|\s*,\s*\d)|(?<=\d )\bMay\b")
_CAUTION = {strength: strength.caution for strength in Strength}
_BY_CAUTION = sorted(_PATTERNS, key=lambda strength: -strength.caution)

# Words that leave no doubt, and verbs that claim a complete effect: a card uses them only if its source does.
CERTAIN = frozenset(
    "cure cures cured curing prove proves proved proven proving guarantee guarantees guaranteed"
    " ensure ensures ensured ensuring eliminate eliminates eliminated eliminating eradicate eradicates"
    " eradicated always invariably certainly definitely undoubtedly unquestionably complete completely"
    " entire entirely permanent permanently perfect perfectly total totally absolute absolutely must"
    " solely exclusively every all".split()
)


def _lower(text: str) -> str:
    # To lower the text once is thirty times faster than patterns that ignore case.
    return (_MONTH.sub("   ", text) if "May" in text else text).lower()


# Extraction reads the cues of a sentence once for itself and again for each card of it.
@lru_cache(maxsize=1024)
def cues_of(text: str) -> tuple[Cue, ...]:
    """Return the hedge cues in `text`, each with its class, in text order."""
    text = _lower(text)
    first = _ANY_CUE.search(text)
    if first is None:
        return ()
    cues = [
        (match.start(), strength, match[0])
        for strength, pattern in _PATTERNS.items()
        for match in pattern.finditer(text, first.start())
    ]
    return tuple((strength, cue) for _, strength, cue in sorted(cues))


def most_cautious(strengths: Iterable[Strength]) -> Strength:
    """Return the most cautious of some strengths; asserted if there are none."""
    return max(strengths, key=_CAUTION.__getitem__, default=Strength.ASSERTED)


def strength_in(cues: Iterable[Cue]) -> Strength:
    """Return the most cautious class among cues; a text without a cue asserts."""
    return most_cautious(strength for strength, _ in cues)


def strength_of(text: str) -> Strength:
    """Return the most cautious class with a cue in `text`; a text without a cue asserts."""
    text = _lower(text)
    if not _ANY_CUE.search(text):
        return Strength.ASSERTED
    return next((strength for strength in _BY_CAUTION if _PATTERNS[strength].search(text)), Strength.ASSERTED)
