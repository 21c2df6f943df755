"""Pages that are a picture of text with little text of their own: a stamp, a page number, a download notice."""

import ctypes
from collections.abc import Sequence

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from reportqa.parsing.pdf.lines import Line

MAX_TEXT = 200
"""Characters of text over a picture that may be a stamp."""
_MIN_COVER = 0.8
"""Share of a page that the picture of one covers."""
_SCALE = 0.2
_LIGHT = 190
"""Of 255: paper is lighter, print drawn so small is a darker grey."""
_PAPER = 0.6, 0.985
"""Share of a page of text that is light: photographs have less, blank paper more."""


def is_scan(page: PdfPage, lines: Sequence[Line]) -> bool:
    """Return whether a page is the picture of a page of text, all but these lines."""
    if sum(len(line.text) for line in lines) > MAX_TEXT or not _is_covered(page):
        return False
    shades = page.render(scale=_SCALE, grayscale=True).to_pil().convert("L").histogram()
    light: float = sum(shades[_LIGHT:]) / max(sum(shades), 1)
    return _PAPER[0] <= light <= _PAPER[1]


def _is_covered(page: PdfPage) -> bool:
    """Return whether one picture covers most of the page."""
    left, bottom, right, top = page.get_mediabox()
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(pdfium_c.FPDFPage_CountObjects(page.raw)):
        item = pdfium_c.FPDFPage_GetObject(page.raw, index)
        is_picture = pdfium_c.FPDFPageObj_GetType(item) == pdfium_c.FPDF_PAGEOBJ_IMAGE
        if is_picture and pdfium_c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges)):
            width, height = edges[2].value - edges[0].value, edges[3].value - edges[1].value
            if width * height >= _MIN_COVER * (right - left) * (top - bottom):
                return True
    return False
