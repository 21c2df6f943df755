"""The main content of a web page, without menus, notices, teasers and forms.

Rules remove a part only if its structure is clear and the page loses little: losing content is worse than keeping a
menu.
"""

import re
from collections.abc import Mapping
from typing import Any

from lxml.html import HtmlElement

from reportqa.parsing.html.article import Article, is_declared_article
from reportqa.parsing.html.attributes import missing, worded
from reportqa.parsing.html.boilerplate_sections import boilerplate_sections
from reportqa.parsing.html.boilerplate_words import (
    COMMENTS_NAME,
    part_kind,
)
from reportqa.parsing.html.captions import captioned, credit_lines, credits_of
from reportqa.parsing.html.clutter import has_comments, is_list_of_teasers, sign_ups
from reportqa.parsing.html.collapsed import in_text, is_collapsed, keep_button_titles
from reportqa.parsing.html.elements import (
    CONTENT,
    MAX_NAME,
    described,
    drop_one,
    elements_of,
    is_inside,
    is_small,
    length_of,
    link_density,
    names_of,
    text_of,
)
from reportqa.parsing.html.hidden_text import find_hidden
from reportqa.parsing.html.labels import labels, paths, tag_lists
from reportqa.parsing.html.named_parts import kind_by_name
from reportqa.parsing.html.note_marks import drop_note_marks
from reportqa.parsing.html.page_weights import PageWeights
from reportqa.parsing.html.prose import prose_length
from reportqa.parsing.html.removals import Removals, Removed
from reportqa.parsing.html.repeats import repeated_descriptions, repeated_lines
from reportqa.parsing.html.second_opinion import SecondOpinion
from reportqa.parsing.html.teasers import menu_cells, sharing_links, teasers
from reportqa.parsing.html.titles import demote_teasers, keep_title

