"""The inspector of the protocol, a program of its authors, against our server over standard input and output and HTTP.

It is a package of npm. Where it is missing, `test_protocol.py` and `test_tools.py` check the same with the official
Python client: schemas, names and contents of tools and resources, and errors in a sentence.
"""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.mcp_clients import environment, http_server

PROGRAM = shutil.which("mcp-inspector")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="mcp-inspector is not installed: see CONTRIBUTING.md"),
]
QUESTION = "How many patients did Modality have in April 2016?"
NOTES = "reportqa://document/case-study-notes.txt"


def inspect(*args: str) -> Any:
    """Return what the inspector prints for a method."""
    command = [str(PROGRAM), "--cli", *args]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def check(server: list[str]) -> None:
    tools = {one["name"]: one for one in inspect(*server, "--method", "tools/list")["tools"]}
    assert set(tools) == {"search", "ask", "open", "cite", "verify", "documents"}
    assert all(one["inputSchema"]["type"] == "object" and one["description"] for one in tools.values())
    resources = inspect(*server, "--method", "resources/list")["resources"]
    assert NOTES in {one["uri"] for one in resources}
    read = inspect(*server, "--method", "resources/read", "--uri", NOTES)
    assert read["contents"][0]["text"].startswith("CASE STUDY NOTES")
    call = ("--method", "tools/call", "--tool-name", "ask", "--tool-arg")
    answer = inspect(*server, *call, f"question={QUESTION}")
    assert answer["structuredContent"]["answer"][0]["text"].startswith("In April 2016 Modality")
    refused = inspect(*server, *call, "k=2")
    assert refused["isError"]
    assert refused["content"][0]["text"] == 'The argument "question" is missing.'


def test_inspector_over_standard_input_and_output(settings: Settings, built: Summary) -> None:
    check([sys.executable, "-m", "reportqa", "mcp", "--index", str(settings.index_dir)])


def test_inspector_over_http(settings: Settings, built: Summary) -> None:
    with http_server(settings.index_dir) as address:
        check([address, "--transport", "http"])
