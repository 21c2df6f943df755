import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from reportqa.evaluation import charts
from reportqa.evaluation.comparison import compare
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.html_report import run_page
from reportqa.evaluation.measures import FIDELITY, Bin
from reportqa.evaluation.run import Run
from reportqa.evaluation.tables import run_text
from reportqa.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(sample_run: Run, settings: Settings) -> str:
    earlier = {one.name: {row.id: row for row in one.rows} for one in sample_run.sets}
    return run_page(sample_run, compare(sample_run, earlier), settings.web_dir)


def test_page_needs_no_other_file_and_no_network(page: str) -> None:
    assert not re.search(r"https?:|src=|href=|url\(|@import|<script|<link", page)


def test_page_shows_every_measure_and_drawing(page: str, sample_run: Run) -> None:
    for name, estimate in sample_run.sets[0].measures.items():
        assert f"<td>{name}</td>" in page
        assert f"{estimate.value:.1f}" in page
    for heading in ("Ranking", "Answers", "Confidence", "Reliability", "Kept and refused", "Latency", "What changed"):
        assert f"<h3>{heading}</h3>" in page
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ET.fromstring(drawing)  # noqa: S314, our own


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


def test_drawings_hold_what_lies_at_their_ends() -> None:
    drawn = [
        charts.bars({"a & b": Estimate(0.0, 1, 0.0, 0.0), "c": Estimate(1.0, 1, 1.0, 1.0), "d": Estimate(0.5, 1)}),
        charts.reliability([Bin(0, 0.1, 3, 0.0, 0.0), Bin(0.9, 1, 1, 1.0, 1.0)]),
        charts.thresholds(np.array([1.0]), np.array([0.0]), 0.65),
        charts.latencies([0.001, 5000.0], {"p50": 2500.0, "p95": 5000.0}),
        charts.growth({"a": [(1000, 0.5), (10_000, 1.0)], "b": [(1000, 90.0)]}, "passages", "seconds & more"),
        charts.growth({"a": [(1, 1)]}, "passages", "seconds"),
        charts.latencies([0.001], {"p50": 0.001, "p95": 0.001}),
    ]
    for drawing in drawn:
        root = ET.fromstring(drawing)  # noqa: S314, our own
        for element in root.iter():
            for name in ("x", "x1", "x2", "cx"):
                assert 0 <= float(element.get(name, "0")) <= charts.WIDTH


def test_tables_show_measures_the_sets_beside_each_other_and_what_changed(sample_run: Run) -> None:
    other = replace(sample_run.sets[0], name="other", measures={FIDELITY: sample_run.sets[0].measures[FIDELITY]})
    earlier = {one.name: {row.id: row for row in one.rows} for one in sample_run.sets}
    text = run_text(replace(sample_run, sets=(*sample_run.sets, other)), compare(sample_run, earlier))
    assert all(len(line) <= 100 and line == line.rstrip() for line in text.splitlines())
    for name in sample_run.sets[0].measures:
        assert name in text
    assert text.index("questions: 42 questions") < text.index("all sets") < text.index("macro")
    assert "what changed, over 42 questions" in text
    assert "macro" not in run_text(sample_run)
