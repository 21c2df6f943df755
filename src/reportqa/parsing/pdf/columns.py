"""Reading order for columns that a file writes line by line across the page.

Layout programs write column after column; printers to PDF and OCR often write all that is on one base line.
"""

from collections.abc import Sequence
from statistics import median

from reportqa.parsing.pdf.lines import Line

MIN_ROWS = 5
"""Base lines that hold a line of each column, before it is believed that they are columns."""
MIN_LENGTH = 25
"""Characters that such lines have in the middle; the cells of a table have fewer."""


def in_columns(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the rows of a page, each the lines on one base line, with columns of text one after another."""
    ordered: list[list[Line]] = []
    at = 0
    while at < len(rows):
        end = _end_of_columns(rows, at)
        if end == at:
            ordered.append(rows[at])
            at += 1
        else:
            ordered += _column_by_column(rows[at:end])
            at = end
    return ordered


def _end_of_columns(rows: Sequence[list[Line]], start: int) -> int:
    """Return the row behind the columns that begin at `start`, `start` itself when none do."""
    lefts = [line.left for line in rows[start]]
    if len(lefts) < 2:
        return start
    end, full = start, 0
    for row in rows[start:]:
        places = [_column_of(line, lefts) for line in row]
        if None in places:
            break
        end += 1
        full += len(row) == len(lefts)
    while end > start and len(rows[end - 1]) == 1 and _column_of(rows[end - 1][0], lefts) == 0:
        # A line alone at the left edge, below the columns, runs over the whole page.
        end -= 1
    lengths: list[list[int]] = [[] for _ in lefts]
    for row in rows[start:end]:
        for line in row:
            lengths[_column_of(line, lefts) or 0].append(len(line.text))
    is_text = full >= MIN_ROWS and all(column and median(column) >= MIN_LENGTH for column in lengths)
    return end if is_text else start


def _column_of(line: Line, lefts: Sequence[float]) -> int | None:
    """Return the column whose left edge a line begins at, an indent aside."""
    for column, left in enumerate(lefts):
        if -0.5 * line.size <= line.left - left <= 2 * line.size:
            return column
    return None


def _column_by_column(rows: Sequence[list[Line]]) -> list[list[Line]]:
    lefts = [line.left for line in rows[0]]
    return [[line] for column in range(len(lefts)) for row in rows for line in row if _column_of(line, lefts) == column]
