"""Tables found by the rules around their cells, and the lines of a page in these cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportqa.parsing.pdf.lines import Line, Word, words_of
from reportqa.parsing.pdf.rotation import Box
from reportqa.parsing.pdf.rules import THIN, Rules
from reportqa.text import join_lines

_SNAP = 3.0
_OVERLEAF = 8.0
"""In points, how far a column may begin from where it began on the page before."""
_COVERED = 0.5
"""Share of a cell's side that a rule must cover to be one of the cell's."""
_USUAL = 0.5
"""Share of the rows, or columns, that a rule must part before it counts as missing where it does not."""

_MAX_CROSSED = 0.02
"""Share of the words at the height of a table that may cross its rules, as none should."""
_MAX_HEADERS = 3
_INTO = 2.0
"""In points, how far a word reaches over a rule before it crosses it."""

Cell = tuple[int, int]
"""Row and column, both from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns (left to right) and rows (top to bottom) are parted.

    `open_right` and `open_below` are the cells that no rule parts from the next one, though one parts others there.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    open_right: frozenset[Cell] = frozenset()
    open_below: frozenset[Cell] = frozenset()

    @property
    def top(self) -> float:
        return self.rows[0]

    def parts(self, left: float, right: float, height: float) -> bool:
        """Return whether two positions on one base line are in different cells."""
        if not self.rows[-1] < height < self.rows[0]:
            return False
        row = _interval(tuple(-y for y in self.rows), -height)
        first, last = (_interval(self.columns, x + 1.0) for x in (left, right))
        if row is None or first is None or last is None:
            return first != last
        return any((row, column) not in self.open_right for column in range(min(first, last), max(first, last)))

    def cell_of(self, line: Line) -> Cell | None:
        """Return row and column of the cell that a line starts in, None when it is outside."""
        column = _interval(self.columns, min(line.left + 1.0, line.right))
        row = _interval(tuple(-y for y in self.rows), -line.middle)
        if row is None or column is None:
            return None
        while (row, column - 1) in self.open_right:
            column -= 1
        while (row - 1, column) in self.open_below:
            row -= 1
        return row, column

    def is_crossed(self, lines: Sequence[Line]) -> bool:
        """Return whether words cross its rules, which are then not those of a table."""
        inside = crossed = 0
        for line in lines:
            if self.rows[-1] < line.middle < self.rows[0]:
                for word in line.words:
                    inside += 1
                    crossed += self.parts(word.left + _INTO, word.right - _INTO, line.middle)
        return crossed > max(_MAX_CROSSED * inside, 2)

    def is_fragment(self, lines: Sequence[Line]) -> bool:
        """Return whether it holds figures only, whose labels are to its left: boxes around some of a table's cells."""
        inside = [line for line in lines if self.cell_of(line)]
        outside = [line for line in lines if line.right <= self.columns[0] + 1.0]
        labelled = [line for line in inside if any(line.shares_baseline(other) for other in outside)]
        worded = [line for line in inside if sum(map(str.isalpha, line.text)) > 1]
        return len(labelled) > 0.5 * len(inside) and len(worded) < 0.3 * len(inside)

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Return how many rows and columns a cell spans."""
        height = width = 1
        while (row, column + width - 1) in self.open_right:
            width += 1
        while (row + height - 1, column) in self.open_below:
            height += 1
        return height, width

    def continues(self, other: "Grid") -> bool:
        """Return whether its columns are those of another one, as where a table goes on overleaf."""
        return len(self.columns) == len(other.columns) and all(
            abs(here - there) <= _OVERLEAF for here, there in zip(self.columns, other.columns, strict=True)
        )


def find_grids(rules: Rules) -> list[Grid]:
    """Return the ruled tables of a page, top to bottom; at least two rows and two columns each."""
    if len(rules.horizontal) < 3 or len(rules.vertical) < 3:
        return []
    grids = []
    for group in _connected(rules.horizontal, rules.vertical):
        upright = [rule for rule in group if rule[2] - rule[0] <= THIN]
        level = [rule for rule in group if rule[3] - rule[1] <= THIN]
        columns = _snap([left for left, _, _, _ in upright])
        rows = _snap([bottom for _, bottom, _, _ in level])[::-1]
        if len(columns) >= 3 and len(rows) >= 3:
            grids.append(_with_spans(columns, rows, level, upright))
    return sorted(grids, key=lambda grid: -grid.top)


def _with_spans(columns: Sequence[float], rows: Sequence[float], level: Sequence[Box], upright: Sequence[Box]) -> Grid:
    """Make a grid whose cells span what no rule parts, where a rule parts most of the others."""
    right, below = set(), set()
    for column in range(1, len(columns) - 1):
        at = [(low, high) for left, low, _, high in upright if abs(left - columns[column]) <= _SNAP]
        without = {row for row in range(len(rows) - 1) if _covered(at, rows[row + 1], rows[row]) < _COVERED}
        if len(without) <= (1 - _USUAL) * (len(rows) - 1):
            right |= {(row, column - 1) for row in without}
    for row in range(1, len(rows) - 1):
        at = [(left, end) for left, low, end, _ in level if abs(low - rows[row]) <= _SNAP]
        without = {
            column
            for column in range(len(columns) - 1)
            if _covered(at, columns[column], columns[column + 1]) < _COVERED
        }
        if len(without) <= (1 - _USUAL) * (len(columns) - 1):
            below |= {(row - 1, column) for column in without}
    # A cell that spans both ways would need its corner asked for: it is left as rows of cells.
    below = {(row, column) for row, column in below if not {(row, column), (row + 1, column)} & right}
    below = {(row, column) for row, column in below if not {(row, column - 1), (row + 1, column - 1)} & right}
    return Grid(tuple(columns), tuple(rows), frozenset(right), frozenset(below))


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
    """Return how many rows the headers of the columns take, 0 where the first row is none of them.

    It takes more than one where a cell of the first row spans columns; a label that spans rows and has no such cell
    beside it belongs to the body.
    """
    width = len(grid.columns) - 1
    spans = [grid.span(0, column) for column in range(width)]
    if any(1 < across < width for _, across in spans):
        return min(max(2, *(down for down, _ in spans)), _MAX_HEADERS, len(grid.rows) - 2)
    return 0 if spans[0][0] > 1 else 1


def table_rows(
    grid: Grid, lines: Sequence[Line], words: Mapping[str, int]
) -> tuple[list[list[str]], list[list[list[Word]]]]:
    """Return the text of each cell, row by row, the headers as one row, and the words that each is made of.

    A cell that spans rows is repeated in each; one that spans columns is in all of them, unless it begins the row.
    `words` is the vocabulary of the document.
    """
    cells: dict[Cell, list[Line]] = {}
    for line in lines:
        place = grid.cell_of(line)
        if place is not None:
            cells.setdefault(place, []).append(line)
    heads = header_rows(grid)
    rows = [["" for _ in grid.columns[1:]] for _ in grid.rows[1:]]
    sources: list[list[list[Word]]] = [[[] for _ in grid.columns[1:]] for _ in grid.rows[1:]]
    for (row, column), held in cells.items():
        text = join_lines([line.text for line in held], words)
        down, across = grid.span(row, column)
        for at in range(row, row + down):
            for beside in range(column, column + across):
                if beside == column or column > 0 or row < heads:
                    rows[at][beside] = text
                    sources[at][beside] = words_of(held)
    header = [" ".join(dict.fromkeys(filter(None, names))) for names in zip(*rows[:heads], strict=True)]
    return ([header, *rows[heads:]], [sources[0], *sources[heads:]]) if heads else (rows, sources)


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
    """Return the distinct positions in rising order; those within _SNAP of the last are the same."""
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
