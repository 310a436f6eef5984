"""A front that refers to something that is not on the card."""

import re
from collections.abc import Iterator

from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts
from msc_learn.lint.word_support import QUESTION_WORDS
from msc_learn.text.words import content_words

CODES = {
    "L508": Code(
        "a question or cloze points to something that is not on the card",
        "A card is shown alone, months later; nobody then knows what *this* or *they* was.",
        "Name the thing; before a sentence, its heading in brackets will do.",
        "cloze: They carry {{c1::proteins}}.",
        "cloze: '[Exosomes] They carry {{c1::proteins}}.'",
    )
}
# What opens a sentence that goes on from another one; "it is known that" points to nothing.
_GOES_ON = re.compile(
    r"(?:(?:in|for|with|at|on|during|by|after|from|to|of|as|under|through) )?"
    r"(?:(?:this(?! (?:course|document|page|text|deck)\b)|these|those(?! (?:who|whose|with|that|in)\b)"
    r"|they|their|them|its|such|he|she|his|her)\b"
    r"|it (?!(?:is|was|has been|may be|can be|remains) [\w ]{0,40}?\b(?:that|to|whether|why|how)\b|takes\b)"
    r"|(?:however|therefore|thus|hence|moreover|furthermore|consequently|nevertheless|conversely|likewise"
    r"|similarly|instead(?! of\b)|in addition(?! to\b)|as a result(?! of\b)|in contrast(?! (?:to|with)\b)"
    r"|on the other hand)\b,?)",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"[\w -]{0,40}:")
_ASKS_OF_IT = re.compile(
    r"\b(?:do(?:es)?|did|is|are|was|were|can|could|may|might|should|must|has|have|will|would) "
    r"(?:they|these|those|he|she|this(?! (?:course|document|page|text|deck)\b)"
    r"|it(?! (?:[\w-]+ ){0,4}(?:that|to)\b))\b",
    re.IGNORECASE,
)


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for a front that continues a sentence the learner does not see."""
    text = texts.asked
    if text.startswith("["):
        return
    pointer = _GOES_ON.match(text) or _asks_of_it(texts)
    if pointer:
        message = f"“{pointer[0].strip()}” refers to something that is not on the card; name it"
        yield Problem(texts.place, "L508", message)


def _asks_of_it(texts: Texts) -> re.Match[str] | None:
    """Return where a question refers to something it has not named before."""
    if texts.note.cloze:
        return None
    found = _ASKS_OF_IT.search(texts.asked)
    # "What does VEGF do, and where is it made?" names it first, and "has these parts:" points ahead.
    if found is None or _AHEAD.match(texts.asked, found.end()):
        return None
    return found if QUESTION_WORDS.issuperset(content_words(texts.asked[: found.start()])) else None
