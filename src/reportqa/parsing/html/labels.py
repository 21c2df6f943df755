"""Short lines of an article that are no part of its text: its author and date, controls of galleries, marks of adverts.

Only what a second opinion does not confirm is a label, and only where it confirms most of the page.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from reportqa.parsing.html.article import FILE
from reportqa.parsing.html.boilerplate_words import CREDIT, TOOL
from reportqa.parsing.html.elements import HEADINGS, names_of
from reportqa.parsing.html.prose import PageLine, lines_of
from reportqa.parsing.html.repeats import compared
from reportqa.parsing.html.second_opinion import SecondOpinion
from reportqa.parsing.html.teasers import leads_away

_MAX_WORDS = 5
_MAX_REST = 10
"""Maximum number of words of a label, and of a line with an author or a date beside these."""
_MAX_SPACES = 1
"""Maximum number of spaces in a part of such a line between bars that has neither author nor date: "Fox News"."""
_BAR = re.compile(r"\s*[|•·]\s*")
_PATH = re.compile(r" (?:[>»›→]|::)(?: |$)")
_NAME = "\0"
_DATE = re.compile(r"\b\d{1,2}(?:[./-]\d{1,2}[./-]|\D{1,4}[^\W\d_]{3,9}\.?,? |,? )\d{4}\b|\b\d{4}-\d\d-\d\d")
_PARTS = frozenset({"table", "tr", "pre", "blockquote", "figcaption"})
_ITEMS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
_GALLERY = re.compile(r"\b(?:galler\w*|slide ?show|carousel|lightbox|control (?:bar|panel)|slide count)\b")
_MIN_LINKED = 0.8
_MIN_POINTER, _MAX_POINTER = 20, 400
"""Minimum share of links and lengths of a paragraph that only points to another page."""
_MIN_TITLE = 3
"""Minimum number of words of a link that is the title of a page."""
_MIN_TAGS = 0.6
"""Minimum share of links in a list of tags."""
_LAST = 3
_MAX_CREDIT = 60
"""Number of lines before the last one among which credits are, and their maximum number of words."""
_META = re.compile(r"\b(?:dates?|byline|authors?|published|meta)\b")
"""Classes and ids of what an article says about itself behind its text."""
_META_LEVELS = 2
_LEVELS = 6
"""Number of elements around a line whose names may say that it is in a gallery."""
_COUNTER = re.compile(r"(?:[^\W\d_]+ )?\d+ ?(?:[^\W\d_]{1,4} ?)?/? ?\d+")
"""Place in a gallery: "Image 1 of 23", "1 / 23"."""


def labels(body: HtmlElement, opinion: SecondOpinion, item: Mapping[str, Any]) -> Iterator[tuple[PageLine, str]]:
    """Yield the labels of an article and the kind of each.

    :param item: CSL-JSON fields of the page; a line with its author or date is left out only if they have it.
    """
    lines = list(lines_of(body))
    texts = [number for number, line in enumerate(lines) if line.is_prose and opinion.confirms(line.text)]
    texts = [number for number in texts if not _is_in(lines[number].block, HEADINGS)]
    if not texts:
        return
    times = Counter(compared(line.text) for line in lines)
    of_links = _runs_of_links(lines, str(item.get("URL", "")))
    for number, line in enumerate(lines):
        if _is_in(line.block, _PARTS | HEADINGS) and not (line.block.tag in HEADINGS - {"h1"} and number < texts[0]):
            continue
        if texts[0] < number and (number in of_links or _is_pointer(lines[number - 1 : number + 2])):
            yield line, "related links"
        elif (number < texts[0] or (number > texts[-1] and _is_in_meta(line))) and _is_byline(line, item):
            yield line, "byline"
        elif number < texts[0] and _is_path(line):
            yield line, "menu"
        elif line.words <= _MAX_WORDS and (TOOL.fullmatch(line.text) or (number < texts[0] and _is_category(line))):
            yield line, "gallery" if _is_of_gallery(line) else "label"
        elif number >= texts[-1] - _LAST and line.words <= _MAX_CREDIT and CREDIT.match(line.text):
            yield line, "credit"
        elif line.text == item.get("URL"):
            yield line, "label"
        elif line.words > _MAX_WORDS or line.is_prose or opinion.has_line(line.text) or line.block.tag in HEADINGS:
            continue
        elif _is_of_gallery(line):
            if not re.search(r"\d", line.text) or _COUNTER.fullmatch(line.text) or times[compared(line.text)] > 1:
                yield line, "gallery"
        elif times[compared(line.text)] == 1 and (texts[0] < number < texts[-1] or "author" not in item):
            # Where the metadata have no author, a label may name one.
            continue
        elif not re.search(r"\d", line.text) and not _is_in(line.block, _ITEMS):
            yield line, "label"


def _is_byline(line: PageLine, item: Mapping[str, Any]) -> bool:
    """Return whether a line has the author of a page or a date of its year, as its metadata do, and little else."""
    rest = line.text.lower()
    for author in item.get("author", ()):
        rest = rest.replace(str(author.get("literal", "")).lower(), _NAME)
    if any(not re.search(rf"\d|{_NAME}", part) and part.count(" ") > _MAX_SPACES for part in _BAR.split(rest)):
        return False
    is_dated = "issued" in item and str(item["issued"]["date-parts"][0][0]) in rest and _DATE.search(line.text)
    return bool(is_dated or _NAME in rest) and len(re.findall(r"[^\W\d_]{2,}", rest)) <= _MAX_REST


def _is_category(line: PageLine) -> bool:
    """Return whether a short line above the text is a link to a section of the site; one to an author is none."""
    links = _links(line)
    is_author = any(
        "author" in f"{link.get('rel', '')} {link.get('href', '')} {link.get('itemprop', '')}" for link in links
    )
    return len(links) > 0 and line.linked >= len(line.text) and not is_author and all(map(leads_away, links))


def _is_path(line: PageLine) -> bool:
    """Return whether a line is the path to the page: "Home > News > Politics"."""
    return (
        line.linked > 0
        and len(_PATH.findall(line.text)) > 0
        and not line.is_prose
        and all(map(leads_away, _links(line)))
    )


def paths(body: HtmlElement) -> Iterator[PageLine]:
    """Yield the lines above the only title of a page that are the path to it."""
    titles = list(body.iter("h1"))
    for line in lines_of(body) if len(titles) == 1 else ():
        if line.block is titles[0] or titles[0] in line.block.iterancestors():
            break
        if _is_path(line) and not _is_in(line.block, _PARTS):
            yield line


def tag_lists(body: HtmlElement) -> Iterator[PageLine]:
    """Yield the lines that have little but links to pages of tags."""
    for line in lines_of(body):
        links = _links(line)
        is_tag = ["tag" in link.get("rel", "").split() or "/tag/" in link.get("href", "") for link in links]
        if len(links) > 1 and all(is_tag) and line.linked > _MIN_TAGS * len(line.text):
            yield line


def _is_pointer(lines: Sequence[PageLine]) -> bool:
    """Return whether the second of three lines is a link to another page, and the others are not."""
    line = lines[1]
    is_linked = [near.linked > _MIN_LINKED * len(near.text) for near in lines]
    if is_linked[:2] != [False, True] or any(is_linked[2:]) or not _MIN_POINTER <= len(line.text) <= _MAX_POINTER:
        return False
    links = _links(line)
    before = lines[0].block
    return (
        line.block.tag in {"p", "div"}
        and not _is_in(line.block, _ITEMS)
        and not _is_in(before, HEADINGS)
        and len(links) > 0
        and all(leads_away(link) and not FILE.search(link.get("href", "")) for link in links)
    )


def _runs_of_links(lines: Sequence[PageLine], address: str) -> set[int]:
    """Return the numbers of the lines in runs of titles of other pages of the site, which nothing introduces."""
    found: set[int] = set()
    start = 0
    for number in range(len(lines) + 1):
        if number < len(lines) and _is_title_elsewhere(lines[number], address):
            continue
        is_introduced = start == 0 or _is_in(lines[start - 1].block, HEADINGS) or lines[start - 1].text.endswith(":")
        if number - start > 1 and not is_introduced:
            found.update(range(start, number))
        start = number + 1
    return found


def _is_title_elsewhere(line: PageLine, address: str) -> bool:
    """Return whether a line is nothing but a link of some words to another page of the site."""
    links = _links(line)
    return (
        len(links) == 1
        and line.linked >= len(line.text)
        and line.words >= _MIN_TITLE
        and leads_away(links[0])
        and _host(links[0].get("href", "")) in {"", _host(address)}
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return address


def _links(line: PageLine) -> list[HtmlElement]:
    """Return the links of a line."""
    insides = [node if attribute == "text" else node.getparent() for node, attribute in line.nodes]
    links = (next((part for part in (inside, *inside.iterancestors()) if part.tag == "a"), None) for inside in insides)
    return [link for link in dict.fromkeys(links) if link is not None]


def _is_of_gallery(line: PageLine) -> bool:
    return _has_name(line, _GALLERY, _LEVELS)


def _is_in_meta(line: PageLine) -> bool:
    return _has_name(line, _META, _META_LEVELS)


def _has_name(line: PageLine, pattern: re.Pattern[str], levels: int) -> bool:
    """Return whether a line's block, or one of some elements around it, has a name that a pattern finds."""
    around = [line.block, *line.block.iterancestors()][:levels]
    return any(pattern.search(name) for element in around for name in names_of(element))


def _is_in(element: HtmlElement, tags: frozenset[str]) -> bool:
    return element.tag in tags or next(element.iterancestors(*tags), None) is not None
