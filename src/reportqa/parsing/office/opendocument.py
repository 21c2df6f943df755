"""OpenDocument texts, zipped and flat: content repaired for pandoc, which drops most fields, shapes and indexes."""

import io
from contextlib import suppress
from zipfile import ZipFile

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.missing_texts import name_missing, texts_between
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.opendocument_repairs import OpenDocumentRepairs, margins
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.opendocument_xml import OFFICE, item_of
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, read_xml

_CONTENT = "content.xml"
_FLAT_PARTS = (
    (_CONTENT, "document-content", ("font-face-decls", "automatic-styles", "body")),
    ("styles.xml", "document-styles", ("font-face-decls", "styles", "automatic-styles", "master-styles")),
    ("meta.xml", "document-meta", ("meta",)),
)
_NO_FLAT_TEXT = "is not a valid OpenDocument text. Open it and save it as .odt."

NO_TEXT = frozenset(
    {"note-citation", "label", "script", "event-listener", "creator", "date", "date-string", "sender-initials"}
)
"""Elements whose text is not shown, the number of a note, or who wrote a comment and when."""


def parse(data: bytes) -> DocumentBuilder:
    """Read an OpenDocument text.

    :raises ParseError: when it is not an OpenDocument text, damaged, protected or unpacks to too much.
    """
    package = Package(data, "OpenDocument text", ".odt")
    builder = DocumentBuilder()
    omissions = Omissions()
    styles = package.xml("styles.xml")
    for text, kind in margins(styles).items():
        omissions.record(kind, text)
    root = package.xml(_CONTENT)
    texts = [] if root is None else list(texts_between(root, NO_TEXT))
    if root is not None:
        OpenDocumentRepairs(package, OpenDocumentStyles(styles, root), omissions).repair(root)
        data = package.replaced({_CONTENT: etree.tostring(root, encoding="UTF-8", xml_declaration=True)})
    tree = read_tree(data, "odt", builder.warnings)
    with suppress(RecursionError):  # `write_tree` raises the error.
        tree["blocks"] = promote(tree["blocks"])
    write_tree(tree, builder)
    omissions.write(builder)
    builder.warnings += package.warnings()
    name_missing(texts, builder)
    builder.csl_item = item_of(package.xml("meta.xml"))
    return builder


def parse_flat(data: bytes) -> DocumentBuilder:
    """Read a flat OpenDocument text, one XML file, as the ZIP file that other programs write.

    :raises ParseError: when it is not one, or damaged.
    """
    root, is_damaged = read_xml(data)
    if root is None or is_damaged:
        raise ParseError(_NO_FLAT_TEXT)
    try:
        zipped = _zipped(root)
    except (etree.XMLSyntaxError, ValueError) as error:
        # lxml reads names of namespaces that it does not write.
        raise ParseError(_NO_FLAT_TEXT) from error
    return parse(zipped)


def _zipped(root: Element) -> bytes:
    """Return the parts of a flat file as other programs zip them."""
    prefixes = {str(prefix): space for prefix, space in root.nsmap.items() if prefix}
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, part, children in _FLAT_PARTS:
            parent = etree.Element(f"{OFFICE}{part}", nsmap=prefixes)
            for child in children:
                node = root.find(f"{OFFICE}{child}")
                # pandoc refuses files without the parts for styles.
                copied = etree.Element(f"{OFFICE}{child}") if node is None else etree.fromstring(etree.tostring(node))
                parent.append(copied)
            archive.writestr(name, etree.tostring(parent, encoding="UTF-8", xml_declaration=True))
    return made.getvalue()
