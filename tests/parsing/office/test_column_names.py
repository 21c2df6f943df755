import pytest

from reportqa.parsing.office.cell_grid import CellGrid
from reportqa.parsing.office.column_names import header_rows, is_figure, joined_names

FIGURES = [["Avon", "1204", "1310", "998"], ["Bure", "988", "1011", "870"]]


@pytest.mark.parametrize(
    "names",
    [
        ["0-4", "5-9", "10-14"],
        ["<5", "5–9", "10+"],
        ["0", "1-4", "5-9"],
        ["1", "2", "3"],
        ["10%", "20%", "30%"],
        ["2015", "2016", "2017"],
        ["2015/16", "2016/17", "2017/18"],
        ["2015-01-01", "2015-02-01", "2015-03-01"],
        ["01/2015", "02/2015", "03/2015"],
        ["Jan-15", "Feb-15", "Mar-15"],
        ["09:00", "10:00", "11:00"],
        ["£000", "%", "Beds"],
    ],
)
def test_names_that_look_like_figures_name_columns(names: list[str]) -> None:
    assert header_rows(CellGrid([["Area", *names], *FIGURES])) == 1


@pytest.mark.parametrize(
    "first",
    [
        ["Cedar", "12", "1", "7"],
        ["Cedar", "2015", "12", "7"],
        ["Cedar", "1.5", "2.5", "3.5"],
        ["Cedar", "3-1", "2-2", "7"],
    ],
)
def test_row_of_figures_is_no_row_of_names(first: list[str]) -> None:
    assert header_rows(CellGrid([first, *FIGURES])) == 0


def test_labels_above_labels_of_their_kind_are_no_names() -> None:
    assert header_rows(CellGrid([["Avon", "5-9"], ["Bure", "10-14"]])) == 0


def test_row_that_the_file_marks_names_the_columns() -> None:
    rows = [["Trust", "111", "999"], ["Avon", "12", "14"]]
    assert header_rows(CellGrid(rows)) == 0
    assert header_rows(CellGrid(rows, (), [(0, 0, 1, 2)])) == 1


def test_merged_names_above_names_are_rows_of_names() -> None:
    rows = [["Area", "Age", "", "All"], ["", "0-4", "5-9", ""], ["Avon", "1", "2", "3"], ["Bure", "4", "5", "6"]]
    assert header_rows(CellGrid(rows, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)])) == 2


def test_merged_name_above_texts_is_one_row_of_names() -> None:
    rows = [["Name", "Contact", ""], ["Avon", "Jane", "Doe"], ["Bure", "Jo", "Moe"]]
    assert header_rows(CellGrid(rows, [(0, 1, 0, 2)])) == 1


def test_units_below_names_are_a_row_of_names() -> None:
    rows = [["Trust", "Beds", "Cost"], ["", "number", "£m"], ["Avon", "1", "2"]]
    assert header_rows(CellGrid(rows)) == 2
    assert joined_names(rows[:2]) == ["Trust", "Beds number", "Cost £m"]


def test_names_of_merged_cells_are_not_carried_further() -> None:
    assert joined_names([["Area", "", "2015"], ["", "Code", "Beds"]], carry=False) == ["Area", "Code", "2015 Beds"]


def test_years_and_bands_are_no_figures() -> None:
    assert [cell for cell in ["2015", "5-9", "12", "£3.40", "Avon", "9-5"] if is_figure(cell)] == ["12", "£3.40", "9-5"]
