"""Text of a web page in the colour of its background, of no size or fully transparent.

Whatever a script, an animation or a style sheet of another file may show stays text.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml.html import HtmlElement
from tinycss2.color4 import Color, parse_color

from reportqa.parsing.html.declarations import read_declarations
from reportqa.parsing.html.elements import LEFT_OUT, MAX_SHARE, STYLED, length_of
from reportqa.parsing.html.hidden_text import is_spoken
from reportqa.parsing.html.style_sheets import StyleSheets
from reportqa.parsing.html.styles import read_looks
from reportqa.parsing.unseen_text import INVISIBLE, UNSEEN, WHITE, Colour, look_alike, unseen_elements
from reportqa.parsing.xml_tree import Element, words

_PICTURES = ("img", "picture", "svg", "canvas", "video", "object", "embed", "iframe", "math")
_OTHER_LOOKS = frozenset({"mark", "button", "input", "select", "textarea", "option", "fieldset", "dialog", "svg"})
_MAX_SHOWN = 60
"""Length of the text that is shown of a part that may not be seen."""
_UNSURE = "unsure"
_INHERITED = frozenset({"inherit", "unset", "currentcolor"})
_PROGRAMS = frozenset({"", "module", "text/javascript", "application/javascript"})


class _Look(NamedTuple):
    """How the text of an element is drawn; None: not known."""

    colour: Color | None
    background: Colour | None
    is_clear: bool
    has_no_size: bool
    is_moved: bool
    is_moving: bool
    is_own: bool
    """Whether colour and background are in one style attribute, without a class that another file may describe."""


def mark_unseen(root: HtmlElement, sheets: StyleSheets) -> list[str]:
    """Mark the parts that are not seen as left out, in place; return the texts that a script may show."""
    body = root.find(".//body")
    if body is None:
        return []
    page = _Page(root, sheets)
    found = [part for part in unseen_elements(body, page.kind, "span", _PICTURES) if not _is_left(part[0])]
    unsure = [element for element, kind in found if kind == _UNSURE]
    sure = [(element, kind) for element, kind in found if kind != _UNSURE]
    if sum(len(words(element)) for element, _ in sure) > MAX_SHARE * length_of(body):
        unsure, sure = [element for element, _ in found], []
    for element, kind in sure:
        element.set(LEFT_OUT, kind)
    return [text for element in unsure if (text := words(element))]


def transparent_warning(transparent: Iterable[str], text: str) -> list[str]:
    """Return a warning of the transparent texts that a finished document has, none without any."""
    squeezed = "".join(text.split())
    read = [part for part in transparent if "".join(part.split()) in squeezed]
    if not read:
        return []
    shown = read[0] if len(read[0]) <= _MAX_SHOWN else read[0][:_MAX_SHOWN].rstrip() + "…"
    others = f" and {len(read) - 1} more" if len(read) > 1 else ""
    return [
        f"Fully transparent text was read, as a script or another file may show it: “{shown}”{others}."
        " Open the page in a browser before you cite it."
    ]


def _is_left(element: Element) -> bool:
    """Return whether a part is left out for another reason, or is read by screen readers."""
    return any(part.get(LEFT_OUT) is not None or is_spoken(part) for part in [element, *element.iterancestors()])


class _Page:
    """The looks of the elements of a page, from the outside to the inside."""

    def __init__(self, root: HtmlElement, sheets: StyleSheets) -> None:
        sheet_looks = read_looks(root, sheets)
        self._is_whole = sheets.is_whole and sheet_looks is not None
        self._has_scripts = any(
            script.get("type", "").lower() in _PROGRAMS and (script.get("src") or (script.text or "").strip())
            for script in root.iter("script")
        )
        self._looks: dict[Element, _Look] = {}
        start = _Look(Color("srgb", (0, 0, 0), 1), WHITE, False, False, False, False, False)
        for element in root.iter():
            if isinstance(element.tag, str):
                around = self._looks.get(element.getparent(), start)
                self._looks[element] = self._look(element, (sheet_looks or {}).get(element, {}), around)
        self._picture_may_be_under = any(
            look.is_moved and element.tag in _PICTURES for element, look in self._looks.items()
        )

    def kind(self, element: Element) -> str:
        """Return why text between the tags of an element is not seen, empty if it is."""
        look = self._looks.get(element)
        if look is None or element.tag in {"script", "style", "template"}:
            return ""
        if look.is_clear:
            is_sure = self._is_whole and not self._has_scripts and not look.is_moving
            return "" if look.is_moving else INVISIBLE if is_sure else _UNSURE
        if look.has_no_size:
            return INVISIBLE
        if look.is_moved or self._picture_may_be_under or not (self._is_whole or look.is_own):
            return ""
        return UNSEEN if _is_unseen(look.colour, look.background) else ""

    def _look(self, element: HtmlElement, by_sheets: Mapping[str, str], around: _Look) -> _Look:
        """Return how the text of an element is drawn, by its own styles, those of sheets and the element around it."""
        if element.get(STYLED) is not None or element.tag in _OTHER_LOOKS:
            return around._replace(colour=None, background=None, is_clear=False, has_no_size=False)
        own = _own(element)
        values = {**_attributes(element), **by_sheets, **own}
        has_names = element.get("class") is not None or element.get("id") is not None
        if not values and not (has_names and around.is_own) and (self._is_whole or not around.has_no_size):
            return around
        size = values.get("font-size", "") if self._is_whole else own.get("font-size", "")
        look = around._replace(
            is_clear=around.is_clear or values.get("opacity") == "0",
            has_no_size=size == "0" if size in {"0", "set"} else around.has_no_size and self._is_whole,
            is_moved=around.is_moved or "moved" in values or "effect" in values,
            is_moving=around.is_moving or "motion" in values,
            is_own=("color" in own and "background" in own) or (around.is_own and not has_names),
        )
        colour = values.get("color", "inherit")
        if colour not in _INHERITED:
            look = look._replace(colour=_colour("black" if colour == "initial" else colour))
        return look._replace(background=_background(values, look.background))


def _own(element: HtmlElement) -> dict[str, str]:
    """Return the values of the style attribute."""
    style = element.get("style", "")
    return {name: value for name, (value, _) in read_declarations(style).items()} if style else {}


def _attributes(element: HtmlElement) -> dict[str, str]:
    """Return the values that attributes and the element itself set, which any style overrides."""
    values = {}
    if element.tag in {"a", "table"}:
        # Links have a colour of their own, and without a document type tables a size.
        values = {"color": "unsure"} if element.get("href") else {"font-size": "set"} if element.tag == "table" else {}
    if element.tag in {"font", "body"} and (colour := element.get("color") or element.get("text")):
        values["color"] = colour.lower()
    if element.tag == "font" and element.get("size"):
        values["font-size"] = "set"
    if colour := element.get("bgcolor"):
        values["background"] = colour.lower() if parse_color(colour) else f"#{colour}".lower()
    if element.get("background"):
        values["image"] = "yes"
    return values


def _colour(written: str) -> Color | None:
    """Return a colour in red, green and blue; None for others and for names that are none."""
    colour = parse_color(written)
    try:
        return colour.to("srgb") if isinstance(colour, Color) else None
    except NotImplementedError:
        return None


def _background(values: Mapping[str, str], around: Colour | None) -> Colour | None:
    """Return the colour behind the text of an element; None if it is not known."""
    if values.get("image") == "yes":
        return None
    written = values.get("background", "none")
    if written == "none":
        return around
    colour = _colour(written)
    return None if colour is None else _mixed(colour, around)


def _is_unseen(colour: Color | None, background: Colour | None) -> bool:
    """Return whether a colour is not seen on a background."""
    if colour is None:
        return False
    mixed = _mixed(colour, background)
    return colour.alpha == 0 or (mixed is not None and background is not None and look_alike(mixed, background))


def _mixed(colour: Color, background: Colour | None) -> Colour | None:
    """Return a colour as it is seen on a background; None if that is not known and seen through it."""
    levels = [min(max(level or 0.0, 0.0), 1.0) * 255 for level in colour.coordinates]
    opacity = min(max(colour.alpha, 0.0), 1.0)
    if background is None:
        if opacity < 1:
            return None
        background = WHITE
    red, green, blue = (
        round(mine * opacity + its * (1 - opacity)) for mine, its in zip(levels, background, strict=True)
    )
    return red, green, blue
