"""A cloze whose hidden text is not beside the words it has in the source."""

from collections.abc import Iterator, Sequence

from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts
from msc_learn.text.words import plain_words, same

_QUOTE = "quote: Signals guide cells to tissue that is damaged or sore, and it heals by new vessels.\n"
CODES = {
    "G312": Code(
        "what a cloze hides does not stand beside the words that its source has there",
        "All words are in the sentence, but put together in another way they say something else.",
        "Hide the words that stand in this place of the sentence.",
        f"{_QUOTE}cloze: Signals guide {{{{c1::new vessels}}}} to tissue.",
        f"{_QUOTE}cloze: Signals guide {{{{c1::cells}}}} to tissue.",
    )
}
_BESIDE = 2  # words on each side of a gap that are looked up
_REACH = 2  # words that may be between them and the answer in the source


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each hidden text that is elsewhere in the sentence."""
    if not texts.contexts or not texts.note.cloze or texts.is_quoted:
        return
    card = plain_words(texts.asked)
    for _, text in texts.hidden:
        hidden = plain_words(text)
        beside = _beside(card, hidden)
        holding = [
            context.content_words
            for context in texts.contexts
            if _holds(context.content_words, (*hidden, *beside))
        ]
        if beside and holding and not any(_is_near(hidden, beside, said) for said in holding):
            message = f"in the source, “{text}” is not beside “{' … '.join(beside)}”"
            yield Problem(texts.place, "G312", message)


def _beside(card: list[str], hidden: list[str]) -> list[str]:
    """Return the words on either side of a hidden text."""
    size = len(hidden)
    at = (
        next((i for i in range(len(card) - size + 1) if card[i : i + size] == hidden), None) if size else None
    )
    return [] if at is None else [*card[max(0, at - _BESIDE) : at], *card[at + size : at + size + _BESIDE]]


def _holds(said: Sequence[str], wanted: Sequence[str]) -> bool:
    # If the card has other words than its source, positions cannot be compared.
    return all(any(same(word, other) for other in said) for word in wanted)


def _is_near(hidden: list[str], beside: list[str], said: Sequence[str]) -> bool:
    places = [i for i, word in enumerate(said) if any(same(word, own) for own in hidden)]
    around = {j for i in places for j in range(max(0, i - _REACH), min(len(said), i + _REACH + 1))} - {
        *places
    }
    return any(same(said[j], word) for j in around for word in beside)
