"""Parts of a page that are boilerplate by their ids and classes, and by what they hold."""

from collections.abc import Mapping
from typing import Any

from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import (
    AUTHOR_NAME,
    BOILERPLATE_NAME,
    COMMENTS_NAME,
    CONSENT_NAME,
    FOOTER_NAME,
    VAGUE_NAME,
    part_kind,
)
from reportqa.parsing.html.clutter import is_clutter, is_consent_notice
from reportqa.parsing.html.elements import (
    CONTENT,
    HEADINGS,
    described,
    holds_content,
    is_inside,
    is_small,
    length_of,
    link_density,
    names_of,
    text_of,
)

_KEPT = CONTENT | HEADINGS | {"body", "li", "a", "td", "th", "tr"}
_MAX_AUTHOR = 0.2
"""Maximum share of a page's text of what it says about its author."""
_MAX_FOOTER = 0.2
"""Maximum share of a page's text of its footer."""


def kind_by_name(element: HtmlElement, total: int, article: Mapping[str, Any] | None) -> str:
    """Return the kind of a part that is boilerplate, or "" for content; with a vague name only links are boilerplate.

    :param total: length of the page's text.
    :param article: CSL-JSON fields of a page that says that it is an article.
    """
    is_text = element.tag in _KEPT or (element.tag == "p" and link_density(element) <= 0.5)
    if is_text or is_inside(element, {"pre", "code"}):
        return ""
    names = list(names_of(element))
    if any(CONSENT_NAME.search(name) for name in names) and is_consent_notice(element):
        # A notice may be longer than a short page.
        return "cookie notice" if element.find(".//h1") is None and length_of(element) < total else ""
    if any(COMMENTS_NAME.fullmatch(name) and BOILERPLATE_NAME.fullmatch(name) for name in names):
        unwanted = element.find(".//h1") is None and is_clutter(element)
    elif any(BOILERPLATE_NAME.fullmatch(name) for name in names):
        unwanted = not holds_content(element) and is_clutter(element)
    elif any(FOOTER_NAME.fullmatch(name) for name in names) and not is_inside(element, CONTENT):
        unwanted = length_of(element) <= _MAX_FOOTER * total and not holds_content(element)
    elif article is not None and any(map(AUTHOR_NAME.search, names)):
        return "about the author" if _is_about_author(element, total, article) else ""
    else:
        unwanted = any(VAGUE_NAME.search(name) for name in names) and link_density(element) > 0.5
    return part_kind(described(element), "box") if unwanted and is_small(element, total) else ""


def _is_about_author(element: HtmlElement, total: int, article: Mapping[str, Any]) -> bool:
    text = text_of(element)
    is_short = len(text) <= _MAX_AUTHOR * total and not holds_content(element)
    return is_short and any(author.get("literal", "\0") in text for author in article.get("author", ()))
