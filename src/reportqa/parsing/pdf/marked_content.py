"""Gives the text of the pages of a PDF by the marks ("MCID") under which its structure names each piece."""

import ctypes
from collections import defaultdict
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument, PdfiumError, PdfTextPage

from reportqa.parsing.pdf.lines import characters

_NONE, _ARTIFACT = -1, -2
_HYPHENS = "\x02\ufffe"
"""What PDFium gives for a hyphen at the end of a line, which it then leaves out."""
_OVERLAP, _CLOSE = 0.3, 0.15
"""Shares of a character's height: what two on one line have in common, and the gap between two of one word at most."""


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
    mark, last = _NONE, None
    spaces = ""
    for index, character in enumerate(characters(text_page)):
        thing = pdfium_c.FPDFText_GetTextObject(text_page.raw, index)
        if not thing:
            spaces += character
            continue
        if spaces:
            if last is None or not _touch(text_page, last, index):
                pieces[mark].append(spaces)
            spaces = ""
        address = ctypes.addressof(thing.contents)
        if address not in marks:
            marks[address] = _mark_of(thing)
        mark, last = marks[address], index
        pieces[mark].append("-\n" if character in _HYPHENS else character)
    pieces[mark].append(spaces)
    return pieces


def _touch(text_page: PdfTextPage, before: int, after: int) -> bool:
    """Tell whether two characters stand close together on one line: to PDFium one that is raised is on another."""
    left, right = (text_page.get_charbox(index, loose=True) for index in (before, after))
    height = min(left[3] - left[1], right[3] - right[1])
    overlap = min(left[3], right[3]) - max(left[1], right[1])
    return bool(overlap > _OVERLAP * height and abs(right[0] - left[2]) < _CLOSE * height)


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
