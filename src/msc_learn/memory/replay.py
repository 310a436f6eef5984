"""What reviews amount to when they are replayed: the memories, and what had been foretold of each recall."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from msc_learn.memory import fsrs6
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.review import Memory, Review, State

# A card of a learner: learner, course, card.
Key = tuple[str, str, str]
# The card id that a renamed card had before, by its course and the id it has now.
Former = Mapping[tuple[str, str], str]
NEVER_RENAMED: Former = {}


@dataclass(frozen=True, slots=True)
class Replay:
    """The memory of each card, and the chance of recall foretold for reviews of learned cards, by number."""

    memories: dict[Key, Memory] = field(default_factory=dict)
    recalls: dict[int, float] = field(default_factory=dict)


def replayed(
    reviews: Iterable[tuple[int, Review]],
    former: Callable[[Key], str | None],
    in_force: Callable[[str, str], Parameters],
) -> Replay:
    """Replay numbered reviews in their order by the parameters in force for each course and learner.

    Reviews from before these were adopted are replayed by them too, as in Anki: so a memory, and what is
    foretold, is what the parameters make of the whole history. A card that has a `former` id goes on from
    the memory of that.
    """
    replay = Replay()
    held: dict[tuple[str, str], Parameters] = {}
    for number, review in reviews:
        learner, course, _ = key = (review.learner, review.course, review.card)
        before = replay.memories.get(key)
        if before is None and (old := former(key)):
            before = replay.memories.get((learner, course, old))
        if (course, learner) not in held:
            held[course, learner] = in_force(course, learner)
        by = held[course, learner]
        after = fsrs6.next_memory(before, review, by)
        if after is not None and after is not before:
            replay.memories[key] = after
            if (chance := foretold(before, after, by)) is not None:
                replay.recalls[number] = chance
    return replay


def renamed(memories: dict[str, Memory], former: Former, course: str) -> dict[str, Memory]:
    """Return the memories of a course's cards with those of former ids under the ids they have now."""
    found = dict(memories)
    for (of, new), old in former.items():
        if of == course and old in found:
            found.setdefault(new, found.pop(old))
    return found


def foretold(before: Memory | None, after: Memory, by: Parameters) -> float | None:
    """Return the chance of recall foretold for a review of a learned card, the first of its day."""
    if before is not None and before.state is State.REVIEW and after.day > before.day:
        return fsrs6.recall_on(after.day, before, by)
    return None
