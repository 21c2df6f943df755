"""Properties of elements of a web page that separate content from boilerplate: names, words, links, section."""

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement, HtmlMixin

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CONTENT = frozenset({"article", "main"})
LEFT_OUT = "reportqa:left-out"
"""Attribute of a part that is named and not read; its value is the kind. No parser of HTML makes such a name."""
STYLED = "reportqa:styled"
"""Attribute of a part with style sheets of its own, which have been applied and removed."""
MAX_SHARE = 0.5
"""Maximum share of the page's text of a part that is removed because of its name."""
_MAX_NAMES = 10_000
"""Number of pairs of ids and classes whose words are kept."""
MAX_NAME = 80
"""Length of the beginning of a part that is searched for its kind."""


def section_of(heading: HtmlElement) -> list[HtmlElement]:
    """Return a heading and what follows it up to the next heading of its rank or higher; a box around it counts."""
    place, rank = heading, heading.tag
    while (around := place.getparent()) is not None and around.tag in {"div", "header"}:
        if length_of(around) > length_of(heading):
            break
        place = around
    parent = place.getparent()
    is_first = parent is not None and not (parent.text or "").strip() and parent[0] is place
    if parent is not None and is_first and parent.tag in {"div", "section", "aside", "ul"}:
        ranks = [child.tag for child in parent.iter(*HEADINGS) if child is not heading]
        if not any(other <= rank for other in ranks if rank in HEADINGS):
            return [parent]
    section = [place]
    for sibling in place.itersiblings():
        inner = [sibling.tag] if sibling.tag in HEADINGS else [node.tag for node in sibling.iter(*HEADINGS)]
        is_like = rank not in HEADINGS and sibling.tag == place.tag and sibling.get("class", "") == place.get("class")
        if any(tag <= rank for tag in inner) or (rank not in HEADINGS and inner) or is_like:
            break
        section.append(sibling)
    return section


def is_heading(element: HtmlElement) -> bool:
    """Return whether an element is a heading, by its tag or by its name."""
    return element.tag in HEADINGS or any(
        re.search(r"\b(?:title|heading|header)\b", name) for name in names_of(element)
    )


def names_of(element: HtmlElement) -> tuple[str, ...]:
    """Return an element's id and classes as words in lower case: "relatedLinks" is "related links"."""
    return _in_words(element.get("id", ""), element.get("class", ""))


@lru_cache(_MAX_NAMES)
def _in_words(identifier: str, classes: str) -> tuple[str, ...]:
    split = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name) for name in (identifier, *classes.split())]
    return tuple(" ".join(re.split(r"[\W_]+", name)).strip().lower() for name in split)


def described(element: HtmlElement) -> str:
    """Return the names and first words of a part."""
    return ". ".join([*names_of(element), text_of(element)[:MAX_NAME]])


def texts_by_heading(element: HtmlElement) -> list[str]:
    """Return the text of an element, cut before each heading."""
    parts: list[list[str]] = [[]]
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and node.tag in HEADINGS:
            parts.append([])
        said = node.text if event == "start" else node.tail if node is not element else None
        if said and isinstance(node.tag, str):
            parts[-1].append(said)
    texts = [" ".join(" ".join(part).split()) for part in parts]
    return [text for text in texts if text]


def holds_content(element: HtmlElement) -> bool:
    """Return whether an element contains the article of a page or its title."""
    return any(True for _ in element.iter(*CONTENT, "h1"))


def is_small(element: HtmlElement, total: int) -> bool:
    """Return whether an element has no more than MAX_SHARE of a page's text."""
    return length_of(element) <= MAX_SHARE * total and element.find(".//main") is None


def is_inside(element: HtmlElement, tags: Iterable[str]) -> bool:
    """Return whether an element is inside one with these tags."""
    return next(element.iterancestors(*tags), None) is not None


def link_density(element: HtmlElement) -> float:
    """Return the share of an element's text that is links, 0 to 1; 1 without text."""
    length = length_of(element)
    return link_length(element) / length if length else 1.0


def link_length(element: HtmlElement) -> int:
    """Return the number of characters of an element that are links."""
    if element.tag == "a":
        return length_of(element)
    return sum(length_of(link) for link in element.iter("a"))


def length_of(element: HtmlMixin) -> int:
    """Return the length of an element's text."""
    return len(text_of(element))


def text_of(element: HtmlMixin) -> str:
    """Return the text of an element with single spaces."""
    return " ".join(str(element.text_content()).split())


def elements_of(body: HtmlElement) -> list[HtmlElement]:
    """Return all elements within a page, without comments."""
    return [element for element in body.iterdescendants() if isinstance(element.tag, str)]


def drop_one(element: HtmlElement) -> None:
    """Remove an element and its contents, unless it is removed already."""
    if element.getparent() is not None:
        element.drop_tree()
