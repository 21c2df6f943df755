"""Fields of CSL-JSON items: authors, date, text."""

from collections.abc import Mapping
from datetime import date
from typing import Any


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
