import math

import pytest

from reportqa.evaluation.bootstrap import RESAMPLES
from reportqa.evaluation.datasets import Kind
from reportqa.evaluation.estimates import measure, resample, scores_of
from reportqa.evaluation.measures import AUROC, AUROC_ADVERSARIAL, ECE, FIDELITY, KEPT, ORDER, P50, P95, REFUSED
from reportqa.evaluation.scoring import Row


def row(number: int, kind: Kind, confidence: float, **scores: float) -> Row:
    return Row(
        id=str(number), question="Why?", kind=kind, answerable=confidence > 0.5, confidence=confidence,
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
