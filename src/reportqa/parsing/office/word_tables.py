"""Repairs of the tables of Word files: deleted and hidden rows and cells, skipped columns, cells merged the old way."""

from lxml import etree

from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_xml import is_on, namespace, paragraph, text_of, value
from reportqa.parsing.xml_tree import Element, local_name, take_out, whole_number

_MAX_SKIPPED = 100
_MAX_COLUMNS = 1000


def repair_tables(root: Element, omissions: Omissions) -> None:
    """Take out deleted and hidden rows and cells; write skipped columns as empty cells, merged cells as spans."""
    for row in list(root.iter("{*}tr")):
        is_deleted = row.find("{*}trPr/{*}del") is not None
        if is_deleted or is_on(row.find("{*}trPr/{*}hidden")):
            kind = "tracked deletion" if is_deleted else "hidden text"
            omissions.take_out(row, kind, " · ".join(text_of(cell) for cell in row.iterchildren("{*}tc")))
            continue
        for cell in list(row.iterchildren("{*}tc")):
            if cell.find("{*}tcPr/{*}cellDel") is not None:
                omissions.empty(cell, "tracked deletion", text_of(cell), "tcPr")
                cell.append(paragraph("", cell))
        _merge_cells(row)
        _skip_columns(row)
    for table in list(root.iter("{*}tbl")):
        if table.find("{*}tr") is None and (parent := table.getparent()) is not None:
            if local_name(parent) == "tc":
                table.addnext(etree.Element(f"{namespace(table)}p"))
            for mark in omissions.marks(table):
                table.addprevious(mark)
            take_out(table)
        else:
            _widen_grid(table)


def _widen_grid(table: Element) -> None:
    """Write a grid with a column for each cell of the widest row; pandoc drops cells beyond the grid."""
    word = namespace(table)
    widths = (sum(map(_span, row.iterchildren(f"{word}tc"))) for row in table.iterchildren(f"{word}tr"))
    width = max(widths, default=0)
    grid = table.find(f"{word}tblGrid")
    if grid is None:
        grid = etree.Element(f"{word}tblGrid")
        table.insert(0 if table.find(f"{word}tblPr") is None else 1, grid)
    columns = list(grid.iterchildren(f"{word}gridCol"))
    for _ in range(min(width, _MAX_COLUMNS) - len(columns)):
        columns.append(etree.SubElement(grid, f"{word}gridCol"))
    for column in columns:
        if not value(column, "w"):
            column.set(f"{word}w", "1000")


def _span(cell: Element) -> int:
    return whole_number(value(cell.find("{*}tcPr/{*}gridSpan")))


def _merge_cells(row: Element) -> None:
    """Write cells that continue the one before them as its span."""
    first: Element | None = None
    for cell in list(row.iterchildren("{*}tc")):
        look = None if first is None else first.find("{*}tcPr")
        merge = cell.find("{*}tcPr/{*}hMerge")
        if look is None or merge is None or value(merge) == "restart":
            first = cell
            continue
        span = look.find("{*}gridSpan")
        span = etree.SubElement(look, f"{namespace(look)}gridSpan") if span is None else span
        span.set(f"{namespace(look)}val", str(whole_number(value(span)) + 1))
        row.remove(cell)


def _skip_columns(row: Element) -> None:
    """Write empty cells for the columns that a row skips before its first cell."""
    for skip in list(row.iterfind("{*}trPr/{*}gridBefore")):
        for first in list(row.iterchildren("{*}tc"))[:1] * min(whole_number(value(skip), 0), _MAX_SKIPPED):
            cell = etree.Element(f"{namespace(row)}tc")
            cell.append(paragraph("", row))
            first.addprevious(cell)
        take_out(skip)
