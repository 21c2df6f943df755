"""Tells whether a request that changes something comes from this server's own pages, or from a program."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from reportqa.errors import RequestRefused

_LOCAL = frozenset({"localhost"})
_FOREIGN = "This was asked for by a page of another site and has not been done. Do it on this server's own pages."


def check_host(host: str, hosts: Collection[str]) -> None:
    """Make sure that the server was called by an address, as localhost, or by one of the `hosts`.

    Another name may have been made to mean this machine by whoever owns it (DNS rebinding), and its pages would then
    pass for the server's own.
    :raises RequestRefused: when it was not.
    """
    name = _name_of(host)
    if name not in _LOCAL and name not in {known.casefold() for known in hosts} and not _is_address(name):
        raise RequestRefused(
            f'This server is not known as "{name}". Call it by its address, or start it with --known-as {name}.'
        )


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
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
