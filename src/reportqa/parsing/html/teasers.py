"""Teasers of other pages and links that share a page, by how they are built, in any language."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import HEADINGS, length_of, link_density
from reportqa.parsing.html.page_weights import PageWeights
from reportqa.parsing.html.prose import lines_of

_MIN_LINKS = 3
_MIN_LINKED = 0.9
_MAX_CELL = 0.2
"""Minimum number and share of links in a cell that is a menu, and its maximum length, of that of the longest cell."""
_MIN_TEASERS = 3
_MAX_TEASER = 800
"""Maximum length of a teaser."""
_MAX_CONFIRMED = 300
"""Maximum mean length of teasers that a second opinion takes for content."""
_MIN_TEASED = 0.6
_MAX_REST = 150
"""Maximum length of the text around teasers that goes with them, such as a heading and "More"."""
_SHARING = re.compile(
    r"facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share|home\?status)|linkedin\.com/(?:sharing|share|cws)"
    r"|pinterest\.[a-z.]+/pin/create|plus\.google\.com/share|reddit\.com/submit|^whatsapp:|whatsapp\.com/send|//wa\.me/\?"
    r"|^https?://(?:t|telegram)\.me/share|tumblr\.com/(?:share|widgets)|vk\.com/share|^mailto:\?|xing\.com/.*share"
    r"|share\.flipboard|getpocket\.com/save|^fb-messenger:|lineit\.line\.me|connect\.ok\.ru",
    re.I,
)


def sharing_links(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the links that share the page, with the item of a list that has nothing else."""
    for link in list(body.iter("a")):
        if _SHARING.search(link.get("href", "")):
            item = link.getparent()
            is_alone = item is not None and item.tag == "li" and len(item) == 1 and not (item.text or "").strip()
            yield item if is_alone else link


def leads_away(link: HtmlElement) -> bool:
    """Return whether a link leads to another page."""
    href = link.get("href", "")
    return bool(href) and not href.startswith("#")


def menu_cells(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the cells of layouts that have nothing but links, beside one of much text."""
    for cell in body.iter("td"):
        row = cell.getparent()
        links = list(islice(filter(leads_away, cell.iter("a")), _MIN_LINKS))
        if row is not None and len(links) == _MIN_LINKS and cell.find(".//table") is None:
            is_small = length_of(cell) < _MAX_CELL * max(map(length_of, row))
            is_of_data = next(cell.iterancestors("table"), row).find(".//th") is not None
            if is_small and not is_of_data and link_density(cell) > _MIN_LINKED:
                yield cell


def teasers(body: HtmlElement, weights: PageWeights) -> Iterator[HtmlElement]:
    """Yield groups of teasers, with their heading: three parts of a kind with a title that leads to another page.

    Nothing in them is confirmed as content.
    """
    found: set[HtmlElement] = set()
    for parent in list(body.iter()):
        if parent in found:
            continue
        for group in _groups(parent, weights):
            if not any(weights.confirmed[element] for element in group):
                for part in _widened(parent, group, body, weights):
                    found.update(part.iter())
                    yield part


def are_teasers(element: HtmlElement, weights: PageWeights) -> bool:
    """Return whether most of an element is groups of teasers, confirmed or not."""
    groups = [group for part in element.iter() for group in _groups(part, weights)]
    teased = {teaser for group in groups for teaser in group}
    outermost = [teaser for teaser in teased if teased.isdisjoint(teaser.iterancestors())]
    return sum(weights.all[teaser] for teaser in outermost) > _MIN_TEASED * weights.all[element]


def teased(body: HtmlElement, weights: PageWeights) -> set[HtmlElement]:
    """Return the elements within short teasers."""
    groups = [group for part in body.iter() for group in _groups(part, weights)]
    short = [group for group in groups if sum(map(weights.all.__getitem__, group)) <= _MAX_CONFIRMED * len(group)]
    return {part for group in short for teaser in group for part in teaser.iter()}


def _groups(parent: HtmlElement, weights: PageWeights) -> Iterator[list[HtmlElement]]:
    """Yield the children of an element that are teasers of a kind."""
    if not isinstance(parent.tag, str) or parent.tag in {"table", "tbody", "tr"}:
        return
    groups: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    for child in parent:
        if isinstance(child.tag, str) and weights.all[child]:
            groups[child.tag, child.get("class", "")].append(child)
    for (tag, _), group in groups.items():
        is_group = tag not in {"p", "a", *HEADINGS} and len(group) >= _MIN_TEASERS
        if is_group and all(_is_teaser(element, weights) for element in group):
            yield group


def _is_teaser(element: HtmlElement, weights: PageWeights) -> bool:
    if weights.all[element] > _MAX_TEASER:
        return False
    links = [link for link in element.iter("a") if leads_away(link)]
    if not links and next((a for a in element.iterancestors("a")), None) is None:
        return False
    if any(next(link.iter("img", *HEADINGS), None) is not None for link in links):
        return True
    # A list of plain links may be one of sources.
    first = next(lines_of(element), None) if element.tag not in {"li", "dt", "dd"} else None
    return first is not None and first.linked > 0.5 * len(first.text)


def _widened(
    parent: HtmlElement, group: list[HtmlElement], body: HtmlElement, weights: PageWeights
) -> list[HtmlElement]:
    """Return the largest part around teasers that has little else, or the teasers."""
    length = sum(weights.all[teaser] for teaser in group)
    parts, around = group, parent
    while around is not body and weights.all[around] - length <= _MAX_REST:
        if weights.confirmed[around] or next(around.iter("h1", "main"), None) is not None:
            break
        parts, around = [around], around.getparent()
    return parts
