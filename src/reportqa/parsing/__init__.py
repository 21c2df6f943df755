"""Turns the bytes of a file into a text with pages, sections and tables; one module for each kind of file."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from reportqa.errors import ParseError
from reportqa.parsing import html, pandoc, pdf, text
from reportqa.parsing.builder import DocumentBuilder

VERSION = 2
"""Raised by one whenever a parser gives another text for the same file, so that indexes are built anew."""

_HTML = ("text/html", html.parse)
_MARKDOWN = ("text/markdown", partial(pandoc.parse, source_format="markdown"))
_KINDS: dict[str, tuple[str, Callable[[bytes], DocumentBuilder]]] = {
    ".pdf": ("application/pdf", pdf.parse),
    ".html": _HTML,
    ".htm": _HTML,
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        partial(pandoc.parse, source_format="docx"),
    ),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
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
    reader = _KINDS[_suffix(name)][1]
    return pdf.parse(data, ocr=ocr) if reader is pdf.parse else reader(data)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
