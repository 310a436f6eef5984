"""An answer that its source does not contain: word by word, and for a draft as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from msc_learn.errors import Code, Problem
from msc_learn.evidence.context import QuoteContext
from msc_learn.lint.card_text import Texts
from msc_learn.lint.word_support import lacking_numbers, lacking_words, says_some_of
from msc_learn.text.quotes import normalised_quote

CODES = {
    "G305": Code(
        "an answer holds a word or a number that its source does not carry",
        "What the sentence does not say, the learner would learn on nobody's word.",
        "Take the answer from the sentence itself; or add the source that says the rest.",
        "quote: Exosomes carry proteins.\nanswer: lipids",
        "quote: Exosomes carry proteins.\nanswer: proteins",
    ),
    "G311": Code(
        "a draft does not stand in its source word for word",
        "A machine that rewords can turn a meaning without anybody noticing; a quotation cannot.",
        "Quote the sentence as it is, or reword it yourself and accept the card.",
        "quote: Exosomes carry proteins.\ncloze: Proteins are what {{c1::exosomes}} carry.\nstatus: draft",
        "quote: Exosomes carry proteins.\ncloze: Exosomes carry {{c1::proteins}}.\nstatus: draft",
    ),
}


def _telling(contexts: Sequence[QuoteContext]) -> Sequence[QuoteContext]:
    """Return the contexts that say something, without the lines that only lead in to them."""
    leads = {context.lead for context in contexts}
    return [replace(context, lead="") for context in contexts if context.normalised not in leads]


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each answer, item or hidden text that its sources do not contain."""
    if not texts.contexts:
        return
    for key, text in texts.answers:
        for code, message in () if _stands(text, texts.contexts) else _wrong(texts, text):
            yield Problem(texts.note.position_of(key), code, message)
    if texts.are_proposed:
        if context := texts.foreign_context:
            yield Problem(
                texts.place,
                "G311",
                f"“{context}” is neither a heading nor a lead-in of the sentence; remove it",
            )
        if texts.note.cloze and not texts.is_quoted:
            yield Problem(texts.place, "G311", "the sentence differs from the source; quote it word for word")


def _stands(text: str, contexts: Sequence[QuoteContext]) -> bool:
    if any(text in context.sentences for context in contexts):
        return True
    wanted = normalised_quote(text)
    return any(wanted in context.normalised for context in contexts)


def _wrong(texts: Texts, text: str) -> Iterator[tuple[str, str]]:
    """Yield the problems of an answer that is not in a sentence as it is."""
    contexts = texts.contexts
    lacking = dict.fromkeys((*lacking_words(text, contexts), *lacking_numbers(text, contexts)))
    if lacking:
        yield "G305", f"the source does not say: {', '.join(lacking)}"
    elif not says_some_of(text, _telling(contexts)):
        yield "G305", f"the sentence does not say “{text}”, only a heading or the line before it does"
    elif texts.are_proposed and not any(normalised_quote(text) in context.text for context in contexts):
        yield "G311", f"the source does not say “{text}” in these words"
