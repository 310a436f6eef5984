"""Retention: the share of reviews recalled, with its 95 % confidence interval and the share predicted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from msc_learn.deck.cards import Card
from msc_learn.memory.metrics import wilson_interval
from msc_learn.memory.review import QUARTER_HOUR_MS, Memory, Recall, day_of_quarter, milliseconds
from msc_learn.study.leeches import is_leech

RECENT = timedelta(days=30)
# With fewer reviews, a share depends more on chance than on memory.
MIN_REVIEWS = 30
WEAKEST = 5


@dataclass(frozen=True, slots=True)
class Retention:
    """Reviews of learned cards: their number, the share recalled, and the share the model predicted.

    The true share lies from `low` to `high` with 95 % confidence (Wilson score interval).
    """

    reviews: int = 0
    recalled: float | None = None
    low: float | None = None
    high: float | None = None
    predicted: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough reviews for a meaningful share."""
        return self.reviews >= MIN_REVIEWS


@dataclass(frozen=True, slots=True)
class Month:
    """The retention of a month such as 2026-11."""

    month: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """A topic by its id, and the retention of its cards."""

    id: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class WeakCard:
    """A card by its id: its predicted recall today, its lapses, and whether it is a leech."""

    id: str
    recall: float
    lapses: int
    leech: bool


def retention(recalls: Iterable[Recall], since: datetime | None = None) -> Retention:
    """Return the share recalled and the share predicted of reviews of learned cards."""
    begin = milliseconds(since) if since else 0
    counted = [recall for recall in recalls if recall.at >= begin]
    if not counted:
        return Retention()
    known = sum(recall.recalled for recall in counted)
    low, high = wilson_interval(known, len(counted))
    predicted = sum(recall.predicted for recall in counted) / len(counted)
    return Retention(len(counted), known / len(counted), low, high, predicted)


def by_month(recalls: Iterable[Recall], zone: str) -> tuple[Month, ...]:
    """Return the retention of each month with reviews, by the learner's days in this zone."""
    months: defaultdict[str, list[Recall]] = defaultdict(list)
    for recall in recalls:
        months[f"{day_of_quarter(recall.at // QUARTER_HOUR_MS, zone):%Y-%m}"].append(recall)
    return tuple(Month(month, retention(in_month)) for month, in_month in sorted(months.items()))


def weakest_topics(cards: Iterable[Card], recalls: Iterable[Recall]) -> tuple[WeakTopic, ...]:
    """Return the topics with the lowest retention, the weakest first; none with too few reviews."""
    topics = {card.id: card.note.topic for card in cards}
    by_topic: defaultdict[str, list[Recall]] = defaultdict(list)
    for recall in recalls:
        if recall.card in topics:
            by_topic[topics[recall.card]].append(recall)
    known = [WeakTopic(topic, retention(of_topic)) for topic, of_topic in by_topic.items()]
    shares = [(topic.retention.recalled or 0.0, topic.id, topic) for topic in known if topic.retention.enough]
    return tuple(topic for share, _, topic in sorted(shares, key=lambda row: row[:2]) if share < 1)[:WEAKEST]


def weakest_cards(
    cards: Iterable[Card], memories: Mapping[str, Memory], predicted: Callable[[Memory], float]
) -> tuple[WeakCard, ...]:
    """Return the cards with most lapses, then those with the lowest predicted recall today."""
    seen = ((card.id, memories[card.id]) for card in cards if card.id in memories)
    weak = (
        WeakCard(card, predicted(memory), memory.lapses, is_leech(memory.lapses)) for card, memory in seen
    )
    doubtful = (card for card in weak if card.lapses or card.recall < 0.9)
    return tuple(sorted(doubtful, key=lambda card: (-card.lapses, card.recall)))[:WEAKEST]
