"""Session queue: which cards a session asks, and in which order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msc_learn.constants import CARDS_A_SESSION, LEARN_AHEAD, NEW_A_DAY, TOPIC_LOOK_AHEAD
from msc_learn.course.model import Course, Kind, Note, Status, Topic
from msc_learn.deck.cards import Card, cards_of
from msc_learn.memory.days import day_of
from msc_learn.memory.review import Memory, State


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a session: its cards, and new cards a day; cramming asks all cards, due or not."""

    cards: int = CARDS_A_SESSION
    new: int = NEW_A_DAY
    cram: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards of a session: `cards` in the order of asking, `steps` those in their learning steps.

    `more_due` and `more_new` count the cards beyond the limits.
    """

    cards: tuple[Card, ...] = ()
    steps: tuple[Card, ...] = ()
    more_due: int = 0
    more_new: int = 0


def cards_in(
    topics: Iterable[Topic], *, drafts: bool = False, put_off: Collection[str] = frozenset()
) -> tuple[Card, ...]:
    """Return the cards that a session can ask, in study order, without image occlusion cards.

    `put_off` has the ids of suspended and buried cards, which are left out.
    """
    asked = (note for note in _studied(topics, drafts=drafts) if note.kind is not Kind.OCCLUSION)
    cards = tuple([card for note in asked for card in cards_of(note)])
    return tuple([card for card in cards if card.id not in put_off]) if put_off else cards


def cards_on_pictures(topics: Iterable[Topic], *, drafts: bool = False) -> int:
    """Return the number of image occlusion cards, which a terminal cannot ask."""
    pictured = (note for note in _studied(topics, drafts=drafts) if note.kind is Kind.OCCLUSION)
    return sum(len(cards_of(note)) for note in pictured)


def _studied(topics: Iterable[Topic], *, drafts: bool) -> Iterator[Note]:
    statuses = {Status.ACCEPTED, Status.DRAFT} if drafts else {Status.ACCEPTED}
    return (note for topic in topics for note in topic.notes if note.status in statuses)


def former_cards(course: Course) -> Mapping[tuple[str, str], str]:
    """Return the former id of each card of a renamed note, by its course and present id."""
    renamed = [note for note in course.notes if note.renamed_from]
    ids = {note.id for note in course.notes} if renamed else set[str]()
    return {
        (course.id, card.id): f"{note.renamed_from}#{card.number}"
        for note in renamed
        if note.renamed_from not in ids
        for card in cards_of(note)
    }


def topics_named(course: Course, names: Sequence[str]) -> tuple[Topic, ...]:
    """Return the topics with these ids or titles; without names, all topics."""
    wanted = {name.casefold() for name in names}
    return tuple(
        topic
        for topic in course.topics
        if not wanted or topic.id.casefold() in wanted or topic.title.casefold() in wanted
    )


def plan(
    cards: Sequence[Card], memories: Mapping[str, Memory], now: datetime, zone: str, limits: Limits
) -> Queue:
    """Plan a session: learning steps due soon, then due cards, most at risk first, mixed with new ones.

    Sibling burying: one card of each note, and none of a note asked today, unless no other cards are left.
    Interleaving: cards of one topic are kept apart if another topic is near, which helps to discriminate
    between them (Rohrer 2012, doi 10.1007/s10648-012-9201-3). New cards keep study order where possible.
    """
    if limits.cram:
        return Queue(_siblings_apart(cards)[: limits.cards])
    known, new = _seen_and_new(cards, memories)
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
    """Return how many cards were asked for the first time today."""
    today = day_of(now, zone)
    recent = (memory.first for memory in memories.values() if now - memory.first < timedelta(days=2))
    return sum(day_of(first, zone) == today for first in recent)


def _seen_and_new(
    cards: Iterable[Card], memories: Mapping[str, Memory]
) -> tuple[list[tuple[Card, Memory]], list[Card]]:
    """Divide the cards into those seen before, each with its memory, and new ones."""
    known: list[tuple[Card, Memory]] = []
    new: list[Card] = []
    for card in cards:
        if (memory := memories.get(card.id)) is None:
            new.append(card)
        else:
            known.append((card, memory))
    return known, new


def _is_near(memory: Memory, now: datetime) -> bool:
    return memory.state is not State.REVIEW and memory.due <= now + LEARN_AHEAD


def _risk(memory: Memory, now: datetime) -> float:
    # Retrievability depends on time over stability alone, so this gives the same order without loading FSRS.
    return (now - memory.last) / timedelta(days=1) / memory.stability


def _without_siblings(cards: Iterable[Card], busy: set[str]) -> tuple[list[Card], list[Card]]:
    """Divide the cards into the first of each note and the others; notes in `busy` have had theirs."""
    first: list[Card] = []
    others: list[Card] = []
    for card in cards:
        (others if card.note.id in busy else first).append(card)
        busy.add(card.note.id)
    return first, others


def _spread(due: Sequence[Card], new: Sequence[Card]) -> list[Card]:
    """Return the due cards with the new ones spread evenly among and after them."""
    positions = [(index / len(due), 0, index) for index in range(len(due))]
    positions += [((index + 1) / len(new), 1, index) for index in range(len(new))]
    return [(due, new)[which][index] for _, which, index in sorted(positions)]


def _interleaved(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Return the cards with no two of one topic in a row if another topic is near."""
    waiting, taken, last = list(cards), list[Card](), ""
    while waiting:
        near = (index for index, card in enumerate(waiting[:TOPIC_LOOK_AHEAD]) if card.note.topic != last)
        taken.append(waiting.pop(next(near, 0)))
        last = taken[-1].note.topic
    return tuple(taken)


def _siblings_apart(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Return the first card of every note in study order, then the second cards, and so on."""
    return tuple(sorted(cards, key=lambda card: card.number))
