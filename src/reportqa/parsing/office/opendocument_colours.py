"""Text of OpenDocument files in the colour of its background, by the styles of text, paragraphs, cells and shapes."""

from collections.abc import Iterator

from reportqa.parsing.office.opendocument_styles import OpenDocumentStyles
from reportqa.parsing.office.opendocument_xml import DRAW, TEXT, attribute
from reportqa.parsing.unseen_text import UNSEEN, WHITE, Colour, look_alike, read_colour, unseen_elements
from reportqa.parsing.xml_tree import Element, local_name

_FAMILIES = {
    "p": "paragraph", "h": "paragraph", "span": "text", "a": "text", "table-cell": "table-cell",
    "table-row": "table-row", "table": "table", "section": "section",
}  # fmt: skip
_TEXTS = (f"{TEXT}p", f"{TEXT}h")
_OFF = frozenset({"", "none", "false"})
_CLEAR = frozenset({"", "transparent"})
_INLINE = frozenset({f"{TEXT}span", f"{TEXT}a"})

_Look = tuple[Colour | None, Colour | None]
"""Colours of the text and of what is behind it; None: automatic or unknown."""


def unseen_texts(body: Element, styles: OpenDocumentStyles) -> Iterator[Element]:
    """Yield the paragraphs and spans, outermost first, whose text has the colour of its background."""
    page: _Look = (None, WHITE if all(map(_is_white, styles.page_looks)) else None)
    looks: dict[Element, _Look] = {}
    for node in body.iter("*"):
        parent = node.getparent()
        looks[node] = _look(node, page if parent is None else looks.get(parent, page), styles)
    unseen = {node for node, look in looks.items() if _is_unseen(*look)}
    if unseen:
        drawings = {node.tag for node in looks if str(node.tag).startswith(DRAW)}
        found = unseen_elements(body, lambda node: UNSEEN if node in unseen else "", f"{TEXT}span", drawings)
        for node, _ in list(found):
            yield from [node] if node.tag in _INLINE else list(node.iter(*_TEXTS))


def _is_unseen(colour: Colour | None, background: Colour | None) -> bool:
    return colour is not None and background is not None and look_alike(colour, background)


def _look(node: Element, around: _Look, styles: OpenDocumentStyles) -> _Look:
    colour, background = around
    name, family = attribute(node, "style-name"), _FAMILIES.get(local_name(node), "")
    if str(node.tag).startswith(DRAW):
        return (None, _fill(name, styles)) if name else around
    if family == "paragraph":
        colour = None
    for style in reversed(styles.chain(family, name)):
        for look in style.iterchildren("*"):
            colour = _colour(look, colour)
            background = _background(look, background)
    return colour, background


def _colour(look: Element, around: Colour | None) -> Colour | None:
    """Return the colour of text by the properties of a style; None if effects show it too."""
    shown = (attribute(look, "text-outline"), attribute(look, "font-relief"), attribute(look, "text-shadow"))
    if attribute(look, "use-window-font-color") == "true" or not _OFF.issuperset(shown):
        return None
    written = attribute(look, "color")
    return read_colour(written) if written and local_name(look) == "text-properties" else around


def _background(look: Element, around: Colour | None) -> Colour | None:
    if any(attribute(image, "href") or len(image) for image in look.iterchildren("{*}background-image")):
        return None
    written = attribute(look, "background-color")
    return around if written in _CLEAR else read_colour(written)


def _fill(name: str, styles: OpenDocumentStyles) -> Colour | None:
    """Return the colour that a shape is filled with; behind one without a fill there may be anything."""
    for style in styles.chain("graphic", name) or styles.chain("presentation", name):
        look = style.find("{*}graphic-properties")
        fill = attribute(look, "fill")
        if fill == "solid" and attribute(look, "opacity") in {"", "100%"}:
            return read_colour(attribute(look, "fill-color"))
        if fill or attribute(look, "background-color"):
            return read_colour(attribute(look, "background-color")) if not fill else None
    return None


def _is_white(look: Element) -> bool:
    """Return whether the properties of a page or of a shape leave the page white behind its text."""
    if local_name(look) == "graphic-properties":
        return attribute(look, "run-through") != "background"
    colour = _background(look, WHITE)
    fill = attribute(look, "fill")
    filled = read_colour(attribute(look, "fill-color")) if fill == "solid" else WHITE if fill in _OFF else None
    return all(part is not None and look_alike(part, WHITE) for part in (colour, filled))
