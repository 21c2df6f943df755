import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.confidence import FEATURES, Calibration, calibration_of, shipped
from reportqa.errors import IndexUnavailable
from reportqa.index.generations import OWN_CALIBRATION
from support.strategies import fast

numbers = st.floats(-50, 50)
features = st.fixed_dictionaries(dict.fromkeys(FEATURES, st.floats(-1, 2)))
calibrations = st.builds(
    Calibration,
    weights=st.fixed_dictionaries(dict.fromkeys(FEATURES, numbers)),
    intercept=numbers,
    may_answer=st.floats(0, 1),
    answers=st.floats(0, 1),
    made_from=st.text(max_size=20),
    scale=numbers,
    shift=numbers,
)


@fast
@given(calibrations)
def test_calibration_is_the_same_after_saving_and_loading(
    tmp_path_factory: pytest.TempPathFactory, one: Calibration
) -> None:
    path = tmp_path_factory.getbasetemp() / "calibration.json"
    one.save(path)
    assert Calibration.load(path) == one
    assert [found.name for found in path.parent.glob("calibration.json*")] == [path.name]


@fast
@given(calibrations, features)
def test_confidence_is_a_probability(one: Calibration, found: dict[str, float]) -> None:
    assert 0 <= one.confidence(found) <= 1


@fast
@given(features, features, st.floats(0.1, 5), st.floats(-3, 3))
def test_scale_and_shift_keep_the_order(one: dict[str, float], other: dict[str, float], by: float, to: float) -> None:
    fitted = replace(shipped(), scale=by, shift=to)
    if shipped().logit(one) < shipped().logit(other):
        assert fitted.confidence(one) <= fitted.confidence(other)


def test_confidence_is_the_logistic_function_of_the_weighted_features() -> None:
    calibration = Calibration(dict.fromkeys(FEATURES, 1.0), -1.0, 0.3, 0.7, "", scale=2.0, shift=0.5)
    found = dict.fromkeys(FEATURES, 0.25)
    assert calibration.confidence(found) == pytest.approx(1 / (1 + math.exp(-(2 * (0.25 * len(FEATURES) - 1) + 0.5))))


def test_shipped_calibration_has_every_weight_and_two_thresholds() -> None:
    assert shipped().weights.keys() == set(FEATURES)
    assert 0 < shipped().may_answer < shipped().answers < 1
    assert (shipped().scale, shipped().shift) == (1, 0)


def test_own_calibration_comes_before_the_shipped_one(tmp_path: Path) -> None:
    assert calibration_of(tmp_path) == calibration_of(tmp_path / "nowhere") == shipped()
    own = replace(shipped(), shift=1.0, made_from="mine")
    own.save(tmp_path / OWN_CALIBRATION)
    assert calibration_of(tmp_path) == own


def broken() -> list[bytes]:
    content = json.loads(json.dumps({"weights": dict(shipped().weights), "intercept": 0, "made_from": ""}))
    whole = content | {"may_answer": 0.3, "answers": 0.7}
    without = {name: value for name, value in whole["weights"].items() if name != FEATURES[0]}
    changed = [
        content,
        whole | {"weights": without},
        whole | {"weights": []},
        whole | {"intercept": "x"},
        whole | {"intercept": math.nan},
        whole | {"intercept": 10**400},
        whole | {"scale": None},
        whole | {"added": 1},
    ]
    return [b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000, *(json.dumps(one).encode() for one in changed)]


@pytest.mark.parametrize("content", broken(), ids=lambda content: str(content[:20]))
def test_broken_calibration_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / OWN_CALIBRATION).write_bytes(content)
    with pytest.raises(IndexUnavailable, match=r'confidence\.json is not a calibration .* Run "reportqa calibrate"'):
        calibration_of(tmp_path)
