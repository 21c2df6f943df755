"""What a request tells about its client: its address, and whether it came over an encrypted connection."""

from urllib.parse import urlsplit

from flask import request

from reportqa.request_origin import is_loopback


def client_address() -> str:
    """Return the address that a request came from."""
    return request.remote_addr or ""


def is_local_name() -> bool:
    """Return whether the client has reached the server by a name of its own machine."""
    try:
        return is_loopback(urlsplit(f"//{request.host}").hostname or "")
    except ValueError:
        return False


def is_encrypted() -> bool:
    """Return whether a browser has sent a request over HTTPS, also through a proxy that ends it.

    It says so in Origin, and sends Sec-Fetch-Site only over HTTPS or to its own machine.
    """
    has_site = "Sec-Fetch-Site" in request.headers and not is_local_name()
    return request.is_secure or request.headers.get("Origin", "").startswith("https://") or has_site
