"""The files that are attached to a PDF or make up a portfolio, read as parts of its document behind its pages."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.members import MAX_FILES, Allowance, Read, write_member
from reportqa.text import clean_text

MAX_ATTACHMENTS = 1000
"""Maximum number of attached files that are named."""
MAX_ATTACHED = 256 * 1024 * 1024
"""Maximum size in bytes of all attached files that are read."""
_MAX_NAME = 2000
_NO_NAME = "without a name"
_NOT_READ = "file that is not read"


class Attachment(NamedTuple):
    """The name of an attached file, its size in bytes, and its contents, empty if it is damaged or too large."""

    name: str
    size: int
    data: bytes = b""


def not_read(_name: str, _data: bytes) -> DocumentBuilder:
    """Refuse an attached file: `Read` of a PDF that is read alone."""
    raise ParseError("is attached. Save it in the corpus folder.")


def read_attachments(document: PdfDocument, allowance: Allowance) -> Iterator[Attachment]:
    """Return the files that are attached to a document as a whole, within an allowance."""
    for number in range(min(pdfium_c.FPDFDoc_GetAttachmentCount(document.raw), MAX_ATTACHMENTS)):
        if found := pdfium_c.FPDFDoc_GetAttachment(document.raw, number):
            yield read_attachment(found, allowance)


def read_attachment(found: object, allowance: Allowance) -> Attachment:
    """Return name, size and contents of an attached file; no contents beyond an allowance."""
    name = clean_text(_name(lambda *out: pdfium_c.FPDFAttachment_GetName(found, *out))).strip() or _NO_NAME
    size = ctypes.c_ulong()
    pdfium_c.FPDFAttachment_GetFile(found, None, 0, size)
    if not size.value or not allowance.take(size.value):
        return Attachment(name, size.value)
    data = ctypes.create_string_buffer(size.value)
    return Attachment(name, size.value, data.raw if pdfium_c.FPDFAttachment_GetFile(found, data, size, size) else b"")


def write_attachments(attached: Sequence[Attachment], read: Read, builder: DocumentBuilder) -> None:
    """Write attached files under their names behind the last page; those that are not read are named."""
    builder.end_pages()
    for number, one in enumerate(dict.fromkeys(attached)):
        if number < MAX_FILES and one.data:
            write_member(one.name, one.data, read, builder)
        else:
            reason = f"{one.size:,} bytes are too large" if one.size else "is empty or damaged"
            builder.leave_out(_NOT_READ, f"{one.name}: {'is one of too many' if number >= MAX_FILES else reason}")


def _name(read: Callable[..., Any]) -> str:
    buffer = (ctypes.c_ushort * _MAX_NAME)()
    length = int(read(buffer, ctypes.sizeof(buffer)))
    return bytes(buffer)[: min(length, ctypes.sizeof(buffer))].decode("utf-16-le", "replace").split("\0")[0]
