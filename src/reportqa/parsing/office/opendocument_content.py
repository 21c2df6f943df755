"""Texts of elements of OpenDocument files, and the figures of their charts."""

from collections.abc import Iterator

from reportqa.parsing.office.omissions import mixed_pieces
from reportqa.parsing.office.zip_package import Element, Package, local_name

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"


def chart_figures(package: Package, thing: Element) -> tuple[list[str], Element | None]:
    """Return the titles of a chart and the table of its figures; None for another object."""
    folder = str(thing.get(_HREF, "")).removeprefix("./").rstrip("/")
    content = package.xml(f"{folder}/content.xml") if folder else thing
    chart = None if content is None else next(content.iter(f"{_CHART}chart"), None)
    if chart is None:
        return [], None
    titles = [text for node in chart.iterchildren("{*}title", "{*}subtitle") if (text := text_of(node))]
    return titles, next(chart.iter(f"{_TABLE}table"), None)


def paragraph_texts(node: Element) -> Iterator[str]:
    """Yield the texts of the paragraphs and headings that have some."""
    for paragraph in node.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if text := text_of(paragraph):
            yield text


def text_of(node: Element) -> str:
    """Return the text of an element on one line."""
    pieces = []
    for piece in mixed_pieces(node):
        if isinstance(piece, str):
            pieces.append(piece)
        elif local_name(piece) in {"s", "tab", "line-break", "p", "h"}:
            pieces.append(" ")
    return " ".join("".join(pieces).split())
