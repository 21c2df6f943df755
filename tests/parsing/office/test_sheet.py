from hypothesis import given
from hypothesis import strategies as st

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.cell_grid import Span
from reportqa.parsing.office.sheet import Sheet, place_name
from support.strategies import fast

ROWS = [["Trust", "Beds", "Secret"], ["Avon", "12", "x"], ["Old", "999"], ["Older", "998"], ["Bure", "15", "y"]]


def written(sheet: Sheet) -> DocumentBuilder:
    builder = DocumentBuilder()
    sheet.write(builder)
    return builder


def test_hidden_rows_and_columns_are_named_and_left_out() -> None:
    builder = written(Sheet("S", ROWS, hidden_rows={2, 3}, hidden_columns={2}))
    assert builder.text == "S\n\nAvon · Beds: 12\nBure · Beds: 15"
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("hidden row", "rows 3 to 4: Old 999 · Older 998"),
        ("hidden column", "column C: Secret · x · y"),
    ]


def test_merged_label_with_a_hidden_first_row_fills_the_others() -> None:
    rows = [["Region", "Trust", "Beds"], ["North", "Old", "1"], ["", "Avon", "2"], ["South", "Bure", "3"]]
    builder = written(Sheet("S", rows, [(1, 0, 2, 0)], hidden_rows={1}))
    assert builder.text == "S\n\nNorth · Trust: Avon · Beds: 2\nSouth · Trust: Bure · Beds: 3"


def test_notes_and_texts_of_boxes_follow_the_tables() -> None:
    sheet = Sheet("S", ROWS[:2], hidden_columns={2}, notes=[(1, 1, "estimated"), (1, 2, "private")], texts=["A box."])
    builder = written(sheet)
    assert builder.text == "S\n\nAvon · 12\n\nA box.\n\nNote on B2 (Avon, 12): estimated".replace(
        "Avon · 12", "Avon · Beds: 12"
    )
    assert [(thing.kind, thing.text) for thing in builder.left_out][-1] == ("note on a hidden cell", "C2: private")


def test_very_many_and_very_large_merged_cells_cost_little() -> None:
    spans: list[Span] = [(0, 0, 10**6, 16_000)] * 100_000
    builder = written(Sheet("S", [["a", "b"] for _ in range(4000)], spans))
    assert builder.text == "S\n\na"
    assert builder.left_out[0].text.startswith("B1: b, A2: a, B2: b")


def test_places_have_names() -> None:
    names = [place_name((2, column)) for column in (0, 25, 26, 701, 702, 16_383)]
    assert names == ["A3", "Z3", "AA3", "ZZ3", "AAA3", "XFD3"]


def test_texts_that_a_merged_cell_covers_are_named() -> None:
    rows = [["Trust", "Beds"], ["Avon", "12"], ["999", "15"]]
    builder = written(Sheet("S", rows, [(1, 0, 2, 0)]))
    assert builder.text == "S\n\nAvon · Beds: 12\nAvon · Beds: 15"
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("covered by a merged cell", "A3: 999")]


def test_marked_names_of_columns_are_those_of_visible_rows() -> None:
    rows = [["x", "y", "z"], ["", "", ""], ["Trust", "111", "999"], ["Avon", "12", "14"], ["Bure", "15", "16"]]
    builder = written(Sheet("S", rows, hidden_rows={0}, marked=[(2, 0, 4, 2)]))
    assert "Bure · 111: 15 · 999: 16" in builder.text


CELLS = st.sampled_from(["", "", "Avon", "Beds", "12", "1,204", "2015", "5-9", "n/a", "Source", "Table 2", "North"])


@fast
@given(st.data())
def test_every_cell_is_text_or_named(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 7)), data.draw(st.integers(1, 6))
    kinds = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=height, max_size=height))
    rows = [[cell and f"{cell} x{row}{column}" for column, cell in enumerate(line)] for row, line in enumerate(kinds)]
    if data.draw(st.booleans()):
        rows = [[cell.partition(" x")[0] for cell in row] for row in rows]
    corner = st.tuples(st.integers(0, height - 1), st.integers(0, width - 1), st.integers(0, 2), st.integers(0, 2))
    spans = [
        (top, left, top + down, left + right) for top, left, down, right in data.draw(st.lists(corner, max_size=3))
    ]
    hidden_rows, hidden_columns = (data.draw(st.sets(st.integers(0, size - 1), max_size=2)) for size in (height, width))
    builder = written(Sheet("S", [list(row) for row in rows], spans, hidden_rows, hidden_columns))
    names = [cell for table in builder.tables for cell in table.rows[0]]
    said = " ".join([builder.text, *(thing.text for thing in builder.left_out), *names])
    assert [cell for row in rows for cell in row if cell not in said] == []
