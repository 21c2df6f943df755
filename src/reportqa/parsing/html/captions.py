"""Captions of pictures: who took the picture, and descriptions of pictures that have a caption."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import HEADINGS, is_inside, names_of, text_of
from reportqa.parsing.html.prose import PageLine, lines_of

_CREDIT_NAME = re.compile(r"\b(?:credits?|attribution|copyright|copyright holder|photographer|photo by)$")
_CAPTION_NAME = re.compile(r"\bcaptions?\b|\b(?:image|photo|picture|media) meta\b")
_CREDIT = re.compile(
    r"\(?(?:photos?|images?|pictures?|photographs?|fotos?|bild(?:quelle)?|imagen|immagine|cr[ée]dits?|cr[ée]dito"
    r"|фото|credits?)(?: (?:credits?|courtesy(?: of)?|by|via|via getty images))?(?:\s*[:©/…]|\.{3}| via ).*(?<![.!?;])",
    re.I,
)
_SOURCE = re.compile(r"\W*(?:sources?|data|quellen?|fuentes?|fonti?|источник)\b", re.I)
"""Beginning of where the figures of a chart come from, which is content."""
_MAX_CREDIT = 10
"""Maximum number of words of a credit."""
_MAX_DESCRIPTION = 12
"""Maximum number of words of a description beside a caption that is no text; a longer one describes a chart."""
_LEVELS = 3
"""Number of elements around a picture in which its caption is."""
_MAX_PICTURES = 500
_PARTS = HEADINGS | {"table", "li", "dl"}


def credits_of(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the parts of captions that name the photographer or the agency of a picture."""
    for element in list(body.iter("span", "div", "p", "small", "em", "i", "cite", "figcaption", "dd")):
        is_holder = element.get("itemprop") == "copyrightHolder"
        # A caption as a whole may be named "caption credit".
        names = [name for name in names_of(element) if not _CAPTION_NAME.search(name)]
        is_named = is_holder or any(map(_CREDIT_NAME.search, names))
        if is_named and _is_short(element) and _is_of_picture(element):
            around = element.getparent()
            is_alone = element.tag == "dd" and around is not None and len(around.findall("dd")) == 1
            yield around if is_alone else element


def credit_lines(body: HtmlElement) -> Iterator[PageLine]:
    """Yield the lines that have nothing but the credit of a picture: "Photo: Agency"."""
    for line in lines_of(body):
        is_plain = line.block.tag not in _PARTS and not line.linked and not line.is_prose
        if (
            is_plain
            and line.words <= _MAX_CREDIT
            and not is_inside(line.block, _PARTS)
            and _CREDIT.fullmatch(line.text)
        ):
            yield line


def captioned(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the pictures with a short description without figures that have a caption too."""
    for picture in list(body.iter("img"))[:_MAX_PICTURES]:
        said = picture.get("alt", "")
        if said.strip() and len(said.split()) <= _MAX_DESCRIPTION and not re.search(r"\d", said) and _caption(picture):
            yield picture


def _caption(picture: HtmlElement) -> str:
    """Return the caption of a picture that is alone in a box with it."""
    around = list(picture.iterancestors())[:_LEVELS]
    figure = next((element for element in around if element.tag == "figure"), None)
    boxes = [figure] if figure is not None else around
    for box in boxes:
        if len(list(islice(box.iter("img"), 2))) > 1:
            break
        for part in box.iterdescendants():
            is_named = isinstance(part.tag, str) and any(map(_CAPTION_NAME.search, names_of(part)))
            if part.tag == "figcaption" or is_named:
                return text_of(part)
    return ""


def _is_short(element: HtmlElement) -> bool:
    text = text_of(element)
    return 0 < len(text.split()) <= _MAX_CREDIT and not _SOURCE.match(text)


def _is_of_picture(element: HtmlElement) -> bool:
    """Return whether an element is in a figure, or in a box with a caption or a picture."""
    around = [element, *element.iterancestors()][: _LEVELS + 1]
    if any(part.tag in {"figure", "figcaption"} for part in around):
        return True
    return any(any(map(_CAPTION_NAME.search, names_of(part))) for part in around[1:])
