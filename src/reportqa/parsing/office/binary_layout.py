"""Layout of the sheets of an XLSB file that python-calamine does not read: errors, hidden rows and hidden columns.

Source: https://learn.microsoft.com/openspecs/office_file_formats/ms-xlsb
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportqa.parsing.office.sheet import Place
from reportqa.parsing.office.sheet_layout import MAX_COLUMNS
from reportqa.parsing.office.zip_package import Package

_WORKBOOK = "xl/workbook.bin"
_ROW, _ERROR, _FORMULA_ERROR, _COLUMNS, _SHEET = 0, 3, 11, 60, 156
"""Kinds of records."""
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip


@dataclass(slots=True)
class BinaryLayout:
    """The errors of a sheet by place, and its rows and columns that are not displayed."""

    errors: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_layouts(data: bytes) -> dict[str, BinaryLayout]:
    """Return the layouts of the sheets of a file by title; of a damaged part what is before the damage.

    :raises ParseError: when the file is no package.
    """
    package = Package(data, "Excel file", ".xlsx")
    related = package.related(_WORKBOOK)
    layouts = {}
    for kind, record in _records(package.read(_WORKBOOK)):
        if kind == _SHEET:
            reference, at = _text(record, 8)
            title, _ = _text(record, at)
            layouts[title] = _layout(package.read(related.get(reference, "")))
    return layouts


def _layout(part: bytes) -> BinaryLayout:
    found = BinaryLayout()
    row = 0
    for kind, record in _records(part):
        try:
            if kind == _ROW:
                row, flags = struct.unpack_from("<I7xB", record)
                if flags & _HIDDEN_ROW:
                    found.hidden_rows.add(row)
            elif kind in {_ERROR, _FORMULA_ERROR}:
                column, code = struct.unpack_from("<I4xB", record)
                found.errors[row, column] = _ERRORS.get(code, "#N/A")
            elif kind == _COLUMNS:
                first, last, flags = struct.unpack_from("<II8xH", record)
                if flags & _HIDDEN_COLUMN:
                    found.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))
        except struct.error:
            break
    return found


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and content of each record of a part, up to where it is damaged."""
    at = 0
    while at < len(part):
        kind, at = _number(part, at, 2)
        length, at = _number(part, at, 4)
        yield kind, part[at : at + length]
        at += length


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of at most some groups of seven bits, the lowest first, and the place behind it."""
    number = 0
    for group, byte in enumerate(part[at : at + most]):
        number |= (byte & 127) << 7 * group
        if byte < 128:
            return number, at + group + 1
    return number, min(at + most, len(part))


def _text(record: bytes, at: int) -> tuple[str, int]:
    """Return a text with its length before it, and the place behind it."""
    size = 2 * int.from_bytes(record[at : at + 4], "little")
    return record[at + 4 : at + 4 + size].decode("utf-16-le", "replace"), at + 4 + size
