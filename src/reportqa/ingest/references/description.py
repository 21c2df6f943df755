"""A document's title, authors, date and publisher as the user types them, as fields of a CSL-JSON item."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reportqa.citations import read_item_date, read_name
from reportqa.csl import shown_origin
from reportqa.document import DocumentSummary
from reportqa.errors import InputError

FIELDS = ("title", "author", "issued", "publisher")


def read_description(
    title: str | None = None, authors: Sequence[str] = (), issued: str | None = None, publisher: str | None = None
) -> dict[str, Any]:
    """Return the fields that are given; an empty text is None, for what the document does not have.

    A name is "Family, Given", or that of an organisation without a comma (or with one at its end).

    :raises InputError: for an empty title, or a date that is none.
    """
    fields: dict[str, Any] = {}
    if title is not None:
        if not title.strip():
            raise InputError("A document needs a title. Type one.")
        fields["title"] = " ".join(title.split())
    if authors:
        fields["author"] = [name for text in authors if (name := read_name(" ".join(text.split())))] or None
    if issued is not None:
        fields["issued"] = read_item_date(issued) or None
        if issued.strip() and not _is_whole(issued, fields["issued"]):
            raise InputError(
                f'"{issued}" is not a date. Type a year, a month or a day (2016, 2016-07, 2016-07-19), or'
                ' "forthcoming", "in press" or "n.d.".'
            )
    if publisher is not None:
        fields["publisher"] = " ".join(publisher.split()) or None
    return fields


def typed_description(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of an item as `read_description` reads them, several authors with semicolons between them."""
    names = [_typed_name(name) for name in item.get("author") or () if isinstance(name, Mapping)]
    issued = item.get("issued") or {}
    days = ["-".join([f"{part[0]:04}", *(f"{n:02}" for n in part[1:])]) for part in issued.get("date-parts") or ()]
    return {
        "title": str(item.get("title") or ""),
        "author": "; ".join(names),
        "issued": "/".join(days) or str(issued.get("literal") or ""),
        "publisher": str(item.get("publisher") or ""),
    }


def description_fields(document: DocumentSummary, described: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the value and the origin of each field; `described` are those in library.json, indexed or not."""
    known, own = typed_description(document.item), typed_description(described)
    found = {}
    for name in FIELDS:
        value, origin = known[name], shown_origin(name, document.origins.get(name, ""))
        if name in described:
            pending = own[name] != value or document.origins.get(name) not in {"library.json", None}
            value, origin = own[name], "library.json" + (", used after the next build" if pending else "")
        elif origin == "library.json":
            origin += ", until the next build"
        found[name] = {"value": value, "origin": origin}
    return found


def _is_whole(typed: str, issued: Mapping[str, Any] | None) -> bool:
    """Return whether a date was read with all of its numbers: of "2016-13-40" only the year can be."""
    if issued is None:
        return False
    parts = issued.get("date-parts")
    return not parts or len(re.findall(r"\d+", typed)) <= sum(map(len, parts))


def _typed_name(name: Mapping[str, Any]) -> str:
    literal = str(name.get("literal") or "")
    if literal:
        return f"{literal}," if "," in literal else literal
    particles = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(str(name[part]) for part in particles if name.get(part))
    rest = [str(name[part]) for part in ("given", "suffix") if name.get(part)]
    return ", ".join([family, *rest])
