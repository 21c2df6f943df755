"""What was added to a PDF page: values of form fields, text typed on the page, notes, and media."""

import ctypes
import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c
from pypdfium2 import PdfDocument, PdfPage

from reportqa.parsing.members import Allowance
from reportqa.parsing.pdf.attachments import Attachment, read_attachment
from reportqa.parsing.pdf.handles import Box
from reportqa.text import clean_text

FIELD, BUTTON, TYPED = "form field", "button", "typed text"
"""Kinds of annotations that are text of the page; `BUTTON` is a box or a circle that is ticked or not."""
ATTACHED, TOOLTIP, LINK = "attached file", "tooltip", "link"
"""`LINK` is the name of the place that a link leads to, TOOLTIP anything else that is shown at it."""

MAX_ANNOTATIONS = 5_000
"""Maximum number of annotations of a page that are read."""
_MAX_BYTES = 100_000
_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_IGNORED = frozenset({pdfium_c.FPDF_ANNOT_POPUP, pdfium_c.FPDF_ANNOT_PRINTERMARK})
_MEDIA = {
    pdfium_c.FPDF_ANNOT_SOUND: "a sound", pdfium_c.FPDF_ANNOT_MOVIE: "a film", pdfium_c.FPDF_ANNOT_SCREEN: "a film",
    pdfium_c.FPDF_ANNOT_THREED: "a 3D model", pdfium_c.FPDF_ANNOT_RICHMEDIA: "a film or sound",
}  # fmt: skip
_BUTTONS = frozenset({pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON})
_ADDRESS = re.compile(r"(?:[a-z]+://|mailto:|www\.)\S+$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class Annotation(NamedTuple):
    """A thing that was added to a page: its text, its box, and its name for people if it is a form field with one.

    `kind` is FIELD, BUTTON or TYPED for text of the page, else the kind in which it is left out; `file` is one that is
    attached to the page, `struck` are the boxes of the words that are struck out.
    """

    kind: str
    text: str
    box: Box
    name: str = ""
    file: Attachment | None = None
    struck: tuple[Box, ...] = ()

    @property
    def is_text(self) -> bool:
        return self.kind in {FIELD, BUTTON, TYPED}


@contextmanager
def open_form(document: PdfDocument) -> Iterator[object | None]:
    """Open the form of a document, None if it has none; pages are read while it is open."""
    if document.get_formtype() == pdfium_c.FORMTYPE_NONE:
        yield None
        return
    config = pdfium_c.FPDF_FORMFILLINFO(version=2)
    form = pdfium_c.FPDFDOC_InitFormFillEnvironment(document.raw, config)
    try:
        yield form or None
    finally:
        if form:
            pdfium_c.FPDFDOC_ExitFormFillEnvironment(form)


def read_annotations(page: PdfPage, form: object | None, allowance: Allowance) -> list[Annotation]:
    """Return what was added to a page, in the order of the file.

    :param allowance: for the files that are attached
    """
    count = min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)
    found = []
    for number in range(count):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if subtype not in _IGNORED and (read := _read(annotation, subtype, form, allowance)):
                found.append(read)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def _read(annotation: object, subtype: int, form: object | None, allowance: Allowance) -> Annotation | None:
    kind, text, name = (
        _field(annotation, form) if subtype == pdfium_c.FPDF_ANNOT_WIDGET else _comment(annotation, subtype)
    )
    text = clean_text(text).strip()
    struck = tuple(_quads(annotation)) if subtype == pdfium_c.FPDF_ANNOT_STRIKEOUT else ()
    if not text and not struck:
        return None
    if pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        if kind == BUTTON:
            return None
        kind, struck = f"hidden {kind}", ()
    attached = pdfium_c.FPDFAnnot_GetFileAttachment(annotation) if kind == ATTACHED else None
    file = read_attachment(attached, allowance) if attached else None
    return Annotation(kind, file.name if file else text, _box(annotation), clean_text(name).strip(), file, struck)


