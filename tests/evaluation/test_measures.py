import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.evaluation.measures import (
    BINS,
    BY_KIND,
    ORDER,
    PER_QUESTION,
    RANKING,
    Bin,
    auroc,
    calibrate,
    calibration_error,
    equal_bins,
    rank_scores,
    risk_area,
    risk_curve,
    risks_at_coverage,
)
from support.strategies import fast


def test_ranking_measures_equal_those_computed_by_hand() -> None:
    qrels = {"q": {"a": 1, "b": 1}, "empty": {"a": 1}}
    scores = rank_scores(qrels, {"q": ["x", "a", *"12345678", "b"], "unjudged": ["a"]})
    assert set(scores) == {"q", "empty"}
    assert scores["empty"] == dict.fromkeys(RANKING, 0.0)
    gain = 1 / math.log2(3)  # "a" at rank 2; "b" comes after rank 10.
    assert scores["q"] == pytest.approx(
        {
            "Recall@1": 0, "Recall@5": 0.5, "Recall@10": 0.5, "MRR@10": 0.5,
            "nDCG@10": gain / (1 + 1 / math.log2(3)),
        }
    )  # fmt: skip
    assert rank_scores({}, {}) == {}
    assert rank_scores({"q": {"a": 1}}, {"q": []})["q"]["MRR@10"] == 0


def test_every_measure_of_a_question_has_its_place() -> None:
    assert set(BY_KIND) < set(PER_QUESTION) < set(ORDER)
    assert len(set(ORDER)) == len(ORDER)


scored = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.sampled_from("+-?")), min_size=1)


@fast
@given(scored, st.randoms(use_true_random=False))
def test_auroc_is_that_of_the_questions_as_often_as_they_were_drawn(
    pairs: list[tuple[float, str]], random: object
) -> None:
    scores = np.array([score for score, _ in pairs])
    positive, negative = (np.array([side == sign for _, side in pairs]) for sign in "+-")
    weights = np.random.default_rng(len(pairs)).integers(0, 3, size=(4, len(pairs))).astype(np.float64)
    for found, counts in zip(auroc(scores, positive, negative, weights), weights.astype(int), strict=True):
        judged = np.repeat(positive | negative, counts)
        truth, values = np.repeat(positive, counts)[judged], np.repeat(scores, counts)[judged]
        if truth.any() and not truth.all():
            orders = np.sign(values[truth][:, None] - values[~truth])
            assert found == pytest.approx((1 + orders.mean()) / 2)
        else:
            assert math.isnan(found)


def test_risk_is_the_share_of_wrong_answers_among_the_surest() -> None:
    confidence, right = np.array([0.2, 0.9, 0.6, 0.6]), np.array([False, True, True, False])
    coverage, risk = risk_curve(confidence, right)
    # The two of the same confidence cannot be separated.
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 1 / 3, 0.5])
    assert risk_area(confidence, right)[0] == pytest.approx((0 + 2 / 3 + 0.5) / 4)


@fast
@given(st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]), st.booleans()), min_size=1))
def test_risk_area_is_that_of_the_questions_as_often_as_they_were_drawn(pairs: list[tuple[float, bool]]) -> None:
    confidence, right = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    weights = np.random.default_rng(len(pairs)).integers(0, 3, size=(4, len(pairs))).astype(np.float64)
    for found, counts in zip(risk_area(confidence, right, weights), weights.astype(int), strict=True):
        drawn = [pair for pair, count in zip(pairs, counts, strict=True) for _ in range(count)]
        risks = [np.mean([not ok for other, ok in drawn if other >= sure]) for sure, _ in drawn]
        assert found == pytest.approx(np.mean(risks) if risks else math.nan, nan_ok=True)


@fast
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_bins_of_equal_count_hold_every_question_once_the_surest_first(pairs: list[tuple[float, bool]]) -> None:
    confidence, right = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    bins = equal_bins(confidence, right)
    assert sum(one.questions for one in bins) == len(pairs)
    assert len(bins) == min(BINS, len(pairs))
    assert max(one.questions for one in bins) - min(one.questions for one in bins) <= 1
    assert all(before.low >= after.high for before, after in pairwise(bins))
    coverage, risk = risks_at_coverage(bins)[-1]
    assert (coverage, risk) == pytest.approx((1.0, 1 - right.mean()))


def test_risk_at_coverage_adds_up_the_bins() -> None:
    bins = [Bin(0.8, 1.0, 2, 0.9, 1.0), Bin(0.1, 0.7, 2, 0.5, 0.5)]
    assert risks_at_coverage(bins) == [(0.5, 0.0), (1.0, 0.25)]


def test_calibration_error_is_the_mean_distance_in_ten_bins_of_equal_width() -> None:
    confidence, truth = np.array([0.05, 0.15, 0.95, 1.0]), np.array([False, True, True, False])
    bins = calibrate(confidence, truth)
    assert [(item.low, item.questions, item.share) for item in bins] == [(0, 1, 0), (0.1, 1, 1), (0.9, 2, 0.5)]
    assert calibration_error(bins) == pytest.approx((0.05 + 0.85 + 2 * 0.475) / 4)


@fast
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_bins_hold_every_question_once(pairs: list[tuple[float, bool]]) -> None:
    confidence, truth = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    bins = calibrate(confidence, truth)
    assert sum(item.questions for item in bins) == len(pairs)
    assert all(item.low - 1e-9 <= item.confidence <= item.high + 1e-9 for item in bins)
    assert 0 <= calibration_error(bins) <= 1
