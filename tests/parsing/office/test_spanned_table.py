from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.spanned_table import Cell, write_table


def written_table(rows: list[list[Cell]], header: bool = True, caption: str = "") -> str:
    builder = DocumentBuilder()
    write_table(rows, builder, header, caption)
    return builder.text


def test_cells_over_rows_and_columns_are_repeated() -> None:
    rows = [
        [Cell("Region"), Cell("Town"), Cell("Visits")],
        [Cell("North", rows=2), Cell("Alne"), Cell("77")],
        [Cell("Bolam"), Cell("82")],
        [Cell("South"), Cell("Cawd"), Cell("5")],
    ]
    assert written_table(rows, caption="Table 1") == (
        "Table 1\n\nNorth · Town: Alne · Visits: 77\nNorth · Town: Bolam · Visits: 82\nSouth · Town: Cawd · Visits: 5"
    )


def test_headers_over_columns_are_joined_with_those_below() -> None:
    rows = [
        [Cell("Town", rows=2), Cell("Visits", columns=2)],
        [Cell("May"), Cell("June")],
        [Cell("Alne"), Cell("7"), Cell("8")],
    ]
    assert written_table(rows) == "Alne · Visits May: 7 · Visits June: 8"


def test_table_of_one_column_is_paragraphs() -> None:
    assert written_table([[Cell("One")], [Cell("Two")]], header=False, caption="Box") == "Box\n\nOne\n\nTwo"
