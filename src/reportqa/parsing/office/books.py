"""Electronic books."""

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.zip_package import Package, texts_of


def parse(data: bytes) -> DocumentBuilder:
    """Read an electronic book.

    :raises ParseError: when it is not a book, damaged, protected or unpacks to too much.
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
