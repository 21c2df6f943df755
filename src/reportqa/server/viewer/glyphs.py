"""The characters of a PDF page with their places, as PDFium gives them for the page as it is displayed.

All lengths are in points from the top left corner of the page as it is shown: turned and cropped as the file says.
"""

import ctypes
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage, PdfTextPage

MAX_CHARACTERS = 60_000
"""Characters of one page that are looked at; a page of a report has five thousand."""
_PRECISION = 1000
"""Units in a point: PDFium tells places on a device in whole ones."""


class Box(NamedTuple):
    """A rectangle, in points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds_middle_of(self, other: "Box") -> bool:
        """Tell whether the middle of another box lies in this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def joined(self, other: "Box") -> "Box":
        """Give the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class PageLayer:
    """The characters of a page: `text` has one for each, `places` four numbers for each, those of its box."""

    width: float
    height: float
    text: str
    places: Sequence[float]

    def box(self, index: int) -> Box:
        """Give the box of a character."""
        return Box(*self.places[4 * index : 4 * index + 4])

    def shows(self, box: Box) -> bool:
        """Tell whether the middle of a box lies on the page."""
        return Box(0, 0, self.width, self.height).holds_middle_of(box)


def read_layer(page: PdfPage) -> PageLayer:
    """Read the characters of a page in the order in which the file writes them."""
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        count = min(pdfium_c.FPDFText_CountChars(text_page.raw), MAX_CHARACTERS)
        text = "".join(_character(text_page, index) for index in range(count))
        places = array("f")
        to_shown = _Placing(page, width, height)
        for index in range(count):
            places.extend(to_shown.box(*_bounds(text_page, index)))
    finally:
        text_page.close()
    return PageLayer(width, height, text, places)


def _character(text_page: PdfTextPage, index: int) -> str:
    """Give a character; codes beyond Unicode and halves of pairs become the replacement character."""
    code = pdfium_c.FPDFText_GetUnicode(text_page.raw, index)
    return chr(code) if code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"


def _bounds(text_page: PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Give left, bottom, right and top of a character: as high as its font, as what is drawn where that is wrong.

    PDFium takes the height of the font along y whatever way the text runs, so that it fits level text only.
    """
    rectangle = pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetLooseCharBox(text_page.raw, index, ctypes.byref(rectangle))
    loose = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
    tight: tuple[float, float, float, float] = text_page.get_charbox(index)
    if tight[2] <= tight[0] and tight[3] <= tight[1]:
        return loose
    x, y = (tight[0] + tight[2]) / 2, (tight[1] + tight[3]) / 2
    fits = loose[0] <= x <= loose[2] and loose[1] <= y <= loose[3]
    is_odd = loose[3] - loose[1] > 4 * max(tight[3] - tight[1], tight[2] - tight[0], 1.0)
    return loose if fits and not is_odd else tight


class _Placing:
    """Turns places of a page's own into places of the page as it is displayed."""

    def __init__(self, page: PdfPage, width: float, height: float) -> None:
        self._page = page
        self._size = round(width * _PRECISION), round(height * _PRECISION)
        (x0, y0), (x1, y1), (x2, y2) = (self._ask(*point) for point in ((0, 0), (1000, 0), (0, 1000)))
        self._x = x0, (x1 - x0) / 1000, (x2 - x0) / 1000
        self._y = y0, (y1 - y0) / 1000, (y2 - y0) / 1000

    def _ask(self, x: float, y: float) -> tuple[float, float]:
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(
            self._page.raw, 0, 0, *self._size, 0, x, y, ctypes.byref(device_x), ctypes.byref(device_y)
        )
        return device_x.value / _PRECISION, device_y.value / _PRECISION

    def box(self, left: float, bottom: float, right: float, top: float) -> Iterator[float]:
        """Give left, top, right and bottom on the displayed page."""
        corners = (left, bottom), (right, top)
        xs = [self._x[0] + self._x[1] * x + self._x[2] * y for x, y in corners]
        ys = [self._y[0] + self._y[1] * x + self._y[2] * y for x, y in corners]
        yield from (min(xs), min(ys), max(xs), max(ys))
