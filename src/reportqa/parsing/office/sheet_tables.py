"""Tables of a sheet or a CSV file: titles above, notes below, tables side by side, and their column names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.cell_grid import CellGrid
from reportqa.parsing.office.column_names import header_rows, is_figure, joined_names, names_columns

_ABOUT = re.compile(
    r"(?:source|notes?|dates?|published|updated|released?|created|period|title|author|contact|table|figure|report"
    r"|dataset|description|publisher|copyright|licen[cs]e|coverage|geography|units?|extract(?:ed)?)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"(?:table|figure|chart|panel|part|section) ?[\dA-Z]", re.IGNORECASE)
_WIDE = 4
_SAMPLE = 200


def write_tables(grid: CellGrid, builder: DocumentBuilder) -> None:
    """Write the tables of a grid, which empty rows separate; single cells above and below are paragraphs."""
    for block in _with_names(grid.blocks()):
        _write_block(block, builder)


def _write_block(block: CellGrid, builder: DocumentBuilder, is_part: bool = False) -> None:
    block = block.columns(block.used_columns()) if is_part else block
    wide = [row for row, count in enumerate(_counts(block)) if count > 1]
    first, last = (_group_row(block, wide[0]), wide[-1] + 1) if wide else (0, len(block.rows))
    _write_lines(block.rows[:first], builder)
    body = block.between(first, last)
    parts = [] if is_part else _side_by_side(body)
    if len(parts) > 1:
        for inner in (inner for part in parts for inner in part.blocks()):
            _write_block(inner, builder, is_part=True)
    elif len(below := _stacked(body)) > 1:
        for part in below:
            _write_block(part, builder, is_part)
    else:
        _write_table(body.columns(body.used_columns()), builder)
    _write_lines(block.rows[last:], builder)


def _with_names(blocks: Iterable[CellGrid]) -> list[CellGrid]:
    """Return the blocks; one row of names above an empty row is joined with the figures below it."""
    found: list[CellGrid] = []
    for block in blocks:
        if found and _names_block(found[-1], block):
            found[-1] = found[-1].above(block)
        else:
            found.append(block)
    return found


def _names_block(names: CellGrid, block: CellGrid) -> bool:
    """Return whether a block is one row with a name for each column of the next block, which has none."""
    if len(names.rows) != 1 or names.spans or len(columns := names.used_columns()) < 2:
        return False
    if block.used_columns() != columns or any(map(is_figure, names.rows[0])):
        return False
    rows = block.columns(columns).rows
    return any(is_figure(cell) for cell in rows[0][1:]) and not names_columns(rows[0], rows[1:])


def _stacked(grid: CellGrid) -> list[CellGrid]:
    """Return the tables below one another without an empty row between them.

    Another table begins where the names of the columns are repeated, or below a title.
    """
    rows = grid.rows
    starts = [0]
    for row in range(2, len(rows) - 1):
        if sum(map(bool, rows[row])) < 2 or not rows[row][0] or any(map(is_figure, rows[row])):
            continue
        has_title = sum(map(bool, rows[row - 1])) == 1 and bool(rows[row - 1][0])
        if list(rows[row]) == list(rows[0]) or (
            has_title and (rows[row][0] == rows[0][0] or _TITLE.match(rows[row - 1][0]))
        ):
            starts.append(row - has_title)
    return [grid.between(start, end) for start, end in pairwise([*starts, len(rows)])]


def _write_table(grid: CellGrid, builder: DocumentBuilder) -> None:
    """Write a table, without lines about it above and below, or a list if it has one column or row."""
    first, last = _about(grid)
    _write_lines(grid.rows[:first], builder)
    table = grid.between(first, last)
    table = table.columns(table.used_columns())
    if table.width == 2 and all(_is_name(row[0]) for row in table.rows):
        _write_lines(table.rows, builder)
    elif len(table.rows) > 1 and table.width > 1:
        count = header_rows(table)
        rows = table.filled(count)
        is_merged = any(top < count and left < right for top, left, _, right in table.spans)
        names = [name.rstrip(": ") for name in joined_names(rows[:count], carry=not is_merged)] if count else []
        named = _with_first_name([names, *rows[count:]]) if count else rows
        builder.table(named, header=bool(count))
    else:
        # A single column or row is a list.
        for row in table.rows:
            builder.item(" · ".join(filter(None, row)))
    _write_lines(grid.rows[last:], builder)


def _with_first_name(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows of a table, with an empty column before codes and numbers, which are no labels of their rows.

    The name of the first column is not written, that of a second one is.
    """
    codes = [row[0] for row in rows[1:] if row[0]]
    return [["", *row] for row in rows] if rows[0][0] and codes and all(map(is_figure, codes)) else rows


def _write_lines(rows: Sequence[Sequence[str]], builder: DocumentBuilder) -> None:
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) == 2 and not re.search(r"[.:;!?]$", cells[0]):
            builder.paragraph(": ".join(cells))
        else:
            builder.paragraph(", ".join(cells) if len(cells) > 2 else " ".join(cells))


def _counts(grid: CellGrid) -> list[int]:
    """Return the number of cells with text of each row; a merged cell counts in each of its rows, once."""
    counts = [sum(map(bool, row)) for row in grid.rows]
    for top, left, bottom, _ in grid.spans:
        if left < len(grid.rows[top]) and grid.rows[top][left]:
            for row in range(top + 1, bottom + 1):
                counts[row] += 1
    return counts


def _group_row(grid: CellGrid, first: int) -> int:
    """Return the first row of a table, one above `first` if that has only a name that spans some columns."""
    for top, left, bottom, right in grid.spans:
        if bottom == first - 1 and top == bottom and 0 < left < right and grid.rows[top][left]:
            return first - 1
    return first


