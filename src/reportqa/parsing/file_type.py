"""Detection of files with a wrong suffix by their first bytes, such as a web page saved as report.pdf.

They are refused, not read as what they are: elsewhere only the name is known.
"""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from reportqa.errors import ParseError

_RENAME = "Rename it to end in {}."
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif")
"""Suffixes of pictures, which are read whatever their form."""
_BEGINNINGS = (
    (b"%PDF-", "a PDF file", (".pdf",), _RENAME),
    (b"{\\rtf", "an RTF file", (".rtf",), _RENAME),
    (b"\x89PNG", "a picture", (".png", *PICTURES), _RENAME),
    (b"\xff\xd8\xff", "a picture", (".jpg", *PICTURES), _RENAME),
    (b"GIF8", "a picture", (".gif", *PICTURES), _RENAME),
    (b"\x1f\x8b", "a compressed file", (), "Unpack it."),
    (b"Rar!", "a compressed file", (), "Unpack it."),
    (b"7z\xbc\xaf", "a compressed file", (), "Unpack it."),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""First bytes of the files of Office programs of 2003 and before, and of those with a password."""
_CONTAINERS = ((b"PK\x03\x04", "a Word file or another ZIP file"), (OLD_OFFICE, "an old Office file"))
_STREAMS = (
    ("DRMContent", "a file protected by rights management", (), "Save it without protection."),
    ("EncryptedPackage", "a file with a password", (), "Save it without a password."),
    ("WordDocument", "an old Word file", (".doc", ".dot"), _RENAME),
    ("PowerPoint Document", "an old PowerPoint file", (".ppt", ".pps"), _RENAME),
    ("__properties_version1.0", "an Outlook message", (".msg",), _RENAME),
    ("Workbook", "an old Excel file", (".xls", ".xlt"), _RENAME),
)
"""Kinds of files in the format of old Office files, by the name of a part."""
_PARTS = {
    "word/document.xml": ("a Word file", (".docx", ".docm", ".dotx", ".dotm")),
    "xl/workbook.xml": ("an Excel file", (".xlsx", ".xlsm", ".xltx", ".xltm")),
    "xl/workbook.bin": ("a binary Excel file", (".xlsb",)),
    "ppt/presentation.xml": ("a PowerPoint file", (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")),
    "META-INF/container.xml": ("an EPUB file", (".epub",)),
}
"""Kinds of ZIP files by a part that they have, with their suffixes, the usual one first."""
_OPEN_DOCUMENT = (
    ("spreadsheet", "an OpenDocument spreadsheet", (".ods", ".ots")),
    ("presentation", "an OpenDocument presentation", (".odp", ".otp")),
    ("", "an OpenDocument text", (".odt", ".ott")),
)
"""Kinds of OpenDocument files by a word of their media type."""
_EXPORT = "Open it in the program that made it and save it as PDF. "
ADVICE = {
    **dict.fromkeys((".pages", ".numbers", ".key", ".wpd", ".wps", ".pub", ".vsd", ".vsdx", ".one", ".mpp"), _EXPORT),
    **dict.fromkeys((".xps", ".oxps", ".djvu", ".ps", ".eps", ".indd", ".ai"), "Print it to a PDF file. "),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2", ".lit"), "Convert it to EPUB. "),
    **dict.fromkeys((".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"), "Unpack it into the corpus. "),
    **dict.fromkeys(
        (".gdoc", ".gsheet", ".gslides", ".url", ".webloc", ".lnk"),
        "It is a link, not a document: download what it refers to. ",
    ),
}
"""What to do with files that are not supported, by suffix."""
_PAGE = (b"<!doctype html", b"<html")
_MAY_BEGIN_AS_PAGES = (".html", ".htm", ".xhtml", ".xht", ".mhtml", ".mht", ".xml", ".md", ".markdown")
_BEGINNING = 1000


def binary_kind(data: bytes) -> str | None:
    """Return the kind of a file that is not text, or None."""
    kinds = [*_CONTAINERS, *((beginning, kind) for beginning, kind, *_ in _BEGINNINGS)]
    return next((kind for beginning, kind in kinds if data.startswith(beginning)), None)


def check_suffix(suffix: str, data: bytes) -> None:
    """Check that the contents of a file do not contradict its suffix.

    :raises ParseError: when they do, with the right suffix.
    """
    for beginning, name, suffixes, advice in _BEGINNINGS:
        if data.startswith(beginning) and suffix not in suffixes:
            raise ParseError(f"is {name} named {suffix}. {advice.format(*suffixes)}")
    if data.startswith(OLD_OFFICE):
        found = [kind for kind in _STREAMS if kind[0].encode("utf-16-le") in data]
        # A file may have others embedded in it.
        if found and not any(suffix in suffixes for _, _, suffixes, _ in found):
            _, name, right, advice = found[0]
            named = f" named {suffix}" if right else ""
            raise ParseError(f"is {name}{named}. {advice.format(*right)}")
    if data.startswith(b"PK\x03\x04"):
        name, endings = _package_kind(data)
        if endings and suffix not in endings:
            raise ParseError(f"is {name} named {suffix}. {_RENAME.format(endings[0])}")
    start = data[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_PAGE) and suffix not in _MAY_BEGIN_AS_PAGES:
        raise ParseError(f"is a web page named {suffix}. Download the file again, or rename it to end in .html.")


def _package_kind(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a ZIP file and its suffixes, both empty if unknown."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            is_typed = "mimetype" in names and archive.getinfo("mimetype").file_size < _BEGINNING
            media_type = archive.read("mimetype").decode("ascii", "replace") if is_typed else ""
    except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error):
        return "", ()
    if "content.xml" in names and "META-INF/container.xml" not in names:
        return next((name, suffixes) for word, name, suffixes in _OPEN_DOCUMENT if word in media_type)
    return next((kind for part, kind in _PARTS.items() if part in names), ("", ()))
