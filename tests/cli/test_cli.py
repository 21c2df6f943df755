import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from reportqa import __version__
from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.answers import QUESTION
from support.commands import ROOT, Run, assert_refused, run_process

COMMANDS = sorted(main.commands)
HEAVY = {"alembic", "faiss", "lxml", "numpy", "onnxruntime", "pypandoc", "pypdf", "sqlalchemy", "tantivy", "torch"}


def test_import_of_the_command_line_loads_no_heavy_library() -> None:
    program = "import sys, reportqa.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ask", "Why?", "--type", "pdf", "--document", "press-release.html"], "No document matches all of these"),
        (["ask", "Why?", "--from", "2017", "--to", "2016"], "Swap them"),
        (["ask", ""], "The question is empty"),
        (["ask", "\0"], "The question is empty"),
        (["ask", "\udcff"], "The question is empty"),
        (["ask", "x" * 2001], "2,001 characters; the limit is 2,000"),
        (["ask", "Why?", "--document", "nowhere.pdf"], 'No document "nowhere.pdf"'),
        (["ask", "Why?", "--model", "other"], "was built with the model"),
        (["ask", "Why?", "--index", "nowhere"], 'No index in nowhere. Run "reportqa index" first.'),
        (["cite", "survey-briefing.pdf"], "is not a place in a document"),
        (["cite", "survey-briefing.pdf#0-999999999"], "is not a range"),
        (["cite", "nowhere.pdf#0-5"], 'No document "nowhere.pdf"'),
        (["cite", "\udcff.pdf#0-5"], "No document"),
        (["cite", "survey-briefing.pdf#0-5", "--index", "nowhere"], "No index in nowhere"),
        (["cite", "survey-briefing.pdf#0-5", "--style", "harvrd"], "Did you mean harvard1"),
        (["documents", "--index", "nowhere"], "No index in nowhere"),
        (["bibliography", "nowhere/works.bib"], "cannot be written"),
        (["brief", "nowhere.toml"], "cannot be read"),
        (["styles", "nonsense of a name"], "No citation style"),
        (["index", "--corpus", "nowhere"], "There is no folder nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_1(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert_refused(result, 1, message)
    assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ask"], "Give a QUESTION, or --batch FILE.jsonl."),
        (["ask", "Why?", "--batch", "-"], "Give a QUESTION, or --batch FILE.jsonl."),
        (["ask", "Why?", "-k", "0"], "-k"),
        (["ask", "Why?", "-k", "51"], "-k"),
        (["ask", "Why?", "-k", "five"], "-k"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl"),
        (["ask", "Why?", "--nonsense"], "--nonsense"),
        (["cite"], "PLACE"),
        (["cite", "a#1-2", "--format", "word"], "word"),
        (["serve", "--port", "65536"], "--port"),
        (["index", "--index", str(ROOT / "pyproject.toml")], "pyproject.toml"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage_is_status_2(run: Run, args: list[str], message: str) -> None:
    assert_refused(run(*args), 2, message)


@pytest.mark.parametrize("args", [[], *([command] for command in COMMANDS)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(run: Run, args: list[str], option: str) -> None:
    result = run(*args, option)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_and_command_says_what_it_does(command: str) -> None:
    assert main.commands[command].help
    assert all(p.help or p.name == "style" for p in main.commands[command].params if isinstance(p, click.Option))


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help").stdout
    assert all(f"\n  {command} " in shown for command in COMMANDS)


def test_version_is_printed(run: Run) -> None:
    assert run("--version").stdout == f"reportqa, version {__version__}\n"


@pytest.mark.slow
def test_process_answers_on_standard_output_and_ends_with_0(settings: Settings, built: Summary, tmp_path: Path) -> None:
    done = run_process(["ask", QUESTION], {"REPORTQA_INDEX": str(settings.index_dir)}, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "87,556" in done.stdout.split("\n\n")[0]


@pytest.mark.slow
def test_process_that_fails_says_one_sentence_and_ends_with_1(tmp_path: Path) -> None:
    done = run_process(["ask", QUESTION], {}, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'Error: No index in index. Run "reportqa index" first.\n'


@pytest.mark.slow
def test_terminal_that_cannot_show_a_character_gets_its_number(
    settings: Settings, built: Summary, tmp_path: Path
) -> None:
    env = {"REPORTQA_INDEX": str(settings.index_dir), "PYTHONIOENCODING": "latin-1"}
    done = run_process(["cite", "case-study-notes.txt#0-10", "--format", "text"], env, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("\\u201c")


@pytest.mark.slow
def test_closed_pipe_is_no_error(settings: Settings, built: Summary) -> None:
    """Unlike `head`, the reader here is gone before the first byte is written."""
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "reportqa", "documents", "--index", str(settings.index_dir)],
        stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)
    assert (process.returncode, process.stderr) == (0, b"")
