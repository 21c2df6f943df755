"""Makes the addresses of documents and of places in them: paths on the server that serves an index."""

import hashlib
from collections.abc import Sequence
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

LONGEST_QUOTE = 600
"""Characters of a quote that a link has whole; of a longer one it has half as many from either end."""
CONTEXT = 60
"""Characters that are kept before and after a quote."""
DIGITS = 16
"""Hexadecimal digits of a sum that a link has."""


def document_link(doc_id: str, start: int | None = None, end: int | None = None) -> str:
    """Give the path of a document on the server, of the range in it when there is one."""
    path = "/documents/" + percent_encode(doc_id)
    return path if start is None else f"{path}?{urlencode({'start': start, 'end': end})}#cited"


def place_link(doc_id: str, start: int, end: int, sha256: str) -> str:
    """Give the path of a range for as long as its document is the same, which is shorter than a permanent link."""
    place = urlencode({"start": start, "end": end, "sha256": sha256[:DIGITS]})
    return f"/documents/{percent_encode(doc_id)}?{place}"


def permanent_link(
    doc_id: str, start: int, end: int, sha256: str, quote: str,
    pages: Sequence[tuple[int, str | None]] = (), before: str = "", after: str = "",
) -> str:  # fmt: skip
    """Give the path of a quote, with all that finds it again when the document has changed.

    `pages` are those that it stands on, physical number and printed label; the first and the last are kept.
    """
    place: list[tuple[str, str]] = [("start", str(start)), ("end", str(end)), ("sha256", sha256[:DIGITS])]
    place += [("page", f"{number}:{label}" if label is not None else str(number)) for number, label in pages[:1]]
    place += [("page", f"{number}:{label}" if label is not None else str(number)) for number, label in pages[1:][-1:]]
    if len(quote) <= LONGEST_QUOTE:
        place.append(("quote", quote))
    else:
        half = LONGEST_QUOTE // 2
        place += [("quote", quote[:half]), ("tail", quote[-half:]), ("digest", digest_of(quote))]
    place += [("before", before)] if before else []
    place += [("after", after)] if after else []
    return f"/documents/{percent_encode(doc_id)}?{urlencode(place, errors='replace')}#cited"


def digest_of(text: str) -> str:
    """Give a short sum of a text, whatever the white space in it."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:DIGITS]
