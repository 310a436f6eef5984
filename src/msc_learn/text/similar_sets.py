"""Set similarity join by prefix filtering: similar sets are found without comparing each with each.

S. Chaudhuri, V. Ganti and R. Kaushik, "A primitive operator for similarity joins in data cleaning",
Proceedings of the 22nd International Conference on Data Engineering (2006).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import ceil


def is_similar(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    """Return whether the Jaccard similarity of two sets is at least `share`."""
    both = len(one & other)
    return both >= share * (len(one) + len(other) - both)


def prefix_of(members: frozenset[str], counts: Mapping[str, int], share: float) -> list[str]:
    """Return the rarest members of a set, of which each similar set holds at least one.

    `counts` says how many sets hold each member.
    """
    rarest = sorted(members, key=lambda member: (counts[member], member))
    return rarest[: len(rarest) - ceil(share * len(rarest)) + 1]


def overlapping(
    sets: Sequence[frozenset[str]], share: float, commonest: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the indices of similar sets in pairs, the later set first, in order.

    Members of more than `commonest` sets are not looked up. That bounds the time, and pairs that share no
    other member are missed.
    """
    counts = Counter(chain.from_iterable(sets))
    most = len(sets) if commonest is None else commonest
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for index, members in enumerate(sets):
        looked_up = [member for member in prefix_of(members, counts, share) if 1 < counts[member] <= most]
        for other in sorted({other for member in looked_up for other in holding[member]}):
            if is_similar(members, sets[other], share):
                yield index, other
        for member in looked_up:
            holding[member].append(index)
