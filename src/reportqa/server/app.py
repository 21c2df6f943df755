"""The Flask application: its blueprints, error pages and response headers."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.exceptions import TooManyRequests as RateLimited

from reportqa.answering import SURROGATE, CurrentIndex
from reportqa.audit_log import AuditLog
from reportqa.errors import (
    AccessDenied,
    Conflict,
    DocumentNotFound,
    IndexUnavailable,
    InputError,
    LanguageModelError,
    ModelError,
    NoDocumentFits,
    NoRoom,
    PageUnavailable,
    ProviderUnavailable,
    QuestionTooLong,
    ReportQAError,
    RequestRefused,
    RequestStopped,
    ServerBusy,
    SignInRequired,
    StateUnavailable,
    TooManyAttempts,
    UnknownHost,
    UploadNotFound,
    UploadRefused,
)
from reportqa.server import (
    briefing_checks,
    compression,
    current_index,
    origin_check,
    parameter_limits,
    rate_limits,
    request_deadline,
    response_headers,
)
from reportqa.server.accounts import access
from reportqa.server.accounts.access_rules import may
from reportqa.server.accounts.outside_settings import Outside
from reportqa.server.api import routes
from reportqa.server.connections import Budgets
from reportqa.server.observability import audit, exchange, logs, metrics, readiness
from reportqa.server.pages import ask, collections, corpus, document, each, feedback, home, original, verify
from reportqa.server.uploads import api as upload_api
from reportqa.server.uploads import descriptions, transfer_api, upload_service
from reportqa.server.uploads import pages as upload_pages
from reportqa.server.uploads.room import Room
from reportqa.server.viewer.page_images import Painter
from reportqa.server.written_answers import REPLIES
from reportqa.settings import MAX_QUESTION_LENGTH, MAX_THREAD, Settings
from reportqa.writing import KeptReplies

MAX_BODY_BYTES = 64 * 1024
THREADS = 16
"""Threads for requests: many, so that a short request is answered beside long ones and not behind them."""
SLOW_THREADS = 8
"""Threads for requests that may take long."""
MAX_SERVER_BYTES = 1024**2
"""The size of a body at which a request is ended before the application sees it."""
RETRY_AFTER_SECONDS = 10
MAX_DETAIL = 1_000
"""Characters of an error message."""
STATUS: dict[type[ReportQAError], int] = {
    QuestionTooLong: 413,
    InputError: 400,
    NoRoom: 507,
    UploadRefused: 400,
    RequestRefused: 403,
    SignInRequired: 401,
    AccessDenied: 403,
    TooManyAttempts: 429,
    StateUnavailable: 503,
    UploadNotFound: 404,
    Conflict: 409,
    DocumentNotFound: 404,
    NoDocumentFits: 404,
    PageUnavailable: 404,
    IndexUnavailable: 503,
    ModelError: 503,
    RequestStopped: 503,
    ServerBusy: 503,
    ProviderUnavailable: 503,
    LanguageModelError: 502,
    ReportQAError: 500,
}
"""HTTP status by error class; the first class that matches counts."""

DETAILS = {
    400: "The server could not understand the request. Reload the page and try again.",
    404: "This page does not exist. Ask a question or browse the documents.",
    405: "This address does not support that method. See the API description.",
    413: "The request is too large. Send less at a time.",
}
"""Error messages for requests that no view has handled."""


class JSONProvider(DefaultJSONProvider):
    """JSON with keys in their own order and no escapes except for lone surrogates, which UTF-8 cannot encode."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", super().dumps(obj, **kwargs))


