"""OpenDocument presentations: each slide is a page with its number as label, its title, text, tables and notes."""

from collections.abc import Iterator

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.zip_package import Element, Package, local_name, texts_of
from reportqa.text import clean_text

_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_FURNITURE = {"header": "running header", "footer": "running footer", "date-time": "running footer",
              "page-number": "page number"}  # fmt: skip
_MAX_REPEATS = 100


def parse(data: bytes) -> DocumentBuilder:
    """Read an OpenDocument presentation.

    :raises ParseError: when it is not one, damaged, protected or unpacks to too much.
    """
    package = Package(data, "OpenDocument presentation", ".odp")
    root = package.xml("content.xml")
    if root is None:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    hidden = {
        str(style.get("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"))
        for style in root.iter("{*}style")
        if any(one.get(f"{_PRESENTATION}visibility") == "hidden" for one in style.iter("{*}drawing-page-properties"))
    }
    for number, slide in enumerate(root.iter(f"{_DRAW}page"), start=1):
        builder.page(number, str(number))
        if str(slide.get(f"{_DRAW}style-name")) in hidden:
            builder.leave_out("hidden slide", " ".join(_words(slide).split()))
        else:
            _write_slide(slide, builder)
    builder.require_text()
    meta = package.xml("meta.xml")
    texts = texts_of(None if meta is None else meta.find("{*}meta"))
    builder.csl_item = csl_item(
        title=texts.get("title"),
        authors=(texts.get("initial-creator") or texts.get("creator", "")).split(";"),
        issued=texts.get("creation-date") or texts.get("date"),
        language=texts.get("language"),
    )
    return builder


def _write_slide(slide: Element, builder: DocumentBuilder) -> None:
    shapes = [shape for shape in slide if local_name(shape) != "notes"]
    for shape in sorted(shapes, key=lambda shape: shape.get(f"{_PRESENTATION}class") != "title"):
        _write_shape(shape, builder)
    for notes in slide.iterfind(f"{_PRESENTATION}notes"):
        for shape in notes:
            if shape.get(f"{_PRESENTATION}class") == "notes":
                _write_shape(shape, builder)


def _write_shape(shape: Element, builder: DocumentBuilder) -> None:
    role = str(shape.get(f"{_PRESENTATION}class"))
    if shape.get(f"{_PRESENTATION}placeholder") == "true":
        return
    if role == "title":
        builder.heading(" ".join(text for _, text in _paragraphs(shape)), 1)
        return
    if role in _FURNITURE:
        builder.leave_out(_FURNITURE[role], _words(shape))
        return
    tables = list(shape.iter(f"{_TABLE}table"))
    for table in tables:
        builder.table([list(_cells(row)) for row in table.iter(f"{_TABLE}table-row")])
    if not tables:
        for is_item, text in _paragraphs(shape):
            if is_item:
                builder.item(text)
            else:
                builder.paragraph(text)
    for node in shape.iter("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc"):
        builder.paragraph(clean_text(node.text or ""))


def _cells(row: Element) -> Iterator[str]:
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeats = str(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        yield from [" ".join(text for _, text in _paragraphs(cell))] * min(int(repeats or "1"), _MAX_REPEATS)


def _paragraphs(node: Element) -> Iterator[tuple[bool, str]]:
    """Yield the paragraphs, each with whether it is an item of a list."""
    for paragraph in node.iter(f"{_TEXT}p", f"{_TEXT}h"):
        text = clean_text(_words(paragraph)).strip()
        if text:
            yield next(paragraph.iterancestors(f"{_TEXT}list-item"), None) is not None, " ".join(text.split())


def _words(node: Element) -> str:
    """Return the text with spaces, tabs and line breaks as they are marked up."""
    pieces = [node.text or ""]
    for child in node:
        name = local_name(child)
        if name in {"s", "tab", "line-break"}:
            pieces.append(" ")
        elif name not in {"annotation", "title", "desc"}:
            pieces.append(_words(child))
        pieces.append(" " if name in {"p", "h"} else "")
        pieces.append(child.tail or "")
    return "".join(pieces)
