"""Tells whether a request calls this server by a name of its own, and a change comes from its own pages."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from reportqa.errors import RequestRefused, StrangeName

_LOCAL = "localhost"
_NAME = re.compile(r"(?:(?:https?:)?//)?(?:\[([\da-f:.]+)]|([\w.-]{1,253}))(?::\d*)?/?", re.IGNORECASE)
"""The name of a server as browsers send it, or as people copy it from one."""
_FOREIGN = "This was asked for by a page of another site and has not been done. Do it on this server's own pages."


def check_host(host: str, hosts: Collection[str]) -> None:
    """Make sure that the server was called by an address, as localhost, or by one of the `hosts`.

    Another name may have been made to mean this machine by whoever owns it (DNS rebinding), and its pages would then
    pass for the server's own, and read what it serves. Nobody owns a name below localhost.
    :raises StrangeName: when it was not.
    """
    name = _name_of(host)
    if _is_address(name) or name.rpartition(".")[2] == _LOCAL or name in {_name_of(known) for known in hosts} - {""}:
        return
    raise StrangeName(name)


def check_origin(host: str, origin: str | None, fetch_site: str | None) -> None:
    """Make sure that what a browser says of where a request comes from is this server.

    A program that is no browser sends neither; every browser sends one of them with a request that changes something.
    :raises RequestRefused: when it comes from elsewhere.
    """
    if fetch_site is not None:
        if fetch_site != "same-origin":
            raise RequestRefused(_FOREIGN)
    elif origin is not None and _place_of(origin) != host.casefold():
        raise RequestRefused(_FOREIGN)


def _place_of(origin: str) -> str | None:
    """Give host and port of an origin, None for "null" and whatever is none."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.casefold() if parts.scheme in {"http", "https"} and parts.netloc else None


def _name_of(host: str) -> str:
    """Give the name alone, in the letters that browsers send; "" where there is none."""
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
