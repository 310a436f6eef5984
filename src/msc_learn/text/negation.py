"""Negation detection: the cues of medical English and the words each one denies, after the manner of NegEx.

W. W. Chapman and others, "A simple algorithm for identifying negated findings and diseases in discharge
summaries", Journal of Biomedical Informatics 34 (2001), 301-310. A cue is a word or phrase of the lists
below, never the letters un- or in- alone: under, unit and insulin deny nothing. Verbs with a meaning of their
own, such as inhibits and prevents, are not cues.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from msc_learn.text.verbs import verbs, verbs_or_nouns

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
# These deny the one word that is in them.
_AFFIXED = dict(
    pair.split(":")
    for pair in (
        "acellular:cellular afebrile:febrile asymptomatic:symptomatic atraumatic:traumatic avascular:vascular"
        " avirulent:virulent anuclear:nuclear anucleate:nucleate aseptic:septic asexual:sexual"
        " colourless:colour colorless:color harmless:harm motionless:motion odourless:odour odorless:odor"
        " painless:pain symptomless:symptom tasteless:taste useless:use"
        " abnormal:normal impermeable:permeable impossible:possible inactive:active inappropriate:appropriate"
        " incomplete:complete incompatible:compatible incorrect:correct indirect:direct ineffective:effective"
        " ineligible:eligible infertile:fertile inoperable:operable insensitive:sensitive insoluble:soluble"
        " insignificant:significant intolerant:tolerant invalid:valid invisible:visible involuntary:voluntary"
        " irregular:regular irreversible:reversible immature:mature immobile:mobile"
        " unaffected:affected unaltered:altered unaware:aware unchanged:changed unconscious:conscious"
        " undetectable:detectable undetected:detected undifferentiated:differentiated unequal:equal"
        " unharmed:harmed unhealthy:healthy unimportant:important uninfected:infected unnecessary:necessary"
        " unprotected:protected unrelated:related unresponsive:responsive unsafe:safe unstable:stable"
        " unsuitable:suitable untreated:treated unvaccinated:vaccinated"
    ).split()
)
# Words in non that are no adjectives with a prefix.
_NON = r"non-?(?!e\b|etheless|sens|agen|ane\b|anoic|anal\b|chalan|plus|descript)(?P<non>[^\W\d_]{4,})"
_SUFFIXED = r"(?P<without>[^\W_][\w/-]*)-(?:free|deficient|null|depleted)"
# No cues: the short form of number, a question left open, a phrase that affirms.
_AFFIRMING = r"no\.? ?\d|whether or not|or not(?=[.,;?])|no doubt|not until"
_CUE = (
    rf"(?P<affirming>{_AFFIRMING})|(?P<subject>{_SUBJECT_CUE})|{_SUFFIXED}|{_NON}"
    rf"|(?P<affixed>{'|'.join(_AFFIXED)})|(?P<only>not (?:only|just|merely|simply))"
    rf"|(?P<clause>{'|'.join(_CLAUSE_CUES)})|(?P<phrase>{'|'.join(_PHRASE_CUES)})"
)
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
_MOST_GOVERNED = 8
_MOST_BEFORE = 5


@dataclass(frozen=True, slots=True)
class Negation:
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
    lowered = "".join(map(_lower, text)) if not text.isascii() else text.lower()
    return tuple(
        Negation(text[cue.start() : cue.end()], cue.start(), cue.end(), _governed(lowered, cue))
        for cue in _cue_pattern().finditer(lowered)
        if _denies(text, cue)
    )


@cache
def denial() -> re.Pattern[str]:
    """Return the pattern of cues that deny a typed answer; verbs such as avoid are left to be answers."""
    return re.compile(
        r"\b(?:no|non|not|none|never|neither|nor|without|cannot|nothing|nobody|nowhere|hardly|scarcely|barely"
        r"|lack|lacks|lacked|lacking|absent|absence|(?:de)?void of|free (?:of|from)|unable|inability"
        r"|incapable|unlikely|insufficient|fail to|fails to|failed to|failure to)\b"
    )


def negated_words(text: str) -> frozenset[str]:
    """Return all words that are denied in a text."""
    return frozenset(word for negation in negations(text) for word in negation.governed)


def _lower(letter: str) -> str:
    return letter.lower() if len(letter.lower()) == 1 else letter


@cache
def _cue_pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_CUE})\b")


def _denies(text: str, cue: re.Match[str]) -> bool:
    """Return whether a match denies: not NO for nitric oxide, nor the name of Henrietta Lacks."""
    written = text[cue.start() : cue.end()]
    if written == "NO":
        return not _NITRIC_OXIDE.match(text, cue.start())
    return not cue["affirming"] and not (written == "Lacks" and text[: cue.start()].strip())


def _governed(text: str, cue: re.Match[str]) -> tuple[str, ...]:
    if part := cue["without"] or cue["non"]:
        return tuple(word for word in re.split(r"[\W_]+", part) if word)
    if word := cue["affixed"]:
        return (_AFFIXED[word],)
    if cue["only"]:
        return (cue["only"].partition(" ")[2],)
    if cue["subject"]:
        return _before(text, cue.start())
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


def _before(text: str, end: int) -> tuple[str, ...]:
    """Return the last words before a cue, from the start of its clause on or from the last verb."""
    end = len(text[:end].rstrip(" \n.,:;?!()–—"))
    governed: list[str] = []
    for token in _TOKEN.finditer(text, max(0, end - 120), end):
        word = token["word"]
        if word is None or word in _CONTRASTS or word in _RELATIVES or (governed and _is_finite(word)):
            governed = []
        else:
            governed.append(word)
    return tuple(governed[-_MOST_BEFORE:])


def _is_finite(word: str) -> bool:
    return word in _AUXILIARIES or _is_verb(word)
