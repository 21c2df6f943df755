"""DOCX, ODT and EPUB files: properties and parts that pandoc loses are read here, the rest by pandoc.

pandoc correctly accepts tracked changes and drops comments, headers and footers, but it also loses text boxes and
properties, shows hidden text, and reverses the authors of an EPUB.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.zip_package import Element, Package, local_name, take_out, texts_of

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


def parse_docx(data: bytes) -> DocumentBuilder:
    """Read a Word file.

    :raises ParseError: when it is not a Word file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "Word file", ".docx")
    builder = DocumentBuilder()
    for kind, text in _word_margins(package):
        builder.leave_out(kind, text)
    source = package.read(_DOCUMENT)
    if any(mark in source for mark in _TO_REPAIR) and (root := package.xml(_DOCUMENT)) is not None:
        for entry in _drop_contents(root, _contents_styles(package)):
            builder.leave_out("contents entry", entry)
        _repair_word(root)
        data = package.replaced({_DOCUMENT: etree.tostring(root, encoding="UTF-8", xml_declaration=True)})
    _write(read_tree(data, "docx"), builder, _DOCX_FRONT)
    builder.csl_item = package.office_item() | builder.csl_item
    return builder


def parse_odt(data: bytes) -> DocumentBuilder:
    """Read an OpenDocument text.

    :raises ParseError: as `parse_docx` does.
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


def parse_epub(data: bytes) -> DocumentBuilder:
    """Read an electronic book.

    :raises ParseError: as `parse_docx` does.
    """
    package = Package(data, "EPUB book", ".epub")
    builder = DocumentBuilder()
    # The title is on the cover already, a page or a picture.
    write_tree(read_tree(data, "epub"), builder, with_title=False)
    container = package.xml("META-INF/container.xml")
    rootfile = None if container is None else container.find(".//{*}rootfile")
    root = None if rootfile is None else package.xml(str(rootfile.get("full-path")))
    meta = None if root is None else root.find("{*}metadata")
    if meta is not None:
        texts = texts_of(meta)
        builder.csl_item = csl_item(
            title=texts.get("title"),
            authors=[node.text or "" for node in meta.iterchildren("{*}creator")],
            issued=texts.get("date"),
            publisher=texts.get("publisher"),
            url=texts.get("source"),
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


def _contents_styles(package: Package) -> frozenset[str]:
    """Return the ids of table-of-contents styles; their names, unlike ids, are English in all languages of Word."""
    root = package.xml("word/styles.xml")
    found = {f"TOC{level}" for level in range(1, 10)} | {"TOCHeading", "TableofFigures"}
    for style in [] if root is None else root.iter(f"{_WORD}style"):
        name = style.find(f"{_WORD}name")
        if name is not None and _CONTENTS_STYLE.fullmatch(str(name.get(f"{_WORD}val"))):
            found.add(str(style.get(f"{_WORD}styleId")))
    return frozenset(found)


def _drop_contents(root: Element, styles: frozenset[str]) -> Iterator[str]:
    """Remove tables of contents and yield the text of their paragraphs."""
    galleries = root.iter(f"{_WORD}docPartGallery")
    named = [node for node in galleries if node.get(f"{_WORD}val") == "Table of Contents"]
    for control in [next(node.iterancestors(f"{_WORD}sdt"), None) for node in named]:
        for paragraph in [] if control is None else list(control.iter(f"{_WORD}p")):
            yield from _taken_out(paragraph)
    for paragraph in list(root.iter(f"{_WORD}p")):
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        if style is not None and style.get(f"{_WORD}val") in styles:
            yield from _taken_out(paragraph)


def _taken_out(paragraph: Element) -> Iterator[str]:
    pieces = [
        node.text or "" if local_name(node) == "t" else " … " for node in paragraph.iter(f"{_WORD}t", f"{_WORD}tab")
    ]
    yield "".join(pieces).strip(" …")
    for part in list(paragraph):
        # The paragraph stays: a cell or a part must not be empty.
        if local_name(part) != "pPr":
            paragraph.remove(part)


def _word_margins(package: Package) -> Iterator[tuple[str, str]]:
    """Yield kind and text of headers, footers and comments, each text once."""
    seen: set[str] = set()
    for name in sorted(package.names):
        part = re.fullmatch(r"word/(header|footer|comments).*\.xml", name)
        root = package.xml(name) if part else None
        if part is None or root is None:
            continue
        paragraphs = ("".join(str(text) for text in node.itertext(f"{_WORD}t")) for node in root.iter(f"{_WORD}p"))
        for text in map(str.strip, paragraphs):
            if text and text not in seen:
                seen.add(text)
                yield _MARGIN_KINDS[part[1]], text


def _repair_word(root: Element) -> None:
    """Move the contents of text boxes after their paragraph; remove hidden and moved text."""
    for moved in list(root.iter(f"{_WORD}moveFrom")):
        take_out(moved)
    for moved in list(root.iter(f"{_WORD}moveTo")):
        for part in list(moved):
            moved.addprevious(part)
        take_out(moved)
    for fallback in list(root.iter("{*}Fallback")):
        if next(fallback.iter(f"{_WORD}txbxContent"), None) is not None:
            take_out(fallback)
    for run in list(root.iter(f"{_WORD}r")):
        hidden = run.find(f"{_WORD}rPr/{_WORD}vanish")
        if hidden is not None and hidden.get(f"{_WORD}val") not in {"0", "false", "off"}:
            take_out(run)
    _move_boxes(root, f"{_WORD}txbxContent", f"{_WORD}p")


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
