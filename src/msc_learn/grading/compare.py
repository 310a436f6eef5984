"""Comparison of a typed answer with an expected one: equal, misspelt, close, of other meaning, or wrong."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from msc_learn.grading.opposites import negates, opposed, opposites, poles
from msc_learn.memory.review import Rating, Verdict
from msc_learn.messages import message
from msc_learn.text import markup, quantities
from msc_learn.text.confusables import PREFIXES
from msc_learn.text.greek import GREEK_NAMES
from msc_learn.text.normalise import answer_key, answer_words, squeezed
from msc_learn.text.numerals import has_digit
from msc_learn.text.plurals import differ_in_number, singular, singulars
from msc_learn.text.stop_words import ANSWER_STOP_WORDS

EXACT = message("grading.exact")
OTHER = message("grading.other")
_SHORTEST_MISSPELT = 7
_DIRECTIONS = frozenset("from to into than before after versus over under".split())
# Prefixes that can be separate, before a space or a hyphen: contra-indicated, pre-eclampsia.
_PREFIX_WORDS = frozenset(PREFIXES) - ANSWER_STOP_WORDS
_ASIDE = re.compile(r"\s*\([^()]*\)")
_SHORT = re.compile(r"\(([^()\s]+)\)")
_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
# Spellings of the same sound.
_SOUNDS = (("ph", "f"), ("th", "t"), ("rh", "r"), ("ch", "k"), ("y", "i"), ("c", "k"), ("z", "s"))
_DOUBLED = re.compile(r"(.)\1+")
_LONGEST_NAME = 6
_LONGEST_UNIT = 4
# Endings of other forms of a word: infarct, infarction.
_ENDINGS = frozenset("al ation e ed ic ing ion ive ly ous".split())
_STRICT = ("<", ">", "negative", "positive")
# Alone they are neither an answer nor a part of one: blood group A positive.
_SIGNS = frozenset({"positive", "negative"})


@dataclass(frozen=True, slots=True)
class Grade:
    """A verdict with its reason in one line; for a list also the missing items and those that do not belong.

    `near` counts the typed items that are close to an item of the list.
    """

    verdict: Verdict
    reason: str = ""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    near: int = 0

    @property
    def rating(self) -> Rating | None:
        """The rating that follows from the verdict; None for a close answer, which the learner rates."""
        return {Verdict.RIGHT: Rating.GOOD, Verdict.WRONG: Rating.AGAIN}.get(self.verdict)


def spelled(text: str) -> str:
    """Return a card's text as one would type it: without markup, a superscript after `^`."""
    return "".join(f"^{value}" if style == "sup" else value for style, value in markup.spans(text))


def matches(typed: str, text: str, case: bool) -> bool:
    """Return whether a typed text equals a card's text, with or without what is in brackets."""
    return any(answer_key(typed, case=case) == answer_key(variant, case=case) for variant in variants(text))


def variants(text: str) -> tuple[str, ...]:
    """Return a text, the text without what is in brackets, and an abbreviation in brackets."""
    plain = spelled(text)
    bare = _ASIDE.sub("", plain).strip()
    short = (aside for aside in _SHORT.findall(plain) if _abbreviates(aside, bare))
    return tuple(dict.fromkeys((plain, *([bare] if bare else ()), *short)))


def compare(text: str, typed: str, others: Collection[str], case: bool) -> Grade:
    """Grade a typed text against one text of a card; `others` are the keys of answers of other cards."""
    given = answer_words(typed, case=case)
    asked = max(
        variants(text), key=lambda variant: squeezed(answer_words(variant, case=case)) == squeezed(given)
    )
    answer = answer_words(asked, case=case)
    if squeezed(given) == squeezed(answer):
        return Grade(Verdict.RIGHT, EXACT)
    if case and answer_key(asked) == squeezed(answer_words(typed)):
        return Grade(Verdict.CLOSE, message("grading.capitals", answer=spelled(asked)))
    if quantities.same(asked, typed):
        return Grade(Verdict.RIGHT, message("grading.same_amount", answer=asked))
    return _other_meaning(given, answer) or _alike(given, answer, asked, others)


def _other_meaning(given: tuple[str, ...], answer: tuple[str, ...]) -> Grade | None:
    """Return why an answer is wrong, however similar: a negation, an opposite, another number."""
    if negates(given) != negates(answer):
        return Grade(Verdict.WRONG, message("grading.negation_differs"))
    asked = frozenset(answer)
    own = [word for word in given if word not in asked]
    for word in own:
        if other := _opposite(word, answer):
            return Grade(Verdict.WRONG, message("grading.opposite", word=word, other=other))
    for sign in _STRICT:
        if (sign in given) != (sign in asked):
            return Grade(Verdict.WRONG, message("grading.sign_differs", sign=sign))
    whole = squeezed(answer)
    digits = [word for word in own if has_digit(word) and (word.isdigit() or word not in whole)]
    if digits and any(has_digit(word) for word in answer):
        return Grade(Verdict.WRONG, message("grading.digit_differs", word=digits[0]))
    return Grade(Verdict.WRONG, OTHER) if digits else None


