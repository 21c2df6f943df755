import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from reportqa.answering.engine import Engine
from reportqa.cli.progress_bars import LineProgress
from reportqa.embedding import (
    Embedder,
    encoder_for,
    export_problem,
    open_embedder,
    prepare_embedder,
    remove_unused_exports,
)
from reportqa.embedding.identity import WEIGHTS_SHA256
from reportqa.embedding.onnx_model import Description, export_dir, write_description
from reportqa.index.generations import current, read_manifest
from reportqa.ingest.build import Summary, index
from reportqa.settings import DEFAULT_MODEL, Settings

pytestmark = pytest.mark.slow

HEAVY = {"torch", "transformers", "sentence_transformers", "onnx", "scipy", "sklearn", "trafilatura", "flask"}
"""Packages for building an index, exporting a model or serving only."""


@pytest.fixture
def copied(settings: Settings, built: Summary, tmp_path: Path) -> Settings:
    shutil.copytree(settings.index_dir, tmp_path / "index")
    return Settings.from_env({}, root=settings.root, index_dir=tmp_path / "index")


def export_of(index_dir: Path) -> Path:
    return export_dir(index_dir, WEIGHTS_SHA256, "int8")


def imported_by(*arguments: str) -> set[str]:
    """Return the names of the packages that a command has imported."""
    program = "import sys; from reportqa.cli import main; main(sys.argv[1:], standalone_mode=False); import json;"
    program += "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.slow
def test_asking_citing_and_an_unchanged_index_import_no_model_library(copied: Settings) -> None:
    index_dir = ["--index", str(copied.index_dir)]
    assert not HEAVY & imported_by("ask", "Who had patients in 2016?", *index_dir)
    assert not HEAVY & imported_by("cite", "survey-briefing.pdf#10-90", *index_dir)
    assert not {"torch", "transformers", "onnx"} & imported_by(
        "--root", str(copied.root), "index", "--corpus", str(copied.corpus_dir), *index_dir
    )


@pytest.mark.slow
def test_new_text_is_embedded_without_torch_when_there_is_an_export(copied: Settings, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "note.txt").write_text("Harborough had 12 practices in 2017, and none of them was small.")
    found = imported_by("index", "--corpus", str(tmp_path / "corpus"), "--index", str(copied.index_dir))
    assert not {"torch", "transformers", "onnx"} & found


def test_asking_writes_nothing(copied: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in copied.index_dir.rglob("*") if path.suffix != ".lock"}
    assert Engine.open(copied).ask("How many patients did Modality have?").answerable
    after = {path: path.stat().st_mtime_ns for path in copied.index_dir.rglob("*") if path.suffix != ".lock"}
    assert after == before


def test_index_records_its_encoder(settings: Settings, built: Summary) -> None:
    manifest = read_manifest(settings.index_dir, current(settings.index_dir))
    assert manifest.encoder == "int8"
    assert not export_problem(settings.index_dir, manifest.model_sha256, manifest.encoder)


def test_missing_or_damaged_export_is_logged_replaced_and_made_again(
    copied: Settings, built: Summary, caplog: pytest.LogCaptureFixture
) -> None:
    expected = Engine.open(copied).ask("How many patients did Modality have in April 2016?")
    graph = export_of(copied.index_dir) / "model.onnx"
    for damage, said in (
        (lambda: graph.write_bytes(graph.read_bytes()[:-1] + b"?"), "is damaged"),
        (lambda: shutil.rmtree(graph.parent), "is missing"),
    ):
        damage()
        caplog.clear()
        answer = Engine.open(copied).ask("How many patients did Modality have in April 2016?")
        assert [sentence.text for sentence in answer.sentences] == [s.text for s in expected.sentences]
        (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
        assert said in line
        assert "sentence-transformers is used instead" in line
        assert not index(copied, LineProgress(Console(quiet=True))).built
        assert not export_problem(copied.index_dir, WEIGHTS_SHA256, "int8")


def test_another_index_gets_a_copy(exports: Path, tmp_path: Path) -> None:
    assert prepare_embedder(tmp_path, None, "int8").encoder == "int8"
    ours, theirs = export_of(tmp_path) / "model.onnx", export_of(exports) / "model.onnx"
    assert ours.read_bytes() == theirs.read_bytes()
    assert not os.path.samefile(ours, theirs)


def test_refused_export_is_not_tried_again(exports: Path, tmp_path: Path) -> None:
    for encoder in ("int8", "fp32"):
        assert encoder_for(tmp_path, WEIGHTS_SHA256, "int8") == encoder
        folder = export_dir(tmp_path, WEIGHTS_SHA256, encoder)
        folder.mkdir(parents=True)
        write_description(folder, Description(DEFAULT_MODEL, WEIGHTS_SHA256, encoder, refused="it is a test"))
    assert encoder_for(tmp_path, WEIGHTS_SHA256, "int8") == prepare_embedder(tmp_path, None, "int8").encoder == "torch"
    assert prepare_embedder(tmp_path, None, "int8", anew=True).encoder == "int8"


def test_index_built_with_torch_is_asked_with_the_fp32_export(both_exports: Path, transformer: Embedder) -> None:
    near = open_embedder(both_exports, DEFAULT_MODEL, WEIGHTS_SHA256, "torch")
    assert near.encoder == "fp32"
    assert np.allclose(near.embed_question("Why?"), transformer.embed_question("Why?"), atol=1e-5)


def test_exports_that_no_generation_uses_are_removed(both_exports: Path, tmp_path: Path) -> None:
    shutil.copytree(both_exports / "encoders", tmp_path / "encoders")
    remove_unused_exports(tmp_path, {(WEIGHTS_SHA256, "int8")})
    assert [path.name for path in (tmp_path / "encoders").iterdir()] == [export_of(tmp_path).name]


def test_gpu_is_used_if_torch_finds_one(tmp_path: Path) -> None:
    import torch

    expected = "torch" if torch.cuda.is_available() else "fp32"
    assert encoder_for(tmp_path, WEIGHTS_SHA256, "fp32") == expected
