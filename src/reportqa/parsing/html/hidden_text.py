"""Text of a web page that its readers do not see or that is struck out."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from reportqa.parsing.html.collapsed import is_collapsed
from reportqa.parsing.html.elements import HEADINGS, LEFT_OUT, is_inside, is_small, length_of, names_of

STRUCK = "struck-out text"
HIDDEN = "hidden text"
_SPOKEN = "text for screen readers"
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
_COMMENT_STYLE = re.compile(r"mso-element:comment")
_DELETED_NAMES = frozenset({"mso del", "msodel", "deleted", "struck", "strikethrough", "line through"})
_HIDDEN_STYLE = re.compile(r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all)")
_SPOKEN_STYLE = re.compile(r"(?:^|;)(?:clip:rect\((?:[01](?:px)?[,]*){1,4}\)|(?:left|text-indent):-\d{4,})")
_SPOKEN_NAMES = frozenset(
    {"sr only", "visually hidden", "govuk visually hidden", "nhsuk u visually hidden", "screen reader text"}
    | {
        "screen reader only",
        "screenreader only",
        "visuallyhidden",
        "element invisible",
        "offscreen",
        "off screen",
        "assistive text",
    }
)
_NAMES_OTHERS = (*HEADINGS, "caption", "figcaption", "th", "legend", "dt", "summary")
"""Elements that name a part of the page; what only screen readers say of them is kept."""


def find_hidden(body: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the outermost elements that are hidden or struck out, and the kind of each.

    What a click shows is not hidden, nor is most of a page, which a script shows.
    """
    total = max(length_of(body), 1)
    controlled = {name for node in body.iter() if isinstance(node.tag, str) for name in _controlled_by(node)}
    found: set[HtmlElement] = set()
    for element in body.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() in found:
            found.add(element)
        elif kind := _kind(element, total, controlled):
            found.add(element)
            yield element, kind


def _kind(element: HtmlElement, total: int, controlled: set[str]) -> str:
    style = re.sub(r"\s", "", element.get("style", "").lower())
    if element.get(LEFT_OUT) is not None:
        return str(element.get(LEFT_OUT))
    if element.tag in _STRUCK_TAGS or _STRUCK_STYLE.search(style) or _is_deleted(element):
        return STRUCK
    if _COMMENT_STYLE.search(style) or "MsoCommentReference" in element.get("class", "").split():
        return "comment"
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(style):
        is_shown = is_collapsed(element) or element.get("id") in controlled or not is_small(element, total)
        return "" if is_shown else HIDDEN
    if is_spoken(element):
        names_other = element.tag in _NAMES_OTHERS or is_inside(element, _NAMES_OTHERS)
        caption = next(element.iterancestors("figcaption"), None)
        if caption is not None and length_of(caption) > length_of(element):
            return _SPOKEN
        holds_name = next(element.iter(*_NAMES_OTHERS, "table", "input"), None) is not None
        cell = next(element.iterancestors("td"), None)
        is_all = cell is not None and length_of(cell) == length_of(element)
        return "" if names_other or holds_name or is_all or not is_small(element, total) else _SPOKEN
    return ""


def is_spoken(element: HtmlElement) -> bool:
    """Return whether an element has the style or the name of a text for screen readers."""
    style = re.sub(r"\s", "", element.get("style", "").lower())
    return _SPOKEN_STYLE.search(style) is not None or not _SPOKEN_NAMES.isdisjoint(names_of(element))


def _is_deleted(element: HtmlElement) -> bool:
    """Return whether Word or an editor marked an element as deleted."""
    return element.tag == "span" and not _DELETED_NAMES.isdisjoint(names_of(element))


def _controlled_by(element: HtmlElement) -> list[str]:
    """Return the ids of the parts that a button or a tab shows."""
    targets = f"{element.get('aria-controls', '')} {element.get('data-target', '')} {element.get('data-bs-target', '')}"
    if element.tag == "a" and (element.get("role") == "tab" or element.get("data-toggle") or element.get("onclick")):
        targets += f" {element.get('href', '')}"
    return [target.lstrip("#") for target in targets.split()]
