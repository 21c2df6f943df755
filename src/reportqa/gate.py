"""Refuses requests that other sites' pages have a browser make: under a strange name, or from elsewhere."""

from flask import Flask, current_app, request

from reportqa.origins import check_host, check_origin

EXTENSION = "reportqa.hosts"


def init_app(app: Flask, hosts: tuple[str, ...]) -> None:
    """Let an application be called by these names too, where it matters."""
    app.extensions[EXTENSION] = hosts


def guard() -> None:
    """Refuse a request under a strange name, and a change that comes from elsewhere.

    :raises RequestRefused: for those.
    """
    check_host(request.host, current_app.extensions[EXTENSION])
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        check_origin(request.host, request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"))
