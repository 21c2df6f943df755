"""Workbooks in XLS and XLSB, and OpenDocument spreadsheets, made for tests."""

import io
import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "chart": "urn:oasis:names:tc:opendocument:xmlns:chart:1.0",
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())


def flat_sheets(tables: str, styles: str = "") -> bytes:
    """Return an FODS file with some table:table elements."""
    return (
        f'<?xml version="1.0"?><office:document {NAMESPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document>"
    ).encode()


def zipped_sheets(tables: str, parts: Mapping[str, str]) -> bytes:
    """Return an ODS file with some table:table elements and other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", flat_sheets(tables))
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


Value = str | float | bool


class Formula(NamedTuple):
    """A formula with its stored result."""

    result: Value


class Error(NamedTuple):
    """An error value by its code: 42 is #N/A."""

    code: int


def binary_workbook(
    title: str,
    rows: Sequence[Sequence[Value | Formula | Error | None]],
    hidden: Mapping[str, str] | None = None,
    *,
    hidden_rows: Collection[int] = (),
    hidden_columns: Collection[int] = (),
) -> bytes:
    """Return an XLSB file with one sheet, and hidden sheets of one cell; repeated strings are shared.

    Source: https://learn.microsoft.com/openspecs/office_file_formats/ms-xlsb
    """
    strings = list(dict.fromkeys(cell for row in rows for cell in row if isinstance(cell, str)))
    shared = [string for string in strings if sum(row.count(string) for row in rows) > 1]
    sheets = {title: _sheet(rows, shared, hidden_rows, hidden_columns)} | {
        name: _sheet([[text]], []) for name, text in (hidden or {}).items()
    }
    bundles = b"".join(
        _record(156, struct.pack("<II", number > 1, number) + _wide(f"rId{number}") + _wide(name))
        for number, name in enumerate(sheets, start=1)
    )
    targets = {f"rId{number}": ("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(sheets) + 1)}
    if shared:
        targets["rId0"] = "sharedStrings", "sharedStrings.bin"
    relationships = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    types = "".join(
        f'<Override PartName="/xl/{target}" ContentType="application/vnd.ms-excel.{kind}"/>'
        for kind, target in [("sheet.binary.macroEnabled.main", "workbook.bin"), *targets.values()]
    )
    count = struct.pack("<II", len(shared), len(shared))
    items = b"".join(_record(19, b"\0" + _wide(string)) for string in shared)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", _record(131) + _record(143) + bundles + _record(144) + _record(132))
        for number, sheet in enumerate(sheets.values(), start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", sheet)
        if shared:
            archive.writestr("xl/sharedStrings.bin", _record(159, count) + items + _record(160))
        archive.writestr("xl/_rels/workbook.bin.rels", _relationships(relationships))
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        )
        archive.writestr("_rels/.rels", _relationships(f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
                                                       ' Target="xl/workbook.bin"/>'))  # fmt: skip
    return out.getvalue()


def _relationships(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _sheet(
    rows: Sequence[Sequence[Value | Formula | Error | None]],
    shared: Sequence[str],
    hidden_rows: Collection[int] = (),
    hidden_columns: Collection[int] = (),
) -> bytes:
    size = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    columns = [_record(60, struct.pack("<IIIIH", column, column, 2560, 0, 1)) for column in sorted(hidden_columns)]
    if columns:
        columns = [_record(390), *columns, _record(391)]
    records = [_record(129), _record(148, size), *columns, _record(145)]
    for number, row in enumerate(rows):
        flags = 0x10 if number in hidden_rows else 0
        records.append(_record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0)))
        records += [_cell(column, cell, shared) for column, cell in enumerate(row)]
    return b"".join([*records, _record(146), _record(130)])


def _cell(column: int, cell: Value | Formula | Error | None, shared: Sequence[str]) -> bytes:
    """Return the record of a cell; a formula's is that of its result plus 2 for text, 4 for figures, 6 for others."""
    place, behind, is_formula = struct.pack("<II", column, 0), b"", isinstance(cell, Formula)
    if isinstance(cell, Formula):
        # Flags, and the formula 1 as tokens.
        cell, behind = cell.result, struct.pack("<HI3sI", 0, 3, b"\x1e\x01\x00", 0)
    if cell is None:
        return _record(1, place)
    if isinstance(cell, Error):
        return _record(3, place + bytes([cell.code]))
    if isinstance(cell, bool):
        return _record(10 if is_formula else 4, place + bytes([cell]) + behind)
    if isinstance(cell, float | int):
        return _record(9 if is_formula else 5, place + struct.pack("<d", cell) + behind)
    if cell in shared and not is_formula:
        return _record(7, place + struct.pack("<I", shared.index(cell)))
    return _record(8 if is_formula else 6, place + _wide(cell) + behind)


def _record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of the binary format with its kind and its length, both in groups of seven bits."""
    return _sevens(kind) + _sevens(len(data)) + data


def _sevens(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = value >> 7, value & 127
        out.append(low | (128 if value else 0))
        if not value:
            return bytes(out)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
