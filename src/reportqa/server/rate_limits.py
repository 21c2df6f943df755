"""Limits of the requests per minute of each user, or of each address where nobody signs in.

People at the machine of the server have no limits.
"""

import ipaddress
import time
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, request
from flask_limiter import ApplicationLimit, Limiter, RequestLimit
from limits import parse
from limits.errors import ConfigurationError

from reportqa.errors import InputError
from reportqa.request_origin import is_loopback
from reportqa.server.accounts.current_user import user_or_none

RATES = {
    "ask": "120 per minute",
    "table": "20 per minute",
    "export": "60 per minute",
    "upload": "300 per minute",
    "sign-in": "20 per minute",
    "other": "3000 per minute",
}
"""The limits by kind of request: a table asks all documents or a language model."""
NO_LIMIT = "none"
MEMORY = "memory://"
_KINDS = {
    "accounts.check_password": "sign-in",
    "api.ask": "ask",
    "api.ask_json": "ask",
    "api.brief": "export",
    "api.citing.cite_many": "export",
    "api.verify": "export",
    "api.writing.each": "table",
    "api.writing.each_json": "table",
    "api.writing.summarise": "table",
    "api.writing.write": "table",
    "each.each": "table",
    "each.each_file": "table",
    "each.each_read": "table",
    "each.each_read_file": "table",
    "feedback.export": "export",
    "oidc.back": "sign-in",
    "oidc.begin": "sign-in",
    "pages.ask": "ask",
    "pages.explain": "ask",
    "pages.saved_answer": "export",
    "pages.written": "table",
    "transfer_api.create": "upload",
    "upload_api.add": "upload",
    "upload_api.upload": "upload",
    "uploads.send": "upload",
    "verify.corrected": "export",
    "verify.send": "export",
}
_UNLIMITED = frozenset({"api.live", "api.health", "readiness.ready", "static"})
_MESSAGE = "Too many requests. Wait a minute and try again."
_IPV6_PREFIX = 64
"""Bits that the addresses of one network share."""


def read_rates(given: Iterable[str]) -> dict[str, str]:
    """Return the limits by kind, with those that are given as KIND=RATE in place of the defaults.

    :raises InputError: when one names no kind, or its rate cannot be read.
    """
    rates = dict(RATES)
    for one in given:
        kind, _, rate = one.partition("=")
        if kind not in RATES:
            raise InputError(f'There is no rate limit "{kind[:50]}". Set one of: {", ".join(RATES)}.')
        try:
            if rate != NO_LIMIT:
                parse(rate)
        except ValueError as error:
            raise InputError(
                f'The rate limit of "{kind}" is "{rate[:50]}". Set it to a number and a time, as in {kind}=60/minute,'
                f" or to {kind}={NO_LIMIT}."
            ) from error
        rates[kind] = rate
    return rates


def init_app(app: Flask, rates: Mapping[str, str] = RATES, storage: str = MEMORY) -> None:
    """Limit the requests of an application, which are counted in its memory or in Redis by URL.

    Counts are kept in memory while Redis does not answer.
    :raises InputError: when there is no such storage.
    """

    def rate_of_request() -> str:
        """Return the limit of the current request; "" for none."""
        rate = rates[kind_of(request.endpoint)]
        # A request that came over no network has no address.
        is_local = not request.remote_addr or is_loopback(request.remote_addr)
        return "" if rate == NO_LIMIT or is_local or request.endpoint in _UNLIMITED else rate

    limit = ApplicationLimit(rate_of_request, scope=kind_of, error_message=_MESSAGE)
    try:
        app.extensions["reportqa.limiter"] = Limiter(
            _client, app=app, application_limits=[limit], storage_uri=storage, in_memory_fallback_enabled=True
        )
    except ConfigurationError as error:
        raise InputError(
            f'Requests cannot be counted at "{storage.rpartition("@")[2]}". Name a Redis server, as in'
            " redis://127.0.0.1:6379, or leave --rate-limits-at out."
        ) from error


def kind_of(endpoint: str | None) -> str:
    """Return the kind of request by its endpoint."""
    return _KINDS.get(endpoint or "", "other")


def retry_after(app: Flask) -> int | None:
    """Return after how many seconds the limit that was reached begins anew; None if none was."""
    reached: RequestLimit | None = app.extensions["reportqa.limiter"].current_limit
    return max(1, round(reached.reset_at - time.time())) if reached and reached.breached else None


def describe(description: dict[str, Any]) -> None:
    """Add the response of a request beyond the limits to the operations of a description in OpenAPI."""
    for path, methods in description["paths"].items():
        if path.startswith("/api/"):
            for operation in methods.values():
                operation["responses"]["429"] = {"$ref": "#/components/responses/TooManyRequests"}


def _client() -> str:
    """Return whose requests are counted together: a user who is signed in, else an address, in IPv6 its network."""
    if (user := user_or_none()) is not None:
        return f"user {user.name}"
    address = str(request.remote_addr)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ipaddress.ip_network(f"{address}/{_IPV6_PREFIX}", strict=False))
