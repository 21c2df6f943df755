import pytest

from reportqa.document import Table
from reportqa.parsing.plain.flattened import Cells, cut_at_prose, is_table_caption, split_cells
from support.plain_text import LONG, read

ROWS = [("North", "12", "£1.4m"), ("South", "20", "£2.5m"), ("West", "7", "£0.9m")]
NAMES = ("Region", "Nurses", "Costs")
HEADED = [NAMES, *ROWS]
LINES = [cell for row in HEADED for cell in row]


@pytest.mark.parametrize("groups", [[LINES], [[cell] for cell in LINES], [list(row) for row in HEADED]])
def test_cells_in_lines_are_a_table_if_all_rows_have_as_many_figures(groups: list[list[str]]) -> None:
    assert list(split_cells([[LONG], *groups, [LONG]])) == [[LONG], Cells(tuple(HEADED)), [LONG]]


def test_header_may_be_years_or_lack_the_name_of_the_labels() -> None:
    figures = ["North", "12", "14", "South", "20", "25", "West", "7", "9"]
    named = [("", "2018", "2019"), ("North", "12", "14"), ("South", "20", "25"), ("West", "7", "9")]
    assert list(split_cells([["2018", "2019", *figures]])) == [Cells(tuple(named))]
    (table,) = split_cells([["Region", "2018", "2019", *figures]])
    assert isinstance(table, Cells)
    assert table.rows[0] == ("Region", "2018", "2019")


def test_caption_is_no_name_of_a_column() -> None:
    (table,) = split_cells([["Table 3: Nurses", *LINES]])
    assert table == Cells(tuple(HEADED), "Table 3: Nurses")


@pytest.mark.parametrize("extra", [{4: "13"}, {0: "What the county paid"}, {12: "Nobody knows", 13: "5"}])
def test_cells_are_lost_where_one_is_missing_or_a_name_too_many(extra: dict[int, str]) -> None:
    lines = list(LINES)
    for at, cell in extra.items():
        lines.insert(at, cell)
    found = [part for part in split_cells([lines]) if isinstance(part, Cells)]
    assert [{len(row) for row in table.rows} for table in found] == [{1}]


def test_contents_lists_and_text_are_no_tables() -> None:
    contents = [line for number in range(1, 9) for line in (f"Chapter {chr(64 + number)}", str(number * 3))]
    assert list(split_cells([contents])) == [contents]
    assert list(split_cells([[LONG, "12"], ["A line", "Another line"]])) == [[LONG, "12"], ["A line", "Another line"]]


def test_cells_below_a_caption_end_at_prose() -> None:
    assert is_table_caption("Table 2: Overview of the organisations")
    assert not is_table_caption("Tables are made of wood")
    cells = [f"A cell {number}" for number in range(9)]
    assert cut_at_prose([*cells, LONG, "A cell"]) == 9
    assert cut_at_prose([*cells[:3], LONG, *cells]) == 0


def test_lost_table_is_marked_and_named() -> None:
    cells = [f"• Item {number} of the list" for number in range(9)]
    builder = read(f"{LONG}\n\nTable 2: Overview\n\n" + "\n\n".join(cells) + f"\n\n{LONG}")
    (table,) = builder.tables
    assert isinstance(table, Table)
    assert table.is_flattened
    assert builder.text[table.start : table.end].splitlines()[0] == "Item 0 of the list"
    assert len(table.rows) == 9
    assert builder.warnings == [
        "The rows and columns of 1 table are lost: “Item 0 of the list”. "
        "The cells are read as lines, and none of them is an answer by itself."
    ]


def test_rebuilt_table_is_read_like_others() -> None:
    builder = read(f"{LONG}\n\n" + "\n".join(LINES) + f"\n\n{LONG}")
    assert "North · Nurses: 12 · Costs: £1.4m\nSouth · Nurses: 20 · Costs: £2.5m" in builder.text
    assert not builder.tables[0].is_flattened
    assert builder.warnings == []
