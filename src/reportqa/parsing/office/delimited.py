"""CSV and TSV files: tables between empty lines, with lines about them above and below.

pandoc reads CSV only with commas, and needs 2 GB for 50,000 rows.
"""

import csv
import io
import re
from typing import Any

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.office.cell_grid import CellGrid
from reportqa.parsing.office.sheet import clean
from reportqa.parsing.office.sheet_tables import write_tables

_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.|\t)"?[,;\t]*\r?\n', re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_RAW_FORMULA_TEXT = re.compile(r'(?<![^,;\t|\r\n])="((?:[^"\r\n]|"")*)"(?![^,;\t|\r\n])')
_SINGLE_QUOTED = re.compile(r"(?:^|[,;\t|])'[^'\r\n]*[,;\t|][^'\r\n]*'(?=[,;\t|]|$)", re.MULTILINE)
_SNIFFED = 64 * 1024
_SAMPLE_LINES = 200
_UNCLOSED = "unexpected end of data"


def parse(data: bytes) -> DocumentBuilder:
    """Read values separated by commas, semicolons, tabs or bars, in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    text = decode(data)
    builder = DocumentBuilder()
    declared = _SEP_LINE.match(text)
    if declared:
        text = text[declared.end() :]
    # Excel writes ="00123" to keep zeros; quotes within a cell would be read as part of it.
    text = _RAW_FORMULA_TEXT.sub(r'"\1"', text.replace("\r\r\n", "\n"))
    rows = _rows(text, declared[1] if declared else None, builder)
    write_tables(CellGrid(_single_spaced(rows)), builder)
    builder.require_text()
    return builder


def _rows(text: str, delimiter: str | None, builder: DocumentBuilder) -> list[list[str]]:
    """Return the cells of the rows.

    :raises ParseError: when they are not readable.
    """
    quote = "'" if _is_single_quoted(text[:_SNIFFED]) else '"'
    delimiter = delimiter or _delimiter(text, quote)
    escape = "\\" if '\\"' in text and '""' not in text else None

    def cells(**options: Any) -> list[list[str]]:
        source = io.StringIO(text, newline="")
        return [_cells(row) for row in csv.reader(source, delimiter=delimiter, quotechar=quote, **options)]

    try:
        return cells(escapechar=escape, strict=True)
    except csv.Error as error:
        is_unclosed = _UNCLOSED in str(error) or "field larger" in str(error)
    try:
        rows = cells(quoting=csv.QUOTE_NONE if is_unclosed else csv.QUOTE_MINIMAL)
    except csv.Error as error:
        raise ParseError(f"is not a readable table ({error}). Save it again as CSV.") from error
    if is_unclosed:
        builder.warnings.append("A quotation mark is not closed; quotation marks are read as part of the cells.")
    return rows


def _single_spaced(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without every second one where all of these are empty."""
    is_double = len(rows) > 4 and all(map(any, rows[::2])) and not any(map(any, rows[1::2]))
    return rows[::2] if is_double else rows


def _cells(row: list[str]) -> list[str]:
    return [clean(match[1].replace('""', '"') if (match := _FORMULA_TEXT.fullmatch(cell)) else cell) for cell in row]


def _is_single_quoted(sample: str) -> bool:
    """Return whether cells with delimiters are between single quotation marks, and none between double ones."""
    return bool(_SINGLE_QUOTED.search(sample)) and not re.search(r'(?:^|[,;\t|])"', sample, re.MULTILINE)


def _delimiter(text: str, quote: str) -> str:
    """Return the delimiter that splits most lines into the same number of cells."""
    sample = text[:_SNIFFED]
    lines = [line for line in sample.splitlines()[: None if len(text) <= _SNIFFED else -1] if line.strip()]
    lines = lines[:_SAMPLE_LINES]

    def regular(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter, quotechar=quote)]
        except csv.Error:
            return 0.0, 0
        wide = [width for width in widths if width > 1]
        common = max(set(wide), key=wide.count, default=1)
        return (widths.count(common) / len(widths), common) if common > 1 else (0.0, 0)

    return max(_DELIMITERS, key=regular)
