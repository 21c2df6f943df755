"""Words that are written from right to left, in lines in which figures and other words run from left to right."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Protocol, TypeVar

from reportqa.parsing.pdf.handles import Box
from reportqa.text import YEAR

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that is written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko."""
_SAME_ROW = 0.3
_YEAR, _SIGNS = re.compile(YEAR), ".,;:()[]"


class Positioned(Protocol):
    """A word with its left edge."""

    @property
    def text(self) -> str: ...

    @property
    def left(self) -> float: ...


P = TypeVar("P", bound=Positioned)


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


def is_right_to_left(text: str) -> bool:
    """Return whether most letters of a text are written from right to left."""
    return 2 * len(RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))


def in_reading_order(words: Sequence[P], *, from_right: bool) -> list[P]:
    """Return the words of a line in the order in which they are read; phrases of the other direction stay together.

    :param from_right: whether the line is read from right to left, but for phrases in other scripts and their figures
    """
    ordered: list[P] = []
    for is_other, group in groupby(_placed(words, from_right), key=lambda pair: pair[1]):
        phrase = [word for word, _ in group]
        ordered += phrase[::-1] if is_other else phrase
    return ordered


def _placed(words: Sequence[P], from_right: bool) -> list[tuple[P, bool]]:
    """Return words from the side at which reading begins, and whether each runs in the other direction."""
    line = sorted(words, key=lambda word: word.left, reverse=from_right)
    others = [_letters(word.text) is not None and _letters(word.text) != from_right for word in line]
    for at, word in enumerate(line):
        if _letters(word.text) is not None:
            continue
        # Figures belong to the phrase that they are in, and to one in a line from the right unless they are years.
        before, after = others[at - 1] if at else False, _next(line, others, at)
        is_year = bool(_YEAR.fullmatch(word.text.strip(_SIGNS)))
        others[at] = (before and after) or (from_right and (before or (after and not is_year)))
    return list(zip(line, others, strict=True))


def _next(line: Sequence[Positioned], others: Sequence[bool], at: int) -> bool:
    """Return whether the next word with letters runs in the other direction."""
    return next(
        (others[number] for number in range(at + 1, len(line)) if _letters(line[number].text) is not None), False
    )


def _letters(text: str) -> bool | None:
    """Return whether the letters of a word are written from right to left, None without letters."""
    if RIGHT_TO_LEFT.search(text):
        return True
    return False if any(map(str.isalpha, text)) else None
