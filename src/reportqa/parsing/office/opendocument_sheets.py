"""OpenDocument spreadsheets, zipped (ODS) and flat (FODS): cells as they were displayed when the file was saved."""

from io import BytesIO
from typing import IO

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.cell_grid import MAX_CELLS, TOO_LARGE
from reportqa.parsing.office.formula_results import FormulaResults, Rows
from reportqa.parsing.office.opendocument_xml import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    attribute,
    chart_figures,
    item_of,
    spanned,
)
from reportqa.parsing.office.sheet import Place, Sheet, clean, leave_out_sheet, place_name
from reportqa.parsing.office.sheet_layout import MAX_COLUMNS, MAX_ROWS
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name, stream_xml, whole_number

_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")
_HIDDEN = {"collapse", "filter"}


def parse(data: bytes) -> DocumentBuilder:
    """Read an ODS or FODS file: a section for each visible sheet; formulas as their stored results.

    :raises ParseError: when it is not such a file, damaged, protected or unpacks to too much.
    """
    book = _Book.read(data)
    builder = DocumentBuilder()
    builder.csl_item = item_of(book.meta)
    missing = {reader.sheet.title: reader.without_result for reader in book.sheets if not book.is_hidden(reader)}
    results = FormulaResults.calculate(missing, _rows, data, ".fods" if book.package is None else ".ods")
    for reader in book.sheets:
        if book.is_hidden(reader):
            leave_out_sheet(reader.sheet.title, reader.sheet.rows, builder)
        else:
            results.fill(reader.sheet)
            reader.sheet.write(builder)
    results.warn(builder)
    builder.require_text()
    return builder


def _rows(data: bytes) -> Rows:
    return {reader.sheet.title: reader.sheet.rows for reader in _Book.read(data).sheets}


class _Book:
    """The sheets of a file, read row by row, and its properties; a flat file is no package."""

    def __init__(self, stream: IO[bytes], package: Package | None) -> None:
        self.package = package
        self.sheets: list[_SheetReader] = []
        self.meta = None if package is None else package.xml("meta.xml")
        self._hidden_styles: set[str] = set()
        depth = 0
        names = ("style", "table", "table-column", "table-row", "shapes", "meta")
        for event, node in stream_xml(stream, *names):
            if node.tag == f"{TABLE}table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    self.sheets.append(_SheetReader(node, package))
                elif depth == 0:
                    node.clear()
            elif event == "end" and depth == 0:
                self._read_front(node)
            elif event == "end" and depth == 1:
                self.sheets[-1].take(local_name(node), node)

    @classmethod
    def read(cls, data: bytes) -> "_Book":
        if not data.startswith(b"PK") and b"office:spreadsheet" in data:
            return cls(BytesIO(data), None)
        package = Package(data, "OpenDocument spreadsheet", ".ods")
        if "content.xml" not in package.names:
            raise ParseError(package.damage)
        with package.open("content.xml") as stream:
            return cls(stream, package)

    def is_hidden(self, reader: "_SheetReader") -> bool:
        """Return whether the style of a sheet hides it."""
        return reader.style in self._hidden_styles

    def _read_front(self, node: Element) -> None:
        if node.tag == f"{OFFICE}meta":
            self.meta = node
        elif attribute(node.find("{*}table-properties"), "display") == "false":
            self._hidden_styles.add(node.get(f"{STYLE}name", ""))


