"""Tables found by the rules around their cells, and the lines of a page in these cells."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.lines import Line, TableCell, words_of
from reportqa.parsing.pdf.rules import THIN, Rules, distinct, horizontal_edges
from reportqa.text import join_lines

_SNAP = 3.0
"""Maximum distance of rules that are one line of a table, in points."""
_OVERLEAF = 8.0
"""Maximum distance of a column from the same one on the page before, in points."""
_COVERED = 0.5
"""Minimum share of the side of a cell that a rule covers."""
_USUAL = 0.5
"""Minimum share of the rows, or columns, that a rule separates; where it is missing, a cell spans it."""

_MIN_COLUMN = 12.0
"""Minimum width of a column without a rule at its outer side, in points."""
_MAX_CROSSED = 0.02
"""Maximum share of the words at the height of a table that cross its rules."""
_MAX_HEADERS = 3
_INTO = 2.0
"""Maximum overlap of a word with a rule that it does not cross, in points."""

Place = tuple[int, int]
"""The row and the column of a cell, from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The boundaries of the columns (left to right) and rows (top to bottom) of a ruled table.

    `open_right` and `open_below` are the cells that continue in the next one, since the rule between them is missing.
    `sides` are the left and the right of the table where rules between rows go on beyond the columns.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    open_right: frozenset[Place] = frozenset()
    open_below: frozenset[Place] = frozenset()
    sides: tuple[float | None, float | None] = (None, None)

    @property
    def top(self) -> float:
        return self.rows[0]

    def _row(self, height: float) -> int | None:
        return _interval([-y for y in self.rows], -height)

    def separates(self, left: float, right: float, height: float) -> bool:
        """Return whether two positions on one baseline are in different cells."""
        if not self.rows[-1] < height < self.rows[0]:
            return False
        row = self._row(height)
        first, last = (_interval(self.columns, x + 1.0) for x in (left, right))
        if row is None or first is None or last is None:
            return first != last
        return any((row, column) not in self.open_right for column in range(min(first, last), max(first, last)))

    def cell_of(self, line: Line) -> Place | None:
        """Return the cell in which a line starts, None outside the table."""
        column = _interval(self.columns, min(line.left + 1.0, line.right))
        row = self._row(line.middle)
        if row is None or column is None:
            return None
        while (row, column - 1) in self.open_right:
            column -= 1
        while (row - 1, column) in self.open_below:
            row -= 1
        return row, column

    def is_crossed(self, lines: Sequence[Line]) -> bool:
        """Return whether words cross its rules, so that they are not the rules of a table."""
        inside = crossed = 0
        for line in lines:
            if self.rows[-1] < line.middle < self.rows[0]:
                for word in line.words:
                    inside += 1
                    crossed += self.separates(word.left + _INTO, word.right - _INTO, line.middle)
        return crossed > max(_MAX_CROSSED * inside, 2)

    def is_fragment(self, lines: Sequence[Line]) -> bool:
        """Return whether it has only figures, whose labels are to its left: boxes around some of a table's cells."""
        inside = [line for line in lines if self.cell_of(line)]
        outside = [line for line in lines if line.right <= self.columns[0] + 1.0]
        labelled = [line for line in inside if any(line.shares_baseline(other) for other in outside)]
        worded = [line for line in inside if sum(map(str.isalpha, line.text)) > 1]
        return len(labelled) > 0.5 * len(inside) and len(worded) < 0.3 * len(inside)

    def with_sides(self, lines: Sequence[Line]) -> "Grid":
        """Return the table with the columns at its open sides that have text in most of its rows."""
        left, right = self.sides
        grid = self
        if right is not None:
            grid = replace(grid, columns=(*self.columns, right))
            grid = grid if grid._is_filled(len(self.columns) - 1, lines) else self
        if left is not None:
            right_of = frozenset((row, column + 1) for row, column in grid.open_right)
            below = frozenset((row, column + 1) for row, column in grid.open_below)
            wider = replace(grid, columns=(left, *grid.columns), open_right=right_of, open_below=below)
            grid = wider if wider._is_filled(0, lines) else grid
        return grid

    def _is_filled(self, column: int, lines: Sequence[Line]) -> bool:
        rows = {place[0] for line in lines if (place := self.cell_of(line)) and place[1] == column}
        return len(rows) > _USUAL * (len(self.rows) - 1)

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Return how many rows and columns a cell spans."""
        height = width = 1
        while (row, column + width - 1) in self.open_right:
            width += 1
        while (row + height - 1, column) in self.open_below:
            height += 1
        return height, width

    def continues(self, other: "Grid") -> bool:
        """Return whether its columns are those of another one, as of a table that continues overleaf."""
        return len(self.columns) == len(other.columns) and all(
            abs(here - there) <= _OVERLEAF for here, there in zip(self.columns, other.columns, strict=True)
        )


def find_grids(rules: Rules) -> list[Grid]:
    """Return the ruled tables of a page, top to bottom; at least two rows and two columns each."""
    edges = [
        edge for box in rules.cells for edge in (*horizontal_edges(box), (*box[:2], box[0], box[3]), (box[2], *box[1:]))
    ]
    if not rules.cells and (len(rules.horizontal) < 3 or len(rules.vertical) < 3):
        return []
    grids = []
    for group in _connected([*rules.horizontal, *rules.vertical, *edges]):
        upright = [(left, bottom, top) for left, bottom, right, top in group if right - left <= THIN]
        level = [(bottom, left, right) for left, bottom, right, top in group if top - bottom <= THIN]
        columns = distinct([left for left, _, _ in upright], _SNAP)
        rows = distinct([bottom for bottom, _, _ in level], _SNAP)[::-1]
        if len(columns) >= 3 and len(rows) >= 3:
            right = {(row, column - 1) for column, row in _unruled(columns, rows, upright)}
            below = {(row - 1, column) for row, column in _unruled(rows, columns, level)}
            # A cell that spans rows and columns stays rows of cells: its corner would have to be checked, too.
            below = {
                (row, column)
                for row, column in below
                if not {(at, beside) for at in (row, row + 1) for beside in (column - 1, column)} & right
            }
            sides = _open_sides(columns, level, len(rows))
            grids.append(Grid(tuple(columns), tuple(rows), frozenset(right), frozenset(below), sides))
    return sorted(grids, key=lambda grid: -grid.top)


def _open_sides(
    columns: Sequence[float], level: Sequence[tuple[float, float, float]], rows: int
) -> tuple[float | None, float | None]:
    """Return left and right of a table that has rules between columns only, None for a side that has one.

    Then most rules between rows go on beyond the outermost rules between columns, to one position.
    """
    left, right = min(begin for _, begin, _ in level), max(end for _, _, end in level)
    begins = {round(height / _SNAP) for height, begin, _ in level if begin <= left + _SNAP}
    ends = {round(height / _SNAP) for height, _, end in level if end >= right - _SNAP}
    is_open = left < columns[0] - _MIN_COLUMN and len(begins) > _USUAL * rows
    is_open_right = right > columns[-1] + _MIN_COLUMN and len(ends) > _USUAL * rows
    return left if is_open else None, right if is_open_right else None


def _unruled(
    lines: Sequence[float], across: Sequence[float], rules: Sequence[tuple[float, float, float]]
) -> set[tuple[int, int]]:
    """Return inner lines with the intervals between lines `across` in which their rule is missing.

    Only lines with a rule in most intervals count. `rules` have the position of their line, their start and their end.
    """
    unruled: set[tuple[int, int]] = set()
    for number in range(1, len(lines) - 1):
        pieces = [(start, end) for position, start, end in rules if abs(position - lines[number]) <= _SNAP]
        intervals = enumerate(pairwise(across))
        gaps = {(number, at) for at, ends in intervals if _covered(pieces, min(ends), max(ends)) < _COVERED}
        if len(gaps) <= (1 - _USUAL) * (len(across) - 1):
            unruled |= gaps
    return unruled


def _covered(pieces: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """Return the share of a side from `start` to `end` that pieces of a rule cover."""
    reached, covered = start, 0.0
    for first, last in sorted(pieces):
        beyond = min(last, end) - max(first, reached)
        if beyond > 0:
            covered += beyond
            reached = min(last, end)
    return covered / max(end - start, 0.1)


def header_rows(grid: Grid) -> int:
    """Return the number of header rows, 0 if the first row is none.

    There is more than one if a cell of the first row spans columns. A label that spans rows belongs to the body unless
    such a cell is beside it.
    """
    width = len(grid.columns) - 1
    spans = [grid.span(0, column) for column in range(width)]
    if any(1 < across < width for _, across in spans):
        return min(max(2, *(down for down, _ in spans)), _MAX_HEADERS, len(grid.rows) - 2)
    return 0 if spans[0][0] > 1 else 1


def table_rows(grid: Grid, lines: Sequence[Line], words: Mapping[str, int]) -> list[list[TableCell]]:
    """Return the cells row by row, the headers as one row; `words` is the vocabulary of the document.

    A cell that spans rows is repeated in each; one that spans columns is in all of them, unless it begins the row.
    """
    cells: dict[Place, list[Line]] = {}
    for line in lines:
        place = grid.cell_of(line)
        if place is not None:
            cells.setdefault(place, []).append(line)
    heads = header_rows(grid)
    rows = [[TableCell() for _ in grid.columns[1:]] for _ in grid.rows[1:]]
    for (row, column), held in cells.items():
        cell = TableCell(join_lines([line.text for line in held], words), tuple(words_of(held)))
        down, across = grid.span(row, column)
        for at in range(row, row + down):
            for beside in range(column, column + across):
                if beside == column or column > 0 or row < heads:
                    rows[at][beside] = cell
    if not heads:
        return rows
    header = [
        TableCell(" ".join(dict.fromkeys(cell.text for cell in column if cell.text)), column[0].words)
        for column in zip(*rows[:heads], strict=True)
    ]
    return [header, *rows[heads:]]


def _connected(rules: Sequence[Box]) -> list[list[Box]]:
    """Group rules that touch, directly or through others."""
    groups: list[tuple[Box, list[Box]]] = []
    for rule in rules:
        apart: list[tuple[Box, list[Box]]] = []
        around, joined = rule, [rule]
        for box, group in groups:
            if _touch(rule, box) and any(_touch(rule, other) for other in group):
                joined += group
                (left, bottom, right, top), (x, y, beyond, above) = around, box
                around = min(left, x), min(bottom, y), max(right, beyond), max(top, above)
            else:
                apart.append((box, group))
        groups = [*apart, (around, joined)]
    return [group for _, group in groups]


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + _SNAP
        and other[0] <= one[2] + _SNAP
        and one[1] <= other[3] + _SNAP
        and other[1] <= one[3] + _SNAP
    )


def _interval(bounds: Sequence[float], value: float) -> int | None:
    """Return which interval between rising bounds has a value, None if none has."""
    at = bisect_right(bounds, value, key=lambda bound: bound - 0.5) - 1
    return at if 0 <= at < len(bounds) - 1 else None
