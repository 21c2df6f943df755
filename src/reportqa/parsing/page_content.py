"""Takes the main content out of a web page: menus, notices, teasers and forms go, the article stays.

A rule removes something only where its structure says so and the page loses little by it: losing
content is worse than keeping a menu.
"""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement, HtmlMixin

from reportqa.parsing.clutter import CLUTTER_HEADING, CLUTTER_NAME, VAGUE_NAME

_NEVER_TEXT = (
    "script style template noscript iframe object embed svg canvas audio video input button select "
    "textarea datalist dialog map"
)
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTENT = frozenset({"article", "main"})
_MAX_SHARE = 0.5
"""Share of the page's text up to which a part that only a name condemns is removed."""
_MAX_HIDDEN = 200
_MIN_MAIN = 0.5
"""Share of the text left after cleaning from which <main> or <article> is taken for the whole content."""
_NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡§])\]?", re.I)


def keep_content(root: HtmlElement) -> HtmlElement:
    """Remove what is not content from the page, in place, and give the element that holds the content."""
    body = root.find(".//body")
    body = root if body is None else body
    _drop(body.iter(*_NEVER_TEXT.split()))
    total = _length(body)
    _drop_note_marks(body)
    _drop_hidden(body)
    _drop_forms(body, total)
    _drop_chrome(body, total)
    _drop_named(body, total)
    _drop_clutter_sections(body, total)
    _drop_skip_links(body)
    return _main(body)


def _main(body: HtmlElement) -> HtmlElement:
    """Give the only <main> or <article> that holds most of the text, with the <h1> if that is outside."""
    total = max(_length(body), 1)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.xpath(path)
        if len(found) != 1 or _length(found[0]) < _MIN_MAIN * total:
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


def _drop_note_marks(body: HtmlElement) -> None:
    """Remove the marks of footnotes: they would end a quoted sentence with a stray number."""
    for mark in list(body.iter("sup")):
        links = mark.findall(".//a")
        if links and links[0].get("href", "").startswith("#") and _NOTE_MARK.fullmatch(_text(mark)):
            _remove(mark)
    for link in list(body.iter("a")):
        if link.get("href", "").startswith("#") and re.fullmatch(r"[↩↑^\ufe0e\s]+", link.text_content() or "x"):
            _remove(link)


def _drop_hidden(body: HtmlElement) -> None:
    """Remove hidden parts, save long ones with few links: tabs and folded sections hold content."""
    for element in _elements(body):
        style = re.sub(r"\s", "", element.get("style", "").lower())
        if (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or "display:none" in style
            or "visibility:hidden" in style
        ) and (_length(element) < _MAX_HIDDEN or _link_density(element) > 0.5):
            _remove(element)


def _drop_forms(body: HtmlElement, total: int) -> None:
    for form in list(body.iter("form")):
        if _is_small(form, total):
            _remove(form)


def _drop_chrome(body: HtmlElement, total: int) -> None:
    """Remove what HTML itself names as no content: navigation, the page's header and footer, asides."""
    for element in _elements(body):
        tag, role = element.tag, element.get("role", "").lower()
        inside = _is_inside(element, _CONTENT)
        if not (
            tag == "nav"
            or role in _CHROME_ROLES
            or (tag in {"header", "footer"} and not inside)
            or ((tag == "aside" or role == "complementary") and (not inside or _link_density(element) > 0.5))
        ):
            continue
        title = element.find(".//h1")
        if title is not None and len(body.findall(".//h1")) == 1:
            # The page's header holds the title of its article.
            title.drop_tree()
            title.tail = None
            element.addprevious(title)
        if tag == "nav" or _is_small(element, total) or _link_density(element) > 0.5:
            _remove(element)


def _drop_named(body: HtmlElement, total: int) -> None:
    """Remove parts by their names, where they are small; by a vague name only lists of links."""
    for element in _elements(body):
        if (
            element.tag in _CONTENT
            or element.tag in _HEADINGS
            or element.tag in {"body", "p", "li", "a", "td", "th", "tr"}
        ):
            continue
        names = list(_names(element))
        if any(CLUTTER_NAME.fullmatch(name) for name in names):
            unwanted = not _holds_content(element)
        else:
            unwanted = any(VAGUE_NAME.search(name) for name in names) and _link_density(element) > 0.5
        if unwanted and _is_small(element, total):
            _remove(element)


def _drop_clutter_sections(body: HtmlElement, total: int) -> None:
    """Remove "Just published", "Follow us" and their like: the heading and what stands under it."""
    for heading in list(body.iter(*_HEADINGS, "p", "div", "span")):
        if heading.tag not in _HEADINGS and len(heading):
            continue
        text = _text(heading).strip(" :")
        if len(text) > 80 or not text or not CLUTTER_HEADING.fullmatch(text):
            continue
        section = _section_of(heading)
        length = sum(_length(part) for part in section)
        links = sum(_link_length(part) for part in section[1:])
        rest = length - _length(section[0])
        if length <= _MAX_SHARE * total and (links > 0.5 * rest or rest < 150):
            for part in section:
                _remove(part)


def _drop_skip_links(body: HtmlElement) -> None:
    for link in list(body.iter("a")):
        if link.get("href", "").startswith("#") and re.match(r"(?:skip|jump) to\b", _text(link), re.I):
            _remove(link)


def _section_of(heading: HtmlElement) -> list[HtmlElement]:
    """Give the heading and what follows it up to the next heading of its rank or higher."""
    parent = heading.getparent()
    if parent is not None and parent.tag in {"div", "section", "aside", "ul"} and _begins_with(parent, heading):
        ranks = [child.tag for child in parent.iter(*_HEADINGS) if child is not heading]
        if not any(rank <= heading.tag for rank in ranks if heading.tag in _HEADINGS):
            return [parent]
    section = [heading]
    for sibling in heading.itersiblings():
        inner = [sibling.tag] if sibling.tag in _HEADINGS else [node.tag for node in sibling.iter(*_HEADINGS)]
        if any(tag <= heading.tag for tag in inner) or (heading.tag not in _HEADINGS and inner):
            break
        section.append(sibling)
    return section


def _begins_with(parent: HtmlElement, heading: HtmlElement) -> bool:
    return not (parent.text or "").strip() and parent[0] is heading


def _names(element: HtmlElement) -> Iterator[str]:
    """Give an element's id and classes as words in lower case: "relatedLinks" is "related links"."""
    for name in [element.get("id", ""), *element.get("class", "").split()]:
        split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        yield " ".join(re.split(r"[\W_]+", split)).strip().lower()


def _holds_content(element: HtmlElement) -> bool:
    return any(True for _ in element.iter(*_CONTENT, "h1"))


def _is_small(element: HtmlElement, total: int) -> bool:
    return _length(element) <= _MAX_SHARE * total and element.find(".//main") is None


def _is_inside(element: HtmlElement, tags: Iterable[str]) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _link_density(element: HtmlElement) -> float:
    length = _length(element)
    return _link_length(element) / length if length else 1.0


def _link_length(element: HtmlElement) -> int:
    if element.tag == "a":
        return _length(element)
    return sum(_length(link) for link in element.iter("a"))


def _length(element: HtmlMixin) -> int:
    return len(_text(element))


def _text(element: HtmlMixin) -> str:
    return " ".join(str(element.text_content()).split())


def _elements(body: HtmlElement) -> list[HtmlElement]:
    return [element for element in body.iterdescendants() if isinstance(element.tag, str)]


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        _remove(element)


def _remove(element: HtmlElement) -> None:
    """Remove the element with all in it; what was removed with something else already stays so."""
    if element.getparent() is not None:
        element.drop_tree()
