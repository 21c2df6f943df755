"""Draws measures as SVG that needs nothing else: colours and type come from the page that it stands in.

Each drawing is 360 units wide, so that on a telephone a unit is about a pixel.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from markupsafe import Markup

from reportqa.evaluation.comparison import Difference, signed
from reportqa.evaluation.estimates import Estimate
from reportqa.evaluation.measures import Bin, Floats

WIDTH = 360
_LEFT, _RIGHT = 158, 300
"""Where bars begin and end; names stand before, values after."""
_ROW = 22
_PLOT_LEFT, _PLOT_RIGHT, _PLOT_TOP, _PLOT_BOTTOM = 34.0, 348.0, 26.0, 206.0
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def bars(estimates: Mapping[str, Estimate]) -> Markup:
    """Draw a bar from 0 to 1 for each measure, with a line over its interval."""
    height = _ROW * len(estimates) + 20
    parts = [_grid(_LEFT, _RIGHT, height - 16, _TICKS[::2])]
    for row, (name, estimate) in enumerate(estimates.items()):
        middle = _ROW * row + 12
        end = _between(estimate.value, _LEFT, _RIGHT)
        parts += [
            _text(_LEFT - 8, middle + 4, name, "end"),
            _shape('<rect class="bar" x="{}" y="{}" width="{}" height="12" rx="2"/>', _LEFT, middle - 6, end - _LEFT),
            _text(_RIGHT + 10, middle + 4, f"{estimate.value:.3f}", "start", "value"),
        ]
        if estimate.low is not None and estimate.high is not None:
            low, high = _between(estimate.low, _LEFT, _RIGHT), _between(estimate.high, _LEFT, _RIGHT)
            parts.append(_whisker(low, high, middle))
    return _svg(height, "Measures with their 95 % intervals", parts)


def changes(differences: Mapping[str, Difference]) -> Markup:
    """Draw a point for the change of each measure, with a line over its interval; zero stands in the middle."""
    height = _ROW * len(differences) + 20
    reach = max([0.01, *(abs(end) for found in differences.values() for end in (found.low, found.high))])

    def place(value: float) -> float:
        return _between((value / reach + 1) / 2, _LEFT, _RIGHT)

    parts = [_line(place(0), 0, place(0), height - 16, "axis")]
    for row, (name, found) in enumerate(differences.items()):
        middle, change = _ROW * row + 12, found.now - found.before
        parts += [
            _text(_LEFT - 8, middle + 4, name, "end"),
            _whisker(place(found.low), place(found.high), middle),
            _shape(
                '<circle class="{}" cx="{}" cy="{}" r="4"/>',
                "clear" if found.is_clear else "dot",
                place(change),
                middle,
            ),
            _text(_RIGHT + 10, middle + 4, signed(change), "start", "value"),
        ]
    parts += [
        _text(_LEFT, height - 3, f"{-reach:+.2f}", "middle", "tick"),
        _text(_RIGHT, height - 3, f"{reach:+.2f}", "middle", "tick"),
        _text(place(0), height - 3, "0", "middle", "tick"),
    ]
    return _svg(height, "Changes with their 95 % intervals", parts)


def reliability(bins: Sequence[Bin]) -> Markup:
    """Draw the share of questions that can be answered over confidence; dots grow with the number of questions."""
    most = max(item.questions for item in bins)
    parts = [_plane("confidence", "share that can be answered"), _curve([(0, 0), (1, 1)], "diagonal")]
    parts.append(_curve([(item.confidence, item.answerable) for item in bins], "first"))
    for item in bins:
        x, y = _at(item.confidence, item.answerable)
        radius = 3 + 6 * (item.questions / most) ** 0.5
        parts.append(
            _shape(
                '<circle class="dot" cx="{}" cy="{}" r="{}"><title>{} questions</title></circle>',
                x, y, radius, item.questions,
            )
        )  # fmt: skip
    return _svg(242, "Share of questions that can be answered, by confidence", parts)


def thresholds(answerable: Floats, outside: Floats, shipped: float) -> Markup:
    """Draw what would be kept of the answerable and refused of the others at each threshold of confidence."""
    steps = np.linspace(0, 1, 101)
    kept = [(at, float((answerable >= at).mean())) for at in steps]
    refused = [(at, float((outside < at).mean())) for at in steps]
    x, _ = _at(shipped, 0)
    parts = [
        _plane("threshold", "share of questions"),
        _line(x, _PLOT_TOP, x, _PLOT_BOTTOM, "axis"),
        _text(x - 4, _PLOT_TOP + 84, f"shipped {shipped:.2f}", "end", "tick"),
        _curve(kept, "first"),
        _curve(refused, "second"),
        _text(_PLOT_LEFT + 8, _PLOT_TOP + 16, "kept", "start", "first-name"),
        _text(_PLOT_LEFT + 8, _PLOT_BOTTOM - 10, "refused", "start", "second-name"),
    ]
    return _svg(242, "What is kept and refused at each threshold", parts)


def latencies(milliseconds: Sequence[float], marks: Mapping[str, float]) -> Markup:
    """Draw how many questions took how long; `marks` are named times. What takes still longer is in the last bar."""
    end = _round_up(max(*marks.values(), 1.0) * 1.1)
    counts, edges = np.histogram(np.minimum(milliseconds, end), bins=24, range=(0, end))
    most = 4.0 * math.ceil(counts.max() / 4)
    parts = [_plane("milliseconds a question", "questions", end, most)]
    for count, (low, high) in zip(counts, pairwise(edges), strict=True):
        x, y = _at(low / end, count / most)
        width = (high - low) / end * (_PLOT_RIGHT - _PLOT_LEFT) - 1
        parts.append(_shape('<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>', x, y, width, _PLOT_BOTTOM - y))
    for row, (name, value) in enumerate(marks.items()):
        x, _ = _at(value / end, 0)
        side = "start" if value < end / 2 else "end"
        parts += [
            _line(x, _PLOT_TOP, x, _PLOT_BOTTOM, "axis"),
            _text(x + (4 if side == "start" else -4), _PLOT_TOP + 10 + 14 * row, f"{name} {value:.1f}", side, "value"),
        ]
    return _svg(242, "How long questions took", parts)


def growth(curves: Mapping[str, Sequence[tuple[float, float]]], x_name: str, y_name: str) -> Markup:
    """Draw how values grow over powers of ten: both axes have a tick for each power; all values are above 0."""
    points = [point for curve in curves.values() for point in curve]
    (x_low, x_high), (y_low, y_high) = (_powers([point[axis] for point in points]) for axis in (0, 1))

    def place(x: float, y: float) -> tuple[float, float]:
        return (math.log10(x) - x_low) / (x_high - x_low), (math.log10(y) - y_low) / (y_high - y_low)

    parts = [_text((_PLOT_LEFT + _PLOT_RIGHT) / 2, _PLOT_BOTTOM + 30, x_name, "middle"), _text(0, 12, y_name, "start")]
    for power in range(x_low, x_high + 1):
        x, _ = _at((power - x_low) / (x_high - x_low), 0)
        parts.append(_text(x, _PLOT_BOTTOM + 14, f"{10**power:,}", "middle" if power < x_high else "end", "tick"))
    for power in range(y_low, y_high + 1):
        _, y = _at(0, (power - y_low) / (y_high - y_low))
        parts += [
            _line(_PLOT_LEFT, y, _PLOT_RIGHT, y, "grid"),
            _text(_PLOT_LEFT - 6, y + 4, f"{10.0**power:g}" if power < 4 else f"{10 ** (power - 3)}k", "end", "tick"),
        ]
    for style, (name, curve) in zip(("first", "second", "third"), curves.items(), strict=False):
        parts.append(_curve([place(*point) for point in curve], style))
        for x, y in (_at(*place(*point)) for point in curve):
            parts.append(_shape('<circle class="{}" cx="{}" cy="{}" r="3"/>', f"{style}-dot", x, y))
        x, y = _at(*place(*curve[-1]))
        parts.append(_text(x - 8, y + 16 if style == "second" else y - 7, name, "end", f"{style}-name"))
    return _svg(242, f"{y_name} by {x_name}", parts)


def _powers(values: Sequence[float]) -> tuple[int, int]:
    """Give the powers of ten between which positive values lie."""
    low = math.floor(math.log10(min(values)))
    return low, max(math.ceil(math.log10(max(values))), low + 1)


def _svg(height: int, label: str, parts: Iterable[Markup]) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, label, Markup("").join(parts)
    )


def _shape(form: str, *values: object) -> Markup:
    return Markup(form).format(*[f"{value:.1f}" if isinstance(value, float) else value for value in values])  # noqa: S704


def _text(x: float, y: float, content: str, anchor: str, style: str = "name") -> Markup:
    return _shape('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', style, x, y, anchor, content)


def _line(x: float, y: float, to_x: float, to_y: float, style: str) -> Markup:
    return _shape('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', style, x, y, to_x, to_y)


def _whisker(low: float, high: float, middle: float) -> Markup:
    return Markup("").join(
        [
            _line(low, middle, high, middle, "whisker"),
            _line(low, middle - 3, low, middle + 3, "whisker"),
            _line(high, middle - 3, high, middle + 3, "whisker"),
        ]
    )


def _between(share: float, low: float, high: float) -> float:
    return low + share * (high - low)


def _grid(left: float, right: float, bottom: float, ticks: Iterable[float]) -> Markup:
    parts = []
    for tick in ticks:
        x = _between(tick, left, right)
        parts += [_line(x, 0, x, bottom, "grid"), _text(x, bottom + 13, f"{tick:g}", "middle", "tick")]
    return Markup("").join(parts)


def _at(x: float, y: float) -> tuple[float, float]:
    return _between(x, _PLOT_LEFT, _PLOT_RIGHT), _between(y, _PLOT_BOTTOM, _PLOT_TOP)


def _curve(points: Iterable[tuple[float, float]], style: str) -> Markup:
    path = " ".join("{:.1f},{:.1f}".format(*_at(*point)) for point in points)
    return _shape('<polyline class="{}" points="{}"/>', style, path)


def _plane(x_name: str, y_name: str, x_end: float = 1.0, y_end: float = 1.0) -> Markup:
    """Draw the axes of a plot, with ticks from 0 to their ends."""
    parts = []
    for tick in _TICKS:
        x, y = _at(tick, tick)
        parts += [
            _line(_PLOT_LEFT, y, _PLOT_RIGHT, y, "grid"),
            _text(_PLOT_LEFT - 6, y + 4, _tick(tick * y_end), "end", "tick"),
            _text(x, _PLOT_BOTTOM + 14, _tick(tick * x_end), "middle", "tick"),
        ]
    parts += [
        _text((_PLOT_LEFT + _PLOT_RIGHT) / 2, _PLOT_BOTTOM + 30, x_name, "middle"),
        _text(0, 12, y_name, "start"),
    ]
    return Markup("").join(parts)


def _round_up(value: float) -> float:
    """Give the least number with one or two digits that can be quartered and is not below the value."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 3, 4, 6, 8, 10) if step * power >= value)


def _tick(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
