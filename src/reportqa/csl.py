"""Fields of CSL-JSON items: authors, date, text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

FROM_FILE = "the file"
"""Origin of a field that is from the metadata of the file."""
_CHECKED_BY_NOBODY = ("author", "issued")
"""Fields that the metadata of files have wrong too often: names of accounts, days of conversion."""


def unchecked_fields(origins: Mapping[str, str]) -> tuple[str, ...]:
    """Return which of author and date only the metadata of the file have; nobody has checked these.

    >>> unchecked_fields({"title": "the file", "author": "the file", "issued": "library.json"})
    ('author',)
    """
    return tuple(name for name in _CHECKED_BY_NOBODY if origins.get(name) == FROM_FILE)


def shown_origin(name: str, origin: str) -> str:
    """Return the origin of a field as shown: "the file, not checked" for an author or date of the file's metadata."""
    return f"{origin}, not checked" if unchecked_fields({name: origin}) else origin


def item_authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the authors of a CSL-JSON item as "Given Family", in order."""
    authors = item.get("author") or []
    names = []
    # Lists written by hand have plain strings as names.
    for name in authors if isinstance(authors, list) else [authors]:
        if isinstance(name, Mapping):
            parts = (name.get("given"), name.get("non-dropping-particle"), name.get("family"))
            names.append(str(name.get("literal") or " ".join(str(part) for part in parts if part)))
        else:
            names.append(str(name))
    return tuple(name for name in names if name)


def item_editors(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the editors of a CSL-JSON item as "Given Family", in order."""
    return item_authors({"author": item.get("editor")})


def item_status(item: Mapping[str, Any]) -> str | None:
    """Return the words in place of the date of a CSL-JSON item, such as "forthcoming"."""
    issued = item.get("issued")
    return item_text(issued, "literal") if isinstance(issued, Mapping) else None


def item_year(item: Mapping[str, Any]) -> int | None:
    """Return the year of issue of a CSL-JSON item."""
    try:
        return int(item["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return None


def item_date(item: Mapping[str, Any]) -> str | None:
    """Return the date of issue as printed: "19 July 2016", "July 2016", "2016"."""
    year = item_year(item)
    if year is None:
        return None
    try:
        month, *day = [int(part) for part in item["issued"]["date-parts"][0][1:3]]
        return f"{day[0] if day else ''} {date(year, month, 1):%B} {year}".strip()
    except (TypeError, ValueError, OverflowError):
        return str(year)


def item_text(item: Mapping[str, Any], key: str) -> str | None:
    """Return a text field of a CSL-JSON item, or None if it is missing or empty."""
    value = item.get(key)
    return value if isinstance(value, str) and value else None
