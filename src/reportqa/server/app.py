"""Turns settings into the Flask application: pages, JSON, and what holds for every response."""

from typing import Any

from flask import Flask, Response, current_app, render_template, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from reportqa.answering import SURROGATE
from reportqa.errors import (
    Conflict,
    DocumentNotFound,
    IndexUnavailable,
    InputError,
    ModelError,
    NoDocumentFits,
    PageUnavailable,
    QuestionTooLong,
    ReportQAError,
    RequestRefused,
    StrangeName,
    UploadNotFound,
    UploadRefused,
)
from reportqa.server import gate
from reportqa.server.api import routes as api
from reportqa.server.current_index import EngineHolder
from reportqa.server.pages import ask as pages
from reportqa.server.pages import corpus as corpus_pages
from reportqa.server.pages import document as documents
from reportqa.server.pages import feedback as judging
from reportqa.server.uploads import api as upload_api
from reportqa.server.uploads import pages as upload_pages
from reportqa.server.uploads import upload_service as uploading
from reportqa.server.uploads.pending import Room
from reportqa.server.viewer.page_images import Painter
from reportqa.settings import MAX_QUESTION_LENGTH, Settings

MAX_BODY_BYTES = 64 * 1024
RETRY_AFTER_SECONDS = 10
STATUS: dict[type[ReportQAError], int] = {
    QuestionTooLong: 413,
    InputError: 400,
    UploadRefused: 400,
    RequestRefused: 403,
    UploadNotFound: 404,
    Conflict: 409,
    DocumentNotFound: 404,
    NoDocumentFits: 404,
    PageUnavailable: 404,
    IndexUnavailable: 503,
    ModelError: 503,
    ReportQAError: 500,
}
"""The status of an error is that of the first class here that it belongs to."""

DETAILS = {
    400: "The request cannot be read. Load the page again and repeat what you did.",
    404: "There is nothing at this address. Ask a question, or look through the documents.",
    405: "This address takes no such request. The API description says what each address takes.",
    413: "This is more than the address takes. Send less at a time.",
}
"""What is said of a request that never came to the code that would say more."""

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class JSONProvider(DefaultJSONProvider):
    """JSON as people read it: the order of the keys kept, no escapes but for what UTF-8 cannot hold."""

    ensure_ascii = False
    sort_keys = False
    compact = True

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", super().dumps(obj, **kwargs))


def create_app(settings: Settings, upload_room: Room | None = None, hosts: tuple[str, ...] = ()) -> Flask:
    """Make the application. It starts without an index too and then says what to run.

    With an `upload_room` it takes files and builds. It answers whoever calls it by an address, as localhost, or by one
    of the `hosts`.
    """
    web_dir = settings.web_dir.absolute()
    app = Flask("reportqa", template_folder=web_dir / "templates", static_folder=web_dir / "static")
    app.json = JSONProvider(app)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["MAX_QUESTION_LENGTH"] = MAX_QUESTION_LENGTH
    app.extensions["reportqa"] = EngineHolder(settings)
    corpus_pages.init_app(app, settings)
    app.register_blueprint(api.bp)
    app.extensions["reportqa.painter"] = Painter(settings)
    app.register_blueprint(pages.bp)
    app.register_blueprint(documents.bp)
    gate.init_app(app, hosts)
    judging.init_app(app, settings)
    if upload_room is not None:
        uploading.init_app(app, settings, upload_room)
        app.register_blueprint(upload_pages.bp)
        app.register_blueprint(upload_api.bp)
    app.register_error_handler(ReportQAError, _show_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.after_request(_add_security_headers)
    app.after_request(_read_whole)
    return app


def _read_whole(response: Response) -> Response:
    """Read a file of the pages at once: it stays open where the browser goes on before it is sent."""
    if response.direct_passthrough:
        file = response.response
        response.direct_passthrough = False
        response.get_data()
        if hasattr(file, "close"):
            file.close()
    return response


def _show_error(error: ReportQAError) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, StrangeName) and not _is_for_programs():
        # A page would have addresses, which such a name has none of here, and titles of documents in its form.
        return Response(f"{error}\n", status, mimetype="text/plain")
    return _error_response(status, str(error))


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
    return request.path.startswith("/api/") or request.path in {"/api", "/healthz"}


def _error_response(status: int, detail: str) -> Response:
    """Give an error as problem details (RFC 9457) to programs, as a page to people."""
    title = Response(status=status).status.partition(" ")[2].capitalize()
    if _is_for_programs():
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        response = Response(current_app.json.dumps(problem), status, mimetype="application/problem+json")
    else:
        page = render_template("error.html", title=title, status=status, detail=detail, form=pages.form_of_request())
        response = Response(page, status)
    if status == ServiceUnavailable.code:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _add_security_headers(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    return response
