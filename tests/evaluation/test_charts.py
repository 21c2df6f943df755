import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from markupsafe import Markup

from reportqa.evaluation import charts
from reportqa.evaluation.comparison import MeasureChange
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.measures import Bin

ESTIMATES = {"a & b": Estimate(0.0, 1, 0.0, 0.0), "<c>": Estimate(1.0, 1, 1.0, 1.0), "d": Estimate(0.5, 1)}
CHARTS: dict[str, Callable[[], Markup]] = {
    "bars": lambda: charts.bars(ESTIMATES),
    "changes": lambda: charts.changes(
        {"a": MeasureChange(0.1, 0.2, 0.05, 0.15), "b": MeasureChange(0.2, 0.2, 0.0, 0.0)}
    ),
    "reliability": lambda: charts.reliability([Bin(0, 0.1, 3, 0.0, 0.0), Bin(0.9, 1, 1, 1.0, 1.0)]),
    "right shares": lambda: charts.right_shares([Bin(0.9, 1, 1, 1.0, 1.0), Bin(0, 0.1, 3, 0.0, 0.0)]),
    "risk and coverage": lambda: charts.risk_coverage(np.array([0.9, 0.9, 0.1]), np.array([True, False, False])),
    "thresholds": lambda: charts.thresholds(np.array([1.0]), np.array([0.0]), 0.65),
    "latencies": lambda: charts.latencies([0.001, 5000.0], {"p50": 2500.0, "p95": 5000.0}),
    "short latencies": lambda: charts.latencies([0.001], {"p50": 0.001, "p95": 0.001}),
}


def texts_of(chart: Markup) -> list[str]:
    return [str(element.text) for element in ET.fromstring(chart).iter("text")]  # noqa: S314, our own


@pytest.mark.slow
@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_chart_is_the_same_each_time_and_uses_only_colours_of_the_page(draw: Callable[[], Markup]) -> None:
    chart = draw()
    assert chart == draw()
    assert {*re.findall(r"#[0-9a-f]{6}\b", re.sub(r"[\"(]#\w+", "", chart))} == set()
    assert "var(--ink" in chart
    assert not re.search(r"font-family|<style|https?:", chart)


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_texts_are_inside_the_chart(draw: Callable[[], Markup]) -> None:
    root = ET.fromstring(draw())  # noqa: S314, our own
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert root.attrib["aria-label"]
    for element in root.iter("text"):
        if "x" in element.attrib:
            assert 0 <= float(element.attrib["x"]) <= width
            assert 0 <= float(element.attrib["y"]) <= height


def test_bars_are_labelled_with_names_and_values() -> None:
    texts = texts_of(charts.bars(ESTIMATES))
    assert [text for text in texts if text in ESTIMATES] == list(ESTIMATES)
    assert [text for text in texts if re.fullmatch(r"\d\.\d{3}", text)] == ["0.000", "1.000", "0.500"]


def test_significant_changes_have_another_colour() -> None:
    clear, unclear = MeasureChange(0.1, 0.2, 0.05, 0.15), MeasureChange(0.1, 0.2, -0.05, 0.25)
    assert "var(--second)" in charts.changes({"a": clear})
    assert "var(--second)" not in charts.changes({"a": unclear})


def test_thresholds_and_times_are_named() -> None:
    assert "shipped: 0.65" in texts_of(CHARTS["thresholds"]())
    assert {"p50: 2500.0", "p95: 5000.0"} <= set(texts_of(CHARTS["latencies"]()))
