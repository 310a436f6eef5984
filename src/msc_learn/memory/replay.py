"""Replay of reviews: the memory state of each card, and the recall that was predicted for each review."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from msc_learn.memory import fsrs6
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.review import Memory, Review, State

# A card of a learner: learner, course, card.
CardKey = tuple[str, str, str]
# The former id of each renamed card, by its course and present id.
Former = Mapping[tuple[str, str], str]
NEVER_RENAMED: Former = {}


@dataclass(frozen=True, slots=True)
class Replay:
    """The memory of each card, and the predicted recall of reviews of learned cards, by review number."""

    memories: dict[CardKey, Memory] = field(default_factory=dict)
    recalls: dict[int, float] = field(default_factory=dict)


def replayed(
    reviews: Iterable[tuple[int, Review]],
    former: Callable[[CardKey], str | None],
    in_force: Callable[[str, str], Parameters],
) -> Replay:
    """Replay numbered reviews in their order with the parameters of each course and learner.

    As in Anki, reviews from before the parameters were adopted are replayed with them too. A card with a
    `former` id starts from the memory of that card.
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
        parameters = held[course, learner]
        after = fsrs6.next_memory(before, review, parameters)
        if after is not None and after is not before:
            replay.memories[key] = after
            if (predicted := prediction_for_review(before, after, parameters)) is not None:
                replay.recalls[number] = predicted
    return replay


def present_ids(former: Former) -> dict[tuple[str, str], str]:
    """Return the present id of each renamed card, by its course and former id."""
    return {(course, old): new for (course, new), old in former.items()}


def renamed(memories: dict[str, Memory], former: Former, course: str) -> dict[str, Memory]:
    """Return the memories of a course's cards by their present ids."""
    by_present_id = dict(memories)
    for (of, new), old in former.items():
        if of == course and old in by_present_id:
            by_present_id.setdefault(new, by_present_id.pop(old))
    return by_present_id


def prediction_for_review(before: Memory | None, after: Memory, parameters: Parameters) -> float | None:
    """Return the predicted recall if the review is the first of its day of a learned card, else None."""
    if before is not None and before.state is State.REVIEW and after.day > before.day:
        return fsrs6.recall_on(after.day, before, parameters)
    return None
