"""The MCP server over standard input and output, and over HTTP."""

import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress

from reportqa.corpus import Corpus
from reportqa.errors import InputError, ReportQAError
from reportqa.settings import Settings

TOKEN = "REPORTQA_MCP_TOKEN"  # noqa: S105, the name of the variable
MIN_TOKEN = 16
"""Minimum length of a token in characters."""
PATH = "/mcp"

_NO_MCP = 'The MCP server needs the package mcp. Install it with pip install "reportqa[mcp]".'


def serve_stdio(settings: Settings) -> None:
    """Answer the client at standard input and output until it closes standard input.

    Without a usable index the server starts too, and its tools say what to run.

    :raises InputError: when the package mcp is missing.
    """
    _check_package()
    import anyio

    from reportqa.mcp_server.transports import run_stdio

    with closing(Corpus(settings)) as corpus:
        _open(corpus)
        # A thread that waits for standard input cannot be interrupted; nothing here needs an orderly end.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        anyio.run(run_stdio, corpus)


def serve_http(
    settings: Settings,
    host: str,
    port: int,
    on_ready: Callable[[str], None],
    hosts: tuple[str, ...] = (),
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Answer clients over streamable HTTP until Ctrl-C or SIGTERM.

    :param on_ready: called with the address when the server listens
    :param hosts: host names to answer to, besides `host`, IP addresses and localhost
    :param environ: REPORTQA_MCP_TOKEN is the bearer token that requests need; without it they need none
    :raises InputError: when the package mcp is missing, the token is missing or too short, or the server cannot listen.
    """
    _check_package()
    import anyio

    from reportqa.mcp_server.transports import run_http

    token = check_token(host, environ.get(TOKEN) or None)
    with suppress(KeyboardInterrupt), closing(Corpus(settings)) as corpus, _listening(host, port) as listener:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        _open(corpus)
        on_ready(_address(listener))
        anyio.run(run_http, corpus, listener, token, (host, *hosts))


def check_token(host: str, token: str | None) -> str | None:
    """Return the token, None if requests need none.

    :raises InputError: when it is too short, or missing for a host that other machines reach.
    """
    if token is None and not _is_loopback(host):
        raise InputError(
            f"Other machines can reach {host}, so requests need a token. Set {TOKEN} to {MIN_TOKEN} characters or more,"
            " or leave --host out."
        )
    if token is not None and (len(token) < MIN_TOKEN or not token.isascii() or not token.isprintable()):
        raise InputError(f"{TOKEN} must be {MIN_TOKEN} or more printable ASCII characters. Choose a longer one.")
    return token


def _check_package() -> None:
    try:
        import mcp  # noqa: F401, only whether it is there
    except ModuleNotFoundError as error:
        raise InputError(_NO_MCP) from error


def _open(corpus: Corpus) -> None:
    """Open the index before the first request, or say on standard error why it cannot be used."""
    try:
        corpus.generation  # noqa: B018, opens it
    except ReportQAError as error:
        sys.stderr.write(f"Questions cannot be answered yet. {error}\n")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number) if number and number > 0 else "no such address"
        raise InputError(
            f"Cannot listen at {host}, port {port} ({reason}). Choose others with --host and --port."
        ) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}{PATH}" if ":" in host else f"http://{host}:{port}{PATH}"
