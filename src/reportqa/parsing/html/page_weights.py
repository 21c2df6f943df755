"""Amounts of text in the elements of a page: all of it, links, sentences, and what a second opinion confirms."""

from collections import Counter

from lxml.html import HtmlElement

from reportqa.parsing.html.prose import lines_of
from reportqa.parsing.html.second_opinion import SecondOpinion

_MIN_CONFIRMED = 200
"""Minimum confirmed characters of a page whose second opinion counts."""
_MIN_SHARE = 0.5
"""Minimum confirmed share of a page's sentences."""


class PageWeights:
    """Characters of each element, elements within it included."""

    def __init__(self, body: HtmlElement, opinion: SecondOpinion) -> None:
        self.all, self.linked, self.prose, self.long, self.confirmed = (Counter[HtmlElement]() for _ in range(5))
        confirmed_prose = 0
        self.blocks: list[HtmlElement] = []
        """The blocks with confirmed lines, in page order."""
        for line in lines_of(body):
            length = len(line.text)
            is_confirmed = opinion.confirms(line.text)
            confirmed_prose += length * (is_confirmed and line.is_prose)
            if is_confirmed:
                self.blocks.append(line.block)
            element: HtmlElement | None = line.block
            while element is not None:
                self.all[element] += length
                self.linked[element] += line.linked
                self.prose[element] += length * line.is_prose
                self.long[element] += length * line.is_long
                self.confirmed[element] += length * is_confirmed
                element = None if element is body else element.getparent()
        is_trusted = confirmed_prose >= max(_MIN_CONFIRMED, _MIN_SHARE * self.prose[body])
        self.content = self.confirmed if is_trusted else self.prose
        """The weight of content: what is confirmed if that is most of the page, else sentences."""
        self.is_trusted = is_trusted

    def is_linked(self, element: HtmlElement) -> bool:
        """Return whether most of an element is links."""
        return self.linked[element] > 0.5 * self.all[element]
