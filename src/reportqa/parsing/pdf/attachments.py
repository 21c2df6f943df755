"""The files that are attached to a PDF, which are no part of its pages."""

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument

from reportqa.text import clean_text

MAX_ATTACHMENTS = 1000
"""Maximum number of attached files that are named."""
_PREVIEWED = (".txt", ".md", ".csv", ".tsv", ".xml", ".json", ".html", ".htm", ".rst", ".log")
_MAX_PREVIEWED = 1_000_000
"""Maximum bytes of an attached file whose beginning is shown."""
_PREVIEW = 250
_MAX_NAME = 2000


class Attachment(NamedTuple):
    """The name of an attached file, its size in bytes, and the beginning of its text if it is a text file."""

    name: str
    size: int
    beginning: str = ""

    @property
    def description(self) -> str:
        about = f"{self.name}, {self.size:,} bytes"
        return f"{about}: {self.beginning}" if self.beginning else about


def read_attachments(document: PdfDocument) -> Iterator[Attachment]:
    """Return the files that are attached to a document as a whole."""
    for number in range(min(pdfium_c.FPDFDoc_GetAttachmentCount(document.raw), MAX_ATTACHMENTS)):
        if found := pdfium_c.FPDFDoc_GetAttachment(document.raw, number):
            yield describe_attachment(found)


def describe_attachment(found: object) -> Attachment:
    """Return name, size and beginning of an attached file."""
    name = clean_text(_name(lambda *out: pdfium_c.FPDFAttachment_GetName(found, *out))).strip() or "without a name"
    size = ctypes.c_ulong()
    pdfium_c.FPDFAttachment_GetFile(found, None, 0, size)
    beginning = ""
    if name.lower().endswith(_PREVIEWED) and 0 < size.value <= _MAX_PREVIEWED:
        data = ctypes.create_string_buffer(size.value)
        if pdfium_c.FPDFAttachment_GetFile(found, data, size.value, size):
            beginning = " ".join(clean_text(data.raw.decode("utf-8", "replace")).split())[:_PREVIEW]
    return Attachment(name, size.value, beginning)


def _name(read: Callable[..., Any]) -> str:
    buffer = (ctypes.c_ushort * _MAX_NAME)()
    length = int(read(buffer, ctypes.sizeof(buffer)))
    return bytes(buffer)[: min(length, ctypes.sizeof(buffer))].decode("utf-16-le", "replace").split("\0")[0]