def create_app(
    settings: Settings,
    upload_room: Room | None = None,
    hosts: tuple[str, ...] = (),
    *,
    reviews_uploads: bool = True,
    with_sign_in: bool = False,
    others: Outside | None = None,
    rates: Mapping[str, str] = rate_limits.RATES,
    rates_at: str = rate_limits.MEMORY,
    audits: bool = False,
) -> Flask:
    """Return the application. Without an index it starts too, and its responses say what to run.

    :param upload_room: the limits of uploads; None turns uploads and builds off.
    :param hosts: host names to answer to, besides IP addresses and localhost.
    :param reviews_uploads: whether uploads are held until somebody accepts them; else they are added in one step.
    :param with_sign_in: whether users sign in and have roles; else everyone who reaches the server may do everything.
    :param others: an OpenID provider and trusted proxies that sign users in, besides this server.
    :param rates: the limits of requests by kind.
    :param rates_at: where requests are counted.
    :param audits: whether an audit log is kept.
    :raises InputError: when requests cannot be counted there, or syslog cannot be reached.
    """
    web_dir = settings.web_dir.absolute()
    app = Flask("reportqa", template_folder=web_dir / "templates", static_folder=web_dir / "static")
    app.json = JSONProvider(app)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["THREADS"] = THREADS
    app.config["SLOW_THREADS"] = SLOW_THREADS
    app.config["BUDGETS"] = Budgets(MAX_SERVER_BYTES)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"MAX_QUESTION_LENGTH": MAX_QUESTION_LENGTH, "MAX_THREAD": MAX_THREAD}
    app.extensions["reportqa"] = CurrentIndex(settings)
    app.extensions[REPLIES] = KeptReplies(settings.index_dir)
    app.extensions["reportqa.painter"] = Painter(settings)
    metrics.init_app(app)
    ended = [logs.log_exchange, app.extensions[metrics.EXTENSION].count]
    if audits:
        ended.append(audit.Auditor(AuditLog.of(settings)).note)
    exchange.init_app(app, ended)
    audit.init_app(app)
    readiness.init_app(app, settings.index_dir)
    origin_check.init_app(app, hosts)
    access.init_app(app, settings, others or Outside(), with_sign_in=with_sign_in)
    current_index.init_app(app, settings)
    rate_limits.init_app(app, rates, rates_at)
    parameter_limits.init_app(app)
    request_deadline.init_app(app, settings.request_seconds)
    corpus.init_app(app, settings)
    home.init_app(app)
    app.register_blueprint(routes.bp)
    app.register_blueprint(ask.bp)
    app.register_blueprint(each.bp)
    app.register_blueprint(document.bp)
    app.register_blueprint(original.bp)
    feedback.init_app(app, settings)
    collections.init_app(app, settings)
    briefing_checks.init_app(app, settings)
    app.register_blueprint(verify.bp)
    if upload_room is not None:
        upload_service.init_app(app, settings, upload_room, reviews=reviews_uploads)
        app.register_blueprint(upload_pages.bp)
        app.register_blueprint(descriptions.bp)
        app.register_blueprint(upload_api.bp)
        app.register_blueprint(transfer_api.bp)
    app.register_error_handler(ReportQAError, _show_error)
    app.register_error_handler(HTTPException, _show_http_error)
    response_headers.init_app(app)
    # Those registered last are called first.
    compression.init_app(app)
    app.after_request(_read_whole)
    return app


def _read_whole(response: Response) -> Response:
    """Read a static file at once; streamed, it would stay open when the browser disconnects early."""
    if response.direct_passthrough:
        file = response.response
        response.direct_passthrough = False
        response.get_data()
        if hasattr(file, "close"):
            file.close()
    return response


def _show_error(error: ReportQAError) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, UnknownHost) and not _is_for_programs():
        # A page would reveal document titles to another site.
        return Response(f"{error}\n", status, mimetype="text/plain")
    response = _error_response(status, str(error))
    if isinstance(error, SignInRequired):
        response.headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _show_http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    detail = error.description or ""
    if error.description == type(error).description:
        detail = DETAILS.get(error.code, detail)
    response = _error_response(error.code, detail)
    headers = error.get_response().headers
    response.headers.extend({name: headers[name] for name in ("Allow", "Accept") if name in headers})
    return response


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path in {"/api", "/healthz", "/livez", "/readyz"}


def _error_response(status: int, detail: str) -> Response:
    """Return an error as problem details (RFC 9457) under /api, as a page elsewhere."""
    title = Response(status=status).status.partition(" ")[2].capitalize()
    if len(detail) > MAX_DETAIL:
        # It repeats what the client has sent.
        detail = f"{detail[:MAX_DETAIL]} …"
    current = exchange.current_exchange()
    request_id = current.request_id if current else None
    if _is_for_programs():
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "request_id": request_id}
        response = Response(current_app.json.dumps(problem), status, mimetype="application/problem+json")
    else:
        page = render_template(
            "error.html",
            title=title,
            status=status,
            detail=detail,
            form=ask.form_of_request() if may("pages.ask") else None,
            request_id=request_id,
        )
        response = Response(page, status)
    if status == ServiceUnavailable.code:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    elif status == RateLimited.code:
        response.headers["Retry-After"] = str(rate_limits.retry_after(current_app) or RETRY_AFTER_SECONDS)
    return response
