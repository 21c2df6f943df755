import json
from collections.abc import Mapping
from typing import Any

import anyio
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from reportqa.mcp_server.http_guard import HTTPGuard

TOKEN = "a token of this test"  # noqa: S105
HOST = {"host": "127.0.0.1:8001"}
BEARER = {"authorization": f"Bearer {TOKEN}"}


def request(guard: HTTPGuard, headers: Mapping[str, str]) -> tuple[int, str, dict[str, str]]:
    """Return the status, the body and the headers of the response to a request."""
    sent: list[Message] = []
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope: Scope = {"type": "http", "method": "POST", "path": "/mcp", "headers": pairs}

    async def run() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await guard(scope, receive, send)

    anyio.run(run)
    start: Any = sent[0]
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], sent[1]["body"].decode(), answered


def guard(token: str | None = TOKEN) -> HTTPGuard:
    return HTTPGuard(PlainTextResponse("passed"), token, ("reports.example.org",))


@pytest.mark.parametrize(
    "headers",
    [
        HOST | BEARER,
        HOST | {"authorization": f"bearer  {TOKEN} "},
        {"host": "reports.example.org"} | BEARER,
        {"host": "localhost:9", "origin": "http://localhost:9"} | BEARER,
    ],
)
def test_request_with_the_token_passes(headers: dict[str, str]) -> None:
    assert request(guard(), headers)[:2] == (200, "passed")


def test_no_token_is_needed_without_one() -> None:
    assert request(guard(None), HOST)[:2] == (200, "passed")


@pytest.mark.parametrize(
    "value", [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer é", f"Bearer{TOKEN}"]
)
def test_request_without_the_token_is_refused(value: str | None) -> None:
    headers = HOST if value is None else HOST | {"authorization": value}
    status, body, answered = request(guard(), headers)
    assert status == 401
    assert json.loads(body)["error"] == "invalid_token"
    assert TOKEN not in body
    assert answered["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "The request names no server"),
        ({"host": "evil.example"}, 'not known as "evil.example"'),
        ({"host": "evil.example"} | BEARER, 'not known as "evil.example"'),
        (HOST | BEARER | {"origin": "http://evil.example"}, "other sites are refused"),
        (HOST | BEARER | {"origin": "null"}, "other sites are refused"),
        (HOST | BEARER | {"sec-fetch-site": "cross-site"}, "other sites are refused"),
    ],
)
@pytest.mark.parametrize("token", [TOKEN, None])
def test_other_hosts_and_pages_of_other_sites_are_refused(
    headers: dict[str, str], message: str, token: str | None
) -> None:
    status, body, _ = request(guard(token), headers)
    assert status == 403
    assert message in body
