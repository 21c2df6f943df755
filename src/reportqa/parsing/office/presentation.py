"""OpenDocument presentations: each slide is a page with its number as label, its title, texts, charts and notes."""

import re
from dataclasses import astuple

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.missing_texts import name_missing, texts_between
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.opendocument import NO_TEXT
from reportqa.parsing.office.opendocument_repairs import OpenDocumentRepairs
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.opendocument_xml import (
    DRAW,
    PRESENTATION,
    TABLE,
    TEXT,
    attribute,
    chart_figures,
    item_of,
    paragraph_texts,
    spanned,
    text_of,
)
from reportqa.parsing.office.slide_order import ShapeBox, ordered_shapes
from reportqa.parsing.office.spanned_table import Cell, write_table
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name

_FURNITURE = {"header": "running header", "footer": "running footer", "date-time": "running footer",
              "page-number": "page number"}  # fmt: skip
_LENGTH = re.compile(r"(-?\d*\.?\d+)(cm|mm|in|pt|px|pc)?")
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "px": 2.54 / 96, "pc": 2.54 / 6}


def parse(data: bytes) -> DocumentBuilder:
    """Read an OpenDocument presentation.

    :raises ParseError: when it is not one, damaged, protected or unpacks to too much.
    """
    package = Package(data, "OpenDocument presentation", ".odp")
    root = package.xml("content.xml")
    if root is None:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    omissions = Omissions()
    hidden = {
        attribute(style, "name")
        for style in root.iter("{*}style")
        if any(attribute(one, "visibility") == "hidden" for one in style.iter("{*}drawing-page-properties"))
    }
    for number, slide in enumerate(root.iter(f"{DRAW}page"), start=1):
        for field in slide.iter(f"{TEXT}page-number"):
            # LibreOffice stores "<number>".
            field.text = str(number)
    texts = list(texts_between(root, NO_TEXT))
    OpenDocumentRepairs(package, OpenDocumentStyles(package.xml("styles.xml"), root), omissions).prepare(root)
    for number, slide in enumerate(root.iter(f"{DRAW}page"), start=1):
        builder.page(number, str(number))
        if attribute(slide, "style-name") in hidden:
            builder.leave_out("hidden slide", " ".join(paragraph_texts(slide)))
        else:
            _Slide(package, builder).write(slide)
    builder.warnings += package.warnings()
    builder.require_text()
    omissions.write(builder)
    name_missing(texts, builder)
    builder.csl_item = item_of(package.xml("meta.xml"))
    return builder


class _Slide:
    def __init__(self, package: Package, builder: DocumentBuilder) -> None:
        self._package, self._builder = package, builder

    def write(self, slide: Element) -> None:
        """Write the title, the other shapes in reading order and the notes."""
        shapes = ordered_shapes(slide, lambda node: node.tag.startswith(DRAW), _box)
        for shape in sorted(shapes, key=lambda shape: attribute(shape, "class") != "title"):
            self._shape(shape)
        for notes in slide.iterfind(f"{PRESENTATION}notes"):
            for shape in notes:
                if attribute(shape, "class") == "notes":
                    self._shape(shape)

    def _shape(self, shape: Element) -> None:
        role = attribute(shape, "class")
        if attribute(shape, "placeholder") == "true":
            return
        if role == "title":
            self._builder.heading(" ".join(paragraph_texts(shape)), 1)
        elif role in _FURNITURE:
            self._builder.leave_out(_FURNITURE[role], " ".join(paragraph_texts(shape)))
        else:
            self._content(shape)

    def _content(self, shape: Element) -> None:
        for node in shape.iterchildren("{*}title", "{*}desc"):
            if is_description(text_of(node)):
                self._builder.paragraph(text_of(node))
        pictures = shape.iter(f"{DRAW}image")
        # The picture of a table stands in for it in programs without tables.
        for picture in (
            one for one in pictures if next(one.itersiblings(f"{TABLE}table", preceding=True), None) is None
        ):
            self._builder.leave_out("picture", attribute(picture, "href").rpartition("/")[2] or "picture")
        tables = list(shape.iter(f"{TABLE}table"))
        for table in tables:
            self._table(table, "")
        for thing in shape.iter(f"{DRAW}object"):
            titles, figures = chart_figures(self._package, thing)
            if figures is not None:
                self._table(figures, " ".join(titles))
        for paragraph in [] if tables else list(shape.iter(f"{TEXT}p", f"{TEXT}h")):
            if next(paragraph.iterancestors(f"{TEXT}list-item"), None) is not None:
                self._builder.item(text_of(paragraph))
            else:
                self._builder.paragraph(text_of(paragraph))

    def _table(self, table: Element, caption: str) -> None:
        rows = [
            [
                Cell(" ".join(paragraph_texts(cell)), spanned(cell, "rows"), spanned(cell, "columns"))
                for cell in row.iterchildren(f"{TABLE}table-cell")
            ]
            for row in table.iter(f"{TABLE}table-row")
        ]
        write_table(rows, self._builder, header=True, caption=caption)


def _box(shape: Element) -> ShapeBox | None:
    """Return the position of a shape in centimetres; of a group, that of all its shapes."""
    if local_name(shape) == "g":
        inner = [astuple(box) for node in shape.iterchildren("*") if (box := _box(node)) is not None]
        if not inner:
            return None
        lefts, tops, rights, bottoms = zip(*inner, strict=True)
        return ShapeBox(min(lefts), min(tops), max(rights), max(bottoms))
    lengths = [_LENGTH.fullmatch(attribute(shape, name)) for name in ("x", "y", "width", "height")]
    if not all(lengths):
        return None
    left, top, width, height = (float(length[1]) * _UNITS[length[2] or "cm"] for length in lengths if length)
    return ShapeBox(left, top, left + width, top + height)
