import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.confidence import FEATURES, Judgement, shipped
from reportqa.evaluation.calibration import Example
from reportqa.evaluation.confidence_metrics import (
    FOLDS,
    answered_of,
    confidence_metrics,
    confidence_of,
    cross_validated,
    folds_of,
)
from support.strategies import fast

PLAIN = replace(shipped(), corpus=Judgement({"cosine": 10.0}, -5.0))

example_lists = st.lists(
    st.tuples(st.integers(0, 20), st.floats(-1, 1), st.booleans()), min_size=1, max_size=60
).map(
    lambda rows: [
        Example(str(number), {**dict.fromkeys(FEATURES, 0.0), "cosine": cosine}, answered)
        for number, cosine, answered in rows
    ]
)  # fmt: skip


def test_judgement_counts_what_is_kept_and_refused() -> None:
    confidence, answered = np.array([0.9, 0.2, 0.8, 0.1]), np.array([True, True, False, False])
    judged = confidence_metrics(confidence, answered, 0.3)
    assert (judged.kept, judged.refused, judged.auroc) == (0.5, 0.5, 0.75)
    assert judged.error == pytest.approx((0.1 + 0.8 + 0.8 + 0.1) / 4)
    assert confidence_metrics(confidence, answered, 0.9).kept == 0.5


def test_judgement_of_one_kind_says_nothing_of_the_other() -> None:
    judged = confidence_metrics(np.array([0.9, 0.2]), np.array([True, True]), 0.3)
    assert judged.kept == 0.5
    assert math.isnan(judged.refused)
    assert math.isnan(judged.auroc)


@fast
@given(example_lists)
def test_question_stays_in_one_part_and_every_part_has_its_share(found: list[Example]) -> None:
    folds = folds_of(found)
    of = {one.question_id: fold for one, fold in zip(found, folds.tolist(), strict=True)}
    assert [of[one.question_id] for one in found] == folds.tolist()
    assert folds.tolist() == folds_of(found).tolist()
    for answered in (True, False):
        kind = {one.question_id for one in found if one.answered}
        questions = kind if answered else of.keys() - kind
        sizes = np.bincount([int(of[question]) for question in questions], minlength=FOLDS)
        assert sizes.max() - sizes.min() <= 1


@pytest.mark.slow
@fast
@given(example_lists)
def test_cross_validated_confidence_is_a_probability_for_each_example(found: list[Example]) -> None:
    confidence = cross_validated(PLAIN, found)
    assert confidence.shape == (len(found),)
    assert ((confidence >= 0) & (confidence <= 1)).all()


def test_question_is_not_judged_by_what_was_fitted_to_it() -> None:
    # A confidence that is right for all questions but those of one part must not learn these.
    found = [
        Example(f"q{number}", {**dict.fromkeys(FEATURES, 0.0), "cosine": cosine}, cosine > 0.5)
        for number, cosine in enumerate(np.linspace(0.3, 0.7, 60).tolist())
    ]
    turned = [
        Example(one.question_id, one.features, not one.answered) if fold == 0 else one
        for one, fold in zip(found, folds_of(found).tolist(), strict=True)
    ]
    first = folds_of(found) == 0
    if folds_of(turned).tolist() == folds_of(found).tolist():
        assert cross_validated(PLAIN, turned)[first] == pytest.approx(cross_validated(PLAIN, found)[first])


def test_confidence_and_truth_come_in_order() -> None:
    found = [Example("a", dict.fromkeys(FEATURES, 1.0), True), Example("b", dict.fromkeys(FEATURES, 0.0), False)]
    assert answered_of(found).tolist() == [True, False]
    assert confidence_of(PLAIN, found).tolist() == [PLAIN.probability(PLAIN.corpus, one.features) for one in found]
