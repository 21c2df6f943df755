"""The direction in which the text of a PDF page runs, and positions as they would be if it ran level.

PDFium places characters on the page as it is stored: on a page stored on its side they are one under another.
"""

from collections import Counter
from math import pi
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage, PdfTextPage

from reportqa.parsing.pdf import glyphs
from reportqa.parsing.pdf.glyphs import Boxes
from reportqa.parsing.pdf.handles import Box, handle_of

_SAMPLE = 25
"""Characters of a page whose direction is looked up."""
_QUARTER = pi / 2
_MARGIN = 5.0
_SLANT = 0.2
"""Maximum angle of a level line of text, in radians."""


class Frame(NamedTuple):
    """The direction of most text of a page, in quarter turns clockwise, and the size of the page as it is stored."""

    turns: int = 0
    width: float = 0.0
    height: float = 0.0

    def turn(self, box: Box) -> Box:
        """Return the position of a box if the text ran level."""
        left, bottom, right, top = box
        if self.turns == 1:
            return self.height - top, left, self.height - bottom, right
        if self.turns == 2:
            return self.width - right, self.height - top, self.width - left, self.height - bottom
        if self.turns == 3:
            return bottom, self.width - right, top, self.width - left
        return box

    def turn_all(self, boxes: Boxes) -> Boxes:
        """Return `turn` of boxes that are columns, (4, n)."""
        return np.array(self.turn(tuple(boxes))) if self.turns else boxes

    @property
    def level_height(self) -> float:
        """The height of the page when its text runs level."""
        return self.width if self.turns % 2 else self.height

    def contains(self, box: Box) -> bool:
        """Return whether a turned box is on the page, but for a small margin."""
        width, height = (self.height, self.width) if self.turns % 2 else (self.width, self.height)
        return min(box[0], box[1]) >= -_MARGIN and box[2] <= width + _MARGIN and box[3] <= height + _MARGIN

    def is_turned(self, angle: float) -> bool:
        """Return whether a character at an angle runs in another direction than most of the page."""
        off = abs(angle - self.turns * _QUARTER) % (2 * pi)
        return min(off, 2 * pi - off) > _SLANT


def open_text(page: PdfPage) -> tuple[PdfTextPage, Frame]:
    """Return the text of a page in the order of the file, and its frame.

    PDFium sorts pieces of text in one row of the page, as it is displayed, from left to right: the text is read from
    the page displayed so that the text is level.
    """
    text_page = page.get_textpage()
    frame = _frame(page, text_page)
    displayed, level = page.get_rotation(), -90 * frame.turns % 360
    if displayed != level:
        text_page.close()
        page.set_rotation(level)
        text_page = page.get_textpage()
        page.set_rotation(displayed)
    return text_page, frame


def _frame(page: PdfPage, text_page: PdfTextPage) -> Frame:
    """Return the frame of a page: landscape pages are often stored upright with their text turned."""
    count, handle = pdfium_c.FPDFText_CountChars(text_page.raw), handle_of(text_page)
    step = max(count // _SAMPLE, 1)
    angles = (glyphs.angle(handle, index) for index in range(step // 2, count, step))
    turns = Counter(round(angle / _QUARTER) % 4 for angle in angles if angle >= 0)
    width, height = page.get_size()
    if page.get_rotation() % 180:
        width, height = height, width
    return Frame(turns.most_common(1)[0][0] if turns else 0, width, height)
