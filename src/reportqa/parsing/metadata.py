"""CSL-JSON fields from the metadata of files, without junk."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from reportqa.text import EARLIEST_YEAR, MONTH_NUMBERS, YEAR, clean_text

_MONTH = "|".join(MONTH_NUMBERS)
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_DAY_MONTH_YEAR = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTH})\b\.?,?\s+(\d{{4}})\b", re.I)
_MONTH_DAY_YEAR = re.compile(rf"({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")

_JUNK_TITLE = re.compile(
    r"""microsoft (?: word | powerpoint | excel ) \b .* | word \s document | powerpoint \s presentation
    | untitled \b .* | (?: new \s )? document \s? \d* | presentation \s? \d* | slide \s 1
    | title | home | index | [\W\d_]*
    | .* \. (?: docx? | pdf | pptx? | xlsx? | indd | qxp | qxd | rtf | txt | html? | tmp | tex | dvi )""",
    re.I | re.X,
)
_JUNK_AUTHOR = re.compile(
    r"""(?: microsoft \s )? (?: office \s )? user \d* | admin (?: istrator )? | owner | author | by
    | editors? | unknown | anonymous | nobody | none | default | guest | root | pc | test | python-docx
    | openpyxl | laptop | desktop
    | webmaster | staff | press \s office | .* (?: https?: | www\. | @ ) .* | [\W\d_]*""",
    re.I | re.X,
)
_MAX_TITLE = 300
_MAX_AUTHOR = 120
_MAX_AUTHORS = 50


def csl_item(
    *,
    title: str | None = None,
    authors: Iterable[str] = (),
    issued: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> dict[str, Any]:
    """Return the CSL-JSON fields of the valid values."""
    names = list(dict.fromkeys(name for text in authors if (name := read_author(text))))
    parts = read_date(issued or "")
    fields: Mapping[str, Any] = {
        "title": read_title(title or ""),
        "author": [{"literal": name} for name in names[:_MAX_AUTHORS]],
        "issued": {"date-parts": [parts]} if parts else None,
        "publisher": read_author(publisher or ""),
        "URL": url if url and re.fullmatch(r"https?://[^\s<>\"]{4,2000}", url) else None,
        "language": language if language and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language) else None,
    }
    return {name: value for name, value in fields.items() if value}


def read_title(text: str) -> str | None:
    """Return a title on one line, or None for junk ("Microsoft Word - draft3.doc")."""
    text = " ".join(clean_text(text).split())
    return None if not text or len(text) > _MAX_TITLE or _JUNK_TITLE.fullmatch(text) else text


def read_author(text: str) -> str | None:
    """Return the name of a person or body on one line, or None for junk ("Microsoft Office User")."""
    text = " ".join(clean_text(text).split()).strip(" ,;")
    return None if not text or len(text) > _MAX_AUTHOR or _JUNK_AUTHOR.fullmatch(text) else text


def read_date(text: str) -> list[int] | None:
    """Return [year], [year, month] or [year, month, day]; a day that could be a month is omitted.

    >>> read_date("19 July 2016")
    [2016, 7, 19]
    """
    text = text.strip(" \t\r\n<[(")
    if match := _ISO_DATE.match(text):
        return _date_parts(match[1], match[2], match[3])
    if match := _MONTH_DAY_YEAR.search(text):
        return _date_parts(match[3], str(MONTH_NUMBERS[match[1].lower()]), match[2])
    if match := _DAY_MONTH_YEAR.search(text):
        return _date_parts(match[3], str(MONTH_NUMBERS[match[2].lower()]), match[1])
    if match := _SLASHED.search(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return _date_parts(match[3], match[2], match[1])
        return _date_parts(match[3], match[1], match[2]) if second > 12 else _date_parts(match[3])
    match = re.search(rf"\b({YEAR})\b", text)
    return _date_parts(match[1]) if match else None


def _date_parts(year: str, month: str | None = None, day: str | None = None) -> list[int] | None:
    """Return the parts of a valid date between EARLIEST_YEAR and next year."""
    parts = [int(part) for part in (year, month, day) if part]
    if not EARLIEST_YEAR <= parts[0] <= date.today().year + 1:
        return None
    for length in (3, 2, 1):
        try:
            date(*[*parts[:length], 1, 1][:3])
        except ValueError:
            continue
        return parts[:length]
    return None
