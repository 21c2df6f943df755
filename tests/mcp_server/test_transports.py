"""The server in a process of its own, used with the official client over its real transports."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPDeprecationWarning, MCPError

import reportqa
from reportqa.ingest.build import Summary
from reportqa.mcp_server.tools import TOOLS
from reportqa.mcp_server.transports import MAX_BODY_BYTES
from reportqa.settings import Settings
from support.answers import QUESTION, SCHEMA
from support.briefings import DIGEST, PATIENTS
from support.mcp_clients import MODES, TOKEN, environment, http_server, over_http, over_stdio

pytestmark = pytest.mark.slow

PLACE = f"{DIGEST}#24293-24359"
ARGUMENTS: dict[str, dict[str, Any]] = {
    "search": {"question": QUESTION, "k": 2},
    "ask": {"question": QUESTION},
    "open": {"document": DIGEST, "page": "6"},
    "cite": {"places": [PLACE], "style": "apa"},
    "verify": {"text": f"They say “{PATIENTS}”"},
    "documents": {"type": ["pdf"]},
}


@pytest.fixture(scope="module")
def address(settings: Settings, built: Summary) -> Iterator[str]:
    with http_server(settings.index_dir, REPORTQA_MCP_TOKEN=TOKEN) as address:
        yield address


async def use_everything(connected: AbstractAsyncContextManager[Client]) -> None:
    """Call every tool, whose results the client checks against their schemas, read resources, and make errors."""
    async with connected as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == list(TOOLS)
        for name, arguments in ARGUMENTS.items():
            result = await client.call_tool(name, arguments)
            assert not result.is_error, name
            assert PATIENTS in json.dumps(result.structured_content, ensure_ascii=False) or name == "documents"
            if name == "ask":
                SCHEMA.validate(result.structured_content)
        resources = (await client.list_resources()).resources
        contents = [(await client.read_resource(resource.uri)).contents[0] for resource in resources]
        assert any(PATIENTS in getattr(one, "text", "") for one in contents)
        assert (await client.call_tool("ask", {"question": "x" * 2001})).is_error
        for wrong in (client.call_tool("nothing", {}), client.read_resource("reportqa://document/nothing")):
            with pytest.raises(MCPError):
                await wrong
        if client.protocol_version < "2026":
            with pytest.warns(MCPDeprecationWarning):
                await client.send_ping()
        with anyio.move_on_after(0.001) as scope:
            await client.call_tool("search", {"question": QUESTION, "k": 50})
        assert scope.cancelled_caught
        assert not (await client.call_tool("search", ARGUMENTS["search"])).is_error


@pytest.mark.parametrize("mode", MODES)
def test_client_uses_everything_over_standard_input_and_output(
    settings: Settings, built: Summary, tmp_path: Path, mode: str
) -> None:
    log = tmp_path / "log"
    anyio.run(use_everything, over_stdio(mode, settings.index_dir, log))
    assert log.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("mode", MODES)
def test_client_uses_everything_over_http(address: str, mode: str) -> None:
    anyio.run(use_everything, over_http(mode, address))


def test_output_is_only_the_protocol_and_bad_lines_do_no_harm(settings: Settings, built: Summary) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    no_text = {"question": "\ud800"}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        "no JSON",
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ask", "arguments": no_text}},
        {"jsonrpc": "2.0", "id": 3, "method": "nothing"},
        {"jsonrpc": "2.0", "id": 4, "method": "ping"},
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "reportqa", "--verbose", "mcp", "--index", str(settings.index_dir)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(),
    )  # fmt: skip
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in lines:
            process.stdin.write(f"{line if isinstance(line, str) else json.dumps(line)}\n")
        process.stdin.flush()
        answers: list[dict[str, Any]] = []
        while not answers or answers[-1].get("id") != 4:
            answers.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(60) == 0
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)
    assert next(answer for answer in answers if answer.get("id") == 3)["error"]["code"] == -32601


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer another token, a long one"}, 401),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 400),
        ({"Content-Length": str(MAX_BODY_BYTES + 1)}, 413),
    ],
)
def test_requests_of_others_are_refused_over_http(address: str, headers: dict[str, str], status: int) -> None:
    usual = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    body = b" " * int(headers.get("Content-Length", 2))
    assert httpx2.post(address, content=body, headers=usual | headers, timeout=60).status_code == status


@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_next_call_reads_the_new_index(exports: Path, tmp_path: Path, transport: str) -> None:
    reports, index = tmp_path / "reports", tmp_path / "index"
    reports.mkdir()
    shutil.copytree(exports, index)

    def build(number: str) -> None:
        (reports / "note.txt").write_text(f"The Harborough federation had {number} patients in 2016.\n")
        reportqa.index(reports, index)

    async def quote(client: Client) -> str:
        result = await client.call_tool("search", {"question": "Harborough patients"})
        return str(result.structured_content["citations"][0]["quote"])

    async def run(connected: AbstractAsyncContextManager[Client]) -> None:
        async with connected as client:
            assert (await client.call_tool("documents", {})).is_error
            for number in ("1,234", "5,678"):
                build(number)
                assert number in await quote(client)

    if transport == "stdio":
        anyio.run(run, over_stdio("auto", index, tmp_path / "log"))
        log = (tmp_path / "log").read_text(encoding="utf-8")
        assert log.startswith("Questions cannot be answered yet. No index in")
    else:
        with http_server(index) as address:
            anyio.run(run, over_http("auto", address))


def test_configuration_of_the_manual_starts_the_server(settings: Settings, built: Summary) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "mcp.md").read_text(encoding="utf-8")
    server = json.loads(page.partition("```json\n")[2].partition("```")[0])["mcpServers"]["reportqa"]
    assert server["command"].endswith("/bin/reportqa")
    arguments = [str(settings.index_dir) if one.startswith("/") else one for one in server["args"]]
    done = subprocess.run(
        [sys.executable, "-m", "reportqa", *arguments], input="", capture_output=True, text=True, check=True,
        env=environment(),
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", "")
