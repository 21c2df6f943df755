import io
import zipfile
from typing import Any, Literal

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference

from reportqa.parsing.office.libreoffice import find_program
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
    assert [thing.text for thing in builder.left_out] == ["Workings: secret"]


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


@fast
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2, max_size=8))
def test_every_cell_of_a_csv_and_a_workbook_is_beside_its_header(rows: list[list[str]]) -> None:
    # A row like the header begins another table.
    assume(rows[0] not in rows[1:])
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


def test_formulas_without_results_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    builder = read("a.xlsx", saved(workbook({"S": [["Trust", "Beds"], ["All", "=SUM(B3:B3)"], ["Avon", 12]]})))
    assert builder.text == "S\n\nAll\nAvon · Beds: 12"
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("formula without a result", "B2: SUM(B3:B3)"),
    ]
    assert "(S!B2)" in builder.warnings[0]


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_formulas_without_results_are_calculated_by_libreoffice() -> None:
    builder = read("a.xlsx", saved(workbook({"S": [["Trust", "Beds"], ["Avon", 12], ["All", "=SUM(B2:B2)+1"]]})))
    if "missing" in builder.warnings[0]:
        pytest.skip("LibreOffice has no spreadsheets (libreoffice-calc-nogui)")
    assert builder.text.endswith("All · Beds: 13")
    assert "LibreOffice calculated them" in builder.warnings[0]


def test_formulas_of_a_program_that_stores_zeros_have_no_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    data = saved(workbook({"S": [["Trust", "Beds"], ["Avon", 12], ["All", "=SUM(B2:B2)"]]}))
    builder = read("a.xlsx", replaced(data, b"<v></v>", b"<v>0</v>", b"<v />", b"<v>0</v>", b"<v/>", b"<v>0</v>"))
    assert "All · Beds: 0" not in builder.text
    assert "(S!B3)" in builder.warnings[0]


def test_workbook_of_the_strict_variant_is_read() -> None:
    data = saved(workbook({"S": [["Trust", "Beds"], ["Avon", 12]]}))
    strict = replaced(
        data,
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert read("a.xlsx", strict).text == "S\n\nAvon · Beds: 12"


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_hidden_sheet_of_a_chart_is_named(state: Literal["visible", "hidden", "veryHidden"]) -> None:
    book = openpyxl.Workbook()
    for row in (("Town", "Beds"), ("Ely", 31)):
        book.worksheets[0].append(row)
    chart: Any = BarChart()
    chart.title = "Beds of the towns"
    chart.add_data(Reference(book.worksheets[0], min_col=2, min_row=1, max_row=2), titles_from_data=True)
    drawn = book.create_chartsheet("Drawn")
    drawn.add_chart(chart)
    drawn.sheet_state = state
    builder = read("a.xlsx", saved(book))
    named = [thing.text for thing in builder.left_out if thing.kind == "hidden sheet"]
    if state == "visible":
        assert builder.text == "Sheet\n\nEly · Beds: 31\n\nDrawn\n\nBeds of the towns"
        assert named == []
    else:
        assert builder.text == "Sheet\n\nEly · Beds: 31"
        assert [name.startswith("Drawn: Beds of the towns") for name in named] == [True]


def test_what_a_number_format_hides_is_named() -> None:
    book = workbook({"S": [["Trust", "Beds", "Key"], ["Avon", 12, 777]]})
    book["S"]["C2"].number_format = ";;;"
    builder = read("a.xlsx", saved(book))
    assert "777" not in builder.text
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("hidden by its number format", "C2: 777")]


def replaced(data: bytes, *pairs: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            for old, new in zip(pairs[::2], pairs[1::2], strict=True):
                part = part.replace(old, new)
            target.writestr(name, part)
    return out.getvalue()
