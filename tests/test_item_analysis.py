"""Item analysis against published examples, other ways to calculate the same, and laws."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.exams.attempt import Attempt
from msc_learn.exams.item_analysis import (
    Analysis,
    ItemFigures,
    ItemWarning,
    analysis,
    efficiency,
    first_attempts,
    related,
)
from msc_learn.exams.reliability import Coefficient, Reliability, alpha, one_way, reliability
from trained import item, sat

# Shrout and Fleiss 1979, table 2: six targets (rows), each rated by four judges.
SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
OPTIONS = ("right", "wrong", "worse")


def analysed(rows: Sequence[Sequence[float]], **how: object) -> Analysis:
    found = analysis([sat(f"l{place}", row) for place, row in enumerate(rows)])
    assert found is not None
    return found


def item_of(found: Analysis | None, number: int) -> ItemFigures:
    assert found is not None
    [one] = [one for one in found.items if one.card == f"card-{number}#1"]
    return one


def drawn(seed: int, learners: int = 40, items: int = 8) -> list[list[float]]:
    """Return scores of learners of unequal skill on questions of unequal difficulty."""
    lot = random.Random(seed)  # noqa: S311
    skills = [lot.gauss(0, 1) for _ in range(learners)]
    return [
        [float(skill + lot.gauss(0, 1) > 3 * place / items - 1.5) for place in range(items)]
        for skill in skills
    ]


def test_reliability_is_that_of_the_published_example() -> None:
    # Their table 4 has ICC(1,4) = .44 and ICC(3,4) = .91, of which the latter is Cronbach's alpha.
    assert (round(one_way(SHROUT), 2), round(alpha(SHROUT), 2)) == (0.44, 0.91)


def test_alpha_of_right_and_wrong_is_kr_20() -> None:
    rows = drawn(1)
    shares = [fmean(column) for column in zip(*rows, strict=True)]
    spread = pstdev([sum(row) for row in rows]) ** 2
    k = len(shares)
    by_the_book = k / (k - 1) * (1 - sum(share * (1 - share) for share in shares) / spread)
    found = analysed(rows).reliability
    assert found.coefficient is Coefficient.KR_20
    assert found.value == pytest.approx(by_the_book)


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0]), min_size=4, max_size=4), min_size=5, max_size=12))
def test_kr_20_equals_alpha_for_right_and_wrong(rows: list[list[float]]) -> None:
    totals = [sum(row) for row in rows]
    if len(set(totals)) < 2:
        return
    shares = [fmean(column) for column in zip(*rows, strict=True)]
    kr_20 = 4 / 3 * (1 - sum(share * (1 - share) for share in shares) / pstdev(totals) ** 2)
    assert alpha(rows) == pytest.approx(kr_20, abs=1e-9)


def test_the_standard_error_is_the_part_of_the_spread_that_is_chance() -> None:
    found = analysed(drawn(2)).reliability
    assert found.deviation is not None
    assert found.value is not None
    assert found.error == pytest.approx(found.deviation * sqrt(1 - found.value))


def test_exams_drawn_by_lot_are_told_by_the_one_way_coefficient() -> None:
    rows = [[score / 10 for score in row] for row in SHROUT]
    attempts = [
        sat(f"l{place}", row, items=[item(10 * place + number) for number in range(4)])
        for place, row in enumerate(rows)
    ]
    found = analysis(attempts)
    assert found is not None
    assert found.reliability.coefficient is Coefficient.ONE_WAY
    assert found.reliability.value == pytest.approx(0.4428, abs=1e-4)
    within = fmean(sum((score - fmean(row)) ** 2 for score in row) / 3 for row in rows)
    assert found.reliability.error == pytest.approx(sqrt(within / 4))
    assert found.with_figures == ()


def test_partial_credit_is_told_by_alpha() -> None:
    rows = [[score / 10 for score in row] for row in SHROUT]
    found = analysed(rows).reliability
    assert found.coefficient is Coefficient.ALPHA
    assert found.value == pytest.approx(0.9093, abs=1e-4)


@pytest.mark.parametrize(
    "rows",
    [[[1.0, 0.0]] * 4, [[1.0]] * 9, [[1.0, 0.0]] * 9],
    ids=["four learners", "one item", "no spread"],
)
def test_reliability_that_cannot_be_told_is_none(rows: list[list[float]]) -> None:
    assert analysed(rows).reliability.value is None


def test_learners_with_another_number_of_items_are_left_out_of_the_reliability() -> None:
    attempts = [sat(f"l{place}", row) for place, row in enumerate(drawn(3))]
    odd = [sat(f"odd{place}", (1.0, 0.0)) for place in range(3)]
    found, both = analysis(attempts), analysis([*attempts, *odd])
    assert found is not None
    assert both is not None
    assert both.reliability == found.reliability
    assert item_of(both, 0).learners == 43


def point_biserial(scores: Sequence[float], rests: Sequence[float]) -> float:
    """Return the textbook's point-biserial, by the means of the two groups."""
    right = [rest for score, rest in zip(scores, rests, strict=True) if score]
    wrong = [rest for score, rest in zip(scores, rests, strict=True) if not score]
    share = len(right) / len(scores)
    return (fmean(right) - fmean(wrong)) / pstdev(rests) * sqrt(share * (1 - share))


