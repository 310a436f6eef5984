"""What is kept: the share recalled beside the share foretold, with how far chance alone may move it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from msc_learn.deck.cards import Card
from msc_learn.memory.review import Memory, Recall, milliseconds
from msc_learn.study.leeches import is_leech
from msc_learn.study.predicted_answers import QUARTER, quarter_day

RECENT = timedelta(days=30)
# Below so many reviews a share says more of chance than of memory.
ENOUGH = 30
WEAKEST = 5
# Of a normal distribution, 95 % lies within so many deviations.
_DEVIATIONS = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Retention:
    """Reviews of learned cards: how many, the share recalled, and the share the model had foretold.

    The true share lies from `low` to `high` with 95 % confidence (Wilson's interval).
    """

    reviews: int = 0
    recalled: float | None = None
    low: float | None = None
    high: float | None = None
    foretold: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough reviews to speak of a share."""
        return self.reviews >= ENOUGH


@dataclass(frozen=True, slots=True)
class Month:
    """The retention of a month, as in 2026-11."""

    month: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """A topic by its id, and the retention of its cards."""

    id: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class WeakCard:
    """A card by its id: the chance of recall today, its lapses, and whether they make it a leech."""

    id: str
    recall: float
    lapses: int
    leech: bool


def retention(recalls: Iterable[Recall], since: datetime | None = None) -> Retention:
    """Return how much was recalled of what was learned, and how much should have been."""
    begin = milliseconds(since) if since else 0
    kept = [recall for recall in recalls if recall.at >= begin]
    if not kept:
        return Retention()
    known = sum(recall.recalled for recall in kept)
    low, high = wilson(known, len(kept))
    foretold = sum(recall.chance for recall in kept) / len(kept)
    return Retention(len(kept), known / len(kept), low, high, foretold)


def wilson(hits: float, trials: int) -> tuple[float, float]:
    """Return Wilson's score interval of a share at 95 %; `trials` is at least 1."""
    share, spread = hits / trials, _DEVIATIONS**2 / trials
    middle = (share + spread / 2) / (1 + spread)
    reach = _DEVIATIONS * sqrt(share * (1 - share) / trials + spread / trials / 4) / (1 + spread)
    # Rounding may leave a share of none or all a hair outside its own interval.
    return max(min(middle - reach, share), 0.0), min(max(middle + reach, share), 1.0)


def by_month(recalls: Iterable[Recall], zone: str) -> tuple[Month, ...]:
    """Return the retention of each month with reviews, by the days of a learner in this zone."""
    months: defaultdict[str, list[Recall]] = defaultdict(list)
    for recall in recalls:
        months[f"{quarter_day(recall.at // QUARTER, zone):%Y-%m}"].append(recall)
    return tuple(Month(month, retention(kept)) for month, kept in sorted(months.items()))


def weakest_topics(cards: Iterable[Card], recalls: Iterable[Recall]) -> tuple[WeakTopic, ...]:
    """Return the topics of which least was recalled, the weakest first; none with too few reviews."""
    topics = {card.id: card.note.topic for card in cards}
    kept: defaultdict[str, list[Recall]] = defaultdict(list)
    for recall in recalls:
        if recall.card in topics:
            kept[topics[recall.card]].append(recall)
    found = [WeakTopic(topic, retention(of_topic)) for topic, of_topic in kept.items()]
    shares = [(topic.retention.recalled or 0.0, topic.id, topic) for topic in found if topic.retention.enough]
    return tuple(topic for share, _, topic in sorted(shares, key=lambda one: one[:2]) if share < 1)[:WEAKEST]


def weakest_cards(
    cards: Iterable[Card], memories: Mapping[str, Memory], chance: Callable[[Memory], float]
) -> tuple[WeakCard, ...]:
    """Return the cards that lapsed most often, then those least likely to be recalled today."""
    met = ((card, memories.get(card.id)) for card in cards)
    weak = (
        WeakCard(card.id, chance(memory), memory.lapses, is_leech(memory.lapses))
        for card, memory in met
        if memory
    )
    doubtful = (one for one in weak if one.lapses or one.recall < 0.9)
    return tuple(sorted(doubtful, key=lambda one: (-one.lapses, one.recall)))[:WEAKEST]