class _SheetReader:
    """One sheet as its rows are read."""

    def __init__(self, node: Element, package: Package | None) -> None:
        self.sheet = Sheet(node.get(f"{TABLE}name", ""))
        self.style = node.get(f"{TABLE}style-name", "")
        self.without_result: dict[Place, str] = {}
        self._package = package
        self._columns = self._row = self._cells = 0

    def take(self, kind: str, node: Element) -> None:
        """Read a column, a row or the shapes of the sheet, and free it.

        :raises ParseError: when the sheet has too many cells.
        """
        if kind == "table-column":
            count = _repeats(node, "columns", MAX_COLUMNS - self._columns)
            if node.get(f"{TABLE}visibility") in _HIDDEN:
                self.sheet.hidden_columns.update(range(self._columns, self._columns + count))
            self._columns += count
        elif kind == "shapes":
            self._read_drawings(node)
        elif kind == "table-row":
            self._read_row(node)
            node.clear()

    def _read_row(self, node: Element) -> None:
        repeats = _repeats(node, "rows", MAX_ROWS - self._row)
        cells: list[str] = []
        for cell in node.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            cells += [self._read_cell(cell, len(cells))] * _repeats(cell, "columns", MAX_COLUMNS - len(cells))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            self._cells += repeats * (len(cells) + 1)
            if self._cells > MAX_CELLS:
                raise ParseError(TOO_LARGE)
            rows = self.sheet.rows
            rows += [[] for _ in range(self._row - len(rows))]
            rows += [list(cells) for _ in range(repeats)]
        parent = node.getparent()
        if parent is not None and local_name(parent) == "table-header-rows":
            self.sheet.marked = [(self._row, 0, self._row, MAX_COLUMNS)]
        if node.get(f"{TABLE}visibility") in _HIDDEN:
            self.sheet.hidden_rows.update(range(self._row, self._row + repeats))
        self._row += repeats

    def _read_cell(self, cell: Element, column: int) -> str:
        """Return the displayed text of a cell; record its spans, notes and drawings."""
        place = (self._row, column)
        paragraphs = [_paragraph(node) for node in cell.iterchildren(f"{TEXT}p")]
        text = clean(" ".join(paragraphs))
        for note in cell.iterchildren(f"{OFFICE}annotation"):
            said = clean(" ".join(_paragraph(node) for node in note.iter(f"{TEXT}p")))
            if said:
                self.sheet.notes.append((*place, said))
        self._read_drawings(cell)
        rows, columns = spanned(cell, "rows"), spanned(cell, "columns")
        if rows > 1 or columns > 1:
            self.sheet.spans.append((*place, place[0] + rows - 1, column + columns - 1))
        value = next((found for name in _VALUES if (found := cell.get(f"{OFFICE}{name}"))), "")
        if value and not paragraphs:
            return clean(value)
        formula = cell.get(f"{TABLE}formula")
        if formula and not paragraphs and cell.get(f"{OFFICE}value-type") in {None, "float", "void"}:
            self.without_result[place] = formula.partition(":")[2].lstrip("=") or formula
        elif not text and value and value not in {"0", "false"}:
            self.sheet.left_out.append(("hidden by its number format", f"{place_name(place)}: {value}"))
        return text

    def _read_drawings(self, parent: Element) -> None:
        """Record the texts of boxes and the titles of charts; name charts and pictures."""
        for shape in parent.iterchildren(f"{DRAW}*"):
            self.sheet.texts += filter(None, (clean(_paragraph(node)) for node in shape.iter(f"{TEXT}p")))
            for drawn in shape.iter(f"{DRAW}object", f"{DRAW}image"):
                self._read_object(drawn)

    def _read_object(self, drawn: Element) -> None:
        frame = drawn.getparent()
        if local_name(drawn) == "object":
            titles, _ = chart_figures(self._package, drawn)
            self.sheet.texts += titles[:1]
            self.sheet.left_out.append(("drawing of a chart", " · ".join(titles) or "chart"))
        elif frame is None or frame.find(f"{DRAW}object") is None:
            nodes = [] if frame is None else list(frame.iterchildren("{*}title", "{*}desc"))
            said = [clean(node.text or "") for node in nodes]
            self.sheet.texts += filter(is_description, said)
            self.sheet.left_out.append(("picture", " ".join(filter(None, said)) or "picture"))


def _paragraph(node: Element) -> str:
    """Return the text of a paragraph with its spaces, without notes and the pronunciation of words."""
    pieces = [node.text or ""]
    for child in node.iterchildren("*"):
        kind = local_name(child)
        if kind in {"s", "tab", "line-break"}:
            pieces.append(" ")
        elif kind not in {"ruby-text", "annotation"}:
            pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _repeats(node: Element, direction: str, most: int) -> int:
    """Return how often an element is repeated, from 1 up to `most`."""
    return min(max(whole_number(node.get(f"{TABLE}number-{direction}-repeated")), 1), most)
