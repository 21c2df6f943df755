"""Rules for the headers Host and Origin, against DNS rebinding and cross-site requests."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from reportqa.errors import RequestRefused, UnknownHost

_LOCAL = "localhost"
_NAME = re.compile(r"(?:(?:https?:)?//)?(?:\[([\da-f:.]+)]|([\w.-]{1,253}))(?::\d*)?/?", re.IGNORECASE)
"""A host as browsers send it, or as people copy it from the address bar."""
_FOREIGN = "This request came from a page of another site, so nothing was changed. Use this server's own pages."
_EMBEDDED = "A page of another site may link to this server, but not use its content. Open the address itself."


def check_host(host: str, hosts: Collection[str]) -> None:
    """Check that a Host header is an IP address, localhost or a name below it, or one of `hosts`.

    An attacker can make any other name resolve to this machine (DNS rebinding); the attacker's pages would then
    share this server's origin and could read what it serves.
    :raises UnknownHost: for any other name.
    """
    name = _name_of(host)
    if _is_address(name) or name.rpartition(".")[2] == _LOCAL or name in {_name_of(known) for known in hosts} - {""}:
        return
    raise UnknownHost(name)


def check_origin(host: str, origin: str | None, fetch_site: str | None) -> None:
    """Check that the headers Origin and Sec-Fetch-Site of a request, if any, name this server.

    A browser sends at least one of them with every request that changes something; other programs send neither.
    :raises RequestRefused: when they name another site.
    """
    if fetch_site is not None:
        if fetch_site != "same-origin":
            raise RequestRefused(_FOREIGN)
    elif origin is not None and _netloc(origin) != host.casefold():
        raise RequestRefused(_FOREIGN)


def check_embedding(fetch_site: str | None, mode: str | None, destination: str | None) -> None:
    """Check that a request that reads is not for a page of another site, unless somebody follows a link from there.

    Browsers send the headers Sec-Fetch-Site, -Mode and -Dest; other programs send none.
    :raises RequestRefused: when a page of another site embeds or fetches what is requested.
    """
    if fetch_site in {"cross-site", "same-site"} and (mode, destination) != ("navigate", "document"):
        raise RequestRefused(_EMBEDDED)


def is_loopback(host: str) -> bool:
    """Return whether an address or a name of a server can only be reached from its own machine."""
    return ipaddress.ip_address(host).is_loopback if _is_address(host) else host.casefold() == _LOCAL


def _netloc(origin: str) -> str | None:
    """Return host and port of an origin; None for "null" and anything else that has none."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.casefold() if parts.scheme in {"http", "https"} and parts.netloc else None


def _name_of(host: str) -> str:
    """Return the host name alone, in lower-case ASCII as browsers send it; "" if there is none."""
    found = _NAME.fullmatch(host.strip())
    name = (found[1] or found[2]).casefold().removesuffix(".") if found else ""
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
