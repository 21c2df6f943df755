"""Workbooks of Excel in XML: XLSX and its variants with macros and for templates.

pandoc fails on XLSX files of other programs.
"""

import io
import re
import warnings
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, get_args
from zipfile import BadZipFile

import openpyxl

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.cell_grid import MAX_CELLS, TOO_LARGE
from reportqa.parsing.office.formula_results import FormulaResults, Rows
from reportqa.parsing.office.number_format import Value, show
from reportqa.parsing.office.office_xml import relationship
from reportqa.parsing.office.sheet import Place, Sheet, clean, leave_out_sheet, place_name
from reportqa.parsing.office.sheet_layout import SheetFormulas, read_layout
from reportqa.parsing.office.sheet_notes import add_notes
from reportqa.parsing.office.zip_package import Package

_WORKBOOK = "xl/workbook.xml"
_ERRORS = (
    BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    SyntaxError,
    OverflowError,
)
"""What openpyxl raises on damaged files and unknown values."""
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
"""Beginning of the names of the strict variant of the format."""
_VALUES = get_args(Value)


def parse_workbook(data: bytes) -> DocumentBuilder:
    """Read an XLSX file: a section for each visible sheet; formulas as their stored results.

    :raises ParseError: when it is not an XLSX file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "Excel file", ".xlsx")
    if _STRICT.search(package.read(_WORKBOOK)):
        data = _transitional(package)
        package = Package(data, "Excel file", ".xlsx")
    builder = DocumentBuilder()
    builder.csl_item = package.office_item()
    every = _parts(package)
    parts = {title: part for title, (part, is_visible) in every.items() if is_visible}
    sheets = {title: Sheet(title) for title in parts}
    formulas = {title: read_layout(package, part, sheets[title]) for title, part in parts.items()}
    missing = _without_results(package, formulas)
    results = FormulaResults.calculate(missing, _calculated_rows, data, ".xlsx")
    try:
        with _opened(data) as book:
            for each in (*book.worksheets, *book.chartsheets):
                if each in book.chartsheets and each.title in every.keys() - parts.keys():
                    leave_out_sheet(each.title, _charts(package, every[each.title][0], each.title), builder)
                    continue
                if each.sheet_state != "visible":
                    leave_out_sheet(each.title, ([cell.value for cell in row] for row in _rows(each)), builder)
                    continue
                sheet = sheets.get(each.title) or Sheet(each.title)
                if each in book.worksheets:
                    _read_cells(each, sheet, missing.get(sheet.title, {}))
                add_notes(package, parts.get(sheet.title, ""), sheet, parts)
                results.fill(sheet)
                sheet.write(builder)
    except _ERRORS as error:
        raise ParseError(package.damage) from error
    results.warn(builder)
    builder.require_text()
    return builder


def _transitional(package: Package) -> bytes:
    """Return a workbook of the strict variant of the format with the usual names, which openpyxl reads."""
    names = (name for name in package.names if name.endswith((".xml", ".rels")))
    usual = rb"http://schemas.openxmlformats.org/\1/2006/"
    return package.replaced({name: _STRICT.sub(usual, package.read(name)) for name in names})


def _parts(package: Package) -> dict[str, tuple[str, bool]]:
    """Return the part of each sheet by its title, and whether it is visible; openpyxl forgets this of chart sheets."""
    root, related = package.xml(_WORKBOOK), package.related(_WORKBOOK)
    return {
        node.get("name", ""): (related.get(relationship(node), ""), node.get("state", "visible") == "visible")
        for node in ([] if root is None else root.iterfind("{*}sheets/{*}sheet"))
    }


def _charts(package: Package, part: str, title: str) -> Iterator[Sequence[str]]:
    """Yield the texts and the figures of the charts on a sheet of charts, row by row."""
    sheet = Sheet(title)
    add_notes(package, part, sheet, ())
    yield sheet.texts
    for caption, rows in sheet.charts:
        yield [caption]
        yield from rows


def _read_cells(worksheet: Any, sheet: Sheet, missing: Container[Place]) -> None:
    """Read the cells of a worksheet as displayed, those of formulas without results empty."""
    unseen = []
    for number, row in enumerate(_rows(worksheet)):
        line = []
        for column, cell in enumerate(row):
            value = None if (number, column) in missing else cell.value
            text = _shown(cell, value)
            if value and not text and not isinstance(value, str):
                unseen.append(f"{place_name((number, column))}: {value}")
            line.append(text)
        while line and not line[-1]:
            line.pop()
        sheet.rows.append(line)
    if unseen:
        sheet.left_out.append(("hidden by its number format", ", ".join(unseen)))


def _rows(sheet: Any) -> Iterator[Any]:
    """Yield the rows of a sheet, regardless of its declared dimensions."""
    sheet.reset_dimensions()
    cells = 0
    for row in sheet.iter_rows():
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise ParseError(TOO_LARGE)
        yield row


def _shown(cell: Any, value: Any) -> str:
    code = str(cell.number_format or "General")
    return "" if value is None else clean(show(value if isinstance(value, _VALUES) else str(value), code))


def _without_results(package: Package, formulas: Mapping[str, SheetFormulas]) -> dict[str, dict[Place, str]]:
    """Return the formulas of each sheet that have no stored result.

    Programs that calculate nothing store none, or 0 for all and a request to calculate when the file is opened.
    """
    missing = {title: found.without_result for title, found in formulas.items()}
    root = package.xml(_WORKBOOK)
    settings = None if root is None else root.find("{*}calcPr")
    is_request = settings is not None and settings.get("fullCalcOnLoad") in {"1", "true"}
    if is_request and not any(found.has_results for found in formulas.values()):
        missing = {title: found.without_result | found.with_zero for title, found in formulas.items()}
    return {title: places for title, places in missing.items() if places}


def _calculated_rows(data: bytes) -> Rows:
    """Return the cells of a workbook that LibreOffice has calculated.

    :raises ParseError: when it cannot be read.
    """
    try:
        with _opened(data) as book:
            return {
                sheet.title: [[_shown(cell, cell.value) for cell in row] for row in _rows(sheet)]
                for sheet in book.worksheets
            }
    except _ERRORS as error:
        raise ParseError("cannot be read.") from error


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """Open a workbook to read stored results row by row."""
    with warnings.catch_warnings():
        # openpyxl warns of features that it would not save.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield book
        book.close()
