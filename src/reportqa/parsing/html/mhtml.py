"""Web pages saved in one file (MHTML): the page, and the frames and style sheets that were saved with it.

Source: https://www.rfc-editor.org/rfc/rfc2557
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from urllib.parse import urljoin

from reportqa.errors import ParseError

_HEADERS = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_TYPE = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.I | re.M)
_VERSION = re.compile(rb"^mime-version:", re.I | re.M)
_MAX_HEADERS = 20_000
_MAX_PARTS = 5000
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page with the encoding that its part names and its address; `parts` are frames and style sheets by address.

    A part is its media type, its bytes and its encoding.
    """

    data: bytes
    charset: str | None
    address: str
    parts: Mapping[str, tuple[str, bytes, str | None]]

    def find(self, address: str, media_types: tuple[str, ...]) -> tuple[bytes, str | None] | None:
        """Return the bytes and the encoding of the part with an address, relative to the page, or None."""
        try:
            absolute = urljoin(self.address, address)
        except ValueError:
            absolute = address
        found = self.parts.get(address) or self.parts.get(absolute)
        return found[1:] if found and found[0] in media_types else None


def is_mhtml(data: bytes) -> bool:
    """Return whether a file begins with the headers of a MIME message that has a page."""
    start = data[:_MAX_HEADERS].removeprefix(codecs.BOM_UTF8)
    headers = _HEADERS.match(start)
    return headers is not None and bool(_TYPE.search(headers[0])) and bool(_VERSION.search(headers[0]))


def read_page(data: bytes) -> SavedPage:
    """Return the page of an MHTML file.

    :raises ParseError: when it has none.
    """
    try:
        message = message_from_bytes(data.removeprefix(codecs.BOM_UTF8).lstrip())
        parts = [part for part, _ in zip(message.walk(), range(_MAX_PARTS), strict=False) if not part.is_multipart()]
    except (RecursionError, ValueError, LookupError) as error:
        raise ParseError(_BROKEN) from error
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    if not pages:
        raise ParseError(_BROKEN)
    start = str(message.get_param("start") or "")
    root = next((page for page in pages if start and str(page.get("Content-ID", "")).strip() == start), pages[0])
    named = {
        address: (part.get_content_type(), _bytes_of(part), part.get_content_charset())
        for part in parts
        if part is not root and part.get_content_type() in {*_PAGES, "text/css"}
        for address in _addresses(part)
    }
    address = str(root.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    return SavedPage(_bytes_of(root), root.get_content_charset(), address, named)


_BROKEN = "has no web page in it. Save the page again from the browser."


def _bytes_of(part: Message) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _addresses(part: Message) -> list[str]:
    location = str(part.get("Content-Location", "")).strip()
    identifier = str(part.get("Content-ID", "")).strip(" <>")
    return [address for address in (location, f"cid:{identifier}" if identifier else "") if address]
