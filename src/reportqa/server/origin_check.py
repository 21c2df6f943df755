"""Checks of the Host and Origin headers of each request to the application."""

from flask import Flask, request

from reportqa.request_origin import check_host, check_origin


def init_app(app: Flask, hosts: tuple[str, ...]) -> None:
    """Refuse requests to an application whose Host is not an address, localhost or one of `hosts`."""

    @app.before_request
    def refuse_unknown_host() -> None:
        # Every browser sends Host; a program that sends none was not misled by a name.
        if (host := request.headers.get("Host")) is not None:
            check_host(host, hosts)


def refuse_foreign_change() -> None:
    """Check the origin of a request that changes something.

    :raises RequestRefused: when a page of another site sent it.
    """
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        check_origin(request.host, request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"))
