"""Metadata of a report: from its references, its file, or its headings and name.

Each field comes from the first of these that has it, and keeps the name of its origin.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reportqa.citations import read_item_date
from reportqa.csl import FROM_FILE
from reportqa.ingest.references.reference_import import Reference
from reportqa.ingest.references.titles import FILE_NAME, HEADING, find_title, is_junk_title
from reportqa.parsing import read_author
from reportqa.text import MONTH_NUMBERS, MONTHS, YEAR

VERSION = 2
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
_MONTH = rf"(?P<month>(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]*)\.?"
_DATE = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?{_MONTH}(?:\s(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?,)?\s"
    rf"(?P<year>{YEAR})(?!\d)",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(rf"(?<!\d)({YEAR})-(\d\d)(?:-(\d\d))?(?!\d)")
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

    :param front: the beginning of the text, for files whose date is only their creation date; its year, month and day
        count only as far as the text names them.
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
    if front is not None and own.get("issued", {}).get("date-parts"):
        named = _named_parts(own["issued"], front)
        own |= {"issued": {"date-parts": [named]}}
        if not named:
            del own["issued"]
    return own


def _named_parts(issued: Mapping[str, Any], front: str) -> list[int]:
    """Return the year of the making of a file, its month and its day, as far as the text names them."""
    year, *rest = issued["date-parts"][0]
    if not any(int(named) == year for named in _YEAR.findall(front)):
        return []
    dates = [
        (int(match["year"]), MONTH_NUMBERS.get(match["month"].lower(), 0), int(match["day"] or match["day_after"] or 0))
        for match in _DATE.finditer(front)
    ]
    dates += [(int(match[1]), int(match[2]), int(match[3] or 0)) for match in _ISO_DATE.finditer(front)]
    made = [year, *rest]
    return max((made[:size] for size in range(1, len(made) + 1) if size == 1 or _has(dates, made[:size])), key=len)


def _has(dates: Sequence[tuple[int, int, int]], made: Sequence[int]) -> bool:
    return any(list(date[: len(made)]) == list(made) for date in dates)


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
