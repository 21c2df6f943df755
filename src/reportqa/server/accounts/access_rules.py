"""The least role that each address needs: one table, applied before every view."""

import re
from typing import Any

from flask import Request, current_app
from werkzeug.routing import Rule

from reportqa.server.accounts.current_user import signs_in, user_or_none
from reportqa.server.current_index import sees_everything
from reportqa.state import Role

PUBLIC = """
    GET /livez
    GET /healthz
    GET /readyz
    GET /static/<path:filename>
    GET /sign-in
    POST /sign-in
    GET /sign-in/oidc
    GET /sign-in/oidc/back
"""
"""For everybody, without sign-in."""

BY_ROLE = {
    Role.READER: """
        GET /
        GET /ask
        GET /ask/file
        GET /ask/values
        POST /ask/written
        GET /explain
        GET /each
        GET /each/file
        POST /each/read
        POST /each/read/file
        GET /documents/
        GET /documents/<path:doc_id>
        GET /original/<path:doc_id>
        GET /pictures/<path:doc_id>
        GET /collections
        GET /tray
        GET /history
        GET /verify/
        POST /verify/
        GET /verify/<key>
        POST /verify/<key>
        GET /account
        POST /account
        POST /sign-out
        GET /api/ask
        POST /api/ask
        GET /api/each
        POST /api/each
        POST /api/write
        GET /api/summarise
        POST /api/summarise
        GET /api/suggest
        GET /api/documents
        GET /api/collections
        GET /api/corpus
        GET /api/styles
        GET /api/cite
        POST /api/cite
        GET /api/record
        POST /api/brief
        POST /api/verify
        GET /api/openapi.json
        GET /api/kept/<kind>
        PUT /api/kept/<kind>
    """,
    Role.CONTRIBUTOR: """
        GET /judgements
        POST /judgements
        GET /uploads/
        POST /uploads/
        POST /uploads/adding
        GET /build/
        GET /api/uploads
        POST /api/uploads
        POST /api/transfers
        HEAD /api/transfers/<transfer_id>
        PATCH /api/transfers/<transfer_id>
        DELETE /api/transfers/<transfer_id>
        GET /api/additions
        POST /api/additions
        DELETE /api/additions
        POST /api/additions/undo
        POST /api/additions/retry
        GET /api/build
        GET /api/build/events
    """,
    Role.CURATOR: """
        POST /collections
        GET /judgements.jsonl
        POST /judgements/delete
        POST /uploads/decide
        POST /build/
        GET /describe/<path:doc_id>
        POST /describe/<path:doc_id>
        POST /api/uploads/<upload_id>
        DELETE /api/uploads/<upload_id>
        POST /api/uploads/<upload_id>/check
        POST /api/build
        DELETE /api/build
    """,
}


def _rules() -> dict[tuple[str, str], Role | None]:
    rows = [(None, PUBLIC), *BY_ROLE.items()]
    return {(method, rule): role for role, lines in rows for method, rule in map(str.split, lines.split("\n")[1:-1])}


RULES = _rules()
"""The least role by method and rule; None for everybody."""
NOT_FOUND = Role.READER
"""For addresses that lead nowhere."""


WHOLE = frozenset(
    """
    collections.change upload_api.accept upload_api.add upload_api.addition upload_api.build upload_api.cancel
    upload_api.cancel_addition upload_api.follow upload_api.retry upload_api.start upload_api.undo uploads.build
    uploads.change_adding uploads.change_build
    """.split()
)
"""Endpoints for users who may see all documents only: they tell of files of everybody, or change what others see."""


def least_role(request: Request) -> Role | None:
    """Return the least role that may make a request; None for everybody. What is in no row is for administrators."""
    if request.url_rule is None:
        return NOT_FOUND
    if request.method == "OPTIONS":
        return None
    return _least(request.method, request.url_rule)


def _least(method: str, rule: Rule) -> Role | None:
    """Return the least role for a method of a rule; HEAD needs what GET needs, where it is not in a row itself."""
    of_get = RULES.get(("GET", rule.rule), Role.ADMIN)
    return RULES.get((method, rule.rule), of_get if method == "HEAD" else Role.ADMIN)


def may(endpoint: str) -> bool:
    """Return whether there is an endpoint in the application and the user of the request may use it."""
    if endpoint not in current_app.view_functions:
        return False
    if not signs_in():
        return True
    user = user_or_none()
    rules = current_app.url_map.iter_rules(endpoint)
    least = [_least(method, rule) for rule in rules for method in rule.methods or () if method != "OPTIONS"]
    allowed = all(one is None or (user is not None and user.role.includes(one)) for one in least)
    # Without a user, as on the page of an error, nobody sees anything.
    return allowed and (endpoint not in WHOLE or (user is not None and sees_everything()))


def describe(description: dict[str, Any]) -> None:
    """Add API tokens, and the role that each operation needs, to a description in OpenAPI."""
    components = description["components"]
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    problem = components["responses"]["Foreign"]["content"]
    refused = {
        "401": {"description": "There is no valid API token, and no session.", "content": problem},
        "403": {
            "description": "The role of the user does not suffice, or a page of another site sent it.",
            "content": problem,
        },
    }
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            rule = re.sub(r"\{(\w+)\}", r"<\1>", path)
            role = None if method == "options" else RULES.get((method.upper(), rule), Role.ADMIN)
            if role is not None:
                operation |= {"security": [{"token": []}], "x-role": str(role)}
                operation["responses"] |= refused
