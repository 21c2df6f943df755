import json
from contextlib import closing
from pathlib import Path

from reportqa.evaluation.datasets import read_set
from reportqa.settings import Settings
from reportqa.state import OpenedState
from support.commands import assert_refused, run_here


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


def test_feedback_of_a_user_is_exported_and_deleted(tmp_path: Path) -> None:
    with closing(OpenedState(Settings.from_env({}, index_dir=tmp_path))) as state:
        for by in ("", "anna", "bert"):
            state.feedback().add("Why?", by=by)
    exported = run_here("feedback", "export", "--user", "Anna", "--index", str(tmp_path))
    assert [json.loads(line)["by"] for line in exported.stdout.splitlines()] == ["anna"]
    deleted = run_here("feedback", "delete", "--user", "anna", "--index", str(tmp_path))
    assert deleted.stderr == "Deleted: 1 question with feedback.\n"
    left = run_here("feedback", "export", "--index", str(tmp_path)).stdout
    assert [json.loads(line).get("by") for line in left.splitlines()] == [None, "bert"]
    assert "Deleted: 2 questions" in run_here("feedback", "delete", "--all", "--index", str(tmp_path)).stderr


def test_what_is_deleted_must_be_said(tmp_path: Path) -> None:
    assert_refused(run_here("feedback", "delete", "--index", str(tmp_path)), 2, "Name a user")
    assert_refused(run_here("feedback", "delete", "--user", "a b", "--index", str(tmp_path)), 1, "user name")
