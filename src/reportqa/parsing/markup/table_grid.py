"""Tables of pandoc's syntax tree, including spans, as rectangles of cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

Node = dict[str, Any]
_NUMBER = re.compile(r"[^\w]*\d[\d.,:%/–-]*\s*(?:%|[a-z]{1,2})?[^\w]*", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MIN_ROWS, _MAX_INNER = 2, 0.5
"""Minimum rows of a table of data with tables in its cells, and maximum share of its text in these."""
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
        is_large = width > _MAX_SPAN or width * len([*head, *body]) > _MAX_CELLS
        if width <= 1 or is_large or _lays_out(cells, len([*head, *body])):
            return cls((), False, cells, is_layout=True)
        names = _expand(head, width, read_cell, header=True)
        rows = _expand(body, width, read_cell, header=False)
        last = head[-1] if head else None
        if not names and rows and _is_header(body[0], rows):
            names, last = [rows.pop(0)], body[0]
        has_groups = last is not None and any(1 < cell[3] < width for cell in last[1])
        if has_groups and len(rows) > 1 and _are_names(rows[0], names[-1]):
            # The names below a cell over several columns are in the next row.
            names.append(rows.pop(0))
        # "2015" above "Practices" is "2015 Practices".
        header = [" ".join(dict.fromkeys(filter(None, column))) for column in zip(*names, strict=True)]
        return cls([header, *rows] if header else rows, bool(header), cells, is_layout=False)


def _are_names(row: Sequence[str], above: Sequence[str]) -> bool:
    """Return whether a row below names of columns has no figures but years, and these without a label of their own."""
    has_label = row[0] not in {"", above[0]}
    return not any(_NUMBER.fullmatch(name if has_label else _YEAR.sub("", name)) for name in row)


def _expand(
    rows: Sequence[Any], width: int, read_cell: Callable[[Sequence[Node]], str], header: bool
) -> list[list[str]]:
    """Repeat cells over the rows and columns that they span, except the label of a body row over columns."""
    grid = [[""] * width for _ in rows]
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        column = 0
        for cell in row[1]:
            while (top, column) in taken:
                column += 1
            text = read_cell(cell[4])
            end = min(column + cell[3], width)
            for line in range(top, min(top + cell[2], len(rows))):
                for at in range(column, end):
                    if (line, at) not in taken:
                        grid[line][at] = text if header or at == column or column > 0 else ""
                        taken.add((line, at))
            column = end
    return grid


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


def _is_bold(blocks: Sequence[Node]) -> bool:
    return all(
        block["t"] in {"Para", "Plain"} and all(node["t"] in {"Strong", "Space", "SoftBreak"} for node in block["c"])
        for block in blocks
    )


def rows_of(content: Sequence[Any]) -> list[Any]:
    """Return all rows of a Table node."""
    return [*content[3][1], *(row for part in content[4] for row in [*part[2], *part[3]]), *content[5][1]]


def _lays_out(cells: Sequence[Sequence[Node]], rows: int) -> bool:
    """Return whether cells are parts of a page: with headings, or mostly with tables."""
    if any(True for cell in cells for _ in _found(cell, "Header")):
        return True
    inner = [table for cell in cells for table in _found(cell, "Table")]
    return bool(inner) and (rows < _MIN_ROWS or _length(inner) > _MAX_INNER * _length(cells))


def _found(blocks: Sequence[Node], kind: str) -> Iterator[Node]:
    """Yield the blocks of a kind among blocks, divisions and quotations."""
    for block in blocks:
        if block["t"] == kind:
            yield block
        elif block["t"] in {"Div", "BlockQuote"}:
            for inner in inner_blocks(block):
                yield from _found(inner, kind)


def _length(nodes: Any) -> int:
    """Return the number of characters of the words in nodes of the tree."""
    length, waiting = 0, [nodes]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict) and node.get("t") == "Str":
            length += len(node["c"])
        elif isinstance(node, dict):
            waiting.append(node.get("c"))
        elif isinstance(node, list):
            waiting += node
    return length


def inner_blocks(block: Node) -> Sequence[Sequence[Node]]:
    """Return the lists of blocks in a block: of items, quotations, divisions, figures, terms and definitions."""
    content: Any = block.get("c")
    if block["t"] == "BulletList":
        return list(content)
    if block["t"] == "OrderedList":
        return list(content[1])
    if block["t"] == "DefinitionList":
        return [inner for term, definitions in content for inner in ([{"t": "Plain", "c": term}], *definitions)]
    if block["t"] == "Figure":
        return [content[1][1] or content[2]]
    return {"BlockQuote": [content], "Div": content[1:]}.get(block["t"], []) if content else []
