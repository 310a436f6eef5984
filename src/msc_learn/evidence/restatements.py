"""Restatements: sentences that repeat another one, as takeaway lists do, found with an inverted index."""

from collections import defaultdict

from msc_learn.evidence.hedging import strength_of
from msc_learn.text.negation import negations
from msc_learn.text.words import content_words, missing_from

_FEWEST_WORDS = 2
_STEM_LENGTH = 3  # letters that all forms of a word share


class Restatements:
    """An index of the sentences that have a card; `texts` maps the number of each sentence to its text."""

    def __init__(self, texts: dict[int, str]) -> None:
        self._texts = texts
        self._with_stem: defaultdict[str, set[int]] = defaultdict(set)
        for number, text in texts.items():
            for word in content_words(text):
                self._with_stem[_stem(word)].add(number)

    def restated_by(self, sentence: str) -> int | None:
        """Return the number of the first sentence with every content word of this one, or None.

        A sentence that claims more, or that negates when the other does not, is not a restatement.
        """
        wanted = content_words(sentence)
        if len(set(wanted)) < _FEWEST_WORDS:
            return None
        stems = {_stem(word) for word in wanted}
        numbers = sorted((self._with_stem.get(stem, set()) for stem in stems), key=len)
        for number in sorted(numbers[0].intersection(*numbers[1:])):
            other = self._texts[number]
            if not missing_from(wanted, content_words(other)) and _claims_no_more(sentence, other):
                return number
        return None


def _stem(word: str) -> str:
    # Numbers are not inflected.
    return word if any(character.isdigit() for character in word) else word[:_STEM_LENGTH]


def _claims_no_more(sentence: str, other: str) -> bool:
    same_sign = bool(negations(sentence)) == bool(negations(other))
    return same_sign and strength_of(sentence).caution >= strength_of(other).caution
