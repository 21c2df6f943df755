"""The characters of a PDF page by their PDFium indexes: boxes, origins, directions and fonts.

A page of a report has a thousand words, whose characters are looked up several times.
"""

import ctypes
import re
from collections.abc import Sequence
from ctypes import c_double, c_float, c_int, c_ulong
from functools import lru_cache
from itertools import repeat
from math import hypot

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

from reportqa.parsing.pdf.handles import RESULT_PLACES, RESULTS, ROOM, Box, Pointer, places, run, split, with_numbers

Boxes = npt.NDArray[np.float64]

_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(
    rb"bold|black|heavy|(?<![a-z])(?:demi|medi)(?:ital|obli)?(?![a-z])|(?<![a-z])(?:cm|sf|ec|tc)[a-z]{0,2}bx\d",
    re.IGNORECASE,
)
"""Names of bold fonts: also those of Type 1 ("-Demi", "-Medi") and of LaTeX ("CMBX10", "SFBX1000", "CMSSBX10").
Source: https://ctan.org/pkg/cm-super and https://ctan.org/pkg/psnfss"""
_MAX_NAME = 128

_get_loose_box = with_numbers(pdfium_c.FPDFText_GetLooseCharBox, c_int)
_get_box = with_numbers(pdfium_c.FPDFText_GetCharBox, c_int)
_get_origin = with_numbers(pdfium_c.FPDFText_GetCharOrigin, c_int)
_get_weight = with_numbers(pdfium_c.FPDFText_GetFontWeight, c_int)
_get_font = with_numbers(pdfium_c.FPDFText_GetFontInfo, c_ulong)
_get_matrix = with_numbers(pdfium_c.FPDFText_GetMatrix, c_int)
font_size = with_numbers(pdfium_c.FPDFText_GetFontSize, c_double)
angle = with_numbers(pdfium_c.FPDFText_GetCharAngle, c_float)

# One place for all results: PDFium is used by one thread at a time.
_EDGES, _SIDES, _NAME = (c_float * 4)(), (c_double * 4)(), ctypes.create_string_buffer(_MAX_NAME)
_EDGE_PLACE, _SIDE_PLACES, _NAME_PLACE = places(_EDGES)[0], places(_SIDES), places(_NAME)[0]
_DRAWN = np.zeros((4, ROOM))
_DRAWN_PLACES = [places(np.ctypeslib.as_ctypes(row)) for row in _DRAWN]
_EDGES_READ, _SIDES_READ = memoryview(_EDGES).cast("B").cast("f"), memoryview(_SIDES).cast("B").cast("d")


def loose_box(page: Pointer, index: int) -> Box:
    """Return the box of a character, of the height of its font; `page` is the handle of the text of a page."""
    _get_loose_box(page, index, _EDGE_PLACE)
    left, top, right, bottom = _EDGES_READ.tolist()
    return left, bottom, right, top


def loose_boxes(page: Pointer, indexes: Sequence[int]) -> Boxes:
    """Return left, bottom, right and top of `loose_box` of some characters, (4, n)."""
    parts = [np.zeros((0, 4), np.float32)]
    for some in split(indexes, ROOM):
        run(_get_loose_box, repeat(page), some, RESULT_PLACES[0])
        parts.append(RESULTS[: len(some)].view(np.float32).copy())
    return np.concatenate(parts).T[[0, 3, 2, 1]].astype(np.float64)


def drawn_boxes(page: Pointer, indexes: Sequence[int]) -> Boxes:
    """Return left, bottom, right and top of `drawn_box` of some characters, (4, n)."""
    parts = [np.zeros((4, 0))]
    for some in split(indexes, ROOM):
        run(_get_box, repeat(page), some, *_DRAWN_PLACES)
        parts.append(_DRAWN[:, : len(some)].copy())
    return np.concatenate(parts, axis=1)[[0, 2, 1, 3]]


def drawn_box(page: Pointer, index: int) -> Box:
    """Return the box of a character as it is drawn."""
    _get_box(page, index, *_SIDE_PLACES)
    left, right, bottom, top = _SIDES_READ.tolist()
    return left, bottom, right, top


def origin(page: Pointer, index: int) -> tuple[float, float]:
    """Return the position of a character on its baseline."""
    _get_origin(page, index, *_SIDE_PLACES[:2])
    return _SIDES[0], _SIDES[1]


def drawn_size(page: Pointer, index: int) -> float:
    """Return the font size in which a character is drawn, in points."""
    matrix = (c_float * 6)()
    _get_matrix(page, index, places(matrix)[0])
    return float(font_size(page, index)) * hypot(matrix[2], matrix[3])


def is_bold(page: Pointer, index: int) -> bool:
    """Return whether a character is set in a bold font."""
    if _get_weight(page, index) >= _BOLD_WEIGHT:
        return True
    length = _get_font(page, index, _NAME_PLACE, _MAX_NAME, None)
    return _is_bold_name(_NAME.raw[: min(length, _MAX_NAME)])


@lru_cache(maxsize=1000)
def _is_bold_name(name: bytes) -> bool:
    return bool(_BOLD_NAME.search(name))
