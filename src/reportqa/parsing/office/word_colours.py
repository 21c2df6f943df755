"""Text of Word files in the colour of its background, by runs, styles, shadings, highlights and shapes."""

import re
from collections.abc import Iterator
from functools import cached_property

from reportqa.parsing.office.office_xml import ON
from reportqa.parsing.office.theme_colours import ThemeColours
from reportqa.parsing.office.word_styles import WordStyles
from reportqa.parsing.office.word_xml import is_on, value
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.unseen_text import WHITE, Colour, look_alike, read_colour
from reportqa.parsing.xml_tree import Element, local_name

_HIGHLIGHTS = {
    "black": "000000", "white": "FFFFFF", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF",
    "red": "FF0000", "yellow": "FFFF00", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_EFFECTS = frozenset(
    {"textFill", "textOutline", "glow", "shadow", "props3d", "reflection", "outline", "emboss", "imprint"}
)
_CHANGES = ("themeTint", "themeShade", "themeFillTint", "themeFillShade")
"""Attributes that change a colour of the theme; beside them is the colour itself."""
_BEHIND = re.compile(r"z-index:\s*-")
_Background = Colour | str
"""A colour, _NONE or _UNKNOWN."""
_NONE, _UNKNOWN = "none", "unknown"


class WordColours:
    """The colours of one file; `root` is its document."""

    def __init__(self, package: Package, styles: WordStyles, root: Element) -> None:
        self._package, self._styles, self._root = package, styles, root

    def is_unseen(self, run: Element) -> bool:
        """Return whether a run has the colour of its background; False if one of both is not known."""
        look = run.find("{*}rPr")
        if look is not None and any(local_name(part) in _EFFECTS for part in look):
            return False
        colour = self._colour(run, look)
        if colour is None:
            return False
        for background in self._backgrounds(run, look):
            if background != _NONE:
                return not isinstance(background, str) and look_alike(colour, background)
        return False

    def _colour(self, run: Element, look: Element | None) -> Colour | None:
        """Return the colour of a run by itself or its styles; None if it is automatic or that of a table's style."""
        found = None if look is None else look.find("{*}color")
        names = (value(None if look is None else look.find("{*}rStyle")), self._style_of(run))
        for name in names:
            if found is None and name:
                by_style = self._styles.property_of(name, "{*}rPr/{*}color")
                found = None if by_style is None else by_style[0]
        return None if found is None else self._themed(found, "val")

    def _themed(self, node: Element, name: str) -> Colour | None:
        """Return the colour that an element names itself or of the theme."""
        theme_name = value(node, "themeFill" if name == "fill" else "themeColor")
        if theme_name and not any(value(node, change) for change in _CHANGES):
            return self._theme.named(theme_name)
        return read_colour(value(node, name))

    def _backgrounds(self, run: Element, look: Element | None) -> Iterator[_Background]:
        """Yield what is behind a run, from the inside to the outside."""
        highlight = value(None if look is None else look.find("{*}highlight"))
        if highlight and highlight != "none":
            yield read_colour(_HIGHLIGHTS.get(highlight, "")) or _UNKNOWN
        yield self._shading(None if look is None else look.find("{*}shd"))
        run_style = value(None if look is None else look.find("{*}rStyle"))
        yield self._shading_of_style(run_style, "{*}rPr/{*}shd")
        for around in run.iterancestors():
            name = local_name(around)
            if name == "p":
                own = around.find("{*}pPr/{*}shd")
                style = self._styles.style_of(around)
                yield self._shading_of_style(style, "{*}rPr/{*}shd")
                yield self._shading(own) if own is not None else self._shading_of_style(style, "{*}pPr/{*}shd")
            elif name == "tc":
                yield self._shading(around.find("{*}tcPr/{*}shd"))
            elif name == "tr":
                yield self._shading(around.find("{*}tblPrEx/{*}shd"))
            elif name == "tbl":
                yield self._behind_table(around)
            elif name == "txbxContent":
                yield self._fill(around)
        yield self._page

    def _style_of(self, run: Element) -> str:
        return self._styles.style_of(next(run.iterancestors("{*}p"), None))

    def _shading(self, shading: Element | None) -> _Background:
        pattern = value(shading) if shading is not None else "nil"
        if shading is None or pattern == "nil":
            return _NONE
        if pattern == "solid":
            return self._themed(shading, "color") or _UNKNOWN
        if pattern not in {"clear", ""}:
            return _UNKNOWN
        if value(shading, "fill") in {"", "auto"} and not value(shading, "themeFill"):
            return _NONE
        return self._themed(shading, "fill") or _UNKNOWN

    def _shading_of_style(self, style: str, path: str) -> _Background:
        found = self._styles.property_of(style, path) if style else None
        return _NONE if found is None else self._shading(found[0])

    def _behind_table(self, table: Element) -> _Background:
        own = self._shading(table.find("{*}tblPr/{*}shd"))
        style = value(table.find("{*}tblPr/{*}tblStyle")) or self._styles.default_table
        # Which rows a table's style shades depends on conditions.
        is_shaded = any(self._shading(shading) != _NONE for shading in self._styles.shadings(style))
        return _UNKNOWN if is_shaded else own

    def _fill(self, content: Element) -> _Background:
        """Return the fill of the shape around a text box; without one there may be anything behind it."""
        for around in content.iterancestors():
            if local_name(around) == "wsp":
                return self._theme.of(around.find("{*}spPr/{*}solidFill")) or _UNKNOWN
            if local_name(around) in {"shape", "rect", "roundrect"}:
                is_filled = around.get("filled", "t") not in {"f", "false"} and around.find("{*}fill") is None
                return (read_colour(around.get("fillcolor", "")) if is_filled else None) or _UNKNOWN
            if local_name(around) in {"p", "body"}:
                break
        return _UNKNOWN

    @cached_property
    def _theme(self) -> ThemeColours:
        mapping = None if self._settings is None else self._settings.find("{*}clrSchemeMapping")
        is_usual = mapping is None or (value(mapping, "bg1"), value(mapping, "t1")) == ("light1", "dark1")
        return ThemeColours(self._package.xml("word/theme/theme1.xml") if is_usual else None)

    @cached_property
    def _settings(self) -> Element | None:
        return self._package.xml("word/settings.xml")

    @cached_property
    def _page(self) -> _Background:
        """The colour of the page; unknown where it may have pictures or shapes behind its text."""
        headers = (self._package.xml(name) for name in self._package.names if re.match(r"word/(?:head|foot)er", name))
        is_over = any(_is_behind(node) for node in self._root.iter("{*}anchor", "{*}shape", "{*}rect"))
        if is_over or any(
            next(part.iter("{*}anchor", "{*}pict"), None) is not None for part in headers if part is not None
        ):
            return _UNKNOWN
        background = self._root.find("{*}background")
        if background is None:
            return WHITE
        shown = None if self._settings is None else self._settings.find("{*}displayBackgroundShape")
        colour = self._themed(background, "color")
        return colour if colour is not None and is_on(shown) and not len(background) else _UNKNOWN


def _is_behind(drawing: Element) -> bool:
    """Return whether a drawing may be behind text."""
    return drawing.get("behindDoc") in ON or _BEHIND.search(drawing.get("style", "")) is not None
