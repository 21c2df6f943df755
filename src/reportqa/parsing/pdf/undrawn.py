"""Bookmarks of a PDF, and which words that are not drawn on its pages its text does not have."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from pypdfium2 import PdfDocument

from reportqa.parsing.text_places import letters_of
from reportqa.text import clean_text, fold_case

ALTERNATIVE, BOOKMARK = "alternative text", "bookmark"
MAX_BOOKMARKS, _MAX_DEPTH = 20_000, 50


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


def unsaid(texts: Iterable[str], said: str) -> Iterator[str]:
    """Yield those of some texts, each once, whose letters and figures are not in what is said, in either case."""
    known = ""
    for text in dict.fromkeys(texts):
        known = known or letters_of(fold_case(said))
        letters = letters_of(fold_case(text))
        if letters and letters not in known:
            yield text
