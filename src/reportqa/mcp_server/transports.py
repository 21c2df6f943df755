"""The MCP server run in an event loop."""

import socket
from collections.abc import Collection

import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from reportqa.corpus import Corpus
from reportqa.mcp_server.http_guard import HTTPGuard
from reportqa.mcp_server.protocol import make_server
from reportqa.settings import MAX_BRIEFING_BYTES

MAX_BODY_BYTES = 6 * MAX_BRIEFING_BYTES + 64 * 1024
"""Maximum size of a request: a briefing whose characters are all escaped, and the rest."""
MAX_SESSIONS = 1000
"""Maximum number of clients with a session, which ends after half an hour without a request."""


async def run_stdio(corpus: Corpus) -> None:
    """Serve one client at standard input and output; whatever else prints goes to standard error."""
    server = make_server(corpus)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


async def run_http(corpus: Corpus, listener: socket.socket, token: str | None, hosts: Collection[str]) -> None:
    """Serve at a socket that listens.

    :param token: the bearer token that requests need, None if they need none
    :param hosts: host names to answer to, besides IP addresses and localhost
    """
    app = make_server(corpus).streamable_http_app(
        json_response=True,
        max_sessions=MAX_SESSIONS,
        max_request_body_size=MAX_BODY_BYTES,
        # HTTPGuard checks the headers Host and Origin as `reportqa serve` does.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    config = uvicorn.Config(HTTPGuard(app, token, hosts), log_config=None, access_log=False, server_header=False)
    await uvicorn.Server(config).serve(sockets=[listener])
