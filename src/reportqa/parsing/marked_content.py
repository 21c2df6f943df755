"""Gives the text of the pages of a PDF by the marks ("MCID") under which its structure names each piece."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument, PdfiumError, PdfTextPage

from reportqa.parsing.layout import characters

_NONE, _ARTIFACT = -1, -2
_HYPHENS = "\x02\ufffe"
"""What PDFium gives for a hyphen at the end of a line, which it then leaves out."""


@dataclass(slots=True)
class MarkedText:
    """The text under each mark of each page (from 0), and how many characters have none; artifacts count nowhere."""

    runs: dict[tuple[int, int], str] = field(default_factory=dict)
    unmarked: int = 0


def marked_text(document: PdfDocument) -> MarkedText:
    """Read the text of all pages; lines end as they are set, each but the last of a mark with a line feed."""
    read = MarkedText()
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
        except PdfiumError:
            # What a broken page should have is missed by the structure.
            continue
        try:
            pieces = _pieces(text_page)
            read.unmarked += sum(not character.isspace() for character in pieces.pop(_NONE, []))
            read.runs |= {(number, mark): "".join(piece) for mark, piece in pieces.items() if mark >= 0}
        finally:
            text_page.close()
            page.close()
    return read


def _pieces(text_page: PdfTextPage) -> dict[int, list[str]]:
    """Give the characters of a page by their marks; spaces that only PDFium sees belong to what is before them."""
    marks: dict[int, int] = {}
    pieces: dict[int, list[str]] = defaultdict(list)
    mark = _NONE
    for index, character in enumerate(characters(text_page)):
        thing = pdfium_c.FPDFText_GetTextObject(text_page.raw, index)
        if thing:
            address = ctypes.addressof(thing.contents)
            if address not in marks:
                marks[address] = _mark_of(thing)
            mark = marks[address]
        pieces[mark].append("-\n" if character in _HYPHENS else character)
    return pieces


def _mark_of(thing: pdfium_c.FPDF_PAGEOBJECT) -> int:
    mark = int(pdfium_c.FPDFPageObj_GetMarkedContentID(thing))
    if mark >= 0:
        return mark
    count = pdfium_c.FPDFPageObj_CountMarks(thing)
    names = (_name_of(pdfium_c.FPDFPageObj_GetMark(thing, number)) for number in range(count))
    return _ARTIFACT if "Artifact" in names else _NONE


def _name_of(mark: pdfium_c.FPDF_PAGEOBJECTMARK) -> str:
    buffer = (ctypes.c_ushort * 32)()
    length = ctypes.c_ulong()
    pdfium_c.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(length))
    return bytes(buffer)[: min(length.value, ctypes.sizeof(buffer))].decode("utf-16-le", "replace").rstrip("\0")
