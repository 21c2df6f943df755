"""Cells of HTML tables that span rows, repeated in each row: pandoc ends a span at a row of header cells.

Source: https://html.spec.whatwg.org/multipage/tables.html#forming-a-table
"""

from collections.abc import Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import HEADINGS, length_of

_MAX_CELL = 1500
"""Maximum length of a cell; a longer one is part of a page's layout and is not repeated."""
_MAX_WIDTH = 1000
_MAX_COPIED = 2_000_000
"""Maximum number of characters and elements of all copies of cells."""
_CELLS = ("td", "th")


def repeat_spanning_cells(rows: Sequence[HtmlElement]) -> None:
    """Repeat the cells that span rows of one row group in each row, in place.

    A row of nothing but labels of the rows below becomes empty. Rows of a layout are unchanged.
    """
    cells = [cell for row in rows for cell in row.iterchildren(*_CELLS)]
    if not any(cell.get("rowspan") for cell in cells) or _is_layout(cells, len(rows)):
        return
    above: dict[int, tuple[int, HtmlElement]] = {}
    for number, row in enumerate(rows):
        own = list(row.iterchildren(*_CELLS))
        above = _fill(row, own, above, len(rows) - number)
        reaching = {cell for _, cell in above.values()}
        if not own or (reaching.issuperset(own) and rows[number + 1].find("*") is not None):
            row[:] = []


def _fill(
    row: HtmlElement, own: Sequence[HtmlElement], above: dict[int, tuple[int, HtmlElement]], rows_left: int
) -> dict[int, tuple[int, HtmlElement]]:
    """Insert copies of the cells that reach into a row; return the cells that reach below it, by column."""
    below: dict[int, tuple[int, HtmlElement]] = {}
    waiting = list(own)
    line: list[HtmlElement] = []
    column = 0
    last = max(above, default=-1)
    while waiting or column <= last:
        if column in above:
            left, cell = above.pop(column)
            line.append(deepcopy(cell))
        elif waiting:
            cell = waiting.pop(0)
            left = _rows_of(cell, rows_left)
            line.append(cell)
        else:
            cell, left = _empty(row), 1
            line.append(cell)
        cell = line[-1]
        cell.attrib.pop("rowspan", None)
        if left > 1:
            below[column] = (left - 1, cell)
        column += columns_of(cell)
    for cell in row.iterchildren(*_CELLS):
        row.remove(cell)
    row.extend(line)
    return below


def _empty(row: HtmlElement) -> HtmlElement:
    empty: HtmlElement = row.makeelement("td")
    return empty


def _is_layout(cells: Sequence[HtmlElement], rows: int) -> bool:
    """Return whether cells lay out a page, or their copies would be too many."""
    width = max((columns_of(cell) for cell in cells), default=0)
    copied = 0
    for cell in cells:
        length = length_of(cell)
        if length > _MAX_CELL or next(cell.iter("table", *HEADINGS), None) is not None:
            return True
        if (span := _rows_of(cell, rows)) > 1:
            copied += span * (length + sum(1 for _ in cell.iter()))
    return width > _MAX_WIDTH or copied > _MAX_COPIED


def columns_of(cell: HtmlElement) -> int:
    """Return the number of columns that a cell spans, at least 1."""
    return max(_number(cell.get("colspan", "")) or 1, 1)


def _rows_of(cell: HtmlElement, rows_left: int) -> int:
    """Return the number of rows that a cell spans; 0 in a file means all that are left."""
    span = _number(cell.get("rowspan", ""))
    return rows_left if span == 0 else min(span or 1, rows_left)


def _number(written: str) -> int | None:
    digits = written.strip()
    return int(digits) if digits.isdecimal() and len(digits) < 7 else None
