"""OpenDocument spreadsheets, zipped (ODS) and flat (FODS): cells as they were displayed when the file was saved."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import IO

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.cell_grid import MAX_CELLS
from reportqa.parsing.office.formula_results import FormulaResults
from reportqa.parsing.office.opendocument_properties import item_of
from reportqa.parsing.office.sheet import Place, Sheet, clean, place_name
from reportqa.parsing.office.sheet_layout import MAX_COLUMNS, MAX_ROWS
from reportqa.parsing.office.zip_package import Element, Package, local_name

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")
_HIDDEN = {"collapse", "filter"}
_FLAT = "is not a valid OpenDocument spreadsheet, or it is damaged. Open it, save it again as .ods and try again."


def parse(data: bytes) -> DocumentBuilder:
    """Read an ODS file: a section for each visible sheet; formulas as their stored results.

    :raises ParseError: when it is not an ODS file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "OpenDocument spreadsheet", ".ods")
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ParseError("has a password. Save it as .ods without a password.")
    if "content.xml" not in package.names:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    meta = package.xml("meta.xml")
    builder.csl_item = item_of(None if meta is None else meta.find("{*}meta"))
    with package.open("content.xml") as stream:
        _write(_Reader(stream, package), data, ".ods", builder)
    return builder


def parse_flat(data: bytes) -> DocumentBuilder:
    """Read an FODS file, as `parse` does.

    :raises ParseError: when it is not an FODS file.
    """
    if b"office:spreadsheet" not in data:
        raise ParseError(_FLAT)
    builder = DocumentBuilder()
    _write(_Reader(BytesIO(data), None), data, ".fods", builder)
    return builder


def _write(reader: "_Reader", data: bytes, suffix: str, builder: DocumentBuilder) -> None:
    sheets = list(reader.sheets())
    builder.csl_item = item_of(reader.meta)
    missing = {sheet.title: reader.without_result[sheet.title] for sheet in sheets if not reader.is_hidden(sheet)}
    results = FormulaResults.calculate(missing, lambda made: _results(made, missing), data, suffix, ".ods")
    for sheet in sheets:
        if reader.is_hidden(sheet):
            builder.leave_out("hidden sheet", sheet.title)
        else:
            results.fill(sheet)
            sheet.write(builder)
    results.warn(builder)
    builder.require_text()


def _results(data: bytes, missing: Mapping[str, Mapping[Place, str]]) -> dict[str, dict[Place, str]]:
    """Return the cells that lacked a result in a spreadsheet that LibreOffice has calculated."""
    package = Package(data, "OpenDocument spreadsheet", ".ods")
    with package.open("content.xml") as stream:
        sheets = {sheet.title: sheet.rows for sheet in _Reader(stream, package).sheets()}
    found: dict[str, dict[Place, str]] = {}
    for title, places in missing.items():
        rows = sheets.get(title, [])
        cells = {(row, column): rows[row][column : column + 1] for row, column in places if row < len(rows)}
        found[title] = {place: cell[0] for place, cell in cells.items() if cell}
    return found


