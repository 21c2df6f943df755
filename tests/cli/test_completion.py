import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from rich.console import Console

from reportqa.cli import main
from reportqa.cli.completion import SHELLS, completion_script
from reportqa.cli.progress_bars import LineProgress
from reportqa.index import CollectionStore
from reportqa.ingest import index
from reportqa.settings import Settings
from support.corpora import ONE_PROCESS

pytestmark = pytest.mark.slow


def completed(settings: Settings, *words: str) -> list[str]:
    """Return the words offered for the last one, after those before it, in the index of these settings."""
    *before, typed = words
    arguments = [*before[:1], "--index", str(settings.index_dir), *before[1:]]
    found = ShellComplete(main, {}, "reportqa", "_REPORTQA_COMPLETE").get_completions(arguments, typed)
    return [item.value if item.type == "plain" else f"<{item.type}>" for item in found]


@pytest.mark.parametrize(
    "words",
    [("ask", "--document"), ("documents", "--document"), ("summarise",), ("describe",), ("inspect",)],
)
def test_ids_of_documents_are_completed(copied: Settings, words: tuple[str, ...]) -> None:
    assert completed(copied, *words, "s") == ["summary-for-commissioners.docx", "survey-briefing.pdf"]
    assert completed(copied, *words, "SURVEY") == ["survey-briefing.pdf"]
    assert len(completed(copied, *words, "")) == 6


def test_names_of_collections_are_completed(copied: Settings) -> None:
    CollectionStore(copied.index_dir).add("Waiting times", ["survey-briefing.pdf"])
    for words in (("ask", "--collection"), ("collections", "--delete")):
        assert completed(copied, *words, "WAIT") == ["Waiting times"]
        assert completed(copied, *words, "x") == []
    CollectionStore(copied.index_dir).delete("Waiting times")


def test_files_are_completed_where_no_document_fits(copied: Settings) -> None:
    assert completed(copied, "inspect", "/tm") == ["<file>"]
    assert completed(copied, "add", "x") == ["<file>"]


def test_ids_have_titles_beside_them(copied: Settings) -> None:
    (found,) = ShellComplete(main, {}, "reportqa", "_REPORTQA_COMPLETE").get_completions(
        ["describe", "--index", str(copied.index_dir)], "survey"
    )
    assert found.help == "Survey briefing: collaboration between general practices in 2015"


def test_styles_are_completed(copied: Settings) -> None:
    assert "oscola" in completed(copied, "cite", "--style", "osc")


def test_without_an_index_nothing_is_completed_and_nothing_fails(copied: Settings, tmp_path: Path) -> None:
    arguments = ["ask", "--index", str(tmp_path), "--document"]
    assert ShellComplete(main, {}, "reportqa", "_REPORTQA_COMPLETE").get_completions(arguments, "s") == []


def test_commands_have_whole_summaries(copied: Settings) -> None:
    found = ShellComplete(main, {}, "reportqa", "_REPORTQA_COMPLETE").get_completions([], "")
    assert {item.value for item in found} == set(main.commands)
    assert all(str(item.help).endswith(".") and not str(item.help).endswith("...") for item in found)


@pytest.mark.parametrize("shell", SHELLS)
def test_script_of_each_shell_calls_the_program(shell: str) -> None:
    script = completion_script(shell, main)
    assert f"_REPORTQA_COMPLETE={shell}_complete" in script
    assert "reportqa" in script


def test_bash_completes_ids_with_spaces(exports: Path, tmp_path: Path) -> None:
    (tmp_path / "my (first) survey's.txt").write_text("Modality had 87,556 patients.\n")
    settings = Settings.from_env(ONE_PROCESS, corpus_dir=tmp_path, index_dir=tmp_path / "_index")
    index(settings, LineProgress(Console(quiet=True)))
    program = tmp_path / "reportqa"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reportqa "$@"\n')
    program.chmod(0o700)
    script = """
        eval "$(reportqa completion bash)"
        COMP_WORDS=(reportqa inspect --index _index 'my\\ (f') COMP_CWORD=4
        _reportqa_completion reportqa
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["/usr/bin/env", "bash", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert (done.stderr, done.stdout) == ("", "my\\ \\(first\\)\\ survey\\'s.txt\n")
