"""Colours of DrawingML and of the theme of an Office file."""

from collections.abc import Mapping

from reportqa.parsing.unseen_text import Colour, read_colour
from reportqa.parsing.xml_tree import Element, local_name

_SLOTS = {
    "background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1",
    "background2": "lt2", "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
"""Names of colours, and the theme's own names for them in files that do not swap light and dark."""
_PRESET = {"white": (255, 255, 255), "black": (0, 0, 0)}


class ThemeColours:
    """The colours of a theme; `names` are other names of them, as a presentation's master has."""

    def __init__(self, theme: Element | None, names: Mapping[str, str] | None = None) -> None:
        scheme = None if theme is None else next(theme.iter("{*}clrScheme"), None)
        self._colours = {} if scheme is None else {local_name(slot): _plain(slot) for slot in scheme.iterchildren("*")}
        self._names = _SLOTS if names is None else names

    def named(self, name: str) -> Colour | None:
        """Return a colour by its name, None if it is unknown."""
        return self._colours.get(self._names.get(name, name))

    def of(self, holder: Element | None) -> Colour | None:
        """Return the colour in an element such as a solid fill; None if it is changed, transparent or unknown."""
        colour = None if holder is None else next(holder.iterchildren("*"), None)
        if colour is None or len(colour):
            return None
        return self.named(colour.get("val", "")) if local_name(colour) == "schemeClr" else _plain(holder)


def _plain(holder: Element | None) -> Colour | None:
    """Return the colour in an element that does not refer to the theme."""
    colour = None if holder is None else next(holder.iterchildren("*"), None)
    if colour is None:
        return None
    if local_name(colour) == "sysClr":
        return read_colour(colour.get("lastClr", ""))
    if local_name(colour) == "prstClr":
        return _PRESET.get(colour.get("val", ""))
    return read_colour(colour.get("val", "")) if local_name(colour) == "srgbClr" else None
