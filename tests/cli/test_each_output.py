"""`ask --each`: text, JSON lines and CSV."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from reportqa.answering import COLUMNS
from reportqa.settings import Settings
from support.commands import Run, assert_refused
from support.completion_server import completion_server, said

QUESTION = "What does each report say about salaried GPs?"


@pytest.mark.slow
def test_text_has_a_quote_of_each_document_and_counts(run: Run) -> None:
    result = run("ask", "--each", QUESTION)
    assert result.exit_code == 0
    assert "    “Salaried GPs recorded the lowest satisfaction with their employment.”\n" in result.stdout
    assert "(nothing found)\n    press-release.html\n" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("6 documents: ")


@pytest.mark.slow
def test_json_and_csv_have_the_same_quotes(run: Run) -> None:
    lines = [json.loads(line) for line in run("ask", "--each", "--json", QUESTION).stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("ask", "--each", "--csv", QUESTION).stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert [line["quote"] or "" for line in lines] == [row["quote"] for row in rows]
    assert [line["state"] for line in lines] == [row["state"] for row in rows]


@pytest.mark.slow
def test_filters_apply(run: Run) -> None:
    assert run("ask", "--each", "--json", "--type", "txt", QUESTION).stdout.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [("--each",), ("--each", "--batch", "-"), ("--each", "--explain", "Who?"), ("--csv", "Who?"),
     ("--each", "--csv", "--json", "Who?")],
)  # fmt: skip
def test_options_that_do_not_go_together(run: Run, args: tuple[str, ...]) -> None:
    assert_refused(run("ask", *args), 2, "Error:")


@pytest.mark.slow
def test_a_model_reads_each_document_only_when_that_is_confirmed(run: Run, settings: Settings, tmp_path: Path) -> None:
    index = shutil.copytree(settings.index_dir, tmp_path / "index")
    with completion_server(said('{"sentences": []}')) as server:
        env = {"REPORTQA_INDEX": str(index), "REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "replayed"}
        refused = run("ask", "--each", QUESTION, env=env)
        assert_refused(refused, 1, "read 6 documents with at most 180,000 tokens. Add --yes")
        assert run("ask", "--each", "--no-llm", "--type", "txt", QUESTION, env=env).exit_code == 0
        assert server.asked == []
        assert run("ask", "--each", "--yes", "--type", "txt", QUESTION, env=env).exit_code == 0
        assert len(server.asked) == 1
