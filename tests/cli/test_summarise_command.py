"""`reportqa summarise`: the cost first, then each section with its quotes and pages."""

import json
import os
import signal
import subprocess
import sys

import pytest

from reportqa.settings import Settings
from support.commands import Run, assert_refused
from support.completion_server import Asked, Canned, completion_server, said

pytestmark = pytest.mark.slow
DOCUMENT = "large-scale-general-practice-digest.pdf"


def first_sentence(asked: Asked) -> Canned:
    first = json.loads(asked["messages"][-1]["content"])["sentences"][0]
    return said(json.dumps({"sentences": [{"text": first["text"], "cites": [first["n"]]}]}))


def test_cost_is_shown_before_and_confirmed(run: Run, copied: Settings) -> None:
    with completion_server(first_sentence) as server:
        env = {
            "REPORTQA_INDEX": str(copied.index_dir), "REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed",
        }  # fmt: skip
        refused = run("summarise", DOCUMENT, env=env)
        assert_refused(refused, 1, "0 of them kept from before; at most ")
        assert "Add --yes to have replayed write the summary." in refused.stderr
        assert server.asked == []
        done = run("summarise", DOCUMENT, "--yes", env=env)
        sections = len(server.asked)
        again = run("summarise", DOCUMENT, "--json", env=env)
        assert len(server.asked) == sections > 10
    assert done.exit_code == again.exit_code == 0
    assert done.stdout.startswith("Written by replayed from the cited passages")
    assert "  - An analysis of 15 indicators" not in done.stdout
    assert "” p. " in done.stdout
    lines = [json.loads(line) for line in again.stdout.splitlines()]
    assert len(lines) == sections
    assert all(line["written"]["generated"] for line in lines)


def test_it_needs_a_model_and_a_known_document(run: Run, copied: Settings) -> None:
    assert_refused(run("summarise", DOCUMENT), 1, "Writing needs a language model.")
    with completion_server(first_sentence) as server:
        env = {
            "REPORTQA_INDEX": str(copied.index_dir), "REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed",
        }  # fmt: skip
        assert_refused(run("summarise", "none.pdf", env=env), 1, 'No document "none.pdf" in the index.')


def test_after_ctrl_c_it_goes_on_where_it_stopped(run: Run, copied: Settings) -> None:
    document = "case-study-notes.txt"
    with completion_server(first_sentence) as server:
        env = {
            "REPORTQA_INDEX": str(copied.index_dir), "REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "stopped",
        }  # fmt: skip
        command = [sys.executable, "-m", "reportqa", "summarise", document, "--yes", "--json"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **env}
        ) as process:
            assert process.stdout is not None
            first = json.loads(process.stdout.readline())
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "Traceback" not in errors
        assert errors.rstrip().endswith("Aborted!")
        before = len(server.asked)
        done = run("summarise", document, "--yes", "--json", env=env)
        sections = [json.loads(line) for line in done.stdout.splitlines()]
        requests = [json.dumps(asked["messages"]) for asked in server.asked]
    assert (done.exit_code, sections[0]["written"]["sentences"]) == (0, first["written"]["sentences"])
    assert 1 <= before < len(sections)
    # Only a reply that was on its way may be asked for again.
    assert len(requests) <= len(sections) + 1
    assert set(requests[:1]).isdisjoint(requests[1:])
