"""Which words of a text its contexts contain: shared by the checks that compare words."""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

from msc_learn.evidence.context import QuoteContext
from msc_learn.text.greek import spell_greek
from msc_learn.text.numerals import CARDINALS
from msc_learn.text.stop_words import STOP_WORDS
from msc_learn.text.words import content_words, entities, has_form, numbers, words

# The words a question needs besides those of its source.
QUESTION_WORDS = frozenset(
    "name names named term terms stand stands fit fits call calls called mean means meaning happen happens"
    " give gives given say says kind kinds sort thing things way ways many much long often number part parts"
    " true following meant order first".split()
)
_FREE = (STOP_WORDS | QUESTION_WORDS) - CARDINALS


def are_carried(tokens: Iterable[str], contexts: Sequence[QuoteContext]) -> bool:
    """Return, fast, whether the contexts contain all words literally, and none is a number."""
    rest = {word for word in tokens if word not in _FREE}
    for context in contexts:
        rest -= context.vocabulary
    return not rest and not any(word in CARDINALS or not word.isalpha() for word in tokens)


def lacking_words(text: str, contexts: Sequence[QuoteContext]) -> list[str]:
    """Return the content words of which no context contains a form."""
    wanted = dict.fromkeys(content_words(spell_greek(text)))
    return [word for word in wanted if not _is_carried(word, contexts)]


def lacking_numbers(text: str, contexts: Sequence[QuoteContext], known: Container[str] = ()) -> list[str]:
    """Return the numbers that no context contains, without those in `known`."""
    found = [number for number in dict.fromkeys(numbers(text)) if number not in known]
    return [number for number in found if not any(number in context.numbers for context in contexts)]


def lacking_names(text: str, contexts: Sequence[QuoteContext]) -> list[str]:
    """Return the names of which a part is in no context, and that abbreviate no words of one."""
    return [name for name in dict.fromkeys(entities(text)) if _is_foreign(name, contexts)]


def _is_foreign(name: str, contexts: Sequence[QuoteContext]) -> bool:
    parts = words(spell_greek(name))
    return not all(_is_carried(part, contexts) for part in parts) and not _is_short(name, contexts)


def _is_short(name: str, contexts: Sequence[QuoteContext]) -> bool:
    letters = name.removesuffix("s")
    return len(letters) > 2 and letters.isupper() and any(letters.lower() in g.initials for g in contexts)


def says_some_of(text: str, contexts: Sequence[QuoteContext]) -> bool:
    """Return whether lead-in or sentences contain a content word of a text, or it has none."""
    wanted = content_words(spell_greek(text))
    return not wanted or any(
        word in context.own_vocabulary or _has_form(word, context.own_vocabulary)
        for word in wanted
        for context in contexts
    )


def _is_carried(word: str, contexts: Iterable[QuoteContext]) -> bool:
    return any(word in context.vocabulary or _has_form(word, context.vocabulary) for context in contexts)


@lru_cache(maxsize=1024)
def _has_form(word: str, vocabulary: frozenset[str]) -> bool:
    return has_form(word, vocabulary)
