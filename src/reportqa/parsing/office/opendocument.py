"""OpenDocument texts: content repaired for pandoc, which drops most fields, shapes and indexes; properties."""

from contextlib import suppress

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.opendocument_properties import item_of
from reportqa.parsing.office.opendocument_repairs import OpenDocumentRepairs, margins
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.zip_package import Package

_CONTENT = "content.xml"


def parse(data: bytes) -> DocumentBuilder:
    """Read an OpenDocument text.

    :raises ParseError: when it is not an OpenDocument text, damaged, protected or unpacks to too much.
    """
    package = Package(data, "OpenDocument text", ".odt")
    check_password(package)
    builder = DocumentBuilder()
    omissions = Omissions()
    styles = package.xml("styles.xml")
    for kind, text in margins(styles):
        omissions.record(kind, text)
    root = package.xml(_CONTENT)
    if root is not None:
        OpenDocumentRepairs(package, OpenDocumentStyles(styles, root), omissions).repair(root)
        data = package.replaced({_CONTENT: etree.tostring(root, encoding="UTF-8", xml_declaration=True)})
    tree = read_tree(data, "odt", builder.warnings)
    with suppress(RecursionError):  # `write_tree` raises the error.
        tree["blocks"] = promote(tree["blocks"])
    write_tree(tree, builder)
    omissions.write(builder)
    builder.warnings += package.warnings()
    meta = package.xml("meta.xml")
    builder.csl_item = item_of(None if meta is None else meta.find("{*}meta"))
    return builder


def check_password(package: Package) -> None:
    """Check that a file has no password.

    :raises ParseError: when it has one.
    """
    manifest = package.xml("META-INF/manifest.xml")
    if "encrypted-package" in package.names or (
        manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None
    ):
        raise ParseError("has a password. Save it without a password.")
