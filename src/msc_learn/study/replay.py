"""What reviews amount to when they are replayed: the memories, and what had been foretold of each recall."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msc_learn.study import schedule
from msc_learn.study.parameters import Parameters
from msc_learn.study.reviews import Memory, Review, State

# The card id that a renamed card had before, by its course and the id it has now.
Former = Mapping[tuple[str, str], str]
NEVER_RENAMED: Former = {}


@dataclass(frozen=True, slots=True)
class Replay:
    """Memories by learner, course and card; and chances of recall by the numbers of their reviews."""

    memories: dict[tuple[str, str, str], Memory] = field(default_factory=dict)
    recalls: list[tuple[int, float]] = field(default_factory=list)


def replayed(
    reviews: Iterable[tuple[int, Review]],
    former: Former,
    in_force: Callable[[str, str], Parameters],
) -> Replay:
    """Replay numbered reviews in their order by the parameters in force for each course and learner.

    Reviews from before these were adopted are replayed by them too, as in Anki: so a memory, and what is
    foretold, is what the parameters make of the whole history. A card in `former` goes on from the memory
    of its former id.
    """
    replay = Replay()
    held: dict[tuple[str, str], Parameters] = {}
    for number, review in reviews:
        learner, course, card = key = (review.learner, review.course, review.card)
        before = replay.memories.get(key)
        if before is None and (course, card) in former:
            before = replay.memories.get((learner, course, former[course, card]))
        if (course, learner) not in held:
            held[course, learner] = in_force(course, learner)
        parameters = held[course, learner]
        after = schedule.next_memory(before, review, parameters)
        if after is not None and after is not before:
            replay.memories[key] = after
            replay.recalls.extend((number, chance) for chance in foretold(before, after, review, parameters))
    return replay


def renamed(memories: dict[str, Memory], former: Former, course: str) -> dict[str, Memory]:
    """Return the memories of a course's cards with those of former ids under the ids they have now."""
    found = dict(memories)
    for (of, new), old in former.items():
        if of == course and old in found:
            found.setdefault(new, found.pop(old))
    return found


def foretold(before: Memory | None, after: Memory, review: Review, by: Parameters) -> Iterator[float]:
    """Yield the chance of recall foretold for a review of a learned card, once a day."""
    if before is not None and before.state is State.REVIEW and after.day > before.day:
        yield schedule.retrievability(before, review.at, review.zone, by)
