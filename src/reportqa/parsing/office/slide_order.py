"""Reading order of the shapes of a slide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reportqa.parsing.xml_tree import Element, local_name

Shape = TypeVar("Shape")

MAX_SHAPES = 500
"""With more shapes, the order of the file is kept."""
_GROUPS = frozenset({"grpSp", "g"})
"""Groups of shapes of PowerPoint and OpenDocument."""


@dataclass(frozen=True, slots=True)
class ShapeBox:
    """The position of a shape, from the upper left corner of the slide."""

    left: float
    top: float
    right: float
    bottom: float

    def is_before(self, other: "ShapeBox") -> bool:
        """Return whether this is read first: above and not only to the right, or beside it on the left."""
        if self.bottom <= other.top:
            return self.left < other.right
        return self.right <= other.left and self.top < other.bottom and other.top < self.bottom


def ordered_shapes(
    tree: Element, is_shape: Callable[[Element], bool], box_of: Callable[[Element], ShapeBox | None]
) -> list[Element]:
    """Return the shapes of a slide in reading order, the shapes of a group in the place of the group."""
    found = []
    for shape in reading_order([node for node in tree.iterchildren("*") if is_shape(node)], box_of):
        found += ordered_shapes(shape, is_shape, box_of) if local_name(shape) in _GROUPS else [shape]
    return found


def reading_order(shapes: Sequence[Shape], box_of: Callable[[Shape], ShapeBox | None]) -> list[Shape]:
    """Return the shapes in the order of the file, changed only where their positions contradict it.

    Authors mostly put shapes in reading order, and only they know whether columns or rows are read first.
    """
    if len(shapes) > MAX_SHAPES:
        return list(shapes)
    boxes = [box_of(shape) for shape in shapes]

    def precedes(first: int, second: int) -> bool:
        one, other = boxes[first], boxes[second]
        return first != second and one is not None and other is not None and one.is_before(other)

    left = list(range(len(shapes)))
    ordered = []
    while left:
        # Without a first shape, as positions may be circular, the order of the file counts.
        at = next((at for at in left if not any(precedes(other, at) for other in left)), left[0])
        left.remove(at)
        ordered.append(shapes[at])
    return ordered
