"""Sets that share most of their members, found without comparing each with each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from math import ceil


def overlapping(
    sets: Sequence[frozenset[str]], share: float, commonest: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the numbers of each two sets of which at least `share` of all members stands in both.

    The later set comes first in a pair, and pairs come in order. Only sets with one of their rarer members in
    common are compared: two that overlap so much cannot differ in more members than are looked up (the
    prefix filter of Chaudhuri, Ganti and Kaushik, 2006). Members of more than `commonest` sets are not looked
    up at all: that bounds the time, and pairs that share none but those are missed.
    """
    common = Counter(chain.from_iterable(sets))
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(sets):
        # A member that no other set has comes first among the rarer, and need not be looked up.
        shared = sorted([member for member in one if common[member] > 1])
        shared.sort(key=common.__getitem__)
        looked_up = shared[: max(0, len(shared) - ceil(share * len(one)) + 1)]
        if commonest is not None:
            looked_up = [member for member in looked_up if common[member] <= commonest]
        for other in sorted({other for member in looked_up for other in holding[member]}):
            both = len(one & sets[other])
            if both >= share * (len(one) + len(sets[other]) - both):
                yield number, other
        for member in looked_up:
            holding[member].append(number)
