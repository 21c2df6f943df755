"""Flat OpenDocument texts, one XML file, as the ZIP file that other programs write."""

import io
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.office import opendocument

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARTS = (
    ("content.xml", "document-content", ("font-face-decls", "automatic-styles", "body")),
    ("styles.xml", "document-styles", ("font-face-decls", "styles", "automatic-styles", "master-styles")),
    ("meta.xml", "document-meta", ("meta",)),
)


def parse(data: bytes) -> DocumentBuilder:
    """Read a flat OpenDocument text.

    :raises ParseError: when it is not one.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError("is not a valid OpenDocument text. Open it and save it as .odt.") from error
    prefixes = {str(prefix): space for prefix, space in root.nsmap.items() if prefix}
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part, children in _PARTS:
            parent = etree.Element(f"{_OFFICE}{part}", nsmap=prefixes)
            for child in children:
                node = root.find(f"{_OFFICE}{child}")
                # pandoc refuses files without the parts for styles.
                copied = etree.Element(f"{_OFFICE}{child}") if node is None else etree.fromstring(etree.tostring(node))
                parent.append(copied)
            archive.writestr(name, etree.tostring(parent, encoding="UTF-8", xml_declaration=True))
    return opendocument.parse(made.getvalue())
