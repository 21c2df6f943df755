"""Links to documents and to ranges in them, as paths on the server."""

import hashlib
from collections.abc import Sequence
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

LONGEST_QUOTE = 600
"""Maximum length of a quote that a link holds whole; of a longer one it holds half as much from either end."""
CONTEXT = 60
"""Characters of context kept before and after a quote."""
DIGITS = 16
"""Hexadecimal digits of a checksum in a link."""


def document_link(doc_id: str, start: int | None = None, end: int | None = None) -> str:
    """Return the path of a document, or of a range in it."""
    path = "/documents/" + percent_encode(doc_id)
    return path if start is None else f"{path}?{urlencode({'start': start, 'end': end})}#cited"


def place_link(doc_id: str, start: int, end: int, sha256: str) -> str:
    """Return the path of a range, valid while its document is unchanged; shorter than a permanent link."""
    place = urlencode({"start": start, "end": end, "sha256": sha256[:DIGITS]})
    return f"/documents/{percent_encode(doc_id)}?{place}"


def permanent_link(
    doc_id: str, start: int, end: int, sha256: str, quote: str,
    pages: Sequence[tuple[int, str | None]] = (), before: str = "", after: str = "",
) -> str:  # fmt: skip
    """Return the path of a quote, with what is needed to find it again in a changed document.

    `pages` are physical numbers and printed labels; the first and the last are kept.
    """
    place: list[tuple[str, str]] = [("start", str(start)), ("end", str(end)), ("sha256", sha256[:DIGITS])]
    for number, label in dict.fromkeys([*pages[:1], *pages[-1:]]):
        place.append(("page", f"{number}:{label}" if label is not None else str(number)))
    if len(quote) <= LONGEST_QUOTE:
        place.append(("quote", quote))
    else:
        half = LONGEST_QUOTE // 2
        place += [("quote", quote[:half]), ("tail", quote[-half:]), ("digest", digest_of(quote))]
    place += [("before", before)] if before else []
    place += [("after", after)] if after else []
    return f"/documents/{percent_encode(doc_id)}?{urlencode(place, errors='replace')}#cited"


def digest_of(text: str) -> str:
    """Return a short checksum of a text, independent of its white space."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:DIGITS]
