"""Finds tables by the rules drawn around their cells and puts the lines of a page into them."""

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from reportqa.parsing.layout import Line
from reportqa.parsing.turned import Box, Frame

_THIN = 2.5
_SNAP = 3.0
_MAX_PATHS = 5000
"""A page with more paths is a drawing; looking for rules in it costs time and finds nothing."""
_MIN_LENGTH = 12.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns (left to right) and rows (top to bottom) are parted."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def top(self) -> float:
        return self.rows[0]

    def parts(self, left: float, right: float, height: float) -> bool:
        """Tell whether two places on one base line stand in different columns."""
        if not self.rows[-1] < height < self.rows[0]:
            return False
        return _interval(self.columns, left + 1.0) != _interval(self.columns, right + 1.0)

    def cell_of(self, line: Line) -> tuple[int, int] | None:
        """Give row and column of the cell that a line starts in, None when it stands outside."""
        column = _interval(self.columns, min(line.left + 1.0, line.right))
        row = _interval(tuple(-y for y in self.rows), -line.middle)
        return None if row is None or column is None else (row, column)


def find_grids(page: PdfPage, frame: Frame) -> list[Grid]:
    """Give the ruled tables of a page, top to bottom; at least two rows and two columns each."""
    horizontal, vertical = _rules(page, frame)
    if len(horizontal) < 3 or len(vertical) < 3:
        return []
    grids = []
    for group in _connected(horizontal, vertical):
        columns = _snap([left for left, _, right, _ in group if right - left <= _THIN])
        rows = _snap([bottom for _, bottom, _, top in group if top - bottom <= _THIN])[::-1]
        if len(columns) >= 3 and len(rows) >= 3:
            grids.append(Grid(tuple(columns), tuple(rows)))
    return sorted(grids, key=lambda grid: -grid.top)


def table_rows(grid: Grid, lines: Sequence[Line], join: Callable[[Sequence[str]], str]) -> list[list[str]]:
    """Give the text of each cell, row by row; `join` makes one text of a cell's lines."""
    cells: dict[tuple[int, int], list[str]] = {}
    for line in lines:
        place = grid.cell_of(line)
        if place is not None:
            cells.setdefault(place, []).append(line.text)
    return [
        [join(cells.get((row, column), [])) for column in range(len(grid.columns) - 1)]
        for row in range(len(grid.rows) - 1)
    ]


def _rules(page: PdfPage, frame: Frame) -> tuple[list[Box], list[Box]]:
    """Give the thin horizontal and vertical paths, and the edges of filled boxes, as rules."""
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    horizontal: list[Box] = []
    vertical: list[Box] = []
    if not 3 <= count <= _MAX_PATHS:
        return horizontal, vertical
    edges = [ctypes.c_float() for _ in range(4)]
    raw, item_at, kind_of = page.raw, pdfium_c.FPDFPage_GetObject, pdfium_c.FPDFPageObj_GetType
    for index in range(count):
        item = item_at(raw, index)
        if kind_of(item) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium_c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
            continue
        left, bottom, right, top = frame.turn((edges[0].value, edges[1].value, edges[2].value, edges[3].value))
        width, height = right - left, top - bottom
        if height <= _THIN and width >= _MIN_LENGTH:
            horizontal.append((left, bottom, right, top))
        elif width <= _THIN and height >= _MIN_LENGTH / 2:
            vertical.append((left, bottom, right, top))
        elif width >= _MIN_LENGTH and height >= _MIN_LENGTH / 2 and _is_stroked(item):
            horizontal += [(left, bottom, right, bottom), (left, top, right, top)]
            vertical += [(left, bottom, left, top), (right, bottom, right, top)]
    return horizontal, vertical


def _is_stroked(path: object) -> bool:
    mode, stroke = ctypes.c_int(), pdfium_c.FPDF_BOOL()
    return bool(pdfium_c.FPDFPath_GetDrawMode(path, mode, stroke)) and bool(stroke.value)


def _connected(horizontal: Sequence[Box], vertical: Sequence[Box]) -> list[list[Box]]:
    """Group rules that touch, directly or over others."""
    groups: list[list[Box]] = []
    for rule in [*horizontal, *vertical]:
        touching = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _SNAP
        and other[0] <= one[2] + _SNAP
        and one[1] <= other[3] + _SNAP
        and other[1] <= one[3] + _SNAP
    )


def _snap(positions: Sequence[float]) -> list[float]:
    """Give the distinct positions in rising order; those within _SNAP of the last are the same."""
    distinct: list[float] = []
    for position in sorted(positions):
        if not distinct or position - distinct[-1] > _SNAP:
            distinct.append(position)
    return distinct


def _interval(bounds: tuple[float, ...], value: float) -> int | None:
    for index in range(len(bounds) - 1):
        if bounds[index] - 0.5 <= value < bounds[index + 1] - 0.5:
            return index
    return None
