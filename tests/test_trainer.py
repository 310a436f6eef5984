"""The trainer: one model with the scheduler to four decimals, the same weights each time, honest figures."""

import math
from datetime import datetime, timedelta
from statistics import fmean

import fsrs_rs_python
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulated
from msc_learn.memory.evaluation_set import ScoredReview, scored_reviews, time_splits
from msc_learn.memory.fsrs6 import next_memory, retrievability
from msc_learn.memory.metrics import log_losses, metrics_of
from msc_learn.memory.optimize import MIN_REVIEWS_TO_ADOPT, TrainingVerdict, train_and_compare
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import Memory, Purpose, Rating, Review
from msc_learn.memory.trainer import predictions, train


def review(day: float, rating: int = 3, card: str = "a#1", purpose: Purpose = Purpose.PRACTICE) -> Review:
    at = simulated.START + timedelta(days=day)
    return Review(f"{day}{card}", "me", "course", card, Rating(rating), at, purpose=purpose)


@pytest.mark.parametrize(
    ("days", "scored"),
    [
        ([], []),
        ([0], []),
        ([0, 0.01], []),
        ([0, 2], [((3, 0), (3, 2))]),
        ([0, 0.01, 3], [((3, 0), (3, 0), (3, 3))]),
        ([0, 3, 3.01, 3.02], [((3, 0), (3, 3))]),
        ([0, 3, 3.01, 8], [((3, 0), (3, 3)), ((3, 0), (3, 3), (3, 0), (3, 5))]),
        ([5, 0, 7], [((3, 0), (3, 0), (3, 7))]),
    ],
)
def test_the_first_answer_of_each_later_day_is_scored(
    days: list[float], scored: list[tuple[tuple[int, int], ...]]
) -> None:
    assert [one.answers for one in scored_reviews(map(review, days))] == scored


def test_cramming_is_not_scored_and_no_past() -> None:
    given_answers = [review(0), review(2, purpose=Purpose.CRAM), review(5)]
    assert [one.answers for one in scored_reviews(given_answers)] == [((3, 0), (3, 5))]


def test_a_renamed_card_goes_on_from_its_former_id() -> None:
    given_answers = [review(0, card="old#1"), review(5, card="new#1")]
    assert scored_reviews(given_answers) == ()
    assert len(scored_reviews(given_answers, {("course", "new#1"): "old#1"})) == 1


def test_scored_reviews_stand_in_the_order_of_time() -> None:
    given_answers = [review(0), review(9), review(1, card="b#1"), review(4, card="b#1")]
    days = [(one.at - simulated.START).days for one in scored_reviews(given_answers)]
    assert days == [4, 9]


@given(st.integers(0, 60))
def test_a_split_holds_out_what_comes_after(number: int) -> None:
    scored = [ScoredReview(simulated.START + timedelta(days=n), ((3, 0), (3, 1))) for n in range(number)]
    splits = time_splits(scored)
    assert len(splits) == 3 or number < 5
    for past, held in splits:
        assert [*past, *held] == scored[: len(past) + len(held)]
        assert past
        assert held
    if splits:
        assert splits[-1][1][-1] == scored[-1]
        assert len(splits[-1][1]) == pytest.approx(number / 5, abs=1)


@pytest.mark.parametrize("weights", [DEFAULT, simulated.FORGETFUL], ids=["default", "others"])
@pytest.mark.parametrize(
    "answers",
    [
        [(3, 0)],
        [(1, 0), (3, 0), (3, 1)],
        [(4, 0), (4, 8), (4, 60)],
        [(3, 0), (3, 2), (1, 9), (3, 0), (3, 1), (2, 3)],
        [(2, 0), (2, 0), (3, 4), (1, 30), (1, 0), (3, 0), (4, 2)],
    ],
)
def test_the_trainer_and_the_scheduler_hold_one_model(
    weights: Parameters, answers: list[tuple[int, int]]
) -> None:
    memory: Memory | None = None
    at = simulated.START
    for rating, days in answers:
        at += timedelta(days=days)
        memory = next_memory(memory, Review("", "me", "course", "a#1", Rating(rating), at), weights)
    item = fsrs_rs_python.FSRSItem([fsrs_rs_python.FSRSReview(*answer) for answer in answers])
    state = fsrs_rs_python.FSRS(list(weights.weights)).memory_state(item)
    assert memory is not None
    assert memory.stability == pytest.approx(state.stability, rel=1e-5, abs=1e-4)
    assert memory.difficulty == pytest.approx(state.difficulty, abs=1e-4)


def predicted_by_scheduler(scored: ScoredReview, parameters: Parameters) -> float:
    """Return the chance of recall that the scheduler predicts for a scored review."""
    memory, at = None, simulated.START
    for rating, days in scored.answers[:-1]:
        at += timedelta(days=days)
        memory = next_memory(memory, Review("", "me", "course", "a#1", Rating(rating), at), parameters)
    assert memory is not None
    return retrievability(memory, at + timedelta(days=scored.answers[-1][1]), "UTC", parameters)


@pytest.mark.parametrize("weights", [DEFAULT, simulated.FORGETFUL], ids=["default", "others"])
def test_the_trainer_and_the_scheduler_predict_the_same(weights: Parameters) -> None:
    scored = scored_reviews(simulated.reviews(600, simulated.FORGETFUL))
    assert predictions(scored, weights.weights) == pytest.approx(
        [predicted_by_scheduler(one, weights) for one in scored], abs=1e-4
    )


