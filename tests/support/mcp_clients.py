"""The official MCP client, connected to a server in this process or in one of its own."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

MODES = ("auto", "legacy")
"""The present protocol, and the one with a handshake that older clients speak."""
TOKEN = "a token of this test"  # noqa: S105


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a server: that of this process without its REPORTQA_ variables, and more."""
    return {name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")} | more


@asynccontextmanager
async def over_stdio(mode: str, index_dir: Path, log: Path) -> AsyncIterator[Client]:
    """Yield a client of a server in a process that it starts; `log` gets the standard error."""
    arguments = ["-m", "reportqa", "mcp", "--index", str(index_dir)]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=environment())
    with log.open("w", encoding="utf-8") as errors:
        async with Client(stdio_client(server, errlog=errors), mode=mode) as client:
            yield client


@contextmanager
def http_server(index_dir: Path, **more: str) -> Iterator[str]:
    """Yield the address of a server in a process of its own, with this environment besides."""
    arguments = [sys.executable, "-m", "reportqa", "mcp", "--http", "--port", "0", "--index", str(index_dir)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment(**more)) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().removeprefix("Ready at ").strip()
        finally:
            process.terminate()
            assert process.wait(60) == 0


@asynccontextmanager
async def over_http(mode: str, address: str, token: str = TOKEN) -> AsyncIterator[Client]:
    """Yield a client of a server at an address."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http,
        Client(streamable_http_client(address, http_client=http), mode=mode) as client,
    ):
        yield client
