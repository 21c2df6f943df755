"""Reads a citation's place back out of its link or of "document#start-end"."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from reportqa.citations.record import Anchor
from reportqa.document import Page
from reportqa.errors import InputError

_PREFIX = "/documents/"
_RANGE = re.compile(r"(?P<doc_id>.+)#(?P<start>\d{1,15})[-–](?P<end>\d{1,15})", re.DOTALL)
"""Programs for writing make a dash of the hyphen."""
_OFFSET = re.compile(r"\d{1,18}", re.ASCII)
_PAGE = re.compile(r"(\d{1,9})(?::(.*))?", re.ASCII | re.DOTALL)
_SHA256 = re.compile(r"[0-9a-f]{0,64}")


def parse_place(place: str) -> tuple[str, int, int, str | None]:
    """Give document id, start, end and the document's sha256 or its beginning (None when the place has none).

    :raises InputError: when the text is neither a link of an answer nor "document#start-end".
    """
    anchor = read_link(place)
    return anchor.doc_id, anchor.start, anchor.end, anchor.sha256 or None


def read_link(place: str) -> Anchor:
    """Give what a link or "document#start-end" knows of its place; older links have no words.

    :raises InputError: as `parse_place` does.
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
    """Give what the query of a document's address says of a place in it.

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
