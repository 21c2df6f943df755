import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.settings import Settings

pytestmark = pytest.mark.slow


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.stdout, done.stderr


def test_backup_is_checked_and_restored(settings: Settings, built: Summary, tmp_path: Path) -> None:
    shutil.copytree(settings.index_dir, tmp_path / "index", ignore=shutil.ignore_patterns("cache", "corpus.json"))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "note.txt").write_text("A note.\n")
    root, file = ["--root", str(tmp_path)], str(tmp_path / "b.tar")
    status, printed, _ = run(*root, "backup", file, "--json")
    assert (status, json.loads(printed)["generation"]) == (0, built.generation)
    (tmp_path / "corpus" / "note.txt").write_text("Another note.\n")
    status, printed, _ = run(*root, "restore", file, "--check")
    assert (status, printed.split(":")[0]) == (0, f"Checked {file}")
    assert (tmp_path / "corpus" / "note.txt").read_text() == "Another note.\n"
    status, printed, said = run(*root, "restore", file)
    assert (status, printed.split(":")[0]) == (0, f"Restored {file}")
    assert "The replaced files are kept in" in said
    assert (tmp_path / "corpus" / "note.txt").read_text() == "A note.\n"


def test_file_that_is_no_backup_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("words\n" * 500)
    status, _, said = run("--root", str(tmp_path), "restore", str(tmp_path / "b.tar"))
    assert status == 1
    assert said.count("\n") == 1
    assert "not a backup of reportqa" in said
