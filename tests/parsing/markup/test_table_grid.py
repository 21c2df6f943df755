from typing import Any

import pytest

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import plain_text
from reportqa.parsing.markup.pandoc import read_tree, write_blocks
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


INNER = "<table><tr><td>Mode</td><td>Cost</td></tr><tr><td>Van</td><td>£6,120</td></tr></table>"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Costs by year and place, without those of the building", "Year · Item\n2001 · Costs by year"),
        ("By", "Year\n\nItem\n\n2001\n\nBy\n\nMode · Cost\nVan · £6,120"),
    ],
)
def test_table_with_a_small_table_in_a_cell_is_a_table(said: str, text: str) -> None:
    def row(*cells: str) -> dict[str, Any]:
        return {"c": [["", [], []], [[["", [], []], {"t": "AlignDefault"}, 1, 1, blocks(cell)] for cell in cells]]}

    def blocks(source: str) -> list[Any]:
        return list(read_tree(source.encode(), "html")["blocks"])

    (table,) = blocks("<table><tr><td>Year</td><td>Item</td></tr><tr><td>2001</td><td>1</td></tr></table>")
    table["c"][4][0][3] = [row("Year", "Item")["c"], row("2001", f"<p>{said}</p>{INNER}")["c"]]
    builder = DocumentBuilder()
    write_blocks({"blocks": [table], "meta": {}, "pandoc-api-version": [1, 23]}, builder)
    assert builder.text.startswith(text)
    assert "Van · £6,120" in builder.text


def test_years_below_a_name_over_two_columns_are_names() -> None:
    grid = grid_of(
        "<tr><td>Item</td><td colspan=2>Cost</td></tr><tr><td></td><td>2019</td><td>2020</td></tr>"
        "<tr><td>Beds</td><td>5</td><td>6</td></tr>"
    )
    assert grid.rows == [["Item", "Cost 2019", "Cost 2020"], ["Beds", "5", "6"]]
    rows = "<tr><td>Area</td><td colspan=2>Opened</td></tr><tr><td>North</td><td>2019</td><td>2020</td></tr>"
    assert grid_of(f"{rows}<tr><td>South</td><td>2001</td><td>2002</td></tr>").rows[-2:] == [
        ["North", "2019", "2020"], ["South", "2001", "2002"],
    ]  # fmt: skip
