"""Refuses requests that other sites' pages have a browser make: under a strange name, or from elsewhere."""

from flask import Flask, request

from reportqa.server.origin_check import check_host, check_origin


def init_app(app: Flask, hosts: tuple[str, ...]) -> None:
    """Have an application answer only who calls it by an address, as localhost, or by one of the `hosts`."""

    @app.before_request
    def refuse_strange_name() -> None:
        # Every browser says what it calls the server; a program that does not was not led here by a name.
        if (host := request.headers.get("Host")) is not None:
            check_host(host, hosts)


def refuse_foreign_change() -> None:
    """Refuse a change that the page of another site asks for.

    :raises RequestRefused: for that.
    """
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        check_origin(request.host, request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site"))
