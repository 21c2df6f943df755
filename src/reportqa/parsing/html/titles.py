"""The title of a page among its headings of the first level."""

from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import PROMOTION_NAME
from reportqa.parsing.html.elements import link_density, names_of
from reportqa.parsing.html.teasers import leads_away


def demote_teasers(body: HtmlElement, address: str) -> None:
    """Make headings of the first level that lead to other pages, or are in advertisements, headings of the third.

    One of the first level stays, or all.

    :param address: URL of the page, to which its title may lead.
    """
    titles = list(body.iter("h1"))
    others = [title for title in titles if _is_linked(title, address) or _is_promoting(title)]
    if len(others) < len(titles):
        for title in others:
            title.tag = "h3"


def keep_title(element: HtmlElement, body: HtmlElement) -> None:
    """Move the only title of a page out of a part that is removed, such as the page's header."""
    title = element.find(".//h1")
    if title is not None and len(body.findall(".//h1")) == 1:
        title.drop_tree()
        title.tail = None
        element.addprevious(title)


def _is_promoting(title: HtmlElement) -> bool:
    return any(PROMOTION_NAME.search(name) for element in title.iterancestors() for name in names_of(element))


def _is_linked(title: HtmlElement, address: str) -> bool:
    """Return whether a heading is a link to another page."""
    around = next(title.iterancestors("a"), None)
    links = [link for link in (around, *title.iter("a")) if link is not None and leads_away(link)]
    paths = [link.get("href", "").partition("#")[0].rstrip("/") for link in links]
    return bool(links) and (around is not None or link_density(title) > 0.5) and not any(map(address.endswith, paths))
