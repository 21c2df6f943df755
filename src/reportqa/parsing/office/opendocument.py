"""DOCX, ODT and EPUB files: properties and parts that pandoc loses are read here, the rest by pandoc.

pandoc correctly accepts tracked changes and drops comments, headers and footers, but it also loses text boxes and
properties, shows hidden text, and reverses the authors of an EPUB.
"""

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.zip_package import Element, Package, take_out, texts_of

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DOCUMENT = "word/document.xml"
_TO_REPAIR = (b"txbxContent", b":vanish", b":moveTo", b":moveFrom", b"TOC", b"Table of Contents", b"toc ")
"""Marks of Word files that need repairs before pandoc reads them."""
_CONTENTS_STYLE = re.compile(r"toc (?:\d|heading)|table of figures", re.IGNORECASE)
_CONTENTS_INDEXES = ("table-of-content", "illustration-index", "table-index")
_MARGIN_KINDS = {"header": "running header", "footer": "running footer", "comments": "comment"}
_DOCX_FRONT = ("subtitle", "author", "institute", "date", "abstract")
"""Paragraphs under the title that pandoc moves to the metadata."""


def parse(data: bytes) -> DocumentBuilder:
    """Read an OpenDocument text.

    :raises ParseError: when it is not an OpenDocument text, damaged, protected or unpacks to too much.
    """
    package = Package(data, "OpenDocument text", ".odt")
    builder = DocumentBuilder()
    root = package.xml("content.xml")
    if root is not None:
        _repair_opendocument(root)
        data = package.replaced({"content.xml": etree.tostring(root, encoding="UTF-8", xml_declaration=True)})
    _write(read_tree(data, "odt"), builder)
    meta = package.xml("meta.xml")
    texts = texts_of(None if meta is None else meta.find("{*}meta"))
    builder.csl_item = csl_item(
        title=texts.get("title"),
        authors=(texts.get("initial-creator") or texts.get("creator", "")).split(";"),
        issued=texts.get("creation-date") or texts.get("date"),
        language=texts.get("language"),
    )
    return builder


def _write(tree: dict[str, Any], builder: DocumentBuilder, front: Sequence[str] = ()) -> None:
    try:
        blocks = promote(tree["blocks"])
    except RecursionError:
        # `write_tree` raises the error.
        blocks = tree["blocks"]
    write_tree({**tree, "blocks": blocks}, builder, front)


def _repair_opendocument(root: Element) -> None:
    """Move the contents of text boxes after their paragraph; turn the title into a heading."""
    for box in list(root.iter(f"{_DRAW}text-box")):
        # Writer uses text boxes for pictures with captions, which pandoc reads.
        if next(box.iter(f"{_DRAW}image"), None) is None:
            box.tag = f"{_DRAW}moved"
    _move_boxes(root, f"{_DRAW}moved", f"{_TEXT}p")
    for name in _CONTENTS_INDEXES:
        for index in list(root.iter(f"{_TEXT}{name}")):
            take_out(index)
    titles = {"Title"} | {
        str(style.get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}parent-style-name") == "Title"
    }
    for paragraph in root.iter(f"{_TEXT}p"):
        if paragraph.get(f"{_TEXT}style-name") in titles:
            paragraph.tag = f"{_TEXT}h"
            paragraph.set(f"{_TEXT}outline-level", "1")


def _move_boxes(root: Element, box_tag: str, paragraph_tag: str) -> None:
    last: dict[Element, Element] = {}
    for box in list(root.iter(box_tag)):
        holder = next(box.iterancestors(paragraph_tag), None)
        for block in list(box.iterchildren("*")):
            if holder is not None:
                last.get(holder, holder).addnext(block)
                last[holder] = block
