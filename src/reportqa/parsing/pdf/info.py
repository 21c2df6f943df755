"""The page labels, the outline and the metadata of a PDF, read with pypdf."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination

from reportqa.errors import ParseError
from reportqa.parsing.pdf.headings import heading_key
from reportqa.text import clean_text

BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError)
"""What pypdf raises on damaged files; their text may be whole all the same."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a file says: labels of all pages or none, level by heading, CSL-JSON fields."""

    labels: list[str | None] | None
    outline: dict[str, int]
    item: dict[str, object]


def read_particulars(data: bytes) -> Particulars:
    """Read labels, outline and metadata; a file that PDFium alone can read has none of them."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError("is protected by a password. Save a copy without one.")
        return Particulars(_labels(reader), _outline(reader), _metadata(reader))
    except ParseError:
        raise
    except BROKEN:
        return Particulars(None, {}, {})


def _labels(reader: PdfReader) -> list[str | None] | None:
    if "/PageLabels" not in reader.root_object:
        return None
    return [label.strip() or None for label in reader.page_labels]


def _outline(reader: PdfReader) -> dict[str, int]:
    levels: dict[str, int] = {}

    def walk(entries: Sequence[object], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            elif isinstance(entry, Destination) and entry.title:
                levels.setdefault(heading_key(clean_text(str(entry.title))), min(level, 6))

    walk(reader.outline, 1)
    return levels


def _metadata(reader: PdfReader) -> dict[str, object]:
    found = reader.metadata
    item: dict[str, object] = {}
    if found is None:
        return item
    if found.title:
        item["title"] = clean_text(str(found.title)).strip()
    if found.author:
        names = [name.strip() for name in re.split(r";|, and | and |, ", clean_text(str(found.author)))]
        item["author"] = [{"literal": name} for name in names if name]
    date: datetime | None = found.creation_date
    if date:
        item["issued"] = {"date-parts": [[date.year, date.month, date.day]]}
    return item
