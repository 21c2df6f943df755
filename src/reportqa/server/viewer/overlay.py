"""Lays the text of a document over the pictures of its pages: where a range of it stands on which page.

A word that the parser made whole over a page break stands in the text of the first page; its end is looked for on
the second.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from reportqa.document import Document, Page
from reportqa.server.viewer.glyphs import Box, PageLayer
from reportqa.server.viewer.highlight_boxes import Placed, Run
from reportqa.server.viewer.table_cells import shown_ranges

_PAGES_KEPT = 8


class Overlay:
    """The pages of one document with what is known of their characters; `layer_of` gives those of a physical page."""

    def __init__(self, document: Document, layer_of: Callable[[int], PageLayer]) -> None:
        self._document = document
        self._layer_of = layer_of
        self._placed = lru_cache(maxsize=_PAGES_KEPT)(self._lay)
        self._next = {page.physical + 1: page for page in document.pages}

    def boxes(self, page: Page, start: int, end: int) -> tuple[Box, ...] | None:
        """Give the boxes of the part of a range that stands on a page, none when none does.

        None when some of it has no certain place there.
        """
        if page.ocr:
            return None
        tail = self._tail(page)
        head = self._head(page)
        first = max(start, head[0] if head else page.start)
        last = min(end, tail[0] if tail else page.end)
        if first >= last or not self._document.text[first:last].strip():
            return ()
        return self._placed(page, head).boxes(first, last)

    def pages_of(self, start: int, end: int) -> Iterator[Page]:
        """Give the pages on which a range stands in print: one more where its last word is broken between two."""
        pages = self._document.pages_of(start, end)
        yield from pages
        if pages:
            behind = next((p for p in self._document.pages if p.physical == pages[-1].physical + 1), None)
            tail = self._tail(pages[-1]) if behind else None
            if behind and tail and end > tail[0]:
                yield behind

    def runs(self, page: Page) -> list[Run]:
        """Give the lines of a page as text to select in."""
        return list(self._placed(page, self._head(page)).runs())

    def layer(self, page: Page) -> PageLayer:
        """Give the characters of a page."""
        return self._layer_of(page.physical)

    def _head(self, page: Page) -> tuple[int, int] | None:
        """Give the range of the end of a word that began on the page before."""
        before = self._next.get(page.physical)
        return self._tail(before) if before else None

    def _tail(self, page: Page) -> tuple[int, int] | None:
        """Give the range of the end of a page's last word, when that stands on the next page."""
        text = self._document.text[page.start : page.end]
        if page.ocr or page.end >= len(self._document.text) or not text or text[-1] != " ":
            # Only a paragraph that runs over ends in a space.
            return None
        end = page.start + len(text.rstrip())
        word = page.start + text.rstrip().rfind(" ") + 1
        missing = self._placed(page, None).unplaced(word, end)
        if not missing or missing[-1] - missing[0] != len(missing) - 1 or missing[0] == word:
            return None
        return missing[0], end

    def _lay(self, page: Page, head: tuple[int, int] | None) -> Placed:
        ranges = shown_ranges(self._document, page.start, page.end)
        return Placed(self._document.text, [head, *ranges] if head else ranges, self._layer_of(page.physical))
