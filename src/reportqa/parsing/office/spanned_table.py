"""Tables with cells over several rows and columns, written with the cells repeated where they reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import plain_text
from reportqa.parsing.markup.table_grid import Node, TableGrid


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and how many rows and columns it reaches over."""

    text: str
    rows: int = 1
    columns: int = 1


def write_table(rows: Sequence[Sequence[Cell]], builder: DocumentBuilder, header: bool, caption: str = "") -> None:
    """Write a table; `header`: its first row has the names of the columns.

    `rows` have each cell once, where it begins. A table of one column is written as paragraphs.
    """
    lines = [[["", [], []], [_node(cell) for cell in row]] for row in rows]
    # A name over two rows makes both of them headers.
    head = lines[: max((cell.rows for cell in rows[0]), default=1)] if header and rows else []
    body = [["", [], []], 0, [], lines[len(head) :]]
    content: list[Any] = [None, [None, []], [], [None, head], [body], [None, []]]
    grid = TableGrid.read(content, _text)
    if grid.is_layout:
        builder.paragraph(caption)
        for row in rows:
            for cell in row:
                builder.paragraph(cell.text)
    else:
        builder.table(grid.rows, caption, header=grid.has_header)


def _node(cell: Cell) -> list[object]:
    blocks: list[Node] = [{"t": "Plain", "c": [{"t": "Str", "c": cell.text}]}] if cell.text else []
    return [None, None, cell.rows, cell.columns, blocks]


def _text(blocks: Sequence[Node]) -> str:
    return " ".join(plain_text(block["c"]) for block in blocks)
