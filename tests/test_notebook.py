"""The notebook of the manual runs, and shows what it did when it was saved."""

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.console_examples import DOCS, prepare_folder

NOTEBOOK = DOCS / "how-to" / "notebook.ipynb"
LARGEST = 30_000
"""Bytes of the notebook with its outputs."""


def outputs_of(notebook: Any) -> list[str]:
    """Return what each cell shows, without the confidence, which may differ between processors."""
    shown = []
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        text = "".join(one["data"]["text/html"] if "data" in one else one["text"] for one in outputs)
        shown.append(re.sub(r"confidence [\d.]+", "confidence", text))
    return shown


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # Those of Jupyter.
def test_notebook_runs_and_shows_what_is_saved(
    settings: Settings, built: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_folder(tmp_path)
    shutil.copytree(settings.index_dir, tmp_path / "index")
    monkeypatch.setenv("REPORTQA_PROCESSES", "1")
    saved = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    run = nbformat.from_dict(saved)  # type: ignore[no-untyped-call]
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(run, timeout=300, kernel_name="python3", coalesce_streams=True, resources=place).execute()
    assert outputs_of(run) == outputs_of(saved)
    assert (tmp_path / "staff.docx").is_file()


def test_saved_notebook_is_small_and_has_no_scripts_or_times() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert len(text) < LARGEST
    assert not re.search(r"<script|<img|execution\.|iopub|/home/|/tmp/", text)
    outputs = outputs_of(nbformat.reads(text, as_version=4))  # type: ignore[no-untyped-call]
    assert any("<mark>" in output for output in outputs)
