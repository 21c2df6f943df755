"""A rectangle of cells with merged cells, and its parts between empty rows and columns."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reportqa.errors import ParseError

MAX_CELLS = 5_000_000
"""Maximum number of cells of a sheet, and of a table with its empty cells."""
TOO_LARGE = f"has a sheet of more than {MAX_CELLS:,} cells. Split it, or save a part as CSV."

Span = tuple[int, int, int, int]
"""A merged cell: its first row, first column, last row and last column, from 0."""


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Rows of cells as text; only the first cell of a merged one has text.

    `spans` are the merged cells, `marked` ranges whose first row names their columns, as the file says; both in order.
    """

    rows: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    marked: Sequence[Span] = ()

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def blocks(self) -> Iterator["CellGrid"]:
        """Yield the runs of rows between empty ones; a row is not empty inside a merged cell."""
        inside = {row for top, left, bottom, _ in self.spans if self._text(top, left) for row in range(top, bottom + 1)}
        runs = groupby(range(len(self.rows)), lambda row: row in inside or any(self.rows[row]))
        for is_filled, group in runs:
            if is_filled:
                run = [*group]
                yield self.between(run[0], run[-1] + 1)

    def between(self, first: int, last: int) -> "CellGrid":
        """Return the rows from `first` up to `last`, exclusive."""
        spans, marked = (
            tuple(
                (top - first, left, min(bottom, last - 1) - first, right)
                for top, left, bottom, right in found[bisect_left(found, (first,)) : bisect_left(found, (last,))]
            )
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

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> "CellGrid":
        """Return some rows and columns, in order; merged cells keep the text of a first cell that is not among them."""
        cells = [[self.rows[row][column] for column in columns if column < len(self.rows[row])] for row in rows]
        spans = []
        for span in self.spans:
            for place in _within(span, rows, columns):
                spans.append(place)
                line = cells[place[0]]
                line += [""] * (place[1] + 1 - len(line))
                line[place[1]] = self._text(span[0], span[1])
        marked = (place for span in self.marked for place in _within(span, rows, columns))
        return CellGrid(cells, tuple(spans), tuple(marked))

    def columns(self, columns: Sequence[int]) -> "CellGrid":
        """Return some columns, as a rectangle.

        :raises ParseError: when it has too many cells.
        """
        if len(columns) * len(self.rows) > MAX_CELLS:
            raise ParseError(TOO_LARGE)
        part = self.part(range(len(self.rows)), columns)
        rows = [[*row, *([""] * (len(columns) - len(row)))] for row in part.rows]
        return CellGrid(rows, part.spans, part.marked)

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

    def _text(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""


def _within(span: Span, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Span]:
    """Yield a range as far as it is in some rows and columns, by their numbers there; nothing if it is outside."""
    top, bottom = bisect_left(rows, span[0]), bisect_right(rows, span[2]) - 1
    left, right = bisect_left(columns, span[1]), bisect_right(columns, span[3]) - 1
    if top <= bottom and left <= right:
        yield top, left, bottom, right
