"""Which requests are events of the audit log, and what it says about each."""

from flask import Flask, Response, request

from reportqa.audit_log import AuditEvent, AuditLog
from reportqa.server.observability.exchange import Exchange, current_exchange

ACTIONS = {
    "accounts.change": "account",
    "accounts.check_password": "sign-in",
    "accounts.sign_out": "sign-out",
    "api.brief": "export",
    "api.writing.each": "export",
    "api.writing.each_json": "export",
    "collections.change": "collection",
    "descriptions.change": "describe",
    "each.each_file": "export",
    "each.each_read_file": "export",
    "feedback.delete": "delete-feedback",
    "feedback.export": "export-feedback",
    "feedback.save": "feedback",
    "oidc.back": "sign-in",
    "originals.original": "download",
    "pages.saved_answer": "export",
    "transfer_api.cancel": "cancel-upload",
    "transfer_api.create": "upload",
    "upload_api.accept": "accept",
    "upload_api.add": "upload",
    "upload_api.cancel": "cancel-build",
    "upload_api.cancel_addition": "cancel-upload",
    "upload_api.check": "check-upload",
    "upload_api.reject": "reject",
    "upload_api.retry": "retry-upload",
    "upload_api.start": "build",
    "upload_api.undo": "undo-upload",
    "upload_api.upload": "upload",
    "uploads.change_adding": "change-upload",
    "uploads.change_build": "build",
    "uploads.decide": "review",
    "uploads.send": "upload",
}
"""The action of each endpoint that changes something or sends documents out."""
QUESTION = "question"
"""The action of a question; only on servers that log questions."""
_CHOSEN = ("do", "decision", "verdict")
"""Fields of forms that say what is to be done; the first word is noted."""


def init_app(app: Flask) -> None:
    """Note the fields of the forms of audited requests to an application."""

    @app.after_request
    def note_form(response: Response) -> Response:
        exchange = current_exchange()
        if exchange is None or exchange.endpoint not in ACTIONS:
            return response
        exchange.documents += [str(one) for name, one in (request.view_args or {}).items() if name == "doc_id"]
        # What no view has read is not read here.
        if (form := vars(request).get("form")) is not None:
            exchange.documents += form.getlist("document")
            exchange.subject = form.get("name") or exchange.subject
            words = " ".join(form.get(name, "") for name in _CHOSEN).split()
            exchange.detail = words[0] if words else exchange.detail
        if (files := vars(request).get("files")) is not None:
            exchange.documents += [str(one.filename) for one in files.getlist("file") if one.filename]
        return response


class Auditor:
    """Writes the audited requests of an application to a log."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    def note(self, exchange: Exchange) -> None:
        """Write a request that has been answered, if it is an event."""
        action = ACTIONS.get(exchange.endpoint) or (QUESTION if exchange.question is not None else None)
        if action is None:
            return
        self._log.write(
            AuditEvent(
                action,
                user=exchange.user,
                address=exchange.address,
                status=exchange.status,
                documents=tuple(dict.fromkeys(exchange.documents)),
                subject=exchange.subject,
                detail=exchange.detail,
                request_id=exchange.request_id,
                question=exchange.question,
            )
        )
