"""The deadline of each request: its work is stopped when it takes too long or its client has gone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from reportqa.deadline import Deadline, within

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGER = {"/api/brief": 60}
"""Seconds by the beginning of the path."""
OWN_LIMITS = (
    "/api/additions", "/api/build", "/api/each", "/api/summarise", "/api/transfers", "/api/uploads", "/api/write",
    "/ask/written", "/build/", "/describe/", "/each", "/pictures/", "/uploads", "/verify/",
)  # fmt: skip
"""Beginnings of the paths of requests that have other, longer limits: files, builds, all documents, language models."""

SLOW = (*OWN_LIMITS, *LONGER, "/api/cite", "/api/verify", "/ask/file")
"""Beginnings of the paths of requests that may take long, which have threads of their own."""


class _Limited:
    def __init__(self, app: "WSGIApplication", seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        seconds = next((longer for prefix, longer in LONGER.items() if path.startswith(prefix)), self._seconds)
        is_gone = environ.get("waitress.client_disconnected", bool)
        with within(Deadline(None if path.startswith(OWN_LIMITS) else seconds, is_gone)):
            return self._app(environ, start_response)


def init_app(app: Flask, seconds: float) -> None:
    """Limit the time of the requests to an application."""
    app.wsgi_app = _Limited(app.wsgi_app, seconds)  # type: ignore[method-assign]
