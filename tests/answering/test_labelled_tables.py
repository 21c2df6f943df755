import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.labelled_tables import read_table
from support.strategies import fast
from support.tables import PAYMENTS, VOTES, document_of, table_of

words = st.text("ab £1.", max_size=5).map(str.strip)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(words, min_size=width, max_size=width), min_size=2, max_size=6)
)


@fast
@given(tables, st.sampled_from(["", "Before it.", "All are in millions:"]))
def test_cells_and_lines_are_ranges_of_the_text(rows: list[list[str]], above: str) -> None:
    document = document_of(rows, above)
    for table in document.tables:
        grid = read_table(document, table)
        for row in grid.rows if grid else ():
            for cell, place in zip(row.cells, row.ranges, strict=True):
                assert document.text[place.start : place.end] == cell
                if cell:
                    assert any(line.start <= place.start <= place.end <= line.end for line in row.lines)
            for line in row.lines:
                assert "\n" not in document.text[line.start : line.end]


def test_row_without_values_is_the_group_of_the_rows_below() -> None:
    grid = table_of([["", "2022"], ["Sales", "3"], ["Domestic:", ""], ["Sales", "1"], ["Abroad:", ""], ["Sales", "2"]])
    assert [(row.group, row.label, row.cells[1]) for row in grid.rows] == [
        ("", "Sales", "3"),
        ("Domestic:", "Sales", "1"),
        ("Abroad:", "Sales", "2"),
    ]


def test_rows_without_values_one_after_another_are_one_group() -> None:
    grid = table_of([["", "2022"], ["52 weeks", ""], ["Domestic:", ""], ["Sales", "1"]])
    assert [row.group for row in grid.rows] == ["52 weeks Domestic:"]


@pytest.mark.parametrize(
    ("above", "announcement"),
    [
        ("You get money. There are two rates.", "There are two rates."),
        ("The payments are as follows:", "The payments are as follows:"),
        ("The moon is made of cheese.", None),
        ("Name", None),
        ("", None),
    ],
)
def test_sentence_that_announces_a_table_is_above_it_and_on_it(above: str, announcement: str | None) -> None:
    document = document_of(PAYMENTS, above)
    grid = read_table(document, document.tables[0])
    assert grid
    found = grid.announcement
    assert (found and document.text[found.start : found.end]) == announcement


@pytest.mark.parametrize(
    ("above", "heading", "scale"),
    [
        ("($ in Millions) Full Year", "", "$ in Millions"),
        ("", "Sales (in thousands)", "in thousands"),
        ("Sales", "", ""),
    ],
)
def test_unit_of_a_table_is_read_above_it(above: str, heading: str, scale: str) -> None:
    assert table_of(VOTES, above, heading).scale == scale


@pytest.mark.parametrize(
    ("name", "doubtful"), [("2022 23.9 %", True), ("$375", True), ("Q4 % Change", False), ("July 29, 2023", False)]
)
def test_column_named_by_a_value_is_doubtful(name: str, doubtful: bool) -> None:
    assert table_of([["", name], ["Sales", "1"]]).has_values_in_names == doubtful


def test_long_row_gives_the_lines_of_the_columns_wanted() -> None:
    long = "word " * 40
    document = document_of([["", "One", "Two"], ["Row", f"{long}1", f"{long}2"], ["Next", "3", "4"]])
    grid = read_table(document, document.tables[0])
    assert grid
    first, second = grid.rows
    assert [document.text[line.start : line.end][-1] for line in first.lines_with([2])] == ["2"]
    assert second.lines_with([1]) == second.lines_with([1, 2]) == second.lines


def test_table_without_column_names_of_its_own_is_no_grid() -> None:
    document = document_of([["One", "2"]])
    assert [read_table(document, table) for table in document.tables] == [None] * len(document.tables)
