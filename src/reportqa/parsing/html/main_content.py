"""The main content of a web page, without menus, notices, teasers and forms.

Rules remove a part only if its structure is clear and the page loses little: losing content is worse than keeping a
menu.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from lxml import etree
from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import (
    BOILERPLATE_HEADING,
    BOILERPLATE_NAME,
    COMMENTS_NAME,
    CONSENT_NAME,
    FOOTER_NAME,
    VAGUE_NAME,
    part_kind,
)
from reportqa.parsing.html.clutter import is_clutter, is_consent_notice
from reportqa.parsing.html.collapsed import in_text, is_collapsed, keep_button_titles
from reportqa.parsing.html.elements import (
    CONTENT,
    HEADINGS,
    MAX_NAME,
    MAX_SHARE,
    described,
    drop_one,
    elements_of,
    holds_content,
    is_inside,
    is_small,
    length_of,
    link_density,
    link_length,
    names_of,
    section_of,
    text_of,
    texts_by_heading,
)
from reportqa.parsing.html.hidden_text import STRUCK, find_hidden
from reportqa.parsing.html.note_marks import drop_note_marks
from reportqa.parsing.omissions import CONTEXT

_NEVER_TEXT = (
    "template noscript iframe object embed svg canvas audio video input button select textarea datalist dialog map"
)
_NAMED_PARTS = {
    "template": "template",
    "noscript": "notice",
    "object": "embedded file",
    "dialog": "dialog",
    "select": "options",
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
_MAX_HIDDEN = 200
_MIN_MAIN = 0.5
"""Minimum share of the remaining text of a <main> or <article> that is the whole content."""
_MAX_FOOTER = 0.2
"""Maximum share of a page's text of its footer."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A part removed from a page; `before` and `after` are the remaining words around it, without spaces."""

    kind: str
    text: str
    before: str
    after: str


def keep_content(root: HtmlElement) -> tuple[HtmlElement, list[Removed]]:
    """Remove boilerplate from the page, in place; return the content element and the removed parts in page order."""
    body = root.find(".//body")
    body = root if body is None else body
    cleaner = _Cleaner(body)
    content = cleaner.clean()
    return content, list(cleaner.removed_from(content))


