"""Checks of the headers of each HTTP request: Host, Origin and the bearer token."""

import hmac
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from reportqa.errors import RequestRefused, UnknownHost
from reportqa.request_origin import check_host, check_origin

_FOREIGN = "Requests from web pages of other sites are refused.\n"
_UNAUTHORISED = 'This server needs the header "Authorization: Bearer TOKEN" with its token.'


class HTTPGuard:
    """An ASGI application that lets only requests pass that may be answered.

    :param token: the bearer token that requests need, None if they need none
    :param hosts: host names to answer to, besides IP addresses and localhost
    """

    def __init__(self, app: ASGIApp, token: str | None, hosts: Collection[str]) -> None:
        self._app = app
        self._token = token
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Headers(scope=scope)) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, headers: Headers) -> Response | None:
        """Return the response to a request that may not be answered, else None."""
        host = headers.get("host", "")
        try:
            check_host(host, self._hosts)
            check_origin(host, headers.get("origin"), headers.get("sec-fetch-site"))
        except UnknownHost as error:
            return Response(f"{error}\n", 403, media_type="text/plain")
        except RequestRefused:
            return Response(_FOREIGN, 403, media_type="text/plain")
        if self._token is None or self._is_authorised(headers.get("authorization", "")):
            return None
        body = {"error": "invalid_token", "error_description": _UNAUTHORISED}
        return JSONResponse(body, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'})

    def _is_authorised(self, given: str) -> bool:
        kind, _, token = given.partition(" ")
        expected = self._token or ""
        return kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), expected.encode())
