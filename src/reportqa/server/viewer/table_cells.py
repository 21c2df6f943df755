"""The cells of a table in the text that was made of it, where each follows the name of its column."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.document import Document, Table


@dataclass(frozen=True, slots=True)
class TableCells:
    """A table with its column headers apart: each cell is (start, start of the part shown, end)."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[int, int, int], ...], ...]


def find_tables(document: Document, start: int, end: int) -> Iterator[TableCells]:
    """Yield the tables between two offsets, but for those whose first row is written like the others."""
    for table in document.tables:
        is_outside = table.end <= start or table.start >= end
        if not is_outside and len(table.starts) > 1 and set(table.starts[0]) <= {None}:
            yield TableCells(table.start, table.end, table.rows[0], tuple(_rows(table)))


def shown_ranges(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges between `start` and `end` that are shown: all but the names that tables repeat in every row."""
    ranges = []
    position = 0
    for table in sorted(find_tables(document, start, end), key=lambda table: table.start):
        if table.start < position:
            continue
        ranges.append((position, table.start))
        ranges += [(visible, last) for row in table.rows for _, visible, last in row]
        position = table.end
    ranges.append((position, end))
    return [(max(a, start), min(b, end)) for a, b in ranges if max(a, start) < min(b, end)]


def _rows(table: Table) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """Yield the cells of each row below the headers: where the text before the cell starts, its start, its end."""
    position = table.start
    for texts, starts in zip(table.rows[1:], table.starts[1:], strict=True):
        cells = []
        for text, start in zip(texts, starts, strict=True):
            visible = position if start is None else start
            cells.append((position, visible, visible + len(text)))
            position = visible + len(text)
        yield tuple(cells)
