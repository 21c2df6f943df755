"""A rectangle of cells with merged cells, and its parts between empty rows and columns."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportqa.errors import ParseError

MAX_CELLS = 5_000_000
"""Maximum number of cells of a sheet, and of a table with its empty cells."""

Span = tuple[int, int, int, int]
"""A merged cell: its first row, first column, last row and last column, from 0."""


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Rows of cells as text; only the first cell of a merged one has text.

    `marked` are ranges whose first row names their columns, as the file says.
    """

    rows: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    marked: Sequence[Span] = ()

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def blocks(self) -> Iterator["CellGrid"]:
        """Yield the runs of rows between empty ones; a row is not empty inside a merged cell."""
        inside = {
            row for top, left, bottom, _ in self.spans if self._filled(top, left) for row in self._rows(top, bottom)
        }
        runs = groupby(range(len(self.rows)), lambda row: row in inside or any(self.rows[row]))
        ends = [(run[0], run[-1] + 1) for is_filled, group in runs if is_filled for run in [list(group)]]
        spans, marked = (_by_block(found, ends) for found in (self.spans, self.marked))
        for at, (start, end) in enumerate(ends):
            yield CellGrid(
                self.rows[start:end],
                _from_row(spans.get(at, ()), start, end),
                _from_row(marked.get(at, ()), start, end),
            )

    def between(self, first: int, last: int) -> "CellGrid":
        """Return the rows from `first` up to `last`, exclusive."""
        spans, marked = (
            _from_row([span for span in found if first <= span[0] < last], first, last)
            for found in (self.spans, self.marked)
        )
        return CellGrid(self.rows[first:last], spans, marked)

    def above(self, other: "CellGrid") -> "CellGrid":
        """Return the rows followed by those of another grid."""
        height = len(self.rows)
        spans, marked = (
            tuple((top + height, left, bottom + height, right) for top, left, bottom, right in found)
            for found in (other.spans, other.marked)
        )
        return CellGrid([*self.rows, *other.rows], (*self.spans, *spans), (*self.marked, *marked))

    def columns(self, columns: Sequence[int]) -> "CellGrid":
        """Return some columns, as a rectangle.

        :raises ParseError: when it has too many cells.
        """
        if len(columns) * len(self.rows) > MAX_CELLS:
            raise ParseError(f"has a table of more than {MAX_CELLS:,} cells. Split it, or save a part as CSV.")
        rows = [[row[column] if column < len(row) else "" for column in columns] for row in self.rows]
        return CellGrid(rows, _of_columns(self.spans, columns), _of_columns(self.marked, columns))

    def used_columns(self) -> list[int]:
        """Return the columns that are not empty everywhere."""
        used: set[int] = set()
        for row in self.rows:
            used.update(column for column, cell in enumerate(row) if cell)
        return sorted(used)

    def filled(self, header_rows: int) -> list[list[str]]:
        """Return the rows with the text of merged cells repeated in all that they span.

        A cell over all columns is not repeated, nor, below the header rows, the label of a row over columns; without
        header rows, cells are repeated in rows only.
        """
        rows = [list(row) for row in self.rows]
        width, left_over = self.width, MAX_CELLS
        for top, left, bottom, right in self.spans:
            text = rows[top][left] if left < len(rows[top]) else ""
            left_over -= (bottom - top + 1) * (right - left + 1)
            if not text or left_over < 0:
                continue
            is_label = top >= header_rows and (left == 0 or not header_rows)
            last = left if is_label or (left == 0 and right >= width - 1) else right
            for row in rows[top : bottom + 1]:
                for column in range(left, min(last + 1, len(row))):
                    row[column] = row[column] or text
        return rows

    def _rows(self, top: int, bottom: int) -> range:
        return range(top, min(bottom + 1, len(self.rows)))

    def _filled(self, row: int, column: int) -> bool:
        return row < len(self.rows) and column < len(self.rows[row]) and bool(self.rows[row][column])


def _by_block(spans: Sequence[Span], ends: Sequence[tuple[int, int]]) -> dict[int, list[Span]]:
    """Return the ranges that begin in each of some runs of rows, by the number of the run."""
    starts = [start for start, _ in ends]
    found: dict[int, list[Span]] = {}
    for span in spans:
        at = bisect_right(starts, span[0]) - 1
        if at >= 0 and span[0] < ends[at][1]:
            found.setdefault(at, []).append(span)
    return found


def _from_row(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    return tuple((top - start, left, min(bottom, end - 1) - start, right) for top, left, bottom, right in spans)


def _of_columns(spans: Sequence[Span], columns: Sequence[int]) -> tuple[Span, ...]:
    """Return ranges as far as they are in some columns, with the numbers of these."""
    kept = [
        (top, bisect_right(columns, left - 1), bottom, bisect_right(columns, right) - 1)
        for top, left, bottom, right in spans
    ]
    return tuple(span for span in kept if span[1] <= span[3])
