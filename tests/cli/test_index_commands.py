import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.embedding.onnx_model import ENCODERS_DIR
from reportqa.index.generation_writer import building, generation_id, publish
from reportqa.index.generations import current, folder, read_manifest
from reportqa.settings import Settings
from support.answers import QUESTION
from support.commands import Run, assert_refused

pytestmark = pytest.mark.slow


def test_index_prints_its_summary_and_shows_progress_beside_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Modality had 87,556 patients.")
    (tmp_path / "corpus" / "b.txt").touch()
    env = {"REPORTQA_ROOT": str(tmp_path), "REPORTQA_INDEX": ""}
    result = run("index", env=env)
    assert result.exit_code == 0
    assert result.stdout.startswith("Indexed 1 file, 0 pages, 1 passage in ")
    assert "1 file skipped:\n  b.txt: is empty." in result.stdout
    assert [line.split()[0] for line in result.stderr.splitlines()] == ["Reading", "Indexing", "Finishing"]
    again = run("index", "--json", env=env)
    assert again.stderr == ""
    assert json.loads(again.stdout)["built"] is False
    assert json.loads(run("index", "--json", "--rebuild", env=env).stdout)["built"] is True
    assert "87,556" in run("ask", "How many patients did Modality have?", env=env).stdout


def switched_twice(index_dir: Path, settings: Settings) -> list[str]:
    """Copy the index twice, as generations of their own; give their ids."""
    ids = []
    used = folder(settings.index_dir, current(settings.index_dir))
    shutil.copytree(settings.index_dir / ENCODERS_DIR, index_dir / ENCODERS_DIR)
    for _ in range(2):
        with building(index_dir) as build:
            shutil.copytree(used, build, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.*"))
            ids.append(generation_id(build))
            manifest = read_manifest(settings.index_dir, used.name)
            publish(index_dir, build, replace(manifest, generation=ids[-1]))
    return ids


def test_status_verify_and_rollback_name_the_generation_in_use(run: Run, settings: Settings, tmp_path: Path) -> None:
    env = {"REPORTQA_INDEX": str(tmp_path)}
    first, second = switched_twice(tmp_path, settings)
    shown = run("status", env=env).stdout
    assert f"In use:      generation {second}, built " in shown
    assert f"Before:      generation {first} of " in shown
    assert "The index is up to date." in shown
    assert run("rollback", env=env).stdout.startswith(f"Now in use: generation {first} of ")
    status = json.loads(run("status", "--json", env=env).stdout)
    assert status["language_model"] is None
    with_model = {**env, "REPORTQA_LLM_URL": "http://127.0.0.1:1/v1", "REPORTQA_LLM_MODEL": "m"}
    described = "m at 127.0.0.1:1; 0 of 1,000,000 tokens used today, up to 30,000 a question"
    assert json.loads(run("status", "--json", env=with_model).stdout)["language_model"] == described
    assert (status["generation"], status["generation_before"], status["up_to_date"]) == (first, second, True)
    assert run("verify-index", env=env).stdout.endswith("\nNo problems found.\n")
    assert json.loads(run("rollback", "--json", env=env).stdout)["generation"] == second


def test_damaged_index_ends_verification_with_1_and_the_way_out(run: Run, settings: Settings, tmp_path: Path) -> None:
    env = {"REPORTQA_INDEX": str(tmp_path)}
    _, second = switched_twice(tmp_path, settings)
    path = folder(tmp_path, second) / "nearest.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    for args in ([], ["--json"]):
        result = run("verify-index", *args, env=env)
        assert result.exit_code == 1
        assert "nearest.faiss does not have the bytes that were written" in result.stdout
        assert result.stderr.startswith(
            'Error: The index is damaged. Run "reportqa rollback" to return to the generation of'
        )
    assert json.loads(result.stdout)["sound"] is False
    path.unlink()
    assert_refused(
        run("ask", QUESTION, env=env), 1, 'Run "reportqa index", or "reportqa rollback" to return to the generation of'
    )


@pytest.mark.parametrize("command", ["status", "rollback", "verify-index"])
def test_command_that_needs_an_index_names_the_one_that_builds_it(run: Run, tmp_path: Path, command: str) -> None:
    result = run(command, env={"REPORTQA_INDEX": str(tmp_path)})
    assert_refused(result, 1, 'Run "reportqa index" first.')
