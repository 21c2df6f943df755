import json
import shutil
from pathlib import Path

import pytest

from reportqa.evaluation.datasets import Kind, read_set
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.commands import Run, assert_refused
from support.completion_server import Asked, Canned, choosing, completion_server
from support.questionsets import SAMPLE
from support.written import reply

pytestmark = pytest.mark.slow


def test_evaluation_prints_tables_or_json_and_compares_with_a_run_before(run: Run, tmp_path: Path) -> None:
    json_file, html_file = str(tmp_path / "run.json"), str(tmp_path / "run.html")
    result = run("evaluate", str(SAMPLE), "--limit", "4", "-k", "5", "--json", json_file, "--html", html_file)
    assert result.exit_code == 0
    assert result.stdout.startswith("questions: 4 questions, ")
    assert Path(html_file).read_text(encoding="utf-8").startswith("<!doctype html>")
    again = run("evaluate", str(SAMPLE), "--limit", "4", "-k", "5", "--json", "-", "--compare", json_file)
    content = json.loads(again.stdout)
    assert [one["questions"] for one in content["comparisons"]] == [4]
    assert {row["id"] for row in content["sets"][0]["rows"]} == {
        row["id"] for row in json.loads(Path(json_file).read_text(encoding="utf-8"))["sets"][0]["rows"]
    }


def test_evaluation_of_what_cannot_be_used_is_refused(run: Run, tmp_path: Path) -> None:
    assert_refused(run("evaluate", str(tmp_path)), 1, "lacks queries.jsonl")
    assert_refused(run("evaluate", str(tmp_path / "nowhere")), 1, "There is no set")
    assert_refused(run("evaluate", str(SAMPLE), "--compare", str(SAMPLE)), 1, "is not a run")
    assert_refused(run("evaluate"), 2, "Missing argument")
    assert_refused(run("evaluate", str(SAMPLE), "--json", str(tmp_path / "a" / "b")), 2, "There is no folder")
    assert_refused(run("evaluate", str(SAMPLE), "-k", "51"), 2, "51")


def test_calibration_is_made_printed_and_removed(run: Run, settings: Settings, built: Summary, tmp_path: Path) -> None:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    env = {"REPORTQA_INDEX": str(tmp_path / "index")}
    result = run("calibrate", str(SAMPLE), env=env)
    assert result.exit_code == 0
    answered = sum(one.kind is Kind.ANSWERABLE for one in read_set(SAMPLE).questions)
    assert result.stdout.startswith(f"Asked {answered} questions that the reports answer")
    again = json.loads(run("calibrate", str(SAMPLE), "--json", env=env).stdout)
    assert (again["answered"], again["path"]) == (answered, str(tmp_path / "index" / "confidence.json"))
    removed = run("calibrate", "--reset", "--json", env=env)
    assert json.loads(removed.stdout) == {"removed": again["path"]}
    assert run("calibrate", "--reset", env=env).stdout.startswith("There was no calibration.")


def test_calibration_to_what_cannot_be_used_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "few.jsonl").write_text('{"question": "Why?"}\n')
    assert_refused(run("calibrate", str(tmp_path / "few.jsonl")), 1, "a calibration needs 10 or more")
    assert_refused(run("calibrate", str(tmp_path / "none.jsonl")), 1, "There is no set")
    assert_refused(run("calibrate"), 2, "Give QUESTIONS.jsonl, or --reset.")
    assert_refused(run("calibrate", str(SAMPLE), "--reset"), 2, "Give QUESTIONS.jsonl, or --reset.")


def _choosing_and_writing(asked: Asked) -> Canned:
    """Reply to a reader's request that nothing answers, and to a writer's with a true sentence and a lie."""
    given = json.loads(asked["messages"][-1]["content"])
    if "passages" in given:
        nothing = choosing()
        assert callable(nothing)
        return nothing(asked)
    return reply((given["sentences"][0]["text"], [1]), ("Ninety elephants painted Rome.", [1]))


def test_evaluation_with_a_language_model_is_beside_that_without(run: Run, copied: Settings, tmp_path: Path) -> None:
    assert_refused(run("evaluate", str(SAMPLE), "--llm"), 1, "There is no language model to ask.")
    with completion_server(_choosing_and_writing) as server:
        env = {"REPORTQA_LLM_URL": server.url, "REPORTQA_LLM_MODEL": "m", "REPORTQA_INDEX": str(copied.index_dir)}
        run("evaluate", str(SAMPLE), "--limit", "2", "-k", "6", env=env)
        assert server.asked == []
        json_file = str(tmp_path / "run.json")
        result = run("evaluate", str(SAMPLE), "--limit", "4", "-k", "6", "--llm", "--json", json_file, env=env)
    assert result.exit_code == 0
    table = result.stdout[result.stdout.index("questions: 4 questions without and with the language model") :]
    lines = {line[:32].strip(): line[32:].split() for line in table.splitlines()}
    # A model that finds no answer takes every claim back.
    assert lines["called answers"][1] == "0.000"
    assert lines["confidently wrong"][1] == "0.000"
    assert lines["tokens a question"][1] == "1,322"
    assert len(lines["seconds a question"]) == 3
    assert lines["sentences written"] == ["8"]
    # Each lie, and a sentence of a document that begins with a pronoun.
    assert 4 <= int(lines["of these struck out as unproven"][0]) < 8
    assert len(server.asked) == 8
    (effect,) = json.loads(Path(json_file).read_text(encoding="utf-8"))["language_model"]
    assert (effect["questions"], effect["tokens"], effect["unused"]) == (4, 1322.0, 0)
    assert effect["written"] == 8
    run("evaluate", str(SAMPLE), "--limit", "4", "--compare", json_file)
