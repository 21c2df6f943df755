from typing import Any

import pytest

from reportqa.parsing.markup.inlines import plain_text
from reportqa.parsing.markup.pandoc import read_tree
from reportqa.parsing.markup.table_grid import TableGrid


def grid_of(rows: str) -> TableGrid:
    tree = read_tree(f"<table>{rows}</table>".encode(), "html")
    (table,) = [block for block in tree["blocks"] if block["t"] == "Table"]
    return TableGrid.read(table["c"], cell_text)


def cell_text(blocks: Any) -> str:
    return " ".join(plain_text(block["c"]) for block in blocks)


def test_cells_are_repeated_over_the_rows_and_columns_that_they_span() -> None:
    grid = grid_of(
        "<thead><tr><th>Area</th><th colspan=2>2015</th></tr></thead><tbody>"
        "<tr><td rowspan=2>North</td><td>1</td><td>2</td></tr><tr><td colspan=2>3</td></tr></tbody>"
    )
    assert grid.rows == [["Area", "2015", "2015"], ["North", "1", "2"], ["North", "3", "3"]]


def test_header_rows_are_joined() -> None:
    grid = grid_of(
        "<thead><tr><th rowspan=2>Year</th><th colspan=2>Practices</th></tr><tr><th>A</th><th>B</th></tr></thead>"
        "<tbody><tr><td>2008</td><td>2</td><td>12</td></tr></tbody>"
    )
    assert grid.rows[0] == ["Year", "Practices A", "Practices B"]
    assert grid.has_header


@pytest.mark.parametrize(
    ("first", "has_header"),
    [
        ("<td><b>A</b></td><td><b>B</b></td><td><b>C</b></td>", True),
        ("<td></td><td>B</td><td>C</td>", True),
        ("<td>A</td><td>B</td><td>C</td>", True),
        ("<td>A</td><td>2</td><td>3</td>", False),
    ],
)
def test_unmarked_header_row_is_recognised(first: str, has_header: bool) -> None:
    rows = "<tr><td>North</td><td>1</td><td>2</td></tr><tr><td>South</td><td>3</td><td>4</td></tr>"
    assert grid_of(f"<tr>{first}</tr>{rows}").has_header == has_header


@pytest.mark.parametrize("cell", ["<h2>Left</h2>", "<blockquote><h3>Left</h3></blockquote>"])
def test_table_of_blocks_is_layout(cell: str) -> None:
    grid = grid_of(f"<tr><td>{cell}</td><td>Right</td></tr>")
    assert grid.is_layout
    assert len(grid.cells) == 2
