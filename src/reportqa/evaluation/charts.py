"""Measures as SVG charts of the evaluation page, drawn with matplotlib in the colours and the type of the page."""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import matplotlib as mpl
import numpy as np
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportqa.evaluation.comparison import MeasureChange, signed
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.measures import Bin, Flags, Floats, risk_curve

_WIDTH, _HEIGHT, _ROW = 5.0, 3.3, 0.31
"""Inches of 72 pixels: 360 pixels are the width of a telephone."""
_INK, _SOFT, _RULE, _BAR, _FIRST, _SECOND = (f"#12345{digit}" for digit in range(6))
_VARIABLES = {
    _INK: "ink", _SOFT: "ink-soft", _RULE: "rule", _BAR: "bar", _FIRST: "first", _SECOND: "second",
}  # fmt: skip
"""The CSS variable of the page that replaces each colour."""
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "reportqa", "font.size": 10.5, "text.color": _INK, "axes.labelcolor": _INK,
    "xtick.color": _RULE, "xtick.labelcolor": _SOFT, "ytick.color": _RULE, "ytick.labelcolor": _SOFT,
    "axes.edgecolor": _RULE, "grid.color": _RULE, "axes.axisbelow": True, "axes.spines.top": False,
    "axes.spines.right": False,
}  # fmt: skip
_UNUSED = re.compile(
    r"^.*?<svg[^>]*>|<style.*?</style>|(?<=<g) id=\"[^\"]*\"|font-family: [^;\"]*;?|xlink:(?=href)", re.DOTALL
)


@mpl.rc_context(_STYLE)
def bars(estimates: Mapping[str, Estimate]) -> Markup:
    """Return a bar from 0 to 1 for each measure, with a line over its interval."""
    figure, axes = _plot(_ROW * len(estimates) + 0.35)
    axes.barh(list(estimates), [one.value for one in estimates.values()], height=0.55, color=_BAR)
    axes.set(xlim=(0, 1), xticks=(0, 0.5, 1))
    for row, one in enumerate(estimates.values()):
        _label(axes, row, f"{one.value:.3f}")
        if one.low is not None and one.high is not None:
            _whisker(axes, row, one.low, one.high)
    return _rows_svg(figure, "Measures with their 95 % intervals")


@mpl.rc_context(_STYLE)
def changes(differences: Mapping[str, MeasureChange]) -> Markup:
    """Return a dot for the change of each measure, with a line over its interval; zero is in the middle."""
    figure, axes = _plot(_ROW * len(differences) + 0.35)
    axes.axvline(0, color=_SOFT, linestyle="--", linewidth=1)
    for row, found in enumerate(differences.values()):
        _whisker(axes, row, found.low, found.high)
        axes.plot(found.now - found.before, row, "o", color=_SECOND if found.is_clear else _FIRST)
        _label(axes, row, signed(found.now - found.before))
    reach = max([0.01, *(abs(end) for found in differences.values() for end in (found.low, found.high))])
    axes.set(xlim=(-reach, reach), xticks=(-reach, 0, reach), yticks=range(len(differences)))
    axes.set_xticklabels([f"{-reach:+.2f}", "0", f"{reach:+.2f}"])
    axes.set_yticklabels(differences)
    return _rows_svg(figure, "Changes with their 95 % intervals")


@mpl.rc_context(_STYLE)
def reliability(bins: Sequence[Bin]) -> Markup:
    """Return the share of answerable questions over confidence; larger dots stand for more questions."""
    figure, axes = _plot(_HEIGHT)
    confidence, answerable = [one.confidence for one in bins], [one.share for one in bins]
    most = max(one.questions for one in bins)
    axes.plot([0, 1], [0, 1], color=_SOFT, linestyle="--", linewidth=1)
    axes.plot(confidence, answerable, color=_FIRST)
    axes.scatter(confidence, answerable, [10 + 90 * one.questions / most for one in bins], color=_FIRST)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="confidence", ylabel="share answerable")
    return _plane_svg(figure, "Share of answerable questions by confidence")


