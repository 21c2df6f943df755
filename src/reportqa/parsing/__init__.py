"""Parsers: the bytes of a file to a text with pages, sections and tables."""

import hashlib
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path, PurePosixPath

from reportqa.corpus_files import read_inside
from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.file_type import ADVICE, PICTURES, check_suffix
from reportqa.parsing.mail.headers import is_mail
from reportqa.parsing.markup.pandoc import MARKDOWN, convert, read_tree
from reportqa.parsing.metadata import read_author, read_date
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.parsed_file import ParsedFile
from reportqa.text import detect

__all__ = [
    "MARKDOWN",
    "SUFFIXES",
    "VERSION",
    "Package",
    "ParsedFile",
    "convert",
    "decode",
    "is_supported",
    "media_type",
    "parse",
    "parse_file",
    "parser_key",
    "read_author",
    "read_date",
    "read_tree",
    "unsupported",
]

VERSION = 19
"""Increased whenever a parser returns another text, other tables, other word boxes or another language for the same
file; then files are read again."""

_PDF = ".pdf"
_HTML = ("text/html", "html.parser", "parse")
_MARKDOWN = ("text/markdown", "markup.markdown", "parse")
_TEXT = ("text/plain", "plain.parser", "parse")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_PICTURES = {".jpg": "jpeg", ".tif": "tiff"}
"""Media types of pictures with another name than the suffix."""
_KINDS = {
    ".pdf": ("application/pdf", "pdf.parser", "parse"),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": ("application/xhtml+xml", "html.parser", "parse"),
    ".xht": ("application/xhtml+xml", "html.parser", "parse"),
    ".mhtml": ("multipart/related", "html.parser", "parse"),
    ".mht": ("multipart/related", "html.parser", "parse"),
    ".docx": (f"{_OFFICE}wordprocessingml.document", "office.word_file", "parse"),
    ".docm": ("application/vnd.ms-word.document.macroEnabled.12", "office.word_file", "parse"),
    ".dotx": (f"{_OFFICE}wordprocessingml.template", "office.word_file", "parse"),
    ".dotm": ("application/vnd.ms-word.template.macroEnabled.12", "office.word_file", "parse"),
    ".odt": ("application/vnd.oasis.opendocument.text", "office.opendocument", "parse"),
    ".ott": ("application/vnd.oasis.opendocument.text-template", "office.opendocument", "parse"),
    ".fodt": ("application/vnd.oasis.opendocument.text-flat-xml", "office.opendocument", "parse_flat"),
    ".odp": ("application/vnd.oasis.opendocument.presentation", "office.presentation", "parse"),
    ".otp": ("application/vnd.oasis.opendocument.presentation-template", "office.presentation", "parse"),
    ".doc": ("application/msword", "office.old_formats", "parse_doc"),
    ".dot": ("application/msword", "office.old_formats", "parse_doc"),
    ".ppt": ("application/vnd.ms-powerpoint", "office.old_formats", "parse_ppt"),
    ".pps": ("application/vnd.ms-powerpoint", "office.old_formats", "parse_ppt"),
    ".rtf": ("application/rtf", "office.rtf", "parse"),
    ".epub": ("application/epub+zip", "office.books", "parse"),
    ".pptx": (f"{_OFFICE}presentationml.presentation", "office.slides", "parse"),
    ".pptm": ("application/vnd.ms-powerpoint.presentation.macroEnabled.12", "office.slides", "parse"),
    ".ppsx": (f"{_OFFICE}presentationml.slideshow", "office.slides", "parse"),
    ".ppsm": ("application/vnd.ms-powerpoint.slideshow.macroEnabled.12", "office.slides", "parse"),
    ".potx": (f"{_OFFICE}presentationml.template", "office.slides", "parse"),
    ".potm": ("application/vnd.ms-powerpoint.template.macroEnabled.12", "office.slides", "parse"),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", "office.spreadsheets", "parse_workbook"),
    ".xlsm": ("application/vnd.ms-excel.sheet.macroEnabled.12", "office.spreadsheets", "parse_workbook"),
    ".xltx": (f"{_OFFICE}spreadsheetml.template", "office.spreadsheets", "parse_workbook"),
    ".xltm": ("application/vnd.ms-excel.template.macroEnabled.12", "office.spreadsheets", "parse_workbook"),
    ".xls": ("application/vnd.ms-excel", "office.old_workbooks", "parse_xls"),
    ".xlt": ("application/vnd.ms-excel", "office.old_workbooks", "parse_xls"),
    ".xlsb": ("application/vnd.ms-excel.sheet.binary.macroEnabled.12", "office.old_workbooks", "parse_xlsb"),
    ".ods": (f"{_OPEN}spreadsheet", "office.opendocument_sheets", "parse"),
    ".ots": (f"{_OPEN}spreadsheet-template", "office.opendocument_sheets", "parse"),
    ".fods": (f"{_OPEN}spreadsheet-flat-xml", "office.opendocument_sheets", "parse"),
    ".csv": ("text/csv", "office.delimited", "parse"),
    ".tsv": ("text/tab-separated-values", "office.delimited", "parse"),
    ".tab": ("text/tab-separated-values", "office.delimited", "parse"),
    ".json": ("application/json", "data.json_records", "parse"),
    ".jsonl": ("application/jsonl", "data.json_records", "parse"),
    ".ndjson": ("application/jsonl", "data.json_records", "parse"),
    ".xml": ("application/xml", "data.xml_file", "parse"),
    ".nxml": ("application/jats+xml", "data.xml_file", "parse"),
    ".tei": ("application/tei+xml", "data.xml_file", "parse"),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".rst": ("text/x-rst", "markup.light_markup", "parse_rst"),
    ".tex": ("application/x-latex", "markup.latex", "parse"),
    ".org": ("text/org", "markup.light_markup", "parse_org"),
    ".adoc": ("text/asciidoc", "markup.light_markup", "parse_asciidoc"),
    ".asciidoc": ("text/asciidoc", "markup.light_markup", "parse_asciidoc"),
    ".ipynb": ("application/x-ipynb+json", "markup.notebook", "parse"),
    ".txt": _TEXT,
    ".text": _TEXT,
    ".log": _TEXT,
    ".vtt": ("text/vtt", "plain.subtitles", "parse"),
    ".srt": ("application/x-subrip", "plain.subtitles", "parse"),
    ".eml": ("message/rfc822", "mail.mailbox", "parse"),
    ".mbox": ("application/mbox", "mail.mailbox", "parse"),
    ".msg": ("application/vnd.ms-outlook", "mail.outlook_message", "parse"),
    ".zip": ("application/zip", "archive", "parse"),
    **{suffix: (f"image/{_PICTURES.get(suffix, suffix[1:])}", "pictures", "parse") for suffix in PICTURES},
}
"""The media type of each suffix, and the module and function that read it; modules are imported when needed."""
SUFFIXES = tuple(_KINDS)
_HOLDERS = frozenset({_PDF, ".eml", ".mbox", ".msg", ".zip"})
"""Files that hold others, which are read too."""
_MAX_DEPTH = 2
_WITH_PICTURES = frozenset({_PDF, *PICTURES})
_TEXT_SUFFIXES = frozenset(suffix for suffix, kind in _KINDS.items() if kind == _TEXT)
"""Files that may be mail saved as text."""


