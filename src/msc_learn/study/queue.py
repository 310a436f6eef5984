"""Which cards a sitting asks, and in which order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msc_learn.course.model import Course, Kind, Note, Status, Topic
from msc_learn.deck.cards import Card, cards_of
from msc_learn.gc_paused import collector_paused
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Memory, State

NEW_A_DAY = 10
CARDS_A_SITTING = 40
# A step that comes due within this time is taken in the same sitting rather than waited for.
AHEAD = timedelta(minutes=20)
# So far ahead a card of another topic is looked for: further, and what is most at risk would wait for it.
_REACH = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a sitting takes: cards in all, new cards a day; cramming asks all and knows no schedule."""

    cards: int = CARDS_A_SITTING
    new: int = NEW_A_DAY
    cram: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards of a sitting: `cards` in the order of asking, `steps` those within their learning steps.

    `more_due` and `more_new` count what the limits left for another time.
    """

    cards: tuple[Card, ...] = ()
    steps: tuple[Card, ...] = ()
    more_due: int = 0
    more_new: int = 0


def cards_in(
    topics: Iterable[Topic], *, drafts: bool = False, put_off: Collection[str] = frozenset()
) -> tuple[Card, ...]:
    """Return the cards a learner meets, in study order; not those that hide labels on a picture.

    Cards whose ids are in `put_off`, being suspended or buried, are left out.
    """
    asked = (note for note in _met(topics, drafts=drafts) if note.kind is not Kind.OCCLUSION)
    with collector_paused():
        cards = tuple([card for note in asked for card in cards_of(note)])
    return tuple([card for card in cards if card.id not in put_off]) if put_off else cards


def cards_on_pictures(topics: Iterable[Topic], *, drafts: bool = False) -> int:
    """Return how many cards hide labels on a picture, which no terminal can ask."""
    pictured = (note for note in _met(topics, drafts=drafts) if note.kind is Kind.OCCLUSION)
    return sum(len(cards_of(note)) for note in pictured)


def _met(topics: Iterable[Topic], *, drafts: bool) -> Iterator[Note]:
    met = {Status.ACCEPTED, Status.DRAFT} if drafts else {Status.ACCEPTED}
    return (note for topic in topics for note in topic.notes if note.status in met)


def former_cards(course: Course) -> Mapping[tuple[str, str], str]:
    """Return the id that each card of a renamed note had before, by its course and the id it has now."""
    renamed = [note for note in course.notes if note.renamed_from]
    ids = {note.id for note in course.notes} if renamed else set[str]()
    return {
        (course.id, card.id): f"{note.renamed_from}#{card.number}"
        for note in renamed
        if note.renamed_from not in ids
        for card in cards_of(note)
    }


def topics_named(course: Course, names: Sequence[str]) -> tuple[Topic, ...]:
    """Return the topics of these ids or titles, all of them where none is named."""
    wanted = {name.casefold() for name in names}
    return tuple(
        topic
        for topic in course.topics
        if not wanted or topic.id.casefold() in wanted or topic.title.casefold() in wanted
    )


def plan(
    cards: Sequence[Card], memories: Mapping[str, Memory], now: datetime, zone: str, limits: Limits
) -> Queue:
    """Return the queue: steps that are near, then due cards most at risk first, new ones in between.

    Of one note only one card is taken, and none of a note met today, unless nothing else is left. Cards of
    one topic stand apart where others are near, for what is mixed is told apart better later (Rohrer,
    doi 10.1007/s10648-012-9201-3); new ones keep study order among themselves where they can.
    """
    if limits.cram:
        return Queue(_apart(cards)[: limits.cards])
    known, new = _parted(cards, memories)
    today = day_of(now, zone).toordinal()
    near = [(card, memory) for card, memory in known if _is_near(memory, now)]
    late = [(card, memory) for card, memory in known if memory.state is State.REVIEW and memory.is_due(now)]
    steps = [card for card, _ in sorted(near, key=lambda known: known[1].due)]
    due = [card for card, _ in sorted(late, key=lambda known: -_risk(known[1], now))]
    busy = {card.note.id for card in steps} | {card.note.id for card, memory in known if memory.day == today}
    taken, later = _without_siblings(due, busy)
    fresh, siblings = _without_siblings(new, busy)
    room = max(limits.new - introduced(memories, now, zone), 0)
    if not taken and not (fresh and room) and not steps:
        taken, later = _without_siblings(later, set())
        fresh, siblings = _without_siblings(siblings, {card.note.id for card in taken})
    chosen = taken[: limits.cards]
    added = fresh[: min(room, limits.cards - len(chosen))]
    return Queue(
        _interleaved(_spread(chosen, added)),
        tuple(steps),
        more_due=len(due) - len(chosen),
        more_new=len(new) - len(added),
    )


def introduced(memories: Mapping[str, Memory], now: datetime, zone: str) -> int:
    """Return how many cards were met for the first time today."""
    today = day_of(now, zone)
    recent = (memory.first for memory in memories.values() if now - memory.first < timedelta(days=2))
    return sum(day_of(first, zone) == today for first in recent)


def _parted(
    cards: Iterable[Card], memories: Mapping[str, Memory]
) -> tuple[list[tuple[Card, Memory]], list[Card]]:
    """Part the cards into those met before, each with its memory, and the new ones."""
    known: list[tuple[Card, Memory]] = []
    new: list[Card] = []
    for card in cards:
        if (memory := memories.get(card.id)) is None:
            new.append(card)
        else:
            known.append((card, memory))
    return known, new


def _is_near(memory: Memory, now: datetime) -> bool:
    return memory.state is not State.REVIEW and memory.due <= now + AHEAD


def _risk(memory: Memory, now: datetime) -> float:
    # Retrievability falls with time over stability alone, so this orders cards as it does, without FSRS.
    return (now - memory.last) / timedelta(days=1) / memory.stability


def _without_siblings(cards: Iterable[Card], busy: set[str]) -> tuple[list[Card], list[Card]]:
    """Part the cards into one of each note and the others; notes in `busy` have had theirs."""
    first: list[Card] = []
    others: list[Card] = []
    for card in cards:
        (others if card.note.id in busy else first).append(card)
        busy.add(card.note.id)
    return first, others


def _spread(due: Sequence[Card], new: Sequence[Card]) -> list[Card]:
    """Return the due cards with the new ones spread evenly among and behind them."""
    places = [(index / len(due), 0, index) for index in range(len(due))]
    places += [((index + 1) / len(new), 1, index) for index in range(len(new))]
    return [(due, new)[which][index] for _, which, index in sorted(places)]


def _interleaved(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return the cards with no two of one topic side by side where another topic is near."""
    waiting, taken, last = list(cards), list[Card](), ""
    while waiting:
        near = (index for index, card in enumerate(waiting[:_REACH]) if card.note.topic != last)
        taken.append(waiting.pop(next(near, 0)))
        last = taken[-1].note.topic
    return tuple(taken)


def _apart(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return the first card of every note in study order, then the second ones, and so on."""
    return tuple(sorted(cards, key=lambda card: card.number))
