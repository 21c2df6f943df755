"""Metadata of a report: from its references, its file, or its headings and name.

Each field comes from the first of these that has it, and keeps the name of its origin.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reportqa.citations import read_item_date
from reportqa.csl import FROM_FILE, item_year
from reportqa.ingest.references.reference_import import Reference
from reportqa.ingest.references.titles import FILE_NAME, HEADING, find_title, is_junk_title
from reportqa.parsing import read_author
from reportqa.text import YEAR

VERSION = 1
"""Increased when the same files get other metadata; the next build then describes all documents again."""
FALLBACKS = frozenset({FROM_FILE, HEADING, FILE_NAME})
"""Origins that are not a bibliography."""

_LOGIN = re.compile(r"[a-z][a-z0-9._-]*|[A-Z]{2}[a-z]{3,}\d*|\S+\\\S+|[A-Z0-9]+-(?:PC|LAPTOP|[A-Z0-9]{7})")
_PRODUCER = re.compile(
    r"(?:adobe|acrobat|microsoft.{0,3} (?:word|office|excel|powerpoint)|libreoffice|openoffice|pdfcreator|pscript"
    r"|quarkxpress|crystal reports|workiva|wdesk|ghostscript|latex|pdftex|wkhtmltopdf|edgar online)\b.*"
    r"|a division of .*|.*\b[\w-]+\.(?:com|io|net|org|co\.uk|gov|eu)\b.*",
    re.I,
)
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_WEB_SUFFIXES = (".html", ".htm", ".xhtml", ".xht", ".mhtml", ".mht")
"""Files that are web pages unless a bibliography has another type."""
_NOT_ABOUT_THE_REPORT = frozenset({"id", "type", "custom"})


def describe(
    doc_id: str,
    references: Sequence[Reference],
    file_item: Mapping[str, Any],
    headings: Sequence[str],
    words: Mapping[str, int],
    front: str | None = None,
    only_heading: str = "",
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a CSL-JSON item with a title, and the origin of each of its fields.

    References come before the file's own metadata; a field that is null in one is left out. A missing title is a
    heading or the file name (see `find_title`).

    :param front: the beginning of the text, for files whose date is only their creation date; a year that the text
        does not name is ignored.
    :param only_heading: the only heading of the highest level, which is the title; "" without one.
    """
    item: dict[str, Any] = {}
    origins: dict[str, str] = {}
    sources = [(reference.origin, _usable(reference.item)) for reference in references]
    empty: set[str] = set()
    for number, (origin, fields) in enumerate([*sources, (FROM_FILE, own_fields(file_item, front))]):
        for name, value in fields.items():
            if name not in item and name not in empty:
                item[name], origins[name] = value, origin
        if number < len(references):
            empty |= {name for name, value in references[number].item.items() if value is None}
    if "title" not in item:
        item["title"], origins["title"] = (
            (only_heading, HEADING) if only_heading else find_title(doc_id, headings, words)
        )
    item["title"] = " ".join(item["title"].split())
    about = {name: origin for name, origin in origins.items() if name not in _NOT_ABOUT_THE_REPORT}
    kind = "webpage" if doc_id.lower().endswith(_WEB_SUFFIXES) else "report"
    return {"id": doc_id, "type": kind, **item}, about


def own_fields(file_item: Mapping[str, Any], front: str | None = None) -> dict[str, Any]:
    """Return the metadata of a file without junk: programs and logins as authors, generated titles."""
    own = _usable(file_item)
    if "title" in own and is_junk_title(own["title"]):
        del own["title"]
    authors = own.get("author")
    if isinstance(authors, list):
        own["author"] = [name for name in authors if not isinstance(name, Mapping) or _is_author(name)]
        if not own["author"]:
            del own["author"]
    made = item_year(own)
    if front is not None and made is not None and not any(int(year) == made for year in _YEAR.findall(front)):
        del own["issued"]
    return own


def _is_author(name: Mapping[str, Any]) -> bool:
    literal = str(name.get("literal") or "")
    return not literal or (
        read_author(literal) is not None and not _LOGIN.fullmatch(literal) and not _PRODUCER.fullmatch(literal)
    )


def _usable(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the valid fields of an item, with dates as `read_item_date` returns them."""
    fields = {name: value for name, value in item.items() if value}
    for name in ("title", "publisher", "URL"):
        if name in fields and not (isinstance(fields[name], str) and fields[name].strip()):
            del fields[name]
    for name in ("issued", "accessed"):
        if name in fields:
            fields[name] = read_item_date(fields[name])
    return {name: value for name, value in fields.items() if value}