class _Cleaner:
    """Removes boilerplate from the body of a page and records it."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        # Numbers of elements stay valid when others are removed.
        self._order = {element: number for number, element in enumerate(body.iter())}
        self._removed: list[tuple[int, str, str]] = []
        for element in list(body.iter("script", "style")):
            drop_one(element)
        for element, kind in list(find_hidden(body)):
            self._hide(element, kind)
        keep_button_titles(body)
        for element in list(body.iter(*_NEVER_TEXT.split())):
            self._remove(element, _NAMED_PARTS.get(element.tag, ""))
        self._total = length_of(body)

    def clean(self) -> HtmlElement:
        """Remove boilerplate and return the content element."""
        drop_note_marks(self._body)
        self._drop_hidden()
        self._drop_forms()
        self._drop_chrome()
        self._drop_named()
        self._drop_boilerplate_sections()
        self._drop_skip_links()
        main = _main(self._body)
        if main is not self._body:
            for inner in [main, *main.iterancestors()]:
                if inner is self._body:
                    break
                for side in ("preceding", "following"):
                    for sibling in inner.xpath(f"./{side}-sibling::*"):
                        self._note(sibling, "outside the article")
        return main

    def removed_from(self, content: HtmlElement) -> Iterator[Removed]:
        """Yield the removed parts with the words around them."""
        pieces: list[str] = []
        length = 0
        waiting = sorted(self._removed, key=itemgetter(0))
        places: list[int] = []
        for event, element in etree.iterwalk(content, events=("start", "end")):
            if event == "start":
                while len(places) < len(waiting) and waiting[len(places)][0] < self._order.get(element, 0):
                    places.append(length)
            said = element.text if event == "start" else element.tail if element is not content else None
            if said and isinstance(element.tag, str):
                pieces.append("".join(said.split()))
                length += len(pieces[-1])
        places.extend([length] * (len(waiting) - len(places)))
        words = "".join(pieces)
        for (_, kind, text), place in zip(waiting, places, strict=True):
            yield Removed(kind, text, words[max(place - CONTEXT, 0) : place], words[place : place + CONTEXT])

    def _note(self, element: HtmlElement, kind: str) -> None:
        """Record the text of an element, each part with a heading separately."""
        number = self._order.get(element)
        for text in texts_by_heading(element) if number is not None else ():
            of_part = part_kind(text[:MAX_NAME], kind) if len(text) < length_of(element) else kind
            self._removed.append((number or 0, of_part, text))

    def _remove(self, element: HtmlElement, kind: str) -> None:
        """Remove an element, and record its text unless the kind is empty."""
        if next((node for node in element.iterancestors() if node is self._body), None) is not None:
            if kind:
                self._note(element, kind)
            drop_one(element)

    def _hide(self, element: HtmlElement, kind: str) -> None:
        """Remove an element that is not seen; a cell stays, without its content, so that no other takes its place."""
        if element.tag in {"td", "th"} and (kind == STRUCK or "visibility" in element.get("style", "")):
            self._note(element, kind)
            element[:] = []
            element.text = None
        else:
            self._remove(element, kind)

    def _drop_hidden(self) -> None:
        """Remove links that a click shows, as in menus, and small parts that are no text for screen readers."""
        for element in elements_of(self._body):
            style = re.sub(r"\s", "", element.get("style", "").lower())
            is_hidden = element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style
            is_sign = element.get("aria-hidden") == "true"
            is_small_sign = is_sign and length_of(element) < _MAX_HIDDEN and not is_collapsed(element)
            if is_small_sign or ((is_hidden or is_sign) and link_density(element) > 0.5):
                self._remove(element, "hidden part")

    def _drop_forms(self) -> None:
        for form in list(self._body.iter("form")):
            if is_small(form, self._total):
                self._remove(form, part_kind(described(form), "form"))

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
                    and (not (inside or in_text(element)) or link_density(element) > 0.5)
                )
            ):
                continue
            title = element.find(".//h1")
            if title is not None and len(self._body.findall(".//h1")) == 1:
                # The page header contains the title of the article.
                title.drop_tree()
                title.tail = None
                element.addprevious(title)
            if tag == "nav" or is_small(element, self._total) or link_density(element) > 0.5:
                kind = _CHROME_KINDS.get(tag) or _CHROME_KINDS.get(role)
                self._remove(element, kind or part_kind(described(element), "aside"))

    def _drop_named(self) -> None:
        """Remove small parts by their names; for vague names, only lists of links."""
        for element in elements_of(self._body):
            if (
                element.tag in CONTENT
                or element.tag in HEADINGS
                or element.tag in {"body", "p", "li", "a", "td", "th", "tr"}
            ):
                continue
            names = list(names_of(element))
            if any(CONSENT_NAME.search(name) for name in names) and is_consent_notice(element):
                # A notice may be longer than a short page.
                if element.find(".//h1") is None and length_of(element) < self._total:
                    self._remove(element, "cookie notice")
                continue
            if any(COMMENTS_NAME.fullmatch(name) and BOILERPLATE_NAME.fullmatch(name) for name in names):
                unwanted = element.find(".//h1") is None and is_clutter(element)
            elif any(BOILERPLATE_NAME.fullmatch(name) for name in names):
                unwanted = not holds_content(element) and is_clutter(element)
            elif any(FOOTER_NAME.fullmatch(name) for name in names) and not is_inside(element, CONTENT):
                unwanted = length_of(element) <= _MAX_FOOTER * self._total and not holds_content(element)
            else:
                unwanted = any(VAGUE_NAME.search(name) for name in names) and link_density(element) > 0.5
            if unwanted and is_small(element, self._total):
                self._remove(element, part_kind(described(element), "box"))

    def _drop_boilerplate_sections(self) -> None:
        """Remove sections such as "Just published" and "Follow us"."""
        for heading in list(self._body.iter(*HEADINGS, "p", "div", "span")):
            if heading.tag not in HEADINGS and len(heading):
                continue
            text = text_of(heading).strip(" :")
            if len(text) > 80 or not text or not BOILERPLATE_HEADING.fullmatch(text):
                continue
            section = section_of(heading)
            length = sum(length_of(part) for part in section)
            links = sum(link_length(part) for part in section[1:])
            rest = length - length_of(section[0])
            if length <= MAX_SHARE * self._total and (links > 0.5 * rest or rest < 150):
                for part in section:
                    self._remove(part, part_kind(text, "box"))

    def _drop_skip_links(self) -> None:
        for link in list(self._body.iter("a")):
            if link.get("href", "").startswith("#") and re.match(r"(?:skip|jump) to\b", text_of(link), re.I):
                self._remove(link, "menu")


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
