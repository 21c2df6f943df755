"""A last check of a document: texts of its file that are neither in it nor recorded are recorded."""

from collections.abc import Container, Iterable, Iterator
from itertools import islice

from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.text_places import TextPlaces, letters_of
from reportqa.parsing.xml_tree import Element, local_name
from reportqa.text import clean_text

_MAX_TEXTS = 200_000
"""Number of texts that are looked for."""


def name_missing(texts: Iterable[tuple[str, str]], builder: DocumentBuilder) -> None:
    """Record the texts that a finished document lacks behind the text before them.

    :param texts: in the order of the file, each with the name of the element that it is in.
    """
    places = TextPlaces(builder.text)
    cells = (cell for table in builder.tables for cell in table.rows[0])
    labels = (page.label or "" for page in builder.pages)
    known = letters_of(" ".join([*cells, *labels, *builder.warnings, *builder.said]))
    for name, text in islice(texts, _MAX_TEXTS):
        letters = letters_of(clean_text(text))
        if len(letters) > 1 and not places.find(letters) and letters not in known:
            builder.leave_out("part that is not read", f"{name}: {text}" if name else text, places.offset)


def texts_between(root: Element, skipped: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the texts between the tags with the name of the element that they are in, without those of `skipped`."""
    for node in root.iter("*"):
        name, parent = local_name(node), node.getparent()
        if name not in skipped:
            yield name, node.text or ""
        if parent is not None and node is not root and local_name(parent) not in skipped:
            yield local_name(parent), node.tail or ""
