"""Whether a part of a page whose name is that of boilerplate, such as "share" or "comments", is boilerplate.

A name alone does not decide: a section of a report has such an id too. Its running text does, and how it is built.
"""

import re

from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import CONSENT_NAME, SIGN_UP_NAME
from reportqa.parsing.html.elements import (
    CONTENT,
    HEADINGS,
    holds_content,
    is_inside,
    length_of,
    link_density,
    names_of,
    text_of,
)
from reportqa.parsing.html.prose import prose_length

_MAX_NOTICE = 1500
"""Maximum length of the text of a cookie notice."""
_MAX_SIGN_UP = 600
"""Maximum length of the text of a box that asks for an address."""
_COOKIES = re.compile(r"cookies?|privacy|personal data|datenschutz|données personnelles|datos personales", re.I)
_COMMENT_PART = re.compile(
    r"comments? (?:\d+|list|body|author|content|meta|text|item|thread|form|area|wrapper|container|section|reply.*)"
    r"|(?:reply|respond|vcard|avatar|disqus.*)(?: .*)?"
)
"""Classes and ids of parts of a list of comments."""


def is_clutter(element: HtmlElement) -> bool:
    """Return whether an element with a name of boilerplate is boilerplate."""
    if link_density(element) > 0.5:
        return True
    if prose_length(element) == 0:
        return next(element.iter(*HEADINGS), None) is None or next(element.iter("table", "pre", "dl"), None) is None
    names = [*names_of(element), element.get("aria-label", "").lower()]
    if any(CONSENT_NAME.search(name) for name in names):
        return is_consent_notice(element)
    if any("comment" in name or "disqus" in name for name in names):
        return has_comments(element)
    return element.find(".//form") is not None or is_list_of_teasers(element)


def is_consent_notice(element: HtmlElement) -> bool:
    """Return whether an element asks for the consent to cookies; a section of an article has a heading and is none."""
    if is_inside(element, CONTENT) and next(element.iter(*HEADINGS), None) is not None:
        return False
    text = text_of(element)
    return len(text) <= _MAX_NOTICE and _COOKIES.search(text) is not None


def has_comments(element: HtmlElement) -> bool:
    """Return whether an element is a list of comments of readers, or the form for one."""
    for part in element.iterdescendants():
        if part.tag in {"form", "article"}:
            return True
        if isinstance(part.tag, str) and any(_COMMENT_PART.fullmatch(name) for name in names_of(part)):
            return True
    return False


def is_list_of_teasers(element: HtmlElement) -> bool:
    """Return whether an element is a list of links to other pages with a summary of each."""
    headings = list(element.iter(*HEADINGS))
    linked = [heading for heading in headings if heading.find(".//a") is not None or is_inside(heading, {"a"})]
    return len(linked) > 0 and len(linked) >= len(headings) - 1


def sign_ups(body: HtmlElement) -> list[HtmlElement]:
    """Return the boxes that ask for an e-mail address by their names, with a field for it and little text."""
    boxes = []
    for field in body.iter("input"):
        if any("mail" in field.get(name, "").lower() for name in ("type", "name", "id", "placeholder")):
            around = [
                part
                for part in field.iterancestors("div", "section", "aside")
                if any(map(SIGN_UP_NAME.search, names_of(part)))
            ]
            around = [part for part in around if length_of(part) <= _MAX_SIGN_UP and not holds_content(part)]
            boxes.extend(around[-1:])
    return boxes
