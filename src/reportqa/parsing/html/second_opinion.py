"""The content of a page according to trafilatura, which is better at articles and misses much of reports."""

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from reportqa.parsing.html.prose import lines_of
from reportqa.parsing.html.repeats import MIN_LETTERS, compared

_MAX_ELEMENTS = 30_000
"""Maximum size of a page; trafilatura takes a second for so many elements."""


class SecondOpinion:
    """What trafilatura takes for the content of a page; of a very large page, nothing."""

    def __init__(self, root: HtmlElement) -> None:
        self._text = ""
        self._lines: frozenset[str] = frozenset()
        if sum(1 for _ in root.iter()) <= _MAX_ELEMENTS:
            copy = lxml.html.fromstring(etree.tostring(root))
            for cell in copy.iter("td", "th"):
                # trafilatura writes each spanned cell, of any number.
                cell.attrib.pop("rowspan", "")
                cell.attrib.pop("colspan", "")
            found = bare_extraction(copy, include_comments=False, with_metadata=False)
            text = getattr(found, "text", None) or ""
            self._text = compared(text)
            self._lines = frozenset(map(compared, text.splitlines()))

    def confirms(self, text: str) -> bool:
        """Return whether a line of the page is content; a short line never is, it may be anywhere."""
        letters = compared(text)
        return len(letters) >= MIN_LETTERS and letters in self._text

    def has_line(self, text: str) -> bool:
        """Return whether a line of the page, of any length, is content."""
        return compared(text) in self._lines or self.confirms(text)

    def has_prose(self, element: HtmlElement) -> bool:
        """Return whether an element has a sentence that is content."""
        return any(line.is_prose and self.confirms(line.text) for line in lines_of(element))
