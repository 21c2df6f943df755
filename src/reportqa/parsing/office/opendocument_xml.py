"""Elements of OpenDocument files: their names, attributes, texts, charts and properties."""

from collections.abc import Iterator
from typing import Any

from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.omissions import mixed_pieces
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name, texts_of, whole_number

_URN = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
OFFICE, STYLE, TEXT, TABLE, DRAW, PRESENTATION, CHART = (
    _URN.format(name) for name in ("office", "style", "text", "table", "drawing", "presentation", "chart")
)
"""Namespaces as they begin the tags of elements."""


def attribute(node: Element | None, name: str) -> str:
    """Return an attribute by its name without a namespace; empty if there is none."""
    if node is None:
        return ""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def spanned(cell: Element, direction: str) -> int:
    """Return how many "rows" or "columns" a cell reaches over, from 1."""
    return max(whole_number(attribute(cell, f"number-{direction}-spanned")), 1)


def paragraph_texts(node: Element) -> Iterator[str]:
    """Yield the texts of the paragraphs and headings that have some."""
    for paragraph in node.iter(f"{TEXT}p", f"{TEXT}h"):
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


def chart_figures(package: Package | None, thing: Element) -> tuple[list[str], Element | None]:
    """Return the titles of a chart and the table of its figures; None for another object.

    The chart is in the object itself in a flat file, which is no package.
    """
    folder = attribute(thing, "href").removeprefix("./").rstrip("/")
    content = package.xml(f"{folder}/content.xml") if folder and package else thing
    chart = None if content is None else next(content.iter(f"{CHART}chart"), None)
    if chart is None:
        return [], None
    titles = [text for node in chart.iterchildren("{*}title", "{*}subtitle") if (text := text_of(node))]
    return titles, next(chart.iter(f"{TABLE}table"), None)


def item_of(root: Element | None) -> dict[str, Any]:
    """Return the CSL-JSON fields of the properties (`meta`) in an element, none without any."""
    texts = texts_of(None if root is None else next(root.iter("{*}meta"), None))
    return csl_item(
        title=texts.get("title"),
        authors=(texts.get("initial-creator") or texts.get("creator", "")).split(";"),
        issued=texts.get("creation-date") or texts.get("date"),
        language=texts.get("language"),
    )
