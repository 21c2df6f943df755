"""Sections of boilerplate by their headings, such as "Just published", "Follow us" and "Related articles"."""

from collections.abc import Iterator
from itertools import takewhile

from lxml.html import HtmlElement

from reportqa.parsing.html.boilerplate_words import BOILERPLATE_HEADING, TEASER_HEADING, part_kind
from reportqa.parsing.html.elements import (
    HEADINGS,
    MAX_NAME,
    MAX_SHARE,
    is_heading,
    length_of,
    link_density,
    link_length,
    section_of,
    text_of,
)
from reportqa.parsing.html.second_opinion import SecondOpinion

_MIN_REST = 500
"""Minimum length of an article without the teasers below it."""
_MAX_LABEL = 150
"""Maximum length of what follows the heading of a section without links."""


def boilerplate_sections(
    body: HtmlElement, opinion: SecondOpinion, total: int, is_article: bool
) -> Iterator[tuple[list[HtmlElement], str]]:
    """Yield the parts of each section and its kind.

    :param total: length of the page's text.
    :param is_article: whether the page says that it is an article.
    """
    for heading in list(body.iter(*HEADINGS, "p", "div", "span", "strong", "b")):
        if heading.tag not in HEADINGS and len(heading):
            continue
        text = text_of(heading).strip(" :")
        is_of_teasers = len(text) <= MAX_NAME and TEASER_HEADING.fullmatch(text) is not None
        if not text or len(text) > MAX_NAME or not (is_of_teasers or BOILERPLATE_HEADING.fullmatch(text)):
            continue
        section = section_of(heading)
        # The text of the article may go on behind the section.
        section[1:] = takewhile(lambda part: part.tag != "p" or not opinion.has_prose(part), section[1:])
        if is_of_teasers:
            section += _linked_after(section[-1])
        is_of_teasers = is_of_teasers and is_article and (is_heading(heading) or is_heading(section[0]))
        length = sum(length_of(part) for part in section)
        links = sum(link_length(part) for part in section[1:])
        rest = length - length_of(section[0])
        most = total - _MIN_REST if is_of_teasers else MAX_SHARE * total
        if length <= most and (links > 0.5 * rest or rest < _MAX_LABEL or is_of_teasers):
            yield section, part_kind(text, "related links" if is_of_teasers else "box")


def _linked_after(heading: HtmlElement) -> list[HtmlElement]:
    """Return the paragraphs of links behind a paragraph that is the heading of teasers."""
    place = heading if heading.tag == "p" else heading.getparent()
    if place is None or place.tag != "p" or length_of(place) > MAX_NAME:
        return []
    return list(takewhile(lambda part: part.tag == "p" and link_density(part) > 0.5, place.itersiblings()))
