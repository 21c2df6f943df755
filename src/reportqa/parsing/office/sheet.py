"""A sheet of a workbook of any format, and how it is written: hidden rows and columns are named and left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from openpyxl.utils import get_column_letter

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.cell_grid import MAX_CELLS, CellGrid, Span
from reportqa.parsing.office.sheet_tables import write_tables
from reportqa.text import clean_text

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

_NAMED_ROWS = 20
"""Rows of a hidden sheet that are recorded."""
MAX_SPANS = 100_000
"""Maximum number of merged cells of a sheet; more are not repeated."""


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet as displayed, rows and columns counted from 0.

    - `spans`: merged cells
    - `hidden_rows`, `hidden_columns`: those that are not displayed
    - `marked`: ranges whose first row names their columns, as the file says
    - `notes`: row, column and text of notes on cells
    - `texts`: the paragraphs of text boxes, titles of charts and descriptions of pictures
    - `charts`: title and figures of charts of cells that are not displayed
    """

    title: str
    rows: list[list[str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    marked: list[Span] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    charts: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def write(self, builder: DocumentBuilder) -> None:
        """Write the sheet as a section: its tables, the texts of its boxes and its notes."""
        if any(map(any, self.rows)) or self.notes or self.texts or self.charts:
            builder.heading(clean(self.title), 1)
        spans = self._clipped_spans()
        if covered := self._take_covered(spans):
            self.left_out.append(("covered by a merged cell", ", ".join(covered)))
        self._name_hidden(builder)
        for kind, text in self.left_out:
            builder.leave_out(kind, text)
        write_tables(self._visible(spans), builder)
        for text in self.texts:
            builder.paragraph(text)
        for caption, figures in self.charts:
            builder.table(figures, caption)
        for row, column, text in self.notes:
            self._write_note(row, column, text, builder)

    def _clipped_spans(self) -> list[Span]:
        """Return the merged cells, as far as there are cells with text, in order."""
        height, width = len(self.rows), self._width
        area, spans = 0, []
        for top, left, bottom, right in sorted(self.spans)[:MAX_SPANS]:
            span = (top, left, min(bottom, height - 1), min(right, width - 1))
            area += max(0, span[2] - top + 1) * max(0, span[3] - left + 1)
            if area > min(MAX_CELLS, height * width):
                break
            if top <= span[2] and left <= span[3]:
                spans.append(span)
        return spans

    def _take_covered(self, spans: Sequence[Span]) -> list[str]:
        """Remove the texts that merged cells cover and return them with their places."""
        covered = []
        for top, left, bottom, right in spans:
            for row in range(top, bottom + 1):
                cells = self.rows[row]
                for column in range(left, min(right + 1, len(cells))):
                    if cells[column] and (row, column) != (top, left):
                        covered.append(f"{place_name((row, column))}: {cells[column]}")
                        cells[column] = ""
        return covered

    def _visible(self, spans: Sequence[Span]) -> CellGrid:
        """Return the displayed cells."""
        marked = sorted((top, left, top, right) for top, left, _, right in self.marked)
        grid = CellGrid(self.rows, spans, marked)
        if not self.hidden_rows and not self.hidden_columns:
            return grid
        rows = [row for row in range(len(self.rows)) if row not in self.hidden_rows]
        return grid.part(rows, [column for column in range(self._width) if column not in self.hidden_columns])

    def _name_hidden(self, builder: DocumentBuilder) -> None:
        """Record the texts of hidden rows and columns, those beside one another together."""
        hidden_rows = [row for row in range(len(self.rows)) if row in self.hidden_rows]
        for first, last in _runs(hidden_rows):
            said = [" ".join(filter(None, row)) for row in self.rows[first : last + 1]]
            _name(builder, "hidden row", f"{first + 1}", f"{last + 1}", said)
        for first, last in _runs([column for column in range(self._width) if column in self.hidden_columns]):
            said = [
                " ".join(filter(None, row[first : last + 1]))
                for number, row in enumerate(self.rows)
                if number not in self.hidden_rows
            ]
            _name(builder, "hidden column", get_column_letter(first + 1), get_column_letter(last + 1), said)

    def _write_note(self, row: int, column: int, text: str, builder: DocumentBuilder) -> None:
        place = place_name((row, column))
        if row in self.hidden_rows or column in self.hidden_columns:
            builder.leave_out("note on a hidden cell", f"{place}: {text}")
            return
        label = next((cell for at, cell in enumerate(self._row(row)) if cell and at not in self.hidden_columns), "")
        cells = dict.fromkeys(filter(None, [label, self._cell(row, column)]))
        about = f" ({', '.join(cells)})" if cells else ""
        builder.paragraph(f"Note on {place}{about}: {clean(text)}")

    @property
    def _width(self) -> int:
        return max(map(len, self.rows), default=0)

    def _row(self, row: int) -> Sequence[str]:
        return self.rows[row] if row < len(self.rows) else ()

    def _cell(self, row: int, column: int) -> str:
        cells = self._row(row)
        return cells[column] if column < len(cells) else ""


def leave_out_sheet(title: str, rows: Iterable[Iterable[object]], builder: DocumentBuilder) -> None:
    """Record a hidden sheet with the words of its first rows."""
    words = (str(cell) for row in islice(rows, _NAMED_ROWS) for cell in row if cell not in (None, ""))
    builder.leave_out("hidden sheet", f"{title}: {' '.join(words)}".removesuffix(": "))


def place_name(place: Place) -> str:
    """Return the name of a cell by its row and column: (2, 1) is "B3"."""
    return f"{get_column_letter(place[1] + 1)}{place[0] + 1}"


def clean(text: str) -> str:
    """Return the text of a cell on one line."""
    return " ".join(clean_text(text).split())


def _name(builder: DocumentBuilder, kind: str, first: str, last: str, said: Sequence[str]) -> None:
    """Record the texts of a run of hidden rows or columns with its place: "rows 3 to 4"."""
    line = kind.removeprefix("hidden ")
    place = f"{line} {first}" if first == last else f"{line}s {first} to {last}"
    if any(said):
        builder.leave_out(kind, f"{place}: {' · '.join(filter(None, said))}")


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of consecutive numbers."""
    runs = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append((run[0], run[-1]))
    return runs
