import json
from pathlib import Path

import pytest

from support.commands import Run

pytestmark = pytest.mark.slow
TEXT = """---
author: Pat Cole
date: 2016-03-02
---

# Income of the ports

The ports had an income of £12m in 2016.
"""


def test_author_and_date_of_the_file_are_confirmed_corrected_and_undone(run: Run, tmp_path: Path) -> None:
    corpus_dir = tmp_path / "corpus"
    corpus_dir.mkdir()
    (corpus_dir / "ports.md").write_text(TEXT)
    index = ["--index", str(tmp_path / "index")]
    both = ["--corpus", str(corpus_dir), *index]
    build = ["index", *both]
    assert run(*build).exit_code == 0

    def cited(*options: str) -> str:
        return run("cite", "ports.md#25-60", "--format", "text", *options, *index).stdout.splitlines()[-1]

    assert "author     Pat Cole  (the file, not checked)" in run("describe", "ports.md", *both).stdout
    assert "The author and the date are from the file, not checked." in " ".join(run("audit", *index).stdout.split())
    assert cited() == "Pat Cole (2016). Income of the ports."
    assert cited("--strict") == "Income of the ports (n.d.)."
    assert "Cole" not in run("bibliography", "--strict", *index).stdout

    done = run("describe", "ports.md", "--author", "Cole, Patricia", "--issued", "2016-05", *both)
    assert "author     Cole, Patricia  (library.json, used after the next build)" in done.stdout
    assert run(*build).exit_code == 0
    assert cited("--strict") == "Patricia Cole (2016). Income of the ports."
    shown = json.loads(run("describe", "ports.md", "--show", "--json", *both).stdout)
    assert shown["issued"] == {"value": "2016-05", "origin": "library.json"}

    assert run("describe", "ports.md", "--undo", *both).exit_code == 0
    assert run(*build).exit_code == 0
    assert run("describe", "ports.md", "--confirm", *both).exit_code == 0
    assert run(*build).exit_code == 0
    assert cited("--strict") == "Pat Cole (2016). Income of the ports."


def test_wrong_use_is_one_clear_sentence(run: Run, built: object) -> None:
    digest = "large-scale-general-practice-digest.pdf"
    assert run("describe", digest, "--undo", "--title", "T").exit_code == 2
    assert run("describe", digest, "--show", "--confirm").exit_code == 2
    assert "is not a date" in run("describe", digest, "--issued", "soon").stderr
    assert "No document" in run("describe", "gone.pdf").stderr
