"""Anchors of citations: read from links, "document#start-end", and JSON with records or links."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from reportqa.citations.record import Anchor, Record
from reportqa.document import Page
from reportqa.errors import InputError

_PREFIX = "/documents/"
_RANGE = re.compile(r"(?P<doc_id>.+)#(?P<start>\d{1,15})[-–](?P<end>\d{1,15})", re.DOTALL)
"""Programs for writing make a dash of the hyphen."""
_OFFSET = re.compile(r"\d{1,18}", re.ASCII)
_PAGE = re.compile(r"(\d{1,9})(?::(.*))?", re.ASCII | re.DOTALL)
_SHA256 = re.compile(r"[0-9a-f]{0,64}")

MAX_CITATIONS = 500
"""Citations of one request at most."""

_WANTED = 'Send a citation record, or {"records": [...]} or {"links": [...]}.'


def parse_place(place: str) -> tuple[str, int, int, str | None]:
    """Return document id, start, end and the document's sha256 or its beginning (None when the place has none).

    :raises InputError: when the text is neither a link of an answer nor "document#start-end".
    """
    anchor = read_link(place)
    return anchor.doc_id, anchor.start, anchor.end, anchor.sha256 or None


def read_link(place: str) -> Anchor:
    """Return the anchor of a link or "document#start-end"; older links have no words.

    :raises InputError: when the text is neither.
    """
    if match := _RANGE.fullmatch(place):
        return Anchor(match["doc_id"], "", int(match["start"]), int(match["end"]), "")
    try:
        parts = urlsplit(place)
        _, found, path = parts.path.partition(_PREFIX)
        if found and path:
            return read_query(unquote(path), parts.query)
    except ValueError:
        pass
    raise InputError(
        f'"{place}" is not a place in a document. Give a link that an answer printed, or DOCUMENT#START-END,'
        " for example report.pdf#1200-1350."
    )


def read_query(doc_id: str, query: str) -> Anchor:
    """Return the anchor in the query of a document's address.

    :raises ValueError: when it names none.
    """
    values = parse_qs(query, keep_blank_values=True)

    def value(name: str) -> str:
        return values.get(name, [""])[0]

    start, end, sha256 = value("start"), value("end"), value("sha256")
    if not (_OFFSET.fullmatch(start) and _OFFSET.fullmatch(end)):
        raise ValueError(query)
    return Anchor(
        doc_id,
        sha256 if _SHA256.fullmatch(sha256) else "",
        int(start),
        int(end),
        value("quote"),
        tuple(
            Page(int(match[1]), match[2], 0, 0)
            for page in values.get("page", [])[:2]
            if (match := _PAGE.fullmatch(page)) and int(match[1])
        ),
        value("before"),
        value("after"),
        value("tail"),
        value("digest"),
    )


def anchors_of(data: bytes | str) -> list[Anchor]:
    """Return the anchors of a record, a list of records, {"records": [...]} or {"links": [...]}.

    :raises InputError: when it is none of these, or one of them cannot be read; it says which.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"Not valid JSON. {_WANTED}") from error
    if isinstance(value, Mapping) and "version" in value:
        return [Record.from_object(value).anchor]
    given: Any = {"records": value} if isinstance(value, list) else value
    if not isinstance(given, Mapping) or set(given) not in ({"records"}, {"links"}):
        raise InputError(_WANTED)
    ((kind, members),) = given.items()
    if not isinstance(members, list) or not 1 <= len(members) <= MAX_CITATIONS:
        raise InputError(f'"{kind}" must be a list of 1 to {MAX_CITATIONS} {kind}.')
    return [_anchor(kind, number, member) for number, member in enumerate(members, 1)]


def _anchor(kind: str, number: int, member: object) -> Anchor:
    try:
        if kind == "records":
            return Record.from_object(member).anchor
        if not isinstance(member, str):
            raise InputError("A link is a string.")
        return read_link(member)
    except InputError as error:
        raise InputError(f"Number {number}: {error}") from error
