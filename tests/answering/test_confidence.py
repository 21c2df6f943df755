import json
import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.confidence import (
    CORPUS,
    FEATURES,
    PASSAGE,
    READER,
    SENTENCE,
    Calibration,
    Judgement,
    calibration_of,
    shipped,
)
from reportqa.errors import IndexUnavailable
from reportqa.index.generations import OWN_CALIBRATION
from reportqa.search import Kind
from support.strategies import fast

numbers = st.floats(-50, 50)
features = st.fixed_dictionaries(dict.fromkeys(FEATURES, st.floats(-1, 2)))
shares = st.floats(0, 1)


def judgements(names: Sequence[str]) -> st.SearchStrategy[Judgement]:
    return st.builds(Judgement, st.fixed_dictionaries(dict.fromkeys(names, numbers)), numbers)


calibrations = st.builds(
    Calibration,
    corpus=judgements(CORPUS),
    passage=judgements(PASSAGE),
    sentence=judgements(SENTENCE),
    related=shares,
    answers=shares,
    alone=shares,
    claims=st.lists(st.sampled_from(get_args(Kind)), unique=True).map(tuple),
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
def test_each_judgement_is_a_probability(one: Calibration, found: dict[str, float]) -> None:
    for judgement in (one.corpus, one.passage, one.sentence):
        assert 0 <= one.probability(judgement, found) <= 1


@fast
@given(calibrations, features, st.sampled_from(FEATURES), st.floats(-1, 2))
def test_judgement_is_of_its_own_features(one: Calibration, found: dict[str, float], name: str, value: float) -> None:
    for judgement in (one.corpus, one.passage, one.sentence):
        changed = one.probability(judgement, found | {name: value})
        assert name in judgement.weights or changed == one.probability(judgement, found)


@fast
@given(features, features, st.floats(0.1, 5), st.floats(-3, 3))
def test_scale_and_shift_keep_the_order(one: dict[str, float], other: dict[str, float], by: float, to: float) -> None:
    fitted = replace(shipped(), scale=by, shift=to)
    for judgement in (fitted.corpus, fitted.passage, fitted.sentence):
        if judgement.logit(one) < judgement.logit(other):
            assert fitted.probability(judgement, one) <= fitted.probability(judgement, other)


def test_probability_is_the_logistic_function_of_the_weighted_features() -> None:
    judgement = Judgement(dict.fromkeys(CORPUS, 1.0), -1.0)
    fitted = replace(shipped(), scale=2.0, shift=0.5)
    found = dict.fromkeys(FEATURES, 0.25)
    logit = 2 * (0.25 * len(CORPUS) - 1) + 0.5
    assert fitted.probability(judgement, found) == pytest.approx(1 / (1 + math.exp(-logit)))


def test_each_judgement_has_the_features_of_the_one_before_and_more() -> None:
    assert set(CORPUS) < set(PASSAGE) < set(SENTENCE) == set(FEATURES)
    assert len(set(FEATURES)) == len(FEATURES)


def test_shipped_calibration_has_every_weight_and_its_thresholds() -> None:
    assert shipped().corpus.weights.keys() == set(CORPUS)
    assert shipped().passage.weights.keys() == set(PASSAGE)
    assert shipped().sentence.weights.keys() == set(SENTENCE)
    assert 0 < shipped().related < shipped().answers <= shipped().alone < 1
    assert set(shipped().claims) <= set(get_args(Kind))
    assert (shipped().scale, shipped().shift) == (1, 0)


def test_own_calibration_comes_before_the_shipped_one(tmp_path: Path) -> None:
    assert calibration_of(tmp_path) == calibration_of(tmp_path / "nowhere") == shipped()
    own = replace(shipped(), shift=1.0, made_from="mine")
    own.save(tmp_path / OWN_CALIBRATION)
    assert calibration_of(tmp_path) == own


def broken() -> list[bytes]:
    whole = asdict(shipped())
    passage = whole["passage"]
    changed = [
        {name: value for name, value in whole.items() if name != "sentence"},
        {name: value for name, value in whole.items() if name != "alone"},
        whole | {"passage": []},
        whole | {"passage": passage | {"weights": []}},
        whole | {"passage": passage | {"weights": {"unknown": 1.0}}},
        whole | {"passage": passage | {"weights": {"cosine": math.inf}}},
        whole | {"passage": passage | {"intercept": "x"}},
        whole | {"passage": passage | {"intercept": math.nan}},
        whole | {"passage": passage | {"intercept": 10**400}},
        whole | {"related": math.nan},
        whole | {"claims": None},
        whole | {"scale": None},
        whole | {"added": 1},
        # Of a version with one judgement.
        {"weights": {"cosine": 1.0}, "intercept": 0, "may_answer": 0.4, "answers": 0.7, "made_from": ""},
    ]
    return [b"", b"{", b"[]", b"7", b"\xff", b"[" * 100_000, *(json.dumps(one).encode() for one in changed)]


@pytest.mark.parametrize("content", broken(), ids=lambda content: str(content[:20]))
def test_broken_calibration_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / OWN_CALIBRATION).write_bytes(content)
    with pytest.raises(IndexUnavailable, match=r'confidence\.json is not a calibration .* Run "reportqa calibrate"'):
        calibration_of(tmp_path)


@pytest.mark.parametrize("odds", [-4.0, 4.0])
def test_reader_raises_and_lowers_the_passage_only_where_it_was_calibrated(odds: float) -> None:
    features = {**dict.fromkeys(FEATURES, 0.5), READER: odds}
    own = replace(shipped(), reader="mine", reader_weight=0.5)
    for name in ("passage", "sentence"):
        before, after = (one.probability(getattr(one, name), features) for one in (shipped(), own.for_reader("mine")))
        assert (after > before) == (odds > 0)
    assert own.probability(own.corpus, features) == shipped().probability(shipped().corpus, features)
    for other in ("another", None):
        assert own.for_reader(other) == shipped()
    assert own.probability(own.passage, dict.fromkeys(FEATURES, 0.5)) == shipped().probability(
        shipped().passage, dict.fromkeys(FEATURES, 0.5)
    )
