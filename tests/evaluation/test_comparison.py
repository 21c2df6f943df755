import json
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import InputError
from reportqa.evaluation.comparison import Baseline, compare, read_baseline, signed
from reportqa.evaluation.measures import KEPT
from reportqa.evaluation.run import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def baseline(sample_run: Run, tmp_path: Path) -> Baseline:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(sample_run.to_dict()), encoding="utf-8")
    return read_baseline(path)


def test_run_differs_in_nothing_from_itself(sample_run: Run, baseline: Baseline) -> None:
    (found,) = compare(sample_run, baseline)
    assert found.questions == 42
    assert all((item.before, item.low, item.high) == (item.now, 0, 0) for item in found.differences.values())
    assert not any(item.is_clear for item in found.differences.values())


def test_known_difference_is_paired_over_the_questions_of_both(sample_run: Run, baseline: Baseline) -> None:
    rows = sample_run.sets[0].rows
    kept = [row for row in rows if KEPT in row.scores]
    changed = {row.id: replace(row, scores={**row.scores, KEPT: 0.0}) for row in kept[:10]}
    earlier = {"questions": {row.id: changed.get(row.id, row) for row in kept[:20]}}
    (found,) = compare(sample_run, earlier)
    difference = found.differences[KEPT]
    assert found.questions == 20
    assert difference.now - difference.before == pytest.approx(sum(row.scores[KEPT] for row in kept[:10]) / 20)
    assert difference.is_clear
    assert difference.low < difference.now - difference.before < difference.high


def test_runs_that_do_not_match_are_refused(sample_run: Run, baseline: Baseline) -> None:
    with pytest.raises(InputError, match='no set "questions"; it has other'):
        compare(sample_run, {"other": baseline["questions"]})
    with pytest.raises(InputError, match="no question in common"):
        compare(sample_run, {"questions": {}})
    row = sample_run.sets[0].rows[0]
    with pytest.raises(InputError, match=f'The question "{row.id}" of "questions" differs in the run'):
        compare(sample_run, {"questions": {row.id: replace(row, question="Why?")}})


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"sets": [{"name": "a", "rows": [{}]}]}'])
def test_file_that_is_no_run_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json (cannot be read|is not a run)"):
        read_baseline(tmp_path / "run.json")


def test_difference_is_never_minus_nothing() -> None:
    assert [signed(value) for value in (-1e-9, 0.0, 0.25, -0.5)] == ["+0.000", "+0.000", "+0.250", "-0.500"]
