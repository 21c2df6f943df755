"""Tables without rules whose cells are filled boxes side by side, as presentation programs print them."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from reportqa.parsing.pdf.handles import Box

_MAX_BOXES = 400
"""Maximum number of boxes of a page; one with more is a drawing."""
_MIN_CELLS, _MIN_LINES = 6, 2
"""Minimum number of cells of a table, and of its rows and of its columns."""
_TOUCH = 1.0
"""Maximum distance of the sides of two cells, in points."""
_FULL = 0.02
"""Maximum share of a table that no cell covers, or that two do."""


def find_cells(shaded: Sequence[Box]) -> list[Box]:
    """Return those of the filled boxes of a page that are the cells of tables: together they fill a rectangle."""
    if not _MIN_CELLS <= len(shaded) <= _MAX_BOXES:
        return []
    # A cell may be drawn twice.
    boxes = np.unique(np.array(shaded).round(1), axis=0)
    left, bottom, right, top = boxes.T
    holds = (left[:, None] <= left) & (bottom[:, None] <= bottom) & (right <= right[:, None]) & (top <= top[:, None])
    # A background is behind other boxes.
    boxes = boxes[holds.sum(axis=1) == 1]
    return [box for group in _groups(boxes) if _is_table(boxes[group]) for box in map(tuple, boxes[group].tolist())]


def _groups(boxes: npt.NDArray[np.float64]) -> Iterator[list[int]]:
    """Yield the numbers of boxes that touch, directly or through others."""
    left, bottom, right, top = boxes.T
    beside = (left[:, None] <= right + _TOUCH) & (left <= right[:, None] + _TOUCH)
    touches = beside & (bottom[:, None] <= top + _TOUCH) & (bottom <= top[:, None] + _TOUCH)
    waiting = set(range(len(boxes)))
    while waiting:
        group = reached = {waiting.pop()}
        while reached:
            reached = set(np.flatnonzero(touches[list(reached)].any(axis=0)).tolist()) - group
            group = group | reached
        waiting -= group
        yield sorted(group)


def _is_table(boxes: npt.NDArray[np.float64]) -> bool:
    left, bottom, right, top = boxes.T
    whole = (right.max() - left.min()) * (top.max() - bottom.min())
    filled = ((right - left) * (top - bottom)).sum()
    is_full = abs(whole - filled) <= _FULL * whole
    lines = min(len(np.unique(left.round())), len(np.unique(bottom.round())))
    return bool(len(boxes) >= _MIN_CELLS and is_full and lines >= _MIN_LINES)
