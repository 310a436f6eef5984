"""What a learner is foretold to recall today, of many cards together and never of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from msc_learn.memory.review import Memory

# Of fewer cards a mean says much of single answers, which are the learner's own.
FEWEST = 5
_DEVIATIONS = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Foretold:
    """The share of the cards met that would be recalled today, with its interval; None where few were met.

    `met` of `cards` were met in practice: of the others nothing is known, and they are no part of the share.
    """

    cards: int
    met: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


def foretold(
    cards: Sequence[str], memories: Mapping[str, Memory], chance: Callable[[Memory], float]
) -> Foretold:
    """Return what is foretold of cards, by the chance of recall of each.

    Asked all together today, a share from `low` to `high` would be recalled with 95 % confidence, if the
    memory model is right: the number recalled is a sum of independent trials of unequal chances (Poisson
    binomial), near normal with variance the sum of p(1 - p) (Hong 2013, doi 10.1016/j.csda.2012.10.006).
    Rounded to a hundredth, so that no single answer can be read out of the figures.
    """
    chances = [chance(memories[card]) for card in cards if card in memories]
    if len(chances) < FEWEST:
        return Foretold(len(cards), len(chances))
    share = sum(chances) / len(chances)
    reach = _DEVIATIONS * sqrt(sum(one * (1 - one) for one in chances)) / len(chances)
    ends = (share, max(share - reach, 0.0), min(share + reach, 1.0))
    return Foretold(len(cards), len(chances), *(round(end, 2) for end in ends))
