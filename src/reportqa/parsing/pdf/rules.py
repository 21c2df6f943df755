"""The straight rules and the shading that are drawn on a PDF page."""

import ctypes
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfPage

from reportqa.parsing.pdf.rotation import Box, Frame

THIN = 2.5
"""In points, how thick a rule is at most."""
_MAX_PATHS = 5000
"""A page with more paths is a drawing; looking for rules in it costs time and finds nothing."""
_MIN_LENGTH = 12.0


@dataclass(slots=True)
class Rules:
    """Thin paths and the edges of boxes by their direction, and boxes that are filled and have no edges."""

    horizontal: list[Box] = field(default_factory=list)
    vertical: list[Box] = field(default_factory=list)
    shaded: list[Box] = field(default_factory=list)


def find_rules(page: PdfPage, frame: Frame) -> Rules:
    """Return what is drawn on a page, turned as its text is."""
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    rules = Rules()
    if not 3 <= count <= _MAX_PATHS:
        return rules
    edges = [ctypes.c_float() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    raw, item_at, kind_of = page.raw, pdfium_c.FPDFPage_GetObject, pdfium_c.FPDFPageObj_GetType
    bounds_of = pdfium_c.FPDFPageObj_GetBounds
    for index in range(count):
        item = item_at(raw, index)
        if kind_of(item) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        if not bounds_of(item, *places):
            continue
        left, bottom, right, top = frame.turn((edges[0].value, edges[1].value, edges[2].value, edges[3].value))
        width, height = right - left, top - bottom
        if height <= THIN and width >= _MIN_LENGTH:
            rules.horizontal.append((left, bottom, right, top))
        elif width <= THIN and height >= _MIN_LENGTH / 2:
            rules.vertical.append((left, bottom, right, top))
        elif width >= _MIN_LENGTH and height >= _MIN_LENGTH / 2:
            if _is_stroked(item) and not frame.holds((left, bottom, right, top)):
                # Only a part of it is shown: its sides may not be.
                rules.horizontal += [(left, y, right, y) for y in (bottom, top) if 0 <= y <= frame.level_height]
            elif _is_stroked(item):
                rules.horizontal += [(left, bottom, right, bottom), (left, top, right, top)]
                rules.vertical += [(left, bottom, left, top), (right, bottom, right, top)]
            else:
                rules.shaded.append((left, bottom, right, top))
    return rules


def _is_stroked(path: object) -> bool:
    mode, stroke = ctypes.c_int(), pdfium_c.FPDF_BOOL()
    return bool(pdfium_c.FPDFPath_GetDrawMode(path, mode, stroke)) and bool(stroke.value)
