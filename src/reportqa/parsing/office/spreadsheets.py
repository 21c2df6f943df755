"""Workbooks of Excel in XML: XLSX and its variants with macros and for templates.

pandoc fails on XLSX files of other programs.
"""

import io
import warnings
import zlib
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, get_args
from zipfile import BadZipFile

import openpyxl

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office.cell_grid import MAX_CELLS
from reportqa.parsing.office.formula_results import FormulaResults, Formulas
from reportqa.parsing.office.number_format import Value, show
from reportqa.parsing.office.sheet import Place, Sheet, clean, place_name
from reportqa.parsing.office.sheet_layout import SheetLayout, read_layout
from reportqa.parsing.office.sheet_notes import add_notes
from reportqa.parsing.office.zip_package import Package

_WORKBOOK = "xl/workbook.xml"
_ERRORS = (BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError)
"""What openpyxl raises on damaged files and unknown values."""
_STRICT = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}

_VALUES = get_args(Value)

Results = Mapping[str, Mapping[Place, Any]]


def parse_workbook(data: bytes) -> DocumentBuilder:
    """Read an XLSX file: a section for each visible sheet; formulas as their stored results.

    :raises ParseError: when it is not an XLSX file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "Excel file", ".xlsx")
    if b"purl.oclc.org/ooxml" in package.read(_WORKBOOK):
        data = _transitional(package)
        package = Package(data, "Excel file", ".xlsx")
    builder = DocumentBuilder()
    builder.csl_item = package.office_item()
    parts = _parts(package)
    layouts = {title: read_layout(package, part) for title, part in parts.items()}
    missing = _without_results(package, layouts)
    results = FormulaResults.calculate(missing, lambda made: _results(made, missing), data, ".xlsx", ".xlsx")
    try:
        with _opened(data) as book:
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    builder.leave_out("hidden sheet", sheet.title)
                    continue
                layout = layouts.get(sheet.title, SheetLayout())
                read = _sheet(sheet, layout, missing.get(sheet.title, {}))
                add_notes(package, parts.get(sheet.title, ""), read, parts)
                results.fill(read)
                read.write(builder)
            for chart in book.chartsheets:
                drawn = Sheet(chart.title, [])
                add_notes(package, parts.get(chart.title, ""), drawn, parts)
                drawn.write(builder)
    except _ERRORS as error:
        raise ParseError(package.damage) from error
    results.warn(builder)
    builder.require_text()
    return builder


def _transitional(package: Package) -> bytes:
    """Return a workbook of the strict variant of the format with the usual names, which openpyxl reads."""
    parts = {}
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            part = package.read(name)
            for strict, usual in _STRICT.items():
                part = part.replace(strict, usual)
            parts[name] = part
    return package.replaced(parts)


def _parts(package: Package) -> dict[str, str]:
    """Return the part of each visible sheet by its title."""
    root, related = package.xml(_WORKBOOK), package.related(_WORKBOOK)
    parts = {}
    for node in [] if root is None else root.iterfind("{*}sheets/{*}sheet"):
        identifier = next((str(value) for name, value in node.attrib.items() if str(name).endswith("}id")), "")
        if node.get("state", "visible") == "visible":
            parts[str(node.get("name"))] = related.get(identifier, "")
    return parts


def _sheet(sheet: Any, layout: SheetLayout, missing: Container[Place]) -> Sheet:
    """Return the cells of a sheet as displayed, those of formulas without results empty."""
    read = Sheet(sheet.title, [], layout.spans, layout.hidden_rows, layout.hidden_columns, layout.marked)
    unseen = []
    for number, row in enumerate(_rows(sheet)):
        if not row:
            read.rows.append([])
            continue
        line = []
        for column, cell in enumerate(row):
            value = None if (number, column) in missing else cell.value
            text = _shown(cell, value)
            if value and not text and not isinstance(value, str):
                unseen.append(f"{place_name((number, column))}: {value}")
            line.append(text)
        while line and not line[-1]:
            line.pop()
        read.rows.append(line)
    read.left_out += layout.furniture
    if unseen:
        read.left_out.append(("hidden by its number format", ", ".join(unseen)))
    return read


def _rows(sheet: Any) -> Iterator[Any]:
    """Yield the rows of a sheet, regardless of its declared dimensions."""
    sheet.reset_dimensions()
    cells = 0
    for row in sheet.iter_rows():
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise ParseError(f"has a sheet of more than {MAX_CELLS:,} cells. Split it, or save a part as CSV.")
        yield row


def _shown(cell: Any, value: Any) -> str:
    code = str(cell.number_format or "General")
    return "" if value is None else clean(show(value if isinstance(value, _VALUES) else str(value), code))


def _without_results(package: Package, layouts: Mapping[str, SheetLayout]) -> dict[str, dict[Place, str]]:
    """Return the formulas of each sheet that have no stored result.

    Programs that calculate nothing store none, or 0 for all and a request to calculate when the file is opened.
    """
    missing = {title: dict(layout.without_result) for title, layout in layouts.items()}
    root = package.xml(_WORKBOOK)
    settings = None if root is None else root.find("{*}calcPr")
    is_request = settings is not None and settings.get("fullCalcOnLoad") in {"1", "true"}
    if is_request and not any(layout.has_results for layout in layouts.values()):
        for title, layout in layouts.items():
            missing[title].update(layout.with_zero)
    return {title: places for title, places in missing.items() if places}


def _results(data: bytes, missing: Formulas) -> dict[str, dict[Place, str]]:
    """Return the cells that lacked a result in a workbook that LibreOffice has calculated.

    :raises ParseError: when it cannot be read.
    """
    results: dict[str, dict[Place, str]] = {}
    try:
        with _opened(data) as book:
            for title, places in missing.items():
                cells = {
                    (number, column): _shown(cell, cell.value)
                    for number, row in enumerate(_rows(book[title]))
                    for column, cell in enumerate(row)
                    if (number, column) in places
                }
                results[title] = cells
    except _ERRORS as error:
        raise ParseError("cannot be read.") from error
    return results


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """Open a workbook to read stored results row by row."""
    with warnings.catch_warnings():
        # openpyxl warns of features that it would not save.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield book
        book.close()
