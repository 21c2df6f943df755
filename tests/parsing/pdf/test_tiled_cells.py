"""Tables whose cells are filled boxes, as typst draws them without strokes."""

import pytest

from reportqa.parsing.pdf.parser import parse
from reportqa.parsing.pdf.tiled_cells import find_cells
from support.typeset import typeset

CELLS = [(x, y, x + 90.0, y + 30.0) for y in (400.0, 370.0, 340.0) for x in (100.0, 190.0, 280.0)]


def test_boxes_that_fill_a_rectangle_are_cells() -> None:
    assert sorted(find_cells([(0.0, 0.0, 595.0, 842.0), *CELLS])) == sorted(CELLS)


@pytest.mark.parametrize(
    "boxes",
    [
        CELLS[:-1],
        CELLS[:3],
        [(x, 100.0, x + 20.0, 100.0 + x) for x in (100.0, 120.0, 140.0, 160.0, 180.0, 200.0)],
        [(100.0, y, 500.0, y + 20.0) for y in range(100, 240, 20)],
    ],
)
def test_bars_bands_and_gaps_are_no_cells(boxes: list[tuple[float, float, float, float]]) -> None:
    assert find_cells(boxes) == []


def test_table_of_filled_boxes_on_a_slide_is_read_as_a_table() -> None:
    cells = "[Ward], [Nurses], [Beds], [Ash], [Two by night], [Twelve], [Elm], [One by night], [Nine]"
    source = f"#set page(flipped: true)\n#table(columns: (4cm, 4cm, 4cm), stroke: none, fill: luma(90%), {cells})"
    assert parse(typeset(source)).text == (
        "Ash · Nurses: Two by night · Beds: Twelve\nElm · Nurses: One by night · Beds: Nine"
    )
