"""The part of a page that has its text, what is outside of it, and what within it leads to other pages."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import APPEAL, PROMOTION_NAME
from reportqa.parsing.html.clutter import has_comments, is_list_of_teasers
from reportqa.parsing.html.elements import HEADINGS, is_inside, names_of, text_of
from reportqa.parsing.html.page_weights import PageWeights
from reportqa.parsing.html.teasers import are_teasers, leads_away, teased

_MIN_SHARE = 0.9
"""Minimum share of the content of an element that its largest part has, if the rest is outside."""
_MIN_CONTENT = 500
"""Minimum content of a page that has parts outside of it."""
_WHOLE = frozenset({"p", "li", "ul", "ol", "table", "tbody", "tr", "td", "dl", "pre", "blockquote"})
_ITEMS = frozenset({"li", "td", "th", "dt", "dd", "figure", "blockquote"})
_BOXES = frozenset({"p", "div", "section", "aside"})
_MAX_APPEAL = 2500
"""Maximum length of a section that asks readers for something."""
_MIN_PROMPT = 20
_MAX_PROMPT = 160
"""Minimum and maximum length of a paragraph that only points to another page."""
_SOURCES = re.compile(
    r"\b(?:references?|sources?|bibliography|(?:foot|end)?notes|further reading|citations|works cited|downloads?"
    r"|documents?|quellen|literatur|bibliographie|bibliograf[ií]a|fuentes|fonti)\b",
    re.I,
)
"""Headings of lists of links that belong to a text."""
_ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|BlogPosting)"')
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|od[tsp]|zip|epub)(?:[?#]|$)", re.I)


def is_declared_article(root: HtmlElement) -> bool:
    """Return whether a page says that it is an article: with Open Graph, schema.org or as the only entry of hAtom."""
    if len(root.xpath("//*[contains(concat(' ', @class, ' '), ' hentry ')]")) == 1:
        return True
    if root.xpath("//meta[@property='og:type' and @content='article'] | //*[contains(@itemprop, 'articleBody')]"):
        return True
    return any(_ARTICLE_TYPE.search(data) for data in root.xpath("//script[contains(@type, 'ld+json')]/text()"))


class Article:
    """The smallest element of a page with nearly all of its content, and the elements around it.

    :param is_declared: whether the page says that it is an article, after whose end little else is expected.
    """

    def __init__(self, body: HtmlElement, weights: PageWeights, *, is_declared: bool = False) -> None:
        self._weights = weights
        self._body = body
        self._ends = is_declared and weights.is_trusted
        self.element = body
        self._path: list[HtmlElement] = []
        while weights.content[body] >= _MIN_CONTENT:
            children = [child for child in self.element if weights.content[child]]
            best = max(children, key=lambda child: weights.content[child], default=None)
            if best is None or best.tag in _WHOLE:
                break
            if weights.content[best] < _MIN_SHARE * weights.content[self.element]:
                break
            self.element = best
            self._path.append(best)

    def outside(self) -> Iterator[HtmlElement]:
        """Yield the parts around the article that have no text of their own: labels, links, teasers, comments."""
        for inner in self._path:
            for part in inner.itersiblings(preceding=True):
                if self._is_outside(part):
                    yield part
            for part in inner.itersiblings():
                if self._is_outside(part) or (self._ends and self._is_after(part)):
                    yield part
        last = self._last() if self._ends else self._body
        for inner in [last, *last.iterancestors()]:
            if inner is self.element or inner is self._body:
                break
            for part in inner.itersiblings():
                if isinstance(part.tag, str) and part.tag in _BOXES - {"p"} and self._is_after(part):
                    yield part

    def _last(self) -> HtmlElement:
        """Return the block with the last line that is confirmed and is not in a teaser."""
        of_teasers = teased(self._body, self._weights)
        return next((block for block in reversed(self._weights.blocks) if block not in of_teasers), self._body)

    def promotions(self) -> Iterator[HtmlElement]:
        """Yield the boxes that advertise by their names, are not confirmed and have no section of their own.

        In a declared article a section may go too if it asks for something, as one to subscribe.
        """
        if not self._weights.is_trusted:
            return
        for part in self._body.iter(*_BOXES):
            if not self._weights.all[part] or self._weights.confirmed[part]:
                continue
            is_named = any(PROMOTION_NAME.search(name) for name in names_of(part))
            if is_named and (self._is_after(part) or (self._ends and self._is_appeal(part))):
                yield part

    def _is_appeal(self, part: HtmlElement) -> bool:
        is_short = self._weights.all[part] <= _MAX_APPEAL
        return is_short and part.find(".//h1") is None and APPEAL.search(text_of(part)) is not None

    def above(self) -> Iterator[HtmlElement]:
        """Yield the labels above the title of a declared article: logos, addresses, names of its category."""
        titles = list(self._body.iter("h1"))
        if not self._ends or len(titles) != 1:
            return
        for inner in [titles[0], *titles[0].iterancestors()]:
            if inner is self._body:
                break
            for part in inner.itersiblings(preceding=True):
                if isinstance(part.tag, str) and part.tag not in HEADINGS and self._is_label(part):
                    yield part

    def _is_label(self, part: HtmlElement) -> bool:
        weights = self._weights
        has_text = weights.confirmed[part] or weights.long[part]
        return not has_text and next(part.iter("table", "ul", "ol", "dl", "figure"), None) is None

    def _is_after(self, part: HtmlElement) -> bool:
        """Return whether a part after a declared article has no section or table of its own."""
        if part.find(".//h1") is not None or part.tag in HEADINGS:
            return False
        if self._weights.confirmed[part]:
            return are_teasers(part, self._weights)
        headings = [heading for heading in part.iter(*HEADINGS) if heading.find(".//a") is None]
        return not (self._weights.prose[part] and headings) and next(part.iter("table", "tr", "dl"), None) is None

    def _is_outside(self, part: HtmlElement) -> bool:
        weights = self._weights
        if not isinstance(part.tag, str) or not weights.all[part] or part.tag == "h1" or part.find(".//h1") is not None:
            return False
        if weights.confirmed[part]:
            return False
        if weights.is_linked(part):
            return True
        if part.tag in _WHOLE:
            return False
        if weights.prose[part]:
            return is_list_of_teasers(part) or has_comments(part)
        if next(part.iter("table", "dl"), None) is not None or part.tag in HEADINGS:
            return False
        return weights.long[part] == 0 or next(part.iter("img", "figure"), None) is not None

    def pointers(self) -> Iterator[HtmlElement]:
        """Yield the parts of the article that are links to other pages: boxes, and paragraphs such as "Read more"."""
        # Where most of the text is links, the links are the content.
        if self._weights.is_linked(self.element):
            return
        waiting = [self.element]
        while waiting:
            for part in waiting.pop():
                if not isinstance(part.tag, str) or not self._weights.all[part] or part.tag == "table":
                    continue
                if self._is_pointer(part):
                    yield part
                else:
                    waiting.append(part)

    def _is_pointer(self, part: HtmlElement) -> bool:
        weights = self._weights
        if part.tag not in _BOXES or not weights.is_linked(part) or part.find(".//h1") is not None:
            return False
        links = [link for link in part.iter("a") if link.get("href")]
        if not links or not all(map(leads_away, links)) or any(FILE.search(link.get("href")) for link in links):
            return False
        before = part.getprevious()
        if before is not None and before.tag in HEADINGS and _SOURCES.search(text_of(before)):
            return False
        if part.tag == "p":
            return self._is_prompt(part)
        return (
            len({text_of(link) for link in links} - {""}) > 1
            and weights.confirmed[part] == 0
            and weights.prose[part] == 0
        )

    def _is_prompt(self, paragraph: HtmlElement) -> bool:
        """Return whether a paragraph among paragraphs of text is a link with little before it."""
        weights = self._weights
        length, linked = weights.all[paragraph], weights.linked[paragraph]
        if linked <= 0.8 * length or not _MIN_PROMPT <= length <= _MAX_PROMPT or is_inside(paragraph, _ITEMS):
            return False
        near = [element for element in (paragraph.getprevious(), paragraph.getnext()) if element is not None]
        is_in_text = any(element.tag == "p" and weights.prose[element] for element in near)
        return is_in_text and not any(element.tag == "p" and weights.is_linked(element) for element in near)
