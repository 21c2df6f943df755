from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.evaluation.comparison import compare
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.measures import FIDELITY, P50
from reportqa.evaluation.run import Run
from reportqa.evaluation.tables import number, reset_text, run_text, span


@pytest.mark.slow
def test_tables_show_measures_the_sets_beside_each_other_and_what_changed(sample_run: Run) -> None:
    other = replace(sample_run.sets[0], name="other", measures={FIDELITY: sample_run.sets[0].measures[FIDELITY]})
    earlier = {one.name: {row.id: row for row in one.rows} for one in sample_run.sets}
    text = run_text(replace(sample_run, sets=(*sample_run.sets, other)), compare(sample_run, earlier))
    assert all(len(line) <= 100 and line == line.rstrip() for line in text.splitlines())
    for name in sample_run.sets[0].measures:
        assert name in text
    assert (
        text.index(f"questions: {len(sample_run.sets[0].rows)} questions")
        < text.index("all sets")
        < text.index("macro")
    )
    for group in sample_run.sets[0].groups:
        assert f"\n {group} " in text
    assert "\n 100% " in text
    assert f"changes on {len(sample_run.sets[0].rows)} questions" in text
    assert "macro" not in run_text(sample_run)


def test_numbers_and_intervals_have_the_digits_of_their_measure() -> None:
    assert (number(FIDELITY, 0.98765), number(P50, 12.34), number(FIDELITY, None)) == ("0.988", "12.3", "")
    assert span(FIDELITY, Estimate(0.5, 10, 0.25, 0.75)) == "0.250 to 0.750"
    assert span(FIDELITY, Estimate(0.5, 10)) == ""


def test_reset_says_whether_there_was_a_calibration() -> None:
    assert reset_text(Path("index/confidence.json")).startswith("Removed index/confidence.json. ")
    assert reset_text(None).startswith("There was no calibration. ")
