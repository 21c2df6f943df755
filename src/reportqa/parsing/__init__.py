"""Turns the bytes of a file into a text with pages, sections and tables; one module for each kind of file."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from reportqa.errors import ParseError
from reportqa.parsing import html, office, pandoc, pdf, rtf, sheets, slides, text
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.endings import check_ending

VERSION = 4
"""Raised by one whenever a parser gives another text for the same file, or the text is taken for another language, so
that files are read and indexes built anew."""

_HTML = ("text/html", html.parse)
_MARKDOWN = ("text/markdown", pandoc.parse_markdown)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS: dict[str, tuple[str, Callable[[bytes], DocumentBuilder]]] = {
    ".pdf": ("application/pdf", pdf.parse),
    ".html": _HTML,
    ".htm": _HTML,
    ".docx": (f"{_OFFICE}wordprocessingml.document", office.parse_docx),
    ".odt": ("application/vnd.oasis.opendocument.text", office.parse_odt),
    ".rtf": ("application/rtf", rtf.parse),
    ".epub": ("application/epub+zip", office.parse_epub),
    ".pptx": (f"{_OFFICE}presentationml.presentation", slides.parse),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", sheets.parse_workbook),
    ".csv": ("text/csv", sheets.parse_csv),
    ".tsv": ("text/tab-separated-values", sheets.parse_csv),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".rst": ("text/x-rst", partial(pandoc.parse, source_format="rst")),
    ".tex": ("application/x-latex", partial(pandoc.parse, source_format="latex")),
    ".org": ("text/org", partial(pandoc.parse, source_format="org")),
    ".ipynb": ("application/x-ipynb+json", pandoc.parse_notebook),
    ".txt": ("text/plain", text.parse),
}
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
    check_ending(_suffix(name), data)
    reader = _KINDS[_suffix(name)][1]
    return pdf.parse(data, ocr=ocr) if reader is pdf.parse else reader(data)


def way(name: str, *, ocr: bool = False) -> str:
    """Give a name for the way in which a file is read: bytes read in the same way give the same text."""
    suffix = _suffix(name)
    return f"{VERSION} {suffix}{' ocr' if ocr and _KINDS[suffix][1] is pdf.parse else ''}"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
