"""Words that are written from right to left, in lines in which figures and other words run from left to right."""

import re
from collections.abc import Callable, Sequence

from reportqa.parsing.pdf.handles import Box

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko."""
_SAME_ROW = 0.3


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around some boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def follows(before: Box, after: Box, gap: float, separated: Callable[[float, float, float], bool]) -> bool:
    """Return whether a part of a line is beside the part before it, on either side.

    :param gap: the minimum gap between columns or table cells, in font sizes
    :param separated: whether a rule parts two positions at a height
    """
    height, other = before[3] - before[1], after[3] - after[1]
    if min(before[3], after[3]) - max(before[1], after[1]) < _SAME_ROW * min(height, other):
        return False
    size = max(height, other) or 1.0
    left, right = (before, after) if before[0] <= after[0] else (after, before)
    distance = right[0] - left[2]
    return -size <= distance <= gap * size and not separated(left[0], right[0], (after[1] + after[3]) / 2)
