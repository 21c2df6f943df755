"""CSV and TSV files and workbooks.

pandoc reads CSV only with commas, needs 2 GB for 50,000 rows, and fails on XLSX files of other programs. An empty row
ends a table; single cells above or below it are its title or a note.
"""

import csv
import io
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain, groupby
from typing import Any
from zipfile import BadZipFile

import openpyxl

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.office.zip_package import Package
from reportqa.text import YEAR, clean_text

MAX_CELLS = 5_000_000
"""Maximum number of cells of a sheet."""

_DELIMITERS = ",;\t|"
_NUMBER = re.compile(r"[^\w]*\d[\d.,:%/ –-]*[^\w]*")
_YEAR = re.compile(rf"{YEAR}(?:[/–-]\d\d(?:\d\d)?)?")
_LOCALE = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_SNIFFED = 64 * 1024
_MAX_ROUNDED, _MAX_PLACES = 10**12, 10
"""Limits of numbers and decimal places for rounding with the precision of Decimal."""

_OPENPYXL_ERRORS = (BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError)
"""What openpyxl raises on damaged files and unknown values."""

Row = Sequence[str]


def parse_csv(data: bytes) -> DocumentBuilder:
    """Read values separated by commas, semicolons, tabs or bars, in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    text = decode(data)
    builder = DocumentBuilder()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        _write(([_clean(cell) for cell in row] for row in reader), builder)
    except csv.Error as error:
        raise ParseError(f"is not a readable table ({error}). Save it again as CSV.") from error
    builder.require_text()
    return builder


def parse_workbook(data: bytes) -> DocumentBuilder:
    """Read an XLSX file: a section for each visible sheet; formulas as their stored results.

    :raises ParseError: when it is not an XLSX file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "Excel file", ".xlsx")
    builder = DocumentBuilder()
    builder.csl_item = package.office_item()
    try:
        with warnings.catch_warnings():
            # openpyxl warns of features that it would not save.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                rows = _rows(sheet)
                if sheet.sheet_state != "visible":
                    builder.leave_out("hidden sheet", sheet.title)
                elif first := next((row for row in rows if any(row)), None):
                    builder.heading(_clean(sheet.title), 1)
                    _write(chain([first], rows), builder)
            book.close()
    except _OPENPYXL_ERRORS as error:
        raise ParseError(package.damage) from error
    builder.require_text()
    return builder


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet, regardless of its declared dimensions."""
    sheet.reset_dimensions()
    cells = 0
    for row in sheet.iter_rows():
        cells += len(row) + 1
        if cells > MAX_CELLS:
            raise ParseError(f"has a sheet of more than {MAX_CELLS:,} cells. Split it, or save a part as CSV.")
        yield [_shown(cell) for cell in row]


def _write(rows: Iterable[Row], builder: DocumentBuilder) -> None:
    """Write tables separated by empty rows, and single cells as paragraphs."""
    for block in _blocks(rows):
        wide = [at for at, row in enumerate(block) if sum(map(bool, row)) > 1]
        first, last = (wide[0], wide[-1] + 1) if wide else (0, len(block))
        for row in block[:first]:
            builder.paragraph(" ".join(filter(None, row)))
        if len(wide) > 1:
            narrow = _with_one_header(_narrowed(block[first:last]))
            builder.table(narrow, header=_has_header(narrow))
        else:
            # A single column or row is a list.
            for row in block[first:last]:
                builder.item(" · ".join(filter(None, row)))
        for row in block[last:]:
            builder.paragraph(" ".join(filter(None, row)))


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the runs of rows between empty ones."""
    return (list(run) for is_filled, run in groupby(rows, any) if is_filled)


def _narrowed(rows: Sequence[Row]) -> list[list[str]]:
    """Return the rows without columns that are empty everywhere."""
    width = max(map(len, rows))
    used = [column for column in range(width) if any(column < len(row) and row[column] for row in rows)]
    return [[row[column] if column < len(row) else "" for column in used] for row in rows]


def _with_one_header(rows: list[list[str]]) -> list[list[str]]:
    """Join two header rows where names of the first span several columns of the second: "2015", "".

    All but the first of merged cells are empty.
    """
    if len(rows) < 3:
        return rows
    over, names = rows[0], rows[1]
    gaps = [column for column in range(1, len(over)) if over[column - 1 : column + 1] != ["", ""] and not over[column]]
    if not any(names[column] for column in gaps) or any(map(_is_figure, names)) or any(map(_is_figure, over)):
        return rows
    joined, above = [], ""
    for column, name in enumerate(names):
        above = over[column] or (above if name and column else "")
        joined.append(" ".join(dict.fromkeys(filter(None, (above, name)))))
    return [joined, *rows[2:]]


def _is_figure(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _YEAR.fullmatch(cell)


def _has_header(rows: Sequence[Row]) -> bool:
    """Return whether the first row names the columns: it has no figures except years."""
    return not any(map(_is_figure, rows[0]))


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most lines into the same number of cells."""
    sample = text[:_SNIFFED]
    lines = [line for line in sample.splitlines()[: None if len(text) <= _SNIFFED else -1] if line.strip()][:200]

    def regular(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common) / len(widths), common) if common > 1 else (0.0, 0)

    return max(_DELIMITERS, key=regular)


def _clean(text: str) -> str:
    return " ".join(clean_text(text).split())


def _shown(cell: Any) -> str:
    """Return a cell as displayed, for number formats of dates, percentages and money."""
    value, code = cell.value, str(cell.number_format or "General")
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, code)
    return _clean(str(value))


def _number(value: float, code: str) -> str:
    """Return a number in a number format of Excel.

    >>> _number(87556, "#,##0"), _number(0.125, "0.0%"), _number(-3, '"£"#,##0.00;(#,##0.00)')
    ('87,556', '12.5%', '-£3.00')
    """
    positive = _LOCALE.sub(r"\1", code.split(";", maxsplit=1)[0])
    currency = "".join(sign for sign in "£$€¥" if sign in positive)
    digits = _QUOTED.sub("", positive)
    if "E" in digits or "/" in digits or re.search(r"[0#],+(?![0#])", digits) or not re.search(r"[0#]", digits):
        return f"{value:.15g}"
    decimals = re.search(r"\.([0#?]*)", digits)
    places = len(decimals[1]) if decimals else 0
    is_share = "%" in digits
    grouping = "," if "#,##" in digits or "0,0" in digits else ""
    exact = Decimal(repr(abs(value))) * (100 if is_share else 1)
    if exact < _MAX_ROUNDED:
        # Excel rounds the decimal representation: 0.2345 is 23.5%, although the nearest float is less.
        exact = exact.quantize(Decimal(1).scaleb(-min(places, _MAX_PLACES)), ROUND_HALF_UP)
    number = f"{exact:{grouping}.{places}f}"
    sign = "-" if value < 0 and float(number.replace(",", "")) else ""
    return f"{sign}{currency}{number}{'%' if is_share else ''}"