_NEVER_TEXT = (
    *("template", "noscript", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map", "title"),
    *("input", "button", "select", "textarea", "datalist", "dialog"),
)
_NAMED_PARTS = {
    "template": "template",
    "noscript": "notice",
    "object": "embedded file",
    "dialog": "dialog",
    "select": "options",
    "title": "page title",
    **dict.fromkeys(("canvas", "audio", "video"), "text in place of media"),
}
"""Elements that are no text, but have words of their own."""
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog"})
_CHROME_KINDS = {
    "nav": "menu",
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "header": "page header",
    "banner": "page header",
    "footer": "page footer",
    "contentinfo": "page footer",
    "search": "form",
}
_MIN_ARTICLE = 200
"""Minimum length of an article with comments that are longer."""
_TOOL_LINK = re.compile(r"#top$|javascript:\s*(?:window\.|self\.)?(?:print|close|history)\b", re.I)
"""Addresses of links that print or close the page, or lead to its top."""
_MAX_HIDDEN = 200
_MIN_MAIN = 0.5
"""Minimum share of the remaining text of a <main> or <article> that is the whole content."""


def keep_content(root: HtmlElement, item: Mapping[str, Any]) -> tuple[HtmlElement, list[Removed]]:
    """Remove boilerplate from the page, in place; return the content element and the removed parts in page order."""
    opinion = SecondOpinion(root)
    body = root.find(".//body")
    body = root if body is None else body
    cleaner = _Cleaner(body, opinion, item if is_declared_article(root) else None)
    content = cleaner.clean()
    return content, list(cleaner.removals.placed(content))


class _Cleaner:
    """Removes boilerplate from the body of a page and records it."""

    def __init__(self, body: HtmlElement, opinion: SecondOpinion, item: Mapping[str, Any] | None) -> None:
        self._body = body
        self._is_article = item is not None
        self._item = item or {}
        self._opinion = opinion
        self.removals = Removals(body)
        for element in list(body.iter("script", "style")):
            drop_one(element)
        for element, kind in list(find_hidden(body)):
            self.removals.hide(element, kind)
        keep_button_titles(body)
        demote_teasers(body, str(self._item.get("URL", "")).rstrip("/"))
        self._sign_ups = sign_ups(body)
        self._worded = worded(body)
        for element in list(body.iter(*_NEVER_TEXT)):
            self.removals.remove(element, _NAMED_PARTS.get(element.tag, ""))
        self._total = length_of(body)

    def clean(self) -> HtmlElement:
        """Remove boilerplate and return the content element."""
        drop_note_marks(self._body)
        self._drop_hidden()
        self._drop_forms()
        self._drop_chrome()
        self._drop_comments()
        self._drop_sharing()
        self._drop_teasers()
        self._drop_named()
        self._drop_link_cells()
        self._drop_boilerplate_sections()
        self._drop_skip_links()
        self._drop_outside()
        self._drop_captions()
        self._drop_repeated()
        self._drop_labels()
        main = _main(self._body)
        if main is not self._body:
            for inner in [main, *main.iterancestors()]:
                if inner is self._body:
                    break
                for side in ("preceding", "following"):
                    for sibling in inner.xpath(f"./{side}-sibling::*"):
                        self.removals.note(sibling, "outside the article")
        for attribute in missing(self._worded, main):
            self.removals.record(attribute.element, attribute.kind, attribute.text)
        return main

    def _drop_hidden(self) -> None:
        """Remove links that a click shows, as in menus, and small parts that are no text for screen readers."""
        for element in elements_of(self._body):
            style = re.sub(r"\s", "", element.get("style", "").lower())
            is_hidden = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
            is_sign = element.get("aria-hidden") == "true"
            is_small_sign = (
                is_sign and length_of(element) < _MAX_HIDDEN and not (is_collapsed(element) or prose_length(element))
            )
            if is_small_sign or ((is_hidden or is_sign) and link_density(element) > 0.5):
                self.removals.remove(element, "hidden part")

    def _drop_forms(self) -> None:
        for form in list(self._body.iter("form")):
            if is_small(form, self._total):
                self.removals.remove(form, part_kind(described(form), "form"))
        for box in self._sign_ups:
            if is_small(box, self._total):
                self.removals.remove(box, "newsletter box")

    def _drop_chrome(self) -> None:
        """Remove what HTML marks as boilerplate: navigation, the page's header and footer, asides."""
        for element in elements_of(self._body):
            tag, role = element.tag, element.get("role", "").lower()
            inside = is_inside(element, CONTENT)
            if not (
                tag == "nav"
                or role in _CHROME_ROLES
                or (tag in {"header", "footer"} and not inside)
                or (
                    (tag == "aside" or role == "complementary")
                    and (
                        not (inside or in_text(element))
                        or link_density(element) > 0.5
                        or (is_list_of_teasers(element) and not self._opinion.has_prose(element))
                    )
                )
            ):
                continue
            keep_title(element, self._body)
            if tag == "nav" or is_small(element, self._total) or link_density(element) > 0.5:
                kind = _CHROME_KINDS.get(tag) or _CHROME_KINDS.get(role)
                self.removals.remove(element, kind or part_kind(described(element), "aside"))

    def _drop_comments(self) -> None:
        """Remove comments of readers, which may be longer than the article."""
        for element in elements_of(self._body):
            if not any(COMMENTS_NAME.fullmatch(name) for name in names_of(element)) or not has_comments(element):
                continue
            holds_page = element.find(".//h1") is not None or element.find(".//main") is not None
            if not holds_page and length_of(element) <= length_of(self._body) - _MIN_ARTICLE:
                self.removals.remove(element, "comments")

    def _drop_named(self) -> None:
        """Remove parts by their names."""
        for element in elements_of(self._body):
            if kind := kind_by_name(element, self._total, self._item if self._is_article else None):
                keep_title(element, self._body)
                self.removals.remove(element, kind)

    def _drop_boilerplate_sections(self) -> None:
        """Remove sections such as "Just published" and "Follow us"."""
        for section, kind in boilerplate_sections(self._body, self._opinion, self._total, self._is_article):
            for part in section:
                self.removals.remove(part, kind)

    def _drop_link_cells(self) -> None:
        for cell in list(menu_cells(self._body)):
            self.removals.remove(cell, "menu")

    def _drop_skip_links(self) -> None:
        for link in list(self._body.iter("a")):
            address = link.get("href", "")
            is_skip = address.startswith("#") and re.match(r"(?:skip|jump) to\b", text_of(link), re.I)
            if (is_skip or _TOOL_LINK.match(address)) and length_of(link) <= MAX_NAME:
                self.removals.remove(link, "menu")

    def _drop_sharing(self) -> None:
        for part in sharing_links(self._body):
            self.removals.remove(part, "sharing links")

    def _drop_teasers(self) -> None:
        weights = PageWeights(self._body, self._opinion)
        for part in list(teasers(self._body, weights)):
            self.removals.remove(part, part_kind(described(part), "related links"))

    def _drop_outside(self) -> None:
        """Remove what is around the article without text of its own, and what in it only points to other pages."""
        weights = PageWeights(self._body, self._opinion)
        article = Article(self._body, weights, is_declared=self._is_article)
        for part in [*article.above(), *article.outside(), *article.promotions()]:
            self.removals.remove(part, part_kind(described(part), "outside the article"))
        for part in list(article.pointers()):
            self.removals.remove(part, part_kind(described(part), "related links"))

    def _drop_labels(self) -> None:
        for line in list(tag_lists(self._body)):
            self.removals.record(line.block, "tags", line.text)
            line.clear()
        for line in list(paths(self._body)):
            self.removals.record(line.block, "menu", line.text)
            line.clear()
        weights = PageWeights(self._body, self._opinion)
        if self._is_article and weights.is_trusted:
            for line, kind in list(labels(self._body, self._opinion, self._item)):
                self.removals.record(line.block, kind, line.text)
                line.clear()

    def _drop_captions(self) -> None:
        """Remove credits of pictures, and the descriptions of those that have a caption."""
        for part in credits_of(self._body):
            self.removals.remove(part, "picture credit")
        for picture in captioned(self._body):
            self.removals.record(picture, "description of a picture", picture.get("alt"))
            picture.set("alt", "")
        if self._is_article:
            for line in list(credit_lines(self._body)):
                self.removals.record(line.block, "picture credit", line.text)
                line.clear()

    def _drop_repeated(self) -> None:
        for picture in list(repeated_descriptions(self._body)):
            self.removals.record(picture, "repeated text", picture.get("alt"))
            picture.set("alt", "")
        for line in repeated_lines(self._body):
            self.removals.record(line.block, "repeated text", line.text)
            line.clear()


def _main(body: HtmlElement) -> HtmlElement:
    """Return the only <main> or <article> with most of the text, including an <h1> from outside."""
    total = max(length_of(body), 1)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.xpath(path)
        if len(found) != 1 or length_of(found[0]) < _MIN_MAIN * total:
            continue
        main: HtmlElement = found[0]
        titles = body.xpath(".//h1")
        if len(titles) == 1 and main.find(".//h1") is None and titles[0] not in main.iterancestors():
            title = titles[0]
            title.drop_tree()
            title.tail = main.text
            main.text = None
            main.insert(0, title)
        return main
    return body
