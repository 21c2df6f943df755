"""Content that a web page shows only after a click: collapsed answers and tabs, and the titles on their buttons."""

from collections.abc import Mapping
from itertools import islice

from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import COLLAPSED_NAME
from reportqa.parsing.html.elements import HEADINGS, MAX_NAME, drop_one, length_of, link_density, names_of, text_of

_TITLE = "h4"
"""The tag for a button outside of headings that expands text."""
_MAX_TABS = 200
_MIN_TEXT = 20
"""Minimum length of the text that such a button expands."""
_IN_TEXT = frozenset({"p", "ul", "ol", "table", "blockquote", "figure"})


def keep_button_titles(body: HtmlElement) -> None:
    """Replace buttons and tabs that are titles by text: within a heading, or over the text that they show."""
    parts = {part.get("id"): part for part in body.iter() if isinstance(part.tag, str) and part.get("id")}
    _title_tabs(body, parts)
    for button in list(body.iter("button")):
        if next(button.iterancestors(*HEADINGS, "summary", "dt"), None) is not None:
            _drop_signs(button)
            button.drop_tag()
            continue
        part = parts.get(button.get("aria-controls", "")) if button.get("aria-expanded") is not None else None
        if part is not None and length_of(part) >= _MIN_TEXT and link_density(part) < 0.5 and part is not body:
            _drop_signs(button)
            button.tag = _TITLE


def _title_tabs(body: HtmlElement, parts: Mapping[str, HtmlElement]) -> None:
    """Move the title of each tab to the beginning of what it shows."""
    for tab in list(islice(filter(_is_tab, body.iter("a", "button", "li", "div", "span")), _MAX_TABS)):
        address = tab.get("href", "")
        named = [tab.get("aria-controls", ""), tab.get("data-bs-target", ""), tab.get("data-target", "")]
        shown = [name.lstrip("#") for name in (*named, address if address.startswith("#") else "")]
        panel = next((parts[name] for name in shown if name in parts), None)
        title = text_of(tab)
        if panel is None or panel is body or not 0 < len(title) <= MAX_NAME or panel in tab.iterancestors():
            continue
        if length_of(panel) < _MIN_TEXT or link_density(panel) >= 0.5 or tab in panel.iterancestors():
            continue
        if not text_of(panel).startswith(title):
            heading = panel.makeelement(_TITLE)
            heading.text = title
            heading.tail, panel.text = panel.text, None
            panel.insert(0, heading)
        drop_one(tab)


def _is_tab(element: HtmlElement) -> bool:
    toggled = element.get("data-toggle", "") or element.get("data-bs-toggle", "")
    return element.get("role") == "tab" or toggled in {"tab", "pill"}


def _drop_signs(button: HtmlElement) -> None:
    """Remove labels such as "Show" and "this section" from a button."""
    for part in list(button.iterdescendants()):
        names = " ".join(names_of(part)) if isinstance(part.tag, str) else ""
        if any(word in names for word in ("toggle", "icon", "hidden", "chevron", "sr only")):
            drop_one(part)


def is_collapsed(element: HtmlElement) -> bool:
    """Return whether a click shows a hidden part, by its names, its role or the title before it."""
    if element.get("role") == "tabpanel" or element.get("hidden") == "until-found":
        return True
    before = element.getprevious()
    if before is not None and (before.get("aria-expanded") is not None or before.get("role") == "button"):
        return True
    return any(COLLAPSED_NAME.search(name) for name in names_of(element))


def in_text(element: HtmlElement) -> bool:
    """Return whether a part is between paragraphs, such as a box beside the text."""
    beside = [near for near in (element.getprevious(), element.getnext()) if near is not None]
    siblings = element.getparent().iterchildren("p") if element.getparent() is not None else iter(())
    return any(near.tag in _IN_TEXT | HEADINGS for near in beside) and next(siblings, None) is not None
