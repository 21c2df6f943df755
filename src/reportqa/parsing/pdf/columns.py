"""The reading order of columns that a file writes line by line across the page.

Layout programs write column after column; printers to PDF and OCR often write all that is on one baseline.
"""

from collections.abc import Sequence
from statistics import median

from reportqa.parsing.pdf.lines import Line

MIN_ROWS = 5
"""Minimum number of baselines with a line of each column."""
MIN_LENGTH = 25
"""Minimum median length of the lines of a column, in characters; the cells of a table are shorter."""


def order_columns(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the rows of a page, each the lines on one baseline, with columns of text one after another."""
    ordered: list[list[Line]] = []
    at = 0
    while at < len(rows):
        end = _end_of_columns(rows, at)
        if end == at:
            ordered.append(rows[at])
            at += 1
        else:
            ordered += [[line] for column in _columns(rows[at:end]) for line in column]
            at = end
    return ordered


def _end_of_columns(rows: Sequence[list[Line]], start: int) -> int:
    """Return the row behind the columns that begin at `start`, `start` itself if none do."""
    lefts = [line.left for line in rows[start]]
    if len(lefts) < 2:
        return start
    end, full = start, 0
    for row in rows[start:]:
        if any(_column_of(line, lefts) is None for line in row):
            break
        end += 1
        full += len(row) == len(lefts)
    while end > start and len(rows[end - 1]) == 1 and _column_of(rows[end - 1][0], lefts) == 0:
        # A line alone at the left edge, below the columns, runs over the whole page.
        end -= 1
    if full < MIN_ROWS or end == start:
        return start
    columns = _columns(rows[start:end])
    is_text = all(column and median(len(line.text) for line in column) >= MIN_LENGTH for column in columns)
    return end if is_text else start


def _columns(rows: Sequence[list[Line]]) -> list[list[Line]]:
    lefts = [line.left for line in rows[0]]
    lines = [(line, _column_of(line, lefts)) for row in rows for line in row]
    return [[line for line, column in lines if column == at] for at in range(len(lefts))]


def _column_of(line: Line, lefts: Sequence[float]) -> int | None:
    """Return the column at whose left edge a line begins, but for an indent."""
    for column, left in enumerate(lefts):
        if -0.5 * line.size <= line.left - left <= 2 * line.size:
            return column
    return None
