"""Tables of pandoc's syntax tree, including spans, as rectangles of cells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

Node = dict[str, Any]
_NUMBER = re.compile(r"[^\w]*\d[\d.,:%/–-]*\s*(?:%|[a-z]{1,2})?[^\w]*", re.I)
_MAX_SPAN = 1000
_MAX_CELLS = 200_000


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The cells of a table as text.

    `rows` begins with the header row if `has_header`; several header rows are joined. `cells` are the blocks of each
    cell once, in reading order. `is_layout`: the table only lays out a page.
    """

    rows: Sequence[Sequence[str]]
    has_header: bool
    cells: Sequence[Sequence[Node]]
    is_layout: bool

    @classmethod
    def read(cls, content: Sequence[Any], read_cell: Callable[[Sequence[Node]], str]) -> Self:
        """Read the content of a Table node; `read_cell` returns the text of a cell's blocks."""
        head, bodies, foot = content[3][1], content[4], content[5][1]
        body = [row for part in bodies for row in [*part[2], *part[3]]] + foot
        cells = [cell[4] for row in [*head, *body] for cell in row[1]]
        width = max((sum(cell[3] for cell in row[1]) for row in [*head, *body]), default=0)
        if width <= 1 or any(_places_blocks(blocks) for blocks in cells) or width > _MAX_SPAN:
            return cls((), False, cells, is_layout=True)
        if width * len([*head, *body]) > _MAX_CELLS:
            return cls((), False, cells, is_layout=True)
        header_rows = _expand(head, width, read_cell, header=True)
        rows = _expand(body, width, read_cell, header=False)
        if not header_rows and rows and _is_header(body[0], rows):
            header_rows = [rows.pop(0)]
            last = body[0]
        else:
            last = head[-1] if head else None
        if header_rows and last and len(rows) > 1 and _spans_names(last, width) and not _has_number(rows[0]):
            header_rows.append(rows.pop(0))
        header = [_joined(column) for column in zip(*header_rows, strict=True)]
        return cls([header, *rows] if header else rows, bool(header), cells, is_layout=False)


def _expand(
    rows: Sequence[Any], width: int, read_cell: Callable[[Sequence[Node]], str], header: bool
) -> list[list[str]]:
    """Repeat cells over the rows and columns that they span, except the label of a body row over columns."""
    grid: list[list[str]] = []
    from_above: dict[int, tuple[int, str]] = {}
    for row in rows:
        line = [""] * width
        pending = iter(row[1])
        column = 0
        while column < width:
            if column in from_above:
                left, line[column] = from_above.pop(column)
                if left > 1:
                    from_above[column] = (left - 1, line[column])
                column += 1
                continue
            cell = next(pending, None)
            if cell is None:
                column += 1
                continue
            text = read_cell(cell[4])
            for at in range(column, min(column + cell[3], width)):
                line[at] = text if header or at == column or column > 0 else ""
                if cell[2] > 1:
                    from_above[at] = (cell[2] - 1, line[at])
            column += cell[3]
        grid.append(line)
    return grid


def _joined(names: Sequence[str]) -> str:
    """Join the distinct names above a column: "2015", "Practices" is "2015 Practices"."""
    return " ".join(dict.fromkeys(name for name in names if name))


def _is_header(first: Any, rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first body row is an unmarked header row.

    It is if it is bold, if only its first cell is empty, or if it has three or more cells without a number and the rows
    below have numbers.
    """
    names = rows[0]
    if len(rows) < 2 or not any(names):
        return False
    filled = [cell[4] for cell in first[1] if cell[4]]
    if len(filled) > 1 and all(_is_bold(blocks) for blocks in filled):
        return True
    if not names[0] and all(names[1:]):
        return True
    if len(names) < 3 or not all(names) or any(_NUMBER.fullmatch(name) for name in names):
        return False
    return all(any(_NUMBER.fullmatch(cell) for cell in row) for row in rows[1:] if any(row[1:]))


def _spans_names(row: Any, width: int) -> bool:
    """Return whether a header row has a cell over several columns, whose names are then in the next row."""
    return any(1 < cell[3] < width for cell in row[1])


def _has_number(names: Sequence[str]) -> bool:
    return any(_NUMBER.fullmatch(name) for name in names)


def _is_bold(blocks: Sequence[Node]) -> bool:
    return all(
        block["t"] in {"Para", "Plain"} and all(node["t"] in {"Strong", "Space", "SoftBreak"} for node in block["c"])
        for block in blocks
    )


def _places_blocks(blocks: Sequence[Node]) -> bool:
    for block in blocks:
        if block["t"] in {"Table", "Header"}:
            return True
        if block["t"] in {"Div", "BlockQuote"}:
            inner = block["c"][1] if block["t"] == "Div" else block["c"]
            if _places_blocks(inner):
                return True
    return False
