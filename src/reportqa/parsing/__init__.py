"""Turns the bytes of a file into a text with pages, sections and tables; one module for each kind of file."""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.file_type import check_ending
from reportqa.parsing.markup.pandoc import MARKDOWN, convert, read_tree
from reportqa.parsing.metadata import read_author, read_date
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.pdf.lines import Line, page_lines
from reportqa.parsing.pdf.marked_content import MarkedText, marked_text
from reportqa.parsing.pdf.ocr import check_ocr
from reportqa.parsing.pdf.parser import opened
from reportqa.parsing.pdf.tags import Element, Run, read_structure

__all__ = [
    "MARKDOWN",
    "SUFFIXES",
    "VERSION",
    "Element",
    "Line",
    "MarkedText",
    "Package",
    "Run",
    "check_ocr",
    "convert",
    "decode",
    "is_supported",
    "marked_text",
    "media_type",
    "opened",
    "page_lines",
    "parse",
    "read_author",
    "read_date",
    "read_structure",
    "read_tree",
    "way",
]

VERSION = 7
"""Raised by one whenever parsing the same file has another result, text, word boxes or language, so that files are
parsed and indexes built again."""

_PDF = ".pdf"
_HTML = ("text/html", "html.parser", "parse")
_MARKDOWN = ("text/markdown", "markup.pandoc", "parse_markdown")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    ".pdf": ("application/pdf", "pdf.parser", "parse"),
    ".html": _HTML,
    ".htm": _HTML,
    ".docx": (f"{_OFFICE}wordprocessingml.document", "office.documents", "parse_docx"),
    ".odt": ("application/vnd.oasis.opendocument.text", "office.documents", "parse_odt"),
    ".rtf": ("application/rtf", "office.rtf", "parse"),
    ".epub": ("application/epub+zip", "office.documents", "parse_epub"),
    ".pptx": (f"{_OFFICE}presentationml.presentation", "office.slides", "parse"),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", "office.spreadsheets", "parse_workbook"),
    ".csv": ("text/csv", "office.spreadsheets", "parse_csv"),
    ".tsv": ("text/tab-separated-values", "office.spreadsheets", "parse_csv"),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".rst": ("text/x-rst", "markup.pandoc", "parse_rst"),
    ".tex": ("application/x-latex", "markup.pandoc", "parse_latex"),
    ".org": ("text/org", "markup.pandoc", "parse_org"),
    ".ipynb": ("application/x-ipynb+json", "markup.pandoc", "parse_notebook"),
    ".txt": ("text/plain", "plain.parser", "parse"),
}
"""The media type of each kind of file, and the module and function that read it: it is imported when there is one."""
SUFFIXES = tuple(_KINDS)


def is_supported(name: str) -> bool:
    """Tell by its suffix whether a file is of a kind that is read."""
    return _suffix(name) in _KINDS


def media_type(name: str) -> str:
    """Give the media type of a file that is read."""
    return _KINDS[_suffix(name)][0]


def parse(name: str, data: bytes, *, ocr: bool = False) -> DocumentBuilder:
    """Read the bytes of the file of that name; with `ocr`, pictures of pages too.

    :raises ParseError: when they cannot be read, with the reason and what to do.
    """
    if not data.strip():
        raise ParseError("is empty. Save or download it again.")
    suffix = _suffix(name)
    check_ending(suffix, data)
    _, module, function = _KINDS[suffix]
    reader: Callable[..., DocumentBuilder] = getattr(import_module(f"{__name__}.{module}"), function)
    return reader(data, ocr=ocr) if suffix == _PDF else reader(data)


def way(name: str, *, ocr: bool = False) -> str:
    """Give a name for the way in which a file is read: bytes read in the same way give the same text."""
    suffix = _suffix(name)
    return f"{VERSION} {suffix}{' ocr' if ocr and suffix == _PDF else ''}"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
