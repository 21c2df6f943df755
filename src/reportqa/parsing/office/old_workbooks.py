"""Workbooks of Excel that are not XML: XLS of Excel 97 to 2003 and before, and XLSB."""

import io
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

import olefile
import python_calamine
import xlrd
from xlrd.biffh import XLRDError

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.file_type import OLD_OFFICE
from reportqa.parsing.office.binary_layout import BinaryLayout, read_layouts
from reportqa.parsing.office.cell_grid import MAX_CELLS, TOO_LARGE
from reportqa.parsing.office.libreoffice import convert
from reportqa.parsing.office.number_format import Value, is_elapsed, show
from reportqa.parsing.office.sheet import Sheet, clean, leave_out_sheet
from reportqa.parsing.office.spreadsheets import parse_workbook

_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_BEGINNING = 2000
_DAMAGE = "is not a valid Excel file, or it is damaged. Open it, save it again as .xlsx and try again."
_LOCAL_CODES = {14: "mm-dd-yy", 22: "m/d/yy h:mm"}
_ERRORS = (
    XLRDError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    OSError,
    ArithmeticError,
    struct.error,
    RecursionError,
)
"""What xlrd raises on damaged files."""


def parse_xls(data: bytes) -> DocumentBuilder:
    """Read an XLS file: a section for each visible sheet; formulas as their stored results.

    :raises ParseError: when it is not an XLS file, damaged or protected.
    """
    if not data.startswith((OLD_OFFICE, *_BIFF)):
        return _parse_text(data)
    builder = DocumentBuilder()
    try:
        book = xlrd.open_workbook(
            file_contents=_stream(data), formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        for sheet in book.sheets():
            if sheet.visibility:
                leave_out_sheet(sheet.name, (sheet.row_values(row) for row in range(sheet.nrows)), builder)
            else:
                _xls_sheet(book, sheet).write(builder)
    except _ERRORS as error:
        if "encrypted" in str(error):
            raise ParseError("has a password. Save it as .xlsx without a password.") from error
        raise ParseError(_DAMAGE) from error
    builder.require_text()
    return builder


def parse_xlsb(data: bytes) -> DocumentBuilder:
    """Read an XLSB file through LibreOffice where it is installed, else the values of its cells without formats.

    :raises ParseError: when it is not an XLSB file, damaged or protected.
    """
    if data.startswith(OLD_OFFICE):
        raise ParseError(_DAMAGE)
    made = convert(data, ".xlsb", ".xlsx")
    if made is not None:
        return parse_workbook(made)
    builder = DocumentBuilder()
    try:
        with _Panics():
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            layouts = read_layouts(data)
            for entry in book.sheets_metadata:
                if entry.visible != python_calamine.SheetVisibleEnum.Visible:
                    leave_out_sheet(entry.name, book.get_sheet_by_name(entry.name).to_python(), builder)
                elif entry.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    builder.leave_out("sheet without cells", entry.name)
                else:
                    sheet = book.get_sheet_by_name(entry.name)
                    if sheet.total_height * sheet.total_width > MAX_CELLS:
                        raise ParseError(TOO_LARGE)
                    rows = [[clean(show(cell)) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                    _with_layout(Sheet(entry.name, rows), layouts.get(entry.name, BinaryLayout())).write(builder)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise ParseError(_DAMAGE) from error
    builder.warnings.append(
        "Only the values of the cells were read, not their number formats, notes, merged cells and text boxes; formulas"
        " have the results that the file stores. Save it as .xlsx to read all, or install LibreOffice."
    )
    builder.require_text()
    return builder


def _with_layout(sheet: Sheet, layout: BinaryLayout) -> Sheet:
    """Return a sheet with its errors and with what of it is hidden."""
    for (row, column), error in layout.errors.items():
        if row < len(sheet.rows) and column < len(sheet.rows[row]):
            sheet.rows[row][column] = error
    sheet.hidden_rows, sheet.hidden_columns = layout.hidden_rows, layout.hidden_columns
    return sheet


def _stream(data: bytes) -> bytes:
    """Return the stream of a workbook; xlrd itself never ends where sectors of a damaged file refer to each other.

    :raises OSError: when there is none.
    """
    if not data.startswith(OLD_OFFICE):
        return data
    with olefile.OleFileIO(io.BytesIO(data)) as parts:
        return bytes(parts.openstream("Workbook" if parts.exists("Workbook") else "Book").read())


def _parse_text(data: bytes) -> DocumentBuilder:
    """Read an XML spreadsheet of Excel 2003 through LibreOffice; other files are refused with the right suffix.

    :raises ParseError: when it is another file, or LibreOffice is not installed.
    """
    if _XML in data[:_BEGINNING]:
        made = convert(data, ".xml", ".xlsx")
        if made is None:
            raise ParseError("is an XML spreadsheet of Excel 2003. Open it in Excel and save it as .xlsx.")
        return parse_workbook(made)
    try:
        decode(data)
    except ParseError as error:
        raise ParseError(_DAMAGE) from error
    raise ParseError("is a text file named .xls. Rename it to end in .csv.")


def _xls_sheet(book: Any, sheet: Any) -> Sheet:
    """Return the cells of a sheet as displayed."""
    if sheet.nrows * max(1, sheet.ncols) > MAX_CELLS * 4 or sum(map(sheet.row_len, range(sheet.nrows))) > MAX_CELLS:
        raise ParseError(TOO_LARGE)
    read = Sheet(sheet.name, [list(_xls_row(book, sheet, row)) for row in range(sheet.nrows)])
    read.spans = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    read.hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    read.hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    read.notes = [(row, column, note.text) for (row, column), note in sorted(sheet.cell_note_map.items())]
    return read


def _xls_row(book: Any, sheet: Any, row: int) -> Iterator[str]:
    for column in range(sheet.row_len(row)):
        cell = sheet.cell(row, column)
        if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
            yield ""
        elif cell.ctype == xlrd.XL_CELL_ERROR:
            yield str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        else:
            key = book.xf_list[cell.xf_index].format_key if cell.xf_index is not None else 0
            code = _LOCAL_CODES.get(key) or book.format_map[key].format_str
            yield clean(show(_xls_value(cell, code, book.datemode), code))


def _xls_value(cell: Any, code: str, datemode: Literal[0, 1]) -> Value:
    value: Value = cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype != xlrd.XL_CELL_DATE or not isinstance(value, float):
        return value
    if is_elapsed(code):
        return timedelta(days=value)
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return value
    return moment.time() if 0 <= value < 1 else moment


class _Panics:
    """Makes a panic of Rust, which is not an Exception, a damaged file.

    :raises ParseError: when there was one.
    """

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: object) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise ParseError(_DAMAGE) from error
