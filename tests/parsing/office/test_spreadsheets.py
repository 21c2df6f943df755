import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.formats import CELL, read, saved, workbook
from support.strategies import fast

pytestmark = pytest.mark.slow


def test_sheets_are_sections_and_numbers_are_formatted() -> None:
    rows = [
        ["Organisation", "Patients", "Share", "Cost"],
        ["Modality", 87556, 0.125, 1234.5],
        ["Harness", 120000, 1, -3],
    ]
    notes = [["Table 2. Staff"], [], ["Practice", 2015, 2016], ["North", 12, 14], [], ["Source: survey."]]
    book = workbook({"List sizes": rows, "Staff": notes, "Empty": [], "Workings": [["secret"]]})
    book["Workings"].sheet_state = "hidden"
    for line in (2, 3):
        for column, code in (("B", "#,##0"), ("C", "0.0%"), ("D", '[$£-809]#,##0.00;[Red]-"£"#,##0.00')):
            book["List sizes"][f"{column}{line}"].number_format = code
    builder = read("a.xlsx", saved(book))
    assert builder.text == (
        "List sizes\n\nModality · Patients: 87,556 · Share: 12.5% · Cost: £1,234.50\n"
        "Harness · Patients: 120,000 · Share: 100.0% · Cost: -£3.00\n\n"
        "Staff\n\nTable 2. Staff\n\nNorth · 2015: 12 · 2016: 14\n\nSource: survey."
    )
    assert [section.heading for section in builder.sections] == ["List sizes", "Staff"]
    assert [thing.text for thing in builder.left_out] == ["Workings"]


def test_header_rows_of_a_sheet_that_span_columns_are_joined() -> None:
    rows = [["Area", 2015, None, 2016, None], [None, "Practices", "Patients", "Practices", "Patients"]]
    builder = read("a.xlsx", saved(workbook({"Lists": [*rows, ["North", 1, 2, 3, 4], ["South", 5, 6, 7, 8]]})))
    line = "South · 2015 Practices: 5 · 2015 Patients: 6 · 2016 Practices: 7 · 2016 Patients: 8"
    assert builder.text.endswith(line)


def test_numbers_are_rounded_as_excel_rounds_them() -> None:
    book = workbook({"Shares": [["Group", "Share"], ["Old", 0.2345], ["Young", 1e300]]})
    for line in (2, 3):
        book["Shares"][f"B{line}"].number_format = "0.0%"
    assert "Old · Share: 23.5%" in read("a.xlsx", saved(book)).text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_cells_of_a_csv_are_written_with_their_headers(delimiter: str, encoding: str) -> None:
    lines = [["Practice", "Région", "Note"], ["North, end", "É", "a; b"], ["South", "O", ""], ["East", "P", "c"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    builder = read("a.csv", text.encode(encoding))
    assert builder.text == "North, end · Région: É · Note: a; b\nSouth · Région: O\nEast · Région: P · Note: c"


def test_row_of_figures_is_not_a_header() -> None:
    assert read("a.csv", b"1.5,2.5\n3.5,4.5\n").text == "1.5 · 2.5\n3.5 · 4.5"


@fast
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=8))
def test_every_cell_of_a_csv_and_a_workbook_is_beside_its_header(rows: list[list[str]]) -> None:
    lines = [f"{row[0]} · {rows[0][1]}: {row[1]}" for row in rows[1:]]
    assert read("a.csv", "\n".join(",".join(row) for row in rows).encode()).text.split("\n") == lines
    assert read("a.xlsx", saved(workbook({"S": list(rows)}))).text.split("\n")[2:] == lines


def test_large_csv_is_read_row_by_row() -> None:
    rows = "".join(f"Practice {n},Region {n % 9},{n * 7}\n" for n in range(50_000))
    builder = read("a.csv", f"Practice,Region,List size\n{rows}".encode())
    assert len(builder.tables[0].rows) == 50_001
    assert builder.text.endswith("Practice 49999 · Region: Region 4 · List size: 349993")


def test_declared_dimensions_of_a_sheet_are_ignored() -> None:
    data = saved(workbook({"S": [["a", "b"], ["c", "d"]]}))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert read("a.xlsx", out.getvalue()).text == "S\n\nc · b: d"
