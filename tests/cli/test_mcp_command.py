import sys

import pytest

from support.commands import Run, assert_refused


def test_host_beyond_this_machine_needs_a_token(run: Run) -> None:
    assert_refused(run("mcp", "--http", "--host", "192.0.2.1"), 1, "Set REPORTQA_MCP_TOKEN")


def test_missing_package_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert_refused(run("mcp"), 1, 'pip install "reportqa[mcp]"')


def test_number_out_of_range_is_wrong_usage(run: Run) -> None:
    assert_refused(run("mcp", "--http", "--port", "65536"), 2, "--port")
