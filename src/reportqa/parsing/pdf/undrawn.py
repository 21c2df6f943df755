"""Words of a PDF that are not drawn on its pages: bookmarks, and the alternative texts of figures."""

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument, PdfPage

from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.text_places import letters_of
from reportqa.text import clean_text, fold_case

ALTERNATIVE, BOOKMARK = "alternative text", "bookmark"
MAX_BOOKMARKS, _MAX_DEPTH = 20_000, 50
_MAX_ELEMENTS = 20_000
"""Maximum number of elements of the tag tree of a page that are looked at."""
_MAX_BYTES = 100_000


class Bookmark(NamedTuple):
    """An entry of the outline: its title, its level from 1, and its page from 1, None if unknown."""

    title: str
    level: int
    page: int | None


def read_bookmarks(document: PdfDocument) -> list[Bookmark]:
    """Return the entries of the outline in their order."""
    found = []
    for entry in islice(document.get_toc(_MAX_DEPTH), MAX_BOOKMARKS):
        with suppress(UnicodeDecodeError):
            title = " ".join(clean_text(entry.get_title()).split())
            target = entry.get_dest()
            number = target.get_index() if target else None
            found.append(Bookmark(title, entry.level + 1, None if number is None else number + 1))
    return found


def heading_levels(bookmarks: Iterable[Bookmark]) -> dict[str, int]:
    """Return the level, 1 to 6, of the headings that bookmarks are named after, by their folded text."""
    levels: dict[str, int] = {}
    for bookmark in bookmarks:
        if bookmark.title:
            levels.setdefault(fold_case(bookmark.title), min(bookmark.level, 6))
    return levels


def read_alternatives(page: PdfPage) -> list[str]:
    """Return the alternative texts of the elements of a page that say something, from its tag tree."""
    tree = pdfium_c.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        found = (_alternative(element) for element in islice(_elements(tree), _MAX_ELEMENTS))
        return [text for text in found if text and is_description(text)]
    finally:
        pdfium_c.FPDF_StructTree_Close(tree)


def _elements(tree: Any) -> Iterator[Any]:
    """Yield the elements of a tag tree, each before its children."""
    count = range(max(pdfium_c.FPDF_StructTree_CountChildren(tree), 0))
    waiting = [(pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, at), 1) for at in reversed(count)]
    while waiting:
        element, depth = waiting.pop()
        if not element:
            continue
        yield element
        if depth < _MAX_DEPTH:
            children = range(max(pdfium_c.FPDF_StructElement_CountChildren(element), 0))
            waiting += [
                (pdfium_c.FPDF_StructElement_GetChildAtIndex(element, at), depth + 1) for at in reversed(children)
            ]


def _alternative(element: Any) -> str:
    size = min(pdfium_c.FPDF_StructElement_GetAltText(element, None, 0), _MAX_BYTES)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium_c.FPDF_StructElement_GetAltText(element, buffer, size)
    return " ".join(clean_text(buffer.raw.decode("utf-16-le", "replace").split("\0")[0]).split())


def unsaid(texts: Iterable[str], said: str) -> Iterator[str]:
    """Yield those of some texts, each once, whose letters and figures are not in what is said, in either case."""
    known = ""
    for text in dict.fromkeys(texts):
        known = known or letters_of(fold_case(said))
        letters = letters_of(fold_case(text))
        if letters and letters not in known:
            yield text
