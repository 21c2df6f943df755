"""Turns what came in to be verified, records or links, into anchors, checked."""

import json
from collections.abc import Mapping
from typing import Any

from reportqa.citations.anchors import read_link
from reportqa.citations.record import Anchor, Record
from reportqa.errors import InputError

MOST = 500
"""Citations that may be verified at a time."""

_WANTED = 'Send a citation record, or {"records": [...]} or {"links": [...]}.'


def anchors_of(data: bytes | str) -> list[Anchor]:
    """Read a record, a list of records, {"records": [...]} or {"links": [...]}.

    :raises InputError: when it is none of these, or one of them cannot be read; it says which.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(
            'Not valid JSON. Send a citation record, or {"records": [...]} or {"links": [...]}.'
        ) from error
    if isinstance(value, Mapping) and "version" in value:
        return [Record.from_object(value).anchor]
    given: Any = {"records": value} if isinstance(value, list) else value
    if not isinstance(given, Mapping) or set(given) not in ({"records"}, {"links"}):
        raise InputError(_WANTED)
    ((kind, members),) = given.items()
    if not isinstance(members, list) or not 1 <= len(members) <= MOST:
        raise InputError(f'"{kind}" must be a list of 1 to {MOST} {kind}.')
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
