import math

import pytest

from reportqa.evaluation.bootstrap import RESAMPLES
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.estimates import measure, measure_groups, resample, right_bins, scores_of
from reportqa.evaluation.measures import (
    AUROC,
    AUROC_ADVERSARIAL,
    CALLED,
    ECE,
    FIDELITY,
    KEPT,
    ORDER,
    P50,
    P95,
    REFUSED,
    RISK_AREA,
    SHOWN,
)
from reportqa.evaluation.scoring import Row


def row(number: int, kind: Kind, confidence: float, **scores: float) -> Row:
    return Row(
        id=str(number), question="Why?", kind=kind, group="why" if number % 3 else "who", state="answers",
        answerable=confidence > 0.5, right=bool(scores[SHOWN]) if SHOWN in scores else None, confidence=confidence,
        milliseconds=float(number), rank=None, quotes=2, faithful=2 - number % 2, shown="", scores=scores,
    )  # fmt: skip


ROWS = [row(n, Kind.ANSWERABLE, 0.6 + n / 100, **{KEPT: float(n > 2)}) for n in range(1, 11)]
ROWS += [row(n, Kind.OUTSIDE, 0.4 - n / 100, **{REFUSED: 1.0}) for n in range(11, 21)]


def test_measures_are_means_of_the_questions_they_apply_to() -> None:
    estimates, drawn, bins = measure(ROWS, seed=1)
    assert list(estimates) == [name for name in ORDER if name in estimates]
    assert (estimates[KEPT].value, estimates[KEPT].questions) == (0.8, 10)
    assert (estimates[REFUSED].value, estimates[REFUSED].low, estimates[REFUSED].high) == (1.0, 1.0, 1.0)
    assert (estimates[AUROC].value, estimates[AUROC].questions) == (1.0, 20)
    assert (estimates[FIDELITY].value, estimates[FIDELITY].questions) == (0.75, 40)
    assert estimates[P50].value == 10.5
    assert estimates[P95].value == pytest.approx(19.05)
    assert AUROC_ADVERSARIAL not in estimates
    assert {name: len(samples) for name, samples in drawn.items()} == dict.fromkeys(drawn, RESAMPLES)
    assert sum(one.questions for one in bins) == estimates[ECE].questions == 20


def test_interval_contains_its_measure_and_is_the_same_for_the_same_seed() -> None:
    first, second = measure(ROWS, seed=1)[0][KEPT], measure(ROWS, seed=1)[0][KEPT]
    assert first == second
    assert first.low is not None
    assert first.high is not None
    assert first.low <= first.value <= first.high


def test_set_of_one_kind_has_neither_area_nor_bins() -> None:
    estimates, _, bins = measure(ROWS[:10], seed=1)
    assert {AUROC, ECE, REFUSED} & set(estimates) == set()
    assert bins == ()


def test_samples_are_of_the_measures_with_an_interval() -> None:
    assert resample(ROWS, 1).keys() == scores_of(ROWS).keys() == {KEPT, REFUSED, AUROC}
    assert not any(math.isnan(value) for value in scores_of(ROWS).values())


RIGHT = [row(n, Kind.ANSWERABLE, n / 10, **{SHOWN: float(n > 5), CALLED: 1.0}) for n in range(1, 11)]


def test_area_and_bins_are_of_the_questions_of_which_it_is_known_what_is_right() -> None:
    estimates = measure(RIGHT + ROWS, seed=1)[0]
    risks = [0] * 5 + [1 / 6, 2 / 7, 3 / 8, 4 / 9, 5 / 10]
    assert estimates[RISK_AREA].value == pytest.approx(sum(risks) / 10)
    assert estimates[RISK_AREA].questions == 10
    assert estimates[RISK_AREA].low is not None
    assert [one.share for one in right_bins(RIGHT + ROWS)] == [1] * 5 + [0] * 5
    assert right_bins(ROWS) == ()


def test_kinds_have_their_own_measures_and_intervals_the_most_frequent_first() -> None:
    groups = measure_groups(RIGHT + ROWS, seed=1)
    assert list(groups) == ["why", "who"]
    assert groups["who"][SHOWN].value == pytest.approx(2 / 3)
    assert groups["who"][SHOWN].questions == 3
    assert groups["why"][CALLED].low == groups["why"][CALLED].high == 1
    assert {name for measures in groups.values() for name in measures} == {SHOWN, CALLED}
    assert measure_groups(ROWS, seed=1) == {}
