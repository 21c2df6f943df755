import pytest

from reportqa.errors import ParseError
from reportqa.parsing.office.cell_grid import MAX_CELLS, CellGrid


def test_blocks_are_the_rows_between_empty_ones() -> None:
    grid = CellGrid([["a", "b"], [], ["", ""], ["c"], ["d"]], [(3, 0, 3, 1)], [(3, 0, 4, 0)])
    first, second = grid.blocks()
    assert first == CellGrid([["a", "b"]], (), ())
    assert second == CellGrid([["c"], ["d"]], ((0, 0, 0, 1),), ((0, 0, 1, 0),))


def test_row_inside_a_merged_cell_is_not_empty() -> None:
    (block,) = CellGrid([["a", "b"], [], ["", "c"]], [(0, 0, 2, 0)]).blocks()
    assert block.columns([0, 1]).filled(0) == [["a", "b"], ["a", ""], ["a", "c"]]


def test_merged_cells_fill_what_they_span_except_labels_over_columns() -> None:
    rows = [["Area", "2015", ""], ["All", "", ""], ["Avon", "1", ""], ["", "2", "3"]]
    grid = CellGrid(rows, [(0, 1, 0, 2), (1, 0, 1, 2), (2, 0, 3, 0), (2, 1, 2, 2)])
    assert grid.filled(1) == [["Area", "2015", "2015"], ["All", "", ""], ["Avon", "1", "1"], ["Avon", "2", "3"]]


def test_columns_move_their_merged_cells() -> None:
    grid = CellGrid([["", "a", "", "b"], ["", "c"]], [(0, 1, 0, 2)])
    assert grid.used_columns() == [1, 3]
    assert grid.columns([1, 3]) == CellGrid([["a", "b"], ["c", ""]], ((0, 0, 0, 0),))


def test_table_with_too_many_empty_cells_is_refused() -> None:
    wide = [str(column) for column in range(5000)]
    with pytest.raises(ParseError, match="more than 5,000,000 cells"):
        CellGrid([wide, *([["a"]] * (MAX_CELLS // 5000))]).columns(range(5000))