def _opposite(word: str, answer: tuple[str, ...]) -> str:
    """Return the word of an answer whose meaning a typed word changes, in singular or plural."""
    changed = opposites(word) | opposites(singular(word))
    return next((other for other in answer if other in changed or singular(other) in changed), "")


def _alike(given: tuple[str, ...], answer: tuple[str, ...], asked: str, others: Collection[str]) -> Grade:
    paired = list(zip(given, answer, strict=False)) if len(given) == len(answer) else []
    pairs = [pair for pair in paired if not differ_in_number(*pair)]
    if paired and not pairs:
        return Grade(Verdict.RIGHT, message("grading.plural", answer=asked))
    if squeezed(given) in others or squeezed(singulars(given)) in others:
        return Grade(Verdict.WRONG, message("grading.another_card"))
    if not paired:
        return _nested(given, answer) or _run_together(given, answer, asked)
    if sorted(given) == sorted(answer):
        return _reordered(given, answer)
    if all(negates((word,)) for pair in pairs for word in pair):
        return Grade(Verdict.CLOSE, message("grading.another_negation", answer=asked))
    names = _names(asked) | _units(answer)
    if any(_is_name(typed, names) or _is_name(wanted, names) for typed, wanted in pairs):
        return Grade(Verdict.WRONG, OTHER)
    if len(pairs) == 1 and pairs[0][0] not in others and _is_misspelt(*pairs[0]):
        return Grade(Verdict.RIGHT, message("grading.spelling", answer=asked))
    if all(_is_near(*pair) for pair in pairs):
        return Grade(Verdict.CLOSE, message("grading.did_you_mean", answer=asked))
    return _nested(given, answer) or Grade(Verdict.WRONG, OTHER)


def _reordered(given: tuple[str, ...], answer: tuple[str, ...]) -> Grade:
    if _joined(given) == _joined(answer):
        return Grade(Verdict.RIGHT, message("grading.order_about_and"))
    if (signed := _signed(given)) and signed == _signed(answer):
        return Grade(Verdict.RIGHT, message("grading.order_with_signs"))
    figures = [[word for word in parts if has_digit(word)] for parts in (given, answer)]
    ends = [poles(parts) for parts in (given, answer)]
    # From M2 to M1 is not from M1 to M2, and graft versus host is not host versus graft.
    if _DIRECTIONS & set(answer) or negates(answer) or figures[0] != figures[1] or ends[0] != ends[1]:
        return Grade(Verdict.WRONG, message("grading.order_is_meaning"))
    return Grade(Verdict.CLOSE, message("grading.order"))


def _joined(parts: tuple[str, ...]) -> list[list[str]]:
    """Return the parts between the `and`s, sorted: their order has no meaning."""
    pieces: list[list[str]] = [[]]
    for part in parts:
        if part == "and":
            pieces.append([])
        else:
            pieces[-1].append(part)
    return sorted(pieces)


def _signed(parts: tuple[str, ...]) -> list[list[str]]:
    """Return names with the sign after each, sorted; none if a word has no sign: CD34+ CD45-."""
    pieces: list[list[str]] = [[]]
    for part in (part for part in parts if part != "and"):
        pieces[-1].append(part)
        if part in _SIGNS:
            pieces.append([])
    return [] if pieces.pop() else sorted(pieces)


def _nested(given: tuple[str, ...], answer: tuple[str, ...]) -> Grade | None:
    """Grade a part of the answer, or the answer with other words around it."""
    typed, wanted = frozenset(singulars(given)), frozenset(singulars(answer))
    if typed == wanted:
        return _reordered(given, answer)
    if typed < wanted:
        return _part(given, answer, typed, wanted)
    return _more(typed, wanted) if typed > wanted else None


def _part(
    given: tuple[str, ...], answer: tuple[str, ...], typed: frozenset[str], wanted: frozenset[str]
) -> Grade | None:
    if front := sorted((wanted - typed) & _PREFIX_WORDS):
        return Grade(Verdict.WRONG, message("grading.another_word", word=front[0]))
    if typed <= _SIGNS or not _is_half(typed, wanted):
        return None
    lacking = [word for word in answer if singular(word) not in typed]
    unit = has_digit(given[-1]) and answer[: len(given)] == given and not any(map(has_digit, lacking))
    name = "grading.unit_missing" if unit else "grading.part_missing"
    return Grade(Verdict.CLOSE, message(name, words=", ".join(lacking)))


