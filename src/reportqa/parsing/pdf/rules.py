"""The straight rules and the shading that are drawn on a PDF page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.page_objects import PageObjects
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.tiled_cells import find_cells

THIN = 2.5
"""Maximum thickness of a rule, in points."""
_MAX_OBJECTS = 5000
"""A page with more objects is a drawing, which has no tables and takes long to search."""
_MIN_LENGTH = 12.0


@dataclass(slots=True)
class Rules:
    """Thin paths and the edges of stroked boxes by their direction, and filled boxes without edges.

    `cells` are those boxes of a slide that are the cells of a table; in reports they shade every other row, or columns
    for signs.
    """

    horizontal: list[Box] = field(default_factory=list)
    vertical: list[Box] = field(default_factory=list)
    shaded: list[Box] = field(default_factory=list)
    cells: list[Box] = field(default_factory=list)


def find_rules(objects: PageObjects, frame: Frame) -> Rules:
    """Return the rules and shading of a page, turned as its text is."""
    rules = Rules()
    if not 3 <= objects.count <= _MAX_OBJECTS:
        return rules
    for path in objects.paths:
        box = left, bottom, right, top = frame.turn(path.box)
        width, height = right - left, top - bottom
        if height <= THIN and width >= _MIN_LENGTH:
            rules.horizontal.append(box)
        elif width <= THIN and height >= _MIN_LENGTH / 2:
            rules.vertical.append(box)
        elif width < _MIN_LENGTH or height < _MIN_LENGTH / 2:
            continue
        elif not path.is_stroked:
            rules.shaded.append(box)
        elif frame.contains(box):
            rules.horizontal += horizontal_edges(box)
            rules.vertical += [(left, bottom, left, top), (right, bottom, right, top)]
        else:
            # Only a part of the box is shown, perhaps without its sides.
            rules.horizontal += [edge for edge in horizontal_edges(box) if 0 <= edge[1] <= frame.level_height]
    is_slide = frame.level_height < (frame.height if frame.turns % 2 else frame.width)
    rules.cells = find_cells(rules.shaded) if is_slide else []
    return rules


def horizontal_edges(box: Box) -> tuple[Box, Box]:
    """Return the lower and the upper edge of a box."""
    left, bottom, right, top = box
    return (left, bottom, right, bottom), (left, top, right, top)


def distinct(positions: Iterable[float], distance: float) -> list[float]:
    """Return positions in rising order, without those within a distance of the one before."""
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > distance:
            found.append(position)
    return found
