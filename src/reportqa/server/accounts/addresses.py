"""Addresses of this server: to go to after signing in, and as other sites name them."""

from urllib.parse import urlsplit

from flask import request, url_for

from reportqa.server.accounts.client import is_encrypted

MAX_ADDRESS = 2000


def own_address(address: str) -> str:
    """Return an address of this server to go to, the first page for any other.

    A browser takes "//host", "/\\host" and paths with tabs or line breaks for addresses of other sites.
    """
    return address if _is_own(address) else url_for("pages.home")


def external_address(endpoint: str) -> str:
    """Return the address of a page as the browser of the request reaches it."""
    return f"{'https' if is_encrypted() else 'http'}://{request.host}{url_for(endpoint)}"


def _is_own(address: str) -> bool:
    if not address.startswith("/") or address.startswith("//") or len(address) > MAX_ADDRESS:
        return False
    if not address.isprintable() or "\\" in address or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
