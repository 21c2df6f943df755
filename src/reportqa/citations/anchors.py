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
"""With a dash too, which word processors put in place of a hyphen."""
_OFFSET = re.compile(r"\d{1,18}", re.ASCII)
_PAGE = re.compile(r"(\d{1,9})(?::(.*))?", re.ASCII | re.DOTALL)
_SHA256 = re.compile(r"[0-9a-f]{0,64}")

MAX_CITATIONS = 500
"""Highest number of citations in one request."""

_EXPECTED = 'Send a citation record, or {"records": [...]} or {"links": [...]}.'


def read_link(place: str) -> Anchor:
    """Return the anchor of a link or "document#start-end"; old links have no words.

    :raises InputError: for any other text.
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
        f'"{place}" is not a place in a document. Use a link from an answer, or DOCUMENT#START-END,'
        " for example report.pdf#1200-1350."
    )


def read_query(doc_id: str, query: str) -> Anchor:
    """Return the anchor in the query of a document's address.

    :raises ValueError: without a start and an end.
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

    :raises InputError: for anything else; the message has the number of the first that cannot be read.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"Not valid JSON. {_EXPECTED}") from error
    if isinstance(value, Mapping) and "version" in value:
        return [Record.from_object(value).anchor]
    batch: Any = {"records": value} if isinstance(value, list) else value
    if not isinstance(batch, Mapping) or set(batch) not in ({"records"}, {"links"}):
        raise InputError(_EXPECTED)
    ((kind, members),) = batch.items()
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