def _more(typed: frozenset[str], wanted: frozenset[str]) -> Grade:
    beside = typed - wanted
    if front := sorted(beside & _PREFIX_WORDS):
        return Grade(Verdict.WRONG, message("grading.another_word", word=front[0]))
    if any(_is_name(word, frozenset()) for word in beside - ANSWER_STOP_WORDS):
        return Grade(Verdict.WRONG, OTHER)
    return Grade(Verdict.CLOSE, message("grading.more_beside"))


def _is_half(part: frozenset[str], whole: frozenset[str]) -> bool:
    """Return whether a part is at least half of the whole, by words or by letters."""
    some, every = part - ANSWER_STOP_WORDS, whole - ANSWER_STOP_WORDS
    by_letters = 2 * sum(map(len, some)) >= sum(map(len, every))
    return bool(some) and (by_letters or 2 * len(some) >= len(every))


def _run_together(given: tuple[str, ...], answer: tuple[str, ...], asked: str) -> Grade:
    """Grade words with a space too many or too few, and perhaps a typing error."""
    one, other, names = squeezed(given), squeezed(answer), _names(asked)
    guess = not any(_is_name(word, names) for word in (*given, *answer) if word not in ANSWER_STOP_WORDS)
    if guess and len(other) > 2 * _SHORTEST_MISSPELT and _edits(one, other) <= 1:
        return Grade(Verdict.CLOSE, message("grading.did_you_mean", answer=asked))
    return Grade(Verdict.WRONG, OTHER)


def _is_misspelt(typed: str, wanted: str) -> bool:
    """Return whether one letter of a long word is mistyped.

    Not the first letter, for prefixes change the meaning. Not a letter of another sound, for that makes
    another word: ethanol, ethanal.
    """
    if min(len(typed), len(wanted)) < _SHORTEST_MISSPELT or typed[0] != wanted[0]:
        return False
    exchanged = len(typed) == len(wanted) and sorted(typed) != sorted(wanted)
    if exchanged and _sound(typed) != _sound(wanted):
        return False
    changed = (other for other in opposites(wanted) if other[0] == typed[0])
    return _edits(typed, wanted) == 1 and not any(_edits(typed, other) <= 1 for other in changed)


def _is_near(typed: str, wanted: str) -> bool:
    """Return whether one word may be meant by another, and is not closer to one of other meaning."""
    if opposed(typed, wanted):
        return False
    apart = _edits(typed, wanted)
    near = apart <= max(1, len(wanted) // 6) < len(wanted) / 3
    if not (near or _sound(typed) == _sound(wanted) or _is_form(typed, wanted)):
        return False
    return not any(_edits(typed, other) < apart for other in opposites(wanted))


def _is_form(typed: str, wanted: str) -> bool:
    short, long = sorted((typed, wanted), key=len)
    return len(short) > 4 and long.startswith(short) and long.removeprefix(short) in _ENDINGS


def _sound(word: str) -> str:
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    return _DOUBLED.sub(r"\1", word)


def _edits(one: str, other: str) -> int:
    from msc_learn.text.fuzzy import edits

    return edits(one, other)


def _names(asked: str) -> frozenset[str]:
    """Return the abbreviations of a text, in which every letter counts: EGF and VEGF, NO and CO."""
    short = (word for word in answer_words(asked, case=True) if len(word) <= _LONGEST_NAME)
    return frozenset(word.casefold() for word in short if _CAPITALS.search(word))


def _units(answer: tuple[str, ...]) -> frozenset[str]:
    """Return the short words right after a number: mol and mmol differ in one letter."""
    return frozenset(
        unit for number, unit in pairwise(answer) if number[-1].isdigit() and len(unit) <= _LONGEST_UNIT
    )


def _is_name(word: str, names: frozenset[str]) -> bool:
    """Return whether every letter of a word counts: digits, a single letter, Greek, an abbreviation."""
    short = len(word) <= 2 and word not in ANSWER_STOP_WORDS
    return has_digit(word) or short or word in GREEK_NAMES or word.casefold() in names


def _abbreviates(aside: str, bare: str) -> bool:
    """Return whether the text in brackets abbreviates the words before it."""
    letters = iter(bare.casefold())
    capitals = [letter.casefold() for letter in aside if letter.isupper()]
    first = bare[:1].casefold() == aside[:1].casefold()
    return first and len(capitals) > 1 and all(letter in letters for letter in capitals)
