"""What of a text its grounds carry: the common part of the checks that compare words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msc_learn.course.grounding import Ground
from msc_learn.course.quotations import folded
from msc_learn.course.words import content_words, entities, latin, negations, numbers, same, words

# What a question needs besides the words of its source.
QUESTION_WORDS = frozenset(
    "name names named term terms stand stands fit fits call calls called mean means meaning happen happens"
    " give gives given say says kind kinds sort thing things way ways many much long often number part parts"
    " true following".split()
)

_SENTENCE_END = re.compile(r"[.!?:]\s")


def unquoted(text: str, grounds: Sequence[Ground]) -> str:
    """Return what of a text is not quoted: nothing, the context before its sentence, or all of it."""
    text = folded(text)
    context, _, sentence = text.partition("] ") if text.startswith("[") else ("", "", text)
    for ground in grounds:
        lead = folded(ground.lead)
        if _stands(sentence, ground.said) or (
            lead and sentence.startswith(lead) and _stands(sentence[len(lead) :].strip(), ground.said)
        ):
            return context
    return text


def _stands(sentence: str, said: str) -> bool:
    """Tell whether a sentence, or what a sentence ends with, stands in a text and no negation is cut off."""
    before, found, _ = said.partition(sentence)
    return bool(found) and (not before or not negations(_SENTENCE_END.split(before)[-1]))


def foreign_context(text: str, grounds: Sequence[Ground]) -> str:
    """Return what of the context in brackets before a sentence is not quoted from around it."""
    if not text.startswith("["):
        return ""
    context = folded(text[1:].partition("] ")[0])
    parts = [part for whole in context.split(" › ") for part in _parts(whole, grounds)]
    return next((part for part in parts if not any(part in ground.text for ground in grounds)), "")


def _parts(text: str, grounds: Sequence[Ground]) -> list[str]:
    # Of a lead-in and a term, each stands somewhere.
    return [text] if any(text in ground.text for ground in grounds) else text.split(": ")


def is_quoted(text: str, grounds: Sequence[Ground]) -> bool:
    """Tell whether a text is a stretch of its source, the context before it aside."""
    return unquoted(text, grounds) != folded(text)


def lacking_words(text: str, grounds: Sequence[Ground]) -> list[str]:
    """Return the words with a meaning of which no ground has a form."""
    wanted = dict.fromkeys(content_words(latin(text)))
    return [word for word in wanted if not _is_carried(word, grounds)]


def lacking_numbers(text: str, grounds: Sequence[Ground]) -> list[str]:
    """Return the numbers that no ground has."""
    return [
        number for number in dict.fromkeys(numbers(text)) if not any(number in g.numbers for g in grounds)
    ]


def lacking_names(text: str, grounds: Sequence[Ground]) -> list[str]:
    """Return the names of which some part is in no ground, nor is short for words of one."""
    return [name for name in dict.fromkeys(entities(text)) if _is_foreign(name, grounds)]


def _is_foreign(name: str, grounds: Sequence[Ground]) -> bool:
    parts = words(latin(name))
    return not all(_is_carried(part, grounds) for part in parts) and not _is_short(name, grounds)


def _is_short(name: str, grounds: Sequence[Ground]) -> bool:
    letters = name.removesuffix("s")
    return len(letters) > 2 and letters.isupper() and any(letters.lower() in g.initials for g in grounds)


def says_some_of(text: str, grounds: Sequence[Ground]) -> bool:
    """Tell whether lead-in or sentences say a word of a text, or the text has none with a meaning."""
    wanted = content_words(latin(text))
    return not wanted or any(
        word in ground.own or _has_form(word, ground.own) for word in wanted for ground in grounds
    )


def _is_carried(word: str, grounds: Iterable[Ground]) -> bool:
    return any(word in ground.vocabulary or _has_form(word, ground.vocabulary) for ground in grounds)


@lru_cache(maxsize=1024)
def _has_form(word: str, vocabulary: frozenset[str]) -> bool:
    return any(same(word, other) for other in vocabulary)
