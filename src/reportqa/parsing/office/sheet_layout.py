"""Layout of the sheets of an XLSX file, which openpyxl does not read row by row: hidden and merged cells, formulas."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from reportqa.parsing.office.cell_grid import Span
from reportqa.parsing.office.sheet import MAX_SPANS, Place
from reportqa.parsing.office.zip_package import Element, Package, local_name

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""Limits of the size of a sheet in all programs."""
_READ = ("row", "col", "mergeCell", "autoFilter", "oddHeader", "oddFooter")
_TRUE = {"1", "true"}
_CODES = re.compile(r'&"[^"]*"|&[0-9]+|&K[0-9A-F]{6}|&[A-Z&]', re.IGNORECASE)


@dataclass(slots=True)
class SheetLayout:
    """Rows and columns, from 0, of a sheet's hidden, merged and calculated cells.

    `without_result` are formulas with no stored result, `with_zero` those whose result is 0, `has_results`: others
    exist. `marked` are the ranges that have filters.
    """

    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_result: dict[Place, str] = field(default_factory=dict)
    with_zero: dict[Place, str] = field(default_factory=dict)
    has_results: bool = False
    marked: list[Span] = field(default_factory=list)
    furniture: list[tuple[str, str]] = field(default_factory=list)


def read_layout(package: Package, part: str) -> SheetLayout:
    """Return the layout of the sheet in a part of a workbook; empty if it is damaged."""
    layout = SheetLayout()
    row = 0
    for node in _nodes(package, part):
        kind = local_name(node)
        if kind == "row":
            row = int(str(node.get("r"))) if str(node.get("r")).isdecimal() else row + 1
            if node.get("hidden") in _TRUE or _is_zero(node.get("ht")):
                layout.hidden_rows.add(row - 1)
            _read_formulas(node, row - 1, layout)
        elif kind == "col":
            if node.get("hidden") in _TRUE or _is_zero(node.get("width")):
                first, last = (str(node.get(name, "0")) for name in ("min", "max"))
                if first.isdecimal() and last.isdecimal():
                    layout.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))
        elif kind == "mergeCell" and (span := read_span(str(node.get("ref")))) and len(layout.spans) < MAX_SPANS:
            layout.spans.append(span)
        elif kind == "autoFilter" and (span := read_span(str(node.get("ref")))):
            layout.marked.append(span)
        elif kind in {"oddHeader", "oddFooter"} and node.text:
            name = "running header" if kind == "oddHeader" else "running footer"
            layout.furniture.append((name, " ".join(_CODES.sub(" ", node.text).split())))
    return layout


def read_place(reference: str) -> Place | None:
    """Return the row and column of a cell, from 0: "B3" is (2, 1)."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def read_span(reference: str) -> Span | None:
    """Return the first and last row and column of a range: "A2:A4" is (1, 0, 3, 0)."""
    first, _, last = reference.partition(":")
    start, end = read_place(first), read_place(last or first)
    if start is None or end is None:
        return None
    (top, bottom), (left, right) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return top, left, bottom, right


def _nodes(package: Package, part: str) -> Iterator[Element]:
    """Yield the elements of a sheet that are read here, and free each after it."""
    with package.open(part) as stream:
        nodes = etree.iterparse(
            stream,
            tag=[f"{{*}}{name}" for name in _READ],
            resolve_entities=False,
            no_network=True,
            recover=True,
            remove_comments=True,
        )
        try:
            for _, node in nodes:
                yield node
                node.clear()
                while local_name(node) == "row" and node.getprevious() is not None:
                    del node.getparent()[0]
        except (etree.XMLSyntaxError, ValueError):
            return


def _read_formulas(row: Element, number: int, layout: SheetLayout) -> None:
    for formula in row.iter("{*}f"):
        cell = formula.getparent()
        place = None if cell is None else read_place(str(cell.get("r")))
        if cell is None or place is None or place[0] != number:
            continue
        result = next((node.text or "" for node in cell.iterchildren("{*}v")), "")
        kind = cell.get("t", "n")
        if not result and kind != "str":
            layout.without_result[place] = formula.text or ""
        elif kind == "n" and result in {"0", "0.0"}:
            layout.with_zero[place] = formula.text or ""
        else:
            layout.has_results = True


def _is_zero(size: str | None) -> bool:
    try:
        return size is not None and float(size) == 0
    except ValueError:
        return False
