"""What the browsers of a user keep on the server, over HTTP."""

import json
from typing import Any

from flask import Blueprint, Flask, Response, jsonify
from werkzeug.exceptions import NotFound

from reportqa.errors import InputError
from reportqa.server.accounts.current_user import current_user, state_database
from reportqa.server.api.citations import json_body

KINDS = frozenset({"tray", "history"})
_FORM_BYTES = 1024
bp = Blueprint("kept", __name__, url_prefix="/api/kept")


def init_app(app: Flask) -> None:
    """Add it to an application."""
    from reportqa.state import MAX_KEPT_BYTES

    app.config["BUDGETS"].set("/api/kept", MAX_KEPT_BYTES + _FORM_BYTES)
    app.register_blueprint(bp)


@bp.get("/<kind>")
def show(kind: str) -> Response:
    """Return what the user keeps, and its version."""
    from reportqa.state import KeptStore

    version, content = KeptStore(state_database()).get(current_user().name, _known(kind))
    return jsonify({"version": version, "value": json.loads(content) if content else None})


@bp.put("/<kind>")
def save(kind: str) -> Response:
    """Replace what the user keeps, unless another browser has."""
    from reportqa.state import MAX_KEPT_BYTES, KeptStore

    version, value = _sent(json_body(MAX_KEPT_BYTES + _FORM_BYTES))
    user = current_user().name
    return jsonify({"version": KeptStore(state_database()).put(user, _known(kind), json.dumps(value), version)})


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound(f"Nothing of this name is kept. Choose one of: {', '.join(sorted(KINDS))}.")
    return kind


def _sent(body: bytes) -> tuple[int, Any]:
    """Return version and value of a body.

    :raises InputError: when it is not such an object.
    """
    try:
        sent = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        sent = None
    match sent:
        case {"version": int(version), "value": dict() | list() as value} if not isinstance(version, bool):
            if 0 <= version < 2**31 - 1:
                return version, value
    raise InputError('Send a JSON object with "version", a number, and "value", an object or a list.')
