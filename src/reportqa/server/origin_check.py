"""Checks of the headers by which a request names this server and the page that sent it."""

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from reportqa.request_origin import check_embedding, check_host, check_origin

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, hosts: tuple[str, ...]) -> None:
    """Refuse requests to an application that name no host or another one, or that a page of another site sent.

    :param hosts: host names to answer to, besides IP addresses and localhost.
    """

    @app.before_request
    def refuse_strangers() -> None:
        headers = request.headers
        site = headers.get("Sec-Fetch-Site")
        if (host := headers.get("Host")) is not None:
            check_host(host, hosts)
        elif request.environ["SERVER_PROTOCOL"] != "HTTP/1.0":
            raise BadRequest("The request has no Host header. Name the server in it.")
        if request.method in _READING:
            check_embedding(site, headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest"))
        else:
            check_origin(request.host, headers.get("Origin"), site)
