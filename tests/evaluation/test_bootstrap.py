import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.evaluation.bootstrap import RESAMPLES, draw, interval, resampled_auroc, resampled_means, seed_of
from support.strategies import fast


def test_draws_are_with_replacement_and_the_same_for_the_same_seed() -> None:
    one, other = (np.concatenate(list(draw(7, seed))) for seed in (0, 0))
    assert one.shape == (RESAMPLES, 7)
    assert (one.sum(axis=1) == 7).all()
    assert (one == other).all()
    assert (one != np.concatenate(list(draw(7, 1)))).any()


def test_sets_are_drawn_apart_and_each_as_before() -> None:
    assert seed_of("a", 0) == seed_of("a", 0)
    assert len({seed_of(name, seed) for name in "abc" for seed in range(3)}) == 9


@pytest.mark.slow
def test_large_sets_are_drawn_in_blocks() -> None:
    blocks = [len(block) for block in draw(5_000, 0)]
    assert sum(blocks) == RESAMPLES
    assert len(blocks) > 1


def test_interval_of_a_share_is_that_of_the_normal_distribution() -> None:
    scores = np.array([1.0] * 300 + [0.0] * 100)[:, None]
    low, high = interval(resampled_means(scores, 0)[:, 0])
    error = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (low, high) == pytest.approx((0.75 - error, 0.75 + error), abs=0.006)


@pytest.mark.slow
def test_known_difference_is_covered_about_as_often_as_said() -> None:
    random, covered = np.random.default_rng(0), 0
    for seed in range(60):
        noise = random.normal(0.1, 0.3, size=(80, 1))
        low, high = interval(resampled_means(noise, seed)[:, 0])
        covered += low <= 0.1 <= high
    assert 52 <= covered <= 60


def test_measure_that_does_not_apply_to_a_question_leaves_it_out() -> None:
    drawn = resampled_means(np.array([[1.0, math.nan], [1.0, 0.0], [math.nan, 1.0]]), 0)
    assert set(np.unique(drawn[~np.isnan(drawn[:, 0]), 0])) == {1.0}
    assert np.nanmean(drawn[:, 1]) == pytest.approx(0.5, abs=0.02)
    assert np.isnan(drawn).any()
    assert all(math.isnan(end) for end in interval(np.array([math.nan])))


def test_auroc_of_sides_that_are_apart_is_1_in_every_draw() -> None:
    positive = np.array([True, True, False, False])
    drawn = resampled_auroc(np.array([0.9, 0.8, 0.1, 0.2]), positive, ~positive, 0)
    assert set(drawn[~np.isnan(drawn)]) == {1.0}


@fast
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 5))
def test_interval_holds_the_middle_draw_and_stays_within_the_scores(scores: list[float], seed: int) -> None:
    drawn = resampled_means(np.array(scores)[:, None], seed)[:, 0]
    low, high = interval(drawn)
    assert min(scores) - 1e-9 <= low <= np.median(drawn) + 1e-9
    assert np.median(drawn) - 1e-9 <= high <= max(scores) + 1e-9
