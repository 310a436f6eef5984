"""Sentences that say again what another has said, as takeaways do."""

from collections import defaultdict

from msc_learn.evidence.hedging import strength_of
from msc_learn.text.words import content_words, missing_from, negations

_FEWEST_WORDS = 2
_BEGINNING = 3  # letters that all forms of a word share


class Restatements:
    """Sentences that have a card, by the words they say; `texts` maps the number of each to its words."""

    def __init__(self, texts: dict[int, str]) -> None:
        self._texts = texts
        self._saying: defaultdict[str, set[int]] = defaultdict(set)
        for number, text in texts.items():
            for word in content_words(text):
                self._saying[_key(word)].add(number)

    def of(self, sentence: str) -> int | None:
        """Return the first sentence that says every content word of this one, or None.

        One that claims more, or negates what the other does not, is no restatement.
        """
        wanted = content_words(sentence)
        if len(set(wanted)) < _FEWEST_WORDS:
            return None
        saying = sorted((self._saying.get(key, set()) for key in {_key(word) for word in wanted}), key=len)
        for number in sorted(saying[0].intersection(*saying[1:])):
            other = self._texts[number]
            if not missing_from(wanted, content_words(other)) and _claims_no_more(sentence, other):
                return number
        return None


def _key(word: str) -> str:
    # A number has no forms.
    return word if any(character.isdigit() for character in word) else word[:_BEGINNING]


def _claims_no_more(sentence: str, other: str) -> bool:
    same_sign = bool(negations(sentence)) == bool(negations(other))
    return same_sign and strength_of(sentence).caution >= strength_of(other).caution
