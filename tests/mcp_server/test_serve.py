import signal
import socket
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.errors import InputError
from reportqa.ingest.build import Summary
from reportqa.mcp_server.serve import check_token, serve_http, serve_stdio
from reportqa.settings import Settings

TOKEN = "0123456789abcdef"  # noqa: S105, of this test


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_needs_no_token(host: str) -> None:
    assert check_token(host, None) is None
    assert check_token(host, TOKEN) == TOKEN


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "reports.example.org", ""])  # noqa: S104, refused
def test_beyond_this_machine_a_token_is_needed(host: str) -> None:
    with pytest.raises(InputError, match="Set REPORTQA_MCP_TOKEN to 16 characters or more"):
        check_token(host, None)
    assert check_token(host, TOKEN) == TOKEN


@pytest.mark.parametrize("token", ["", "short", "0123456789abcde", "0123456789abcdé€", "0123456789abcde\n"])
def test_weak_token_is_refused(token: str) -> None:
    with pytest.raises(InputError, match="16 or more printable ASCII characters"):
        check_token("127.0.0.1", token)


def test_port_in_use_and_unknown_host_are_one_sentence(settings: Settings, built: Summary) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Cannot listen at 127.0.0.1, port {port} .*--port"):
            serve_http(settings, "127.0.0.1", port, print, environ={})
    with pytest.raises(InputError, match="no such address"):
        serve_http(settings, "nowhere.invalid", 0, print, environ={"REPORTQA_MCP_TOKEN": TOKEN})


def test_missing_package_says_what_to_install(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(InputError, match=r'pip install "reportqa\[mcp\]"'):
        serve_stdio(settings)


def test_server_without_an_index_starts_and_says_so(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def stop(address: str) -> None:
        assert address.startswith("http://[::1]:")
        assert address.endswith("/mcp")
        raise KeyboardInterrupt

    try:
        serve_http(replace(settings, index_dir=tmp_path), "::1", 0, stop, environ={})
    finally:
        signal.signal(signal.SIGTERM, before)
    assert capsys.readouterr().err == (
        f'Questions cannot be answered yet. No index in {tmp_path}. Run "reportqa index" first.\n'
    )
