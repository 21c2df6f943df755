"""Layout of the sheets of an XLSX file, which openpyxl does not read row by row: hidden and merged cells, formulas."""

import re
from dataclasses import dataclass, field

from openpyxl.utils import range_boundaries

from reportqa.parsing.office.cell_grid import Span
from reportqa.parsing.office.sheet import MAX_SPANS, Place, Sheet
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name, stream_xml, whole_number

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""Limits of the size of a sheet in all programs."""
_MARGINS = tuple(f"{page}{part}" for page in ("odd", "even", "first") for part in ("Header", "Footer"))
_READ = ("row", "col", "mergeCell", "autoFilter", "dataValidation", *_MARGINS)
_TRUE = {"1", "true"}
_CODES = re.compile(r'&"[^"]*"|&[0-9]+|&K[0-9A-F]{6}|&[A-Z&]', re.IGNORECASE)


@dataclass(slots=True)
class SheetFormulas:
    """The formulas of a sheet by their place: those without a stored result, and those whose result is 0.

    `has_results`: there are others.
    """

    without_result: dict[Place, str] = field(default_factory=dict)
    with_zero: dict[Place, str] = field(default_factory=dict)
    has_results: bool = False


def read_layout(package: Package, part: str, sheet: Sheet) -> SheetFormulas:
    """Read merged and hidden cells, ranges with filters and printed headers of a part into a sheet.

    Return its formulas. A damaged part is read as far as it goes.
    """
    formulas = SheetFormulas()
    row = 0
    with package.open(part) as stream:
        for event, node in stream_xml(stream, *_READ):
            kind = local_name(node)
            if event == "start":
                continue
            if kind == "row":
                row = whole_number(node.get("r"), row + 1)
                if node.get("hidden") in _TRUE or _is_zero(node.get("ht")):
                    sheet.hidden_rows.add(row - 1)
                _read_formulas(node, row - 1, formulas)
            elif kind == "col" and (node.get("hidden") in _TRUE or _is_zero(node.get("width"))):
                first, last = whole_number(node.get("min")), whole_number(node.get("max"), 0)
                sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
            elif kind == "mergeCell" and (span := read_span(node.get("ref"))) and len(sheet.spans) < MAX_SPANS:
                sheet.spans.append(span)
            elif kind == "autoFilter" and (span := read_span(node.get("ref"))):
                sheet.marked.append(span)
            elif kind == "dataValidation":
                said = " ".join(filter(None, (node.get("promptTitle"), node.get("prompt"))))
                sheet.left_out += [("prompt of a cell", said)] if said else []
            elif kind in _MARGINS and node.text:
                furniture = "running header" if kind.endswith("Header") else "running footer"
                sheet.left_out.append((furniture, " ".join(_CODES.sub(" ", node.text).split())))
            node.clear()
            parent = node.getparent()
            while kind == "row" and parent is not None and parent[0] is not node:
                del parent[0]
    return formulas


def read_place(reference: str | None) -> Place | None:
    """Return the row and column of a cell, from 0: "B3" is (2, 1)."""
    span = read_span(reference)
    return span and span[:2]


def read_span(reference: str | None) -> Span | None:
    """Return the first and last row and column of a range: "A2:A4" is (1, 0, 3, 0)."""
    try:
        left, top, right, bottom = range_boundaries(reference or "")
    except ValueError:
        return None
    if left is None or top is None or right is None or bottom is None:
        # Whole rows or columns.
        return None
    return min(top, bottom) - 1, min(left, right) - 1, max(top, bottom) - 1, max(left, right) - 1


def _read_formulas(row: Element, number: int, formulas: SheetFormulas) -> None:
    for formula in row.iter("{*}f"):
        cell = formula.getparent()
        place = None if cell is None else read_place(cell.get("r"))
        if cell is None or place is None or place[0] != number:
            continue
        result = next((node.text or "" for node in cell.iterchildren("{*}v")), "")
        kind = cell.get("t", "n")
        if not result and kind != "str":
            formulas.without_result[place] = formula.text or ""
        elif kind == "n" and result in {"0", "0.0"}:
            formulas.with_zero[place] = formula.text or ""
        else:
            formulas.has_results = True


def _is_zero(size: str | None) -> bool:
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False
