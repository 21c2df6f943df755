"""The values of an XFA form: a form inside a PDF as XML, which only Adobe's programs show.

Most such files have one page, which says "Please wait..." in every other program.
"""

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium_c
from lxml import etree
from pypdfium2 import PdfDocument

from reportqa.text import clean_text

MAX_VALUES = 20_000
"""Maximum number of values of a form."""
_MAX_PACKETS = 100
_MAX_BYTES = 20_000_000
_DATA = "{http://www.xfa.org/schema/xfa-data/1.0/}data"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_PLACEHOLDER = re.compile(r"please wait|bitte warten|veuillez patienter|espere por favor|attendere", re.IGNORECASE)
_MAX_PLACEHOLDER = 2000
"""Maximum characters of a page that stands for the form in other programs."""


class XfaForm(NamedTuple):
    """The values of a form, each with the name of its field for people; `is_dynamic` is whether it has no pages."""

    values: Sequence[tuple[str, str]]
    is_dynamic: bool

    def replaces(self, pages: Sequence[str]) -> bool:
        """Return whether the texts of the pages of the file only stand for the form."""
        text = "\n".join(pages)
        return len(text) <= _MAX_PLACEHOLDER and (self.is_dynamic or bool(_PLACEHOLDER.search(text)))


def read_xfa(document: PdfDocument) -> XfaForm | None:
    """Return the XFA form of a file, None if it has none."""
    kind = document.get_formtype()
    if kind not in {pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND}:
        return None
    packets = list(_packets(document))
    captions = {name: caption for packet in packets for name, caption in _captions(packet)}
    values = [value for packet in packets for value in _values(packet, captions)]
    return XfaForm(values[:MAX_VALUES], kind == pdfium_c.FORMTYPE_XFA_FULL)


def _packets(document: PdfDocument) -> Iterator[etree._Element]:
    """Return the parts of a form that are XML."""
    for number in range(min(pdfium_c.FPDF_GetXFAPacketCount(document.raw), _MAX_PACKETS)):
        size = ctypes.c_ulong()
        pdfium_c.FPDF_GetXFAPacketContent(document.raw, number, None, 0, size)
        if not 0 < size.value <= _MAX_BYTES:
            continue
        data = ctypes.create_string_buffer(size.value)
        pdfium_c.FPDF_GetXFAPacketContent(document.raw, number, data, size.value, size)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        try:
            root = etree.fromstring(data.raw, parser)
        except etree.XMLSyntaxError:
            continue
        if root is not None:
            yield root


def _captions(packet: etree._Element) -> Iterator[tuple[str, str]]:
    """Return name and caption of the fields of a template."""
    for field in packet.iter("{*}field"):
        caption = field.find("{*}caption/{*}value")
        if caption is not None and (text := _text(caption)):
            yield field.get("name", ""), text


def _values(packet: etree._Element, captions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for data in packet.iter(_DATA):
        for element in data.iter(etree.Element):
            if element is data or str(element.tag).startswith(_XHTML):
                continue
            is_leaf = all(str(child.tag).startswith(_XHTML) for child in element.iterchildren(etree.Element))
            if is_leaf and (text := _text(element)):
                name = etree.QName(element).localname
                yield captions.get(name) or name.replace("_", " "), text


def _text(element: etree._Element) -> str:
    return " ".join(clean_text("".join(map(str, element.itertext()))).split())