def _about(grid: CellGrid) -> tuple[int, int]:
    """Return the first row of the table and the one after its last, without lines such as "Source, ONS"."""
    rows = grid.rows
    counts = [sum(map(bool, row)) for row in rows]
    widths = [count for count in counts[:_SAMPLE] if count > 2]
    usual = max(set(widths), key=widths.count, default=0)
    first, last = 0, len(rows)
    merged = {top for top, left, _, right in grid.spans if left < right}
    while first < last - 2 and first not in merged and _is_about(rows[first], rows[first + 1], usual):
        first += 1
    if first < last - 2 and _is_sentence_above_names(grid, first, usual):
        first += 1
    while first < last - 2 and counts[last - 1] <= 2 < usual and rows[last - 1][0] and _ABOUT.match(rows[last - 1][0]):
        last -= 1
    return first, last


def _is_about(row: Sequence[str], below: Sequence[str], usual: int) -> bool:
    """Return whether the row above a table of `usual` cells in a row is a name and a value."""
    filled = [column for column, cell in enumerate(row) if cell]
    if usual < 3 or filled not in ([0], [0, 1]) or not below[0]:
        return False
    return filled == [0] or _is_name(row[0]) or usual >= _WIDE


def _is_name(cell: str) -> bool:
    """Return whether a cell names something about the table, whose value is beside it: "Source"."""
    return cell.endswith(":") or bool(_ABOUT.fullmatch(cell))


def _is_sentence_above_names(grid: CellGrid, row: int, usual: int) -> bool:
    """Return whether a row is a sentence that was split at its commas, above a row with a name for each column."""
    rows = grid.rows
    filled = [column for column, cell in enumerate(rows[row]) if cell]
    if filled != list(range(len(filled))) or len(filled) >= usual or any(span[0] == row for span in grid.spans):
        return False
    names, below = rows[row + 1], rows[row + 2 :]
    has_figures = any(is_figure(cell) for line in below[:_SAMPLE] for cell in line)
    return has_figures and all(names) and names_columns(names, below) and not any(map(is_figure, names))


def _side_by_side(grid: CellGrid) -> list[CellGrid]:
    """Return the tables beside one another: those between empty columns, or with the same column names again."""
    parts: list[list[int]] = []
    for group in _column_groups(grid):
        if parts and not _are_separate(grid, parts[-1], group):
            parts[-1] += group
        else:
            parts.append(group)
    return [grid.columns(piece) for part in parts for piece in _repeated(grid, part)]


def _column_groups(grid: CellGrid) -> Iterator[list[int]]:
    """Yield the runs of columns between empty ones that no merged cell crosses."""
    crossed = {column for _, left, _, right in grid.spans for column in range(left + 1, min(right, grid.width - 1) + 1)}
    group: list[int] = []
    for column in grid.used_columns():
        if group and column > group[-1] + 1 and not crossed.issuperset(range(group[-1] + 1, column + 1)):
            yield group
            group = []
        group.append(column)
    if group:
        yield group


def _are_separate(grid: CellGrid, left: Sequence[int], right: Sequence[int]) -> bool:
    """Return whether two groups of columns are tables of their own: each has labels and figures, or the same names."""
    before, after = grid.columns(left), grid.columns(right)
    if sum(cell != "" for row in after.rows for cell in row) == 1:
        return bool(after.rows[0][0])
    names, others = _names(before), _names(after)
    if len(right) > 1 and names and others and names[0] == others[0]:
        return True
    is_shifted = _first_row(before) != _first_row(after)
    if is_shifted and _has_names(before) and _has_names(after):
        return True
    return _has_labels_and_figures(before) and _has_labels_and_figures(after)


def _first_row(grid: CellGrid) -> int:
    return next(row for row, cells in enumerate(grid.rows) if any(cells))


def _has_names(grid: CellGrid) -> bool:
    """Return whether the first row with text names columns with figures below."""
    rows = grid.rows[_first_row(grid) :]
    if grid.width < 2 or not all(rows[0]) or not names_columns(rows[0], rows[1:]):
        return False
    return any(is_figure(cell) for row in rows[1:] for cell in row)


def _names(grid: CellGrid) -> list[str]:
    return list(next((row for row in grid.rows if all(row)), []))


def _has_labels_and_figures(grid: CellGrid) -> bool:
    """Return whether the rows have a label first and figures after it."""
    rows = [row for row in grid.rows if sum(map(bool, row)) > 1]
    if len(rows) < 2 or grid.width < 2:
        return False
    body = rows[1:]
    labels = sum(bool(row[0]) and not is_figure(row[0]) for row in body)
    figures = sum(any(map(is_figure, row[1:])) for row in body)
    return labels > len(body) * 0.8 and figures > len(body) * 0.5


def _repeated(grid: CellGrid, columns: list[int]) -> list[list[int]]:
    """Return the columns of each table where the same names are repeated: "Trust", "Beds", "Trust", "Beds"."""
    part = grid.columns(columns)
    names = _names(part)
    for width in range(2, len(names) // 2 + 1):
        if len(names) % width == 0 and names == names[:width] * (len(names) // width):
            pieces = [columns[at : at + width] for at in range(0, len(names), width)]
            labels = [[row[0] for row in grid.columns(piece).rows[1:] if any(row)] for piece in pieces]
            has_labels = all(cells and not any(map(is_figure, cells)) for cells in labels)
            if len(set(names[:width])) == width and has_labels:
                return pieces
    return [columns]