@pytest.mark.parametrize("number", range(8))
def test_discrimination_is_the_point_biserial_without_the_item(number: int) -> None:
    rows = drawn(4)
    scores = [row[number] for row in rows]
    rests = [sum(row) - row[number] for row in rows]
    found = item_of(analysed(rows), number)
    assert found.discrimination == pytest.approx(point_biserial(scores, rests))
    assert found.facility == fmean(scores)


def test_efficiency_is_what_of_the_possible_covariance_there_is() -> None:
    assert efficiency([0, 0, 1, 1], [1, 2, 3, 4]) == 1
    assert efficiency([1, 1, 0, 0], [1, 2, 3, 4]) == -1
    # Sums of products about the means: -0.5 + 0.5 + ... is 1 of the 2 that sorting gives.
    assert efficiency([0, 1, 0, 1], [1, 2, 3, 4]) == 0.5
    assert efficiency([1, 1, 1], [1, 2, 3]) is None


def test_the_upper_and_the_lower_group_are_27_per_cent_and_those_who_tie() -> None:
    # Of 20 learners 27 % are five; the fifth and sixth from below tie, so that the lower group has six.
    totals = [0, 1, 2, 3, 4, 4, *range(5, 19)]
    items = 20
    rows = [[1.0] * total + [0.0] * (items - total) for total in totals]
    found = item_of(analysed(rows), 3)
    # Item 3 is right from a total of 4 on: all five of the best, two of the weakest six.
    assert found.upper_lower == pytest.approx(1 - 2 / 6)
    pairs = [(option.option, option.upper, option.lower) for option in found.options]
    assert pairs == [("right", 5, 2), ("worse", 0, 0), ("wrong", 0, 4)]


def test_where_all_do_alike_there_are_no_groups() -> None:
    found = item_of(analysed([[1.0, 0.0]] * 40), 0)
    assert (found.upper_lower, found.discrimination, found.efficiency) == (None, None, None)
    assert [option.upper for option in found.options] == [None] * 3


def test_the_table_of_options_counts_who_was_offered_and_who_picked() -> None:
    picks = ["right"] * 3 + ["wrong"] * 2 + [None]
    attempts = [
        sat(f"l{place}", (float(pick == "right"), 1.0), picked=(pick, "right"))
        for place, pick in enumerate(picks)
    ]
    other = item(0, options=("right", "other", "wrong"))
    attempts.append(sat("odd", (0.0, 1.0), items=(other, item(1)), picked=("other", "right")))
    found = item_of(analysis(attempts), 0)
    assert (found.learners, found.left_out, found.facility) == (7, 1, 3 / 7)
    table = [(option.option, option.right, option.offered, option.picked) for option in found.options]
    assert table == [
        ("right", True, 7, 3),
        ("other", False, 1, 1),
        ("worse", False, 6, 0),
        ("wrong", False, 7, 2),
    ]


def test_several_answers_to_an_item_count_once_and_their_time_together() -> None:
    attempts = []
    for place in range(5):
        one = sat(f"l{place}", (0.0, 1.0))
        again = replace(one.responses[0], answer="right", picked=("right",), score=1.0, elapsed=4000)
        attempts.append(replace(one, responses=(*one.responses, again)))
    found = item_of(analysis(attempts), 0)
    assert (found.facility, found.seconds, found.options[0].picked) == (1.0, 5.0, 5)


@pytest.mark.parametrize(
    ("score", "flags"),
    [
        (lambda place: 1.0, (ItemWarning.EASY,)),
        (lambda place: float(place > 0), (ItemWarning.EASY,)),
        (lambda place: float(place > 1), ()),
        (lambda place: float(place > 30), (ItemWarning.HARD,)),
        (lambda place: float(place > 27), ()),
        (lambda place: float(place < 20), (ItemWarning.WEAK, ItemWarning.BEATEN)),
        (lambda place: float(place % 2), (ItemWarning.WEAK,)),
    ],
    ids=["all", "all but one", "95 %", "few", "30 %", "turned", "any"],
)
def test_a_flag_tells_what_is_wrong(score: Callable[[int], float], flags: tuple[ItemWarning, ...]) -> None:
    rows = [[score(place), *(float(place > 4 * step) for step in range(10))] for place in range(40)]
    assert item_of(analysed(rows), 0).warnings == flags


@pytest.mark.parametrize(("learners", "enough"), [(29, False), (30, True)])
def test_below_thirty_learners_there_are_figures_and_no_verdict(learners: int, enough: bool) -> None:
    found = item_of(analysed([[1.0, float(place % 2), float(place % 3)] for place in range(learners)]), 0)
    assert (found.enough, found.facility) == (enough, 1.0)
    assert found.warnings == ((ItemWarning.EASY,) if enough else ())


