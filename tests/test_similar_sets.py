"""Sets that share most of their members."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from msc_learn.text.similar_sets import overlapping

SETS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=6), max_size=8)


@given(SETS, st.sampled_from([0.3, 0.5, 0.75, 1.0]))
def test_the_pairs_are_those_of_comparing_each_with_each(sets: list[frozenset[str]], share: float) -> None:
    wanted = [
        (later, earlier)
        for earlier, later in combinations(range(len(sets)), 2)
        if sets[later] and len(sets[later] & sets[earlier]) >= share * len(sets[later] | sets[earlier])
    ]
    assert sorted(overlapping(sets, share)) == sorted(wanted)
    assert list(overlapping(sets, share)) == sorted(wanted)


def test_members_of_too_many_sets_are_not_looked_up() -> None:
    sets = [frozenset({"the", word}) for word in "abab"]
    assert list(overlapping(sets, 0.3, commonest=2)) == [(2, 0), (3, 1)]