def is_supported(name: str) -> bool:
    """Return whether files of this suffix can be read."""
    return _suffix(name) in _KINDS


def unsupported(name: str) -> str:
    """Return why a file whose suffix is not supported cannot be read, and what to do."""
    advice = ADVICE.get(_suffix(name), "")
    return f"can't be read. {advice}Supported: {', '.join(SUFFIXES)}."


def media_type(name: str) -> str:
    """Return the media type of a supported file."""
    return _KINDS[_suffix(name)][0]


def parse(name: str, data: bytes, *, ocr: bool = False, depth: int = 0) -> DocumentBuilder:
    """Read a file; with `ocr`, also pages that are pictures.

    :param depth: number of files that this one is in, one in another.
    :raises ParseError: when it cannot be read; the message says why and what to do.
    """
    if not is_supported(name):
        raise ParseError(unsupported(name))
    if not data.strip():
        raise ParseError("is empty. Save or download it again.")
    suffix = _suffix(name)
    check_suffix(suffix, data)
    if suffix in _TEXT_SUFFIXES and is_mail(data):
        suffix = ".eml"
    _, module, function = _KINDS[suffix]
    reader: Callable[..., DocumentBuilder] = getattr(import_module(f"{__name__}.{module}"), function)
    inner = [partial(parse, ocr=ocr, depth=depth + 1) if depth < _MAX_DEPTH else _refuse] if suffix in _HOLDERS else []
    return reader(data, *inner, ocr=ocr) if suffix in _WITH_PICTURES else reader(data, *inner)


def _refuse(_name: str, _data: bytes) -> DocumentBuilder:
    raise ParseError("is too deep: it is in a file in a file in a file. Save it by itself.")


def parse_file(corpus_dir: Path, doc_id: str, ocr: bool = False) -> ParsedFile:
    """Parse the file at a path under the corpus folder.

    :raises ParseError: when it cannot be read or holds no text.
    """
    started = time.perf_counter()
    try:
        data = read_inside(corpus_dir, doc_id)
    except OSError as error:
        raise ParseError(f"cannot be read ({error.strerror}).") from error
    builder = parse(doc_id, data, ocr=ocr)
    text = builder.text
    if not text.strip():
        raise ParseError(" ".join(["holds no text that can be read.", *builder.warnings]))
    return ParsedFile(
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        pages=builder.pages,
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
        left_out=tuple(builder.left_out),
        csl_item=builder.csl_item,
        warnings=tuple(builder.warnings),
        language=detect(text),
        seconds=time.perf_counter() - started,
        boxes=tuple(builder.boxes),
    )


def parser_key(name: str, *, ocr: bool = False) -> str:
    """Return a cache key for how a file is read: the same bytes and key have the same text."""
    suffix = _suffix(name)
    return f"{VERSION} {suffix}{' ocr' if ocr and suffix in _WITH_PICTURES | _HOLDERS else ''}"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
