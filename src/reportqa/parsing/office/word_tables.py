"""Repairs of the tables of Word files: deleted and hidden rows and cells, skipped columns, cells merged the old way."""

from lxml import etree

from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_styles import is_deleted_row, is_hidden_row
from reportqa.parsing.office.word_xml import namespace, paragraph, text_of, value
from reportqa.parsing.xml_tree import Element, local_name, take_out

_MAX_SKIPPED = 100
_MAX_COLUMNS = 1000


def repair_tables(root: Element, omissions: Omissions) -> None:
    """Take out deleted and hidden rows and cells; write skipped columns as empty cells, merged cells as spans."""
    for row in list(root.iter("{*}tr")):
        kind = "tracked deletion" if is_deleted_row(row) else "hidden text" if is_hidden_row(row) else ""
        if kind:
            omissions.take_out(row, kind, " · ".join(text_of(cell) for cell in row.iterchildren("{*}tc")))
            continue
        for cell in list(row.iterchildren("{*}tc")):
            if cell.find("{*}tcPr/{*}cellDel") is not None:
                omissions.empty(cell, "tracked deletion", text_of(cell), _is_look)
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
    width = max(sum(_span(cell) for cell in row.iterchildren(f"{word}tc")) for row in table.iterchildren(f"{word}tr"))
    grid = table.find(f"{word}tblGrid")
    if grid is None:
        grid = etree.Element(f"{word}tblGrid")
        look = table.find(f"{word}tblPr")
        if look is None:
            table.insert(0, grid)
        else:
            look.addnext(grid)
    columns = list(grid.iterchildren(f"{word}gridCol"))
    for _ in range(min(width, _MAX_COLUMNS) - len(columns)):
        columns.append(etree.SubElement(grid, f"{word}gridCol"))
    for column in columns:
        if not value(column, "w"):
            column.set(f"{word}w", "1000")


def _span(cell: Element) -> int:
    span = value(cell.find("{*}tcPr/{*}gridSpan"))
    return int(span) if span.isdecimal() and len(span) < 5 else 1


def _is_look(node: Element) -> bool:
    return local_name(node) == "tcPr"


def _merge_cells(row: Element) -> None:
    first: Element | None = None
    width = 1
    for cell in list(row.iterchildren("{*}tc")):
        merge = cell.find("{*}tcPr/{*}hMerge")
        if merge is not None and value(merge) != "restart" and first is not None:
            width += 1
            _set_span(first, width)
            row.remove(cell)
        else:
            first, width = cell, 1


def _set_span(cell: Element, width: int) -> None:
    word = namespace(cell)
    look = cell.find(f"{word}tcPr")
    span = None if look is None else look.find(f"{word}gridSpan")
    if look is not None:
        span = etree.SubElement(look, f"{word}gridSpan") if span is None else span
        span.set(f"{word}val", str(width))


def _skip_columns(row: Element) -> None:
    """Write empty cells for the columns that a row skips before its first cell."""
    skipped = value(row.find("{*}trPr/{*}gridBefore"))
    first = row.find("{*}tc")
    for _ in range(min(int(skipped), _MAX_SKIPPED) if skipped.isdecimal() and first is not None else 0):
        cell = etree.Element(f"{namespace(row)}tc")
        cell.append(paragraph("", row))
        if first is not None:
            first.addprevious(cell)
    for skip in list(row.iterfind("{*}trPr/{*}gridBefore")):
        take_out(skip)
