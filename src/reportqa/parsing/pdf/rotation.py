"""The direction in which the text of a PDF page runs, and positions as they would be if it ran level.

PDFium places the letters of a page as it is stored: on a page on its side each letter is below the one before.
"""

from collections import Counter
from math import pi
from typing import NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage, PdfTextPage

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""

_ASKED = 25
"""Characters of a page that are asked which way they run."""
_QUARTER = pi / 2
_EDGE = 5.0
_SLANT = 0.2
"""In radians, by how much a line of text that runs level may lean."""


class Frame(NamedTuple):
    """How most text of a page runs, in quarter turns clockwise from level, and the size of the page as it is stored."""

    turns: int = 0
    width: float = 0.0
    height: float = 0.0

    def turn(self, box: Box) -> Box:
        """Return a box as it would be if the text ran level."""
        left, bottom, right, top = box
        if self.turns == 1:
            return self.height - top, left, self.height - bottom, right
        if self.turns == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.turns == 3:
            return bottom, self.width - right, top, self.width - left
        return box

    @property
    def level_height(self) -> float:
        """The height of the page when its text runs level."""
        return self.width if self.turns % 2 else self.height

    def holds(self, box: Box) -> bool:
        """Return whether a turned box is on the page, except for a small part."""
        width, height = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        return min(box[0], box[1]) >= -_EDGE and box[2] <= width + _EDGE and box[3] <= height + _EDGE

    def is_turned(self, text_page: PdfTextPage, index: int) -> bool:
        """Return whether a character does not run as most of its page do."""
        away = abs(pdfium_c.FPDFText_GetCharAngle(text_page.raw, index) - self.turns * _QUARTER) % (2 * pi)
        return bool(min(away, 2 * pi - away) > _SLANT)


def frame_of(page: PdfPage, text_page: PdfTextPage) -> Frame:
    """Return how the text of a page runs: pages on their side are often stored upright, their text turned."""
    count = pdfium_c.FPDFText_CountChars(text_page.raw)
    step = max(count // _ASKED, 1)
    angles = (pdfium_c.FPDFText_GetCharAngle(text_page.raw, index) for index in range(step // 2, count, step))
    turns = Counter(round(angle / _QUARTER) % 4 for angle in angles if angle >= 0)
    width, height = page.get_size()
    if page.get_rotation() % 180:
        width, height = height, width
    return Frame(turns.most_common(1)[0][0] if turns else 0, width, height)
