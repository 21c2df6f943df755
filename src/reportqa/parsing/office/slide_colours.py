"""Text of slides in the colour of its background: that of its cell, its shape, or the slide with nothing between."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from reportqa.parsing.office.slide_order import ShapeBox
from reportqa.parsing.office.theme_colours import ThemeColours
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.unseen_text import Colour, look_alike
from reportqa.parsing.xml_tree import Element, local_name, whole_number

_FILLS = frozenset({"solidFill", "noFill", "gradFill", "blipFill", "pattFill", "grpFill"})
_SHAPES = ("{*}sp", "{*}pic", "{*}graphicFrame")
_EFFECTS = ("ln", "effectLst", "hlinkClick", "gradFill", "blipFill", "pattFill")
_NONE = "none"
_PLAIN_BACKGROUND = "1001"
"""The background of a theme that is one colour, by its number."""


class SlideColours:
    """The colours of one slide; `box_of` returns the position of a shape on it."""

    def __init__(
        self, package: Package, related: Mapping[str, str], root: Element, box_of: Callable[[Element], ShapeBox | None]
    ) -> None:
        self._package, self._root, self._box_of = package, root, box_of
        layout = _named(related, "slideLayouts")
        master = _named(package.related(layout), "slideMasters") if layout else ""
        self._under = [part for name in (layout, master) if name and (part := package.xml(name)) is not None]
        self._theme_name = _named(package.related(master), "theme") if master else ""

    def unseen_runs(self) -> Iterator[Element]:
        """Yield the runs whose text has the colour of what is behind it."""
        for run in self._root.iter("{*}r"):
            shape = next(run.iterancestors(*_SHAPES), None)
            if shape is None or local_name(shape) == "pic" or not (run.findtext("{*}t") or "").strip():
                continue
            colour = self._colour(run, shape)
            if colour is not None:
                background = self._background(run, shape)
                if background is not None and look_alike(colour, background):
                    yield run

    @cached_property
    def _theme(self) -> ThemeColours:
        parts = [self._root, *self._under]
        overridden = any(next(part.iter("{*}overrideClrMapping"), None) is not None for part in parts)
        mapping = None if len(self._under) < 2 else self._under[1].find("{*}clrMap")
        names = None if mapping is None else {str(name): str(value) for name, value in mapping.attrib.items()}
        known = self._theme_name and not overridden
        return ThemeColours(self._package.xml(self._theme_name) if known else None, names)

    def _colour(self, run: Element, shape: Element) -> Colour | None:
        """Return the colour of a run by itself, its shape's list style or its shape's style; None if it has another."""
        look = run.find("{*}rPr")
        if look is not None:
            if any(look.find(f"{{*}}{effect}") is not None for effect in _EFFECTS):
                return None
            if (fill := look.find("{*}solidFill")) is not None:
                return self._theme.of(fill)
        paragraph = next(run.iterancestors("{*}p"), None)
        settings = None if paragraph is None else paragraph.find("{*}pPr")
        level = 1 if settings is None else whole_number(settings.get("lvl"), 0) + 1
        listed = shape.find(f"{{*}}txBody/{{*}}lstStyle/{{*}}lvl{level}pPr/{{*}}defRPr/{{*}}solidFill")
        return self._theme.of(listed if listed is not None else shape.find("{*}style/{*}fontRef"))

    def _background(self, run: Element, shape: Element) -> Colour | None:
        """Return the colour behind a run; None if it is not known."""
        highlight = run.find("{*}rPr/{*}highlight")
        if highlight is not None:
            return self._theme.of(highlight)
        cell = next(run.iterancestors("{*}tc"), None)
        found = self._fill(shape.find("{*}spPr") if cell is None else cell.find("{*}tcPr"))
        if not found and self._is_filled_by_style(run, shape):
            return None
        if not found or found == _NONE:
            return self._behind(shape)
        return None if isinstance(found, str) else found

    def _is_filled_by_style(self, run: Element, shape: Element) -> bool:
        """Return whether a shape or cell without a fill of its own may have one from a style."""
        if local_name(shape) == "graphicFrame":
            return any(
                next(table.iterfind("{*}tblPr/{*}tableStyleId"), None) is not None
                for table in run.iterancestors("{*}tbl")
            )
        filled = shape.find("{*}style/{*}fillRef")
        return (filled is not None and filled.get("idx") != "0") or self._is_filled_by_layout(shape)

    def _fill(self, look: Element | None) -> Colour | str:
        """Return the colour of a fill, "none", "unknown", or "" where nothing is said of it."""
        fill = None if look is None else next((part for part in look if local_name(part) in _FILLS), None)
        if fill is None:
            return ""
        kind = local_name(fill)
        return _NONE if kind == "noFill" else (self._theme.of(fill) if kind == "solidFill" else None) or "unknown"

    def _is_filled_by_layout(self, shape: Element) -> bool:
        """Return whether a placeholder may have a fill from the layout or the master."""
        if shape.find("*/{*}nvPr/{*}ph") is None:
            return False
        others = (
            node for part in self._under for node in part.iter("{*}sp") if node.find("*/{*}nvPr/{*}ph") is not None
        )
        return any(self._fill(other.find("{*}spPr")) not in {"", _NONE} for other in others)

    def _behind(self, shape: Element) -> Colour | None:
        """Return the colour of the slide; None where a picture or another shape may be behind a shape."""
        box = None if next(shape.iterancestors("{*}grpSp"), None) is not None else self._box_of(shape)
        for node in self._covering(shape):
            other = None if next(node.iterancestors("{*}grpSp"), None) is not None else self._box_of(node)
            if box is None or other is None or _overlap(box, other):
                return None
        return self._slide_colour

    def _covering(self, shape: Element) -> Iterator[Element]:
        """Yield what is drawn before a shape and may be seen behind it."""
        for part in self._under:
            for node in part.iter(*_SHAPES):
                if node.find("*/{*}nvPr/{*}ph") is None and self._covers(node):
                    yield node
        for node in self._root.iter(*_SHAPES):
            if node is shape:
                return
            if self._covers(node):
                yield node

    def _covers(self, node: Element) -> bool:
        if local_name(node) != "sp":
            return True
        fill = self._fill(node.find("{*}spPr"))
        style = node.find("{*}style/{*}fillRef")
        return fill != _NONE and (fill != "" or (style is not None and style.get("idx") != "0"))

    @cached_property
    def _slide_colour(self) -> Colour | None:
        """The colour of the slide by itself, its layout or its master; None if it has a picture or a gradient."""
        for part in (self._root, *self._under):
            background = part.find("{*}cSld/{*}bg")
            if background is None:
                continue
            found = self._fill(background.find("{*}bgPr"))
            reference = background.find("{*}bgRef")
            if reference is not None and reference.get("idx") == _PLAIN_BACKGROUND:
                return self._theme.of(reference)
            return None if isinstance(found, str) else found
        return self._theme.named("bg1")


def _overlap(one: ShapeBox, other: ShapeBox) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _named(related: Mapping[str, str], folder: str) -> str:
    """Return the part in a folder that a part refers to, empty if there is none."""
    return next((name for name in related.values() if f"/{folder}/" in name), "")