def test_an_exam_of_one_item_has_a_mean_and_no_reliability() -> None:
    found = reliability([(("a",), (float(number % 2),)) for number in range(10)])
    assert (found.mean, found.coefficient, found.value, found.error) == (0.5, None, None, None)
    assert found.deviation == pytest.approx(sqrt(10 * 0.25 / 9))


@pytest.mark.parametrize(("learners", "told"), [(4, False), (5, True)])
def test_of_fewer_than_five_learners_nothing_is_told(learners: int, told: bool) -> None:
    found = item_of(analysed([[float(place % 2), 1.0] for place in range(learners)]), 0)
    assert (found.learners, found.facility is not None, bool(found.options)) == (learners, told, told)
    assert found.upper_lower is None


@pytest.mark.parametrize(("offered", "beaten"), [(4, False), (8, True)])
def test_a_distractor_is_compared_by_those_it_was_offered_to(offered: int, beaten: bool) -> None:
    few = item(0, options=("right", "rare"))
    attempts = []
    for place in range(60):
        total = [float(place > 3 * step) for step in range(19)]
        best = place >= 44
        rare = best and 60 - place <= 2 * offered and place % 2
        items = [few if rare else item(0), *(item(number) for number in range(1, 20))]
        picked = "rare" if rare else "right"
        chosen = [picked, *("right" if score else "wrong" for score in total)]
        attempts.append(sat(f"l{place:02}", (float(not rare), *total), items=items, picked=chosen))
    found = item_of(analysis(attempts), 0)
    # Among the best, all that were offered it picked it, and fewer than all what is right.
    assert (ItemWarning.BEATEN in found.warnings) == beaten


def test_only_the_first_attempt_of_a_learner_counts() -> None:
    first = [sat(f"l{place}", (0.0, 1.0)) for place in range(6)]
    again = [sat(f"l{place}", (1.0, 1.0), days=8) for place in range(6)]
    open_one = sat("open", ended=False)
    assert first_attempts([*again, *first, open_one]) == tuple(first)
    assert item_of(analysis([*again, *first, open_one]), 0).facility == 0


def test_two_versions_of_a_card_are_two_items() -> None:
    attempts = [
        sat(f"l{place}", (float(place < 6), 1.0), items=(item(0, version="v" if place < 6 else "w"), item(1)))
        for place in range(12)
    ]
    found = analysis(attempts)
    assert found is not None
    assert [(one.version, one.facility) for one in found.items if one.card == "card-0#1"] == [
        ("v", 1),
        ("w", 0),
    ]


def test_no_attempt_is_no_analysis() -> None:
    assert analysis([]) is None
    assert analysis([sat(ended=False)]) is None
    assert reliability([]) == Reliability(0, 0)


scores = st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 1.0])
sheets = st.lists(st.lists(scores, min_size=5, max_size=5), min_size=5, max_size=40)


@given(sheets, st.randoms(use_true_random=False))
def test_neither_the_order_of_learners_nor_that_of_items_changes_a_figure(
    rows: list[list[float]], lot: random.Random
) -> None:
    attempts = [sat(f"l{place:02}", row) for place, row in enumerate(rows)]
    mixed = [shuffled(one, lot) for one in attempts]
    lot.shuffle(mixed)
    one, other = analysis(attempts), analysis(mixed)
    assert one is not None
    assert other is not None
    assert [replace(found, seconds=None) for found in one.items] == [
        replace(found, seconds=None) for found in other.items
    ]
    assert one.reliability.value == pytest.approx(other.reliability.value, abs=1e-9)


def shuffled(attempt: Attempt, lot: random.Random) -> Attempt:
    """Return an attempt with its items in another order."""
    order = list(range(len(attempt.items)))
    lot.shuffle(order)
    return replace(
        attempt,
        items=tuple(attempt.items[place] for place in order),
        responses=tuple(replace(one, item=order.index(one.item)) for one in attempt.responses),
    )


@given(sheets)
def test_figures_stay_within_their_bounds(rows: list[list[float]]) -> None:
    found = analysed(rows)
    for one in found.items:
        assert one.facility is not None
        assert 0 <= one.facility <= 1
        for value in (one.discrimination, one.upper_lower):
            assert value is None or -1 <= value <= 1
        assert one.efficiency is None or one.efficiency <= 1
    if found.reliability.value is not None:
        assert found.reliability.value <= 1 + 1e-9
        assert found.reliability.error is not None
        assert found.reliability.error >= 0


numbers = st.lists(st.integers(0, 20), min_size=3, max_size=30)


@given(numbers, st.randoms(use_true_random=False), st.floats(0.1, 10), st.floats(-5, 5))
def test_a_correlation_knows_no_scale(
    found: list[int], lot: random.Random, factor: float, shift: float
) -> None:
    others = [lot.randint(0, 20) for _ in found]
    value = related(found, others)
    scaled = related([factor * one + shift for one in found], others)
    assert value is None or (-1 <= value <= 1 and scaled == pytest.approx(value, abs=1e-6))
