"""Column names of a table: how many of its first rows they fill, also where they look like figures ("5-9", "2015")."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reportqa.parsing.office.cell_grid import CellGrid
from reportqa.text import YEAR

MAX_HEADER_ROWS = 5

_FIGURE = re.compile(r"[^\w]*\d[\d.,:%/ –-]*[^\w]*")
_YEARS = re.compile(rf"\(?{YEAR}(?:[/–-]\d\d(?:\d\d)?)?\)?[*†]?")
_BAND = re.compile(r"(\d+) ?[-–] ?(\d+)")
_LABELS = {
    "open band": re.compile(r"\d+ ?\+|[<>≤≥]=? ?\d+"),
    "date": re.compile(r"\d{4}[-/.]\d\d?(?:[-/.]\d\d?)?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d\d?/\d{4}"),
    "time": re.compile(r"\d\d?:\d\d(?::\d\d)?(?: ?[-–] ?\d\d?:\d\d)?"),
    "unit": re.compile(r"\(?[£$€]?['’]?0{2,}\)?"),
}
_SAMPLE = 50
_MIN_STEPS = 3


def header_rows(grid: CellGrid) -> int:
    """Return the number of first rows that name the columns; merged cells and the file's own marks count first."""
    rows = grid.rows
    if len(rows) < 2:
        return 0
    marked = [top + 1 for top, left, _, right in grid.marked if left <= 0 and right >= grid.width - 1]
    marked = [count for count in marked if count <= min(MAX_HEADER_ROWS, len(rows) - 1)]
    if marked:
        return max(marked)
    filled = grid.filled(len(rows))
    if not names_columns(filled[0], filled[1:]):
        return 0
    count = min(_merged_rows(grid), len(rows) - 1, MAX_HEADER_ROWS)
    while count > 1 and not all(names_columns(filled[row], filled[count:]) for row in range(1, count)):
        count -= 1
    while count < min(MAX_HEADER_ROWS, len(rows) - 1) and _goes_on(filled, count):
        count += 1
    return count


def joined_names(rows: Sequence[Sequence[str]], carry: bool = True) -> list[str]:
    """Return one name for each column; with `carry`, a name also counts for the empty cells after it.

    >>> joined_names([["", "2015", ""], ["Area", "Men", "Women"]])
    ['Area', '2015 Men', '2015 Women']
    """
    names: list[list[str]] = [[] for _ in rows[-1]]
    for number, row in enumerate(rows):
        above = ""
        for column, cell in enumerate(row):
            below = any(later[column] for later in rows[number + 1 :])
            above = cell or (above if carry and below and column else "")
            names[column].append(above)
    return [" ".join(dict.fromkeys(filter(None, name))) for name in names]


def names_columns(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a row names columns: it has no figures, except those that are unlike the cells below them."""
    figures = [column for column, cell in enumerate(row) if _FIGURE.fullmatch(cell)]
    kinds = {column: _kind(row[column]) for column in figures}
    if all(kind == "year" for kind in kinds.values()):
        return True
    labels = [column for column in figures if kinds[column]]
    if len(labels) > len(figures) / 2:
        cells = (
            (kinds[column], other[column]) for column in labels for other in below[:_SAMPLE] if column < len(other)
        )
        return any(cell and _kind(cell) != kind for kind, cell in cells)
    # Ages, weeks or deciles in equal steps, which the figures below have not.
    return _counts(row, figures) and not any(_counts(other, figures) for other in below[:_SAMPLE])


def is_figure(cell: str) -> bool:
    """Return whether a cell is a figure and not a label such as a year, an age band or a date."""
    return bool(_FIGURE.fullmatch(cell)) and not _kind(cell)


def _merged_rows(grid: CellGrid) -> int:
    """Return the number of rows that merged cells show to be rows of column names."""
    count = 1
    width = grid.width
    for top, left, bottom, right in sorted(grid.spans):
        if top >= count:
            break
        if bottom > top:
            count = max(count, bottom + 1)
        if left < right and not (left == 0 and right >= width - 1) and _is_named_below(grid, bottom + 1, left, right):
            count = max(count, bottom + 2)
    return count


def _is_named_below(grid: CellGrid, row: int, left: int, right: int) -> bool:
    """Return whether the cells below a merged one are names: different, and without a label of a row before them."""
    if row >= len(grid.rows) - 1:
        return False
    names = [cell for cell in grid.rows[row][left : right + 1] if cell]
    has_label = bool(left and grid.rows[row][0])
    has_figures = any(
        is_figure(cell) for below in grid.rows[row + 1 : row + _SAMPLE] for cell in below[left : right + 1]
    )
    return len(names) > 1 and (not has_label or has_figures)


def _goes_on(rows: Sequence[Sequence[str]], count: int) -> bool:
    """Return whether another row of names follows: in the gaps of the row above, or without a label over figures."""
    over, names, below = rows[count - 1], rows[count], rows[count + 1 : count + 1 + _SAMPLE]
    if not below or not names_columns(names, below) or not any(names):
        return False
    has_figures = any(name and any(is_figure(row[column]) for row in below) for column, name in enumerate(names))
    if not names[0] and sum(map(bool, names)) > 1 and has_figures:
        return True
    if names[0] and not has_figures:
        return False
    gaps = [column for column in range(1, len(over)) if over[column - 1 : column + 1] != ["", ""] and not over[column]]
    return any(names[column] for column in gaps)


def _kind(cell: str) -> str:
    """Return the kind of a label that looks like a figure, empty for other cells."""
    if _YEARS.fullmatch(cell):
        return "year"
    if (band := _BAND.fullmatch(cell)) and int(band[1][:9]) < int(band[2][:9]):
        return "band"
    return next((kind for kind, pattern in _LABELS.items() if pattern.fullmatch(cell)), "")


def _counts(row: Sequence[str], columns: Sequence[int]) -> bool:
    """Return whether the figures of a row count in equal steps."""
    values = [row[column].rstrip("%+") for column in columns]
    if len(values) < _MIN_STEPS or not all(value.isdecimal() and len(value) < 5 for value in values[:-1]):
        return False
    numbers = [int(value) for value in values if value.isdecimal() and len(value) < 5]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(steps) == 1 and steps.pop() > 0
