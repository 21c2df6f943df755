import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchfiles import Change

from reportqa.answering.engine import Engine
from reportqa.embedding import Embedder
from reportqa.ingest.watch import due_builds, is_of_reports, until_stopped
from reportqa.settings import Settings
from support.killing import copy_export

WITHIN = 60
"""Seconds after which a turn that does not come is given up."""


@pytest.fixture(params=["told by the system", "looked for"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    environ = {"REPORTQA_WATCH_POLLING": "1" if request.param == "looked for" else "0"}
    settings = Settings.from_env(environ, root=tmp_path)
    settings.corpus_dir.mkdir()
    return settings


def turn(due: Iterator[None]) -> None:
    """Wait for the next turn, but not for ever."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(WITHIN)
    try:
        next(due)
    except KeyboardInterrupt:
        pytest.fail("no turn comes")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.slow
def test_there_is_a_turn_at_first_after_changes_and_for_a_folder_that_goes_and_comes(settings: Settings) -> None:
    due = due_builds(settings, settled=0.2)
    turn(due)
    # As it were while the first build runs.
    (settings.corpus_dir / "a.txt").write_text("One.")
    turn(due)
    (settings.corpus_dir / "sub").mkdir()
    (settings.corpus_dir / "sub" / "b.txt").write_text("Two.")
    turn(due)
    settings.corpus_dir.rename(settings.root / "away")
    turn(due)
    (settings.root / "away").rename(settings.corpus_dir)
    turn(due)
    (settings.corpus_dir / "a.txt").unlink()
    turn(due)


@pytest.mark.parametrize("name", ["a.txt", "sub/b.pdf", "library.json", "questions.txt", "more.bib"])
def test_change_of_a_report_counts(tmp_path: Path, name: str) -> None:
    assert is_of_reports(tmp_path, tmp_path / "index")(Change.added, str(tmp_path / name))


@pytest.mark.parametrize(
    "name", ["index/lock", "index/generations/x/library.sqlite", ".git/x", "_drafts/a.txt", "~$a.docx", "../a.txt"]
)
def test_change_of_the_index_or_of_what_is_hidden_does_not_count(tmp_path: Path, name: str) -> None:
    assert not is_of_reports(tmp_path, tmp_path / "index")(Change.added, os.path.normpath(tmp_path / name))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_block_and_nothing_else(number: int) -> None:
    before = signal.getsignal(number)
    with until_stopped():
        signal.raise_signal(number)
        pytest.fail("it goes on")
    assert signal.getsignal(number) is before


@pytest.mark.slow
def test_index_follows_the_reports(tmp_path: Path, exports: Path, embedder: Embedder) -> None:
    settings = Settings.from_env({}, root=tmp_path)
    copy_export(exports, settings)
    settings.corpus_dir.mkdir()
    (settings.corpus_dir / "medics.txt").write_text("AT Medics had a list of 135,000 patients. It works in London.\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "reportqa", "--root", str(tmp_path), "index", "--watch"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")},
    )  # fmt: skip

    def ask() -> str:
        answer = Engine.open(settings, embedder).ask("How many patients did Modality have?")
        return " ".join(citation.quote for citation in answer.citations)

    try:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("Indexed 1 file, ")
        report = settings.corpus_dir / "modality.txt"
        report.write_text("Modality had 87,556 registered patients in April 2016.\n")
        assert process.stdout.readline().startswith("Indexed 2 files, ")
        assert "87,556" in ask()
        report.unlink()
        assert process.stdout.readline().startswith("Indexed 1 file, ")
        assert "87,556" not in ask()
        settings.corpus_dir.rename(tmp_path / "away")
        assert any(line.startswith("Error: There is no folder") for line in process.stderr)
        (tmp_path / "away" / "medics.txt").rename(tmp_path / "away" / "renamed.txt")
        (tmp_path / "away").rename(settings.corpus_dir)
        assert process.stdout.readline().startswith("Indexed 1 file, ")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=WITHIN)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert out == ""
    assert "Traceback" not in err
