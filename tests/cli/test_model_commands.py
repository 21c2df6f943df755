import json
from pathlib import Path

import pytest

from support.commands import Run, assert_refused
from support.questionsets import SAMPLE
from support.tiny_models import save_cross_encoder


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"REPORTQA_MODELS": str(tmp_path / "models")}


def test_known_readers_are_listed_with_what_they_cost(run: Run, env: dict[str, str]) -> None:
    result = run("models", env=env)
    assert result.exit_code == 0
    assert "No models were added" in result.stdout
    assert "cross-encoder/ms-marco-MiniLM-L6-v2  91 MB, Apache-2.0" in result.stdout


def test_model_without_a_name_is_refused(run: Run, env: dict[str, str]) -> None:
    assert_refused(run("models", "add", env=env), 2, "Give the NAME of a model")
    assert_refused(run("models", "remove", "x", env=env), 2, "remove")


@pytest.mark.slow
def test_added_reader_is_listed_and_read_with(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    folder = save_cross_encoder(tmp_path / "tiny")
    added = json.loads(run("models", "add", str(folder), "--json", env=env).stdout)
    assert added["name"] == "tiny"
    assert json.loads(run("models", "--json", env=env).stdout) == added
    result = run("ask", "How many patients did Modality have in April 2016?", "--reader", "tiny", "--json", env=env)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["citations"]
    measured = run("evaluate", str(SAMPLE), "--limit", "4", "--reader", "tiny", "--json", "-", env=env)
    assert json.loads(measured.stdout)["sets"][0]["questions"] == 4
