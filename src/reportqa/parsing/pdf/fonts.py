"""The weight of the fonts in which a PDF page is set."""

import ctypes

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfTextPage

_BOLD_WEIGHT = 600
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"semibold")


def is_bold(text_page: PdfTextPage, index: int) -> bool:
    """Return whether a character, by its PDFium index, is set in a bold font."""
    if pdfium_c.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(128)
    length = pdfium_c.FPDFText_GetFontInfo(text_page.raw, index, buffer, len(buffer), None)
    name = buffer.raw[: min(length, len(buffer))].lower()
    return any(word in name for word in _BOLD_NAMES)
