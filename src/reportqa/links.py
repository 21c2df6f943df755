"""Reads a citation's place back out of its link or of "document#start-end"."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from reportqa.errors import InputError

_PREFIX = "/documents/"
_RANGE = re.compile(r"(?P<doc_id>.+)#(?P<start>\d{1,15})-(?P<end>\d{1,15})", re.DOTALL)


def parse_place(place: str) -> tuple[str, int, int, str | None]:
    """Give document id, start, end and the document's sha256 (None when the place does not carry it).

    :raises InputError: when the text is neither a link of an answer nor "document#start-end".
    """
    if match := _RANGE.fullmatch(place):
        return match["doc_id"], int(match["start"]), int(match["end"]), None
    try:
        parts = urlsplit(place)
        _, found, path = parts.path.partition(_PREFIX)
        query = parse_qs(parts.query)
        if found and path:
            return (
                unquote(path),
                int(query["start"][0]),
                int(query["end"][0]),
                query.get("sha256", [None])[0],
            )
    except (KeyError, ValueError):
        pass
    raise InputError(
        f'"{place}" is not a place in a document. Give a link that an answer printed, or DOCUMENT#START-END,'
        " for example report.pdf#1200-1350."
    )
