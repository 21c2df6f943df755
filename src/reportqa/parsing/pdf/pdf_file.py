"""A PDF file as PDFium and pypdf open it: its characters, page labels and metadata."""

import ctypes
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from reportqa.errors import ParseError
from reportqa.parsing.pdf.alternatives import Alternatives, read_alternatives
from reportqa.parsing.pdf.layers import NO_LAYERS, Layers, read_layers
from reportqa.passwords import read_passwords, refused
from reportqa.text import clean_text

BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError)
"""What pypdf raises on damaged files, whose text PDFium may still extract."""
MAX_PAGES = 50_000
"""Maximum number of pages of a file; a file of one page can claim to have a million."""

_PDFIUM = threading.Lock()


@contextmanager
def open_pdf(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF with PDFium, which is not thread-safe: other threads wait until it is closed.

    :raises ParseError: when it is broken, has no pages or too many, or needs a password.
    """
    with _PDFIUM:
        document = _open(data)
        try:
            if len(document) == 0:
                raise ParseError("has no pages. Save or download it again.")
            if len(document) > MAX_PAGES:
                raise ParseError(f"claims to have {len(document):,} pages, more than {MAX_PAGES:,}. Split it.")
            yield document
        finally:
            document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code != pdfium_c.FPDF_ERR_PASSWORD:
            raise ParseError("is not a readable PDF: it is damaged or not a PDF. Save or download it again.") from error
    for password in read_passwords():
        with suppress(pdfium.PdfiumError):
            return pdfium.PdfDocument(data, password=password)
    raise refused()


def characters(text_page: pdfium.PdfTextPage) -> str:
    """Return the text of a page with one character for each PDFium index.

    Codes beyond Unicode and single surrogates become the replacement character.
    """
    count = pdfium_c.FPDFText_CountChars(text_page.raw)
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(text_page.raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count:
        return text
    # PDFium leaves characters without Unicode out of the text: look up each.
    codes = (pdfium_c.FPDFText_GetUnicode(text_page.raw, index) for index in range(count))
    return "".join(chr(c) if c < 0xD800 or 0xDFFF < c <= 0x10FFFF else "\ufffd" for c in codes)


def read_with_pypdf(data: bytes) -> PdfReader:
    """Return a pypdf reader of a PDF.

    :raises ParseError: when it needs a password.
    """
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not (reader.decrypt("") or any(map(reader.decrypt, read_passwords()))):
        raise refused()
    return reader


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """The labels of all pages or None, metadata as CSL-JSON, layers, and alternative texts."""

    labels: list[str | None] | None = None
    csl_item: dict[str, object] = field(default_factory=dict)
    layers: Layers = NO_LAYERS
    alternatives: Alternatives = field(default_factory=dict)


def read_info(data: bytes) -> PdfInfo:
    """Return labels, metadata, layers and alternative texts, none of them for a file that only PDFium can read.

    :raises ParseError: when it needs a password.
    """
    try:
        reader = read_with_pypdf(data)
        info = PdfInfo(_labels(reader), _metadata(reader), read_layers(reader))
    except BROKEN:
        return PdfInfo()
    with suppress(*BROKEN):
        return replace(info, alternatives=read_alternatives(reader, data))
    return info


def _labels(reader: PdfReader) -> list[str | None] | None:
    if "/PageLabels" not in reader.root_object:
        return None
    return [label.strip() or None for label in reader.page_labels]


def _metadata(reader: PdfReader) -> dict[str, object]:
    info = reader.metadata
    item: dict[str, object] = {}
    if info is None:
        return item
    if info.title:
        item["title"] = clean_text(str(info.title)).strip()
    if info.author:
        names = [name.strip() for name in re.split(r";|, and | and |, ", clean_text(str(info.author)))]
        item["author"] = [{"literal": name} for name in names if name]
    if date := info.creation_date:
        item["issued"] = {"date-parts": [[date.year, date.month, date.day]]}
    return item
