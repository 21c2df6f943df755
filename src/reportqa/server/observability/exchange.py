"""One request and its response, as the log and the metrics record them: never with the address or the body."""

import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, has_request_context, request

from reportqa.server.accounts.proxy_header import IS_PROXIED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-ID"
UNMATCHED = "(none)"
"""The route of a request to an address that the server does not have."""
_KEY = "reportqa.exchange"
_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(slots=True)
class Exchange:
    """A request by its route, and the status, time and size of its response."""

    request_id: str
    method: str
    route: str = UNMATCHED
    status: int = 500
    seconds: float = 0.0
    sent: int = 0
    """Bytes of the body."""
    endpoint: str = ""
    user: str | None = None
    address: str = ""
    documents: list[str] = field(default_factory=list)
    """Those that were changed or sent, for the audit log."""
    subject: str | None = None
    detail: str | None = None
    states: list[str] = field(default_factory=list)
    """Those of the answers that it has."""
    question: str | None = None
    """Only on servers that log questions."""


def exchange_of(environ: "WSGIEnvironment") -> Exchange | None:
    """Return the exchange of a request; None before it has reached the application."""
    return environ.get(_KEY)


def current_exchange() -> Exchange | None:
    """Return the exchange of the current request; None outside one."""
    return exchange_of(request.environ) if has_request_context() else None


def note_answer(question: str, state: str) -> None:
    """Record that the current request has answered a question, with one of the states of an answer."""
    if exchange := current_exchange():
        exchange.states.append(state)
        if current_app.config["LOG_QUESTIONS"]:
            exchange.question = question


def note_documents(*names: str) -> None:
    """Record which documents the current request changes or sends, for the audit log."""
    if exchange := current_exchange():
        exchange.documents += names


def init_app(app: Flask, ended: Sequence[Callable[[Exchange], None]]) -> None:
    """Record the exchanges of an application.

    :param ended: called with each exchange when its response has been sent.
    """
    app.config.setdefault("LOG_QUESTIONS", False)
    app.wsgi_app = _Recorder(app.wsgi_app, ended)  # type: ignore[method-assign]

    @app.before_request
    def note_route() -> None:
        exchange = current_exchange()
        if exchange is not None and request.url_rule is not None:
            exchange.route, exchange.endpoint = request.url_rule.rule, request.url_rule.endpoint
            exchange.address = request.remote_addr or ""

    @app.after_request
    def add_id(response: Response) -> Response:
        if exchange := current_exchange():
            response.headers[HEADER] = exchange.request_id
        return response


class _Recorder:
    def __init__(self, app: "WSGIApplication", ended: Sequence[Callable[[Exchange], None]]) -> None:
        self._app, self._ended = app, ended

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        begun = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        exchange = environ[_KEY] = Exchange(_id_of(environ), method if method in _METHODS else "(other)")

        def start(status: str, *rest: Any) -> Any:
            exchange.status = int(status[:3])
            return start_response(status, *rest)

        def end() -> None:
            exchange.seconds = time.perf_counter() - begun
            for function in self._ended:
                function(exchange)

        return _Body(self._app(environ, start), exchange, end)


def _id_of(environ: "WSGIEnvironment") -> str:
    """Return the id that a trusted proxy has given a request, else a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if environ.get(IS_PROXIED) and _ID.fullmatch(given) else secrets.token_hex(8)


class _Body:
    """A body that counts its bytes, and calls `end` when it is closed."""

    def __init__(self, parts: Iterable[bytes], exchange: Exchange, end: Callable[[], None]) -> None:
        self._parts, self._exchange, self._end = parts, exchange, end

    def __iter__(self) -> Iterator[bytes]:
        for part in self._parts:
            self._exchange.sent += len(part)
            yield part

    def close(self) -> None:
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            self._end()
