"""The cues of negation in medical English, by the words they deny; `negation` finds them in a text.

A cue is a word or phrase, never the letters un- or in- alone: under, unit and insulin deny nothing. Verbs
with a meaning of their own, such as inhibits and prevents, are not cues.
"""

import re
from functools import cache
from pathlib import Path

# Function words that negate: they carry no other meaning.
NEGATIVE_WORDS = frozenset(
    "not no never none neither nor without cannot nothing nobody nowhere hardly scarcely barely".split()
)
_CONTRACTED = r"\w+n['’]t"
_NO_EVIDENCE = r"no (?:\w+ )?(?:evidence|sign|signs|proof|indication|trace|suggestion)(?: of| for| that)?"
# These deny all that follows in the clause.
_CLAUSE_CUES = (
    r"(?:do|does|did) not", r"can(?: ?not|['’]t)", r"never", r"nor", r"neither", r"none(?: of)?", r"nobody",
    r"nothing", r"nowhere", r"no longer", r"no one", r"no-one", rf"{_NO_EVIDENCE}", r"not", _CONTRACTED,
    r"(?:hardly|scarcely|barely)(?: ever| any)?",
    r"fail(?:s|ed|ing)? to", r"failure to", r"(?:refus|declin|ceas)(?:e|es|ed|ing) to",
    r"unable to", r"inability to", r"incapable of", r"unlikely to",
    r"insufficient(?:ly)? to", r"inadequate to",
    r"(?:advis|recommend|warn|caution|argu|speak|spok|decid)\w{0,3} against",
)  # fmt: skip
# These deny the noun phrase that follows.
_PHRASE_CUES = (
    r"no", r"without", r"lack(?:s|ed|ing)?(?: of| in)?", r"absence(?: of|(?! (?:seizure|epilep)))", r"absent",
    r"free (?:of|from)",
    r"(?:de)?void of", r"bereft of", r"deprived of", r"deplete(?:d)? of", r"deficient in", r"negative for",
    r"avoid(?:s|ed|ing)?", r"avoidance of", r"den(?:y|ies|ied|ying)", r"exclu(?:de|des|ded|ding)",
    r"exclusion of",
    r"rul(?:e|es|ed|ing) out", r"refus(?:e|es|ed|ing)", r"instead of", r"in place of", r"rather than",
    r"unlike",
    r"except(?: for| in)?", r"with the exception of", r"other than", r"as opposed to",
    r"independent(?:ly)? of", r"unrelated to", r"unaffected by", r"unresponsive to", r"unaware of",
    r"contra-?indications? (?:to|for)", r"prohibit(?:s|ed|ing)?", r"forbid(?:s|den|ding)?",
    r"with(?:hold|holds|held|holding)", r"insufficient", r"inadequate", r"nil", r"omit(?:s|ted|ting)?",
)  # fmt: skip
# Behind a form of `to be` these deny what stands before it: "CD45 is absent", "an infection was ruled out".
_STATES = (
    "absent excluded avoided contraindicated contra-indicated forbidden prohibited withheld unlikely"
    " insufficient inadequate undetectable undetected nonexistent unavailable unnecessary unsuitable omitted"
).split()
_NOT_STATES = (
    "present detected detectable found seen observed identified expressed visible evident available needed"
    " required necessary recommended advised indicated allowed used given done affected involved"
).split()
_MODAL = r"(?:(?:may|might|can|could|should|must|will|would|shall|has|have|had) (?:also )?)?"
_BE = r"(?:is|are|was|were|be|been|being|remains?|remained|seems?|appears?)(?: to be)?"
_SUBJECT_CUE = (
    rf"{_MODAL}{_BE}(?: \w+ly| still| also| often| thus| then| now)?"
    rf" (?:(?:{'|'.join(_STATES)}|ruled out)\b(?! (?:to|of|for|evidence)\b)"
    r"|(?:lacking|missing|denied|refused)(?=\W*$|[.,;:?!)]| (?:in|from|on|at|by|and|or|but|during|after)\b)"
    rf"|(?:not|never|no longer)(?: \w+ly| yet| usually)? (?:{'|'.join(_NOT_STATES)}))"
    rf"|(?:isn|aren|wasn|weren)['’]t (?:{'|'.join(_NOT_STATES)})|absent from"
)
# Words in non that are no adjectives with a prefix.
_NON = r"non-?(?!e\b|etheless|sens|agen|ane\b|anoic|anal\b|chalan|plus|descript)(?P<non>[^\W\d_]{4,})"
_SUFFIXED = r"(?P<without>[^\W_][\w/-]*)-(?:free|deficient|null|depleted)"
# In a question the subject stands between: "is heparin contraindicated".
_INVERTED = rf"(?:is|are|was|were) (?P<inverted>(?:[\w-]+ ){{1,3}}?)(?:{'|'.join(_STATES)}|ruled out)"
# No cues: the short form of number, a question left open, a phrase that affirms.
_AFFIRMING = r"no\.? ?\d|whether or not|or not(?=[.,;?])|no doubt|not until"
_CUE = (
    rf"(?P<affirming>{_AFFIRMING})|(?P<subject>{_SUBJECT_CUE})|{_SUFFIXED}|{_NON}|{_INVERTED}"
    r"|(?P<affixed>AFFIXED)|(?P<only>not (?:only|just|merely|simply))"
    rf"|(?P<clause>{'|'.join(_CLAUSE_CUES)})|(?P<phrase>{'|'.join(_PHRASE_CUES)})"
)


@cache
def affixed() -> dict[str, str]:
    """Return the words that deny the one word in them, with that word: avascular, vascular."""
    words = Path(__file__).with_name("negated_words.txt").read_text(encoding="utf-8").split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def cue_pattern() -> re.Pattern[str]:
    """Return the pattern of all cues in lower-case text; the group that matches is the kind of cue."""
    return re.compile(rf"\b(?:{_CUE.replace('AFFIXED', '|'.join(affixed()))})\b")


@cache
def denial() -> re.Pattern[str]:
    """Return the pattern of cues that deny a typed answer; verbs such as avoid are left to be answers."""
    return re.compile(
        r"\b(?:no|non|not|none|never|neither|nor|without|cannot|nothing|nobody|nowhere|hardly|scarcely|barely"
        r"|lack|lacks|lacked|lacking|absent|absence|(?:de)?void of|free (?:of|from)|unable|inability"
        r"|incapable|unlikely|insufficient|fail to|fails to|failed to|failure to)\b"
    )
