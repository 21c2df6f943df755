"""OpenDocument texts: content repaired for pandoc, which drops most fields, shapes and indexes; properties."""

from contextlib import suppress

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.opendocument_repairs import OpenDocumentRepairs, margins
from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.zip_package import Package, texts_of

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
    texts = texts_of(None if meta is None else meta.find("{*}meta"))
    builder.csl_item = csl_item(
        title=texts.get("title"),
        authors=(texts.get("initial-creator") or texts.get("creator", "")).split(";"),
        issued=texts.get("creation-date") or texts.get("date"),
        language=texts.get("language"),
    )
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
