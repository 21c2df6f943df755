import io
import shutil
from datetime import datetime, timedelta
from typing import Any

import pytest
import xlwt

from reportqa.errors import ParseError
from support.formats import read
from support.old_sheets import Error, Formula, binary_workbook


def xls(rows: list[list[Any]], codes: dict[tuple[int, int], str]) -> tuple[Any, Any]:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            style = xlwt.easyxf(num_format_str=codes.get((number, column), "General"))
            sheet.write(number, column, value, style)
    return book, sheet


def written(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_of_an_old_workbook_are_shown_in_their_formats() -> None:
    rows: list[list[Any]] = [
        ["Trust", "Code", "Share", "Opened", "Hours"],
        ["Avon", 123, 0.125, datetime(2016, 3, 1), 1.25],
    ]
    codes = {(1, 1): "00000", (1, 2): "0.0%", (1, 3): "MMM-YY", (1, 4): "[h]:mm"}
    book, _ = xls([*rows, ["Bure", 45, True, "x", 2]], codes)
    assert read("a.xls", written(book)).text == (
        "S\n\nAvon · Code: 00123 · Share: 12.5% · Opened: Mar-16 · Hours: 30:00\n"
        "Bure · Code: 45 · Share: TRUE · Opened: x · Hours: 2"
    )


def test_hidden_and_merged_cells_of_an_old_workbook() -> None:
    book, sheet = xls([["Region", "Trust", "Beds"], ["", "Old", 999], ["", "Avon", 12], ["South", "Bure", 15]], {})
    sheet2 = book.add_sheet("Workings")
    sheet2.write(0, 0, "secret")
    sheet2.visibility = 1
    sheet.write_merge(2, 2, 3, 4, "both")
    sheet.row(1).hidden = True
    builder = read("a.xls", written(book))
    assert "Avon" in builder.text
    assert "999" not in builder.text
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [
        ("hidden row", "row 2: Old 999"),
        ("hidden sheet", "Workings: secret"),
    ]


def test_values_of_a_binary_workbook_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    builder = read("a.xlsb", binary_workbook("S", [["Trust", "Beds"], ["Avon", 12.0], ["Bure", 15.5]]))
    assert builder.text == "S\n\nAvon · Beds: 12\nBure · Beds: 15.5"
    assert "install LibreOffice" in builder.warnings[0]


KINDS = binary_workbook(
    "Trusts",
    [
        ["Trust", "Kind", "Beds", "Open", "Share"],
        ["Avon", "acute", 12.0, True, Formula(0.5)],
        ["Bure", "acute", Error(42), False, Formula("half")],
        ["Calder", None, 15.5, Formula(True), 3.0],
    ],
    {"Workings": "secret 999"},
)


def test_every_kind_of_cell_of_a_binary_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    builder = read("a.xlsb", KINDS)
    assert builder.text == (
        "Trusts\n\nAvon · Kind: acute · Beds: 12 · Open: TRUE · Share: 0.5\n"
        "Bure · Kind: acute · Beds: #N/A · Open: FALSE · Share: half\nCalder · Beds: 15.5 · Open: TRUE · Share: 3"
    )
    assert "not their number formats" in builder.warnings[0]
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("hidden sheet", "Workings: secret 999")]


HIDDEN = binary_workbook(
    "Trusts",
    [
        ["Trust", "Beds", "Secret", "Nurses"],
        ["Avon", 12.0, 777.0, 3.0],
        ["Old", 999.0, 1.0, 2.0],
        ["Bure", 15.0, 8.0, 4.0],
    ],
    hidden_rows=[2],
    hidden_columns=[2],
)


@pytest.mark.parametrize(
    "path",
    [
        "",
        pytest.param(
            None,
            marks=[
                pytest.mark.slow,
                pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
            ],
        ),
    ],
)
def test_hidden_rows_and_columns_of_a_binary_workbook(monkeypatch: pytest.MonkeyPatch, path: str | None) -> None:
    if path is not None:
        monkeypatch.setenv("PATH", path)
    builder = read("a.xlsb", HIDDEN)
    assert builder.text == "Trusts\n\nAvon · Beds: 12 · Nurses: 3\nBure · Beds: 15 · Nurses: 4"
    assert [thing.kind for thing in builder.left_out] == ["hidden row", "hidden column"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_binary_workbook_through_libreoffice() -> None:
    builder = read("a.xlsb", KINDS)
    assert "Bure · Kind: acute · Beds: #N/A · Open: FALSE" in builder.text
    assert [(thing.kind, thing.text) for thing in builder.left_out] == [("hidden sheet", "Workings: secret 999")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Trust\tBeds\nAvon\t12\n", r"is a text file named \.xls\. Rename it to end in \.csv"),
        (b"<html><body>x</body></html>", r"is a web page named \.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is not a valid Excel file"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
    ],
)
def test_other_files_are_refused_with_advice(monkeypatch: pytest.MonkeyPatch, data: bytes, message: str) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ParseError, match=message):
        read("a.xls", data)


def test_durations_are_not_dates() -> None:
    book, _ = xls([["Ward", "Wait"], ["Ash", timedelta(hours=30).total_seconds() / 86400]], {(1, 1): "[h]:mm"})
    assert read("a.xls", written(book)).text.endswith("Ash · Wait: 30:00")


@pytest.mark.parametrize("damage", [slice(300, 330), slice(40, 60)])
def test_damaged_binary_workbook_is_refused(monkeypatch: pytest.MonkeyPatch, damage: slice) -> None:
    monkeypatch.setenv("PATH", "")
    data = bytearray(binary_workbook("S", [["Trust", "Beds"], ["Avon", 12.0]]))
    data[damage] = bytes(len(data[damage]))
    with pytest.raises(ParseError, match="is not a valid Excel file"):
        read("a.xlsb", bytes(data))


def test_workbook_whose_sectors_refer_to_each_other_is_refused() -> None:
    book, _ = xls([["Trust", "Beds"], ["Avon", 12]], {})
    data = bytearray(written(book))
    # The table of sectors: every sector is followed by the first one.
    start = 512 + 512 * int.from_bytes(data[76:80], "little")
    data[start : start + 512] = bytes(512)
    with pytest.raises(ParseError, match="is not a valid Excel file"):
        read("a.xls", bytes(data))
