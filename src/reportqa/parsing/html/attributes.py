"""Words in attributes: tooltips, labels for screen readers, hints in empty fields, summaries of tables.

The label of a picture, or of a sign alone in a cell, becomes text. Of the others those are named whose words the page's
text does not have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from reportqa.parsing.html.elements import LEFT_OUT, is_inside, text_of
from reportqa.parsing.html.repeats import compared

_KINDS = {
    "title": "tooltip",
    "aria-label": "text for screen readers",
    "placeholder": "hint in a field",
    "summary": "description of a table",
}
_DESCRIPTION = "description of a picture"
_NAMED_ELSEWHERE = frozenset({"iframe", "frame", "object", "embed", "link", "style"})
"""Elements whose titles are in the names of frames and files."""
_SIGNS = ("i", "span", "svg", "use", "div", "b", "em", "strong", "abbr")
_TOOLS = frozenset(
    (
        "icon logo image picture photo button link links anchor permalink edit skip open opens close menu search toggle"
        " show hide expand collapse more less previous next back top share print download copy play pause new window"
        " tab external main content navigation nav breadcrumb breadcrumbs page header footer section heading banner"
        " media video audio slide carousel loading this the to in a of and or for your you enter type select e.g eg"
    ).split()
)
"""Words of labels of tools, which say nothing of the text."""
_DATA = re.compile(r"\w=\S*&\S*=")
"""Data for programs, such as references of a source."""
_MAX_SIGNS = 20
"""Maximum number of elements of a cell that has nothing but signs."""
_MAX_LABEL = 60
"""Maximum length of the label of a sign that is the content of a cell."""
_MAX_WORDS = 500
_MAX_NAMED = 200
"""Maximum number of words that are named of an attribute, and of attributes of a page."""


@dataclass(frozen=True, slots=True)
class Worded:
    """An attribute with words; `place` is the element that stays in the page if its own is removed."""

    element: HtmlElement
    place: HtmlElement
    kind: str
    text: str


def show_labels(body: HtmlElement) -> None:
    """Write the labels of drawings as descriptions of pictures, and of signs alone in a cell as text, in place."""
    for cell in list(body.iter("td", "th")):
        if len(list(islice(cell.iter(), _MAX_SIGNS + 1))) > _MAX_SIGNS:
            continue
        is_empty = not "".join(cell.xpath(".//text()[not(ancestor::svg)]")).strip()
        if is_empty and next(cell.iter("img", "input", "select", "textarea", "table"), None) is None:
            labels = dict.fromkeys(filter(None, map(_label, cell.iter(*_SIGNS, cell.tag))))
            if labels and len(label := ", ".join(labels)) <= _MAX_LABEL:
                cell[:] = []
                cell.text = label
    for drawing in body.xpath(".//*[@role='img'][@aria-label]"):
        if (
            drawing.tag not in _NAMED_ELSEWHERE
            and not text_of(drawing)
            and not is_inside(drawing, ("button", "a", "svg"))
        ):
            drawing.set("alt", drawing.attrib.pop("aria-label"))
            drawing.set("src", "data:,")
            drawing.tag = "img"
            drawing[:] = []


def worded(body: HtmlElement) -> list[Worded]:
    """Return the attributes with words that may be named, in page order."""
    found = []
    for element in body.iter():
        if not isinstance(element.tag, str) or element.get(LEFT_OUT) is not None:
            continue
        for name in filter(_KINDS.__contains__, element.attrib):
            text = " ".join(element.get(name).split()[:_MAX_WORDS])
            if text and not _DATA.search(text) and not (name == "title" and _is_named_elsewhere(element, text)):
                place = element if element is body else element.getparent()
                found.append(Worded(element, place, _KINDS[name], text))
        if element.get("alt", "").strip() and (element.tag in {"area", "input"} or _is_captioned(element)):
            place = next(around for around in element.iterancestors() if around.tag != "map")
            found.append(Worded(element, place, _DESCRIPTION, " ".join(element.get("alt").split())))
    return found


def missing(attributes: list[Worded], content: HtmlElement) -> Iterator[Worded]:
    """Yield those of the attributes of elements in the content that have words which neither it nor others have."""
    inside = set(content.iter())
    known = _words(" ".join(content.itertext())) | _TOOLS
    known.update(*(_words(picture.get("alt", "")) for picture in content.iter("img") if not _is_captioned(picture)))
    seen: set[str] = set()
    for attribute in attributes:
        letters = compared(attribute.text)
        is_named = attribute.kind == _DESCRIPTION and not attribute.element.get("alt")
        if is_named or attribute.place not in inside or letters in seen or _words(attribute.text) <= known:
            continue
        seen.add(letters)
        yield attribute
        if len(seen) >= _MAX_NAMED:
            break


def _label(sign: HtmlElement) -> str:
    """Return what a sign says: its label, its title, or the title of a drawing."""
    title = sign.find("title") if sign.tag == "svg" else None
    said = sign.get("aria-label") or sign.get("title") or (text_of(title) if title is not None else "")
    return " ".join(said.split())


def _is_named_elsewhere(element: HtmlElement, title: str) -> bool:
    """Return whether a title is in the name of a frame or a file, or in the address of a link."""
    return element.tag in _NAMED_ELSEWHERE or compared(title) in compared(unquote(element.get("href", "")))


def _is_captioned(picture: HtmlElement) -> bool:
    """Return whether a picture is in a figure with a caption, which becomes text and the description does not."""
    figure = next(picture.iterancestors("figure"), None) if picture.tag == "img" else None
    return figure is not None and figure.find(".//figcaption") is not None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w[\w'’.-]*\w|\w", text.lower()))
