"""The cells of a table in the text that was made of it, where each follows the name of its column."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.document import Document, Table


@dataclass(frozen=True, slots=True)
class TableCells:
    """A table whose cells were found in the text: each is (start, start of the part shown, end)."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[int, int, int], ...], ...]


def find_tables(document: Document, start: int, end: int) -> Iterator[TableCells]:
    """Return the tables between two offsets all of whose cells are in the text in order."""
    for table in document.tables:
        if table.end <= start or table.start >= end:
            continue
        rows = _table_rows(document.text, table)
        if rows:
            yield TableCells(table.start, table.end, table.rows[0], rows)


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


def _table_rows(text: str, table: Table) -> tuple[tuple[tuple[int, int, int], ...], ...] | None:
    """Return each cell of the table in its text, "Row header · Column header: cell · …".

    None when they are not all in it in order: the table is then shown as lines of text.
    """
    if len(table.rows) < 2:
        return None
    header, *rows = table.rows
    position, found = table.start, []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            name = header[column] if 0 < column < len(header) else ""
            prefix = f"{name}: " if name else ""
            at = text.find(prefix + cell, position, table.end) if cell else position
            # Between two cells is a dot, and on a new line the row header again.
            if at < 0 or text[position:at].replace(row[0], "").strip(" ·\n"):
                return None
            visible = at + len(prefix) if cell else at
            cells.append((position, visible, visible + len(cell)))
            position = visible + len(cell)
        found.append(tuple(cells))
    return None if text[position : table.end].strip() else tuple(found)