def test_the_log_loss_is_that_of_the_trainer_but_for_its_weighting_of_newer_reviews() -> None:
    scored = scored_reviews(simulated.reviews(600, simulated.FORGETFUL))
    surprise = log_losses(scored, predictions(scored, DEFAULT.weights))
    weights = [0.25 + 0.75 * (place / (len(scored) - 1)) ** 3 for place in range(len(scored))]
    items = [
        fsrs_rs_python.FSRSItem([fsrs_rs_python.FSRSReview(*answer) for answer in one.answers])
        for one in scored
    ]
    theirs = fsrs_rs_python.FSRS(list(DEFAULT.weights)).evaluate(items)
    assert fmean(surprise, weights) == pytest.approx(theirs.log_loss, abs=1e-4)
    # Their bins have the same weighting, so they can only come near.
    ours = metrics_of(scored, predictions(scored, DEFAULT.weights))
    assert ours.rmse == pytest.approx(theirs.rmse_bins, rel=0.1)


SEEN = [ScoredReview(simulated.START, ((3, 0), (rating, 3))) for rating in (1, 3, 3, 3)]
LAPSED = [ScoredReview(simulated.START, ((3, 0), (1, 3), (rating, 3))) for rating in (1, 3)]


@pytest.mark.parametrize(
    ("scored", "chance", "log_loss", "rmse"),
    [
        (SEEN, 0.75, 0.75 * -math.log(0.75) + 0.25 * -math.log(0.25), 0.0),
        (SEEN, 0.5, math.log(2), 0.25),
        (SEEN[1:], 1.0, 0.0, 0.0),
        (SEEN[:1], 1.0, -math.log(1e-4), 1.0),
        (LAPSED, 0.8, -math.log(0.8 * 0.2) / 2, 0.3),
        (SEEN + LAPSED, 0.5, math.log(2), math.sqrt(4 * 0.25**2 / 6)),  # two bins
    ],
)
def test_metrics_of_predictions(
    scored: list[ScoredReview], chance: float, log_loss: float, rmse: float
) -> None:
    found = metrics_of(scored, [chance] * len(scored))
    assert (found.log_loss, found.rmse) == pytest.approx((log_loss, rmse))


def test_trained_weights_are_the_same_on_every_run_and_the_scheduler_takes_them() -> None:
    scored = scored_reviews(simulated.reviews(2000, simulated.FORGETFUL))
    weights = train(scored)
    assert weights == train(scored)
    assert weights != DEFAULT.weights
    assert next_memory(None, review(0), Parameters(weights)) is not None


@pytest.mark.parametrize("number", [0, 1, 5])
def test_from_a_few_reviews_nothing_is_learned(number: int) -> None:
    scored = scored_reviews(review(day) for day in (0, 2, 5, 9, 20, 30)[: number + 1])
    assert len(scored) == number
    assert train(scored) == DEFAULT.weights


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_four_thousand_reviews_the_trained_weights_win_and_come_near_the_true_ones(seed: int) -> None:
    scored = scored_reviews(simulated.reviews(4000, simulated.FORGETFUL, seed=seed))
    found = train_and_compare(scored, DEFAULT)
    newest = found.splits[-1]
    assert found.verdict is TrainingVerdict.BETTER
    assert newest.trained.log_loss < newest.default.log_loss
    assert found == train_and_compare(scored, DEFAULT)
    assert found.parameters is not None
    held = scored[-newest.held_out :]
    true = fmean(log_losses(held, predictions(held, simulated.FORGETFUL.weights)))
    assert newest.trained.log_loss - true < (newest.default.log_loss - true) / 2


@pytest.mark.parametrize("number", [0, 3, 30, 300, 2000])
def test_with_too_few_reviews_nothing_is_adopted_though_the_weights_may_win(number: int) -> None:
    scored = scored_reviews(simulated.reviews(number, simulated.FORGETFUL))[: MIN_REVIEWS_TO_ADOPT - 1]
    found = train_and_compare(scored, DEFAULT)
    assert (found.verdict, found.parameters, found.scored) == (TrainingVerdict.FEW, None, len(scored))


# Of the first, the trained weights win on the newest reviews, by chance.
@pytest.mark.parametrize("seed", [1, 3, 4, 6])
def test_a_learner_like_all_others_keeps_the_default_weights(seed: int) -> None:
    scored = scored_reviews(simulated.reviews(4000, DEFAULT, seed=seed))
    found = train_and_compare(scored, DEFAULT)
    assert found.verdict in {TrainingVerdict.WORSE, TrainingVerdict.WITHIN_ERROR}
    assert found.parameters is None


def test_from_fifteen_hundred_scored_reviews_on_the_figures_decide() -> None:
    scored = scored_reviews(simulated.reviews(4000, simulated.FORGETFUL))
    assert train_and_compare(scored[:MIN_REVIEWS_TO_ADOPT], DEFAULT).verdict is not TrainingVerdict.FEW
    assert train_and_compare(scored[: MIN_REVIEWS_TO_ADOPT - 1], DEFAULT).verdict is TrainingVerdict.FEW


def test_current_weights_that_predict_best_are_kept_and_with_them_the_retention() -> None:
    scored = scored_reviews(simulated.reviews(4000, simulated.FORGETFUL))
    aim = Parameters(retention=0.85)
    adopted = train_and_compare(scored, aim).parameters
    assert adopted is not None
    assert adopted.retention == 0.85
    assert train_and_compare(scored, simulated.FORGETFUL).verdict is TrainingVerdict.WORSE


def test_the_moment_of_a_scored_review_is_that_of_its_answer(now: datetime) -> None:
    later = now + timedelta(days=3)
    [only] = scored_reviews([Review(str(at), "me", "c", "a#1", Rating.GOOD, at) for at in (now, later)])
    assert only.at == later
