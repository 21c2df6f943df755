import re
from dataclasses import replace

import pytest

from reportqa.evaluation.comparison import compare
from reportqa.evaluation.html_report import run_page
from reportqa.evaluation.run import Run
from reportqa.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(sample_run: Run, settings: Settings) -> str:
    earlier = {one.name: {row.id: row for row in one.rows} for one in sample_run.sets}
    return run_page(sample_run, compare(sample_run, earlier), settings.web_dir)


def test_page_needs_no_other_file_and_no_network(page: str) -> None:
    assert not re.search(r"https?:|src=|href=\"[^#]|url\([^#]|@import|<script|<link", page)


def test_page_shows_every_measure_and_chart(page: str, sample_run: Run) -> None:
    for name, estimate in sample_run.sets[0].measures.items():
        assert f"<td>{name}</td>" in page
        assert f"{estimate.value:.1f}" in page
    for heading in (
        "Right answers", "Claims", "Ranking", "Answer strings", "Confidence", "Right by confidence",
        "Risk and coverage", "Reliability", "Kept and refused", "Latency", "What changed",
    ):  # fmt: skip
        assert f"<h3>{heading}</h3>" in page
    assert page.count("<svg ") == page.count("<h3>")


def test_page_has_the_measures_by_kind_and_the_risk_at_each_coverage(page: str, sample_run: Run) -> None:
    for group in sample_run.sets[0].groups:
        assert f"<tr><td>{group}</td>" in page
    assert "<tr><td>10 %</td>" in page
    assert "<tr><td>100 %</td>" in page


def test_words_of_questions_and_sets_are_no_markup(sample_run: Run, settings: Settings) -> None:
    one = sample_run.sets[0]
    rows = tuple(replace(row, question="<b>Why?</b>", faithful=0) for row in one.rows)
    run = replace(sample_run, sets=(replace(one, name="<i>", rows=rows), one))
    page = run_page(run, (), settings.web_dir)
    assert "&lt;b&gt;Why?" in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "quote not in the document" in page
    assert "<h2>All sets</h2>" in page