@mpl.rc_context(_STYLE)
def right_shares(bins: Sequence[Bin]) -> Markup:
    """Return the share of right answers over confidence, a dot for each bin of equal count."""
    figure, axes = _plot(_HEIGHT)
    axes.plot([0, 1], [0, 1], color=_SOFT, linestyle="--", linewidth=1)
    axes.plot([one.confidence for one in bins], [one.share for one in bins], "o-", color=_FIRST)
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="confidence", ylabel="share right")
    return _plane_svg(figure, "Share of right answers by confidence")


@mpl.rc_context(_STYLE)
def risk_coverage(confidence: Floats, right: Flags) -> Markup:
    """Return the share of wrong answers among the surest questions, over the share of questions that these are."""
    figure, axes = _plot(_HEIGHT)
    coverage, risk = risk_curve(confidence, right)
    axes.plot(coverage, risk, color=_FIRST, label="by confidence")
    axes.axhline(risk[-1], color=_SOFT, linestyle="--", linewidth=1, label="in any order")
    axes.set(xlim=(0, 1), ylim=(-0.03, 1.03), xlabel="coverage, the surest first", ylabel="risk (share wrong)")
    axes.legend(frameon=False)
    return _plane_svg(figure, "Share of wrong answers by coverage")


@mpl.rc_context(_STYLE)
def thresholds(answerable: Floats, outside: Floats, shipped: float) -> Markup:
    """Return the shares of answerable questions kept and of others refused at each threshold of confidence."""
    figure, axes = _plot(_HEIGHT)
    steps = np.linspace(0, 1, 101)
    axes.plot(steps, [(answerable >= at).mean() for at in steps], color=_FIRST, label="kept")
    axes.plot(steps, [(outside < at).mean() for at in steps], color=_SECOND, label="refused")
    axes.axvline(shipped, color=_SOFT, linestyle="--", linewidth=1, label=f"shipped: {shipped:.2f}")
    axes.set(xlim=(0, 1), ylim=(-0.03, 1.03), xlabel="threshold", ylabel="share of questions")
    axes.legend(frameon=False)
    return _plane_svg(figure, "Questions kept and refused at each threshold")


@mpl.rc_context(_STYLE)
def latencies(milliseconds: Sequence[float], marks: Mapping[str, float]) -> Markup:
    """Return a histogram of the times, with lines at named times; slower questions are in the last bar."""
    figure, axes = _plot(_HEIGHT)
    end = max(*marks.values(), 1.0) * 1.1
    axes.hist(np.minimum(milliseconds, end), bins=24, range=(0, end), color=_BAR, rwidth=0.9)
    for (name, value), style in zip(marks.items(), ("--", ":"), strict=False):
        axes.axvline(value, color=_INK, linestyle=style, linewidth=1, label=f"{name}: {value:.1f}")
    axes.set(xlim=(0, end), xlabel="milliseconds per question", ylabel="questions")
    axes.legend(frameon=False)
    return _plane_svg(figure, "Times per question")


def _plot(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def _label(axes: Axes, row: int, text: str) -> None:
    """Write a value at the right end of a row."""
    axes.annotate(text, (1, row), (6, 0), ("axes fraction", "data"), "offset points", va="center")


def _whisker(axes: Axes, row: int, low: float, high: float) -> None:
    axes.plot([low, high], [row, row], color=_INK, linewidth=1.2, marker="|", markersize=5, clip_on=False)


def _rows_svg(figure: Figure, description: str) -> Markup:
    """Return a chart of rows from top to bottom."""
    (axes,) = figure.axes
    axes.invert_yaxis()
    axes.grid(axis="x")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.tick_params(axis="y", labelcolor=_INK)
    return _svg(figure, description)


def _plane_svg(figure: Figure, description: str) -> Markup:
    """Return a chart of values over values."""
    figure.axes[0].grid(axis="y")
    return _svg(figure, description)


def _svg(figure: Figure, description: str) -> Markup:
    """Return a figure as an SVG element without ids, style sheet and fonts of its own."""
    written = StringIO()
    unset = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(written, format="svg", transparent=True, metadata=unset)
    content = _UNUSED.sub("", written.getvalue())
    for colour, name in _VARIABLES.items():
        content = content.replace(colour, f"var(--{name})")
    width, height = 72 * figure.get_size_inches()
    opening = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(description)}">'
    return Markup(opening + content)  # noqa: S704, matplotlib escapes what it writes