class _Reader:
    """The sheets of a content part, read row by row."""

    def __init__(self, stream: IO[bytes], package: Package | None) -> None:
        self._stream, self._package = stream, package
        self._hidden_styles: set[str] = set()
        self._styles: dict[str, str] = {}
        self.without_result: dict[str, dict[Place, str]] = {}
        self.meta: Element | None = None

    def is_hidden(self, sheet: Sheet) -> bool:
        """Return whether the style of a sheet hides it."""
        return self._styles.get(sheet.title, "") in self._hidden_styles

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets in order.

        :raises ParseError: when one has too many cells.
        """
        tags = [f"{{*}}{name}" for name in ("style", "table", "table-column", "table-row", "shapes", "meta")]
        nodes = etree.iterparse(
            self._stream,
            events=("start", "end"),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            recover=True,
            huge_tree=False,
        )
        sheet, depth = None, 0
        with suppress(etree.XMLSyntaxError, ValueError):
            for event, node in nodes:
                kind = local_name(node)
                if kind == "table" and node.tag.startswith(_TABLE):
                    depth += 1 if event == "start" else -1
                    if event == "start" and depth == 1:
                        sheet = _SheetReader(node, self._package)
                    elif event == "end" and depth == 0 and sheet is not None:
                        yield self._finished(sheet)
                        sheet = None
                        node.clear()
                elif event == "end" and sheet is None:
                    self._front(kind, node)
                elif event == "end" and sheet is not None and depth == 1:
                    sheet.take(kind, node)
        if sheet is not None:
            yield self._finished(sheet)

    def _front(self, kind: str, node: Element) -> None:
        if kind == "style":
            look = node.find("{*}table-properties")
            if look is not None and look.get(f"{_TABLE}display") == "false":
                self._hidden_styles.add(str(node.get(f"{_STYLE}name")))
        elif kind == "meta" and node.tag.startswith(_OFFICE):
            self.meta = node

    def _finished(self, reader: "_SheetReader") -> Sheet:
        self._styles[reader.sheet.title] = reader.style
        self.without_result[reader.sheet.title] = reader.without_result
        return reader.sheet


class _SheetReader:
    """One sheet as its rows are read."""

    def __init__(self, node: Element, package: Package | None) -> None:
        self.sheet = Sheet(str(node.get(f"{_TABLE}name", "")), [])
        self.style = str(node.get(f"{_TABLE}style-name", ""))
        self.without_result: dict[Place, str] = {}
        self._package = package
        self._spans: list[tuple[int, int, int, int]] = []
        self._notes: list[tuple[int, int, str]] = []
        self._texts: list[str] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._columns = self._row = self._cells = 0
        sheet = self.sheet
        sheet.spans, sheet.notes, sheet.texts = self._spans, self._notes, self._texts
        sheet.hidden_rows, sheet.hidden_columns = self._hidden_rows, self._hidden_columns

    def take(self, kind: str, node: Element) -> None:
        """Read a column, a row or the shapes of the sheet, and free it."""
        if kind == "table-column":
            count = _repeats(node, "columns", MAX_COLUMNS)
            if node.get(f"{_TABLE}visibility") in _HIDDEN:
                self._hidden_columns.update(range(self._columns, min(self._columns + count, MAX_COLUMNS)))
            self._columns += count
        elif kind == "shapes":
            self._drawings(node)
        elif kind == "table-row":
            self._read_row(node)
            node.clear()

    def _read_row(self, node: Element) -> None:
        repeats = min(_repeats(node, "rows", MAX_ROWS), MAX_ROWS - self._row)
        cells: list[str] = []
        for cell in node.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            count = min(_repeats(cell, "columns", MAX_COLUMNS), MAX_COLUMNS - len(cells))
            cells += [self._read_cell(cell, len(cells))] * count
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            self._cells += repeats * (len(cells) + 1)
            if self._cells > MAX_CELLS:
                raise ParseError(f"has a sheet of more than {MAX_CELLS:,} cells. Split it, or save a part as CSV.")
            rows = self.sheet.rows
            rows += [[] for _ in range(self._row - len(rows))]
            rows += [list(cells) for _ in range(repeats)]
        parent = node.getparent()
        is_header = parent is not None and local_name(parent) == "table-header-rows"
        if is_header:
            self.sheet.marked = [(self._row, 0, self._row, MAX_COLUMNS)]
        if node.get(f"{_TABLE}visibility") in _HIDDEN:
            self._hidden_rows.update(range(self._row, self._row + repeats))
        self._row += repeats

    def _read_cell(self, cell: Element, column: int) -> str:
        """Return the displayed text of a cell; record its spans, notes and drawings."""
        place = (self._row, column)
        paragraphs = [_paragraph(node) for node in cell.iterchildren(f"{_TEXT}p")]
        has_paragraph = bool(paragraphs)
        text = clean(" ".join(paragraphs))
        for note in cell.iterchildren(f"{_OFFICE}annotation"):
            said = clean(" ".join(_paragraph(node) for node in note.iter(f"{_TEXT}p")))
            if said:
                self._notes.append((*place, said))
        self._drawings(cell)
        rows, columns = (_number(cell, f"number-{name}-spanned") for name in ("rows", "columns"))
        if rows > 1 or columns > 1:
            self._spans.append((*place, place[0] + rows - 1, column + columns - 1))
        value = next((str(found) for name in _VALUES if (found := cell.get(f"{_OFFICE}{name}"))), "")
        if not has_paragraph and value:
            return clean(value)
        formula = cell.get(f"{_TABLE}formula")
        if formula and not has_paragraph and cell.get(f"{_OFFICE}value-type") in {None, "float", "void"}:
            self.without_result[place] = str(formula).partition(":")[2].lstrip("=") or str(formula)
        elif not text and value and value not in {"0", "false"}:
            self.sheet.left_out.append(("hidden by its number format", f"{place_name(place)}: {value}"))
        return text

    def _drawings(self, parent: Element) -> None:
        """Record the texts of boxes and the titles of charts; name charts and pictures."""
        for shape in parent.iterchildren("{*}*"):
            if not str(shape.tag).startswith(_DRAW):
                continue
            self._texts += filter(None, (clean(_paragraph(node)) for node in shape.iter(f"{_TEXT}p")))
            for drawn in shape.iter(f"{_DRAW}object", f"{_DRAW}image"):
                self._object(drawn)

    def _object(self, drawn: Element) -> None:
        frame = drawn.getparent()
        said = [] if frame is None else [str(node.text or "") for node in frame.iterchildren("{*}title", "{*}desc")]
        if local_name(drawn) == "object":
            part = f"{str(drawn.get(_LINK, '')).removeprefix('./')}/content.xml"
            inner = self._package.xml(part) if self._package else None
            found = [] if inner is None else [clean(_paragraph(node)) for node in inner.iter("{*}title", "{*}subtitle")]
            titles = [title for title in found if title]
            self._texts += titles[:1]
            self.sheet.left_out.append(("drawing of a chart", " · ".join(titles) or "chart"))
        elif frame is None or frame.find(f"{_DRAW}object") is None:
            self._texts += filter(is_description, map(clean, said))
            self.sheet.left_out.append(("picture", clean(" ".join(said)) or "picture"))


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


def _repeats(node: Element, name: str, most: int) -> int:
    return min(_number(node, f"number-{name}-repeated"), most)


def _number(node: Element, name: str) -> int:
    """Return a count of an attribute, from 1."""
    value = str(node.get(f"{_TABLE}{name}", "1"))
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1
