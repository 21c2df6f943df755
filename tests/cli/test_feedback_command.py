import json
from contextlib import closing
from pathlib import Path

from reportqa.evaluation.datasets import read_set
from reportqa.settings import Settings
from reportqa.state import OpenedState
from support.commands import run_here


def test_feedback_is_exported_for_evaluate(tmp_path: Path) -> None:
    with closing(OpenedState(Settings.from_env({}, index_dir=tmp_path))) as state:
        state.feedback().add("Why?")
        state.feedback().add("How?", by="anna")
    result = run_here("feedback", "export", "--index", str(tmp_path))
    assert [json.loads(line)["question"] for line in result.stdout.splitlines()] == ["Why?", "How?"]
    assert result.stderr == "2 questions with feedback.\n"
    run_here("feedback", "export", str(tmp_path / "set.jsonl"), "--index", str(tmp_path))
    assert [one.text for one in read_set(tmp_path / "set.jsonl").questions] == ["Why?", "How?"]


def test_no_feedback_is_an_empty_set_and_creates_nothing(tmp_path: Path) -> None:
    result = run_here("feedback", "export", "--index", str(tmp_path / "none"))
    assert (result.stdout, result.stderr) == ("", "0 questions with feedback.\n")
    assert not (tmp_path / "none").exists()