def _comment(annotation: object, subtype: int) -> tuple[str, str, str]:
    """Return kind, text and name of an annotation that is no form field."""
    text = _text_of(annotation, b"Contents")
    if subtype == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
        return ATTACHED, text or "without a name", ""
    if subtype in _MEDIA:
        return "media", text or _MEDIA[subtype], ""
    if subtype == pdfium_c.FPDF_ANNOT_FREETEXT:
        return TYPED, text or html.unescape(_TAG.sub(" ", _text_of(annotation, b"RC"))), ""
    if subtype == pdfium_c.FPDF_ANNOT_STAMP:
        return "stamp", text or "a stamp", ""
    if subtype == pdfium_c.FPDF_ANNOT_LINK:
        action = pdfium_c.FPDFLink_GetAction(pdfium_c.FPDFAnnot_GetLink(annotation))
        is_inside = not action or pdfium_c.FPDFAction_GetType(action) == pdfium_c.PDFACTION_GOTO
        return LINK if is_inside or _ADDRESS.match(text) else TOOLTIP, text, ""
    return "note", text, ""


def _field(annotation: object, form: object | None) -> tuple[str, str, str]:
    """Return kind, value and name of a form field."""
    if form is None:
        return FIELD, _text_of(annotation, b"V"), _text_of(annotation, b"TU")
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _string(lambda *out: pdfium_c.FPDFAnnot_GetFormFieldAlternateName(form, annotation, *out))
    value = _string(lambda *out: pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, *out))
    if kind in _BUTTONS:
        # A field without an appearance has only a value.
        state = _text_of(annotation, b"AS") or value
        return BUTTON, "☐" if state in {"", "Off"} else "☒", name
    if kind == pdfium_c.FPDF_FORMFIELD_PUSHBUTTON:
        return FIELD, "", ""
    if kind == pdfium_c.FPDF_FORMFIELD_SIGNATURE:
        is_signed = pdfium_c.FPDFAnnot_HasKey(annotation, b"V")
        return "signature", "a digital signature" if is_signed else "", name
    if pdfium_c.FPDFAnnot_GetFormFieldFlags(form, annotation) & pdfium_c.FPDF_FORMFLAG_TEXT_PASSWORD:
        return "password", "a field for a password", name
    return FIELD, "; ".join(_chosen(annotation, form)) or value, name


def _chosen(annotation: object, form: object) -> list[str]:
    """Return the labels of the options that are chosen in a list."""
    return [
        _string(lambda *out, at=option: pdfium_c.FPDFAnnot_GetOptionLabel(form, annotation, at, *out))
        for option in range(min(pdfium_c.FPDFAnnot_GetOptionCount(form, annotation), MAX_ANNOTATIONS))
        if pdfium_c.FPDFAnnot_IsOptionSelected(form, annotation, option)
    ]


def _box(annotation: object) -> Box:
    found = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(annotation, found)
    xs, ys = (found.left, found.right), (found.bottom, found.top)
    return min(xs), min(ys), max(xs), max(ys)


def _quads(annotation: object) -> Iterator[Box]:
    """Return the boxes of the lines that a mark of text is over."""
    points = pdfium_c.FS_QUADPOINTSF()
    for number in range(min(pdfium_c.FPDFAnnot_CountAttachmentPoints(annotation), MAX_ANNOTATIONS)):
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(annotation, number, points):
            xs, ys = (points.x1, points.x2, points.x3, points.x4), (points.y1, points.y2, points.y3, points.y4)
            yield min(xs), min(ys), max(xs), max(ys)


def _text_of(annotation: object, key: bytes) -> str:
    return _string(lambda *out: pdfium_c.FPDFAnnot_GetStringValue(annotation, key, *out))


def _string(read: Callable[..., Any]) -> str:
    size = min(int(read(None, 0)), _MAX_BYTES)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    read(buffer, ctypes.sizeof(buffer))
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0]
