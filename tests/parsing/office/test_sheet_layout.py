from io import BytesIO
from zipfile import ZipFile

import pytest

from reportqa.errors import ParseError
from reportqa.parsing.office.sheet import Sheet
from reportqa.parsing.office.sheet_layout import SheetFormulas, read_layout, read_place, read_span
from reportqa.parsing.office.zip_package import Package

SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="3" hidden="1"/><row ht="0"/>
<row r="5"><c r="A5"><f>B1+1</f><v></v></c><c r="B5"><f>B2</f></c><c r="C5"><f>B3</f><v>0</v></c>
<c r="D5" t="str"><f>B4</f><v></v></c></row></sheetData><autoFilter ref="A2:C9"/>
<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="nonsense"/></mergeCells>
<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"Draft &amp;P</oddHeader></headerFooter></worksheet>"""


def layout_of(sheet: str) -> tuple[Sheet, SheetFormulas]:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("sheet.xml", sheet)
    read = Sheet("S")
    return read, read_layout(Package(out.getvalue(), "Excel file", ".xlsx"), "sheet.xml", read)


def test_layout_of_a_sheet() -> None:
    sheet, formulas = layout_of(SHEET)
    assert sheet.spans == [(0, 0, 1, 1)]
    assert sheet.hidden_rows == {2, 3}
    assert sheet.hidden_columns == {1, 2, 4}
    assert formulas.without_result == {(4, 0): "B1+1", (4, 1): "B2"}
    assert formulas.with_zero == {(4, 2): "B3"}
    assert formulas.has_results
    assert sheet.marked == [(1, 0, 8, 2)]
    assert sheet.left_out == [("running header", "Draft")]


def test_layout_of_a_damaged_sheet_is_as_far_as_it_goes() -> None:
    assert layout_of(SHEET[: SHEET.index('<row r="5"')])[0].hidden_rows == {2, 3}
    assert layout_of("no xml")[0].spans == []


@pytest.mark.parametrize(("name", "place"), [("A1", (0, 0)), ("$B$3", (2, 1)), ("XFD1048576", (1048575, 16383))])
def test_place_of_a_cell(name: str, place: tuple[int, int]) -> None:
    assert read_place(name) == place


def test_range_of_cells() -> None:
    assert read_span("C4:A2") == (1, 0, 3, 2)
    assert read_span("B2") == (1, 1, 1, 1)
    assert read_span("B:C") is None


def test_damaged_part_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("sheet.xml", SHEET)
    data = out.getvalue().replace(b"Draft", b"Drift")
    with pytest.raises(ParseError, match="is damaged"):
        read_layout(Package(data, "Excel file", ".xlsx"), "sheet.xml", Sheet("S"))
